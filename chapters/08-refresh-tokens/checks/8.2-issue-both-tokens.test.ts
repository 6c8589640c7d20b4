import { decodeJwt, decodeProtectedHeader, jwtVerify } from 'jose';
import { appKeys, check, expect, NOW, PEOPLE, START, strangerKeys, task } from '#check';
import { theIssuing } from './lessons.ts';
import { expectKeptOutOfLogs } from './secrets.ts';
import {
  MINUTE,
  open,
  openSession,
  outcomeOf,
  quickWorld,
  rowsOf,
  sha256,
  storedIn,
} from './worlds.ts';

/** Issues tokens for a session, without the app. */
async function issue({ session, options }: Awaited<ReturnType<typeof openSession>>) {
  const { issueTokens } = await theIssuing();
  const issued = Object(await issueTokens(session, options)) as Record<string, unknown>;
  return { ...issued, access: String(issued['access_token']), refresh: issued['refresh_token'] };
}

task('8.2', () => {
  check(
    'answers-with-both',
    'answers a password with an access token and a refresh token',
    {
      points: 3,
      hint: [
        'A client library looks for exactly these four names (RFC 6749 §5.1).',
        '`expires_in` is a number of seconds: ACCESS_LIFETIME. The refresh token is `token` of what `makeRefreshToken()` returns.',
        "`return { access_token: …, token_type: 'Bearer', expires_in: …, refresh_token: … };`",
      ],
    },
    async () => {
      const app = await open();
      const answer = await app.askWithPassword('mira');
      expect(answer.status, "the status, for Mira's password").toBe(200);
      expect(answer.type, 'the media type').toBe('application/json');
      expect(Object.keys(answer.body as object).sort(), 'the members of the answer').toEqual([
        'access_token',
        'expires_in',
        'refresh_token',
        'token_type',
      ]);
      const { token_type, expires_in, refresh_token } = answer.body;
      expect(token_type, 'token_type').toBe('Bearer');
      expect(expires_in, 'expires_in').toBe(600);
      expect(typeof refresh_token, 'the type of refresh_token').toBe('string');
      expect(refresh_token, 'refresh_token').toMatch(/^[A-Za-z0-9_-]{43}$/);
      expect(answer.headers['cache-control'], 'Cache-Control').toBe('no-store');
      expect(answer.headers['set-cookie'], 'Set-Cookie').toBe(undefined);
    },
  );

  check(
    'signs-for-the-session',
    'signs an access token with the claims of 2.1 and the session’s id as `sid`',
    {
      points: 3,
      hint: [
        'The token is one of chapter 2, with one more claim: the session that it belongs to.',
        'The claims are `iss`, `aud`, `sub`, `client_id`, `sid`, `iat`, `exp` and `jti`. The header has `alg`, `typ` and `kid`.',
        '`sid: id,` beside `sub: personId,`',
      ],
    },
    async () => {
      for (const who of ['mira', 'ines'] as const) {
        const opened = await openSession(who);
        const { access, refresh } = await issue(opened);
        const verified = await jwtVerify(access, appKeys.publicKey, {
          currentDate: new Date(START),
        }).catch((error: unknown) =>
          expect.fail(`jose says of the access token: ${String(error)}`),
        );
        const { jti, ...claims } = verified.payload;
        expect(claims, `the claims of ${who}'s access token, but for jti`).toEqual({
          iss: 'https://cairn.example',
          aud: 'https://cairn.example/api',
          sub: PEOPLE[who].id,
          client_id: 'cairn',
          sid: opened.session.id,
          iat: NOW,
          exp: NOW + 600,
        });
        expect(typeof jti, 'the type of jti').toBe('string');
        const secrets = [String(refresh), sha256(String(refresh))];
        const found = secrets.some((secret) => String(jti).includes(secret));
        expect(found, 'whether jti contains the refresh token or its hash').toBe(false);
        const header = { alg: 'RS256', typ: 'at+jwt', kid: appKeys.kid };
        expect(decodeProtectedHeader(access), 'the header of the access token').toEqual(header);
      }
    },
  );

  check(
    'opens-the-api',
    'issues access tokens that open the API to their owner',
    {
      points: 2,
      hint: [
        'The API accepts a token whose subject is a person, whose session is a string, and that lives ten minutes at most.',
        '`sub` is `personId`, and `sid` is `id`: both are in the session that you were given.',
        'Compare your claims with those of 2.1, one by one.',
      ],
    },
    async () => {
      const app = await open();
      for (const who of ['mira', 'tomas', 'ines'] as const) {
        const { access_token } = await app.signIn(who);
        const answer = await app.me(access_token);
        expect(answer.status, `GET /api/me with ${who}'s access token`).toBe(200);
        expect(answer.body.id, `who that is`).toBe(PEOPLE[who].id);
      }
    },
  );

  check(
    'lives-ten-minutes',
    'issues access tokens that live ten minutes, and not a second longer',
    {
      points: 2,
      hint: [
        'A stolen access token is good until its `exp`. Now that a new one takes no password, that can be soon.',
        '`exp` is `iat` + ACCESS_LIFETIME: chapter 2’s LIFETIME is an hour. Ask the clock once: between two questions a second may end.',
        '`exp: issuedAt + …,`',
      ],
    },
    async () => {
      const app = await open();
      const { access_token, expires_in } = await app.signIn();
      const { iat, exp } = decodeJwt(access_token);
      expect(Number(exp) - Number(iat), 'the seconds from iat to exp').toBe(600);
      expect(expires_in, 'expires_in').toBe(600);
      app.world.setTime(START + 10 * MINUTE - 1);
      expect((await app.me(access_token)).status, 'GET /api/me, a moment before exp').toBe(200);
      app.world.setTime(START + 10 * MINUTE);
      const late = await app.me(access_token);
      expect(late.status, 'GET /api/me at exp').toBe(401);
      expect(late.body.type, 'the problem at exp').toMatch(/expired-token$/);

      // Time goes on while the learner's code runs: each question to the clock gets another answer.
      const opened = await openSession();
      let now = START + 300;
      const options = { ...opened.options, clock: () => (now += 400) };
      const { access } = await issue({ ...opened, options });
      const claims = decodeJwt(access);
      const seconds = Number(claims.exp) - Number(claims.iat);
      expect(seconds, 'the seconds from iat to exp, when a second ends in between').toBe(600);
    },
  );

  check(
    'stores-only-the-hash',
    'stores the refresh token’s hash, and never the token itself',
    {
      points: 4,
      hint: [
        'Somebody who steals the database must not be able to refresh with what is in it.',
        '`makeRefreshToken()` returns both. `sessions.addToken(id, …)` takes the hash; the client gets the token.',
        '`const { token, hash } = makeRefreshToken();` then `sessions.addToken(id, hash);`',
      ],
    },
    async () => {
      const app = await open();
      const { refresh_token, access_token } = await app.signIn();
      const { database } = app.world;
      const stored = storedIn(database);
      expect(stored.includes(refresh_token), 'whether the refresh token is in the database').toBe(
        false,
      );
      expect(stored.includes(access_token), 'whether the access token is in the database').toBe(
        false,
      );
      const hashes = rowsOf(database).tokens.map(({ hash }) => hash);
      expect(hashes, 'the hashes in the table refreshTokens').toEqual([sha256(refresh_token)]);
    },
  );

  check(
    'adds-it-to-its-session',
    'adds each refresh token to the session that it was issued for',
    {
      points: 2,
      hint: [
        'A refresh token of one session must never refresh another one.',
        'Call `sessions.addToken` once for each token, with the id of the session that you were given, before you return. Don’t catch what it throws: a token that was not added is worth nothing.',
        '`sessions.addToken(id, hash);`',
      ],
    },
    async () => {
      const world = quickWorld();
      const opened = await openSession('mira', world);
      const other = await openSession('tomas', world);
      const issued = [
        [opened.session.id, await issue(opened)],
        [other.session.id, await issue(other)],
        [opened.session.id, await issue(opened)],
      ] as const;
      for (const [id, { refresh, access }] of issued) {
        const row = world.database.get<{ sessionId: string; usedAt: number | null }>(
          'SELECT sessionId, usedAt FROM refreshTokens WHERE hash = ?',
          sha256(String(refresh)),
        );
        expect(row?.sessionId, 'the session of a refresh token, in the database').toBe(id);
        expect(row?.usedAt, 'usedAt of a new refresh token').toBe(null);
        expect(decodeJwt(access)['sid'], 'sid of the access token beside it').toBe(id);
      }
      expect(rowsOf(world.database).tokens.length, 'refresh tokens for three calls').toBe(3);
      expect(rowsOf(world.database).sessions.length, 'sessions after three calls').toBe(2);
      const failure = new Error('These sessions of a check add no token.');
      const sessions = {
        ...opened.sessions,
        addToken: () => {
          throw failure;
        },
      };
      const options = { ...opened.options, sessions };
      const outcome = await outcomeOf(() => issue({ ...opened, options }));
      const thrown = 'error' in outcome ? outcome.error : 'nothing';
      expect(thrown, 'what is thrown when the token can’t be added').toBe(failure);
    },
  );

  check(
    'is-fresh-each-time',
    'makes new tokens each time, by the clock of that moment',
    {
      points: 2,
      hint: [
        'Anything that is kept from the call before is too old, or belongs to somebody else.',
        '`iat` is `Math.floor(clock() / 1000)`: whole seconds. `jti` and the refresh token are new on every call.',
        'Keep nothing outside of `issueTokens`.',
      ],
    },
    async () => {
      const opened = await openSession();
      const first = await issue(opened);
      const second = await issue(opened);
      const sameId = decodeJwt(first.access).jti === decodeJwt(second.access).jti;
      expect(sameId, 'whether two access tokens have the same jti').toBe(false);
      const same = first.refresh === second.refresh;
      expect(same, 'whether two refresh tokens are the same').toBe(false);
      for (const seconds of [61.999, 3 * 24 * 3600, 2_500_000_000 - NOW]) {
        opened.world.setTime(START + seconds * 1000);
        const { access } = await issue(opened);
        const { iat, exp } = decodeJwt(access);
        expect(iat, `iat, ${seconds} seconds later`).toBe(Math.floor(NOW + seconds));
        expect(exp, `exp, ${seconds} seconds later`).toBe(Math.floor(NOW + seconds) + 600);
      }
    },
  );

  check(
    'a-session-for-each-sign-in',
    'keeps the sessions of two sign-ins apart, even of one person',
    {
      points: 2,
      hint: [
        'Mira’s phone and her laptop are two sessions. If one is stolen, the other goes on.',
        '`sid` is the session’s `id`, not the person’s.',
        '`sid: id,`',
      ],
    },
    async () => {
      const app = await open();
      const [phone, laptop] = [await app.signIn(), await app.signIn()];
      const ids = [phone, laptop].map(({ access_token }) => decodeJwt(access_token)['sid']);
      expect(new Set(ids).size, 'different values of sid, for two sign-ins').toBe(2);
      const known = rowsOf(app.world.database).sessions.map(({ id }) => id);
      expect(known.sort(), 'the sessions in the database, and the two values of sid').toEqual(
        ids.map(String).sort(),
      );
    },
  );

  check(
    'no-session-without-a-password',
    'starts no session, and issues no token, without the right password',
    {
      points: 1,
      hint: [
        'The password is checked before `issueTokens` is called. Does your code issue anything else?',
        'This is given: it works again when a correct password gets its tokens.',
      ],
    },
    async () => {
      const app = await open();
      const { refresh_token } = await app.signIn('tomas');
      const before = rowsOf(app.world.database);
      const wrong = await app.askWithPassword('mira', 'not-her-password');
      const unknown = await app.api.post('/api/tokens').set('Authorization', 'Basic bm9ib2R5Ong=');
      const withToken = await app.api
        .post('/api/tokens')
        .send({ refresh_token, grant_type: 'refresh_token' });
      for (const [what, answer] of [
        ['a wrong password', wrong],
        ['an unknown handle', unknown],
        ['a refresh token in the place of a password', withToken],
      ] as const) {
        expect(answer.status, `POST /api/tokens with ${what}`).toBe(401);
        expect(answer.body.type, `the problem for ${what}`).toMatch(/invalid-credentials$/);
        expect(answer.text, `the answer to ${what}`).toBe(wrong.text);
      }
      expect(rowsOf(app.world.database), 'sessions and tokens afterwards').toEqual(before);
    },
  );

  check(
    'uses-what-it-is-given',
    'signs with the keys, and by the clock, of the app that it is in',
    {
      points: 1,
      hint: [
        'One process may run two apps, each with keys, a clock and a database of its own.',
        '`keys`, `clock` and `sessions` are in the options. Keep none of them outside of the function.',
      ],
    },
    async () => {
      const one = await openSession('mira');
      const two = await openSession('mira', quickWorld({ keys: strangerKeys }));
      two.world.setTime(START + MINUTE);
      await issue(one);
      const { access } = await issue(two);
      const { access: again } = await issue(one);
      const by = async (token: string, { publicKey }: typeof appKeys) =>
        jwtVerify(token, publicKey, { currentDate: new Date(START + MINUTE) }).then(
          ({ payload }) => payload.iat,
          () => 'not verified',
        );
      expect(await by(access, strangerKeys), "iat of the second app's, by its own key").toBe(
        NOW + 60,
      );
      expect(await by(again, appKeys), "iat of the first app's, by its own key").toBe(NOW);
      const kid = decodeProtectedHeader(access).kid;
      expect(kid, "kid of the second app's token").toBe(strangerKeys.kid);
    },
  );

  check(
    'keeps-tokens-out-of-logs',
    'neither prints nor logs a token or its hash',
    {
      points: 1,
      hint: [
        'A refresh token in a log is good for a month.',
        'Look for `console` in issue-tokens.ts.',
        'To see what happens, print the session’s id, and nothing else.',
      ],
    },
    async () => {
      await expectKeptOutOfLogs(async (app) => [await app.signIn(), await app.signIn('ines')]);
    },
  );
});
