import { argon2WorkOf, check, expect, PEOPLE, START, task } from '#check';
import { Browser } from '../../06-two-firewalls/checks/browser.ts';
import { asText, signIn as signInToOffice } from '../../06-two-firewalls/checks/worlds.ts';
import { interleave } from '../../08-refresh-tokens/checks/interleave.ts';
import { errorsOf } from '../../08-refresh-tokens/checks/refusals.ts';
import { given } from './lessons.ts';
import { change, changeOf, expectWrongCurrent, hashOf, NEW, OLD, SPACED } from './passwords.ts';
import {
  isSignedIn,
  MINUTE,
  onceAHashIsRead,
  open,
  outcomeOf,
  pointersOf,
  printedBy,
  quickWorld,
  resultOf,
  rowsOf,
  sha256,
  startOfficeSession,
  storedIn,
} from './worlds.ts';

const COST = 'argon2id v=19 m=19456,t=2,p=1';

task('9.5', () => {
  check(
    'changes-the-password',
    'changes the password: the new one is right from now on, and the old one isn’t',
    {
      points: 2,
      hint: [
        'The new password must open the API, and the old one must not.',
        '`await hashPassword(passwords.new)` makes the hash, and an UPDATE stores it in the `passwordHash` of this person.',
        "`database.run('UPDATE people SET passwordHash = ? WHERE id = ? AND passwordHash = ?', newHash, person.id, oldHash)`",
      ],
    },
    async () => {
      const app = await open();
      const { access_token } = await app.signIn();
      const answer = await change(app, access_token);
      expect(answer.text, 'the body of the answer').toBe('');
      const wrong = await resultOf(app.askWithPassword('mira', OLD));
      expect(wrong, 'POST /api/tokens with the old password').toBe('401 invalid-credentials');
      const right = await app.signIn('mira', NEW);
      await app.expectGood(right.access_token, 'a token for the new password');
      await change(app, right.access_token, { current: NEW, new: SPACED });
      await app.signIn('mira', SPACED);
      const trimmed = await resultOf(app.askWithPassword('mira', SPACED.trim()));
      expect(trimmed, 'POST /api/tokens without the spaces around the new password').toBe(
        '401 invalid-credentials',
      );
    },
  );

  check(
    'ends-every-session',
    'ends every session of the person, the office’s and the current one too',
    {
      points: 2,
      hint: [
        'People change their password because someone else knows it. An attacker who signed in with the old one must be out.',
        '`endSessionsOf(database, person.id)` ends the sessions of the API and those of the office.',
        '`endSessionsOf(database, person.…);` in the transaction, without an exception for the current session',
      ],
    },
    async () => {
      const app = await open();
      const [phone, laptop] = [await app.signIn('ines'), await app.signIn('ines')];
      const [browser, tomas] = [await app.office(), await app.signIn('tomas')];
      const isTomasIn = await startOfficeSession(app.world, 'tomas');
      await change(app, phone.access_token, { current: PEOPLE.ines.password, new: NEW });
      await app.expectRefused(phone.access_token, 'the token that this was done with');
      await app.expectRefused(laptop.access_token, 'a token of another session');
      await app.expectNoRefresh(laptop.refresh_token, 'a refresh token of another session');
      expect(await isSignedIn(browser), 'whether the office still knows her browser').toBe(false);
      await app.expectGood(tomas.access_token, "another person's token");
      await app.refresh(tomas.refresh_token, "another person's refresh token");
      expect(await isTomasIn(), "whether another person's office session lives on").toBe(true);
      const again = await app.signIn('ines', NEW);
      await app.expectGood(again.access_token, 'a token of a sign-in in the same second');
      await app.refresh(again.refresh_token, 'the refresh token of that sign-in');
    },
  );

  check(
    'this-person-alone',
    'changes this person, and nobody else',
    {
      points: 1,
      hint: [
        'An UPDATE without `id = ?` in its WHERE changes everybody who has the same hash.',
        'Each of the three, the UPDATE, `notePasswordChange` and `endSessionsOf`, takes `person.id`.',
        '`WHERE id = ? AND passwordHash = ?`, with the new hash, the id and the old hash in this order',
      ],
    },
    async () => {
      const app = await open();
      const { watchPasswords } = await given();
      const hash = hashOf(app)!;
      // Two people may have the same hash: somebody has copied a row, say.
      app.world.database.run("UPDATE people SET passwordHash = ? WHERE handle = 'tomas'", hash);
      const hasChanged = watchPasswords(app.world.database);
      const ines = hashOf(app, 'ines');
      // Nobody has a session now, and the change counts all the same.
      const outcome = await changeOf(app, OLD, NEW);
      expect('value' in outcome, 'whether the password of mira is changed').toBe(true);
      expect(hashOf(app, 'tomas'), "another person's hash, who had the same one").toBe(hash);
      expect(hashOf(app, 'ines'), "a third person's hash").toBe(ines);
      const noted = (['mira', 'tomas', 'ines'] as const).map((who) => hasChanged(PEOPLE[who].id));
      expect(noted, 'whose change was noted: mira’s alone').toEqual([true, false, false]);
    },
  );

  check(
    'a-wrong-current-password',
    'refuses a wrong current password with 422, and changes nothing',
    {
      points: 2,
      hint: [
        'An attacker with a stolen access token doesn’t know the password. Without this check they could make the account their own.',
        '`await verifyPassword(oldHash, passwords.current)` is a boolean: without `await` it is a promise, and a promise is always true.',
        '`const errors = [...(isRight ? [] : [WRONG]), …];`, then `if (errors.length > 0) throw validationFailed(errors);`',
      ],
    },
    async () => {
      const app = await open();
      const { access_token } = await app.signIn();
      const before = storedIn(app.world.database);
      for (const [what, current] of [
        ['a wrong password', 'not-her-password'],
        ['an empty string', ''],
        ["somebody else's password", PEOPLE.tomas.password],
        ['the password in capitals', OLD.toUpperCase()],
        ['the password with a space after it', `${OLD} `],
        ['the hash', hashOf(app)!],
      ] as const) {
        const answer = await app.changePassword(access_token, { current, new: NEW });
        const label = `PUT /api/me/password with ${what} as \`current\``;
        expect(await resultOf(answer), label).toBe('422 validation-failed');
        expect(pointersOf(answer), `where the errors are, for ${what}`).toEqual(['#/current']);
      }
      expect(storedIn(app.world.database) === before, 'whether nothing has changed').toBe(true);
      await app.expectGood(access_token, 'the access token, after all that');
    },
  );

  check(
    'a-new-one-that-isnt-good-enough',
    'refuses a new password that is too short, too long, or the old one',
    {
      points: 2,
      hint: [
        'The rules for a new password are in `faultsOfNewPassword`. It seems that its errors aren’t among those that you throw.',
        '`faultsOfNewPassword(passwords)` returns the errors: an empty array, if there are none. Add them to yours.',
        '`[…, ...faultsOfNewPassword(passwords)]`',
      ],
    },
    async () => {
      const app = await open();
      const { access_token } = await app.signIn();
      for (const [what, next] of [
        ['14 characters', 'fourteen chars'],
        ['14 boots, which are 28 UTF-16 code units', '🥾'.repeat(14)],
        ['129 characters', 'x'.repeat(129)],
        ['an empty string', ''],
        ['the old password', OLD],
      ] as const) {
        const answer = await app.changePassword(access_token, { current: OLD, new: next });
        const label = `PUT /api/me/password with ${what} as \`new\``;
        expect(await resultOf(answer), label).toBe('422 validation-failed');
        expect(pointersOf(answer), `where the errors are, for ${what}`).toEqual(['#/new']);
      }
      await app.expectGood(access_token, 'the access token, after all that');
      let current: string = OLD;
      for (const [what, next] of [
        ['15 characters', 'fifteen letters'],
        ['128 boots, which are 256 UTF-16 code units', '🥾'.repeat(128)],
      ] as const) {
        const token = (await app.signIn('mira', current)).access_token;
        const result = await resultOf(app.changePassword(token, { current, new: next }));
        expect(result, `PUT /api/me/password with ${what} as \`new\``).toBe('204');
        current = next;
      }
      const result = await resultOf(app.askWithPassword('mira', current));
      expect(result, 'POST /api/tokens with that last password').toBe('200');
    },
  );

  check(
    'both-errors-at-once',
    'reports both errors at once',
    {
      points: 2,
      hint: [
        'A person who has fixed one error shouldn’t learn about the next one only then.',
        'Collect the errors of both in one array, and throw once, if there are any.',
        '`throw validationFailed(errors)`, after both were looked at',
      ],
    },
    async () => {
      const app = await open();
      const { access_token } = await app.signIn();
      for (const body of [
        { current: 'wrong', new: 'short' },
        { current: 'a wrong password, twice', new: 'a wrong password, twice' },
        { current: 'wrong', new: 'x'.repeat(129) },
      ]) {
        const answer = await app.changePassword(access_token, body);
        const what = `PUT /api/me/password with ${JSON.stringify(body).slice(0, 60)}`;
        expect(await resultOf(answer), what).toBe('422 validation-failed');
        const pointers = pointersOf(answer).sort();
        expect(pointers, `where the errors are: in both`).toEqual(['#/current', '#/new']);
      }
      await app.expectGood(access_token, 'the access token, after all that');
    },
  );

  check(
    'one-of-two-wins',
    'lets one of two simultaneous changes win, and tells the other that `current` is wrong',
    {
      points: 2,
      hint: [
        'Both have checked the same old password, and both wrote. The first one was answered 204, and its password doesn’t work.',
        '`AND passwordHash = ?` with the old hash in the UPDATE: it changes a row only if the hash still is the one you have checked. `database.run` returns how many rows changed.',
        '`if (changed === 0) throw validationFailed([WRONG]);`',
      ],
    },
    async () => {
      const app = await open();
      const { access_token } = await app.signIn();
      const passwords = ['the first new password', 'the second new password'];
      const answers = await Promise.all(
        passwords.map((next) => app.changePassword(access_token, { current: OLD, new: next })),
      );
      const statuses = answers.map(({ status }) => status);
      // The other one may come so late that its session has ended already.
      expect(statuses.filter((status) => status === 204).length, 'how many of two win').toBe(1);
      const winner = passwords[statuses.indexOf(204)]!;
      await app.signIn('mira', winner);
      for (const loser of answers.filter(({ status }) => status === 422)) {
        expect(pointersOf(loser), 'where the error of the other one is').toEqual(['#/current']);
      }
    },
  );

  check(
    'changed-meanwhile',
    'refuses a change when the password was changed after it was checked',
    {
      points: 2,
      hint: [
        'Argon2 takes its time. Meanwhile another server has changed the password, and yours overwrote it.',
        'The UPDATE needs the old hash in its WHERE, and when it changes no row, nothing else may happen: throw inside the transaction.',
        '`WHERE id = ? AND passwordHash = ?`',
      ],
    },
    async () => {
      // Another server's change comes before the second statement of the learner's code, then before
      // the third one, and so on, until it would come too late.
      for (let turn = 1; ; turn += 1) {
        const app = await open();
        const { database, clock } = app.world;
        (await given()).apiSessions(database, clock).start(PEOPLE.mira.id);
        const before = rowsOf(database);
        const [old, theirs] = [hashOf(app), hashOf(app, 'tomas')!];
        let isOvertaken = false;
        const finish = interleave(database, turn, () => {
          if (hashOf(app) !== old) return;
          database.run("UPDATE people SET passwordHash = ? WHERE id = 'p-mira'", theirs);
          isOvertaken = true;
        });
        const outcome = await changeOf(app, OLD, NEW);
        const statements = finish();
        if (!isOvertaken) break;
        expect(hashOf(app) === theirs, "whether the other server's password is kept").toBe(true);
        expectWrongCurrent(outcome);
        expect(rowsOf(database), 'the sessions afterwards').toEqual(before);
        if (turn >= statements) break;
      }
    },
  );

  check(
    'a-sign-in-in-flight',
    'lets no sign-in with the old password outlive the change',
    {
      points: 2,
      hint: [
        'This sign-in has begun before the change. The old password was right then, and the session starts afterwards.',
        'The given code in sign-in-stores.ts ends such a session, if it knows of the change: call `notePasswordChange(database, person.id)`.',
        'Call it in the transaction, before `endSessionsOf`.',
      ],
    },
    async () => {
      const { apiSessions, apiSignInStore, officeSignInStore, sessionStore, notePasswordChange } =
        await given();
      const app = await open();
      const { database, clock } = app.world;
      const api = apiSignInStore(database, apiSessions(database, clock));
      const sessions = sessionStore(database, clock, () => false);
      const office = officeSignInStore(database, sessions);
      // Both have begun, and check the password now.
      await change(app, (await app.signIn()).access_token);
      const outcome = await outcomeOf(() => api.start('p-mira'));
      const status = Object('error' in outcome ? outcome.error : undefined).status as unknown;
      expect(status, 'the status for a sign-in to the API that began before the change').toBe(401);
      await office.start('an-id', 'p-mira');
      const found = await sessions.find('an-id');
      expect(found, 'the office session of a sign-in that began before the change').toBe(undefined);
      expect(rowsOf(database).sessions, 'the sessions afterwards').toEqual([]);
      const others = await outcomeOf(() => api.start('p-tomas'));
      expect('value' in others, 'whether somebody else’s sign-in succeeds').toBe(true);
      await app.signIn('mira', NEW);
      // Over HTTP, another server's change comes when the sign-in has read the old hash.
      onceAHashIsRead(database, () => notePasswordChange(database, PEOPLE.tomas.id));
      const late = await resultOf(app.askWithPassword('tomas'));
      expect(late, 'POST /api/tokens when the password is changed meanwhile').toBe(
        '401 invalid-credentials',
      );
      onceAHashIsRead(database, () => notePasswordChange(database, PEOPLE.ines.id));
      const browser = new Browser(app.app);
      await signInToOffice(browser, 'ines');
      const label = 'whether the office lets somebody in whose password is changed meanwhile';
      expect(await isSignedIn(browser), label).toBe(false);
    },
  );

  check(
    'all-or-nothing',
    'does everything in one transaction: if something fails, the old password stays',
    {
      points: 1,
      hint: [
        'The password was changed, and the sessions live on, so an attacker who knew the old password is still in.',
        'Put the UPDATE, `notePasswordChange` and `endSessionsOf` into one `database.transaction(() => { … })`. Hash the password before it: nothing in it may `await`. And catch nothing: what fails is a 500.',
        '`const newHash = await …;`, then `database.transaction(() => {`, then the three of them and nothing else',
      ],
    },
    async () => {
      for (const [verb, table] of [
        ['DELETE', 'apiSessions'],
        ['INSERT', 'passwordChanges'],
        ['UPDATE', 'people'],
      ] as const) {
        const app = await open();
        const { access_token } = await app.signIn();
        const before = storedIn(app.world.database);
        app.world.database.exec(
          `CREATE TRIGGER broken BEFORE ${verb} ON ${table} BEGIN SELECT raise(ABORT, 'broken'); END`,
        );
        const { status } = await app.changePassword(access_token, { current: OLD, new: NEW });
        expect(status, `the status, when ${table} can’t be written`).toBe(500);
        const label = `whether nothing has changed, when ${table} can’t be written`;
        expect(storedIn(app.world.database) === before, label).toBe(true);
      }
      const app = await open();
      const { access_token } = await app.signIn();
      app.world.database.run("UPDATE people SET passwordHash = 'broken' WHERE id = 'p-mira'");
      const { status } = await app.changePassword(access_token, { current: OLD, new: NEW });
      expect(status, 'the status, when the old hash can’t be checked').toBe(500);
      expect(hashOf(app), 'the hash afterwards').toBe('broken');
    },
  );

  check(
    'stores-a-hash',
    'stores the new password as an Argon2id hash of full strength',
    {
      points: 1,
      hint: [
        'An attacker who steals the database must not find passwords in it, nor hashes of a fast function.',
        '`await hashPassword(…)` has the right cost. Use it once, for `passwords.new`.',
        '`const newHash = await hashPassword(passwords.…);`, and it is `newHash` that the UPDATE stores',
      ],
    },
    async () => {
      const app = await open();
      const { access_token } = await app.signIn();
      const work = await argon2WorkOf(async () => change(app, access_token));
      expect(work.at(-1), 'the last work of Argon2 for a change').toBe(COST);
      const stored = storedIn(app.world.database);
      expect(stored.includes(NEW), 'whether the new password is in the database').toBe(false);
      expect(hashOf(app), 'the new hash').toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/);
      // However a keyboard composes an accent, it is the same password.
      const { access_token: token } = await app.signIn('mira', NEW);
      await change(app, token, { current: NEW, new: 'u\u030A pramene potoka' });
      const composed = await resultOf(app.askWithPassword('mira', '\u016F pramene potoka'));
      expect(composed, 'POST /api/tokens with the same password, composed').toBe('200');
    },
  );

  check(
    'another-handle',
    'finds the person by who they are now',
    {
      points: 1,
      hint: [
        'People get another handle, or leave, after they have signed in. The guard has read who they are now, and by now even that may have changed.',
        'Use `person.handle` and `person.id`. If `findPersonByHandle` returns undefined, there is no hash to check: `current` is wrong.',
        '`const isRight = oldHash !== … && (await verifyPassword(oldHash, passwords.current));`',
      ],
    },
    async () => {
      const app = await open();
      const tokens = [await app.signIn('mira'), await app.signIn('tomas')];
      app.world.database.run("UPDATE people SET handle = 'other' WHERE handle = 'mira'");
      app.world.database.run("UPDATE people SET handle = 'mira' WHERE handle = 'tomas'");
      const [hers, his] = [tokens[0]!.access_token, tokens[1]!.access_token];
      await change(app, hers);
      await app.expectGood(his, 'the token of the person who has her old handle');
      await change(app, his, { current: PEOPLE.tomas.password, new: NEW });
      app.world.database.run("DELETE FROM people WHERE id = 'p-mira'");
      app.world.database.run("UPDATE people SET handle = 'tomas' WHERE handle = 'mira'");
      expectWrongCurrent(await changeOf(app, OLD, NEW));
    },
  );

  check(
    'wants-two-strings',
    'takes two strings from a person, and nothing else',
    {
      points: 1,
      hint: [
        'The route is given, and it validates the body. Your code gets two strings.',
        'Validate nothing again, and send nothing yourself.',
        '`passwords.current` and `passwords.new` are checked already. `changePassword` throws or returns nothing: the endpoint sends the 204.',
      ],
    },
    async () => {
      const app = await open();
      const { access_token } = await app.signIn();
      const before = storedIn(app.world.database);
      for (const [body, errors] of [
        [{}, ['#/current: current is required', '#/new: new is required']],
        [{ current: OLD }, ['#/new: new is required']],
        [
          { current: 5, new: [NEW] },
          ['#/current: current must be a string', '#/new: new must be a string'],
        ],
        [{ current: OLD, new: NEW, id: 'p-ines' }, ['#/id: unknown property']],
        [[OLD, NEW], ['#: the body must be a JSON object']],
      ] as const) {
        const answer = await app.changePassword(access_token, body);
        const what = `PUT /api/me/password with ${JSON.stringify(body).slice(0, 60)}`;
        expect(await resultOf(answer), what).toBe('422 validation-failed');
        expect(errorsOf(answer), 'the errors').toEqual(errors);
      }
      const nobody = app.api.put('/api/me/password').send({ current: OLD, new: NEW });
      const what = 'PUT /api/me/password without a token';
      expect(await resultOf(nobody), what).toBe('401 authentication-required');
      expect(storedIn(app.world.database) === before, 'whether nothing has changed').toBe(true);
      await change(app, access_token);
    },
  );

  check(
    'keeps-passwords-to-itself',
    'neither prints, logs nor returns a password',
    {
      points: 1,
      hint: [
        'People use the same password elsewhere, and many people read a log.',
        'Look for `console` in change-password.ts, put no password into an error, and return nothing.',
        'The last line of your code is `});`, the end of the transaction: no `return` and no `console` before it.',
      ],
    },
    async () => {
      const app = await open(quickWorld());
      app.world.setTime(START + MINUTE);
      let returned: unknown = 'nothing was returned';
      let wrong: unknown;
      const printed = await printedBy(async () => {
        wrong = await changeOf(app, 'a wrong password', NEW);
        const outcome = await changeOf(app, OLD, NEW);
        returned = 'value' in outcome ? outcome.value : outcome.error;
      });
      expect(returned, 'what changePassword returns').toBe(undefined);
      const secrets = [OLD, NEW, 'a wrong password', hashOf(app)!, sha256(NEW)];
      const found = secrets.filter((secret) => printed.includes(secret)).length;
      expect(found, 'passwords and hashes that were printed').toBe(0);
      const told = secrets.filter((secret) => asText(Object(wrong).error).includes(secret)).length;
      expect(told, 'passwords and hashes in the error that is thrown').toBe(0);
      expect(app.world.logged, 'what was logged').toEqual([]);
    },
  );
});
