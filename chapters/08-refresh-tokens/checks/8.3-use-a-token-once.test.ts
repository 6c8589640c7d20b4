import { check, expect, START, task } from '#check';
import { interleaveEach } from './interleave.ts';
import { theUse } from './lessons.ts';
import {
  openSession,
  outcomeOf,
  printedBy,
  quickWorld,
  rowsOf,
  sha256,
  tokenOf,
} from './worlds.ts';

/** A session with refresh tokens `a` and `b`, and another person's with `c`. */
async function openTwoSessions() {
  const world = quickWorld();
  const { useToken } = await theUse();
  const { session, sessions, database } = await openSession('mira', world);
  const { session: other } = await openSession('tomas', world);
  sessions.addToken(session.id, sha256(tokenOf('a')));
  sessions.addToken(session.id, sha256(tokenOf('b')));
  sessions.addToken(other.id, sha256(tokenOf('c')));
  const use = async (token: string, now = START) => useToken(database, token, now);
  return { session, other, sessions, database, use, useToken };
}

task('8.3', () => {
  check(
    'the-first-time',
    'returns the session of an unused token, and that this is the first use',
    {
      points: 3,
      hint: [
        'The result says whose session it is, and whether this call was the one that used the token up.',
        'UPDATE the row where `hash = ?` and `usedAt IS NULL`: `database.run` returns 1 when it changed it. Then SELECT its `sessionId`.',
        '`return { sessionId: row.sessionId, isFirst: changed === … };`',
      ],
    },
    async () => {
      const { use, session, other } = await openTwoSessions();
      const label = 'what useToken returns, the first time';
      expect(await use(tokenOf('a')), label).toMatchObject({
        sessionId: session.id,
        isFirst: true,
      });
      expect(await use(tokenOf('b')), label).toMatchObject({
        sessionId: session.id,
        isFirst: true,
      });
      expect(await use(tokenOf('c')), label).toMatchObject({ sessionId: other.id, isFirst: true });
    },
  );

  check(
    'the-second-time',
    'recognizes a used token every time it comes again',
    {
      points: 3,
      hint: [
        'A used token is not an unknown one. The caller needs its session, in order to end it.',
        'Your UPDATE changes nothing the second time, because of `usedAt IS NULL`. SELECT the row all the same, whether it was used or not.',
        '`SELECT sessionId FROM refreshTokens WHERE hash = ?`, without another condition',
      ],
    },
    async () => {
      const { use, session } = await openTwoSessions();
      const first = await use(tokenOf('a'));
      expect(first?.isFirst, 'isFirst, the first time').toBe(true);
      for (const [what, later] of [
        ['in the same millisecond', 0],
        ['an hour later', 3_600_000],
        ['a month later', 30 * 24 * 3_600_000],
      ] as const) {
        const again = await use(tokenOf('a'), START + later);
        const label = `what useToken returns for a used token, ${what}`;
        expect(again, label).toMatchObject({ sessionId: session.id, isFirst: false });
      }
    },
  );

  check(
    'at-the-same-time',
    'lets one of two requests be the first, whatever happens in between',
    {
      points: 4,
      hint: [
        'This lets a second server use the same token between two of your statements. Both were told that they are the first.',
        'One statement must check and mark. `UPDATE … WHERE hash = ? AND usedAt IS NULL` does both, and SQLite lets only one caller change the row.',
        "`const changed = database.run('UPDATE refreshTokens SET usedAt = ? WHERE hash = ? AND …', now, hash);`",
      ],
    },
    async () => {
      await interleaveEach(
        openTwoSessions,
        ({ useToken, database }) => useToken(database, tokenOf('a'), START),
        ({ session }, both, when) => {
          const firsts = both.filter((use) => use?.isFirst).length;
          expect(firsts, `how many of the two are first, ${when}`).toBe(1);
          const ids = both.map((use) => use?.sessionId);
          expect(ids, `the session that both are told, ${when}`).toEqual([session.id, session.id]);
        },
      );
    },
  );

  check(
    'many-at-once',
    'lets one of fifty calls be the first, also if it has to wait for something',
    {
      points: 2,
      hint: [
        'All fifty have looked before the first one has written. While you `await`, others run.',
        'An `await` between a check and an update is enough for two first uses. There is nothing to wait for: the database answers at once.',
        'One UPDATE with `usedAt IS NULL` in its WHERE, and its count of changed rows',
      ],
    },
    async () => {
      const { use } = await openTwoSessions();
      const fifty = await Promise.all(Array.from({ length: 50 }, () => use(tokenOf('a'))));
      const firsts = fifty.filter((one) => one?.isFirst).length;
      expect(firsts, 'first uses, of fifty at once').toBe(1);
      const known = fifty.filter((one) => one !== undefined).length;
      expect(known, 'calls that found the token, of fifty at once').toBe(50);
    },
  );

  check(
    'unknown-tokens',
    'returns undefined for a token that nobody issued, and changes nothing',
    {
      points: 2,
      hint: [
        'A token is known by its hash, exactly. Anything else is unknown: its session can’t be ended, and no row changes.',
        'If there is no row with this hash, return undefined. Put values into SQL with `?` only, and catch nothing: when the database fails, nobody knows whether there is a row.',
        '`return row && { … };`',
      ],
    },
    async () => {
      const { use, database } = await openTwoSessions();
      const before = rowsOf(database);
      const good = tokenOf('a');
      const unknown = [
        ['', 'an empty string'],
        [tokenOf('x'), 'a token that was never issued'],
        [sha256(good), 'the hash in the place of the token'],
        [good.toUpperCase(), 'a good token in capitals'],
        [`${good}=`, 'a good token with padding'],
        [` ${good}`, 'a good token with a space before it'],
        [`${good}\n`, 'a good token with a line end'],
        [`${good}\0`, 'a good token with a zero byte'],
        [`\uff41${good.slice(1)}`, 'a good token with a full-width letter'],
        [good.slice(0, -1), 'a good token, cut short'],
        [`${good.slice(0, -1)}B`, 'a good token whose last bits differ'],
        [`${good.slice(0, -1)}%`, 'a pattern'],
        ["' OR '1'='1", 'SQL'],
        ['🥾'.repeat(20), 'no base64url at all'],
        ['x'.repeat(90_000), 'a very long string'],
      ] as const;
      for (const [token, what] of unknown) {
        expect(await use(token), `what useToken returns for ${what}`).toBe(undefined);
      }
      expect(rowsOf(database), 'the tables afterwards').toEqual(before);
      expect((await use(good))?.isFirst, 'isFirst of the good token, after all that').toBe(true);
      database.exec('ALTER TABLE refreshTokens RENAME TO lost');
      const outcome = await outcomeOf(() => use(good));
      const isSilent = !('error' in outcome);
      expect(isSilent, 'whether a token counts as unknown when the table is missing').toBe(false);
    },
  );

  check(
    'this-token-alone',
    'uses up this token, and no other',
    {
      points: 2,
      hint: [
        'The session has other refresh tokens, and other people have theirs. They stay as they are.',
        'An UPDATE without `hash = ?` in its WHERE changes every row.',
        '`WHERE hash = ? AND usedAt IS NULL`',
      ],
    },
    async () => {
      const { use, database } = await openTwoSessions();
      const before = rowsOf(database).sessions;
      const first = await use(tokenOf('a'));
      const used = rowsOf(database)
        .tokens.filter(({ usedAt }) => usedAt !== null)
        .map(({ hash }) => hash);
      expect(used, 'the hashes of the tokens that are used').toEqual([sha256(tokenOf('a'))]);
      expect(first?.isFirst, 'isFirst of the first token').toBe(true);
      await use(tokenOf('a'));
      const [again, others] = [await use(tokenOf('b')), await use(tokenOf('c'))];
      expect(again?.isFirst, 'isFirst of another token of the same session').toBe(true);
      expect(others?.isFirst, "isFirst of another person's token").toBe(true);
      expect(rowsOf(database).sessions, 'the sessions afterwards').toEqual(before);
    },
  );

  check(
    'notes-when',
    'notes in the database when a token was used',
    {
      points: 1,
      hint: [
        '`usedAt` is a time in milliseconds, by the app’s clock. A 1, or the time of this machine, would be wrong.',
        'Set `usedAt` to `now`.',
        "`database.run('UPDATE …', now, hash)`: the values in the order of the `?`",
      ],
    },
    async () => {
      const { use, database } = await openTwoSessions();
      await use(tokenOf('a'), START + 123_456);
      const usedAt = () =>
        rowsOf(database).tokens.find(({ hash }) => hash === sha256(tokenOf('a')))?.usedAt;
      expect(usedAt(), 'usedAt after the first use').toBe(START + 123_456);
      await use(tokenOf('a'), START + 234_567);
      expect(usedAt(), 'usedAt after a second use').toBe(START + 123_456);
    },
  );

  check(
    'remembers-in-the-database',
    'knows of uses by other servers, and before a restart',
    {
      points: 1,
      hint: [
        'What a variable remembers is forgotten with the next restart, and a second server never knew it.',
        '`usedAt` in the database says whether a token was used. Keep no list of your own.',
        'Remove every variable outside of `useToken`.',
      ],
    },
    async () => {
      const { use, database, session } = await openTwoSessions();
      database.run(
        'UPDATE refreshTokens SET usedAt = ? WHERE hash = ?',
        START,
        sha256(tokenOf('a')),
      );
      const label = 'what useToken returns for a token that another server has used';
      expect(await use(tokenOf('a')), label).toMatchObject({
        sessionId: session.id,
        isFirst: false,
      });
      expect((await use(tokenOf('b')))?.isFirst, 'isFirst of an unused token').toBe(true);
      // The same token, on a server with another database.
      const elsewhere = await openTwoSessions();
      const first = await elsewhere.use(tokenOf('b'));
      expect(first?.isFirst, 'isFirst of that token in another database').toBe(true);
    },
  );

  check(
    'ended-sessions',
    'returns undefined for the tokens of a session that has ended',
    {
      points: 1,
      hint: [
        'When a session ends, its tokens are deleted with it. There is nothing left to use.',
        'If the SELECT finds no row, return undefined.',
      ],
    },
    async () => {
      const { use, sessions, session, database } = await openTwoSessions();
      expect((await use(tokenOf('a')))?.sessionId, 'a session, before it ends').toBe(session.id);
      sessions.end(session.id);
      expect(await use(tokenOf('a')), 'a used token, after its session has ended').toBe(undefined);
      expect(await use(tokenOf('b')), 'an unused token, after its session has ended').toBe(
        undefined,
      );
      expect((await use(tokenOf('c')))?.isFirst, "another person's token").toBe(true);
      expect(rowsOf(database).sessions.length, 'sessions afterwards').toBe(1);
    },
  );

  check(
    'hashes-first',
    'gives the database the token’s hash, and never the token',
    {
      points: 1,
      hint: [
        'The token itself has no business in a query: queries get logged, and stored.',
        '`const hash = hashOf(token);`, and only `hash` from there on',
      ],
    },
    async () => {
      const { useToken } = await theUse();
      const { session, sessions, database } = await openSession();
      sessions.addToken(session.id, sha256(tokenOf('a')));
      const given: string[] = [];
      for (const method of ['all', 'get', 'run', 'exec'] as const) {
        const original = database[method];
        Reflect.set(database, method, (...args: unknown[]) => {
          given.push(args.join(' '));
          return Reflect.apply(original, database, args) as unknown;
        });
      }
      const printed = await printedBy(async () => {
        const use = await useToken(database, tokenOf('a'), START);
        expect(use?.isFirst, 'isFirst').toBe(true);
      });
      const queries = given.filter((query) => query.includes(tokenOf('a')));
      expect(queries, 'queries with the token itself in them').toEqual([]);
      const shown = [tokenOf('a'), sha256(tokenOf('a'))].filter((it) => printed.includes(it));
      expect(shown, 'tokens and hashes that were printed').toEqual([]);
    },
  );
});
