// First: it watches the package that `#api/passwords.ts` imports.
import { decodeJwt, jwtVerify } from 'jose';
import supertest, { type Response as Answer } from 'supertest';
import { hashPassword } from '#api/passwords.ts';
import {
  appKeys,
  argon2WorkOf,
  basic,
  check,
  expect,
  type Keys,
  lesson,
  makeWorld,
  NOW,
} from '#check';
import { PEOPLE, START, strangerKeys, task, wordsOf, type World } from '#check';
import { once } from './once.ts';
import { leaksOf, secretsIn } from './secrets.ts';

const theApp = lesson('02-signing/app.ts', () => import('#course/02-signing/app.ts'));

task('2.4', () => {
  /** Asks for a token: with an Authorization header, several, or none. */
  const ask = async (world: World, ...lines: string[]): Promise<Answer> => {
    const { createApp } = await theApp();
    return askApp(createApp(world), ...lines);
  };

  const { mira, tomas, ines } = PEOPLE;
  const miras = basic(mira.handle, mira.password);

  const granted = once(() => ask(makeWorld(), miras));
  const wrong = once(() => ask(makeWorld(), basic(mira.handle, 'not-her-password')));
  const unknown = once(() => ask(makeWorld(), basic('nobody', 'not-her-password')));
  const without = once(() => ask(makeWorld()));

  check(
    'trades-a-password-for-a-token',
    'answers 200 with an access token that another library accepts',
    {
      points: 3,
      hint: [
        'The answer to a correct handle and password is a token for that person, signed with the app’s key.',
        '`readBasicCredentials`, then `checkPassword`, then `signAccessToken`: each takes what the one before returns. Is the promise awaited?',
        '`const person = credentials && (await …);`',
      ],
    },
    async () => {
      const answer = await granted();
      expect(answer.status, "the status, for Mira's handle and password").toBe(200);
      const holder = await holderOf(answer);
      expect(holder, 'whose token it is, or what jose says against it').toBe('p-mira');
      expect(answer.headers['x-powered-by'], 'X-Powered-By of the answer').toBe(undefined);

      // The rest of the API still works without a token.
      const { createApp } = await theApp();
      const api = supertest(createApp(makeWorld()));
      const token: unknown = answer.body.access_token;
      const inspected = await api.post('/api/tokens/inspect').send({ token });
      expect(inspected.status, 'POST /api/tokens/inspect with that token').toBe(200);
      const report = { trail: 'larch-loop', condition: 'open', title: 'Dry', author: 'mira' };
      const posted = await api.post('/api/reports').send(report);
      expect(posted.status, 'POST /api/reports without a token').toBe(201);
    },
  );

  check(
    'says-how-to-use-it',
    'answers with access_token, token_type and expires_in, and nothing else',
    {
      points: 2,
      hint: [
        'Client libraries expect exactly these names (RFC 6749 §5.1), and the token belongs in the body only.',
        '`token_type` is "Bearer", and `expires_in` is a number of seconds: LIFETIME.',
        '`response.json({ access_token: …, token_type: …, expires_in: … });`',
      ],
    },
    async () => {
      const { status, type, body, headers } = await granted();
      expect(status, "the status, for Mira's handle and password").toBe(200);
      expect(type, 'the media type of the answer').toBe('application/json');
      expect(body.token_type, 'token_type').toBe('Bearer');
      expect(body.expires_in, 'expires_in').toBe(3600);
      const members = Object.keys(body as object).sort();
      const three = ['access_token', 'expires_in', 'token_type'];
      expect(members, 'the members of the answer').toEqual(three);
      const { exp, iat } = decodeJwt(String(body.access_token));
      expect(Number(exp) - Number(iat), 'the seconds that the token really lasts').toBe(3600);
      const world = makeWorld();
      world.setTime(START + 700);
      const late = (await ask(world, miras)).body.expires_in;
      expect(late, 'expires_in, 0.7 seconds after a full second').toBe(3600);
      const places = secretsIn(headers, { 'the token': signatureOf(body) });
      expect(places, 'what the headers of the answer give away').toEqual([]);
      const token = /\beyJ[\w-]+\.[\w-]+\.[\w-]+/;
      const carry = Object.keys(headers).filter((name) => token.test(String(headers[name])));
      expect(carry, 'the headers of the answer that contain a token').toEqual([]);
      expect(headers['set-cookie'], 'Set-Cookie of the answer').toBe(undefined);
    },
  );

  check(
    'is-kept-by-no-cache',
    'tells every cache not to keep the token',
    {
      points: 2,
      hint: [
        'A cache between you and Mira that keeps this answer keeps her token.',
        'RFC 6749 §5.1 requires `Cache-Control: no-store`. `no-cache` is different: keep it, but ask before you use it.',
        '`response.set("Cache-Control", …);`',
      ],
    },
    async () => {
      const { status, headers } = await granted();
      expect(status, "the status, for Mira's handle and password").toBe(200);
      const directives = String(headers['cache-control'])
        .toLowerCase()
        .split(/\s*,\s*/);
      expect(directives, 'Cache-Control of an answer with a token').toContain('no-store');
    },
  );

  check(
    'signs-tomas-in',
    'signs Tomáš in, whose password contains colons and letters beyond ASCII',
    {
      points: 2,
      hint: [
        'Tomáš’s password is `potůček:u:lesa-9`. All of it has to arrive, as UTF-8.',
        'Use `readBasicCredentials` of task 2.3, and pass on what it returns as it is.',
        '`readBasicCredentials(request.….authorization)`',
      ],
    },
    async () => {
      const answer = await ask(makeWorld(), basic(tomas.handle, tomas.password));
      const holder = await holderOf(answer);
      expect(holder, 'whose token it is, for tomas and potůček:u:lesa-9').toBe('p-tomas');
    },
  );

  check(
    'refuses-whatever-is-wrong',
    'answers 401 to credentials that are missing, malformed or wrong, and to nothing else',
    {
      points: 3,
      timeout: 4000,
      hint: [
        'Whatever is wrong with the credentials, the answer is the same 401, and the only place to look for them is the Authorization header.',
        '`readBasicCredentials` may return undefined, and so may `checkPassword`. In both cases throw `invalidCredentials()`, below your task. Don’t catch what they throw: a failing database is a 500.',
        '`if (!person) throw …;`',
      ],
    },
    async () => {
      const { createApp } = await theApp();
      const app = createApp(makeWorld());
      // Who signed in before makes no difference.
      const { status } = await askApp(app, miras);
      expect(status, "the status, for Mira's handle and password").toBe(200);
      const { handle, password } = mira;
      const post = () => supertest(app).post('/api/tokens');
      for (const [what, answer] of [
        ['no Authorization header', await askApp(app)],
        ["Mira's handle with a wrong password", await askApp(app, basic(handle, 'not-hers'))],
        ['a handle that no one has', await askApp(app, basic('nobody', 'not-hers'))],
        ['a Bearer token', await askApp(app, 'Bearer a.b.c')],
        ['Basic without credentials', await askApp(app, 'Basic')],
        ['credentials that are not base64', await askApp(app, 'Basic mira:x')],
        ['base64 that is cut short', await askApp(app, 'Basic bWlyYTp4Y')],
        ['credentials without a colon', await askApp(app, 'Basic bWlyYQ==')],
        ['bytes that are not UTF-8', await askApp(app, 'Basic bWlyYTr/')],
        ['handle and password in the body', await post().send({ handle, password })],
        ['handle and password in the query', await post().query({ handle, password })],
        ['username and password in the query', await post().query({ username: handle, password })],
        ['the credentials in the query', await post().query({ authorization: miras })],
        ['the credentials in a cookie', await post().set('Cookie', `authorization=${miras}`)],
        ['the credentials in Proxy-Authorization', await post().set('Proxy-Authorization', miras)],
        ['the credentials in X-Authorization', await post().set('X-Authorization', miras)],
        [
          'a wrong password, and X-Forwarded-User: mira',
          await post().set('X-Forwarded-User', handle).set('Authorization', basic(handle, 'x')),
        ],
      ] as const) {
        expect(answer.status, `the status, for ${what}`).toBe(401);
        const leaked = ['access_token', 'not-hers', password].filter((it) =>
          answer.text.includes(it),
        );
        expect(leaked, `what the answer gives away, for ${what}`).toEqual([]);
      }
      const fail = () => {
        throw new Error('the database has failed');
      };
      const broken = makeWorld({ database: { get: fail, all: fail, run: fail } as never });
      const ours = await ask(broken, miras);
      expect(ours.status, "the status, for Mira's password when the database fails").toBe(500);
    },
  );

  check(
    'asks-for-basic-credentials',
    'says in every 401 how to sign in: Basic, in UTF-8',
    {
      points: 2,
      hint: [
        'A 401 must say in WWW-Authenticate how to come back (RFC 9110 §15.5.2).',
        '`invalidCredentials()`, below your task, has that header. Throw it for every reason.',
        '`throw …();`',
      ],
    },
    async () => {
      for (const [what, { status, headers }] of [
        ['no Authorization header', await without()],
        ['a wrong password', await wrong()],
        ['an unknown handle', await unknown()],
        ['a Bearer token', await ask(makeWorld(), 'Bearer a.b.c')],
        ['credentials that are not base64', await ask(makeWorld(), 'Basic mira:x')],
      ] as const) {
        expect(status, `the status, for ${what}`).toBe(401);
        const challenge: unknown = headers['www-authenticate'];
        expect(typeof challenge, `the type of WWW-Authenticate, for ${what}`).toBe('string');
        expect(challenge, `WWW-Authenticate, for ${what}`).toMatch(/^basic +\w/i);
        expect(challenge, `WWW-Authenticate, for ${what}`).toMatch(/\brealm="?cairn"?(,|\s|$)/i);
        expect(challenge, `WWW-Authenticate, for ${what}`).toMatch(/\bcharset="?utf-8"?(,|\s|$)/i);
      }
    },
  );

  check(
    'names-the-problem',
    'answers with a problem of the type invalid-credentials',
    {
      points: 1,
      hint: [
        'This API reports errors as problems (RFC 9457), so that a client can tell them apart by `type`.',
        'Throw `invalidCredentials()`, below your task. The app turns it into the answer.',
        '`throw …();`',
      ],
    },
    async () => {
      for (const [what, { status, type, body }] of [
        ['no Authorization header', await without()],
        ['a wrong password', await wrong()],
        ['an unknown handle', await unknown()],
        ['credentials that are not base64', await ask(makeWorld(), 'Basic mira:x')],
      ] as const) {
        expect(status, `the status, for ${what}`).toBe(401);
        expect(type, `the media type, for ${what}`).toBe('application/problem+json');
        const problem = 'https://cairn.example/problems/invalid-credentials';
        expect(body.type, `the problem's type, for ${what}`).toBe(problem);
        expect(body.status, `the problem's status, for ${what}`).toBe(status);
        for (const member of ['title', 'detail']) {
          expect(typeof body[member], `the type of the problem's ${member}`).toBe('string');
        }
        const words = `the members of the problem that explain it, for ${what}`;
        expect(wordsOf(body), words).toEqual(['title', 'detail']);
      }
    },
  );

  check(
    'tells-nobody-who-exists',
    'gives an unknown handle and a wrong password the same answer, after the same work',
    {
      points: 1,
      timeout: 4000,
      hint: [
        'An attacker who tries handles from a list must not learn which of them exist.',
        'Don’t say which of the two was wrong, don’t repeat the handle, and leave the looking up to one call of `checkPassword`.',
        '`if (!person) throw …;`',
      ],
    },
    async () => {
      const [one, other] = [await wrong(), await unknown()];
      expect(one.status, "the status, for Mira's handle with a wrong password").toBe(401);
      const what = 'the answer to an unknown handle, beside a wrong password';
      expect(other.body, what).toEqual(one.body);
      expect(other.text, `${what}, byte for byte`).toBe(one.text);
      const { date: _, ...headers } = one.headers as Record<string, string>;
      const { date: __, ...others } = other.headers as Record<string, string>;
      expect(others, 'the headers for an unknown handle, beside a wrong password').toEqual(headers);
      const { createApp } = await theApp();
      const app = createApp(makeWorld());
      for (const [who, line] of [
        ['an unknown handle', basic('nobody', 'not-hers')],
        ['a wrong password', basic(mira.handle, 'not-hers')],
        ["Mira's handle and password", miras],
      ] as const) {
        const work = await argon2WorkOf(() => askApp(app, line));
        const once = ['argon2id v=19 m=19456,t=2,p=1'];
        expect(work.length === 0 ? ['no work at all'] : work, `the Argon2 work for ${who}`).toEqual(
          once,
        );
      }
    },
  );

  check(
    'refuses-two-lines',
    'answers 401 to a request with two Authorization lines',
    {
      points: 1,
      hint: [
        'With two lines you would have to guess which one is the caller’s.',
        '`request.headers.authorization` is the first line, without a word about a second. `request.headersDistinct.authorization` is an array of all of them.',
        '`readBasicCredentials(request.….authorization)`',
      ],
    },
    async () => {
      const { status } = await granted();
      expect(status, "the status, for one line with Mira's credentials").toBe(200);
      for (const [what, ...lines] of [
        ["Mira's credentials, and others", miras, basic('tomas', 'x')],
        ["others, and Mira's credentials", basic('tomas', 'x'), miras],
        ["Mira's credentials, twice", miras, miras],
        ["Mira's credentials, and a token", miras, 'Bearer a.b.c'],
        ["a token, and Mira's credentials", 'Bearer a.b.c', miras],
      ] as const) {
        const twice = await ask(makeWorld(), ...lines);
        expect(twice.status, `the status, for two lines: ${what}`).toBe(401);
      }
    },
  );

  check(
    'gives-a-fresh-token-each-time',
    'makes a new token for each request, from the clock and the database of that moment',
    {
      points: 1,
      timeout: 4000,
      hint: [
        'A token that is kept has less than its hour left, and a password that was checked once may have changed.',
        'Anything outside of the handler is made once. Check and sign within it, for each request.',
        '`access_token: signAccessToken(person, keys, …),`',
      ],
    },
    async () => {
      const world = makeWorld();
      const { createApp } = await theApp();
      const app = createApp(world);
      const signIn = async () => {
        const { status, body } = await askApp(app, miras);
        expect(status, "the status, for Mira's handle and password").toBe(200);
        return decodeJwt(String(body.access_token));
      };
      const first = await signIn();
      const same = (await signIn()).jti === first.jti;
      expect(same, 'two tokens in the same second have the same jti').toBe(false);
      for (const seconds of [10, 3600]) {
        world.setTime(START + seconds * 1000 + 700);
        const { iat } = await signIn();
        expect(iat, `iat of a token that Mira gets ${seconds}.7 seconds later`).toBe(NOW + seconds);
      }
      world.database.run(
        "UPDATE people SET passwordHash = (SELECT passwordHash FROM people WHERE id = 'p-ines') WHERE id = 'p-mira'",
      );
      const old = await askApp(app, miras);
      expect(old.status, "the status, for Mira's old password after it has changed").toBe(401);
      world.database.run("DELETE FROM people WHERE id = 'p-ines'");
      const gone = await askApp(app, basic(ines.handle, ines.password));
      expect(gone.status, "the status, for Inês's password after she was deleted").toBe(401);
    },
  );

  check(
    'keeps-people-and-apps-apart',
    'gives each caller their own token, also with two at once and two apps',
    {
      points: 1,
      timeout: 4000,
      hint: [
        'Requests overlap while a password is verified, and one process may run two apps with different keys.',
        'Keep `person`, `credentials` and `keys` in the handler’s own variables, and nothing in the module.',
        '`const person = …;` inside the handler',
      ],
    },
    async () => {
      const { createApp } = await theApp();
      const other = makeWorld({ keys: strangerKeys });
      const hash = await hashPassword('another-password-1');
      other.database.run("UPDATE people SET passwordHash = ? WHERE id = 'p-mira'", hash);
      const [one, two] = [createApp(makeWorld()), createApp(other)];

      const answers = await Promise.all(
        [mira, tomas, ines].map(({ handle, password }) => askApp(one, basic(handle, password))),
      );
      const holders = await Promise.all(answers.map((answer) => holderOf(answer)));
      expect(holders, 'whose tokens Mira, Tomáš and Inês get at the same time').toEqual([
        'p-mira',
        'p-tomas',
        'p-ines',
      ]);
      const hers = [miras, basic(mira.handle, 'not-hers'), miras];
      const together = await Promise.all(hers.map((line) => askApp(one, line)));
      const statuses = "the statuses for Mira's password, a wrong one and hers again, all at once";
      expect(
        together.map(({ status }) => status),
        statuses,
      ).toEqual([200, 401, 200]);
      const second = await askApp(two, basic('mira', 'another-password-1'));
      const holder = await holderOf(second, strangerKeys);
      expect(holder, 'whose token a second app gives, with keys of its own').toBe('p-mira');
      const { status } = await askApp(two, miras);
      expect(status, 'the status of the second app, for the password in the first').toBe(401);
      const again = await holderOf(await askApp(one, miras));
      expect(again, 'whose token the first app gives after that').toBe('p-mira');
    },
  );

  check(
    'keeps-secrets-out-of-the-log',
    'neither prints nor logs a password or a token',
    {
      points: 1,
      hint: [
        'Anyone who can read the log could sign in as Mira, today and tomorrow.',
        'Look for `console` in token-endpoint.ts. To print who failed, print the handle at most. A wrong password is often the right one with a typo.',
      ],
    },
    async () => {
      const world = makeWorld();
      const nearly = 'granite-switchback-8';
      const leaks = await leaksOf(async () => {
        const { createApp } = await theApp();
        const app = createApp(world);
        const { status, body } = await askApp(app, miras);
        expect(status, "the status, for Mira's handle and password").toBe(200);
        await askApp(app, basic(mira.handle, nearly));
        await askApp(app, basic('nobody', nearly));
        await askApp(app, miras, miras);
        return {
          "Mira's password": mira.password,
          "Mira's Authorization line": miras.slice('Basic '.length),
          'a wrong password': nearly,
          'the token': signatureOf(body),
        };
      }, world.logged);
      expect(leaks, 'the secrets that were printed or logged').toEqual([]);
    },
  );
});

/** Posts to an app: with an Authorization header, several, or none. */
async function askApp(app: Parameters<typeof supertest>[0], ...lines: string[]): Promise<Answer> {
  const sent = supertest(app).post('/api/tokens');
  // A header that is given as a list is sent as so many lines.
  if (lines.length > 0)
    void sent.set('Authorization', (lines.length > 1 ? lines : lines[0]) as string);
  return sent;
}

/** The part of a token that must stay secret. */
function signatureOf(body: { access_token?: unknown }): string {
  return String(body.access_token).split('.')[2] ?? '';
}

/** Whose token an answer has, by jose; or why jose doesn't accept it. */
async function holderOf({ status, body }: Answer, keys: Keys = appKeys): Promise<unknown> {
  if (status !== 200) return `no token, but status ${status}`;
  return jwtVerify(String(body.access_token), keys.publicKey, {
    issuer: 'https://cairn.example',
    audience: 'https://cairn.example/api',
    typ: 'at+jwt',
    algorithms: ['RS256'],
    currentDate: new Date(START),
    requiredClaims: ['iss', 'aud', 'sub', 'client_id', 'iat', 'exp', 'jti'],
  }).then(
    ({ payload }) => payload.sub,
    (error: unknown) => (error instanceof Error ? error.message : String(error)),
  );
}
