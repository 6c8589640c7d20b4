import type { Database } from '#api/database.ts';
import { hashPassword } from '#api/passwords.ts';
import type { Person } from '#api/people.ts';
import { NotWrittenYet } from '#api/todo.ts';
import { argon2WorkOf, check, expect, lesson, makeWorld, PEOPLE, task } from '#check';
import { once } from './once.ts';
import { leaksOf } from './secrets.ts';

const theCheck = lesson(
  '02-signing/check-password.ts',
  () => import('#course/02-signing/check-password.ts'),
);

task('2.2', () => {
  const checked = async (
    handle: string,
    password: string,
    database = makeWorld().database,
  ): Promise<Person | undefined> => {
    const { checkPassword } = await theCheck();
    return checkPassword(database, { handle, password });
  };

  /** The result in words: a person who gets in by mistake is named, and no more. */
  const whoIs = (person: Person | undefined): string => {
    if (!person) return String(person);
    return person.handle === undefined ? String(person) : `the person ${person.handle}`;
  };

  const { mira, tomas, ines } = PEOPLE;
  const found = once(() => checked(mira.handle, mira.password));

  /** A function that refuses everyone would refuse well: Mira gets in with her password. */
  const letsMiraIn = async () => {
    expect(whoIs(await found()), "Mira's handle and her password").toBe('the person mira');
  };

  /** The letters that East Asian keyboards write: NFKC turns them into the usual ones. */
  const wide = (text: string) =>
    text.replace(/[!-~]/g, (letter) => String.fromCharCode(letter.charCodeAt(0) + 0xfee0));

  const setHash = (database: Database, id: string, hash: string) =>
    database.run('UPDATE people SET passwordHash = ? WHERE id = ?', hash, id);

  check(
    'finds-the-person',
    'returns the person whose handle and password these are',
    {
      points: 3,
      hint: [
        'The right handle and password have to return the person, the same for everyone, also for several at once.',
        '`findPersonByHandle` returns the person with their hash; `verifyPassword` takes hash and password and returns a promise.',
        '`const isRight = await verifyPassword(…, password);`',
      ],
    },
    async () => {
      expect(await found(), "Mira's handle and her password").toMatchObject({
        id: 'p-mira',
        handle: 'mira',
        name: 'Mira Castellan',
        role: 'hiker',
      });
      const { database } = makeWorld();
      const both = await Promise.all([
        checked(tomas.handle, tomas.password, database),
        checked(ines.handle, ines.password, database),
      ]);
      expect(both.map(whoIs), 'Tomáš and Inês, at the same time').toEqual([
        'the person tomas',
        'the person ines',
      ]);
      // Some keyboards send ů as u and a ring.
      const typed = await checked(tomas.handle, tomas.password.normalize('NFD'));
      expect(whoIs(typed), "Tomáš's password from another keyboard (NFD)").toBe('the person tomas');
    },
  );

  check(
    'keeps-the-hash-to-itself',
    "returns id, handle, name and role, but not the password's hash",
    {
      points: 2,
      hint: [
        'The person you return is passed on to handlers and logs, and one day to an answer. The hash must not go along.',
        'Destructuring takes one property off an object and collects the others.',
        '`const { passwordHash: _, ...person } = …;`',
      ],
    },
    async () => {
      const names = Object.getOwnPropertyNames(Object(await found())).sort();
      const four = ['handle', 'id', 'name', 'role'];
      expect(names, 'the properties of the person that is returned').toEqual(four);
      const inherited = 'passwordHash' in Object(await found()) ? 'passwordHash' : 'nothing else';
      expect(inherited, 'what else can be read from that person').toBe('nothing else');
    },
  );

  check(
    'refuses-a-wrong-password',
    'returns undefined for a wrong password',
    {
      points: 3,
      hint: [
        'A password is right only if all of it is right, and only with the handle it belongs to.',
        'Await `verifyPassword`: a promise is truthy, even a promise of false. Pass it the password as it came.',
        '`if (!found || !…) return undefined;`',
      ],
    },
    async () => {
      await letsMiraIn();
      const [row] = makeWorld().database.all<{ passwordHash: string }>(
        "SELECT passwordHash FROM people WHERE id = 'p-mira'",
      );
      for (const [what, password] of [
        ["Mira's handle with Inês's password", ines.password],
        ["Mira's handle with her hash as the password", row?.passwordHash ?? ''],
        ["Mira's handle with an empty password", ''],
        ["Mira's handle with her password and a space", `${mira.password} `],
        ["Mira's handle with her password in capitals", mira.password.toUpperCase()],
        ["Mira's handle with her password, a zero byte and more", `${mira.password}\0more`],
        ["Mira's handle with her password in wide letters", wide(mira.password)],
        ["Mira's handle with her password, less the last character", mira.password.slice(0, -1)],
      ] as const) {
        expect(whoIs(await checked(mira.handle, password)), what).toBe('undefined');
      }
      const long = 'a long walk '.repeat(30);
      const { database } = makeWorld();
      setHash(database, 'p-mira', await hashPassword(long));
      const right = await checked(mira.handle, long, database);
      expect(whoIs(right), "Mira's new password of 360 characters").toBe('the person mira');
      for (const [what, password] of [
        ['its last character changed', `${long.slice(0, -1)}!`],
        ['only its first 72 characters', long.slice(0, 72)],
      ] as const) {
        const person = await checked(mira.handle, password, database);
        expect(whoIs(person), `Mira's new password of 360 characters, ${what}`).toBe('undefined');
      }
    },
  );

  check(
    'refuses-an-unknown-handle',
    'returns undefined for a handle that no one has',
    {
      points: 2,
      hint: [
        'Handles are compared exactly, and an unknown one never gets in, whatever the password is.',
        '`findPersonByHandle` compares as it should. Afterward two things must be true: the person exists, and the password is right.',
        '`if (!… || !isRight) return undefined;`',
      ],
    },
    async () => {
      await letsMiraIn();
      for (const [what, handle, password] of [
        ["an unknown handle with Mira's password", 'nobody', mira.password],
        ["the handle MIRA with Mira's password", 'MIRA', mira.password],
        ["the handle mira and a space, with Mira's password", 'mira ', mira.password],
        ["Mira's id as the handle, with her password", 'p-mira', mira.password],
        ["Mira's name as the handle, with her password", 'Mira Castellan', mira.password],
        ["the handle mira in wide letters, with Mira's password", wide('mira'), mira.password],
        ["a handle with SQL in it, with Mira's password", "' OR id = 'p-mira", mira.password],
      ] as const) {
        expect(whoIs(await checked(handle, password)), what).toBe('undefined');
      }
    },
  );

  check(
    'does-the-same-work-for-an-unknown-handle',
    'verifies one password in every case, for an unknown handle as well',
    {
      points: 4,
      timeout: 4000,
      hint: [
        'An attacker who measures the time learns which handles exist if one of the answers takes less work, or more.',
        'Call `verifyPassword` exactly once in every case. For an unknown handle, verify against NOBODYS_HASH.',
        '`await verifyPassword(found?.passwordHash ?? …, password)`',
      ],
    },
    async () => {
      const { database } = makeWorld();
      const workFor = async (handle: string, password: string) => {
        const work = await argon2WorkOf(() => checked(handle, password, database));
        return work.length === 0 ? ['no work at all'] : work;
      };
      const once = ['argon2id v=19 m=19456,t=2,p=1'];
      const what = 'the Argon2 work for';
      const wrong = await workFor(mira.handle, 'not-the-password');
      expect(wrong, `${what} Mira's handle and a wrong password`).toEqual(once);
      const right = await workFor(mira.handle, mira.password);
      expect(right, `${what} Mira's handle and her password`).toEqual(once);
      for (const [handle, password, whose] of [
        ['nobody', 'not-the-password', 'a wrong password'],
        ['nobody', mira.password, "Mira's password"],
        ['__proto__', 'not-the-password', 'a wrong password'],
      ] as const) {
        expect(
          await workFor(handle, password),
          `${what} the handle ${handle} and ${whose}`,
        ).toEqual(once);
      }
      const known = await workFor(mira.handle, '');
      const unknown = await workFor('nobody', '');
      expect(unknown, `${what} an unknown handle and no password, beside a known one`).toEqual(
        known,
      );
    },
  );

  check(
    'asks-the-database-each-time',
    'looks the person up on every call',
    {
      points: 2,
      hint: [
        'Between two requests a person may be renamed, get another password, or leave.',
        'Keep nothing about people in a variable outside of the function: call `findPersonByHandle` within it.',
        '`const found = findPersonByHandle(…, handle);`',
      ],
    },
    async () => {
      const { database } = makeWorld();
      const who = async (handle: string, password: string, where = database) =>
        whoIs(await checked(handle, password, where));
      expect(await who(ines.handle, ines.password), 'ines with her password').toBe(
        'the person ines',
      );
      database.run("UPDATE people SET handle = 'ines-duarte' WHERE id = 'p-ines'");
      const old = await who(ines.handle, ines.password);
      expect(old, 'the handle ines, after she was renamed to ines-duarte').toBe('undefined');
      const renamed = await who('ines-duarte', ines.password);
      expect(renamed, 'the handle ines-duarte, after that').toBe('the person ines-duarte');
      setHash(database, 'p-ines', await hashPassword('a-new-password-9'));
      const before = await who('ines-duarte', ines.password);
      expect(before, 'her old password, after she got a new one').toBe('undefined');
      const other = await who(ines.handle, ines.password, makeWorld().database);
      expect(other, 'ines and her password, in the database of another app').toBe(
        'the person ines',
      );
      database.run("DELETE FROM people WHERE id = 'p-mira'");
      const gone = await who(mira.handle, mira.password);
      expect(gone, 'mira and her password, after she was deleted').toBe('undefined');
    },
  );

  check(
    'lets-nobody-in-with-an-unreadable-hash',
    'lets no one in when the stored hash is not readable',
    {
      points: 1,
      hint: [
        'When something fails while you check a password, the answer must never be "yes".',
        'Let the error of `verifyPassword` pass. The app turns it into a 500 and logs it.',
        'Remove the `catch`, or return `…` in it.',
      ],
    },
    async () => {
      await letsMiraIn();
      for (const hash of ['', 'not a hash', '$argon2id$v=19$m=19456,t=2,p=1$broken']) {
        const { database } = makeWorld();
        setHash(database, 'p-mira', hash);
        for (const password of [mira.password, '', hash]) {
          const result = await checked(mira.handle, password, database).then(whoIs, (error) => {
            if (error instanceof NotWrittenYet) throw error;
            return 'undefined, or an error';
          });
          const what = `Mira's handle and ${JSON.stringify(password)}, when her hash is "${hash}"`;
          const kept = result === 'undefined' ? 'undefined, or an error' : result;
          expect(kept, what).toBe('undefined, or an error');
        }
      }
    },
  );

  check(
    'keeps-passwords-out-of-the-log',
    'prints neither a password nor a hash, and puts none into an error',
    {
      points: 1,
      hint: [
        'People use one password in many places, and a wrong one is often the right one with a typo.',
        'Look for a `console.log` in check-password.ts, and for an error whose message quotes one: the app logs it. To say who failed, give the handle at most.',
      ],
    },
    async () => {
      const thrown: unknown[] = [];
      const leaks = await leaksOf(async () => {
        const { database } = makeWorld();
        await checked(mira.handle, mira.password, database);
        await checked(mira.handle, 'granite-switchback-8', database);
        await checked('nobody', 'nobodys-password', database);
        const [row] = database.all<{ passwordHash: string }>(
          "SELECT passwordHash FROM people WHERE id = 'p-mira'",
        );
        const broken = '$argon2id$v=19$broken-but-secret';
        setHash(database, 'p-mira', broken);
        await checked(mira.handle, mira.password, database).catch((error) => {
          if (error instanceof NotWrittenYet) throw error;
          thrown.push(error);
        });
        return {
          'a hash that is not readable': broken,
          "Mira's password": mira.password,
          'a wrong password': 'granite-switchback-8',
          'the password for an unknown handle': 'nobodys-password',
          "Mira's hash": row?.passwordHash ?? '',
        };
      }, thrown);
      expect(leaks, 'the secrets that were printed, or logged with an error').toEqual([]);
    },
  );
});
