import supertest, { type Response as Answer } from 'supertest';
import { check, expect, goodClaims, goodHeader, lesson, makeWorld, NOW, START } from '#check';
import { signToken, strangerKeys, task, wordsOf, type World } from '#check';
import { instant } from './instant.ts';
import { expectNone, printedDuring } from './printed.ts';
import { tokenOf } from './tokens.ts';

const file = lesson('01-jwt-basics/app.ts', () => import('#course/01-jwt-basics/app.ts'));

const PATH = '/api/tokens/inspect';

async function inspect(token: string, world: World = makeWorld()): Promise<Answer> {
  const app = (await file()).createApp(world);
  return supertest(app).post(PATH).send({ token });
}

/** The answer to a string that is a token. */
async function inspected(token: string, what: string, world?: World) {
  const answer = await inspect(token, world);
  expect(answer.status, `the status of POST ${PATH} with ${what}`).toBe(200);
  expect(answer.type, `the content type of POST ${PATH} with ${what}`).toBe('application/json');
  return answer.body as Record<string, unknown>;
}

/** A 422 in our own words, by its problem's type. */
function expectProblem({ status, type, body }: Answer, slug: string, what: string): void {
  expect(status, `the status for ${what}`).toBe(422);
  expect(type, `the content type for ${what}`).toBe('application/problem+json');
  expect(body.type, `"type" for ${what}`).toBe(`https://cairn.example/problems/${slug}`);
  expect(body.status, `"status" for ${what}`).toBe(422);
  expect(wordsOf(body), `the properties that explain ${what}`).toEqual(['title', 'detail']);
}

task('1.4', () => {
  check(
    'shows-what-it-says',
    'answers with the token’s header, claims and times',
    {
      points: 4,
      hint: [
        'The answer has to contain what the token says: all of its header, all of its claims, and its times.',
        '`decodeToken` returns header and claims, `readTimes` returns issuedAt, expiresAt and expired under exactly these names.',
        '`const times = readTimes(claims, …);` and `response.json({ header, claims, ...times, verified: … });`',
      ],
    },
    async () => {
      const claims = goodClaims({ name: 'Tomáš', groups: ['north'], a: [{ b: null }], none: null });
      // An honest tool hides nothing: anyone who has the token can read all of this.
      Object.assign(claims, { password: 'p-1', token: 't-2', client_secret: 's-3', email: 'e-4' });
      const header = goodHeader({ cty: 'example' });
      const body = await inspected(signToken(claims, header), 'a good token');
      expect(body['header'], 'header in the answer').toEqual(header);
      expect(body['claims'], 'claims in the answer').toEqual(claims);
      expect(instant(body['issuedAt']), 'issuedAt').toBe('2026-06-15T07:59:00.000Z');
      expect(instant(body['expiresAt']), 'expiresAt').toBe('2026-06-15T08:59:00.000Z');
      const what = 'expired, of a token with 59 minutes left by the app’s clock';
      expect(body['expired'], what).toBe(false);
      const app = supertest((await file()).createApp(makeWorld()));
      const { type } = await app.post(`${PATH}?callback=show`).send({ token: signToken() });
      const whatever = `the content type of POST ${PATH}?callback=show`;
      expect(type, whatever).toBe('application/json');
    },
  );

  check(
    'has-its-six-members',
    'answers with exactly six properties, each time',
    {
      points: 3,
      hint: [
        'The answer always has header, claims, issuedAt, expiresAt, expired and verified, and nothing else: a client can rely on each of them, even if it is null.',
        'Leave out the signature’s bytes, and don’t leave out what is null. Nothing from the claims belongs on the top level.',
        '`response.json({ header, claims, ...times, … })`',
      ],
    },
    async () => {
      const six = ['claims', 'expired', 'expiresAt', 'header', 'issuedAt', 'verified'];
      for (const [what, claims] of [
        ['a good token', goodClaims()],
        ['a token without iat and exp', { sub: 'p-mira' }],
        ['a token without claims', {}],
      ] as const) {
        const body = await inspected(signToken(claims), what);
        expect(Object.keys(body).sort(), `the properties of the answer to ${what}`).toEqual(six);
      }
      const body = await inspected(signToken({ sub: 'p-mira' }), 'a token without iat and exp');
      for (const name of ['issuedAt', 'expiresAt', 'expired']) {
        expect(body[name], `${name} of a token without iat and exp`).toBe(null);
      }
    },
  );

  check(
    'never-says-verified',
    'says verified: false about every token, even a genuine one',
    {
      points: 4,
      hint: [
        'Nothing in this endpoint has checked a signature, so it can’t know whether a token is genuine. It has to say so about every token, and it refuses none for being forged or expired.',
        '`verified` isn’t computed from anything: not from `alg`, not from `expired`, and not from a claim of that name.',
        '`verified: …`, written out',
      ],
    },
    async () => {
      const suspects: Record<string, string> = {
        'a token signed with our own key': signToken(),
        'a token signed with an attacker’s key': signToken(
          goodClaims(),
          goodHeader(),
          strangerKeys.privateKey,
        ),
        'an unsigned token': tokenOf({ alg: 'none' }, goodClaims(), ''),
        'a token with an algorithm that doesn’t exist': tokenOf({ alg: 'XY' }, goodClaims()),
        'a token signed with HS256': tokenOf({ alg: 'HS256', typ: 'JWT' }, goodClaims()),
        'an expired token': signToken(goodClaims({ exp: NOW - 1 })),
        'a token without claims': signToken({}),
        'a token that claims verified: true': tokenOf(
          { alg: 'RS256', verified: true },
          goodClaims({ verified: true, expired: false, header: {}, claims: {} }),
        ),
      };
      for (const alg of ['RS384', 'PS256', 'ES256', 'EdDSA']) {
        suspects[`a token signed with ${alg}`] = tokenOf({ alg, typ: 'JWT' }, goodClaims());
      }
      for (const [what, token] of Object.entries(suspects)) {
        const body = await inspected(token, what);
        expect(body['verified'], `verified, of ${what}`).toBe(false);
      }
    },
  );

  check(
    'goes-by-the-apps-clock',
    'uses the app’s clock, at the time of the request',
    {
      points: 4,
      hint: [
        'Whether a token has expired depends on the app’s clock at the time of the request. Your answer goes by another time.',
        '`inspectToken` gets a clock. Call it inside the handler, once per request: what you ask outside is asked once, when the app starts. It returns milliseconds, as `readTimes` needs them.',
        '`readTimes(claims, …())`',
      ],
    },
    async () => {
      const world = makeWorld();
      const token = signToken(goodClaims({ exp: NOW + 60 }));
      const app = supertest((await file()).createApp(world));
      const ask = async (of = app) => (await of.post(PATH).send({ token })).body.expired;
      const what = 'expired, of a token that expires at 08:01, when the app’s clock says';
      expect(await ask(), `${what} 08:00:00`).toBe(false);
      world.setTime(START + 59_999);
      expect(await ask(), `${what} 08:00:59.999`).toBe(false);
      world.setTime(START + 61_000);
      expect(await ask(), `${what} 08:01:01`).toBe(true);
      const second = supertest((await file()).createApp(makeWorld()));
      expect(await ask(second), `in a second app, ${what} 08:00:00`).toBe(false);
      expect(await ask(), `back in the first app, ${what} 08:01:01`).toBe(true);
    },
  );

  check(
    'names-the-fault',
    'answers 422 malformed-token and says what is wrong',
    {
      points: 3,
      hint: [
        'A string that isn’t a token gets a 422 whose detail says what is wrong with it.',
        '`decodeToken` and `readTimes` throw a MalformedToken with a message, and the `catch` below your code turns it into the answer. Don’t catch it yourself, and don’t answer before both have returned.',
        'If the message itself is missing something, 1.2 (the number of parts) is where you wrote it.',
      ],
    },
    async () => {
      const mistakes: [what: string, token: string, says: RegExp][] = [
        [
          'a string without dots, "hello"',
          'hello',
          /part|three|\b3\b|dot|segment|header\.payload\.signature/i,
        ],
        ['an empty string', '', /part|three|\b3\b|dot|segment|header\.payload\.signature/i],
        ['a token with padding', `${signToken()}=`, /base64|padd|character|=/i],
        ['a token with a line break at its end', `${signToken()}\n`, /base64|space|character/i],
        ['a token with "Bearer " in front', `Bearer ${signToken()}`, /base64|space|character/i],
        ['a token in quotes', `"${signToken()}"`, /base64|quote|character/i],
        [
          'a token with a fourth part',
          `${signToken()}.x`,
          /part|three|\b[34]\b|dot|segment|header\.payload\.signature/i,
        ],
        ['a payload that isn’t UTF-8', tokenOf(goodHeader(), Buffer.from([0xff])), /utf-?8/i],
        ['a payload that isn’t JSON', tokenOf(goodHeader(), 'hello'), /json/i],
        ['a payload that is a list', tokenOf(goodHeader(), '[]'), /object/i],
        ['exp: "soon"', signToken(goodClaims({ exp: 'soon' })), /num|finite|\bexp\b/i],
        ['nbf: null', signToken(goodClaims({ nbf: null })), /num|finite|\bnbf\b/i],
        ['exp: 1e400', signToken('{"sub":"p-mira","exp":1e400}'), /num|finite|\bexp\b/i],
      ];
      for (const [what, token, says] of mistakes) {
        const answer = await inspect(token);
        expectProblem(answer, 'malformed-token', what);
        const expected = 'a detail that says what is wrong with it';
        const detail = String(answer.body.detail);
        expect(says.test(detail) ? expected : detail, `"detail" for ${what}`).toBe(expected);
      }
    },
  );

  check(
    'survives-any-token',
    'has a proper answer to any token, however strange',
    {
      points: 2,
      hint: [
        'Every token gets a 200 or a 422. A 500 means that your code broke on something that it didn’t expect.',
        'JSON may be nested so deeply that code runs out of stack: `readObject` (decode-token.ts) refuses that, for the header as well as the payload. Claims may have any name, `__proto__` included.',
        'Pass on what `decodeToken` returned. `Object.assign({}, claims)` loses a claim called `__proto__`.',
      ],
    },
    async () => {
      const odd = '山\r\n';
      const strange = {
        'a token with a claim called toString': signToken('{"toString":1,"constructor":null}'),
        'a token with half of a surrogate pair': signToken('{"sub":"\\ud800"}'),
        'a token of 90,000 characters': signToken({ sub: 'x'.repeat(67_000) }),
        'a token with line breaks and letters that no header may contain': signToken(
          goodClaims({ iss: odd, sub: odd, aud: odd, jti: odd }),
          goodHeader({ alg: odd, typ: odd, kid: odd, cty: odd }),
        ),
      };
      for (const [what, token] of Object.entries(strange)) await inspected(token, what);
      for (const [exp, expired] of [
        [1e20, false],
        [-1e20, true],
      ] as const) {
        const far = await inspected(signToken(goodClaims({ exp })), `a token with exp: ${exp}`);
        expect(far['expiresAt'], `expiresAt, with exp: ${exp}`).toBe(null);
        expect(far['expired'], `expired, with exp: ${exp}`).toBe(expired);
      }
      const world = makeWorld();
      const named = '{"__proto__":{"exp":"soon"}}';
      const proto = await inspect(signToken(named, named), world);
      const where = 'in its header and its claims';
      expect(proto.status, `the status for a token with a __proto__ ${where}`).toBe(200);
      for (const part of ['header', 'claims']) {
        const shown = JSON.stringify(proto.body[part]);
        expect(shown, `${part} of a token with a __proto__ ${where}`).toBe(named);
      }
      const deep = `{"a":${'['.repeat(20_000)}${']'.repeat(20_000)},"sub":"p-mira"}`;
      for (const [where, token] of [
        ['payload', signToken(deep)],
        ['header', signToken(goodClaims(), deep)],
      ] as const) {
        const what = `20000 brackets inside one another, in its ${where}`;
        expectProblem(await inspect(token, world), 'malformed-token', what);
      }
      expect(world.logged, 'what the app logged: no token is the server’s own error').toEqual([]);
    },
  );

  check(
    'takes-one-token',
    'takes a body with one token, needs no credentials, and leaves the rest of the API as it was',
    {
      points: 1,
      hint: [
        'Something around your lines has changed. The rest of inspect-token.ts checks the body, and app.ts has the routes; both are given.',
        'validate(schema, request.body) has to run before your code, and its result is what you use.',
        'Compare your files with ours in the panel (Compare), or with npm run diff 1.',
      ],
    },
    async () => {
      const app = supertest((await file()).createApp(makeWorld()));
      const ask = () => app.post(PATH);
      const good = await ask().set('Authorization', 'nonsense').send({ token: signToken() });
      expect(
        good.status,
        'the status for a good token and a nonsensical Authorization header',
      ).toBe(200);
      const bearer = `Bearer ${signToken(goodClaims({ sub: 'header' }))}`;
      const other = await ask().set('Authorization', bearer).send({ token: signToken() });
      const whose = 'sub, with one token in the body and another in the Authorization header';
      expect(other.body.claims?.sub, whose).toBe('p-mira');
      for (const [body, pointer] of [
        [{}, '#/token'],
        [{ token: 42 }, '#/token'],
        [{ token: null }, '#/token'],
        [{ token: [signToken()] }, '#/token'],
        [{ token: signToken(), more: 1 }, '#/more'],
        [[signToken()], '#'],
      ] as const) {
        const answer = await ask().send(body);
        const what = `the body ${JSON.stringify(body).slice(0, 30)}`;
        expectProblem(answer, 'validation-failed', what);
        const [error] = answer.body.errors ?? [];
        expect(error?.pointer, `where the error is in ${what}`).toBe(pointer);
        // As zod says it: an answer carries no library's own message.
        const ours = /\w/.test(error?.detail ?? '') && !/^(Invalid|Unrec)/.test(error.detail);
        expect(ours, `whether the error in ${what} is explained in our own words`).toBe(true);
        if (pointer !== '#/token') continue;
        // The property, and what it must be: more than its name alone.
        const says = /\btoken\b.*\w{4}/.test(error.detail) ? 'what token must be' : error.detail;
        expect(says, `what the error in ${what} says`).toBe('what token must be');
      }
      const report = { trail: 'larch-loop', condition: 'open', title: 'Dry', author: 'mira' };
      const posted = await app.post('/api/reports').send(report);
      expect(posted.status, 'the status of POST /api/reports').toBe(201);
      const powered = posted.headers['x-powered-by'];
      expect(powered, 'X-Powered-By of POST /api/reports').toBe(undefined);
      expect((await app.get(PATH)).status, `the status of GET ${PATH}`).toBe(405);
      expect((await app.get('/api/trails')).status, 'the status of GET /api/trails').toBe(200);
    },
  );

  check(
    'keeps-the-token-to-itself',
    'neither prints nor logs the token',
    {
      points: 1,
      hint: [
        'A token in a log can be used by anyone who reads the log, and its claims are about a person. Your endpoint printed some of it.',
        'Is there a `console.log(…)` left from debugging, here or in one of the functions that you call? The answer is the only place for what a token says.',
        '`npm run grade`, and the panel, show what went wrong without `console.log`: you can do without it here.',
      ],
    },
    async () => {
      const world = makeWorld();
      const token = signToken(goodClaims({ sub: 'sub-4071' }));
      const [header = '', payload = '', signature = ''] = token.split('.');
      const output = await printedDuring(async () => {
        expect((await inspect(token, world)).status, 'the status for a good token').toBe(200);
        await inspect(`${token}=`, world);
        for (const claims of [
          { exp: 'soon' },
          { exp: NOW - 1 },
          { iat: NOW + 60 },
          { nbf: null },
        ]) {
          await inspect(signToken(goodClaims({ sub: 'sub-4071', ...claims })), world);
        }
        for (const alg of ['none', 'HS256', undefined]) {
          await inspect(tokenOf({ alg, typ: 'JWT' }, goodClaims({ sub: 'sub-4071' }), ''), world);
        }
      });
      const all = `${output}\n${world.logged.map(String).join('\n')}`;
      const parts = { 'the header': header, 'the payload': payload, 'the signature': signature };
      expectNone({ ...parts, 'the claims': 'sub-4071' }, all, 'the endpoint');
    },
  );
});
