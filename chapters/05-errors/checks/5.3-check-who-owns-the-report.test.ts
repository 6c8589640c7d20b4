import { check, expect, PEOPLE, task } from '#check';
import { openApp, reportsBy, send, tokenOf } from './app-of-chapter-5.ts';
import { breakDatabase, SECRET } from './own-error.ts';
import { asPrinted, printedBy, shorten } from './printed.ts';
import { openRoute } from './report-route.ts';

const METHODS = ['PATCH', 'DELETE'] as const;
/** With one that the API may have next year. */
const ALL_METHODS = [...METHODS, 'PUT'] as const;

task('5.3', () => {
  check(
    'lets-the-author-through',
    'lets the author change and delete a report',
    {
      points: 2,
      hint: [
        "The author's id from the database equals the person's id. What should happen then?",
        '`next()` passes the request to the handler behind this middleware.',
      ],
    },
    async () => {
      const { database, send, titleOf, passed } = await openRoute();
      const [first, second] = reportsBy(database, 'mira');
      expect(await send('mira', 'PATCH', first!), 'mira changes a report that she wrote').toBe(
        'done',
      );
      expect(titleOf(first!), 'its title afterwards').toBe('Changed');
      expect(await send('mira', 'DELETE', second!), 'mira deletes a report that she wrote').toBe(
        'done',
      );
      expect(titleOf(second!), 'the deleted report').toBe(undefined);
      expect(passed(), 'how often next() was called for these two requests').toBe(2);
    },
  );

  check(
    'keeps-others-out',
    "refuses to let a person change or delete someone else's report",
    {
      points: 3,
      hint: [
        'Knowing who someone is says nothing about what they may do. Which two ids have to be equal?',
        "`authorIdOf` returns the author's id, `requirePerson` the person who asks.",
        'When the ids differ, `throw new AccessDeniedError()`: it ends the function, so nothing is passed on.',
      ],
    },
    async () => {
      const { database, send, titleOf, passed, addReport } = await openRoute();
      const [id] = reportsBy(database, 'mira');
      const title = titleOf(id!);
      for (const method of ALL_METHODS) {
        const verdict = await send('tomas', method, id!);
        expect(verdict, `tomas sends ${method} for a report that mira wrote`).toBe('forbidden');
        expect(titleOf(id!), `mira's report after that ${method}`).toBe(title);
      }
      const fresh = '0b7d6e0c-5f0f-4a4e-9c8e-2f6b1a1f7a11';
      addReport(fresh, PEOPLE.mira.id);
      expect(
        await send('tomas', 'DELETE', fresh),
        'tomas sends DELETE for a report that mira wrote a moment ago',
      ).toBe('forbidden');
      expect(
        passed(),
        'how often next() let the request through, although it had been refused',
      ).toBe(0);
    },
  );

  check(
    'asks-who-it-is-first',
    'asks an unauthenticated client for credentials, whether or not the report exists',
    {
      points: 3,
      hint: [
        'A client that gets 404 for some ids and 401 for others can list your reports without signing in.',
        '`requirePerson` throws the right error. Call it before you look for the report.',
      ],
    },
    async () => {
      const { database, send, passed } = await openRoute();
      const [id] = reportsBy(database, 'mira');
      const [orphan] = reportsBy(database, 'ines');
      database.run("DELETE FROM people WHERE id = 'p-ines'");
      for (const method of ALL_METHODS) {
        for (const [which, report] of [
          ['a report that mira wrote', id!],
          ['a report whose author has left', orphan!],
          ["a report that doesn't exist, which only a person may learn", 'r-none'],
        ]) {
          expect(
            await send('nobody', method, report!),
            `${method} without credentials, for ${which}`,
          ).toBe('authentication-required');
        }
      }
      expect(passed(), 'how often next() let an unauthenticated request through').toBe(0);
    },
  );

  check(
    'a-missing-report-is-not-found',
    'answers 404, not 403, to a person when there is no such report',
    {
      points: 2,
      hint: [
        'No one owns a report that does not exist, so there is nothing to forbid.',
        '`authorIdOf` returns `undefined` here. Call `next()`: the handler behind you answers 404.',
      ],
    },
    async () => {
      const { database, send, passedAndMore } = await openRoute();
      for (const method of METHODS) {
        for (const id of ['r-none', 'R-01', 'r-0_', '%25', 'r-01%20', 'constructor', '__proto__']) {
          for (const who of ['mira', 'tomas'] as const) {
            const verdict = await send(who, method, id);
            expect(verdict, `${who} sends ${method} /reports/${id}, which doesn't exist`).toBe(
              '404',
            );
          }
        }
      }
      expect(
        passedAndMore(),
        'how often next() was called for such a request, and then again, or an error thrown',
      ).toBe(0);
      // And not because nothing is ever refused.
      const [id] = reportsBy(database, 'tomas');
      expect(await send('mira', 'PATCH', id!), "mira changes tomas's report").toBe('forbidden');
    },
  );

  check(
    'a-ranger-is-no-author',
    'refuses a ranger as well: a role is not authorship',
    {
      points: 2,
      hint: [
        "Only a report's author may change or delete it. A ranger is the author of their own reports only.",
        "Does your code look at the person's `role`?",
      ],
    },
    async () => {
      const { database, send, titleOf } = await openRoute();
      const [id] = reportsBy(database, 'mira');
      for (const method of METHODS) {
        const verdict = await send('ines', method, id!);
        expect(verdict, `ines, a ranger, sends ${method} for a report that mira wrote`).toBe(
          'forbidden',
        );
      }
      expect(titleOf(id!), "mira's report afterwards").not.toBe(undefined);
      const [own] = reportsBy(database, 'ines');
      expect(await send('ines', 'DELETE', own!), 'ines deletes a report of her own').toBe('done');
    },
  );

  check(
    'a-handle-may-change-hands',
    "compares ids: a person who takes over a handle doesn't take over its reports",
    {
      points: 2,
      hint: [
        'mira may call herself something else tomorrow, and then another person may become mira.',
        "`authorIdOf` returns an id. Compare it with the person's `id`, which is never given to anyone else.",
      ],
    },
    async () => {
      const { database, send } = await openRoute();
      const [first, second] = reportsBy(database, 'mira');
      database.run("UPDATE people SET handle = 'mira-castellan' WHERE id = 'p-mira'");
      database.run("UPDATE people SET handle = 'mira' WHERE id = 'p-tomas'");
      expect(
        await send('tomas', 'DELETE', first!),
        'tomas, who has taken the handle mira, deletes a report of p-mira',
      ).toBe('forbidden');
      for (const handle of ['admin', 'root', 'moderator', 'ranger', 'system']) {
        database.run("UPDATE people SET handle = ? WHERE id = 'p-tomas'", handle);
        const what = `tomas, who now has the handle ${handle}, deletes a report of p-mira`;
        expect(await send('tomas', 'DELETE', first!), what).toBe('forbidden');
      }
      expect(
        await send('mira', 'DELETE', second!),
        'p-mira, whose handle has changed, deletes a report of her own',
      ).toBe('done');
    },
  );

  check(
    'compares-whole-ids',
    'compares ids exactly: in full, and with their case',
    {
      points: 2,
      hint: [
        'Two ids that begin alike, or differ only in case, belong to two people.',
        'Use `===` or `!==` on the two ids as they are.',
      ],
    },
    async () => {
      const { send, addPerson, addReport } = await openRoute();
      const others = [
        'p-mir',
        'p-mira2',
        'p-mira-2',
        'P-MIRA',
        'ira',
        ' p-mira',
        'p_mira',
        'p-míra',
        'p-mira\u0001',
      ];
      for (const [index, id] of others.entries()) {
        addPerson(id, `someone-${index}`);
        addReport(`r-of-${index}`, id);
      }
      addReport('r-of-mira', PEOPLE.mira.id);
      for (const [index, id] of others.entries()) {
        const other = id as `p-${string}`;
        expect(
          await send(other, 'DELETE', 'r-of-mira'),
          `the person with the id ${JSON.stringify(id)} deletes a report of p-mira`,
        ).toBe('forbidden');
        expect(
          await send('mira', 'DELETE', `r-of-${index}`),
          `p-mira deletes a report of the person with the id ${JSON.stringify(id)}`,
        ).toBe('forbidden');
        expect(
          await send(other, 'PATCH', `r-of-${index}`),
          `the person with the id ${JSON.stringify(id)} changes a report of their own`,
        ).toBe('done');
      }
    },
  );

  check(
    'an-orphan-belongs-to-nobody',
    'lets no one change the report of a person who has left',
    {
      points: 2,
      hint: [
        'When a person is deleted their reports stay, and `authorIdOf` returns `null` for them.',
        '`null` and `undefined` are two answers: a report without an author, and no report at all.',
      ],
    },
    async () => {
      const { database, send, titleOf } = await openRoute();
      const [id] = reportsBy(database, 'ines');
      database.run("DELETE FROM people WHERE id = 'p-ines'");
      for (const role of ['hiker', 'ranger']) {
        database.run('UPDATE people SET role = ? WHERE id = ?', role, PEOPLE.tomas.id);
        for (const method of METHODS) {
          const verdict = await send('tomas', method, id!);
          const what = `tomas, a ${role}, sends ${method} for a report whose author has left`;
          expect(verdict, what).toBe('forbidden');
        }
      }
      expect(titleOf(id!), 'that report afterwards').not.toBe(undefined);
    },
  );

  check(
    'guards-every-way-to-write-it',
    'refuses however the path is written, and whatever else the request contains',
    {
      points: 2,
      hint: [
        'Which part of the request decides which report it is about? Everything else is the sender’s to invent.',
        'Take the id from `request.params.id`, which Express has decoded once, and look at nothing else.',
      ],
    },
    async () => {
      const { database, sendTo, passed } = await openRoute();
      const [id] = reportsBy(database, 'mira');
      const [own] = reportsBy(database, 'tomas');
      const encoded = `%${id!.charCodeAt(0).toString(16)}${id!.slice(1)}`;
      for (const path of [
        `/reports/${encoded}`,
        `/Reports/${id}/`,
        `/reports/${id}?author=tomas&id=${own}&_method=GET&authorId=p-tomas`,
      ]) {
        const verdict = await sendTo('tomas', 'DELETE', path);
        expect(verdict, `tomas sends DELETE ${path}, a report that mira wrote`).toBe('forbidden');
      }
      const path = `/reports/${id}`;
      for (const body of [
        undefined,
        {},
        { condition: 'closed' },
        { title: '' },
        { body: 'x' },
        { author: 'tomas' },
        { id: own, authorId: 'p-tomas', personId: 'p-tomas' },
        [],
      ]) {
        for (const method of METHODS) {
          const verdict = await sendTo('tomas', method, path, body);
          const what = `tomas sends ${method} ${path}, of mira's, with ${JSON.stringify(body)}`;
          expect(verdict, what).toBe('forbidden');
        }
      }
      const headers = {
        'x-author': 'tomas',
        'x-user-id': PEOPLE.mira.id,
        'x-forwarded-user': 'mira',
        'x-http-method-override': 'GET',
        'x-original-url': `/reports/${own}`,
        'if-match': '*',
      };
      const verdict = await sendTo('tomas', 'DELETE', path, undefined, headers);
      expect(verdict, `tomas sends DELETE ${path}, of mira's, with headers that claim more`).toBe(
        'forbidden',
      );
      expect(passed(), 'how often next() let one of these requests through').toBe(0);
      const twice = await sendTo('tomas', 'DELETE', `/reports/%25${encoded.slice(1)}`);
      expect(twice, 'tomas sends DELETE for an id that is encoded twice').toBe('404');
    },
  );

  check(
    'goes-by-the-database-now',
    'looks up the author for each request, in the database of its own app',
    {
      points: 2,
      hint: [
        'A report can be deleted, and its author can change. What was true at the last request may be wrong now.',
        'Does anything live outside of the function that handles the request? Ask `authorIdOf` every time.',
      ],
    },
    async () => {
      const { database, send, addReport } = await openRoute();
      addReport('r-moving', PEOPLE.mira.id);
      expect(await send('mira', 'PATCH', 'r-moving'), 'mira changes a report of hers').toBe('done');
      expect(await send('tomas', 'PATCH', 'r-moving'), 'then tomas tries').toBe('forbidden');
      database.run("UPDATE reports SET authorId = 'p-tomas' WHERE id = 'r-moving'");
      expect(
        await send('mira', 'PATCH', 'r-moving'),
        "mira changes it again, after it has become tomas's",
      ).toBe('forbidden');
      expect(await send('tomas', 'PATCH', 'r-moving'), 'tomas changes it now').toBe('done');
      const [own] = reportsBy(database, 'mira');
      const another = await openRoute();
      another.database.run("UPDATE reports SET authorId = 'p-tomas'");
      expect(
        await send('tomas', 'PATCH', own!),
        "tomas changes mira's report, which is his in the database of another app",
      ).toBe('forbidden');
      const both = await Promise.all([
        send('mira', 'PATCH', own!),
        send('tomas', 'PATCH', own!),
        send('mira', 'PATCH', own!),
        send('nobody', 'PATCH', own!),
      ]);
      expect(both, 'mira, tomas, mira and nobody change her report at the same time').toEqual([
        'done',
        'forbidden',
        'done',
        'authentication-required',
      ]);
    },
  );

  check(
    'a-broken-database-opens-nothing',
    "lets no one through when the database can't say whose report it is",
    {
      points: 1,
      hint: [
        "An error isn't permission. What happens to an error that `authorIdOf` throws?",
        "Don't catch it: Express passes it to the error handlers, which answer 500.",
      ],
    },
    async () => {
      const { database, send, passed } = await openRoute();
      const [own] = reportsBy(database, 'mira');
      breakDatabase(database, new Error(SECRET));
      database.get = <Row>(sql: string) => {
        if (sql.includes('FROM people')) {
          return { id: 'p-mira', handle: 'mira', name: 'Mira', role: 'hiker' } as Row;
        }
        throw new Error(SECRET);
      };
      expect(
        await send('mira', 'DELETE', own!),
        'what is thrown when the database fails',
      ).toContain(SECRET);
      expect(passed(), 'how often next() let the request through, while the database failed').toBe(
        0,
      );
    },
  );

  check(
    'prints-no-token',
    'puts no token on the console or into the log',
    {
      points: 1,
      hint: [
        'Anyone who reads the log could act as this person until the token expires.',
        'Print neither the request nor its headers.',
      ],
    },
    async () => {
      const { app, world } = await openApp();
      const [id] = reportsBy(world.database, 'mira');
      const printed = await printedBy(async () => {
        await send(app, 'PATCH', `/api/reports/${id}`, tokenOf('mira'));
        await send(app, 'DELETE', `/api/reports/${id}`, tokenOf('tomas'));
      });
      const all = `${printed}\n${world.logged.map(asPrinted).join('\n')}`;
      const parts = [tokenOf('mira'), tokenOf('tomas')]
        .join('.')
        .replaceAll('Bearer ', '')
        .split('.');
      const found = ['Bearer ', ...parts].filter((part) => part.length > 6 && all.includes(part));
      expect(found.map(shorten), 'parts of a token that are printed or logged').toEqual([]);
    },
  );
});
