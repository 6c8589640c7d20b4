import type { Database } from '#api/database.ts';

/**
 * Has two servers do the same work, the second one right before the first statement of the first
 * one, then before its second statement, and so on.
 *
 * @param setUp makes a fresh database, and what belongs to it
 * @param work what both servers do, once
 * @param judge is given what came of both, and when the second server had its turn
 */
export async function interleaveEach<Setup extends { database: Database }, Result>(
  setUp: () => Promise<Setup>,
  work: (setup: Setup) => Result,
  judge: (setup: Setup, both: Awaited<Result>[], when: string) => void,
): Promise<void> {
  for (let before = 0; ; before += 1) {
    const setup = await setUp();
    const theirs: Result[] = [];
    const finish = interleave(setup.database, before, () => theirs.push(work(setup)));
    const mine = await work(setup);
    const statements = finish();
    const both = [mine, ...(await Promise.all(theirs))];
    judge(setup, both, `when another server has its turn before statement ${before + 1} of yours`);
    if (before >= statements) break;
  }
}

/**
 * Lets somebody else have a turn between two statements, as a second server on the same file would.
 * Inside a transaction nobody else has a turn: then it is after the transaction.
 *
 * @param before the number of the statement, from 0, that has to wait
 * @param others what somebody else does, once
 * @returns puts the database back, and gives the number of statements so far
 */
export function interleave(database: Database, before: number, others: () => void): () => number {
  let statements = 0;
  let depth = 0;
  let isDone = false;
  let isInTransaction = false;
  const methods = ['all', 'get', 'run', 'exec'] as const;
  for (const method of methods) {
    const original = database[method];
    Reflect.set(database, method, (...args: unknown[]) => {
      if (depth === 0) {
        if (statements >= before && !isDone && !isInTransaction) {
          isDone = true;
          depth += 1;
          others();
          depth -= 1;
        }
        statements += 1;
      }
      const sql = String(args[0]);
      if (/^\s*(begin|savepoint)\b/i.test(sql)) isInTransaction = true;
      depth += 1;
      try {
        return Reflect.apply(original, database, args) as unknown;
      } finally {
        depth -= 1;
        if (/^\s*(commit|end|rollback|release)\b/i.test(sql)) isInTransaction = false;
      }
    });
  }
  return () => {
    for (const method of methods) Reflect.deleteProperty(database, method);
    if (!isDone) others();
    return statements;
  };
}
