import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { stripVTControlCharacters } from 'node:util';
import { type Chapter, listChapters } from '../../course/chapters.ts';
import { courseRoot } from '../../course/root.ts';
import { makeScratch } from '../../course/scratch.ts';
import { findRegions, replaceBody } from '../../course/regions.ts';
import { layFiles, solutionFiles } from '../../course/starters.ts';
import { listTasks } from '../../course/tasks.ts';
import { Grader } from '../../grading/node/grader.ts';
import { reportChapter } from '../../grading/report/human.ts';
import type { Mistake } from '../mistake.ts';
import type { Trials } from '../trial.ts';
import { mismatch } from './matches.ts';
import { type Block, blocksOf } from './page-blocks.ts';
import { Terminal } from './terminal.ts';

/** An answer on a page that is not what came. */
export interface Drift {
  /** Where the answer is: `docs/chapters/03-authenticator.md:142` */
  place: string;
  /** The index of its fence among the page's lines. */
  line: number;
  what: string;
  shown: string;
  came: string;
}

/** What became of a page. */
export interface Replay {
  drifts: Drift[];
  /** How many answers were held against what came. */
  compared: number;
  /** The blocks that were skipped, and why. */
  skipped: string[];
}

/** As wide as a report is in a pipe. */
const LAYOUT = { width: 80, bar: false };

/**
 * Does what a chapter's page tells the reader to do, in a copy of the course where the chapters
 * before are solved, and holds every answer that the page shows against what came.
 */
export async function replayPage(slug: string, trials: Trials): Promise<Replay> {
  const path = `docs/chapters/${slug}.md`;
  const chapters = listChapters(courseRoot);
  const chapter = chapters.find((each) => each.slug === slug);
  if (!chapter) throw new Error(`There is no chapter ${slug}.`);
  const before = chapters
    .filter(({ number }) => number < chapter.number)
    .map(({ number }) => number);
  const scratch = makeScratch(courseRoot, { solved: before });
  const terminal = new Terminal(scratch.root);
  const replay: Replay = { drifts: [], compared: 0, skipped: [] };

  let api: string[] | undefined;
  let output = '';
  /** What the next answer is a grade of, when it is not the copy as it stands. */
  let edit: Edit | undefined;
  let isServer = false;
  let skip = false;

  const shell = async (text: string) => {
    for (const step of stepsIn(text)) {
      if (step.kind === 'api') await terminal.startApi((api = step.words));
      else if (step.kind === 'grade') output += await gradeIn(scratch.root, step.target);
      else output += await terminal.run(step.text);
    }
  };
  const answer = async ({ line, content }: Block) => {
    if (content.kind !== 'answer') return;
    const came = edit ? await gradeWith(edit, chapter, trials) : output;
    edit = undefined;
    replay.compared += 1;
    const what = mismatch(content, came);
    if (what === undefined) return;
    replay.drifts.push({ place: `${path}:${line}`, line, what, shown: content.text, came });
  };

  try {
    for (const block of blocksOf(readFileSync(join(courseRoot, path), 'utf8'))) {
      const { content, line } = block;
      if (content.kind === 'skip') {
        replay.skipped.push(`${path}:${line}: ${content.why}`);
        skip = true;
      } else if (content.kind === 'with') edit = await mistakeNamed(content.mistake, chapter);
      else if (content.kind === 'as') edit = codeFor(content, chapter);
      else if (content.kind === 'server') isServer = true;
      else if (content.kind === 'run') {
        output = '';
        await shell(content.command);
      } else if (content.kind === 'solved') {
        layFiles(scratch.root, solutionFiles(scratch.root, slug));
        if (api) await terminal.startApi(api);
      } else if (skip) skip = false;
      else if (content.kind === 'answer') await answer(block);
      else if (isServer) {
        isServer = false;
        await terminal.serve(content.text);
      } else {
        output = '';
        await shell(content.text);
      }
    }
  } finally {
    await terminal.close();
    scratch.remove();
  }
  return replay;
}

type Step =
  | { kind: 'api'; words: string[] }
  | { kind: 'grade'; target: string }
  | { kind: 'command'; text: string };

/** A piece of shell, with the commands that are not left to bash taken out of it. */
function stepsIn(text: string): Step[] {
  const steps: Step[] = [];
  let rest: string[] = [];
  const flush = () => {
    if (rest.join('').trim()) steps.push({ kind: 'command', text: rest.join('\n') });
    rest = [];
  };
  for (const line of text.split('\n')) {
    const [, name, words = ''] =
      /^npm (run api|run grade|ci|start|run hint|run diff|run solve|run reset)\b([^#]*)/.exec(
        line,
      ) ?? [];
    if (name === undefined) {
      rest.push(line);
      continue;
    }
    flush();
    const given = words.split(/\s+/).filter((word) => word !== '' && word !== '--');
    if (name === 'run api') steps.push({ kind: 'api', words: given });
    if (name === 'run grade') steps.push({ kind: 'grade', target: given[0] ?? '1' });
  }
  flush();
  return steps;
}

/** What `npm run grade 3` says in a copy of the course. */
async function gradeIn(root: string, target: string): Promise<string> {
  const [chapter = '', part] = target.split('.');
  const grader = await Grader.open({ root });
  try {
    const [grade] = await grader.grade([Number(chapter)], part === undefined ? undefined : target);
    const next = listChapters(root).find(({ number }) => number === Number(chapter) + 1);
    const goOn = next
      ? `Next: chapter ${next.number} · ${next.title}: npm run grade ${next.number}`
      : '';
    return grade ? stripVTControlCharacters(`${reportChapter(grade, LAYOUT)}\n\n${goOn}\n`) : '';
  } finally {
    grader.close();
  }
}

/** A change to a file of a finished chapter. */
interface Edit {
  task: string;
  file: string;
  change: (solution: string) => string;
}

/** `3.1/decodes-instead-of-verifying` */
async function mistakeNamed(name: string, { slug }: Chapter): Promise<Edit> {
  const { mistakes } = (await import(`../mistakes/${slug}.ts`)) as { mistakes: Mistake[] };
  const mistake = mistakes.find((each) => `${each.task}/${each.name}` === name);
  if (!mistake)
    throw new Error(`There is no mistake ${name}, in scripts/proof/mistakes/${slug}.ts.`);
  const { task, file, find, replace } = mistake;
  return { task, file, change: (solution) => solution.replace(find, () => replace) };
}

function codeFor({ task, code }: { task: string; code: string }, { slug }: Chapter): Edit {
  const file = listTasks(courseRoot, slug).find((each) => each.task === task)?.file ?? '';
  const change = (solution: string) => {
    const region = findRegions(solution, `${slug}/${file}`).find((each) => each.task === task);
    return region ? replaceBody(solution, region, code) : solution;
  };
  return { task, file, change };
}

/** What `npm run grade` says of a finished chapter with a change in it: every failure in full. */
async function gradeWith(edit: Edit, chapter: Chapter, trials: Trials): Promise<string> {
  const path = `${chapter.slug}/${edit.file}`;
  const grade = await trials.grade(chapter.number, { [path]: edit.change }, edit.task);
  const whole = reportChapter(grade, LAYOUT);
  // A report tells only the first failure in full when there are many; a page may show any.
  const each = grade.checks
    .filter(({ passed }) => !passed)
    .map((check) => reportChapter({ ...grade, checks: [check] }, LAYOUT));
  return stripVTControlCharacters([whole, ...each].join('\n'));
}
