import { inspect } from 'node:util';
import { basic, check, expect, makeWorld, PEOPLE, task } from '#check';
import { bearer, serve } from './chapter-api.ts';
import {
  type Elsewhere,
  errorFor,
  NO_TOKEN,
  outcomeOf,
  REFUSED,
  requestWith,
  TOKEN,
  whatIsRead,
  whatIsReadFrom,
} from './header-lines.ts';
import { found, loggedBy, printedDuring, secretsOf } from './printed.ts';

const RFC_6750 = 'https://www.rfc-editor.org/rfc/rfc6750#section-2.1';
const RFC_9110 = 'https://www.rfc-editor.org/rfc/rfc9110';

/** Every printable ASCII character that a token must not contain. */
const NOT_IN_A_TOKEN = Array.from({ length: 94 }, (_, index) =>
  String.fromCharCode(33 + index),
).filter((character) => !/[A-Za-z0-9\-._~+/=]/.test(character));

task('4.1', () => {
  check(
    'reads-the-token',
    'returns the token after `Bearer`, exactly as it was sent',
    {
      points: 3,
      hint: [
        'A token is returned as it came: not shortened, not decoded, and with its upper and lower case letters.',
        `Any string of letters, digits and -._~+/ is a token here, with = at the end: it needn't be a JWT. See RFC 6750 §2.1: ${RFC_6750}`,
        'Return what `splitLine` calls the rest: `const parts = splitLine(lines[0]); … return parts.…;`',
      ],
    },
    async () => {
      const all = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~+/';
      const tokens = [TOKEN, 'a', '7', '-', all, 'b64==', 'one=', 'three===', 'mF_9.B5f-4.1JqM'];
      for (const token of [...tokens, 'bearer', 'Bearer']) {
        const read = await whatIsRead([`Bearer ${token}`]);
        expect(read, `Authorization: Bearer ${token}`).toBe(`the token ${token}`);
      }
      const long = 'aB3-'.repeat(1_500);
      const isWhole = (await whatIsRead([`Bearer ${long}`])) === `the token ${long}`;
      expect(isWhole, 'whether a token of 6,000 characters is returned as it was sent').toBe(true);
    },
  );

  check(
    'any-case-of-the-scheme',
    'accepts `bearer` in upper and lower case, and leaves the token as it is',
    {
      points: 2,
      hint: [
        'Clients write bearer, Bearer and BEARER, and all of them are right.',
        `Schemes are compared without regard to case (RFC 9110 §11.1: ${RFC_9110}#section-11.1); a token isn't. Convert the scheme alone.`,
        "`if (parts.scheme.…() !== 'bearer') return undefined;`",
      ],
    },
    async () => {
      for (const scheme of ['bearer', 'BEARER', 'bEaReR']) {
        const read = await whatIsRead([`${scheme} ${TOKEN}`]);
        expect(read, `Authorization: ${scheme} …: a scheme has no case`).toBe(`the token ${TOKEN}`);
      }
      for (const spelled of ['Authorization', 'AUTHORIZATION', 'authorizatioN']) {
        const read = await whatIsRead([`Bearer ${TOKEN}`], { spelled });
        const label = `${spelled}: Bearer …: a header's name has no case`;
        expect(read, label).toBe(`the token ${TOKEN}`);
      }
    },
  );

  check(
    'one-or-more-spaces',
    'accepts one or more spaces after the scheme, and only spaces',
    {
      points: 2,
      hint: [
        'Between the scheme and the token there is one space or several. A tab or another kind of space is malformed.',
        `The grammar says 1*SP (RFC 9110 §11.4: ${RFC_9110}#section-11.4). \`split(' ')\` makes empty pieces of two spaces, and \\s matches more than spaces.`,
        '`splitLine` knows this grammar. Give it the line as it came.',
      ],
    },
    async () => {
      for (const count of [2, 5, 40]) {
        const read = await whatIsRead([`Bearer${' '.repeat(count)}${TOKEN}`]);
        expect(read, `Bearer, ${count} spaces, a token`).toBe(`the token ${TOKEN}`);
      }
      const gaps = { 'a tab': '\t', 'a space and a tab': ' \t', 'a no-break space': '\u00a0' };
      for (const [what, gap] of Object.entries(gaps)) {
        const read = await whatIsRead([`Bearer${gap}${TOKEN}`]);
        expect(read, `Bearer, ${what}, a token: a tab is not a space`).toBe(REFUSED);
      }
      const glued = await whatIsRead([`Bearer${TOKEN}`]);
      expect([REFUSED, NO_TOKEN], 'Bearer and a token, with no space').toContain(glued);
    },
  );

  check(
    'another-scheme-is-no-token',
    'treats another scheme as no token, without an error',
    {
      points: 3,
      hint: [
        'Another scheme is not an error of the client: another authenticator may read it.',
        'Return undefined for every scheme but Bearer, whatever follows it. Compare the whole scheme, not its beginning.',
        '`if (parts.scheme.toLowerCase() !== …) return …;` comes before you look at the rest of the line.',
      ],
    },
    async () => {
      const lines = [
        'Basic bWlyYTpncmFuaXRl',
        basic('mira', TOKEN),
        basic(TOKEN, ''),
        'Digest username="mira", realm="cairn", nonce="7f", uri="/", response="6629"',
        'Token abc',
        'JWT abc',
        'Bearers abc',
        'Bearer2 abc',
        'X-Bearer abc',
        'Bear abc',
        'Basic Bearer abc',
        `Basic eDp5, Bearer ${TOKEN}`,
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
        'A token counts only in the Authorization header. URLs end up in logs, and a browser sends cookies by itself, even in a forged request.',
        'Without an Authorization header, or with another scheme in it, return undefined. RFC 6750 §5.3 has the reasons: https://www.rfc-editor.org/rfc/rfc6750#section-5.3',
        '`request.headersDistinct.…` is the one property of the request to read here.',
      ],
    },
    async () => {
      const names = [
        'access_token',
        'token',
        'jwt',
        'auth_token',
        'bearer',
        'authorization',
      ].concat(['session', 'sid', 'id_token', 'auth', 'api_key', 'office']);
      const named = Object.fromEntries(names.map((name) => [name, TOKEN]));
      const pairs = names.map((name) => `${name}=${TOKEN}`);
      const url = `/api/me?${pairs.join('&')}`;
      const inHeaders = (name: string, value = `Bearer ${TOKEN}`): [string, Elsewhere] => [
        name,
        { headers: { [name.toLowerCase()]: value } },
      ];
      const places: [string, Elsewhere][] = [
        ['nothing else', {}],
        ['?access_token=…', { query: named, url }],
        ['a body with access_token', { body: named }],
        ['a body that is a token', { body: TOKEN }],
        ['a cookie', { cookies: named, headers: { cookie: pairs.join('; ') } }],
        inHeaders('X-Access-Token', TOKEN),
        inHeaders('X-Auth-Token', TOKEN),
        inHeaders('X-Forwarded-Access-Token', TOKEN),
        inHeaders('X-Authorization'),
        inHeaders('X-Forwarded-Authorization'),
        inHeaders('X-Original-Authorization'),
        inHeaders('Proxy-Authorization'),
        inHeaders('Authentication'),
        inHeaders('WWW-Authenticate'),
        inHeaders('Sec-WebSocket-Protocol', `bearer, ${TOKEN}`),
      ];
      for (const [place, elsewhere] of places) {
        const label = `a request with no Authorization header, but ${place}`;
        expect(await whatIsRead([], elsewhere), label).toBe(NO_TOKEN);
        // Whatever the header's line comes to by itself: the other place changes nothing.
        for (const line of ['Basic bWlyYTpn', 'Bearer a b', 'Bearer', 'Bearer abc']) {
          const alone = await outcomeOf([line]);
          const what = `a request with Authorization: ${line}, and ${place}`;
          expect(await outcomeOf([line], elsewhere), what).toBe(alone);
        }
      }
    },
  );

  check(
    'refuses-a-scheme-alone',
    'refuses a header without a token: `Bearer` alone, or nothing at all',
    {
      points: 2,
      hint: [
        "A client that sends Bearer, or an empty header, meant to send a token. That isn't the same as no header: tell it that something is wrong.",
        '`splitLine` returns undefined for such a line. Only the absence of the header is "no token". An empty string is falsy, too: test for undefined.',
        "`if (parts === undefined) throw new AuthenticationError('…');`",
      ],
    },
    async () => {
      for (const line of ['Bearer', 'bearer', 'Bearer ', 'Bearer    ', '']) {
        const label = `Authorization: ${JSON.stringify(line)}: a scheme without a token`;
        expect(await whatIsRead([line]), line === '' ? 'an empty Authorization line' : label).toBe(
          REFUSED,
        );
      }
    },
  );

  check(
    'refuses-more-than-a-token',
    'refuses anything after the token',
    {
      points: 3,
      hint: [
        'After the scheme comes one token, up to the end of the line. If there is more, two programs may disagree about which part counts.',
        "`split(' ')[1]` takes the second piece and ignores the third. Match everything after the scheme against `TOKEN`.",
        '`if (!TOKEN.test(…)) throw …`, with the whole rest of the line.',
      ],
    },
    async () => {
      const rest = [
        `${TOKEN} ${TOKEN}`,
        `${TOKEN} extra`,
        `${TOKEN}  =`,
        `${TOKEN}, Bearer ${TOKEN}`,
        `${TOKEN},${TOKEN}`,
        `${TOKEN},`,
        `${TOKEN};v=1`,
        `${TOKEN} realm="cairn"`,
        `Bearer ${TOKEN}`,
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
    'refuses a token with any other character in it',
    {
      points: 3,
      hint: [
        'A token consists of letters, digits and -._~+/, with any number of = at its end. Everything else is malformed.',
        `\`TOKEN\`, given below the function, is this rule (RFC 6750 §2.1: ${RFC_6750}). It must match from the first character to the last.`,
        "`if (!TOKEN.test(…)) throw new AuthenticationError('malformed-authorization');`",
      ],
    },
    async () => {
      const tokens = [
        '"abc"',
        '<abc>',
        'a%20b',
        'a%2Db',
        '%61bc',
        'a\tb',
        'a=b',
        '=',
        '==',
        '=abc',
        'token="abc"',
      ];
      const within = NOT_IN_A_TOKEN.flatMap((character) => [`a${character}b`, character]);
      for (const token of [...tokens, 'tok\u00e9n', '{{token}}', 'a\u00a0b', ...within]) {
        const label = `Authorization: ${JSON.stringify(`Bearer ${token}`)}: that isn't a token`;
        expect(await whatIsRead([`Bearer ${token}`]), label).toBe(REFUSED);
      }
      for (const junk of ['@', '(', '"', 'a,', 'a, ', 'a=b ', '\u00e9']) {
        const line = `${junk}Bearer abc`;
        const label = `Authorization: ${JSON.stringify(line)}: that doesn't begin with Bearer`;
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
        'Node keeps the first line in `request.headers`, and drops the others without an error. A proxy in front of the API may have checked another one.',
        '`request.headersDistinct.authorization` is an array of all lines: https://nodejs.org/api/http.html#messageheadersdistinct. More than one is malformed, even if they are equal.',
        "`if (lines.… > 1) throw new AuthenticationError('malformed-authorization');`",
      ],
    },
    async () => {
      const BASIC = 'Basic bWlyYTpncmFuaXRl';
      const two: [string, string[]][] = [
        ['the same token twice', [`Bearer ${TOKEN}`, `Bearer ${TOKEN}`]],
        ['two tokens', [`Bearer ${TOKEN}`, 'Bearer another']],
        ['Basic, then Bearer', [BASIC, `Bearer ${TOKEN}`]],
        ['Bearer, then Basic', [`Bearer ${TOKEN}`, BASIC]],
        ['Basic twice', [BASIC, BASIC]],
        ['Bearer, then an empty line', [`Bearer ${TOKEN}`, '']],
        ['an empty line, then Bearer', ['', `Bearer ${TOKEN}`]],
        ['Bearer three times', [`Bearer ${TOKEN}`, `Bearer ${TOKEN}`, `Bearer ${TOKEN}`]],
      ];
      for (const [what, lines] of two) {
        const count = lines.length === 2 ? 'two' : 'three';
        expect(await whatIsRead(lines), `${count} Authorization lines: ${what}`).toBe(REFUSED);
      }
    },
  );

  check(
    'at-the-door',
    'accepts a good header at the API, and refuses a malformed one even where a token is optional',
    {
      points: 2,
      hint: [
        'The guard passes whatever you throw to the error handlers, also on GET /api/trails, which needs no token.',
        'The error handlers in app.ts recognize an AuthenticationError by its class. Any other error becomes a 500.',
        "`throw new …('malformed-authorization');`",
      ],
    },
    async () => {
      const api = await serve();
      const me = await api.get('/api/me').set('Authorization', bearer());
      expect(me.status, 'GET /api/me with a good token').toBe(200);
      expect(me.body.id, 'who GET /api/me says you are').toBe(PEOPLE.mira.id);

      const other = basic('mira', PEOPLE.mira.password);
      const trails = await api.get('/api/trails').set('Authorization', other);
      const label = 'GET /api/trails with a Basic header: no token, and none is needed';
      expect(trails.status, label).toBe(200);

      const lines: [string, string | string[]][] = [
        ['Bearer alone', 'Bearer'],
        ['an empty Authorization line', ''],
        ['a good token and a word', `${bearer()} please`],
        ['two lines with the same good token', [bearer(), bearer()]],
        ['two lines, the first one Basic', [other, bearer()]],
      ];
      for (const [what, value] of lines) {
        const answer = await api.get('/api/trails').set({ Authorization: value as string });
        // Chapter 5 makes it a 400.
        expect([400, 401], `GET /api/trails with ${what}`).toContain(answer.status);
        const challenge = answer.get('WWW-Authenticate');
        expect(challenge, `the challenge to ${what}`).toMatch(/^Bearer /);
      }

      const token = bearer().slice('Bearer '.length);
      const query = await api.get(`/api/me?access_token=${token}`);
      expect(query.status, 'GET /api/me?access_token=… with a good token').toBe(401);
      const body = await api.post('/api/reports').send({ access_token: token });
      expect(body.status, 'POST /api/reports with a good token in its body').toBe(401);
      const cookie = await api.get('/api/me').set('Cookie', `access_token=${token}`);
      expect(cookie.status, 'GET /api/me with a good token in a cookie').toBe(401);

      // Endpoints that were open are still open, to the one method that they have.
      const inspected = await api.post('/api/tokens/inspect').send({ token });
      expect(inspected.status, 'POST /api/tokens/inspect without a token of its own').toBe(200);
      for (const path of ['/api/tokens', '/api/tokens/inspect']) {
        const looked = await api.get(path);
        expect(looked.status, `GET ${path}: there is no such method here`).toBe(405);
        expect(looked.get('Allow'), `Allow of GET ${path}`).toMatch(/\bPOST\b/);
        expect(looked.get('X-Powered-By'), `X-Powered-By of GET ${path}`).toBeUndefined();
      }
    },
  );

  check(
    'remembers-nothing',
    'reads each request by itself',
    {
      points: 1,
      hint: [
        'What one request carried must not decide anything about the next one.',
        'A variable outside the function outlives the request. So does a regular expression with the flag g or y: it remembers where it stopped (https://developer.mozilla.org/docs/Web/JavaScript/Reference/Global_Objects/RegExp/lastIndex).',
        'Keep every `const` inside `readBearerToken`, and use `TOKEN` as it is.',
      ],
    },
    async () => {
      for (const turn of ['first', 'second', 'third', 'fourth']) {
        const read = await whatIsRead(['Bearer abc']);
        expect(read, `the same header for the ${turn} time`).toBe('the token abc');
      }
      expect(await whatIsRead([]), 'a request without a header, after one with it').toBe(NO_TOKEN);
      await whatIsRead(['Bearer a b']);
      expect(await whatIsRead(['Bearer b']), 'another token, after a malformed one').toBe(
        'the token b',
      );
      const request = requestWith(['Bearer abc']);
      for (const time of ['once', 'twice, by another authenticator']) {
        const read = await whatIsReadFrom(request);
        expect(read, `one request that is read ${time}`).toBe('the token abc');
      }
    },
  );

  check(
    'keeps-the-token-to-itself',
    'puts no token into an error, the console or the log',
    {
      points: 1,
      hint: [
        'Anyone who can read the log could use every token in it until it expires.',
        'Print neither the header nor the token, and put neither into the error: its code is enough.',
        "`throw new AuthenticationError('malformed-authorization');`, and no console.log.",
      ],
    },
    async () => {
      const world = makeWorld();
      const header = bearer();
      const secrets = secretsOf(header);
      const printed = await printedDuring(async () => {
        const api = await serve(world);
        const me = await api.get('/api/me').set({ Authorization: header });
        expect(me.status, 'GET /api/me with a good token').toBe(200);
        for (const value of [`${header} please`, [header, header]]) {
          await api.get('/api/me').set({ Authorization: value as string });
        }
      });
      expect(found(secrets, printed), 'parts of a token that were printed').toBe('none');
      expect(found(secrets, loggedBy(world)), "parts of a token in the app's log").toBe('none');
      for (const lines of [[`${header} please`], [header, header], [`${header}, x`]]) {
        const error = await errorFor(lines);
        const shown = inspect(error, { depth: 6, showHidden: true });
        expect(found(secrets, shown), 'parts of a token in the error that is thrown').toBe('none');
      }
    },
  );
});
