import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { briefOf, type Chapter, pageOf, type Source } from '../course/chapters.ts';
import { isFile } from '../lib/files.ts';
import { listTasks } from '../course/tasks.ts';
import type { ChapterRun, CutShort } from './chapter-run.ts';
import type { Exit } from './node/check-process.ts';
import { atPlace, explain, tidy } from './explain.ts';
import {
  type ChapterGrade,
  type CheckGrade,
  type CheckMeta,
  NOT_RUN,
  type Status,
} from './outcome.ts';

const FULL = 100;

export interface Circumstances {
  chapter: Chapter;
  /** Every chapter: to name another one by its title. */
  chapters: Chapter[];
  root: string;
  source: Source;
  /** Only this task's checks count, or only this check: `3.2`, `3.2/names-a-person`. */
  only?: string | undefined;
}

/** The grade that a run deserves. Whatever went wrong with it, it does not pass. */
export function judge(run: ChapterRun, circumstances: Circumstances): ChapterGrade {
  const { chapter, root, only } = circumstances;
  const counted = run.checks.filter(({ id, task }) => [undefined, task, id].includes(only));
  const verdict = verdictOn(run, counted, circumstances);
  const titles = new Map(briefOf(root, chapter.slug).tasks.map(({ task, title }) => [task, title]));
  const checks = counted.map((check) => ({
    ...gradeOf(check, run, circumstances, verdict),
    taskTitle: titles.get(check.task) ?? '',
  }));
  const sum = (key: 'points' | 'max') => checks.reduce((total, check) => total + check[key], 0);
  return {
    chapter: chapter.number,
    slug: chapter.slug,
    title: chapter.title,
    points: sum('points'),
    max: sum('max') || FULL,
    status: verdict.status,
    durationMs: run.durationMs,
    ...(verdict.message !== undefined && { message: tidy(verdict.message, root) }),
    checks,
    output: tidy(run.output, root),
  };
}

interface Verdict {
  status: Status;
  message?: string;
}

function verdictOn(run: ChapterRun, counted: CheckMeta[], circumstances: Circumstances): Verdict {
  const { root, only } = circumstances;
  if (run.cutShort) return verdictOnCutShort(run, run.cutShort, root);

  const results = counted.flatMap(({ id }) => run.results.get(id) ?? []);
  const [stray] = run.stray;
  if (counted.length === 0) {
    const why = stray ? atPlace(stray.message, [stray.stack ?? ''], root, []) : 'No check ran.';
    return { status: 'crashed', message: why };
  }
  const crashed = results.find(({ fault }) => fault?.kind === 'crashed');
  if (crashed) return { status: 'crashed', message: explain(crashed, root) };
  const blocked = results.find(({ fault }) => fault?.kind === 'blocked');
  if (blocked) {
    return { status: 'blocked', message: blockedBy(blocked.fault?.task ?? '', circumstances) };
  }
  if (stray) {
    const message = atPlace(stray.message, [stray.stack ?? ''], root, []);
    return { status: 'failed', message };
  }
  if (counted.some(({ id }) => !run.results.get(id)?.passed)) return { status: 'failed' };
  const points = counted.reduce((total, check) => total + check.points, 0);
  if (only === undefined && points !== FULL) {
    const message = `The checks that ran are worth ${points} points, not ${FULL}: was the test file edited?`;
    return { status: 'failed', message };
  }
  return { status: 'passed' };
}

function verdictOnCutShort(run: ChapterRun, cutShort: CutShort, root: string): Verdict {
  const check = run.checks.find(({ id }) => id === run.current);
  const files = run.lastFile ? [run.lastFile] : [];
  const during = check ? `while "${check.title}" was being checked` : '';
  const then = during && `\nThat was ${during}.`;
  if (cutShort.reason === 'hang') {
    const what = `Your code was still busy after seconds: is there a loop that never ends?${then}`;
    return { status: 'timeout', message: atPlace(what, [cutShort.stack], root, files) };
  }
  if (cutShort.reason === 'deadline') {
    const slow = [...run.results.values()].find(({ fault }) => fault?.kind === 'timeout');
    const why = slow ? `\n${explain(slow, root)}` : '';
    const what = `Time was up${during && ` ${during}`}: ${run.results.size} of ${run.checks.length} checks had ended.`;
    return { status: 'timeout', message: `${what}${why}` };
  }
  if (cutShort.reason === 'cancel') return { status: 'timeout', message: 'The run was cut short.' };
  const how = cutShort.reason === 'memory' ? OUT_OF_MEMORY : describeExit(cutShort.exit);
  const what = `The process that ran your code ended (${how}).${then}`;
  return { status: 'crashed', message: atPlace(what, [], root, files) };
}

const OUT_OF_MEMORY = 'it ran out of memory';

function describeExit({ code, signal }: Exit): string {
  // What Node does at the limit of its heap.
  if (signal === 'SIGABRT') return OUT_OF_MEMORY;
  return signal ?? `exit code ${code ?? 'unknown'}`;
}

function gradeOf(
  check: CheckMeta,
  run: ChapterRun,
  circumstances: Circumstances,
  verdict: Verdict,
): Omit<CheckGrade, 'taskTitle'> {
  const { chapter, root } = circumstances;
  const result = run.results.get(check.id);
  const passed = result?.passed === true;
  const message = result
    ? explain(result, root)
    : check.id === run.current
      ? (verdict.message ?? 'It did not end.')
      : NOT_RUN;
  const [hint] = check.hints;
  const file = passed
    ? undefined
    : (placeOf(check.task, circumstances) ?? result?.fault?.files.at(-1));
  return {
    id: check.id,
    task: check.task,
    title: check.title,
    points: passed ? check.points : 0,
    max: check.points,
    passed,
    ...(!passed && { message: tidy(message, root) }),
    ...(!passed && hint !== undefined && { hint }),
    ...(file !== undefined && { file }),
    hints: check.hints,
    page: pageOf(chapter, check.task),
  };
}

function blockedBy(task: string, { chapters }: Circumstances): string {
  const number = Number(task.split('.')[0]);
  const builtOn = chapters.find((one) => one.number === number);
  const page = builtOn ? `\nThe page: ${pageOf(builtOn, task)}` : '';
  return `This builds on task ${task}, which is not written yet. Write it first, or go on with ours: npm run solve ${number}${page}`;
}

/** The file that a task is written in, with the line of its `todo()` as long as that stands. */
function placeOf(task: string, { chapter, root, source }: Circumstances): string | undefined {
  const place = listTasks(root, chapter.slug).find((one) => one.task === task);
  if (!place) return undefined;
  const file = `${source}/${chapter.slug}/${place.file}`;
  if (!isFile(join(root, file))) return file;
  const lines = readFileSync(join(root, file), 'utf8').split('\n');
  const index = lines.findIndex((line) => /^[^/]*\btodo\(/.test(line) && line.includes(task));
  return index === -1 ? file : `${file}:${index + 1}`;
}
