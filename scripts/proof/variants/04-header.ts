import type { Variant } from '../variant.ts';

export const variants: Variant[] = [
  // 4.1
  {
    task: '4.1',
    name: 'one-pattern-for-bearer',
    how: 'One pattern tells Bearer from other schemes, another one takes the token out.',
    file: 'read-bearer.ts',
    region: `  const lines = request.headersDistinct['authorization'];
  if (!lines) return undefined;
  const malformed = new AuthenticationError('malformed-authorization');
  if (lines.length !== 1) throw malformed;
  const header = lines[0]!;
  if (/^[!#$%&'*+.^\`|~\\w-]+( |$)/.test(header) && !/^bearer( |$)/i.test(header)) {
    return undefined;
  }
  const found = /^bearer +(?<token>[\\w.~+/-]+=*)$/i.exec(header);
  if (!found) throw malformed;
  return found.groups!['token'];`,
  },
  {
    task: '4.1',
    name: 'scans-by-hand',
    how: 'No pattern: an index walks over the line, and a string lists what a token is made of.',
    file: 'read-bearer.ts',
    region: `  const malformed = (): never => {
    throw new AuthenticationError('malformed-authorization');
  };
  const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789';
  const isOf = (text: string, alphabet: string) =>
    text !== '' && [...text].every((character) => alphabet.includes(character));

  const lines = request.headersDistinct.authorization ?? [];
  if (lines.length === 0) return undefined;
  if (lines.length > 1) return malformed();
  const line = lines[0]!;
  const space = line.indexOf(' ');
  const scheme = space < 0 ? line : line.slice(0, space);
  if (!isOf(scheme, \`\${letters}!#$%&'*+-.^_\\\`|~\`)) return malformed();
  if (scheme.toUpperCase() !== 'BEARER') return undefined;
  if (space < 0) return malformed();
  let start = space;
  while (line[start] === ' ') start += 1;
  let end = line.length;
  while (end > start && line[end - 1] === '=') end -= 1;
  return isOf(line.slice(start, end), \`\${letters}-._~+/\`) ? line.slice(start) : malformed();`,
  },
  {
    task: '4.1',
    name: 'counts-in-raw-headers',
    how: 'The lines are counted in rawHeaders, and split takes the one line apart.',
    file: 'read-bearer.ts',
    region: `  const raw = request.rawHeaders;
  const values = raw.filter(
    (_value, index) => index % 2 === 1 && raw[index - 1]!.toLowerCase() === 'authorization',
  );
  if (values.length > 1) throw new AuthenticationError('malformed-authorization');
  const value = request.get('Authorization');
  if (value === undefined) return undefined;
  const [scheme = '', ...pieces] = value.split(' ');
  if (/[^\\w!#$%&'*+.^\`|~-]/.test(scheme)) {
    throw new AuthenticationError('malformed-authorization');
  }
  if (scheme === '') throw new AuthenticationError('malformed-authorization');
  if (scheme.toLowerCase() !== 'bearer') return undefined;
  const words = pieces.filter((piece) => piece !== '');
  const [token] = words;
  if (words.length !== 1 || token === undefined || !TOKEN.test(token)) {
    throw new AuthenticationError('malformed-authorization');
  }
  return token;`,
  },
  {
    task: '4.1',
    name: 'one-error-at-the-end',
    how: 'A switch over the number of lines, and one throw for everything that is malformed.',
    file: 'read-bearer.ts',
    region: `  const { authorization: lines = [] } = request.headersDistinct;
  switch (lines.length) {
    case 0:
      return undefined;
    case 1: {
      const found = splitLine(lines[0]);
      if (!found) break;
      const { scheme, rest: token } = found;
      const isBearer = scheme.localeCompare('bearer', 'en', { sensitivity: 'accent' }) === 0;
      if (!isBearer) return undefined;
      if (TOKEN.test(token)) return token;
    }
  }
  throw new AuthenticationError('malformed-authorization');`,
  },
  {
    task: '4.1',
    name: 'logs-who-asks',
    how: 'It logs the agent and the address, through Express’s own methods, and no secret.',
    file: 'read-bearer.ts',
    region: `  const [line, ...others] = request.headersDistinct.authorization ?? [];
  console.debug('%s %s from %s', request.method, request.path, request.get('user-agent'));
  if (line === undefined) return undefined;
  const parts = splitLine(line);
  if (others.length > 0 || !parts) throw new AuthenticationError('malformed-authorization');
  if (!/^bearer$/i.test(parts.scheme)) return undefined;
  const [token] = TOKEN.exec(parts.rest) ?? [];
  if (!token || request.ip === '') throw new AuthenticationError('malformed-authorization');
  return token;`,
  },

  // 4.2
  {
    task: '4.2',
    name: 'other-calls-of-the-response',
    how: 'setHeader and statusCode instead of Express’s helpers, and an absolute Location.',
    file: 'post-own-report.ts',
    region: `    const person = requirePerson(request);
    const now = clock();
    const { trail, condition, title, body } = validate(schema, request.body);
    const stored = saveReport(database, {
      createdAt: now,
      authorId: person.id,
      trail,
      condition,
      title,
      body,
    });
    const here = \`\${request.protocol}://\${request.get('Host')}\`;
    response.statusCode = 201;
    response.setHeader('location', new URL(\`/api/reports/\${stored.id}\`, here).href);
    response.json(stored);`,
  },
  {
    task: '4.2',
    name: 'validates-first-asynchronously',
    how: 'An async helper; the body is read before the person, whom the guard has already let in.',
    file: 'post-own-report.ts',
    region: `    const create = async () => {
      const { author: _none, ...fields } = validate(schema, request.body);
      const { id } = requirePerson(request);
      return Object.freeze(
        saveReport(database, { ...fields, authorId: id, createdAt: clock() }),
      );
    };
    return create().then((report) => {
      response.location(\`/api/reports/\${encodeURIComponent(report.id)}\`);
      response.status(201).send(report);
    });`,
  },
  {
    task: '4.2',
    name: 'writes-the-response-itself',
    how: 'writeHead and end, with the JSON made by hand.',
    file: 'post-own-report.ts',
    region: `    const report = {
      ...validate(schema, request.body),
      authorId: requirePerson(request).id,
      createdAt: clock(),
    };
    const { id, ...rest } = saveReport(database, report);
    const json = Buffer.from(JSON.stringify({ id, ...rest }));
    response.writeHead(201, {
      'Content-Type': 'application/json; charset=utf-8',
      'Content-Length': json.length,
      Location: ['', 'api', 'reports', id].join('/'),
    });
    response.end(json);`,
  },

  // 4.3
  {
    task: '4.3',
    name: 'two-tries-in-a-loop',
    how: 'A loop of two tries, and the body of the response that is dropped is canceled.',
    file: 'client.ts',
    region: `      const url = new URL(target, origin);
      if (url.origin !== origin) return send(url, init);
      let token = await getToken();
      for (let tries = 1; ; tries += 1) {
        const headers = new Headers(init?.headers);
        headers.set('authorization', 'Bearer ' + token);
        const response = await send(url.href, { ...init, redirect: 'manual', headers });
        if (response.status !== 401 || tries === 2) return response;
        await response.body?.cancel();
        token = await replaceToken(token);
      }`,
  },
  {
    task: '4.3',
    name: 'sends-request-objects',
    how: 'Request objects instead of init: the second try is a clone of the first.',
    file: 'client.ts',
    region: `      const request = new Request(new URL(target, origin), init);
      const { protocol, host } = new URL(origin);
      const destination = new URL(request.url);
      if (destination.protocol !== protocol || destination.host !== host) return send(request);

      const attempt = async (original: Request, token: string) => {
        const copy = new Request(original.clone(), { redirect: 'manual' });
        copy.headers.set('Authorization', \`Bearer \${token}\`);
        return send(copy);
      };
      const mine = await getToken();
      const answer = await attempt(request, mine);
      return answer.status === 401 ? attempt(request, await replaceToken(mine)) : answer;`,
  },
  {
    task: '4.3',
    name: 'chains-promises',
    how: 'then instead of await, and headers as pairs.',
    file: 'client.ts',
    region: `      const url = new URL(String(target), \`\${origin}/\`);
      const away = url.origin !== origin;
      if (away) return send(url.toString(), init);
      const others = [...new Headers(init?.headers)].filter(([name]) => name !== 'authorization');
      const go = (token: string) =>
        send(url, {
          ...init,
          redirect: 'manual',
          headers: [...others, ['Authorization', \`Bearer \${token}\`]],
        });
      return getToken().then((token) =>
        go(token).then((response) =>
          response.status === 401 ? replaceToken(token).then(go) : response,
        ),
      );`,
  },
  {
    task: '4.3',
    name: 'headers-as-an-object',
    how: 'Headers become an object, and scheme and host are compared instead of the origin.',
    file: 'client.ts',
    region: `      const url = new URL(target, origin);
      const isOurs = url.protocol + url.host === new URL(origin).protocol + new URL(origin).host;
      if (!isOurs) return send(url, init);
      const headers = Object.fromEntries(new Headers(init?.headers));
      const options = (token: string): RequestInit =>
        Object.assign({}, init, {
          headers: { ...headers, authorization: \`Bearer \${token}\` },
          redirect: 'manual' as const,
        });
      const used = await getToken();
      const first = await send(url, options(used));
      switch (first.status) {
        case 401:
          return await send(url, options(await replaceToken(used)));
        default:
          return first;
      }`,
  },

  // 4.4
  {
    task: '4.4',
    name: 'cors-with-a-function',
    how: 'cors decides by a callback, and sends nothing where it says false; the lists are strings.',
    file: 'allow-origins.ts',
    region: `  const known = new Set(origins);
  return {
    origin: (asking, decide) => decide(null, asking !== undefined && known.has(asking)),
    methods: 'GET,HEAD,PUT,PATCH,POST,DELETE,OPTIONS',
    allowedHeaders: 'Content-Type, Authorization',
    exposedHeaders: 'WWW-Authenticate, Location, Allow',
    maxAge: 600,
  };`,
  },
  {
    task: '4.4',
    name: 'allows-whoever-asks-if-listed',
    how: 'origin: true repeats the origin that asked, which has been found on the list before.',
    file: 'allow-origins.ts',
    region: `  const isListed = origins.some((each) => each === origin);
  const rules: CorsOptions = {
    origin: isListed,
    methods: ['DELETE', 'PATCH', 'PUT', 'POST', 'HEAD', 'GET'],
    allowedHeaders: ['Authorization', 'Content-Type', 'Accept'],
    exposedHeaders: ['location', 'www-authenticate'],
    credentials: false,
    preflightContinue: false,
    optionsSuccessStatus: 204,
  };
  return rules;`,
  },
  {
    task: '4.4',
    name: 'cors-with-stars',
    how: 'Any method, and any header to read: without cookies, * stands for all of them.',
    file: 'allow-origins.ts',
    region: `  return {
    origin: origins.indexOf(origin) === -1 ? false : [origin],
    methods: '*',
    allowedHeaders: ['Authorization', 'Content-Type'],
    exposedHeaders: '*',
  };`,
  },
];
