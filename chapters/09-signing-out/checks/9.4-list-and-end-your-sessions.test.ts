import { decodeJwt } from 'jose';
import { check, expect, PEOPLE, START, task } from '#check';
import { csrfOf } from '../../06-two-firewalls/checks/browser.ts';
import { given } from './lessons.ts';
import {
  DAY,
  isSignedIn,
  MINUTE,
  open,
  quickWorld,
  resultOf,
  rowsOf,
  startOfficeSession,
  type Tokens,
} from './worlds.ts';

const sidOf = ({ access_token }: Tokens) => String(decodeJwt(access_token)['sid']);
const at = (milliseconds: number) => new Date(milliseconds).toISOString();
const idsOf = (sessions: { id: string }[]) => sessions.map(({ id }) => id);

task('9.4', () => {
  check(
    'lists-a-session',
    'lists a session with its times, in RFC 3339, and lets no cache keep the list',
    {
      points: 2,
      hint: [
        'The client shows this list to a person, who has to recognize their phone in it. It gets these five properties of each session, and no other ones.',
        '`startedAt`, `refreshedAt` and `expiresAt(session)` are in milliseconds. `new Date(…).toISOString()` writes them as the API writes times. The header `Cache-Control: no-store` keeps the list out of caches.',
        '`createdAt: new Date(session.startedAt).toISOString(),`',
      ],
    },
    async () => {
      const app = await open();
      const tokens = await app.signIn();
      const answer = await app.askForSessions(tokens.access_token);
      expect(answer.status, 'the status of GET /api/me/sessions').toBe(200);
      expect(answer.type, 'the media type').toBe('application/json');
      expect(String(answer.headers['cache-control']), 'Cache-Control').toMatch(/\bno-store\b/);
      expect(answer.body, 'the answer').toEqual({
        items: [
          {
            id: sidOf(tokens),
            createdAt: at(START),
            lastUsedAt: at(START),
            expiresAt: at(START + 7 * DAY),
            current: true,
          },
        ],
      });
    },
  );

  check(
    'follows-the-refreshes',
    'says when a session was last refreshed, and when it ends',
    {
      points: 2,
      hint: [
        'Each refresh moves `lastUsedAt` and the end. `createdAt` stays, and 30 days after it the session ends in any case.',
        '`lastUsedAt` is `refreshedAt`, and `expiresAt(session)` knows both limits.',
        '`lastUsedAt: new Date(session.…).toISOString(),` and `expiresAt: new Date(…(session)).toISOString(),`',
      ],
    },
    async () => {
      const app = await open();
      const first = await app.signIn();
      let tokens = first;
      for (const day of [6, 12, 18, 24]) {
        app.world.setTime(START + day * DAY);
        tokens = await app.refresh(tokens.refresh_token);
        const [session] = await app.sessions(tokens.access_token);
        const { createdAt, lastUsedAt, expiresAt, id } = Object(session);
        expect(id, `the id, after a refresh on day ${day}`).toBe(sidOf(first));
        expect(createdAt, `createdAt, after a refresh on day ${day}`).toBe(at(START));
        expect(lastUsedAt, `lastUsedAt, after a refresh on day ${day}`).toBe(at(START + day * DAY));
        const end = Math.min(day + 7, 30);
        expect(expiresAt, `expiresAt, after a refresh on day ${day}`).toBe(at(START + end * DAY));
      }
    },
  );

  check(
    'ones-own-newest-first',
    'lists all one’s own live sessions, the newest first, and nobody else’s',
    {
      points: 2,
      hint: [
        'People see all of their own sessions and nobody else’s. A session that has ended can’t be ended again, so it isn’t in the list.',
        '`liveSessionsOf(database, personId, clock())` returns them in this order. `personId` is the `id` of `requirePerson(request)`.',
        '`const items = liveSessionsOf(database, …, clock()).map((session) => ({ … }));`, without `sort`, `reverse` or `slice`',
      ],
    },
    async () => {
      const app = await open();
      const old = await app.signIn();
      app.world.setTime(START + 4 * DAY);
      const [one, ended, theirs] = [
        await app.signIn(),
        await app.signIn(),
        await app.signIn('tomas'),
      ];
      app.world.setTime(START + 5 * DAY);
      const [two, three] = [await app.signIn(), await app.signIn()];
      app.world.setTime(START + 5 * DAY + MINUTE);
      await app.refresh(one.refresh_token);
      await app.revoke(ended.refresh_token, 'a refresh token');
      const mine = idsOf(await app.sessions(three.access_token));
      expect(mine, "the ids of one's own sessions").toEqual([three, two, one, old].map(sidOf));
      // At this moment the oldest one has gone a week without a refresh.
      app.world.setTime(START + 7 * DAY);
      const again = await app.refresh(three.refresh_token);
      const live = idsOf(await app.sessions(again.access_token));
      const label = 'the ids, when the oldest session has ended by itself';
      expect(live, label).toEqual([three, two, one].map(sidOf));
      const next = await app.refresh(theirs.refresh_token);
      const others = idsOf(await app.sessions(next.access_token));
      expect(others, "the ids of another person's sessions").toEqual([sidOf(theirs)]);
      const { database, clock } = app.world;
      const { start } = (await given()).apiSessions(database, clock);
      for (let more = 0; more < 60; more += 1) start(PEOPLE.mira.id);
      const all = await app.sessions(again.access_token);
      expect(all.length, 'sessions in the list, when 60 more have begun').toBe(63);
    },
  );

  check(
    'marks-the-current-one',
    'marks the session that the request belongs to, and no other one',
    {
      points: 2,
      hint: [
        'People should see which of them is the device in their hand.',
        '`findSessionId(request)` is the id of the request’s session: compare each session’s `id` with it.',
        '`current: session.id === findSessionId(request),`',
      ],
    },
    async () => {
      const app = await open();
      const phone = await app.signIn();
      const laptop = await app.refresh((await app.signIn()).refresh_token);
      const tablet = await app.signIn();
      for (const [what, tokens] of Object.entries({ phone, laptop, tablet })) {
        const sessions = await app.sessions(tokens.access_token);
        const current = idsOf(sessions.filter((session) => session.current));
        expect(current, `the current session, as the ${what} sees it`).toEqual([sidOf(tokens)]);
        const kinds = sessions.map((session) => typeof session.current);
        expect(kinds, 'the types of `current`').toEqual(['boolean', 'boolean', 'boolean']);
      }
    },
  );

  check(
    'ends-one-session',
    'ends one of one’s sessions at once, and no other one',
    {
      points: 2,
      hint: [
        'The phone is lost, so its tokens must become worthless. The laptop stays signed in.',
        '`sessions.end(session.id)` ends it, and only then `response.status(204).end()` answers, without a body. Don’t catch what it throws.',
        '`sessions.end(session.…);`, then `response.status(…).end();`',
      ],
    },
    async () => {
      const app = await open();
      const [phone, laptop] = [await app.signIn(), await app.signIn()];
      const tomas = await app.signIn('tomas');
      const answer = await app.end(laptop.access_token, sidOf(phone));
      expect(answer.status, 'the status of DELETE /api/me/sessions/:id').toBe(204);
      expect(answer.text, 'its body').toBe('');
      await app.expectRefused(phone.access_token, 'an access token of the session that was ended');
      await app.expectNoRefresh(phone.refresh_token, 'its refresh token');
      await app.expectGood(laptop.access_token, 'a token of the other session');
      await app.expectGood(tomas.access_token, "another person's token");
      const left = idsOf(await app.sessions(laptop.access_token));
      expect(left, 'the ids of the sessions that are left').toEqual([sidOf(laptop)]);
      app.world.database.exec(
        "CREATE TRIGGER broken BEFORE DELETE ON apiSessions BEGIN SELECT raise(ABORT, 'broken'); END",
      );
      const { status } = await app.end(laptop.access_token, sidOf(laptop));
      expect(status, 'the status, when the session can’t be deleted').toBe(500);
    },
  );

  check(
    'ends-the-current-one',
    'ends the session of the request itself, too',
    {
      points: 1,
      hint: [
        'Ending the current session is how a client signs out. It’s one of the person’s sessions like every other.',
        '`end` treats all sessions of the person alike. Don’t make an exception for the current one.',
        'Look for `findSessionId` in `end`. Only `list` needs it.',
      ],
    },
    async () => {
      const app = await open();
      const [phone, laptop] = [await app.signIn(), await app.signIn()];
      const { status } = await app.end(phone.access_token, sidOf(phone));
      expect(status, 'the status of DELETE for the current session').toBe(204);
      await app.expectRefused(phone.access_token, 'the token that this was done with');
      await app.expectGood(laptop.access_token, 'a token of the other session');
      const again = await app.signIn();
      await app.expectGood(again.access_token, 'a token of a sign-in in the same second');
    },
  );

  check(
    'not-found-for-anyone-elses',
    'answers 404 for a session of somebody else, as for one that isn’t there',
    {
      points: 3,
      hint: [
        'Anybody could end the sessions of anybody, or find out which ids exist.',
        'Look for `request.params.id` among `liveSessionsOf` this person, and nowhere else. If it isn’t there, throw `new Problem(404, { detail: … })`, with the same detail for every reason.',
        '`const session = liveSessionsOf(…).find(({ id }) => id === request.params.id);`',
      ],
    },
    async () => {
      const app = await open();
      const old = await app.signIn();
      app.world.setTime(START + 7 * DAY - MINUTE);
      const [mine, ended] = [await app.signIn(), await app.signIn()];
      const [tomas, ines] = [await app.signIn('tomas'), await app.signIn('ines')];
      await app.end(mine.access_token, sidOf(ended));
      app.world.setTime(START + 7 * DAY);
      const before = rowsOf(app.world.database);
      const unknown = await app.end(mine.access_token, 'x');
      expect(unknown.status, 'the status for an id that never was').toBe(404);
      expect(unknown.type, 'the media type').toBe('application/problem+json');
      expect(unknown.body.detail, 'its detail, which says what is wrong').toMatch(/\w/);
      for (const [what, id] of [
        ["a hiker's session", sidOf(tomas)],
        ["a ranger's session", sidOf(ines)],
        ['a session that has ended', sidOf(ended)],
        ['a session whose time is over', sidOf(old)],
        ["one's own id in the place of a session's", PEOPLE.mira.id],
        ['a pattern', '%'],
        ['SQL', "' OR '1'='1"],
        ['an id in capitals', sidOf(mine).toUpperCase()],
        ['an id with a space after it', `${sidOf(mine)} `],
        ['the beginning of an id', sidOf(mine).slice(0, 8)],
        ['a name for the current session', 'current'],
      ] as const) {
        const answer = await app.end(mine.access_token, id);
        expect(answer.status, `the status for ${what}`).toBe(404);
        expect(answer.text, `the answer for ${what}, beside that for an unknown id`).toBe(
          unknown.text,
        );
      }
      expect(rowsOf(app.world.database), 'sessions and tokens afterwards').toEqual(before);
      await app.expectGood(tomas.access_token, "the hiker's token, after all that");
      // A ranger may close other people's reports, but not their sessions.
      const byRanger = await app.end(ines.access_token, sidOf(mine));
      expect(byRanger.status, "the status for another person's session, for a ranger").toBe(404);
      await app.expectGood(mine.access_token, "one's own token, after all that");
    },
  );

  check(
    'ends-all-sessions',
    'ends all one’s sessions, those of the office too, and nobody else’s',
    {
      points: 3,
      hint: [
        'People do this when they fear that an attacker is signed in as them. No session may be left.',
        '`endSessionsOf(database, personId)` ends those of the API and those of the office. Answer with 204.',
        '`endSessionsOf(database, requirePerson(request).…);`, and nothing that leaves the current session out',
      ],
    },
    async () => {
      const app = await open();
      const [phone, laptop] = [await app.signIn('ines'), await app.signIn('ines')];
      const tomas = await app.signIn('tomas');
      const [browser, other] = [await app.office(), await app.office()];
      const isTomasIn = await startOfficeSession(app.world, 'tomas');
      const answer = await app.endAll(phone.access_token);
      expect(answer.status, 'the status of DELETE /api/me/sessions').toBe(204);
      expect(answer.text, 'its body').toBe('');
      await app.expectRefused(laptop.access_token, 'a token of another session');
      await app.expectRefused(phone.access_token, 'the token that this was done with');
      await app.expectNoRefresh(phone.refresh_token, 'a refresh token');
      const signedIn = [await isSignedIn(browser), await isSignedIn(other)];
      expect(signedIn, 'whether two browsers are still signed in to the office').toEqual([
        false,
        false,
      ]);
      await app.expectGood(tomas.access_token, "another person's token");
      await app.refresh(tomas.refresh_token, "another person's refresh token");
      expect(await isTomasIn(), "whether another person's office session lives on").toBe(true);
      const again = await app.signIn('ines');
      await app.expectGood(again.access_token, 'a token of a sign-in in the same second');
      expect(await isSignedIn(await app.office()), 'whether the office lets her in again').toBe(
        true,
      );
      await app.endAll(tomas.access_token);
      await app.expectGood(again.access_token, 'her token, when somebody else has ended theirs');
    },
  );

  check(
    'the-office-ends-its-own-alone',
    'leaves tokens and other browsers alone when somebody signs out of the office',
    {
      points: 1,
      hint: [
        'Signing out of the office is chapter 6’s, and it ends that session only. Only `endAll` ends the sessions of both.',
        'Does your code do anything when it is made, instead of when a request comes?',
        '`sessions.end(…)` in `end`, `endSessionsOf(…)` in `endAll`, and neither of them outside of a handler',
      ],
    },
    async () => {
      const app = await open();
      const { access_token, refresh_token } = await app.signIn('ines');
      const [browser, other] = [await app.office(), await app.office()];
      const page = await browser.get('/office');
      await browser.post('/office/logout', { _csrf: csrfOf(page) });
      expect(await isSignedIn(browser), 'whether that browser is still signed in').toBe(false);
      expect(await isSignedIn(other), 'whether her other browser is still signed in').toBe(true);
      await app.expectGood(access_token, 'her access token');
      const [session] = await app.sessions(access_token);
      await app.end(access_token, String(session?.id));
      expect(await isSignedIn(other), 'whether it is, when her API session was ended').toBe(true);
      await app.expectNoRefresh(refresh_token, 'the refresh token of that API session');
    },
  );

  check(
    'wants-a-person',
    'answers 401 without a token, and changes nothing',
    {
      points: 1,
      hint: [
        '`requirePerson(request)` throws when nobody was recognized. A GET gets past the lock, so `list` has to ask as well.',
        'Ask `requirePerson` first in each of the three handlers.',
        '`const { id: personId } = requirePerson(…);` as the first line of a handler',
      ],
    },
    async () => {
      const app = await open();
      const { access_token } = await app.signIn();
      const before = rowsOf(app.world.database);
      for (const [method, path] of [
        ['get', '/api/me/sessions'],
        ['delete', '/api/me/sessions'],
        ['delete', '/api/me/sessions/x'],
      ] as const) {
        const what = `${method.toUpperCase()} ${path} without a token`;
        expect(await resultOf(app.api[method](path)), what).toBe('401 authentication-required');
      }
      expect(rowsOf(app.world.database), 'sessions and tokens afterwards').toEqual(before);
      await app.expectGood(access_token, 'a good token, after all that');
    },
  );

  check(
    'survives-a-restart',
    'reads and ends the sessions that are in the database',
    {
      points: 1,
      hint: [
        'Another server may have started or ended a session meanwhile, and so may this one before its restart.',
        'Ask the database in each request. Keep no list, and no time, outside of the handlers.',
        '`liveSessionsOf(database, personId, clock())` belongs inside the handlers. What is above `return { … }` runs once, when the app starts.',
      ],
    },
    async () => {
      const app = await open();
      const [phone, laptop] = [await app.signIn(), await app.signIn()];
      const other = await open(app.world);
      for (const server of [app, other]) {
        const both = idsOf(await server.sessions(phone.access_token));
        expect(both, 'the ids, at either of two servers').toEqual([laptop, phone].map(sidOf));
      }
      await other.end(phone.access_token, sidOf(laptop));
      expect(idsOf(await app.sessions(phone.access_token)), 'the ids, at the first one').toEqual([
        sidOf(phone),
      ]);
      await app.endAll(phone.access_token);
      await other.expectRefused(
        phone.access_token,
        'a token, when its session was ended elsewhere',
      );
      const elsewhere = await open(quickWorld());
      const theirs = await elsewhere.signIn();
      const listed = await elsewhere.sessions(theirs.access_token);
      expect(listed.length, 'sessions of the same person, in another app').toBe(1);
    },
  );
});
