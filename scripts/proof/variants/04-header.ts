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
    how: 'No pattern: an index walks over the line, and a text lists what a token is made of.',
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
  if (scheme.toLowerCase() !== 'bearer') return undefined;
  const words = pieces.filter((piece) => piece !== '');
  const [token] = words;
  if (words.length !== 1 || token === undefined || !TOKEN.test(token)) {
    throw new AuthenticationError('malformed-authorization');
  }
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
      response.location(\`reports/\${encodeURIComponent(report.id)}\`);
      response.status(201).send(report);
    });`,
  },

  // 4.3
  {
    task: '4.3',
    name: 'two-tries-in-a-loop',
    how: 'A loop of two tries, and the body of the answer that is thrown away is let go of.',
    file: 'client.ts',
    region: `      const url = new URL(target, origin);
      if (url.origin !== origin) return send(url, init);
      let response: Response | undefined;
      for (let tries = 1; tries <= 2; tries += 1) {
        await response?.body?.cancel();
        const used: Promise<string> = (current ??= getToken());
        response = await send(url.href, withToken(init, await used));
        if (response.status !== 401) break;
        if (tries === 1 && current === used) current = undefined;
      }
      return response!;`,
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
      if (current === undefined) current = getToken();
      const mine = current;
      const answer = await attempt(request, await mine);
      if (answer.status === 401) {
        if (mine === current) current = getToken();
        return attempt(request, await (current ?? getToken()));
      }
      return answer;`,
  },
  {
    task: '4.3',
    name: 'chains-promises',
    how: 'then instead of await, and a helper that renews.',
    file: 'client.ts',
    region: `      const url = new URL(String(target), \`\${origin}/\`);
      const away = url.origin !== origin;
      if (away) return send(url.toString(), init);
      const obtain = () => (current = current ?? getToken());
      const renew = (old: Promise<string>) => {
        if (current === old) current = undefined;
        return obtain();
      };
      const go = (token: Promise<string>) =>
        token.then((text) => send(url, { redirect: 'manual', ...withToken(init, text) }));
      const first = obtain();
      return go(first).then((response) =>
        response.status === 401 ? go(renew(first)) : response,
      );`,
  },

  // 4.4
  {
    task: '4.4',
    name: 'cors-with-a-function',
    how: 'cors decides by a callback, and sends nothing where it says false; methods are a text.',
    file: 'allow-origins.ts',
    region: `    const known = new Set(origins);
    const handler = cors({
      origin: (asking, decide) => decide(null, asking !== undefined && known.has(asking)),
      methods: 'GET,HEAD,PUT,PATCH,POST,DELETE,OPTIONS',
      allowedHeaders: 'Content-Type, Authorization',
      exposedHeaders: 'WWW-Authenticate, Location, Allow',
      maxAge: 600,
    });
    return handler(request, response, next);`,
  },
  {
    task: '4.4',
    name: 'without-cors',
    how: 'The header lines of the Fetch standard, by hand; a preflight names the method it asks for.',
    file: 'allow-origins.ts',
    region: `    const listed = origins.some((each) => each === origin);
    if (!listed) {
      next();
      return;
    }
    response.setHeader('access-control-allow-origin', origin);
    const preflight =
      request.method === 'OPTIONS' && request.get('Access-Control-Request-Method') !== undefined;
    if (!preflight) {
      response.setHeader('access-control-expose-headers', 'WWW-Authenticate,Location');
      return next();
    }
    response.setHeader('access-control-allow-headers', 'Content-Type,Authorization');
    response.setHeader('access-control-allow-methods', 'GET,POST,PATCH,DELETE');
    response.sendStatus(204);`,
  },
  {
    task: '4.4',
    name: 'cors-with-stars',
    how: 'Any method, and any header to read: without cookies, * names them all (Fetch §3.3.3).',
    file: 'allow-origins.ts',
    region: `    cors({
      origin: origins.includes(origin) ? origin : false,
      methods: '*',
      allowedHeaders: ['Authorization', 'Content-Type'],
      exposedHeaders: '*',
    })(request, response, next);`,
  },
];
