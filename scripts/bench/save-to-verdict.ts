import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { bareVitest, ourCommand, Watched } from './command.ts';
import type { Figure } from './figure.ts';

/** Whoever watches has done what it does after a run before the next save. */
function rest(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, 1_200));
}

/**
 * The time from saving a learner's file to the verdict on the screen: `grade --watch`, and
 * `vitest --watch` on the same checks. Each watches a copy of its own, and they take turns.
 *
 * @param roots two equal copies of the course
 * @param checks the chapter's, from the root
 * @param file a file of the learner's that it needs, from the root
 */
export async function saveToVerdict(
  [ourRoot, bareRoot]: [string, string],
  chapter: number,
  checks: string,
  file: string,
  runs: number,
): Promise<Figure> {
  const ours = new Saver(
    join(ourRoot, file),
    new Watched(ourRoot, ourCommand(ourRoot, 'grade', [String(chapter), '--watch'])),
    /Waiting for your next save/,
  );
  const bare = new Saver(
    join(bareRoot, file),
    new Watched(bareRoot, bareVitest(['--watch', checks])),
    /Waiting for file changes/,
  );
  try {
    await ours.ready();
    await bare.ready();
    // The first save is each one's warm-up.
    for (let run = 0; run <= runs; run += 1) {
      await ours.save();
      await bare.save();
    }
  } finally {
    await ours.end();
    await bare.end();
  }
  return {
    what: `save to verdict, chapter ${chapter}, warm`,
    against: 'vitest --watch on the same checks',
    unit: 'ms',
    ours: ours.times.slice(1),
    theirs: bare.times.slice(1),
    goal: { most: 0.35 },
  };
}

/** Saves a file, and takes the time until what watches it has its verdict. */
export class Saver {
  readonly times: number[] = [];
  readonly #file: string;
  readonly #text: string;
  readonly #watched: Watched;
  readonly #done: RegExp;

  constructor(file: string, watched: Watched, done: RegExp) {
    this.#file = file;
    this.#text = readFileSync(file, 'utf8');
    this.#watched = watched;
    this.#done = done;
  }

  async ready(): Promise<void> {
    await this.#watched.prints(this.#done);
  }

  async save(): Promise<void> {
    await rest();
    this.#watched.forget();
    const started = performance.now();
    writeFileSync(this.#file, `${this.#text}\n// saved ${this.times.length}\n`);
    await this.#watched.prints(this.#done);
    this.times.push(performance.now() - started);
  }

  async end(): Promise<void> {
    await this.#watched.end();
  }
}
