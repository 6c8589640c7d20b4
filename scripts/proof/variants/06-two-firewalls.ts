import type { Variant } from '../variant.ts';

export const variants: Variant[] = [
  {
    task: '6.1',
    name: 'compares-segment-by-segment',
    how: 'Takes both paths apart, and asks whether the one begins with the other.',
    file: 'find-firewall.ts',
    region: `
  const segments = canonical(path).split('/');
  const firewall = map.find((wall) =>
    wall.path.split('/').every((name, index) => name === segments[index]?.toLowerCase()),
  );
  if (!firewall) return undefined;
  const rest = segments.slice(firewall.path.split('/').length);
  return { firewall, path: [firewall.path, ...rest].join('/') };`,
  },
  {
    task: '6.1',
    name: 'matches-with-a-regular-expression',
    how: 'Makes a pattern of each path, with its special characters escaped.',
    file: 'find-firewall.ts',
    region: `
  const escape = (text: string) => text.replace(/[\\\\^$.*+?()[\\]{}|/-]/g, '\\\\$&');
  const plain = canonical(path);
  for (const firewall of map) {
    const match = new RegExp(\`^\${escape(firewall.path)}(?<rest>/.*)?$\`, 'is').exec(plain);
    if (match) return { firewall, path: firewall.path + (match.groups?.['rest'] ?? '') };
  }
  return;`,
  },
  {
    task: '6.1',
    name: 'walks-up-from-the-path',
    how: 'Keeps a list of all paths above this one, and looks for a firewall among them.',
    file: 'find-firewall.ts',
    region: `
  const plain = canonical(path);
  const ends = [...plain.matchAll(/\\//g)].map((slash) => slash.index);
  const above = new Set([...ends, plain.length].map((end) => plain.slice(0, end).toLowerCase()));
  const [firewall] = map.filter((one) => above.has(one.path));
  return firewall && { firewall, path: firewall.path + plain.substring(firewall.path.length) };`,
  },

  {
    task: '6.2',
    name: 'nests-what-is-locked',
    how: 'Puts all that is locked into a router of its own, mounted behind the lock.',
    file: 'api-firewall.ts',
    region: `
  const locked = express.Router();
  locked.use(lockChanges, jsonBody);
  serveTrailsAndReports(locked, database, {
    beforeChange: [onlyTheAuthor(database)],
    post: postOwnReport(database, clock),
  });
  resource(locked, '/me', { get: [showMe] });
  resource(locked, '/tokens/inspect', { post: inspect });
  resource(locked, '/tokens', { post: issue });

  routes.use(allowOrigins(origins));
  routes.route('/tokens').post(issue);
  routes.use(guard([bearer]));
  routes.route('/tokens/inspect').post(jsonBody, inspect);
  routes.use(locked);
  const respond = respondToErrors(log);
  return { name: 'api', path: '/api', respond, routes };`,
  },
  {
    task: '6.2',
    name: 'mounts-it-in-one-chain',
    how: 'Guards and locks in one call, past which the open doors are let through, and wraps the responder.',
    file: 'api-firewall.ts',
    region: `
  const inspects = express.Router().post('/tokens/inspect', jsonBody, inspect);
  routes
    .use(allowOrigins(origins))
    .post('/tokens', issue)
    .use('/', guard([bearer]), inspects, lockChanges, jsonBody);
  const open: [path: string, handler: typeof issue][] = [
    ['/tokens', issue],
    ['/tokens/inspect', inspect],
  ];
  for (const [path, handler] of open) resource(routes, path, { post: [handler] });
  const beforeChange = [onlyTheAuthor(database)];
  serveTrailsAndReports(routes, database, { post: postOwnReport(database, clock), beforeChange });
  resource(routes, '/me', { get: showMe });
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
    file: 'office-session.ts',
    region: `
  const options: CookieOptions = { sameSite: 'lax', path: '/office', httpOnly: true };
  if (!tls) return { name: 'office', options };
  return { name: '__Secure-office', options: { ...options, secure: true } };`,
  },
  {
    task: '6.3',
    name: 'puts-the-prefix-before-the-name',
    how: 'Builds the name from a prefix, and spreads what TLS adds.',
    file: 'office-session.ts',
    region: `
  const prefix = tls ? '__Secure-' : '';
  return {
    name: prefix + 'office',
    options: Object.freeze({
      path: '/office',
      ...(tls && { secure: true }),
      ...({ httpOnly: true, sameSite: 'lax' } as const),
    }),
  };`,
  },

  {
    task: '6.4',
    name: 'regenerates-and-saves-itself',
    how: 'Calls express-session without the helper, and saves before it answers.',
    file: 'sign-in.ts',
    imports: `import { promisify } from 'node:util';`,
    region: `
  const person = await checkPassword(database, credentials);
  if (person === undefined) return false;
  const isRanger = person.role === 'ranger';
  if (!isRanger) throw new AccessDeniedError();
  await promisify((done: (error: unknown) => void) => request.session.regenerate(done))();
  Object.assign(request.session, { personId: person.id });
  await promisify((done: (error: unknown) => void) => request.session.save(done))();
  return isRanger;`,
  },
  {
    task: '6.4',
    name: 'renews-before-it-looks-at-the-role',
    how: 'Ends the old session for everybody with the right password, and only then turns a hiker away.',
    file: 'sign-in.ts',
    region: `
  const { handle, password } = credentials;
  return checkPassword(database, { handle, password }).then(async (person) => {
    if (!person) return false;
    await renew(request);
    switch (person.role) {
      case 'ranger':
        request.session.personId = person.id;
        return true;
      default:
        throw new AccessDeniedError();
    }
  });`,
  },

  {
    task: '6.5',
    name: 'lets-the-cookie-expire',
    how: 'Sets an empty cookie that is over, with what a browser needs to find the old one.',
    file: 'sign-out.ts',
    region: `
  await destroy(request);
  const { name, options } = sessionCookie(tls);
  const { path, secure } = options as { path: string; secure: boolean };
  response.cookie(name, '', { path, secure, expires: new Date(0) });`,
  },
  {
    task: '6.5',
    name: 'has-a-maximum-age-of-zero',
    how: 'Ends the session without the helper, and the cookie with Max-Age.',
    file: 'sign-out.ts',
    imports: `import { promisify } from 'node:util';`,
    region: `
  const cookie = sessionCookie(tls);
  await promisify((done: (error: unknown) => void) => request.session.destroy(done))();
  response.cookie(cookie.name, '', { ...cookie.options, maxAge: 0 });`,
  },
];
