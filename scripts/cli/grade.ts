import pc from 'picocolors';
import { quote } from '../lib/quote.ts';
import { courseRoot } from '../course/root.ts';
import { UsageError } from '../lib/usage-error.ts';
import { chaptersAhead, gradableChapters, readTarget } from '../grading/node/gradable.ts';
import { gradeHandedIn } from '../grading/node/grade-handed-in.ts';
import { Grader } from '../grading/node/grader.ts';
import { liveLine } from '../grading/node/live-line.ts';
import type { ChapterGrade } from '../grading/outcome.ts';
import { newChecks, type Progress, readProgress } from '../grading/node/progress.ts';
import { describeHandedIn } from '../grading/report/handed-in.ts';
import { type Layout, reportChapter, reportNotes, reportSummary } from '../grading/report/human.ts';
import { toJson } from '../grading/report/json.ts';
import { isFull, type Score, scoreOf, shortOf } from '../grading/report/score.ts';
import { textWidth, wrap } from '../lib/wrap.ts';
import { TypeNotes } from '../grading/node/type-notes.ts';
import { watchChapter } from '../grading/node/watch-chapter.ts';
import { keepProgress } from './helpers/keep-progress.ts';
import { refuseReportFiles, type ReportFiles, writeReports } from './helpers/report-files.ts';
import { npmCommand, oneLine, runCommand } from './helpers/run-command.ts';

interface Options extends ReportFiles {
  watch?: true;
  solutions?: true;
  from?: string;
  json?: true;
  threshold?: number;
}

/** Milliseconds that a verdict's notes may take. Cold and on a slow machine TypeScript needs a few seconds. */
const PATIENCE = 4_000;

const live = liveLine();
const typeNotes = new TypeNotes(courseRoot);
const layout: Layout = {
  width: textWidth(),
  bar: process.stdout.isTTY === true,
};

const command = npmCommand('grade', 'Grades your chapters: the first one below 100 unless told.')
  .argument('[N|N.M]', 'a chapter, or one task of it: 3, 3.2')
  .option('--watch', 'grade again whenever a file is saved')
  .option('--solutions', 'grade the solutions instead of your own files')
  .option('--from <directory>', "grade a learner's copy of the course, which isn't trusted")
  .option('--json', 'print one JSON document, and nothing else')
  .option('--junit <file>', 'write JUnit XML, too')
  .option('--csv <file>', 'write CSV, too')
  .option('--summary <file>', 'add a summary in Markdown to a file, too')
  .option('--threshold <points>', 'exit with 0 at so many points or more, of all', toPoints);

await runCommand(command, grade);
typeNotes.close();
await new Promise((resolve) => process.stdout.write('', resolve));
process.exit();

async function grade(target: string | undefined, options: Options): Promise<number> {
  if (target !== undefined && /^0+$/.test(target)) {
    console.log('Chapter 0 is given: there is nothing in it to grade. Try npm run grade 1');
    return 0;
  }
  const named = target === undefined ? undefined : readTarget(courseRoot, target, 'npm run grade');
  const chapter = named?.chapter.number;
  const task = named?.task;
  refuseReportFiles(options);
  if (options.from !== undefined && (options.watch || options.solutions)) {
    throw new UsageError(
      "--from grades a learner's copy, once: type npm run grade -- --from DIRECTORY",
    );
  }
  if (options.watch) return watch(chapter, task, options);
  const all = forOthers(options) || options.solutions;
  if (chapter === undefined && !all) return gradeOnwards();

  const chapters =
    chapter === undefined ? gradableChapters(courseRoot).map(({ number }) => number) : [chapter];
  const score =
    options.from === undefined
      ? await withGrader(options, async (grader) =>
          scoreOf(grader.source, await grader.grade(chapters, task)),
        )
      : await gradeFrom(options.from, chapters, task);
  const before = readProgress(courseRoot);
  const isOwn = score.source === 'chapters' && !score.handedIn;
  if (isOwn) keepProgress(score.chapters);
  // First: where there is no room for what is printed, the command ends there.
  const isWritten = writeReports(options, score);
  if (options.json) console.log(toJson(score));
  else await tell(score, isOwn ? before : undefined);
  if (!isWritten) return 1;
  if (options.threshold === undefined) return isFull(score) ? 0 : 1;
  const short = shortOf(score, options.threshold, task !== undefined);
  const verdict = short === undefined ? 'is reached' : `isn't reached: ${short}`;
  // Standard output holds the document, and nothing else.
  console[options.json ? 'error' : 'log'](
    `The threshold of ${options.threshold} points ${verdict}.`,
  );
  return short === undefined ? 0 : 1;
}

async function gradeFrom(directory: string, numbers: number[], only?: string): Promise<Score> {
  const interrupt = () => process.exit(130);
  process.once('SIGINT', interrupt);
  try {
    const onProgress = live.show;
    return await gradeHandedIn({ course: courseRoot, directory, numbers, only, onProgress });
  } finally {
    live.clear();
    process.off('SIGINT', interrupt);
  }
}

/** Whether somebody else is to read the outcome: then every chapter is graded. */
function forOthers({ from, json, junit, csv, summary, threshold }: Options): boolean {
  return [from, json, junit, csv, summary, threshold].some((option) => option !== undefined);
}

function toPoints(text: string): number {
  if (/^\d{1,3}$/.test(text)) return Number(text);
  throw new UsageError(
    `${quote(text)} is no number of points: type npm run grade -- --threshold 300`,
  );
}

/** The first chapter below 100; when that passes, the next one, and so on. */
async function gradeOnwards(): Promise<number> {
  const ahead = chaptersAhead(courseRoot, readProgress(courseRoot));
  const before = gradableChapters(courseRoot).slice(0, -ahead.length);
  for (const { number, title } of before) {
    console.log(`Chapter ${number} · ${title}: passed before, and unchanged since.`);
  }
  if (before.length > 0) console.log();
  return withGrader({}, async (grader) => {
    for (const { number } of ahead) {
      const [grade] = await grader.grade([number]);
      if (!grade) return 1;
      const before = readProgress(courseRoot);
      keepProgress([grade]);
      console.log(`${reportChapter(grade, layout)}\n`);
      await tellNotes(grade);
      tellNew(grade, before);
      if (grade.status !== 'passed') {
        tellNext(grade);
        return 1;
      }
    }
    console.log(pc.green('Every chapter passed. The trail is marked all the way up.'));
    return 0;
  });
}

async function watch(
  chapter: number | undefined,
  task: string | undefined,
  options: Options,
): Promise<number> {
  if (forOthers(options) || options.solutions) {
    throw new UsageError(
      '--watch is for reading along, without other options: type npm run grade -- --watch',
    );
  }
  const [ahead] = chaptersAhead(courseRoot, readProgress(courseRoot));
  const number = chapter ?? ahead?.number ?? 1;
  const grader = await Grader.open({ warm: true, onProgress: live.show });
  let last: ChapterGrade | undefined;
  process.once('SIGINT', () => {
    grader.close();
    typeNotes.close();
    process.exit(0);
  });
  const show = (grade: ChapterGrade) => {
    live.clear();
    keepProgress([grade]);
    if (process.stdout.isTTY) process.stdout.write('\u001b[2J\u001b[3J\u001b[H');
    console.log(reportChapter(grade, layout));
    console.log(
      pc.dim(`\nGraded in ${grade.durationMs} ms. Waiting for your next save; Ctrl+C ends.`),
    );
    last = grade;
    void typeNotes.of(grade.slug).then((notes) => {
      if (last === grade && notes.length > 0) console.log(`\n${reportNotes(notes, layout)}`);
    });
  };
  await watchChapter(grader, number, task, show, (error) => {
    live.clear();
    last = undefined;
    console.error(`${oneLine(error)} Waiting for your next save; Ctrl+C ends.`);
  });
  return 0;
}

/** @param before where the learner was, if it's their own grade */
async function tell(score: Score, before: Progress | undefined): Promise<void> {
  const [first] = score.chapters;
  if (score.handedIn) {
    for (const line of describeHandedIn(score.handedIn)) console.log(wrap(line, 0, layout.width));
    console.log();
  }
  if (score.chapters.length === 1 && first) {
    console.log(`${reportChapter(first, layout)}\n`);
    if (before) {
      await tellNotes(first);
      tellNew(first, before);
    }
    if (!score.handedIn) tellNext(first);
    return;
  }
  const open = score.chapters.find(({ status }) => status !== 'passed');
  if (open) console.log(`${reportChapter(open, layout)}\n`);
  console.log(reportSummary(score.chapters, layout));
  console.log(`All in all: ${score.points} of ${score.max} points.`);
  if (before) for (const grade of score.chapters) tellNew(grade, before);
}

/** What TypeScript says of it. The verdict stands already; whoever waits for the command waits no longer than this. */
async function tellNotes({ slug }: ChapterGrade): Promise<void> {
  const giveUp = new Promise<[]>((resolve) => setTimeout(resolve, PATIENCE, []));
  const notes = await Promise.race([typeNotes.of(slug), giveUp]);
  if (notes.length > 0) console.log(`${reportNotes(notes, layout)}\n`);
}

/** After an update of the course: what has come since the learner was last graded. */
function tellNew(grade: ChapterGrade, before: Progress): void {
  const names = newChecks(before, grade).map(({ task, title }) => `${task} "${title}"`);
  if (names.length === 0) return;
  const shown = names.length > 4 ? [...names.slice(0, 3), `${names.length - 3} more`] : names;
  const what = `New in chapter ${grade.chapter} since you last graded it: ${shown.join(', ')}.`;
  console.log(`${wrap(what, 0, layout.width)}\n`);
}

function tellNext({ status, chapter, max }: ChapterGrade): void {
  if (status === 'passed' && max < 100) {
    console.log(`And the rest of chapter ${chapter}: npm run grade ${chapter}`);
  } else if (status === 'passed') {
    const next = gradableChapters(courseRoot).find(({ number }) => number > chapter);
    if (next)
      console.log(`Next: chapter ${next.number} · ${next.title}: npm run grade ${next.number}`);
    else console.log(pc.green('That was the last chapter.'));
  } else if (status === 'failed') {
    console.log('Stuck? npm run hint gives the hints, one at a time.');
  }
}

async function withGrader<Result>(
  { solutions }: Options,
  use: (grader: Grader) => Promise<Result>,
): Promise<Result> {
  const source = solutions ? 'solutions' : 'chapters';
  const grader = await Grader.open({ source, onProgress: live.show });
  try {
    return await use(grader);
  } finally {
    live.clear();
    grader.close();
  }
}
