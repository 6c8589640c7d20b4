import { inspect } from 'node:util';
import express, { type RequestHandler } from 'express';
import supertest, { type Response as Answer } from 'supertest';
import { basic, check, expect, goodClaims, lesson, makeWorld, PEOPLE } from '#check';
import { signToken, START, task, type World } from '#check';

const theApp = lesson('04-header/app.ts', () => import('#course/04-header/app.ts'));
const reading = lesson(
  '04-header/read-bearer.ts',
  () => import('#course/04-header/read-bearer.ts'),
);
const client = lesson('04-header/client.ts', () => import('#course/04-header/client.ts'));
const cross = lesson(
  '04-header/allow-origins.ts',
  () => import('#course/04-header/allow-origins.ts'),
);

/** The chapter's API, ready to be asked. */
async function api(world: World = makeWorld()) {
  return supertest((await theApp()).createApp(world));
}

const bearer = (who: keyof typeof PEOPLE = 'mira') =>
  `Bearer ${signToken(goodClaims({ sub: PEOPLE[who].id }))}`;

// A token as it may look: readBearerToken reads the header, and need not know a JWT.
const TOKEN = 'eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiJwLW1pcmEifQ.c2lnbmF0dXJl';
const REFUSED = 'refused: malformed-authorization';
const NO_TOKEN = 'no token: undefined';

/**
 * What `readBearerToken` makes of a request with these Authorization lines, in words.
 *
 * @param elsewhere what else the request carries
 */
async function whatIsRead(lines: string[], elsewhere: Record<string, unknown> = {}) {
  const { readBearerToken } = await reading();
  try {
    const token: unknown = readBearerToken(requestWith(lines, elsewhere) as never);
    if (token === undefined) return NO_TOKEN;
    return token === '' ? 'the empty text' : `the token ${String(token)}`;
  } catch (error) {
    const { code } = Object(error) as { code?: unknown };
    return typeof code === 'string' ? `refused: ${code}` : `threw ${String(error)}`;
  }
}

/** Each view that Node and Express give of a request's header lines. */
function requestWith(lines: string[], elsewhere: Record<string, unknown>) {
  const { headers: others = {}, ...rest } = elsewhere as { headers?: Record<string, string> };
  const headers = { ...others, ...(lines.length > 0 ? { authorization: lines[0] } : {}) };
  const distinct = Object.entries(others).map(([name, value]) => [name, [value]]);
  const get = (name: string) => (headers as Record<string, unknown>)[name.toLowerCase()];
  return {
    method: 'GET',
    url: '/api/me',
    query: {},
    cookies: {},
    body: undefined,
    headers,
    headersDistinct: {
      ...Object.fromEntries(distinct),
      ...(lines.length > 0 ? { authorization: lines } : {}),
    },
    rawHeaders: [
      ...Object.entries(others).flat(),
      // As fetch writes it, and HTTP/2: a header's name has no case.
      ...lines.flatMap((line) => ['authorization', line]),
    ],
    get,
    header: get,
    ...rest,
  };
}

task('4.1', () => {
  check(
    'reads-the-token',
    'reads the token after `Bearer`',
    {
      points: 3,
      hint: 'Return what follows the scheme and the space, to the letter, and no more.',
    },
    async () => {
      for (const token of [
        TOKEN,
        'a',
        'AZaz09-._~+/',
        'b64==',
        'one=',
        'three===',
        'mF_9.B5f-4.1JqM',
      ]) {
        const read = await whatIsRead([`Bearer ${token}`]);
        expect(read, `Authorization: Bearer ${token}`).toBe(`the token ${token}`);
      }
    },
  );

  check(
    'any-case-of-the-scheme',
    'takes the scheme in any case, and leaves the token as it is',
    {
      points: 3,
      hint: [
        'Schemes are compared without regard to case (RFC 9110 §11.1).',
        'Lower-case the scheme before you compare it. The token must keep its case.',
      ],
    },
    async () => {
      for (const scheme of ['bearer', 'BEARER', 'bEaReR']) {
        const read = await whatIsRead([`${scheme} ${TOKEN}`]);
        expect(read, `Authorization: ${scheme} …: a scheme has no case`).toBe(`the token ${TOKEN}`);
      }
    },
  );

  check(
    'one-or-more-spaces',
    'takes one or more spaces after the scheme, and nothing but spaces',
    {
      points: 2,
      hint: [
        'The grammar says 1*SP between a scheme and its credentials (RFC 9110 §11.4).',
        '`split(" ")` makes empty pieces of two spaces; \\s is more than a space.',
      ],
    },
    async () => {
      for (const count of [2, 5]) {
        const read = await whatIsRead([`Bearer${' '.repeat(count)}${TOKEN}`]);
        expect(read, `Bearer, ${count} spaces, a token`).toBe(`the token ${TOKEN}`);
      }
      const read = await whatIsRead([`Bearer\t${TOKEN}`]);
      expect(read, 'Bearer, a tab, a token: a tab is not a space').toBe(REFUSED);
      const glued = await whatIsRead([`Bearer${TOKEN}`]);
      expect([REFUSED, NO_TOKEN], 'Bearer and a token, with no space').toContain(glued);
    },
  );

  check(
    'another-scheme-is-no-token',
    'takes another scheme for no token at all',
    {
      points: 3,
      hint: 'Another scheme is no fault of the client: somebody else may read it. Return undefined.',
    },
    async () => {
      const lines = [
        'Basic bWlyYTpncmFuaXRl',
        'Digest username="mira", realm="cairn", nonce="7f", uri="/", response="6629"',
        'Token abc',
        'Bearers abc',
        'Bearer2 abc',
        'X-Bearer abc',
        `DPoP ${TOKEN}`,
      ];
      for (const line of lines) {
        const read = await whatIsRead([line]);
        expect(read, `Authorization: ${line}: another scheme`).toBe(NO_TOKEN);
      }
    },
  );

  check(
    'nowhere-else',
    'looks at the Authorization header, and nowhere else',
    {
      points: 3,
      hint: [
        'A URL ends up in logs, in histories and in Referer headers (RFC 6750 §2.3, §5.3).',
        'A browser sends a cookie by itself, whoever made the request. Read one header, and no other place.',
      ],
    },
    async () => {
      const names = ['access_token', 'token', 'jwt', 'auth_token'];
      const named = Object.fromEntries(names.map((name) => [name, TOKEN]));
      const pairs = names.map((name) => `${name}=${TOKEN}`);
      const url = `/api/me?${pairs.join('&')}`;
      const places: [string, Record<string, unknown>][] = [
        ['nothing else', {}],
        ['?access_token=…', { query: named, url, originalUrl: url }],
        ['a body with access_token', { body: named }],
        ['a cookie', { cookies: named, headers: { cookie: pairs.join('; ') } }],
        ['X-Access-Token', { headers: { 'x-access-token': TOKEN, 'x-auth-token': TOKEN } }],
        ['X-Forwarded-Access-Token', { headers: { 'x-forwarded-access-token': TOKEN } }],
        ['X-Authorization', { headers: { 'x-authorization': `Bearer ${TOKEN}` } }],
        ['Proxy-Authorization', { headers: { 'proxy-authorization': `Bearer ${TOKEN}` } }],
      ];
      for (const [place, elsewhere] of places) {
        const label = `a request with no Authorization header, but ${place}`;
        expect(await whatIsRead([], elsewhere), label).toBe(NO_TOKEN);
        const other = `a request with Authorization: Basic …, and ${place}`;
        expect(await whatIsRead(['Basic bWlyYTpn'], elsewhere), other).toBe(NO_TOKEN);
      }
    },
  );

  check(
    'refuses-a-scheme-alone',
    'refuses `Bearer` without a token',
    {
      points: 3,
      hint: 'Whoever writes Bearer means to send a token. None after it is not "no credentials".',
    },
    async () => {
      for (const line of ['Bearer', 'bearer', 'Bearer ', 'Bearer    ']) {
        const label = `Authorization: ${JSON.stringify(line)}: a scheme without a token`;
        expect(await whatIsRead([line]), label).toBe(REFUSED);
      }
    },
  );

  check(
    'refuses-more-than-a-token',
    'refuses anything after the token',
    {
      points: 3,
      hint: [
        'What comes after the scheme is one token, to the end of the line.',
        '`split(" ")[1]` takes the second piece and never looks at a third. Match the whole line.',
      ],
    },
    async () => {
      const rest = [
        `${TOKEN} ${TOKEN}`,
        `${TOKEN} extra`,
        `${TOKEN}, Bearer ${TOKEN}`,
        `${TOKEN},${TOKEN}`,
        `${TOKEN};v=1`,
        `${TOKEN} realm="cairn"`,
      ];
      for (const each of rest) {
        const line = `Bearer ${each}`;
        const label = `Authorization: ${line.replaceAll(TOKEN, 'a.b.c')}: more than one token`;
        expect(await whatIsRead([line]), label).toBe(REFUSED);
      }
    },
  );

  check(
    'refuses-foreign-characters',
    'refuses what no token is made of',
    {
      points: 3,
      hint: [
        'RFC 6750 §2.1 spells out what a b64token may hold, and where its = may stand.',
        'Letters, digits, - . _ ~ + / and then any number of =, at the end alone.',
      ],
    },
    async () => {
      const tokens = ['"abc"', '<abc>', 'a%20b', 'a\tb', 'a:b', 'a=b', '=', 'token="abc"', 'tokén'];
      for (const token of [...tokens, 'a$b', 'a\\b', 'a*b', '{{token}}', 'a\u00a0b']) {
        const label = `Authorization: ${JSON.stringify(`Bearer ${token}`)}: that is no token`;
        expect(await whatIsRead([`Bearer ${token}`]), label).toBe(REFUSED);
      }
      for (const junk of ['@', '(', '"', 'a,', 'a, ', '\u00e9']) {
        const line = `${junk}Bearer abc`;
        const label = `Authorization: ${JSON.stringify(line)}: that does not begin with Bearer`;
        expect([REFUSED, NO_TOKEN], label).toContain(await whatIsRead([line]));
      }
    },
  );

  check(
    'refuses-a-second-line',
    'refuses more than one Authorization line',
    {
      points: 3,
      hint: [
        'Node keeps the first line in request.headers, and drops the others. Whoever stands in front of the API may have looked at the last.',
        'request.headersDistinct.authorization is an array of all the lines.',
      ],
    },
    async () => {
      const two: [string, string[]][] = [
        ['the same token twice', [`Bearer ${TOKEN}`, `Bearer ${TOKEN}`]],
        ['two tokens', [`Bearer ${TOKEN}`, 'Bearer another']],
        ['Basic, then Bearer', ['Basic bWlyYTpn', `Bearer ${TOKEN}`]],
        ['Bearer, then Basic', [`Bearer ${TOKEN}`, 'Basic bWlyYTpn']],
      ];
      for (const [what, lines] of two) {
        expect(await whatIsRead(lines), `two Authorization lines: ${what}`).toBe(REFUSED);
      }
    },
  );

  check(
    'at-the-door',
    'lets a good header in, and stops a malformed one even where nobody is asked for one',
    {
      points: 2,
      hint: 'Throw an AuthenticationError: the guard lets it through to the error handlers, also on GET /api/trails.',
    },
    async () => {
      const ask = await api();
      const header = bearer().replace('Bearer ', 'bearer  ');
      const me = await ask.get('/api/me').set('Authorization', header);
      expect(me.status, 'GET /api/me with "bearer", two spaces and a good token').toBe(200);
      expect(me.body.id, 'who GET /api/me says you are').toBe(PEOPLE.mira.id);

      const basicHeader = basic('mira', PEOPLE.mira.password);
      const trails = await ask.get('/api/trails').set('Authorization', basicHeader);
      expect(trails.status, 'GET /api/trails with a Basic header: no token, and none needed').toBe(
        200,
      );

      const lines: [string, string | string[]][] = [
        ['Bearer alone', 'Bearer'],
        ['a good token and a word', `${bearer()} please`],
        ['two lines with the same good token', [bearer(), bearer()]],
      ];
      for (const [what, value] of lines) {
        const answer = await ask.get('/api/trails').set({ Authorization: value as string });
        // Chapter 5 makes it a 400.
        expect([400, 401], `GET /api/trails with ${what}`).toContain(answer.status);
        const challenge = answer.get('WWW-Authenticate');
        expect(challenge, `the challenge to ${what}`).toMatch(/^Bearer /);
      }

      const token = bearer().slice('Bearer '.length);
      const query = await ask.get(`/api/me?access_token=${token}`);
      expect(query.status, 'GET /api/me?access_token=… with a good token').toBe(401);

      // The doors that were open are open still, to the one method that they have.
      const inspected = await ask.post('/api/tokens/inspect').send({ token });
      expect(inspected.status, 'POST /api/tokens/inspect without a token of its own').toBe(200);
      for (const path of ['/api/tokens', '/api/tokens/inspect']) {
        const looked = await ask.get(path);
        expect(looked.status, `GET ${path}: there is no such method here`).toBe(405);
        expect(looked.get('Allow'), `Allow of GET ${path}`).toMatch(/\bPOST\b/);
        expect(looked.get('X-Powered-By'), `X-Powered-By of GET ${path}`).toBeUndefined();
      }
    },
  );
});

const report = {
  trail: 'larch-loop',
  condition: 'caution',
  title: 'Ice at the ford',
  body: 'Thin.',
};

/** Sends a new report as somebody. */
async function post(world: World, body: object, who: keyof typeof PEOPLE = 'mira') {
  return (await api(world)).post('/api/reports').set('Authorization', bearer(who)).send(body);
}

/** How many reports there are. */
const countReports = ({ database }: World) =>
  database.get<{ count: number }>('SELECT count(*) AS count FROM reports')?.count;

/** What a 422 complains of: `#/title`. */
const pointersOf = ({ body }: Answer) =>
  ((body?.errors ?? []) as { pointer: string }[]).map(({ pointer }) => pointer);

task('4.2', () => {
  check(
    'belongs-to-its-sender',
    'makes whoever sends a report its author',
    {
      points: 4,
      hint: [
        'The guard has recognised somebody; requirePerson(request) tells whom.',
        'A report is stored with its author’s id (p-mira), which never changes; their handle may.',
      ],
    },
    async () => {
      const world = makeWorld();
      const ask = await api(world);
      for (const who of ['mira', 'tomas', 'ines', 'mira'] as const) {
        const sent = await ask.post('/api/reports').set('Authorization', bearer(who)).send(report);
        expect(sent.status, `POST /api/reports with ${who}'s token`).toBe(201);
        expect(sent.body.author, `the author of what ${who} sent`).toBe(who);
      }
    },
  );

  check(
    'created',
    'answers 201 with the report, and a Location that leads to it',
    { points: 3, hint: 'response.status(201).location(path).json(report): RFC 9110 §15.3.2.' },
    async () => {
      const world = makeWorld();
      const answer = await post(world, report);
      expect(answer.status, 'the status after a report was made').toBe(201);
      expect(answer.body, 'the report in the answer').toMatchObject({ ...report, author: 'mira' });
      const location = answer.get('Location') ?? 'no Location';
      const { pathname } = new URL(location, 'http://localhost/api/reports');
      const found = await (await api(world)).get(pathname);
      expect(found.status, `GET ${location}, the Location of the new report`).toBe(200);
      expect(found.body, `GET ${location}, the Location of the new report`).toEqual(answer.body);
    },
  );

  check(
    'refuses-an-author',
    'refuses a body that names an author, be it the sender',
    {
      points: 3,
      hint: [
        'A client that names an author has a bug that it should hear of. Do not overrule it in silence.',
        'Give request.body to validate as it came, with the schema above: it knows what to do.',
      ],
    },
    async () => {
      const world = makeWorld();
      const before = countReports(world);
      for (const author of ['tomas', 'mira', 'nobody', '', null, { handle: 'tomas' }]) {
        const what = `POST with mira's token and author: ${JSON.stringify(author)}`;
        const answer = await post(world, { ...report, author });
        expect(answer.status, what).toBe(422);
        expect(pointersOf(answer), `${what}: what the errors point at`).toEqual(['#/author']);
        const { detail } = answer.body.errors[0] as { detail: string };
        expect(detail, `${what}: the detail of the error`).toMatch(/\w/);
        const words = `${what}: the detail of the error, in our words, not those of a library`;
        expect(detail, words).not.toMatch(/invalid input/i);
      }
      expect(countReports(world), 'how many reports there are after these').toBe(before);
    },
  );

  check(
    'no-other-way-to-choose',
    'lets a body choose neither the author’s id, nor the report’s, nor its time',
    {
      points: 2,
      hint: 'Store what validate gives you back, never request.body itself: a body may hold any member.',
    },
    async () => {
      const world = makeWorld();
      const extras = { authorId: 'p-tomas', id: 'r-1', createdAt: '1999-01-01T00:00:00Z' };
      for (const [name, value] of Object.entries(extras)) {
        const answer = await post(world, { ...report, [name]: value });
        const what = `POST with mira's token and a body with ${name}`;
        expect(answer.status, what).toBe(422);
        expect(pointersOf(answer), `${what}: what the errors point at`).toEqual([`#/${name}`]);
      }
    },
  );

  check(
    'follows-the-person',
    'knows the author by id: a new handle changes nothing',
    {
      points: 2,
      hint: 'sub is an id, and the guard has looked the person up by it. Use that person’s id.',
    },
    async () => {
      const world = makeWorld();
      const first = await post(world, report);
      expect(first.status, "POST with mira's token").toBe(201);
      world.database.run('UPDATE people SET handle = ? WHERE id = ?', 'castellan', PEOPLE.mira.id);
      const second = await post(world, report);
      expect(second.status, 'POST with the token she had before mira became castellan').toBe(201);
      expect(second.body.author, 'the author of what she sends now').toBe('castellan');
      const old = await (await api(world)).get(`/api/reports/${first.body.id}`);
      expect(old.body.author, 'the author of what she sent as mira').toBe('castellan');
    },
  );

  check(
    'dated-by-the-clock',
    'dates a report by the app’s clock',
    { points: 2, hint: 'createdAt is clock(), in milliseconds. The machine’s clock is not asked.' },
    async () => {
      const world = makeWorld();
      const ask = await api(world);
      for (const time of [START, START + 90_061_000]) {
        world.setTime(time);
        // Made afresh: the first one ended within the hour.
        const token = signToken(goodClaims({ iat: time / 1000, exp: time / 1000 + 3600 }));
        const request = ask.post('/api/reports').send(report);
        const answer = await request.set('Authorization', `Bearer ${token}`);
        const date = new Date(time).toISOString();
        expect(answer.body.createdAt, `createdAt of a report at ${date}`).toBe(date);
      }
    },
  );

  check(
    'every-fault-at-once',
    'still validates: each fault of a body is told, all at once, and nothing is stored',
    {
      points: 2,
      hint: 'validate(schema, request.body) throws a 422 for you. Call it before you save anything.',
    },
    async () => {
      const world = makeWorld();
      const before = countReports(world);
      const bad = { trail: 'nowhere', condition: 'icy', title: '  ', author: 'tomas' };
      const answer = await post(world, bad);
      expect(answer.status, 'POST with four faults in the body').toBe(422);
      const wanted = ['#/author', '#/condition', '#/title', '#/trail'];
      expect(pointersOf(answer).sort(), 'what the errors point at').toEqual(wanted);
      const list = await post(world, []);
      expect(list.status, 'POST with [] for a body').toBe(422);
      const words = 'what is said of it: in our words, not those of a library';
      expect(JSON.stringify(list.body), words).not.toMatch(/invalid input/i);
      expect(countReports(world), 'how many reports there are after these').toBe(before);
      const short = await post(world, { ...report, body: undefined });
      expect(short.status, 'POST without body, which a report can do without').toBe(201);
      expect(short.body.body, 'the body of a report that came without').toBe('');
    },
  );
});

const HOME = 'https://cairn.example';
const MIRA = { origin: HOME, handle: 'mira', password: PEOPLE.mira.password };

/** A request as the network saw it. */
interface Sent {
  url: URL;
  method: string;
  headers: Headers;
  body: string;
}

/**
 * A network with the API on it, and the rest of the world. It keeps what it was sent. Its tokens
 * are `ey-token-1`, `ey-token-2` and so on; the API accepts those that have not been revoked.
 */
class Network {
  readonly sent: Sent[] = [];
  /** What the API does instead of giving a token, for the next ones who ask. */
  readonly signInFails: (() => Response)[] = [];
  /** Where a path of the API redirects to. */
  readonly redirects = new Map<string, string>();
  /** What a path of the API answers to a good token, if not 200. */
  readonly statuses = new Map<string, number>();
  /** Whether the API takes any token at all. */
  acceptsTokens = true;
  /** Paths of the API from which no answer comes back. */
  readonly silent = new Set<string>();
  /** What the rest of the world answers. */
  elsewhere = 200;
  /** Is awaited before the API answers 401. */
  beforeRefusing: (sent: Sent) => Promise<void> | void = () => {};
  readonly #home: string;
  readonly #good = new Set<string>();
  #issued = 0;

  constructor(home = HOME) {
    this.#home = home;
  }

  /** Every token that was issued has run out. */
  revoke(): void {
    this.#good.clear();
  }

  get signIns(): Sent[] {
    return this.sent.filter((sent) => isSignIn(sent));
  }

  /** All but the sign-ins. */
  get requests(): Sent[] {
    return this.sent.filter((sent) => !isSignIn(sent));
  }

  readonly fetch: typeof fetch = async (input, init) => {
    const request = new Request(input, init);
    const { method, headers } = request;
    const body = await request.text();
    let url = new URL(request.url);
    for (;;) {
      const sent = { url, method, headers, body };
      this.sent.push(sent);
      if (this.sent.length > 60) {
        throw new Error('The client has sent more than 60 requests: where does it stop?');
      }
      const answer = await this.#answer(sent);
      const location = answer.headers.get('Location');
      if (location === null || request.redirect === 'manual') return answer;
      if (request.redirect === 'error') throw new TypeError('A redirect, and none was wanted.');
      // Not every platform takes the Authorization header off on the way: this one does not.
      url = new URL(location, url);
    }
  };

  async #answer(sent: Sent): Promise<Response> {
    if (sent.url.origin !== this.#home) {
      return new Response('Elsewhere.', { status: this.elsewhere });
    }
    const location = this.redirects.get(sent.url.pathname);
    if (location !== undefined) return new Response(null, { status: 302, headers: { location } });
    if (this.silent.has(sent.url.pathname)) throw new TypeError('fetch failed');
    if (isSignIn(sent)) return this.#signIn(sent);
    const [scheme, token] = (sent.headers.get('authorization') ?? '').split(' ');
    if (scheme === 'Bearer' && this.#good.has(token ?? '') && this.acceptsTokens) {
      const status = this.statuses.get(sent.url.pathname);
      return status === undefined ? Response.json({}) : new Response(null, { status });
    }
    await this.beforeRefusing(sent);
    return refusal('Bearer realm="cairn"');
  }

  #signIn({ headers }: Sent): Response {
    const failure = this.signInFails.shift();
    if (failure) return failure();
    if (headers.get('authorization') !== basic('mira', PEOPLE.mira.password)) {
      return refusal('Basic realm="cairn", charset="UTF-8"');
    }
    const access_token = `ey-token-${++this.#issued}`;
    this.#good.add(access_token);
    return Response.json({ access_token, token_type: 'Bearer', expires_in: 3600 });
  }
}

const isSignIn = ({ url, method }: Sent) => method === 'POST' && url.pathname === '/api/tokens';
const authorizationOf = (sent: Sent | undefined) => sent?.headers.get('authorization') ?? 'none';

function refusal(challenge: string): Response {
  return new Response('{}', { status: 401, headers: { 'WWW-Authenticate': challenge } });
}

/** A status, or what was thrown: so that an error, too, is shown beside what was wanted. */
async function statusOf(answer: Promise<Response>): Promise<number | string> {
  return answer.then(
    ({ status }) => status,
    (error: unknown) => `threw ${String(error)}`,
  );
}

/** A client of the network's API, as mira unless told. */
async function clientOf(network: Network, changes: Partial<typeof MIRA> = {}) {
  return (await client()).createClient({ ...MIRA, ...changes, fetch: network.fetch });
}

/** Sends requests through an app of ours, as if it were at HOME. */
function fetchFrom(ask: Awaited<ReturnType<typeof api>>): typeof fetch {
  return async (input, init) => {
    const request = new Request(input, init);
    const { pathname } = new URL(request.url);
    const call = request.method === 'POST' ? ask.post(pathname) : ask.get(pathname);
    const { status, text } = await call.set(Object.fromEntries(request.headers));
    return new Response(text, { status });
  };
}

/** What a text gives away. */
function secretsIn(text: string): string[] {
  const { password } = MIRA;
  const encoded = basic('mira', password).slice('Basic '.length);
  return ['ey-token-', password, encoded].filter((secret) => text.includes(secret));
}

task('4.3', () => {
  check(
    'signs-in-and-sends-the-token',
    'trades the password for a token, and sends the token from then on',
    {
      points: 2,
      hint: [
        'Get a token first (getToken), then send the request with it (withToken).',
        'current keeps the promise of the token: the second request finds it there.',
      ],
    },
    async () => {
      const network = new Network();
      const cairn = await clientOf(network);
      for (const path of ['/api/me', new URL('/api/trails', HOME), `${HOME}/api/reports`]) {
        const status = await statusOf(cairn.fetch(path));
        expect(status, `client.fetch(${inspect(String(path))})`).toBe(200);
      }
      const headers = network.requests.map(authorizationOf);
      expect(headers, 'the Authorization of three requests').toEqual(
        Array(3).fill('Bearer ey-token-1'),
      );
      expect(network.signIns.length, 'how often the client signed in').toBe(1);
      const urls = network.sent.map(({ url }) => url.href).join(' ');
      expect(secretsIn(urls), 'secrets in a URL, which ends up in logs').toEqual([]);
    },
  );

  check(
    'sends-what-it-is-given',
    'sends method, headers and body as they were given',
    {
      points: 2,
      hint: [
        'fetch takes headers as an object, as pairs, and as Headers: `{ ...headers }` of a Headers is empty.',
        'withToken(init, token) keeps what init holds. Give it init, not a part of it.',
      ],
    },
    async () => {
      const network = new Network();
      const cairn = await clientOf(network);
      const headers: [string, NonNullable<RequestInit['headers']>][] = [
        ['an object', { 'Content-Type': 'application/json' }],
        ['pairs', [['Content-Type', 'application/json']]],
        ['Headers', new Headers({ 'Content-Type': 'application/json' })],
      ];
      for (const [what, given] of headers) {
        const init = { method: 'PATCH', headers: given, body: '{"title":"Ice"}' };
        expect(await statusOf(cairn.fetch('/api/reports/r-1', init)), `headers as ${what}`).toBe(
          200,
        );
        const sent = network.requests.at(-1);
        expect(sent?.method, 'the method of a PATCH').toBe('PATCH');
        expect(sent?.body, 'the body of a PATCH').toBe('{"title":"Ice"}');
        const type = sent?.headers.get('content-type');
        expect(type, `the Content-Type, when headers are given as ${what}`).toBe(
          'application/json',
        );
      }
    },
  );

  check(
    'ten-requests-one-sign-in',
    'signs in once for ten requests at the same time',
    {
      points: 3,
      hint: [
        'When the second request starts, the token is still on its way. What can the two share?',
        'Put the promise into current before you await it: `current ??= getToken()`.',
      ],
    },
    async () => {
      const network = new Network();
      const cairn = await clientOf(network);
      const ten = Array.from({ length: 10 }, () => statusOf(cairn.fetch('/api/me')));
      expect(await Promise.all(ten), 'ten requests at once').toEqual(Array(10).fill(200));
      expect(network.signIns.length, 'sign-ins for ten requests at once').toBe(1);
    },
  );

  check(
    'renews-a-token-that-ran-out',
    'gets a new token when the old one has run out, and sends the request again',
    {
      points: 3,
      hint: [
        'A 401 tells the client that its token is no good. Drop it, get another, and send once more.',
        'Send the same request again: the method, the headers and the body are all in init.',
      ],
    },
    async () => {
      const network = new Network();
      const cairn = await clientOf(network);
      await cairn.fetch('/api/me');
      network.revoke();
      const headers = { 'Content-Type': 'application/json' };
      const init = { method: 'POST', headers, body: '{"title":"Ice"}' };
      const status = await statusOf(cairn.fetch('/api/reports', init));
      expect(status, 'a request whose token has run out').toBe(200);
      expect(network.signIns.length, 'sign-ins: one, and one more for the new token').toBe(2);
      const [refused, again] = network.requests.slice(-2);
      expect(authorizationOf(again), 'the token of the second try').toBe('Bearer ey-token-2');
      expect(again?.method, 'the method of the second try').toBe(refused?.method);
      expect(again?.body, 'the body of the second try').toBe(refused?.body);
      await cairn.fetch('/api/me');
      expect(network.signIns.length, 'sign-ins, when the new token is used again').toBe(2);
    },
  );

  check(
    'renews-once',
    'does not go round in circles: a second 401 is the answer',
    {
      points: 3,
      hint: 'Should a brand-new token be refused as well, another one will not help. No loop, no recursion.',
    },
    async () => {
      const network = new Network();
      network.acceptsTokens = false;
      const cairn = await clientOf(network);
      const status = await statusOf(cairn.fetch('/api/me'));
      expect(status, 'the answer, where the API refuses every token').toBe(401);
      const tries = `${network.requests.length} requests, ${network.signIns.length} sign-ins`;
      expect(tries, 'what was sent, where the API refuses every token').toBe(
        '2 requests, 2 sign-ins',
      );
    },
  );

  check(
    'renews-for-401-alone',
    'hands on any other answer as it is, and sends nothing twice',
    {
      points: 2,
      hint: 'Only 401 speaks of the token (RFC 9110 §15.5.2). A report that is sent again after a 500 may be there twice.',
    },
    async () => {
      for (const status of [204, 302, 400, 403, 404, 422, 500, 503]) {
        const network = new Network();
        network.statuses.set('/api/reports', status);
        const cairn = await clientOf(network);
        const answer = await statusOf(cairn.fetch('/api/reports', { method: 'POST', body: '{}' }));
        expect(answer, `what the client returns, when the API answers ${status}`).toBe(status);
        const tries = `${network.requests.length} request, ${network.signIns.length} sign-in`;
        expect(tries, `what was sent, when the API answers ${status}`).toBe('1 request, 1 sign-in');
      }
      const network = new Network();
      network.silent.add('/api/reports');
      const cairn = await clientOf(network);
      const init = { method: 'POST', body: '{}' };
      const answer = String(await statusOf(cairn.fetch('/api/reports', init)));
      expect(answer, 'what the client does, when no answer comes').toMatch(/^threw /);
      const label = 'requests, when no answer comes: the report may have arrived all the same';
      expect(network.requests.length, label).toBe(1);
    },
  );

  check(
    'renews-together',
    'renews once for all requests whose token has run out, be one of them late',
    {
      points: 3,
      hint: [
        'Two requests went out with the same old token. The second 401 arrives when the first has already been dealt with.',
        'Drop the token in current only while it is the one that this request was sent with.',
      ],
    },
    async () => {
      const network = new Network();
      const cairn = await clientOf(network);
      await cairn.fetch('/api/me');
      network.revoke();
      const five = Array.from({ length: 5 }, () => statusOf(cairn.fetch('/api/me')));
      expect(await Promise.all(five), 'five requests with a token that ran out').toEqual(
        Array(5).fill(200),
      );
      expect(network.signIns.length - 1, 'new sign-ins for five requests').toBe(1);

      network.revoke();
      let letGo = () => {};
      const held = new Promise<void>((resolve) => (letGo = resolve));
      network.beforeRefusing = ({ url }) => (url.pathname === '/api/slow' ? held : undefined);
      const slow = statusOf(cairn.fetch('/api/slow'));
      const quick = await statusOf(cairn.fetch('/api/quick'));
      letGo();
      expect([quick, await slow], 'a quick request, and a slow one').toEqual([200, 200]);
      const late = 'new sign-ins, when a 401 to the same old token arrives late';
      expect(network.signIns.length - 2, late).toBe(1);
    },
  );

  check(
    'no-token-for-other-origins',
    'sends the token to its own origin, and to no other',
    {
      points: 3,
      hint: [
        'An origin is scheme, host and port, all three. Two texts that begin alike are not two URLs of one origin.',
        'Let URL read the target, against the API’s origin, and compare url.origin with ===.',
      ],
    },
    async () => {
      for (const home of [HOME, 'https://cairn.example:8443']) {
        const network = new Network(home);
        const cairn = await clientOf(network, { origin: home });
        await cairn.fetch('/api/me');
        for (const target of elsewhere(home)) {
          const init = { method: 'PUT', headers: { 'X-Trail': 'larch-loop' } };
          const label = `the API is ${home}, and the request goes to ${inspect(target)}`;
          expect(await statusOf(cairn.fetch(target, init)), label).toBe(200);
          const sent = network.sent.at(-1);
          expect(authorizationOf(sent), `Authorization: ${label}`).toBe('none');
          expect(sent?.headers.get('x-trail'), `its own header: ${label}`).toBe('larch-loop');
          expect(sent?.method, `its method: ${label}`).toBe('PUT');
        }
        const same = home.replace('https://cairn', 'HTTPS://CAIRN');
        await cairn.fetch(`${same}/api/me`);
        const label = `Authorization to ${same}, which is the API's origin`;
        expect(authorizationOf(network.sent.at(-1)), label).toBe('Bearer ey-token-1');
      }

      // Whoever wants the token need only say 401.
      const network = new Network();
      network.elsewhere = 401;
      const cairn = await clientOf(network);
      const target = 'https://elsewhere.example/api/me';
      expect(await statusOf(cairn.fetch(target)), `${target}, which answers 401`).toBe(401);
      const label = `the Authorization of all that is sent for ${target}, which answers 401`;
      expect(network.sent.map(authorizationOf), label).toEqual(['none']);
    },
  );

  check(
    'no-token-in-what-it-was-given',
    'leaves what it was given untouched: no token stays behind in it',
    {
      points: 2,
      hint: 'init belongs to the caller, who may use it for the next request, to somebody else. Make new Headers.',
    },
    async () => {
      const network = new Network();
      const cairn = await clientOf(network);
      const headers = new Headers({ Accept: 'application/json' });
      const init = { headers };
      await cairn.fetch('/api/me', init);
      expect(authorizationOf(network.sent.at(-1)), 'Authorization to the API').toBe(
        'Bearer ey-token-1',
      );
      expect(init.headers, 'init.headers after client.fetch(path, init)').toBe(headers);
      expect(Object.keys(init), 'the members of init after client.fetch(path, init)').toEqual([
        'headers',
      ]);
      expect([...headers.keys()], 'the names of the headers that were given').toEqual(['accept']);
    },
  );

  check(
    'no-token-through-a-redirect',
    'follows no redirect with the token, nor with the password',
    {
      points: 2,
      hint: [
        'A redirect may lead anywhere, and not every platform takes the Authorization header off on the way.',
        'redirect: "manual" gives the redirect to whoever asked. withToken sets it; so does signIn.',
      ],
    },
    async () => {
      for (const path of ['/api/me', '/api/tokens']) {
        for (const target of elsewhere(HOME).slice(0, 3)) {
          const network = new Network();
          network.redirects.set(path, target);
          const cairn = await clientOf(network);
          await statusOf(cairn.fetch('/api/me'));
          await statusOf(cairn.fetch('/api/me', { redirect: 'follow' }));
          const atHome = network.sent.filter(({ url }) => url.origin === HOME);
          expect(atHome.at(-1)?.url.pathname, 'the path that redirects was asked').toBe(path);
          const away = network.sent.filter(({ url }) => url.origin !== HOME);
          const label = `Authorization that arrives at ${target}, where ${path} redirects to`;
          for (const sent of away) expect(authorizationOf(sent), label).toBe('none');
        }
      }
    },
  );

  check(
    'speaks-utf-8',
    'signs in tomas, whose password has colons and is not ASCII, at your own API',
    {
      points: 2,
      hint: [
        'btoa takes bytes, one a character: it throws on ů. Encode the text as UTF-8 first.',
        'basic, at the end of the file, does this. Use it, and chapter 2 reads it back.',
      ],
    },
    async () => {
      const { createClient } = await client();
      const { handle, password } = PEOPLE.tomas;
      const send = fetchFrom(await api());
      const cairn = createClient({ origin: HOME, handle, password, fetch: send });
      const answer = cairn.fetch('/api/me');
      expect(await statusOf(answer), 'GET /api/me with a client for tomas').toBe(200);
      const me = (await (await answer).json()) as { id: string };
      expect(me.id, 'who the API says that is').toBe(PEOPLE.tomas.id);
    },
  );

  check(
    'a-failed-sign-in',
    'throws when it gets no token, sends nothing, and tries again the next time',
    {
      points: 2,
      hint: [
        'A request without a token, or with "Bearer undefined", helps nobody: let the error of getToken out.',
        'A promise that was rejected stays rejected. It must not stay in current.',
      ],
    },
    async () => {
      const failures: [string, () => Response][] = [
        ['answers 401', () => refusal('Basic realm="cairn", charset="UTF-8"')],
        ['answers 503', () => Response.json({ access_token: 'ey-token-0' }, { status: 503 })],
        ['answers 200 without a token', () => Response.json({ token_type: 'Bearer' })],
        [
          'cannot be reached',
          () => {
            throw new TypeError('fetch failed');
          },
        ],
      ];
      for (const [what, failure] of failures) {
        const network = new Network();
        network.signInFails.push(failure);
        const cairn = await clientOf(network);
        const first = String(await statusOf(cairn.fetch('/api/me')));
        expect(first, `a request, when the token endpoint ${what}`).toMatch(/^threw /);
        const message = `what the error says, when the token endpoint ${what}`;
        expect(first, message).toMatch(/: .*\w/);
        const label = `requests sent without a token, when the token endpoint ${what}`;
        expect(network.requests.length, label).toBe(0);
        const next = await statusOf(cairn.fetch('/api/me'));
        expect(next, `the next request, after the token endpoint once ${what}`).toBe(200);
      }
    },
  );

  check(
    'keeps-its-secrets',
    'shows neither token nor password: not inspected, not as JSON, not in an error, not printed',
    {
      points: 3,
      hint: [
        'Whatever hangs on the client is printed with it, by somebody’s console.log, some day.',
        'A variable inside of the function that made the client is seen by nobody. An error’s cause is printed, too.',
      ],
    },
    async () => {
      const network = new Network();
      const { printed, stop } = listenToConsole();
      try {
        const cairn = await clientOf(network);
        expect(await statusOf(cairn.fetch('/api/me')), 'client.fetch("/api/me")').toBe(200);
        const looks = {
          'console.log(client)': inspect(cairn),
          'util.inspect(client, { showHidden: true })': whole(cairn),
          'JSON.stringify(client)': String(JSON.stringify(cairn)),
        };
        for (const [how, text] of Object.entries(looks)) {
          expect(secretsIn(text), `secrets in ${how}`).toEqual([]);
        }

        network.revoke();
        network.signInFails.push(() => refusal('Basic realm="cairn", charset="UTF-8"'));
        network.signInFails.push(() => new Response('ey-token-9'));
        network.signInFails.push(() => {
          throw new TypeError('fetch failed');
        });
        for (const when of ['is refused', 'gets an answer that is not JSON', 'does not arrive']) {
          const error: unknown = await cairn.fetch('/api/me').catch((thrown: unknown) => thrown);
          expect(error, `what is thrown when a sign-in ${when}`).toBeInstanceOf(Error);
          const label = `secrets in the error (message, stack, cause) when a sign-in ${when}`;
          expect(secretsIn(`${String((error as Error).stack)} ${whole(error)}`), label).toEqual([]);
        }

        network.silent.add('/api/me');
        const error: unknown = await cairn.fetch('/api/me').catch((thrown: unknown) => thrown);
        expect(error, 'what is thrown when a request does not arrive').toBeInstanceOf(Error);
        const label = 'secrets in the error (message, stack, cause) when a request does not arrive';
        expect(secretsIn(`${String((error as Error).stack)} ${whole(error)}`), label).toEqual([]);
      } finally {
        stop();
      }
      expect(secretsIn(printed.join('\n')), 'secrets that the client printed').toEqual([]);
    },
  );
});

/** Everything that can be seen of a value. */
const whole = (value: unknown) => inspect(value, { showHidden: true, depth: null, getters: true });

/** Listens to what is printed, until it is told to stop. */
function listenToConsole() {
  const methods = ['log', 'info', 'warn', 'error', 'debug', 'dir', 'trace', 'table'] as const;
  const before = methods.map((method) => console[method]);
  const printed: string[] = [];
  for (const method of methods) {
    console[method] = (...args: unknown[]) => {
      printed.push(args.map((each) => (typeof each === 'string' ? each : whole(each))).join(' '));
    };
  }
  const stop = () => methods.forEach((method, index) => (console[method] = before[index]!));
  return { printed, stop };
}

/** URLs that are not of an origin, however much they look it. */
function elsewhere(home: string): string[] {
  const { host, hostname, protocol } = new URL(home);
  const other = protocol === 'https:' ? 'http:' : 'https:';
  return [
    'https://elsewhere.example/api/me',
    `https://${hostname}:9443/api/me`,
    `${other}//${host}/api/me`,
    '//elsewhere.example/api/me',
    '/\\elsewhere.example/api/me',
    '/\t/elsewhere.example/api/me',
    ' //elsewhere.example/api/me',
    `${other}/elsewhere.example/api/me`,
    `https://${hostname}.elsewhere.example/api/me`,
    `https://elsewhere.example/?to=${home}/api/me`,
    `https://elsewhere-${hostname}/api/me`,
    `https://api.${host}/api/me`,
    `https://elsewhere.example/${host}/api/me`,
  ];
}

const PAGE = 'http://localhost:5173';

/** A preflight, as a browser sends it: without credentials. */
function preflight(
  ask: Awaited<ReturnType<typeof api>>,
  path: string,
  method: string,
  origin = PAGE,
) {
  return ask
    .options(path)
    .set('Origin', origin)
    .set('Access-Control-Request-Method', method)
    .set('Access-Control-Request-Headers', 'authorization,content-type');
}

/** The members of a list header, in lower case. */
function listOf(answer: Answer, name: string): string[] {
  return (answer.get(name) ?? '')
    .split(',')
    .map((each) => each.trim().toLowerCase())
    .filter((each) => each !== '');
}

/** A list of methods, or of headers to read, may be a star, which stands for each of them. */
const orStar = (list: string[], wanted: string) => (list.includes('*') ? [...list, wanted] : list);

const allowedOrigin = (answer: Answer) => answer.get('Access-Control-Allow-Origin') ?? 'none';
const corsHeaders = ({ headers }: Answer) =>
  Object.keys(headers as object).filter((name) => name.startsWith('access-control-'));

task('4.4', () => {
  check(
    'answers-the-preflight',
    'answers a preflight with 204, and asks for no token',
    {
      points: 3,
      hint: [
        'Before a page sends an Authorization header, its browser asks with OPTIONS, and never with credentials.',
        'cors(options)(request, response, next) ends a preflight itself, with 204.',
      ],
    },
    async () => {
      const ask = await api();
      const targets = { '/api/reports': 'POST', '/api/reports/r-24': 'DELETE', '/api/me': 'GET' };
      for (const [path, method] of Object.entries(targets)) {
        const answer = await preflight(ask, path, method);
        const what = `OPTIONS ${path} from ${PAGE}, for ${method}`;
        expect(answer.status, what).toBe(204);
        expect(allowedOrigin(answer), `Access-Control-Allow-Origin of ${what}`).toBe(PAGE);
      }

      const { allowOrigins } = await cross();
      let wentOn = 0;
      const behind: RequestHandler = (_request, response) => {
        wentOn += 1;
        if (!response.headersSent) response.end();
      };
      const alone = supertest(express().use(allowOrigins([PAGE]), behind));
      await preflight(alone, '/', 'POST');
      expect(wentOn, 'how often next is called for a preflight, which is answered').toBe(0);
      await alone.get('/').set('Origin', PAGE);
      expect(wentOn, 'how often next is called for a GET').toBe(1);
    },
  );

  check(
    'allows-authorization',
    'allows a page to send authorization and content-type',
    {
      points: 2,
      hint: 'allowedHeaders: a page may not set Authorization unless the preflight names it; * does not cover it.',
    },
    async () => {
      const answer = await preflight(await api(), '/api/reports', 'POST');
      const allowed = listOf(answer, 'Access-Control-Allow-Headers');
      const label = 'Access-Control-Allow-Headers of a preflight (names have no case)';
      expect(allowed, label).toContain('authorization');
      expect(allowed, label).toContain('content-type');
    },
  );

  check(
    'allows-no-other-header',
    'allows no header that a page asks for, but these',
    {
      points: 1,
      hint: 'Left without allowedHeaders, cors repeats whatever the page asks for.',
    },
    async () => {
      const asked = 'authorization,x-forwarded-user';
      const answer = await preflight(await api(), '/api/reports', 'POST').set(
        'Access-Control-Request-Headers',
        asked,
      );
      expect(answer.status, `a preflight that asks for ${asked}`).toBe(204);
      const allowed = listOf(answer, 'Access-Control-Allow-Headers');
      expect(allowed, `Access-Control-Allow-Headers, asked for ${asked}`).toContain(
        'authorization',
      );
      for (const header of ['x-forwarded-user', '*']) {
        const found = allowed.includes(header) ? 'allowed' : 'not allowed';
        expect(found, `the header ${header}, after a preflight that asks for ${asked}`).toBe(
          'not allowed',
        );
      }
    },
  );

  check(
    'allows-the-methods',
    'allows a page to change and to delete',
    {
      points: 2,
      hint: 'methods: GET, HEAD and POST need no leave, PATCH and DELETE do. They are in capitals.',
    },
    async () => {
      const answer = await preflight(await api(), '/api/reports/r-24', 'PATCH');
      const methods = (answer.get('Access-Control-Allow-Methods') ?? '').split(/ *, */);
      for (const method of ['PATCH', 'DELETE']) {
        const label = 'Access-Control-Allow-Methods of a preflight';
        expect(orStar(methods, method), label).toContain(method);
      }
      const label = 'Access-Control-Allow-Methods: no element of a list is empty (RFC 9110 §5.6.1)';
      expect(methods, label).not.toContain('');
    },
  );

  check(
    'lets-a-page-read',
    'lets a page of an allowed origin read, and send its token',
    {
      points: 3,
      hint: [
        'Access-Control-Allow-Origin must be the origin that asks, to the letter. There is no cookie here to allow.',
        'Anything that is no preflight must go on to its route: cors calls next for it.',
      ],
    },
    async () => {
      const ask = await api();
      const trails = await ask.get('/api/trails').set('Origin', PAGE);
      expect(trails.status, `GET /api/trails from ${PAGE}`).toBe(200);
      expect(allowedOrigin(trails), 'Access-Control-Allow-Origin of a read').toBe(PAGE);
      const request = ask.post('/api/reports').set('Origin', PAGE).send(report);
      const posted = await request.set('Authorization', bearer());
      expect(posted.status, `POST /api/reports with a token from ${PAGE}`).toBe(201);
      expect(allowedOrigin(posted), 'Access-Control-Allow-Origin of a POST').toBe(PAGE);
      const none = 'Access-Control-Allow-Credentials: cookies are no way in here';
      for (const answer of [trails, posted, await preflight(ask, '/api/me', 'GET')]) {
        expect(answer.get('Access-Control-Allow-Credentials'), none).toBeUndefined();
      }
    },
  );

  check(
    'exposes-its-headers',
    'exposes Location and WWW-Authenticate to the page',
    {
      points: 2,
      hint: 'A page reads a handful of headers and no others, unless they are exposed: exposedHeaders.',
    },
    async () => {
      const answer = await (await api()).get('/api/trails').set('Origin', PAGE);
      const exposed = listOf(answer, 'Access-Control-Expose-Headers');
      const label = `Access-Control-Expose-Headers of GET /api/trails from ${PAGE}`;
      expect(orStar(exposed, 'location'), label).toContain('location');
      expect(orStar(exposed, 'www-authenticate'), label).toContain('www-authenticate');
    },
  );

  check(
    'errors-too',
    'puts the headers on errors too, or no page would learn that its token ran out',
    {
      points: 2,
      hint: 'Set them before the guard, and before anything else that may throw: app.ts mounts this first.',
    },
    async () => {
      const ask = await api();
      const answers = {
        'GET /api/me without a token': [await ask.get('/api/me').set('Origin', PAGE), 401],
        'GET /api/me with a token that does not hold': [
          await ask.get('/api/me').set({ Origin: PAGE, Authorization: `Bearer ${TOKEN}` }),
          401,
        ],
        'GET /api/nothing': [await ask.get('/api/nothing').set('Origin', PAGE), 404],
        'POST /api/tokens without a password': [
          await ask.post('/api/tokens').set('Origin', PAGE),
          401,
        ],
      } as const;
      for (const [what, [answer, status]] of Object.entries(answers)) {
        expect(answer.status, `${what}, from ${PAGE}`).toBe(status);
        const label = `Access-Control-Allow-Origin of ${what}, from ${PAGE}`;
        expect(allowedOrigin(answer), label).toBe(PAGE);
        const exposed = listOf(answer, 'Access-Control-Expose-Headers');
        expect(
          orStar(exposed, 'www-authenticate'),
          `Access-Control-Expose-Headers of ${what}`,
        ).toContain('www-authenticate');
      }
    },
  );

  check(
    'tells-others-nothing',
    'gives other origins no CORS header at all, however much they look like ours',
    {
      points: 3,
      hint: [
        'An origin is allowed when it is on the list, to the letter. null is what a page in a sandbox sends.',
        'No header at all: neither the allowed methods nor the exposed headers are for others.',
      ],
    },
    async () => {
      const ask = await api();
      const strangers = [
        'https://elsewhere.example',
        'null',
        'http://localhost:51730',
        'http://localhost:5173.elsewhere.example',
        'http://elsewhere-localhost:5173',
        'http://sub.localhost:5173',
        'https://localhost:5173',
        'http://localhost',
        'http://127.0.0.1:5173',
        '*',
      ];
      for (const origin of strangers) {
        const read = await ask.get('/api/trails').set('Origin', origin);
        expect(read.status, `GET /api/trails from ${origin}: only its browser may keep it`).toBe(
          200,
        );
        expect(corsHeaders(read), `CORS headers of GET /api/trails from ${origin}`).toEqual([]);
        const asked = await preflight(ask, '/api/reports', 'POST', origin);
        expect(corsHeaders(asked), `CORS headers of a preflight from ${origin}`).toEqual([]);
      }
      const program = await ask.get('/api/trails');
      expect(program.status, 'GET /api/trails without an Origin').toBe(200);
      const label = 'CORS headers without an Origin that are for everyone';
      expect(allowedOrigin(program), label).not.toBe('*');
    },
  );

  check(
    'each-origin-on-the-list',
    'allows each origin of the app’s list, and only those',
    {
      points: 2,
      hint: 'origins is a list, and may hold several or none. The answer names the one that asked.',
    },
    async () => {
      const origins = ['https://app.cairn.example', 'http://localhost:8080'];
      const ask = await api(makeWorld({ origins }));
      for (const origin of origins) {
        const answer = await ask.get('/api/trails').set('Origin', origin);
        const label = `Access-Control-Allow-Origin for ${origin}, with origins ${inspect(origins)}`;
        expect(allowedOrigin(answer), label).toBe(origin);
      }
      for (const origin of [PAGE, 'https://appxcairn.example', 'https://cairn.example']) {
        const answer = await ask.get('/api/trails').set('Origin', origin);
        const label = `CORS headers for ${origin}, with origins ${inspect(origins)}`;
        expect(corsHeaders(answer), label).toEqual([]);
      }
      const nobody = await api(makeWorld({ origins: [] }));
      const answer = await nobody.get('/api/trails').set('Origin', PAGE);
      expect(corsHeaders(answer), `CORS headers for ${PAGE}, with origins []`).toEqual([]);
      const { origins: _, ...untold } = makeWorld();
      const usual = await (await api(untold as World)).get('/api/trails').set('Origin', PAGE);
      const label = `Access-Control-Allow-Origin for ${PAGE}, with no origins told`;
      expect(allowedOrigin(usual), label).toBe(PAGE);
    },
  );

  check(
    'varies-by-origin',
    'tells caches that the answer depends on who asks: Vary: Origin',
    {
      points: 2,
      hint: 'A cache that keeps the answer to one origin must not give it to another. Also when the answer is no.',
    },
    async () => {
      const ask = await api();
      for (const origin of [PAGE, 'https://elsewhere.example']) {
        const answer = await ask.get('/api/trails').set('Origin', origin);
        expect(answer.status, `GET /api/trails from ${origin}`).toBe(200);
        expect(listOf(answer, 'Vary'), `Vary of GET /api/trails from ${origin}`).toContain(
          'origin',
        );
        const asked = await preflight(ask, '/api/reports', 'POST', origin);
        expect(listOf(asked, 'Vary'), `Vary of a preflight from ${origin}`).toContain('origin');
      }
      const program = await ask.get('/api/trails');
      expect(listOf(program, 'Vary'), 'Vary of GET /api/trails without Origin').toContain('origin');
    },
  );
});
