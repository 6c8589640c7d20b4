import { join, relative } from 'node:path';
import { listChapters } from '../course/chapters.ts';
import { courseRoot } from '../course/root.ts';
import { makeScratch } from '../course/scratch.ts';
import { listTasks } from '../course/tasks.ts';
import { testFileOf } from '../grading/node/grader.ts';
import { authenticatedRequests } from './authenticated-request.ts';
import { coldGrade } from './cold-grade.ts';
import { formatFigure, formatRates } from './figure.ts';
import { pageVerdict } from './page-verdict.ts';
import { pageWeight } from './page-weight.ts';
import { saveToVerdict } from './save-to-verdict.ts';

/** The chapter that is graded: `npm run bench -- 5` takes another. */
const CHAPTER = Number(process.argv[2] ?? 3);
const RUNS = 7;

// Everything is measured on copies with finished chapters: a learner's own files stay out of it.
const solved = listChapters(courseRoot).map(({ number }) => number);
const [first, second] = [makeScratch(courseRoot, { solved }), makeScratch(courseRoot, { solved })];
try {
  const { root } = first;
  const chapter = listChapters(root).find(({ number }) => number === CHAPTER);
  const test = chapter && testFileOf(root, chapter);
  if (!chapter || !test) throw new Error(`Chapter ${CHAPTER} has no checks to measure.`);
  const testFile = relative(root, test);
  const file = join('chapters', chapter.slug, listTasks(root, chapter.slug)[0]?.file ?? 'app.ts');

  console.log(formatFigure(coldGrade(root, CHAPTER, testFile, RUNS)));
  console.log(
    formatFigure(await saveToVerdict([root, second.root], CHAPTER, testFile, file, RUNS)),
  );
  console.log(formatFigure(await pageVerdict(second.root, chapter, testFile, file, RUNS)));
  for (const figure of await authenticatedRequests(RUNS, 2_000)) console.log(formatRates(figure));
  const { ours, bare } = pageWeight(chapter.slug);
  const ratio = ours / bare;
  console.log(
    `JavaScript of the page of chapter ${CHAPTER}, gzip: ${ours} bytes\n` +
      `  against the same Markdown on the default theme: ${bare} bytes\n` +
      `  ratio: ${ratio.toFixed(2)}x, to hold <= 1.15x: ${ratio <= 1.15 ? 'held' : 'NOT held'}`,
  );
} finally {
  first.remove();
  second.remove();
}
