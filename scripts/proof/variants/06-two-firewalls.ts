import type { Variant } from '../variant.ts';

export const variants: Variant[] = [
  {
    task: '6.1',
    name: 'a-router-for-each-firewall',
    how: 'Puts each firewall into a router of its own, and mounts that.',
    file: 'firewall.ts',
    region: `
  const outer = express.Router();
  map.forEach((firewall) => {
    const inner = express.Router();
    inner.use(firewall.routes);
    inner.use(notFound);
    inner.use(firewall.respond);
    outer.use(firewall.path, inner);
  });
  return outer;`,
  },
  {
    task: '6.1',
    name: 'mounts-three-times',
    how: 'Mounts routes, 404 and error handler one by one, and answers the 404 with an error of its own.',
    file: 'firewall.ts',
    imports: `import { Problem } from '#api/problem.ts';`,
    region: `
  return map.reduce((router, { path, routes, respond }) => {
    router.use(path, routes);
    router.use(path, (_request, _response, next) => {
      next(new Problem(404, { detail: 'Nothing here.' }));
    });
    return router.use(path, respond);
  }, express.Router());`,
  },
  {
    task: '6.1',
    name: 'error-handler-without-a-path',
    how: 'Mounts each error handler without a path, right after its routes: no other error comes by there.',
    file: 'firewall.ts',
    region: `
  const router = express.Router();
  for (const wall of map) {
    router.use(wall.path, wall.routes, notFound);
    router.use(wall.respond);
  }
  return router;`,
  },
  {
    task: '6.1',
    name: 'uses-an-app',
    how: 'Takes a small Express app instead of a router.',
    file: 'firewall.ts',
    region: `
  const app = express().disable('x-powered-by');
  const router = app.router;
  for (const firewall of [...map]) {
    router.use([firewall.path], firewall.routes, notFound, (error: unknown, request: express.Request, response: express.Response, next: express.NextFunction) =>
      firewall.respond(error, request, response, next),
    );
  }
  return router;`,
  },

  {
    task: '6.2',
    name: 'mounts-one-by-one',
    how: 'Has a line for each part, and logs each request with a method of Express.',
    file: 'api-firewall.ts',
    region: `
  const parts = apiParts(options);
  routes.use(parts.cors);
  routes.use(parts.issue);
  routes.use((request, _response, next) => {
    void request.get('user-agent');
    next();
  });
  routes.use(parts.identify);
  routes.use(parts.inspect);
  routes.use(lockChanges);
  routes.use(parts.serve);
  const respond = respondToErrors(log);
  return { respond, routes, path: '/api', name: 'api' };`,
  },
  {
    task: '6.2',
    name: 'nests-what-is-locked',
    how: 'Puts what is locked into a router of its own, and makes the outer router anew.',
    file: 'api-firewall.ts',
    region: `
  const { cors, issue, identify, inspect, serve } = apiParts(options);
  const locked = express.Router().use(lockChanges).use(serve);
  routes.use('/', [cors, issue], identify, [inspect, locked]);
  return {
    name: 'api',
    path: '/api',
    routes,
    respond(error, request, response, next) {
      return respondToErrors(log)(error, request, response, next);
    },
  };`,
  },

  {
    task: '6.3',
    name: 'asks-with-an-if',
    how: 'Has two branches, and leaves secure out where there is no TLS.',
    file: 'session-rules.ts',
    region: `
  const options: CookieOptions = { sameSite: 'lax', path: '/office', httpOnly: true };
  const hasEnded: SessionRules['hasEnded'] = (session, now) => {
    if (now < session.startedAt + 8 * HOUR && now < session.seenAt + 30 * MINUTE) return false;
    return true;
  };
  if (!tls) return { name: 'office', options, hasEnded };
  return { name: '__Secure-office', options: { ...options, secure: true }, hasEnded };`,
  },
  {
    task: '6.3',
    name: 'computes-when-it-ends',
    how: 'Computes the end as the earlier of the two limits, and freezes the options.',
    file: 'session-rules.ts',
    region: `
  const endOf = ({ startedAt, seenAt }: Session) =>
    Math.min(startedAt + 28_800_000, seenAt + 30 * 60 * 1000);
  return {
    name: \`\${tls ? '__Secure-' : ''}office\`,
    options: Object.freeze({
      path: '/office',
      ...(tls && { secure: true }),
      ...({ httpOnly: true, sameSite: 'lax' } as const),
    }),
    hasEnded(session, now) {
      return endOf(session) <= now;
    },
  };`,
  },

  {
    task: '6.4',
    name: 'decides-step-by-step',
    how: 'Goes through the cases with early returns, and hands the error to next.',
    file: 'require-same-origin.ts',
    region: `
    switch (request.method) {
      case 'GET':
      case 'HEAD':
      case 'OPTIONS':
        next();
        return;
    }
    const site = request.get('Sec-Fetch-Site');
    if (site !== undefined) {
      if (['same-origin', 'none'].includes(site)) next();
      else next(new ForgedFormError());
      return;
    }
    const from = request.get('Origin');
    if (from !== undefined && from !== ownOrigin(request, tls)) {
      next(new ForgedFormError());
      return;
    }
    next();`,
  },
  {
    task: '6.4',
    name: 'reads-the-distinct-headers',
    how: 'Looks at every line of the two headers, and refuses more than one.',
    file: 'require-same-origin.ts',
    region: `
    const isSafe = /^(GET|HEAD|OPTIONS)$/.test(request.method);
    const sites = request.headersDistinct['sec-fetch-site'] ?? [];
    const origins = request.headersDistinct['origin'] ?? [];
    const fromHere = sites.length
      ? sites.every((site) => site === 'same-origin' || site === 'none')
      : origins.every((origin) => origin === ownOrigin(request, tls)) && origins.length < 2;
    if (isSafe || fromHere) next();
    else throw new ForgedFormError();`,
  },

  {
    task: '6.5',
    name: 'checks-with-one-condition',
    how: 'Ends and starts in one function of its own, and looks for the ranger with a switch.',
    file: 'sign-in.ts',
    region: `
  const replace = async (personId: string): Promise<string> => {
    const { id: oldId } = findSession(request) ?? {};
    if (oldId !== undefined) await sessions.end(oldId);
    const newId = newSessionId();
    await sessions.start(newId, personId);
    return newId;
  };
  const person = await checkPassword(database, { ...credentials });
  switch (person?.role) {
    case undefined:
      return false;
    case 'ranger':
      cookie.send(response, await replace(person!.id));
      return true;
    default:
      throw new AccessDeniedError();
  }`,
  },
  {
    task: '6.5',
    name: 'chains-promises',
    how: 'Does the same with then, without await.',
    file: 'sign-in.ts',
    region: `
  const { handle, password } = credentials;
  const id = newSessionId();
  return checkPassword(database, { handle, password }).then((person) => {
    if (person === undefined) return false;
    if (person.role === 'hiker') throw new AccessDeniedError();
    const old = findSession(request);
    return (old ? sessions.end(old.id) : Promise.resolve())
      .then(() => sessions.start(id, person.id))
      .then(() => {
        cookie.send(response, id);
        return true;
      });
  });`,
  },

  {
    task: '6.6',
    name: 'lets-the-cookie-expire',
    how: 'Sets an empty cookie that has expired, with what a browser needs to find the old one.',
    file: 'sign-out.ts',
    region: `
  const { id } = findSession(request) ?? { id: undefined };
  if (id !== undefined) await sessions.end(id);
  const { name, options } = sessionRules(tls);
  const { path, secure } = options as { path: string; secure: boolean };
  response.cookie(name, '', { path, secure, expires: new Date(0) });`,
  },
  {
    task: '6.6',
    name: 'has-a-maximum-age-of-zero',
    how: 'Clears the cookie with Max-Age, when ending has succeeded.',
    file: 'sign-out.ts',
    region: `
  const session = findSession(request);
  await (session ? sessions.end(session.id) : undefined);
  const cookie = sessionRules(tls);
  response.cookie(cookie.name, '', { ...cookie.options, maxAge: 0 });`,
  },
  {
    task: '6.6',
    name: 'leaves-a-word-in-the-cookie',
    how: 'Replaces the value by a word, in a cookie that has expired: the browser drops it all the same.',
    file: 'sign-out.ts',
    region: `
  const current = findSession(request);
  if (current) await sessions.end(current.id);
  const { name, options } = sessionRules(tls);
  response.cookie(name, 'signed-out', { ...options, maxAge: 0 });`,
  },
];
