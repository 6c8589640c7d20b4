import { decodeJwt } from 'jose';
import { check, expect, goodClaims, NOW, signToken, START, strangerKeys, task } from '#check';
import { errorsOf } from '../../08-refresh-tokens/checks/refusals.ts';
import { given, theRevoking } from './lessons.ts';
import {
  DAY,
  headersOf,
  MINUTE,
  open,
  outcomeOf,
  printedBy,
  quickWorld,
  resultOf,
  rowsOf,
  sha256,
  storedIn,
  tokenOf,
  watchQueries,
} from './worlds.ts';

type App = Awaited<ReturnType<typeof open>>;

const revokedIn = ({ world }: App) =>
  world.database.all<{ jti: string; exp: number }>('SELECT jti, exp FROM revokedTokens');

const EXPIRED = signToken(goodClaims({ sid: 's', iat: 0, exp: 600 }));
const BY_ANOTHER_KEY = signToken(goodClaims(), undefined, strangerKeys.privateKey);

/** Strings that are no good tokens of ours, with what they are. */
const NO_TOKENS = [
  ['an empty string', ''],
  ['a refresh token that was never issued', tokenOf('x')],
  ['three parts that mean nothing', 'a.b.c'],
  ['a token that lives too long', signToken(goodClaims({ sid: 's', exp: NOW + 3540 }))],
  ['an access token that has expired', EXPIRED],
  ['an access token without sid', signToken(goodClaims({ exp: NOW + 540 }))],
  [
    'an access token without jti',
    signToken(goodClaims({ sid: 's', exp: NOW + 540, jti: undefined })),
  ],
  [
    'an access token whose jti is a number',
    signToken(goodClaims({ sid: 's', exp: NOW + 540, jti: 5 })),
  ],
  ['an access token by another key', BY_ANOTHER_KEY],
  ['SQL', "' OR '1'='1"],
  ['a zero byte', '\0'],
  ['a very long string', 'x'.repeat(90_000)],
] as const;

task('9.3', () => {
  check(
    'a-refresh-token-ends-its-session',
    'ends the session of a refresh token, and with it every token of the session',
    {
      points: 3,
      hint: [
        'To revoke a refresh token is to sign out: neither it nor the access token may open anything afterwards (RFC 7009 §2.1).',
        '`refreshTokens` has a row with the token’s hash and its `sessionId`. Delete that session from `apiSessions`; its refresh tokens are deleted with it.',
        "`'DELETE FROM apiSessions WHERE id = (SELECT … FROM refreshTokens WHERE hash = ?)'`",
      ],
    },
    async () => {
      const app = await open();
      const { refresh_token, access_token } = await app.signIn();
      await app.expectGood(access_token, 'an access token, before');
      await app.revoke(refresh_token, 'a refresh token');
      await app.expectRefused(access_token, 'an access token of the same session');
      await app.expectNoRefresh(refresh_token, 'the refresh token that was revoked');
      expect(rowsOf(app.world.database), 'sessions and refresh tokens in the database').toEqual({
        sessions: [],
        tokens: [],
      });
    },
  );

  check(
    'a-used-refresh-token-too',
    'ends the session of a used refresh token, too, however old it is',
    {
      points: 2,
      hint: [
        'A client whose last refresh got lost still has the old token. It wants to sign out, and it has nothing else to show.',
        'A used token stays in `refreshTokens` as long as its session. Look for its hash, whatever `usedAt` is.',
        '`WHERE hash = ?`, without another condition',
      ],
    },
    async () => {
      for (const age of [1, 3]) {
        const app = await open();
        const chain = [await app.signIn()];
        for (let turn = 1; turn <= 3; turn += 1) {
          app.world.setTime(START + turn * DAY);
          chain.push(await app.refresh(chain.at(-1)!.refresh_token));
        }
        const what = `a refresh token that was used ${age} refreshes ago`;
        await app.revoke(chain.at(-1 - age)!.refresh_token, what);
        const { access_token, refresh_token } = chain.at(-1)!;
        await app.expectRefused(access_token, `the newest access token, after ${what} was revoked`);
        await app.expectNoRefresh(refresh_token, 'the newest refresh token, after that');
      }
    },
  );

  check(
    'that-session-alone',
    'ends that session, and no other one',
    {
      points: 1,
      hint: [
        'Mira signs out on her phone. On her laptop she is still signed in, and so is everyone else.',
        'Delete one session, by its `id`.',
        '`DELETE FROM apiSessions WHERE id = (SELECT … FROM refreshTokens WHERE hash = ?)`: is there a `personId` in your WHERE?',
      ],
    },
    async () => {
      const app = await open();
      const [phone, laptop] = [await app.signIn(), await app.signIn()];
      const tomas = await app.signIn('tomas');
      await app.revoke(phone.refresh_token, 'a refresh token');
      await app.expectGood(laptop.access_token, "a token of the same person's other session");
      await app.expectGood(tomas.access_token, "another person's token");
      await app.refresh(laptop.refresh_token, "a token of the same person's other session");
      await app.refresh(tomas.refresh_token, "another person's token");
    },
  );

  check(
    'an-access-token-is-refused',
    'puts an access token on the list, so that it is refused from then on',
    {
      points: 2,
      hint: [
        'The signature stays valid until `exp`. Only the list can say that the token isn’t wanted any more.',
        '`readOwnToken(token, policy, clock())` returns what `addRevokedToken(database, …, now)` takes.',
        '`addRevokedToken(database, own ?? …, now);`',
      ],
    },
    async () => {
      const app = await open();
      const { access_token } = await app.signIn();
      const { jti, exp } = decodeJwt(access_token);
      app.world.setTime(START + MINUTE);
      await app.revoke(access_token, 'an access token');
      await app.expectRefused(access_token, 'the access token that was revoked');
      const row = revokedIn(app).find((each) => each.jti === jti);
      expect(row, 'the row of revokedTokens for this token').toEqual({ jti, exp });
      await app.revoke(access_token, 'the same access token, once more');
      app.world.setTime(START + 10 * MINUTE - 1);
      await app.expectRefused(access_token, 'that token, a moment before its exp');
    },
  );

  check(
    'its-session-continues',
    'leaves the session of a revoked access token alone, and its other tokens',
    {
      points: 2,
      hint: [
        'Say that an access token got into a log. It’s enough to make that one worthless: the client refreshes and continues.',
        'Don’t delete the session of an access token. Only a refresh token ends its session.',
        'Look at what your DELETE compares with. It is `hashOf(token)`, which fits no access token. The `sid` of the token isn’t needed.',
      ],
    },
    async () => {
      const app = await open();
      const first = await app.signIn();
      const second = await app.refresh(first.refresh_token);
      await app.revoke(first.access_token, 'an access token');
      await app.expectGood(second.access_token, 'another access token of the same session');
      await app.revoke(second.access_token, 'the other access token');
      const third = await app.refresh(second.refresh_token, 'the refresh token of that session');
      await app.expectGood(third.access_token, 'a new access token of that session');
    },
  );

  check(
    'the-same-answer-for-any-string',
    'answers every string in the same way',
    {
      points: 2,
      hint: [
        'An attacker who has found a string must not learn here whether it opens anything (RFC 7009 §2.2).',
        '`readOwnToken` returns undefined for a string that isn’t a good access token. Throw nothing, and return nothing.',
        'Look for `throw` and `return` in your code. `readOwnToken(…) ?? …` goes on with something for every string.',
      ],
    },
    async () => {
      const app = await open();
      const { refresh_token, access_token } = await app.refresh((await app.signIn()).refresh_token);
      const valid = await app.revoke(access_token, 'an access token');
      expect(valid.headers['cache-control'], 'Cache-Control').toBe('no-store');
      const others: [string, string][] = [
        ['the same access token again', access_token],
        ['a refresh token', refresh_token],
        ['the same refresh token again', refresh_token],
        ['an access token whose session has ended', access_token],
        ...NO_TOKENS.map(([what, token]): [string, string] => [what, token]),
      ];
      for (const [what, token] of others) {
        const answer = await app.revoke(token, what);
        const label = `the answer for ${what}, beside that for an access token`;
        expect(answer.text, label).toBe(valid.text);
        expect(headersOf(answer), `the headers for ${what}`).toEqual(headersOf(valid));
      }
      expect(app.world.logged, 'what was logged').toEqual([]);
    },
  );

  check(
    'the-same-work-for-any-string',
    'does the same work for every string, valid or not',
    {
      points: 2,
      hint: [
        'Your code sends other statements to the database for this string. A write takes longer than no write, and that can be measured.',
        'Without an access token of ours, use a stand-in: `{ jti: crypto.randomUUID(), exp: now / 1000 }`. Then there is always something to add.',
        '`const revoked = own ?? { jti: …, exp: … };`, and no `if` after it',
      ],
    },
    async () => {
      const app = await open();
      const first = await app.signIn();
      const { refresh_token, access_token } = await app.refresh(first.refresh_token);
      const { database } = app.world;
      const workFor = async (token: string, what: string) => {
        // What is taken off the list doesn’t depend on the string.
        database.run('DELETE FROM revokedTokens');
        const statements = watchQueries({ database });
        await app.revoke(token, what);
        for (const method of ['all', 'get', 'run', 'exec'])
          Reflect.deleteProperty(database, method);
        return statements;
      };
      const usual = await workFor(access_token, 'an access token');
      const writes = usual.filter((sql) => /^\s*(insert|replace)/i.test(sql)).length;
      expect(writes, 'statements that insert a row, for an access token').toBeGreaterThan(0);
      const others: [string, string][] = [
        ['a string that nobody has issued', tokenOf('x')],
        ['an access token by another key', BY_ANOTHER_KEY],
        ['an access token that has expired', EXPIRED],
        ['an empty string', ''],
        ['a used refresh token', first.refresh_token],
        ['a refresh token whose session has ended', refresh_token],
      ];
      for (const [what, token] of others) {
        const label = `the statements for ${what}, beside those for an access token`;
        expect(await workFor(token, what), label).toEqual(usual);
      }
    },
  );

  check(
    'forged-tokens-revoke-nothing',
    'revokes nothing for a token that isn’t ours, whatever it says',
    {
      points: 2,
      hint: [
        'This token carries the `jti` of a good one, but somebody else has made it. If it counts, anyone who knows a `jti` can sign others out.',
        'Take `jti` and `exp` from `readOwnToken`, which verifies the signature. Don’t decode the token yourself.',
        '`const own = readOwnToken(token, policy, now);`, with the string as it came: no `trim`, no `replace`, and no other lookup beside the one by `hashOf(token)`',
      ],
    },
    async () => {
      const app = await open();
      const { access_token, refresh_token } = await app.signIn();
      const claims = decodeJwt(access_token);
      const [head, payload] = access_token.split('.');
      for (const [what, token] of [
        ['signed by another key', signToken({ ...claims }, undefined, strangerKeys.privateKey)],
        ['without a signature', `${head}.${payload}.`],
        ['of another issuer', signToken({ ...claims, iss: 'https://evil.example' })],
        ['that has expired', signToken({ ...claims, iat: NOW - 1200, exp: NOW - 600 })],
        ['with a space before it', ` ${access_token}`],
      ] as const) {
        await app.revoke(token, `a copy of the token, ${what}`);
        await app.expectGood(access_token, `a good token, after a copy ${what} was revoked`);
      }
      const nearly = [sha256(refresh_token), String(claims['sid']), String(claims.jti), '%'];
      for (const token of [refresh_token, access_token]) {
        nearly.push(`Bearer ${token}`, ` ${token}`, `${token}\n`, `"${token}"`, `${token}=`);
      }
      for (const token of nearly) await app.revoke(token, 'a string that is nearly a token');
      await app.expectGood(access_token, 'a good token, after all that');
      await app.refresh(refresh_token, 'a good refresh token, after all that');
    },
  );

  check(
    'the-list-stays-short',
    'leaves nothing on the list that has no use',
    {
      points: 2,
      hint: [
        'Anyone may send strings here, as many as they like. If each of them leaves a row for ten minutes, they fill your disk.',
        'A stand-in expires at this very moment, so the next call takes it off. `exp` is in seconds.',
        '`exp: now / …`',
      ],
    },
    async () => {
      const app = await open();
      const { access_token } = await app.signIn();
      for (let turn = 0; turn < 60; turn += 1) {
        if (turn >= 30) app.world.setTime(START + turn * 100);
        await app.revoke(`${access_token.slice(0, -8)}${turn}`, 'a string that nobody has issued');
      }
      const left = revokedIn(app).length;
      const label = 'rows in revokedTokens after 60 unknown strings: one stand-in at most';
      expect(left, label).toBeLessThanOrEqual(1);
      await app.revoke(access_token, 'an access token');
      app.world.setTime(START + 10 * MINUTE);
      await app.revoke('x', 'an unknown string, when that token has expired');
      const { jti } = decodeJwt(access_token);
      const forgotten = revokedIn(app).every((row) => row.jti !== jti);
      expect(forgotten, 'whether the token is forgotten once it has expired').toBe(true);
    },
  );

  check(
    'all-or-nothing',
    'does both in one transaction: if one of them fails, nothing has changed',
    {
      points: 1,
      hint: [
        'When the client gets a 500, it sends its token again. It must not find things half done.',
        '`database.transaction(() => { … })` takes everything back when something in it throws. It isn’t asynchronous: nothing in it may `await`.',
        'Put both the DELETE and `addRevokedToken` into it.',
      ],
    },
    async () => {
      for (const [table, what] of [
        ['revokedTokens', 'the list'],
        ['apiSessions', 'the table of sessions'],
      ] as const) {
        const app = await open();
        const { refresh_token, access_token } = await app.signIn();
        const before = storedIn(app.world.database);
        // The statement fails, and everything else works.
        const verb = table === 'apiSessions' ? 'DELETE' : 'INSERT';
        app.world.database.exec(
          `CREATE TRIGGER broken BEFORE ${verb} ON ${table} BEGIN SELECT raise(ABORT, 'broken'); END`,
        );
        for (const token of [refresh_token, access_token]) {
          const status = (await app.askToRevoke(token)).status;
          const isUntouched = table === 'apiSessions' && token === access_token;
          if (!isUntouched) expect(status, `the status, when ${what} can’t be written`).toBe(500);
          if (isUntouched) continue;
          const label = `whether anything has changed, when ${what} can’t be written`;
          expect(storedIn(app.world.database) !== before, label).toBe(false);
        }
      }
      const { world, ...app } = await open();
      const { access_token } = await app.signIn();
      const policy = {
        ...(await given()).sessionPolicy(world.keys),
        publicKey: undefined as never,
      };
      const { revokeToken } = await theRevoking();
      const outcome = await outcomeOf(async () => revokeToken(access_token, { ...world, policy }));
      expect('error' in outcome, 'whether an error is thrown, when the key is missing').toBe(true);
    },
  );

  check(
    'needs-nothing-else',
    'takes the token from the body, and needs no other credentials',
    {
      points: 1,
      hint: [
        'The client’s access token may have expired when it signs out. The route is given, and open to everyone.',
        'Everything depends on the string alone, not on who sends it.',
        '`revokeToken` knows no request, and needs none: `token` is the string, and `database`, `clock` and `policy` are the rest.',
      ],
    },
    async () => {
      const app = await open();
      const { refresh_token, access_token } = await app.signIn();
      for (const [body, error] of [
        [{}, '#/token: token is required'],
        [{ token: 5 }, '#/token: token must be a string'],
        [{ token: [refresh_token] }, '#/token: token must be a string'],
        [{ token: null }, '#/token: token must be a string'],
        [[refresh_token], '#: the body must be a JSON object'],
      ] as const) {
        const answer = await app.api.post('/api/tokens/revoke').send(body);
        const what = `POST /api/tokens/revoke with ${JSON.stringify(body).slice(0, 12)}`;
        expect(await resultOf(answer), what).toBe('422 validation-failed');
        expect(errorsOf(answer), 'the errors').toEqual([error]);
      }
      await app.expectGood(access_token, 'a good token, after all that');
      const sent = app.api.post('/api/tokens/revoke').set('Authorization', 'Bearer expired');
      const { status } = await sent.send({ token: refresh_token });
      expect(status, 'the status, with a bad access token beside it').toBe(200);
      await app.expectRefused(access_token, 'a token of the session that has ended');
    },
  );

  check(
    'survives-a-restart',
    'still refuses after a restart what was revoked before, in this app alone',
    {
      points: 1,
      hint: [
        'What is in the database survives. What is in a variable doesn’t, and two apps would share it.',
        '`database`, `clock` and `policy` are in the options. Keep nothing outside of the function.',
        '`addRevokedToken(database, …, now)` and `database.run(…)`, with the `database` of this call. Is there a variable above the function?',
      ],
    },
    async () => {
      const app = await open();
      const [mira, tomas] = [await app.signIn(), await app.signIn('tomas')];
      await app.revoke(mira.access_token, 'an access token');
      await app.revoke(tomas.refresh_token, 'a refresh token');
      const restarted = await open(app.world);
      await restarted.expectRefused(mira.access_token, 'an access token revoked before a restart');
      await restarted.expectNoRefresh(tomas.refresh_token, 'a token revoked before a restart');
      const other = await open(quickWorld());
      const theirs = await other.signIn();
      await app.revoke(theirs.refresh_token, "another app's refresh token");
      await other.refresh(theirs.refresh_token, 'a refresh token that another app was sent');
    },
  );

  check(
    'keeps-tokens-to-itself',
    'neither stores, prints nor returns the string that it was sent',
    {
      points: 1,
      hint: [
        'Everyone who can read the database or the log could use a refresh token that is in there.',
        'Store the `jti` alone, hash the string with `hashOf` before you look for it, and print nothing.',
        '`jti: crypto.randomUUID()` for the stand-in, `hashOf(…)` in the lookup, and no `console`',
      ],
    },
    async () => {
      const app = await open();
      const { refresh_token, access_token } = await app.signIn();
      const { revokeToken } = await theRevoking();
      const strings = [access_token, 'a-string-that-nobody-knows', refresh_token];
      const returned: unknown[] = [];
      const { sessionPolicy } = await given();
      const options = { ...app.world, policy: sessionPolicy(app.world.keys) };
      const { database, clock } = app.world;
      const printed = await printedBy(async () => {
        for (const token of strings) {
          returned.push(await revokeToken(token, { ...options, database, clock }));
        }
      });
      expect(returned, 'what revokeToken returns').toEqual([undefined, undefined, undefined]);
      for (const token of strings) {
        const places = { stored: storedIn(database), printed };
        const found = Object.entries(places).flatMap(([where, text]) =>
          text.includes(token) ? [where] : [],
        );
        expect(found, `where a string is found that was revoked`).toEqual([]);
      }
    },
  );
});
