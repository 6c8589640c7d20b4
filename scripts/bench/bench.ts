import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { listChapters } from '../course/chapters.ts';
import { courseRoot } from '../course/root.ts';
import { makeScratch } from '../course/scratch.ts';
import { listTasks } from '../course/tasks.ts';
import { authenticatedRequests } from './authenticated-request.ts';
import { coldGrade } from './cold-grade.ts';
import { type Figure, formatFigure } from './figure.ts';
import { pageWeight } from './page-weight.ts';
import { saveToVerdict } from './save-to-verdict.ts';
import { formatSignOutCost, recordSignOutCost, signOutCost } from './sign-out-cost.ts';
import { tabFigures, tabMemory } from './tab.ts';
import { testTime } from './test-time.ts';

/** The chapter that is graded. */
const CHAPTER = 3;
const RUNS = 7;

// Everything is measured on copies with finished chapters: a learner's own files stay out of it.
const chapters = listChapters(courseRoot);
const solved = chapters.map(({ number }) => number);
const { slug } = chapters.find(({ number }) => number === CHAPTER)!;
const folder = join('chapters', slug);
const checks = existsSync(join(courseRoot, folder, 'checks')) ? join(folder, 'checks') : folder;

/** By the name that is typed: `npm run bench -- cold`. Without one, all but the last. */
const FIGURES: Record<string, () => Promise<Figure[]>> = {
  cold: () => onCopies(1, async ([root]) => [coldGrade(root!, CHAPTER, checks, RUNS)]),
  save: () =>
    onCopies(2, async ([ours, bare]) => {
      const file = join(folder, listTasks(courseRoot, slug)[0]?.file ?? 'app.ts');
      return [await saveToVerdict([ours!, bare!], CHAPTER, checks, file, RUNS)];
    }),
  requests: () => authenticatedRequests(RUNS, 2_000),
  page: async () => [await pageWeight(slug)],
  tab: () => tabFigures(5),
  'tab-memory': async () => [await tabMemory()],
  test: async () => [await testTime()],
};

const [name] = process.argv.slice(2);
// Nothing is held against anything here, so it has no goal: chapter 9 shows what it costs.
if (name === 'sign-out') {
  const cost = await signOutCost(35, 384);
  console.log(formatSignOutCost(cost));
  recordSignOutCost(cost);
  process.exit();
}
const names = name === undefined ? Object.keys(FIGURES).slice(0, -1) : [name];
for (const each of names) {
  const measure = FIGURES[each];
  if (!measure) throw new Error(`There is no figure ${each}; they are ${Object.keys(FIGURES)}.`);
  for (const figure of await measure()) console.log(formatFigure(figure));
}

async function onCopies(
  count: number,
  measure: (roots: string[]) => Promise<Figure[]>,
): Promise<Figure[]> {
  const copies = Array.from({ length: count }, () => makeScratch(courseRoot, { solved }));
  try {
    return await measure(copies.map(({ root }) => root));
  } finally {
    for (const copy of copies) copy.remove();
  }
}
