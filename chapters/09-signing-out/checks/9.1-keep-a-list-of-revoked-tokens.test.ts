import type { Database } from '#api/database.ts';
import { check, expect, NOW, START, task } from '#check';
import { given, theList } from './lessons.ts';
import { quickWorld, watchQueries } from './worlds.ts';

/** An empty list, and the learner's function. */
async function openList() {
  const { createRevokedTokens, addRevokedToken, isRevoked } = await theList();
  const { database, clock } = quickWorld();
  createRevokedTokens(database);
  (await given()).apiSessions(database, clock);
  return {
    database,
    add: async (jti: string, exp: number, now = START) =>
      addRevokedToken(database, { jti, exp }, now),
    isRevoked: (jti: string) => isRevoked(database, jti),
    rows: () => rowsIn(database),
  };
}

const rowsIn = (database: Database) =>
  database.all<{ jti: string; exp: number }>('SELECT jti, exp FROM revokedTokens ORDER BY jti');

const jtisIn = (rows: { jti: string }[]) => rows.map(({ jti }) => jti);

task('9.1', () => {
  check(
    'adds-the-token',
    'puts a token on the list, with the time when it expires',
    {
      points: 2,
      hint: [
        'The authenticator asks this list about every token. What isn’t on it is accepted.',
        'INSERT a row with `jti` and `exp`, whatever they are. `exp` stays in seconds, as in the token.',
        "`database.run('INSERT … INTO revokedTokens (jti, exp) VALUES (?, ?)', …, …);`",
      ],
    },
    async () => {
      const { add, rows, isRevoked, database } = await openList();
      expect(isRevoked('one'), 'isRevoked for a token that nobody has revoked').toBe(false);
      await add('one', NOW + 600);
      await add('two', NOW + 60.5);
      const label = 'the rows of revokedTokens, after two tokens were revoked';
      expect(rows(), label).toEqual([
        { jti: 'one', exp: NOW + 600 },
        { jti: 'two', exp: NOW + 60.5 },
      ]);
      expect([isRevoked('one'), isRevoked('two')], 'isRevoked for both').toEqual([true, true]);
      expect(isRevoked('three'), 'isRevoked for a third token').toBe(false);
      // 9.3 needs it: a write for every string.
      const statements = watchQueries({ database });
      await add('a stand-in', NOW);
      const writes = statements.filter((sql) => /^\s*(insert|replace)/i.test(sql)).length;
      const what = 'statements that insert a row, for a token that expires at this moment';
      expect(writes, what).toBeGreaterThan(0);
    },
  );

  check(
    'a-token-may-come-twice',
    'accepts a token that is on the list already',
    {
      points: 2,
      hint: [
        'A client whose connection broke doesn’t know whether its token was revoked, so it sends the token again. `jti` is the primary key, and SQLite throws for a second row with the same key.',
        'SQLite can skip such a row: https://sqlite.org/lang_conflict.html',
        '`INSERT OR … INTO revokedTokens`',
      ],
    },
    async () => {
      const { add, rows, database } = await openList();
      const thrownBy = (adding: Promise<unknown>) => adding.then(() => 'nothing', String);
      await add('other', NOW + 600);
      for (const when of ['the first time', 'at once', 'a minute later']) {
        const now = when === 'a minute later' ? START + 60_000 : START;
        const error = await thrownBy(add('one', NOW + 600, now));
        expect(error, `what is thrown when a token is revoked ${when}`).toBe('nothing');
        expect(rows(), `the rows of revokedTokens, ${when}`).toEqual([
          { jti: 'one', exp: NOW + 600 },
          { jti: 'other', exp: NOW + 600 },
        ]);
      }
      database.exec(
        "CREATE TRIGGER broken BEFORE INSERT ON revokedTokens BEGIN SELECT raise(ABORT, 'broken'); END",
      );
      const isSilent = (await thrownBy(add('two', NOW + 600))) === 'nothing';
      expect(isSilent, 'whether a failure to write the list goes unnoticed').toBe(false);
    },
  );

  check(
    'takes-off-what-has-expired',
    'takes off the tokens that have expired meanwhile',
    {
      points: 2,
      hint: [
        'A token that has expired is refused anyway. If it stayed on the list, the list would grow for ever.',
        'DELETE the rows whose `exp` has been reached. `now` is in milliseconds and `exp` is in seconds, so convert one of them.',
        "`database.run('DELETE FROM revokedTokens WHERE exp <= ?', now / …);`",
      ],
    },
    async () => {
      const { add, rows, database } = await openList();
      await add('short', NOW + 60);
      await add('long', NOW + 600);
      await add('new', NOW + 900, START + 61_000);
      expect(jtisIn(rows()), 'the list, when one of two has expired').toEqual(['long', 'new']);
      await add('newer', NOW + 1800, START + 1_200_000);
      expect(jtisIn(rows()), 'the list, when all but the newest have expired').toEqual(['newer']);
      await add('brief', NOW + 1300, START + 1_200_000);
      await add('newer', NOW + 1800, START + 1_300_000);
      const label = 'the list, when a token comes again and another one has expired';
      expect(jtisIn(rows()), label).toEqual(['newer']);
      database.run(
        `WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 20000)
         INSERT INTO revokedTokens (jti, exp) SELECT 'of many ' || i, ? FROM n`,
        NOW + 1800,
      );
      await add('newest', NOW + 1801, START + 1_300_000);
      const count = rows().length;
      expect(count, 'rows on the list, after 20,002 tokens that haven’t expired').toBe(20_002);
    },
  );

  check(
    'at-the-second-of-exp',
    'takes a token off at its `exp`, and not a moment before',
    {
      points: 2,
      hint: [
        'Until `exp` the authenticator accepts the token, so until then it has to be on the list. At `exp` it has expired.',
        'Compare with `<=`, and don’t round `now`: half a second before `exp` the token is still good.',
        '`WHERE exp <= ?`, and `now / 1000`',
      ],
    },
    async () => {
      for (const [what, now, expected] of [
        ['a second before exp', START + 599_000, ['new', 'one']],
        ['a millisecond before exp', START + 599_999, ['new', 'one']],
        ['at exp', START + 600_000, ['new']],
      ] as const) {
        const { add, rows } = await openList();
        await add('one', NOW + 600);
        await add('new', NOW + 1200, now);
        expect(jtisIn(rows()), `the list, ${what} of the token \`one\``).toEqual(expected);
      }
    },
  );

  check(
    'stays-short',
    'keeps the list as short as what is revoked in ten minutes',
    {
      points: 1,
      hint: [
        'The list grows although its tokens have expired. Each call has to take off what has expired, so that nothing else has to tidy up.',
        'Do both on every call: DELETE what has expired, and INSERT the new token.',
        '`DELETE … WHERE exp <= ?` first, then the INSERT: two calls of `database.run`, with no `if` around them',
      ],
    },
    async () => {
      const { add, rows } = await openList();
      for (let minute = 0; minute < 120; minute += 1) {
        await add(`token-${minute}`, NOW + minute * 60 + 600, START + minute * 60_000);
      }
      expect(rows().length, 'tokens on the list, with one a minute for two hours').toBe(10);
    },
  );

  check(
    'any-string-is-a-value',
    'treats a `jti` as a value, whatever is in it',
    {
      points: 1,
      hint: [
        'A string that becomes a part of the SQL can change what the statement does.',
        'Write `?` for each value, and pass the values after the SQL.',
        '`database.run(sql, jti, exp)`',
      ],
    },
    async () => {
      const jtis = ["it's", "'); DELETE FROM revokedTokens; --", '%', '', '🥾', 'ONE', 'one', '"'];
      const { add, rows, isRevoked } = await openList();
      for (const jti of jtis) await add(jti, NOW + 600);
      for (const jti of jtis) expect(isRevoked(jti), `isRevoked for the jti ${jti}`).toBe(true);
      expect(rows().length, 'rows for these eight tokens').toBe(8);
      expect(isRevoked('One'), 'isRevoked for a jti in another case').toBe(false);
    },
  );

  check(
    'in-this-database',
    'keeps the list in the database that it is given, and nowhere else',
    {
      points: 1,
      hint: [
        'A variable is empty after the next restart, and a second server never sees it.',
        'Read and write nothing but the table `revokedTokens`.',
        'The function has three arguments: everything that it needs is in `database`, `{ jti, exp }` and `now`.',
      ],
    },
    async () => {
      const [here, elsewhere] = [await openList(), await openList()];
      await here.add('one', NOW + 600);
      expect(elsewhere.rows(), 'the list of another database').toEqual([]);
      await elsewhere.add('one', NOW + 600);
      expect(jtisIn(elsewhere.rows()), 'that list, after the same token was revoked there').toEqual(
        ['one'],
      );
      here.database.run('DELETE FROM revokedTokens');
      await here.add('one', NOW + 600);
      const label = 'the list, when the token was taken off it and revoked again';
      expect(jtisIn(here.rows()), label).toEqual(['one']);
    },
  );

  check(
    'touches-this-table-alone',
    'goes by the time that it is given, and changes no other table',
    {
      points: 1,
      hint: [
        'The checks’ clock stands in June 2026. `Date.now()` is the time of this machine.',
        '`now` is an argument. Use nothing else for the time, and write no SQL about another table.',
        '`now / …` in the DELETE, and `revokedTokens` is the only table in your SQL',
      ],
    },
    async () => {
      const { add, rows, database } = await openList();
      const statements = watchQueries({ database });
      const past = Date.UTC(2001, 0, 1);
      await add('past', past / 1000 + 600, past);
      await add('past too', past / 1000 + 600, past + 1);
      expect(jtisIn(rows()), 'the list of an app whose clock stands in 2001').toEqual([
        'past',
        'past too',
      ]);
      const future = Date.UTC(2101, 0, 1);
      await add('future', future / 1000 + 600, future);
      expect(jtisIn(rows()), 'the list of an app whose clock stands in 2101').toEqual(['future']);
      const others = statements.filter((sql) => !sql.includes('revokedTokens'));
      expect(others, 'statements about anything else').toEqual([]);
    },
  );
});
