import type { Request } from 'express';
import { goodClaims, NOW, signToken, check, expect, PEOPLE, START, task } from '#check';
import { decodeJwt } from 'jose';
import { given, theAuthenticator } from './lessons.ts';
import {
  DAY,
  headersOf,
  MINUTE,
  open,
  outcomeOf,
  quickWorld,
  storedIn,
  type Who,
} from './worlds.ts';

/** An authenticator of its own, and a live session of each person. */
async function openAuthenticator() {
  const { liveSessionAuthenticator } = await theAuthenticator();
  const { apiSessions, sessionPolicy, findSessionId } = await given();
  const app = await open();
  const { database, clock, keys } = app.world;
  const sessions = apiSessions(database, clock);
  const ids = {
    mira: sessions.start(PEOPLE.mira.id).id,
    tomas: sessions.start(PEOPLE.tomas.id).id,
    ines: sessions.start(PEOPLE.ines.id).id,
  };
  /** An access token by the app's own key: good for this person and session, but for the changes. */
  const forge = (who: Who, changes: Record<string, unknown> = {}) =>
    signToken(
      goodClaims({ sub: PEOPLE[who].id, sid: ids[who], iat: NOW, exp: NOW + 600, ...changes }),
    );
  /** Asks the authenticator about a request with this token. */
  const ask = async (token: string) => {
    const policy = sessionPolicy(keys);
    const options = { database, clock, policy, sessions, readToken: () => token };
    const request = {} as Request;
    const outcome = await outcomeOf(async () => liveSessionAuthenticator(options)(request));
    return { ...outcome, sessionId: findSessionId(request) };
  };
  return { ...app, sessions, ids, forge, ask };
}

const revoke = (database: ReturnType<typeof quickWorld>['database'], jti: unknown) =>
  database.run('INSERT INTO revokedTokens (jti, exp) VALUES (?, ?)', String(jti), NOW + 600);

task('9.2', () => {
  check(
    'recognizes-a-live-session',
    'recognizes the person of a live session, as they are in the database now',
    {
      points: 2,
      hint: [
        'Everything is right with this token and with its session, so the person is the answer.',
        '`findPersonById(database, subject)` finds the person. Return it after all the checks.',
        'Is one of your conditions the wrong way round?',
      ],
    },
    async () => {
      const app = await open();
      for (const who of ['mira', 'tomas', 'ines'] as const) {
        const { access_token } = await app.signIn(who);
        const answer = await app.me(access_token);
        expect(answer.status, `GET /api/me with ${who}'s access token`).toBe(200);
        expect(answer.body.id, 'who that is').toBe(PEOPLE[who].id);
      }
      const { access_token } = await app.signIn('mira');
      app.world.database.run("UPDATE people SET role = 'ranger' WHERE id = 'p-mira'");
      const { role } = (await app.me(access_token)).body;
      expect(role, 'the role of somebody who has become a ranger meanwhile').toBe('ranger');
    },
  );

  check(
    'an-ended-session',
    'refuses an access token at once when its session has ended',
    {
      points: 3,
      hint: [
        'A thief has the access token too. Without this they could use it for ten more minutes.',
        '`sessions.find(sessionId)` returns undefined when the session has ended. Then throw.',
        'A session that isn’t there has no `personId`: `session?.personId === …`',
      ],
    },
    async () => {
      const app = await openAuthenticator();
      const { access_token } = await app.signIn();
      await app.expectGood(access_token, 'a token of a live session');
      app.world.setTime(START + 500);
      app.sessions.end(String(decodeJwt(access_token)['sid']));
      await app.expectRefused(access_token, 'a token whose session has ended');
      app.world.setTime(START + 900);
      const again = await app.signIn();
      await app.expectGood(again.access_token, 'a token of a new session, in the same second');
      await app.expectRefused(access_token, 'the token of the session that has ended, after that');
    },
  );

  check(
    'other-sessions-live-on',
    'leaves the tokens of other sessions alone, also those of the same person',
    {
      points: 1,
      hint: [
        'Mira’s phone is lost, and her laptop isn’t. The token says which session it belongs to.',
        'Look for the session by `sessionId`, not by the person.',
        '`const session = sessions.find(…);`, with the id that `verifySessionToken` has returned',
      ],
    },
    async () => {
      const app = await openAuthenticator();
      const [phone, laptop] = [await app.signIn(), await app.signIn()];
      app.sessions.end(String(decodeJwt(phone.access_token)['sid']));
      await app.expectRefused(phone.access_token, 'a token whose session has ended');
      await app.expectGood(laptop.access_token, "a token of the same person's other session");
      await app.expectGood(app.forge('tomas'), "another person's token");
    },
  );

  check(
    'an-unknown-session',
    'refuses an access token whose session never was',
    {
      points: 1,
      hint: [
        'The signature is ours, so one of our older programs may have made this token.',
        '`sessions.find` returns undefined for it, as for a session that has ended.',
        '`session?.personId === subject` is false when there is no session. Is that one of your conditions?',
      ],
    },
    async () => {
      const app = await openAuthenticator();
      for (const sid of ['no-such-session', '', '%', PEOPLE.mira.id, "' OR '1'='1"]) {
        await app.expectRefused(app.forge('mira', { sid }), `a token with the sid \`${sid}\``);
      }
      await app.expectGood(app.forge('mira'), 'a token with the right sid');
    },
  );

  check(
    'a-session-of-somebody-else',
    'refuses an access token whose session belongs to another person',
    {
      points: 2,
      hint: [
        'The session lives, but it isn’t the session of the person whom the token is about.',
        'Compare the session’s `personId` with `subject`.',
        '`session?.personId === …`',
      ],
    },
    async () => {
      const app = await openAuthenticator();
      const mixed = [
        ['mira', 'tomas'],
        ['tomas', 'mira'],
        ['ines', 'mira'],
      ] as const;
      for (const [who, whose] of mixed) {
        const token = app.forge(who, { sid: app.ids[whose] });
        await app.expectRefused(token, `a token for ${who}, with the sid of ${whose}'s session`);
      }
      app.world.database.run(
        "UPDATE apiSessions SET personId = 'p-tomas' WHERE id = ?",
        app.ids.mira,
      );
      await app.expectRefused(app.forge('mira'), 'a token whose session was given to another');
    },
  );

  check(
    'when-its-time-is-over',
    'refuses an access token from the moment when its session’s time is over',
    {
      points: 2,
      hint: [
        'The session’s row is still in the database: nobody has tidied up yet. But the session has ended.',
        '`expiresAt(session)` is the moment when it ends. At that moment it has ended.',
        '`now < …(session)`: both are milliseconds.',
      ],
    },
    async () => {
      for (const [what, column, lifetime] of [
        ['30 days after the password', 'startedAt', 30 * DAY],
        ['seven days after the last refresh', 'refreshedAt', 7 * DAY],
      ] as const) {
        const app = await openAuthenticator();
        // It ends in five minutes.
        const sql = `UPDATE apiSessions SET ${column} = ? WHERE id = ?`;
        app.world.database.run(sql, START + 5 * MINUTE - lifetime, app.ids.mira);
        app.world.setTime(START + 5 * MINUTE - 1);
        await app.expectGood(app.forge('mira'), `a token, a millisecond before ${what}`);
        app.world.setTime(START + 5 * MINUTE);
        await app.expectRefused(app.forge('mira'), `a token, ${what}`);
      }
    },
  );

  check(
    'a-revoked-token',
    'refuses an access token whose `jti` was revoked, and no other one',
    {
      points: 2,
      hint: [
        'Somebody has revoked this one token. Its session lives on, and so do the other tokens.',
        '`isRevoked(database, jti)` tells whether the token is on the list of 9.1.',
        '`!isRevoked(database, …)`',
      ],
    },
    async () => {
      const app = await openAuthenticator();
      const [one, two] = [app.forge('mira', { jti: 'one' }), app.forge('mira', { jti: 'two' })];
      await app.expectGood(one, 'a token that nobody has revoked');
      revoke(app.world.database, 'one');
      await app.expectRefused(one, 'a token that was revoked');
      await app.expectGood(two, 'another token of the same session');
      for (const jti of [' two ', 'TWO', 'ｔｗｏ', '']) {
        const token = app.forge('mira', { jti });
        await app.expectGood(token, `a token with the jti \`${jti}\``);
        revoke(app.world.database, jti);
        await app.expectRefused(token, `a token with the jti \`${jti}\`, which was revoked`);
      }
      await app.expectGood(two, 'the other token, after tokens with a similar jti were revoked');
      await app.expectGood(app.forge('tomas', { jti: 'three' }), "another person's token");
    },
  );

  check(
    'without-a-jti',
    'refuses an access token that couldn’t be revoked, since its `jti` isn’t a string',
    {
      points: 2,
      hint: [
        'The list knows tokens by their `jti`. A token without one could never be put on it, so it isn’t accepted.',
        'A claim can be missing, or be any JSON value. Ask for its type first.',
        "`typeof jti === '…' && !isRevoked(database, jti)`",
      ],
    },
    async () => {
      const app = await openAuthenticator();
      for (const jti of [undefined, null, 5, true, ['a'], { a: 1 }]) {
        const what = jti === undefined ? 'no jti' : `the jti ${JSON.stringify(jti)}`;
        await app.expectRefused(app.forge('mira', { jti }), `a token with ${what}`);
      }
      await app.expectGood(app.forge('mira', { jti: 'a' }), 'a token whose jti is a string');
    },
  );

  check(
    'a-person-who-has-left',
    'refuses an access token of somebody who is no longer there',
    {
      points: 1,
      hint: [
        'Usually the database deletes the sessions together with the person, but not every tool that deletes people enforces foreign keys.',
        '`findPersonById` returns undefined when there is no such person. Then throw `invalid-token`, too.',
        "`if (!…) throw new AuthenticationError('invalid-token');`, after `findPersonById`",
      ],
    },
    async () => {
      const app = await openAuthenticator();
      const database = app.world.database;
      database.exec('PRAGMA foreign_keys = OFF');
      database.run("DELETE FROM people WHERE id = 'p-mira'");
      database.exec('PRAGMA foreign_keys = ON');
      await app.expectRefused(app.forge('mira'), 'a token of somebody who was deleted');
      await app.expectGood(app.forge('tomas'), "somebody else's token");
    },
  );

  check(
    'one-answer-for-all',
    'refuses with the same answer, whatever the reason',
    {
      points: 2,
      hint: [
        'A thief must not learn whether the session has ended or the token was revoked.',
        "Throw `new AuthenticationError('invalid-token')` for every reason. `expired-token` is for a token past its `exp`, and `verifySessionToken` has thrown that already.",
        'Let every “no” end in the same `throw`: collect the conditions first, as in `const isGood = isLive && …;`',
      ],
    },
    async () => {
      const app = await openAuthenticator();
      const reasons: [string, string][] = [
        ['a session of somebody else', app.forge('mira', { sid: app.ids.tomas })],
        ['no jti', app.forge('mira', { jti: undefined })],
        ['a revoked token', app.forge('mira', { jti: 'revoked' })],
        ['a session that has ended', app.forge('ines')],
      ];
      app.sessions.end(app.ids.ines);
      revoke(app.world.database, 'revoked');
      const unknown = await app.expectRefused(app.forge('mira', { sid: 'x' }), 'an unknown sid');
      for (const [what, token] of reasons) {
        const answer = await app.expectRefused(token, what);
        expect(answer.text, `the answer for ${what}, beside that for an unknown sid`).toBe(
          unknown.text,
        );
        const label = `the headers for ${what}, beside those for an unknown sid`;
        expect(headersOf(answer), label).toEqual(headersOf(unknown));
      }
      const expired = await app.me(app.forge('ines', { iat: NOW - 600, exp: NOW }));
      const label = 'the problem for an expired token of a session that has ended';
      expect(expired.body.type, label).toMatch(/\/expired-token$/);
    },
  );

  check(
    'remembers-the-session',
    'remembers which session a request belongs to',
    {
      points: 2,
      hint: [
        'Task 9.4 asks which of the sessions is the one that the request belongs to.',
        'Call `setSessionId(request, …)` with the id of the session, and only when all is right: a refused request belongs to none.',
        '`setSessionId(request, sessionId);` right before `return person;`',
      ],
    },
    async () => {
      const app = await openAuthenticator();
      for (const who of ['mira', 'tomas'] as const) {
        const { sessionId } = await app.ask(app.forge(who));
        expect(sessionId, `findSessionId(request), with ${who}'s token`).toBe(app.ids[who]);
      }
      revoke(app.world.database, 'revoked');
      for (const [what, changes] of [
        ['a revoked token', { jti: 'revoked' }],
        ['a token without a jti', { jti: undefined }],
        ["somebody else's session", { sid: app.ids.tomas }],
      ] as const) {
        const outcome = await app.ask(app.forge('mira', changes));
        const code = Object('error' in outcome ? outcome.error : undefined).code as unknown;
        expect(code, `the code of the error that is thrown for ${what}`).toBe('invalid-token');
        expect(outcome.sessionId, `findSessionId(request), with ${what}`).toBe(undefined);
      }
    },
  );

  check(
    'asks-every-time',
    'asks the database for every request, and changes nothing in it',
    {
      points: 2,
      hint: [
        'Another server may end the session between two requests. What you remember of the first one is out of date.',
        'Keep nothing in variables outside of the function that is returned. And only read: a request isn’t a refresh.',
        'Call `sessions.find`, `isRevoked` and `findPersonById` in each request. Is there a `Map`, a `Set` or a `let` above them, or a call of `sessions.renew` or `sessions.end`?',
      ],
    },
    async () => {
      const app = await openAuthenticator();
      const token = app.forge('mira', { jti: 'one' });
      app.world.setTime(START + MINUTE);
      const before = storedIn(app.world.database);
      await app.expectGood(token, 'a good token');
      expect(storedIn(app.world.database), 'what is stored, after a request').toBe(before);
      revoke(app.world.database, 'one');
      const stored = storedIn(app.world.database);
      await app.expectRefused(token, 'a token that another server has revoked meanwhile');
      expect(storedIn(app.world.database), 'what is stored, after a refused request').toBe(stored);
      const other = app.forge('tomas');
      await app.expectGood(other, "another person's token");
      app.world.database.run('DELETE FROM apiSessions WHERE id = ?', app.ids.tomas);
      await app.expectRefused(other, 'a token whose session another server has ended meanwhile');
    },
  );

  check(
    'survives-a-restart',
    'still refuses after a restart what was refused before',
    {
      points: 1,
      hint: [
        'Sessions and revoked tokens are in the database, and so they survive.',
        'Keep no list of your own: a variable is empty after a restart.',
        '`sessions.find(…)` and `isRevoked(database, …)` both ask the database. What else does your code ask?',
      ],
    },
    async () => {
      const app = await openAuthenticator();
      const [ended, revoked, good] = [app.forge('mira'), app.forge('tomas', { jti: 'r' }), 'ines'];
      app.sessions.end(app.ids.mira);
      revoke(app.world.database, 'r');
      const restarted = await open(app.world);
      await restarted.expectRefused(ended, 'a token whose session ended before the restart');
      await restarted.expectRefused(revoked, 'a token that was revoked before the restart');
      await restarted.expectGood(app.forge(good as Who), 'a good token from before the restart');
    },
  );

  check(
    'our-own-faults',
    'lets an error of our own through, for a 500 and the log',
    {
      points: 1,
      hint: [
        'If the database fails, nobody’s token is wrong. You want to see that error in the log.',
        'Only wrong tokens are an `AuthenticationError`. Don’t catch what the database throws.',
        'Is there a `try` in your code? Without it, an error of the database gets past you to the error handler: a 500, and a line in the log.',
      ],
    },
    async () => {
      for (const table of ['apiSessions', 'revokedTokens', 'people']) {
        const app = await openAuthenticator();
        app.world.database.exec(`ALTER TABLE ${table} RENAME TO lost`);
        const { status } = await app.me(app.forge('mira'));
        expect(status, `the status, when the table ${table} is missing`).toBe(500);
        expect(app.world.logged.length, 'errors in the log').toBe(1);
      }
    },
  );
});
