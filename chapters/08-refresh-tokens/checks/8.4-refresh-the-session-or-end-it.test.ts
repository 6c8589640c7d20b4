import { decodeJwt } from 'jose';
import { check, expect, NOW, PEOPLE, START, task } from '#check';
import { forge, PAST } from './forge.ts';
import { interleaveEach } from './interleave.ts';
import { theRefresh } from './lessons.ts';
import { expectMalformed, OUR_FAULTS, refusalsOf } from './refusals.ts';
import { expectKeptOutOfLogs } from './secrets.ts';
import {
  DAY,
  headersOf,
  MINUTE,
  nameOf,
  open,
  openSession,
  outcomeOf,
  rowsOf,
  sha256,
  tokenOf,
} from './worlds.ts';

task('8.4', () => {
  check(
    'trades-for-a-new-pair',
    'trades a refresh token for a new pair of tokens, without a password',
    {
      points: 2,
      hint: [
        'The first use of a good refresh token is answered with both tokens, like the password was.',
        '`useToken` tells the session’s id, `sessions.find` the session, and `issueTokens(session, options)` makes the answer.',
      ],
    },
    async () => {
      const app = await open();
      const first = await app.signIn();
      app.world.setTime(START + 5 * MINUTE);
      const answer = await app.askToRefresh(first.refresh_token);
      expect(answer.status, 'the status, for a new refresh token').toBe(200);
      const members = Object.keys(answer.body as object).sort();
      const four = ['access_token', 'expires_in', 'refresh_token', 'token_type'];
      expect(members, 'the members of the answer').toEqual(four);
      expect(answer.headers['cache-control'], 'Cache-Control').toBe('no-store');
      const next = answer.body as typeof first;
      const same = next.refresh_token === first.refresh_token;
      expect(same, 'whether the refresh token is the old one').toBe(false);
      const iat = decodeJwt(next.access_token).iat;
      expect(iat, 'iat of the new access token').toBe((START + 5 * MINUTE) / 1000);
      const me = await app.me(next.access_token);
      expect(me.status, 'GET /api/me with the new access token').toBe(200);
      expect(me.body.id, 'who that is').toBe(PEOPLE.mira.id);
      expect(rowsOf(app.world.database).sessions.length, 'sessions in the database').toBe(1);
    },
  );

  check(
    'stays-the-same-session',
    'refreshes again and again, in the same session and for the same person',
    {
      points: 2,
      hint: [
        'Each new refresh token belongs to the session of the old one, so that `sid` stays the same.',
        'Issue tokens for the session that you found. Start no other.',
      ],
    },
    async () => {
      const app = await open();
      const others = await app.signIn('ines');
      let tokens = await app.signIn('tomas');
      const { sid, sub } = decodeJwt(tokens.access_token);
      for (let turn = 1; turn <= 10; turn += 1) {
        app.world.setTime(START + turn * 10 * MINUTE);
        tokens = await app.refresh(tokens.refresh_token, `the refresh token of turn ${turn}`);
        const claims = decodeJwt(tokens.access_token);
        expect(claims['sid'], `sid after ${turn} refreshes`).toBe(sid);
        expect(claims.sub, `sub after ${turn} refreshes`).toBe(sub);
      }
      const theirs = await app.refresh(others.refresh_token);
      expect(decodeJwt(theirs.access_token).sub, "sub of another person's").toBe(PEOPLE.ines.id);
      expect((await app.me(tokens.access_token)).status, 'GET /api/me in the end').toBe(200);
    },
  );

  check(
    'a-second-time-ends-the-session',
    'ends the whole session when a used refresh token comes again',
    {
      points: 2,
      hint: [
        'Two parties have this token, and one of them is a thief. You can’t tell which, so neither may go on: the newest token is refused, too.',
        'If `use.isFirst` is false, call `sessions.end(session.id)` before you throw. To refuse this one request leaves the thief’s new token in force.',
        '`if (!use.isFirst || …) { sessions.end(…); throw invalidGrant(); }`',
      ],
    },
    async () => {
      // One that is replayed at once, one the next day, one three days later.
      for (const age of [1, 2, 4]) {
        const app = await open();
        let tokens = await app.signIn();
        const chain = [tokens.refresh_token];
        for (let turn = 0; turn < 4; turn += 1) {
          tokens = await app.refresh(tokens.refresh_token);
          chain.push(tokens.refresh_token);
        }
        const old = chain.at(-1 - age)!;
        app.world.setTime(START + (age - 1) * DAY);
        await app.expectRefused(old, `a token that was used ${age} refreshes ago`);
        const newest = 'the newest token, after an older one came again';
        await app.expectRefused(tokens.refresh_token, newest);
        await app.expectRefused(tokens.refresh_token, `${newest}, once more`);
        expect(rowsOf(app.world.database).sessions, 'sessions in the database').toEqual([]);
      }
    },
  );

  check(
    'ends-that-session-alone',
    'leaves every other session alone, also those of the same person',
    {
      points: 1,
      hint: [
        'Mira’s other phone has nothing to do with it, and Tomáš even less.',
        'End the session that the token belongs to, by its id.',
      ],
    },
    async () => {
      const app = await open();
      const [stolen, other, tomas] = [
        await app.signIn(),
        await app.signIn(),
        await app.signIn('tomas'),
      ];
      await app.refresh(stolen.refresh_token);
      await app.expectRefused(stolen.refresh_token, 'a used token');
      await app.refresh(other.refresh_token, "a token of the person's other session");
      await app.refresh(tomas.refresh_token, "another person's token");
      await app.refresh((await app.signIn()).refresh_token, 'a token of a new session');
    },
  );

  check(
    'two-at-once',
    'gives tokens to one of several simultaneous requests at most, and ends the session',
    {
      points: 2,
      hint: [
        'Requests with the same token arrive at the same moment. One may get tokens; the others are second times.',
        'Ask `useToken` once, and go by its `isFirst` alone. Don’t look at the row yourself before.',
        'Is there an `await` between a check of yours and `useToken`?',
      ],
    },
    async () => {
      for (const count of [2, 50]) {
        const app = await open();
        const { refresh_token } = await app.signIn();
        const answers = await Promise.all(
          Array.from({ length: count }, () => app.askToRefresh(refresh_token)),
        );
        const granted = answers.filter(({ status }) => status === 200);
        const label = `how many of ${count} at once got tokens: one at most`;
        expect(granted.length, label).toBeLessThanOrEqual(1);
        const refused = answers.filter(({ status }) => status === 400).length;
        const others = `how many of the ${count} were refused with 400: all the others`;
        expect(refused, others).toBe(count - granted.length);
        for (const { body } of granted) {
          const what = `the new token of the one, after ${count} at once`;
          await app.expectRefused(String(body.refresh_token), what);
        }
        expect(rowsOf(app.world.database).sessions, 'sessions afterwards').toEqual([]);
      }
    },
  );

  check(
    'two-servers-at-once',
    'ends the session when a second server refreshes in between, too',
    {
      points: 2,
      hint: [
        'This lets a second server refresh with the same token between two of your statements. A session that it ended must stay ended, and nobody gets a 500.',
        '`useToken` decides who is first. Everything after it may find that the session is gone: `sessions.renew` and `sessions.addToken` then do nothing.',
      ],
    },
    async () => {
      const { refreshSession } = await theRefresh();
      const token = tokenOf('a');
      await interleaveEach(
        async () => {
          const opened = await openSession();
          opened.sessions.addToken(opened.session.id, sha256(token));
          return opened;
        },
        ({ options }) => outcomeOf(() => refreshSession(token, options)),
        ({ database }, both, when) => {
          const told = both.map((one) => ('value' in one ? 'tokens' : nameOf(one.error)));
          const winners = told.filter((one) => one === 'tokens').length;
          expect(winners, `how many of the two get tokens, ${when}`).toBeLessThanOrEqual(1);
          const others = told.filter((one) => one !== 'tokens');
          const refused = Array(2 - winners).fill('invalid-grant');
          expect(others, `what is thrown otherwise, ${when}`).toEqual(refused);
          const rows = { sessions: [], tokens: [] };
          expect(rowsOf(database), `sessions and tokens afterwards, ${when}`).toEqual(rows);
        },
      );
    },
  );

  check(
    'ends-after-seven-idle-days',
    'ends a session seven days after its last refresh',
    {
      points: 2,
      hint: [
        'A phone that nobody has used for a week is a lost phone. Every refresh starts the week anew.',
        '`expiresAt(session)` is the moment when the session ends: at that moment it has ended. `sessions.renew(session.id)` notes a refresh.',
      ],
    },
    async () => {
      const app = await open();
      const { refresh_token: unused } = await app.signIn();
      let { refresh_token } = await app.signIn();
      let time = START;
      for (const days of [6, 6.5, 0.0005]) {
        time += days * DAY;
        app.world.setTime(time);
        const what = `a token that is ${days} days old`;
        refresh_token = (await app.refresh(refresh_token, what)).refresh_token;
      }
      await app.expectRefused(
        unused,
        'a token of a session that was never refreshed, after 12 days',
      );
      app.world.setTime(time + 7 * DAY - 1);
      refresh_token = (await app.refresh(refresh_token, 'a token, a moment before seven days'))
        .refresh_token;
      app.world.setTime(time + 14 * DAY - 1);
      await app.expectRefused(refresh_token, 'a token that is seven days old, to the millisecond');
    },
  );

  check(
    'ends-after-thirty-days',
    'ends a session 30 days after the password, however often it was refreshed',
    {
      points: 2,
      hint: [
        'A thief who refreshes every day would stay for ever. The 30 days begin with the password, and no refresh moves them.',
        '`expiresAt(session)` takes care of both limits, if the session is the one in the database: don’t change its `startedAt`.',
        'Issue the new tokens for the old session. A new one would start the 30 days anew.',
      ],
    },
    async () => {
      const app = await open();
      let { refresh_token } = await app.signIn();
      for (const day of [5, 10, 15, 20, 25]) {
        app.world.setTime(START + day * DAY);
        const what = `a token on day ${day}, refreshed every five days`;
        refresh_token = (await app.refresh(refresh_token, what)).refresh_token;
      }
      app.world.setTime(START + 30 * DAY - 1);
      const last = await app.refresh(refresh_token, 'a token, a moment before 30 days');
      app.world.setTime(START + 30 * DAY);
      await app.expectRefused(last.refresh_token, 'a token of this moment, at 30 days');
    },
  );

  check(
    'what-has-ended-stays-ended',
    'ends a session whose time is over for good',
    {
      points: 1,
      hint: [
        'A server’s clock may be set back. A session that was refused once must not come to life again.',
        'Call `sessions.end(session.id)` when the time is over, as for a second use.',
      ],
    },
    async () => {
      const app = await open();
      const { refresh_token } = await app.refresh((await app.signIn()).refresh_token);
      app.world.setTime(START + 8 * DAY);
      await app.expectRefused(refresh_token, 'a token that is eight days old');
      expect(rowsOf(app.world.database).sessions, 'sessions in the database').toEqual([]);
      app.world.setTime(START + MINUTE);
      await app.expectRefused(refresh_token, 'the same token, after the clock was set back');
    },
  );

  check(
    'a-person-who-has-left',
    'ends the session of a person who is no longer there',
    {
      points: 2,
      hint: [
        'Somebody who was deleted gets no tokens, and no 500 either.',
        '`findPersonById(database, session.personId)` returns undefined when there is no such person. Usually the database has deleted the session with them, but not every tool that deletes people enforces foreign keys.',
      ],
    },
    async () => {
      for (const enforced of [true, false]) {
        const app = await open();
        const mira = await app.refresh((await app.signIn()).refresh_token);
        const ines = await app.signIn('ines');
        const { database } = app.world;
        if (!enforced) database.exec('PRAGMA foreign_keys = OFF');
        database.run("DELETE FROM people WHERE id = 'p-mira'");
        database.exec('PRAGMA foreign_keys = ON');
        const how = enforced ? '' : ', by a tool that does not enforce foreign keys';
        await app.expectRefused(mira.refresh_token, `a token of somebody who was deleted${how}`);
        const left = rowsOf(database).sessions.length;
        expect(left, `sessions of somebody who was deleted, and one other${how}`).toBe(1);
        await app.refresh(ines.refresh_token, "somebody else's token");
        database.run(
          "INSERT INTO people VALUES ('p-mira', 'mira', 'Mira', 'hiker', 'no password fits')",
        );
        const back = `her token, after somebody with her id came back${how}`;
        await app.expectRefused(mira.refresh_token, back);
      }
    },
  );

  check(
    'one-answer-for-all',
    'refuses with the same answer, whatever the reason',
    {
      points: 2,
      hint: [
        'An attacker who tries tokens must not learn which of them was once good.',
        'Throw `invalidGrant()` for every reason: it is a 400 with the type `invalid-grant` (RFC 6749 §5.2). Add nothing to it.',
      ],
    },
    async () => {
      const app = await open();
      const { unknown, answers } = await refusalsOf(app);
      for (const [what, answer] of answers) {
        expect(answer.status, `the status for ${what}`).toBe(400);
        expect(answer.text, `the answer for ${what}, beside that for an unknown token`).toBe(
          unknown.text,
        );
        const label = `the headers for ${what}, beside those for an unknown token`;
        expect(headersOf(answer), label).toEqual(headersOf(unknown));
      }
      expect(unknown.type, 'the media type').toBe('application/problem+json');
      const { 'cache-control': cache, 'www-authenticate': asks } = headersOf(unknown);
      expect([cache, asks], 'Cache-Control and WWW-Authenticate').toEqual(['no-store', undefined]);
    },
  );

  check(
    'refused-is-not-renewed',
    'changes nothing for a token that it doesn’t know',
    {
      points: 1,
      hint: [
        'Anyone can send a made-up token. It must not end, renew or start anything.',
        'If `useToken` returns undefined, throw at once.',
      ],
    },
    async () => {
      const app = await open();
      const { refresh_token, access_token } = await app.signIn();
      app.world.setTime(START + DAY);
      const before = rowsOf(app.world.database);
      for (const token of [tokenOf('x'), access_token, sha256(refresh_token), '']) {
        await app.expectRefused(token, 'an unknown token');
      }
      expect(rowsOf(app.world.database), 'sessions and tokens afterwards').toEqual(before);
      await app.refresh(refresh_token, 'the good token, after all that');
    },
  );

  check(
    'our-own-faults',
    'lets an error of our own through, for a 500 and the log',
    {
      points: 1,
      hint: [
        'If the database fails, nobody’s token is wrong. An app that is told so signs everyone out.',
        'Catch nothing here: what you throw yourself needs no `try` either.',
      ],
    },
    async () => {
      for (const [what, sql] of OUR_FAULTS) {
        const app = await open();
        const { refresh_token } = await app.refresh((await app.signIn()).refresh_token);
        app.world.database.exec(sql);
        const answer = await app.askToRefresh(refresh_token);
        expect(answer.status, `the status, when ${what}`).toBe(500);
        expect(app.world.logged.length, `errors in the log, when ${what}`).toBe(1);
      }
    },
  );

  check(
    'needs-nothing-else',
    'takes the refresh token from the body, and needs no other credentials',
    {
      points: 1,
      hint: [
        'The client’s access token has expired: that’s why it is here. The route is given, and open to everyone.',
        'Use the token that you were given, and nothing else of the request.',
      ],
    },
    async () => {
      const app = await open();
      let { refresh_token, access_token } = await app.signIn();
      app.world.setTime(START + DAY);
      const old = access_token;
      for (const [what, headers] of [
        ['nothing else', {}],
        ['an expired access token', { Authorization: `Bearer ${old}` }],
        ["an old session's cookie", { Cookie: 'office=x; refresh_token=y' }],
      ] as const) {
        const asked = app.api.post('/api/tokens/refresh').set(headers);
        const answer = await asked.send({ refresh_token });
        expect(answer.status, `the status for a refresh token, and ${what}`).toBe(200);
        ({ refresh_token, access_token } = answer.body);
      }
      expect((await app.me(access_token)).status, 'GET /api/me in the end').toBe(200);
      await expectMalformed(app.api, refresh_token);
      await app.refresh(refresh_token, 'the good token, after all that');
    },
  );

  check(
    'kinds-are-not-mixed',
    'opens nothing with a refresh token, and accepts no access token of an earlier chapter',
    {
      points: 1,
      hint: [
        'The authenticator is given. It works when 8.2 and 8.4 issue the right kinds of token.',
        'Is `sid` in the access token, and does it live 600 seconds?',
      ],
    },
    async () => {
      const app = await open();
      const { refresh_token, access_token } = await app.refresh((await app.signIn()).refresh_token);
      expect((await app.me(access_token)).status, 'GET /api/me with the access token').toBe(200);
      for (const [what, token] of [
        ['a refresh token', refresh_token],
        ["a refresh token's hash", sha256(refresh_token)],
        ['an access token without sid', forge({ sid: undefined })],
        ['an access token with a sid that is a number', forge({ sid: 5 })],
        ['an access token that lives 601 seconds', forge({ exp: NOW - 60 + 601 })],
        ['an access token without sid that has expired', forge({ sid: undefined, ...PAST })],
      ] as const) {
        const answer = await app.me(token);
        expect(answer.status, `GET /api/me with ${what}`).toBe(401);
        expect(answer.body.type, `the problem for ${what}`).toMatch(/\/invalid-token$/);
      }
    },
  );

  check(
    'survives-a-restart',
    'goes on after a restart, and still recognizes a used token',
    {
      points: 1,
      hint: [
        'People should not have to sign in again because a server was updated.',
        'Whatever you know about sessions and tokens is in the database. Keep nothing in variables.',
      ],
    },
    async () => {
      const app = await open();
      const first = await app.signIn();
      const second = await app.refresh(first.refresh_token);
      const restarted = await open(app.world);
      const third = await restarted.refresh(
        second.refresh_token,
        'a token from before the restart',
      );
      await restarted.expectRefused(
        first.refresh_token,
        'a token that was used before the restart',
      );
      await app.expectRefused(third.refresh_token, 'the newest token, at the other server');
    },
  );

  check(
    'keeps-tokens-out-of-logs',
    'neither prints nor logs a token or its hash, not even of a thief',
    {
      points: 1,
      hint: [
        'It’s tempting to log a replayed token. Whoever reads the log then has it, too.',
        'Look for `console` in refresh-session.ts. To note a replay, note the session’s id.',
      ],
    },
    async () => {
      await expectKeptOutOfLogs(async (app) => {
        const first = await app.signIn();
        const second = await app.refresh(first.refresh_token);
        await app.expectRefused(tokenOf('x'), 'an unknown token');
        await app.expectRefused(first.refresh_token, 'a used token');
        return [first, second];
      });
    },
  );
});
