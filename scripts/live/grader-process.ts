// The process that grades for the page: Vitest stays loaded in it between saves.
import { Grader } from '../grading/node/grader.ts';
import type { GraderNews, GraderOrder } from './grader-service.ts';

/** Milliseconds between two words on how far a run is: a page draws each. */
const EVERY = 60;

const tell = (news: GraderNews) => process.send?.(news);
let told = 0;

const grader = await Grader.open({
  root: process.argv[2] ?? '',
  warm: true,
  onProgress: ({ chapter, finished, checks, results }) => {
    const now = performance.now();
    if (now - told < EVERY) return;
    told = now;
    tell({ kind: 'progress', chapter: chapter.number, finished, of: checks, results });
  },
});

let turn = Promise.resolve();
process.on('message', (order: GraderOrder) => {
  if (order.kind === 'cancel') return grader.cancel();
  turn = turn.then(() => grade(order));
});
// The workbook is gone.
process.on('disconnect', () => {
  grader.close();
  process.exit();
});
tell({ kind: 'ready' });

async function grade({ run, chapter, changed }: Extract<GraderOrder, { kind: 'grade' }>) {
  try {
    grader.invalidate(changed);
    const [grade] = await grader.grade([chapter]);
    tell({ kind: 'graded', run, ...(grade ? { grade } : {}) });
  } catch (error) {
    tell({ kind: 'graded', run, error: error instanceof Error ? error.message : String(error) });
  }
  await grader.settled();
}
