import type { Chapter, Source } from '../course/chapters.ts';
import { taskPage } from '../course/task-page.ts';
import type { TaskBrief } from '../course/brief.ts';
import type { TaskPlace } from '../course/tasks.ts';
import type { Sources } from './sources.ts';
import type { ChapterRun, CutShort } from './chapter-run.ts';
import { atPlace, explain, tidy } from './explain.ts';
import { type KnownMistakes, recognize } from './recognize.ts';
import type {
  ChapterGrade,
  CheckGrade,
  CheckMeta,
  CheckResult,
  Outcome,
  Status,
} from './outcome.ts';

const FULL = 100;

export interface Circumstances {
  chapter: Chapter;
  /** Every chapter: to name another one by its title. */
  chapters: Chapter[];
  /** The chapter's instructions. */
  briefs: TaskBrief[];
  /** Where its tasks are written. */
  places: TaskPlace[];
  sources: Sources;
  /** The chapter's known mistakes. */
  known?: KnownMistakes | undefined;
  source: Source;
  /** Only this task's checks count, or only this check: `3.2`, `3.2/names-a-person`. */
  only?: string | undefined;
}

/** The grade that a run deserves. Whatever went wrong with it, it does not pass. */
export function judge(run: ChapterRun, circumstances: Circumstances): ChapterGrade {
  const { chapter, briefs, sources, known, only } = circumstances;
  const counted = run.checks.filter(({ id, task }) => [undefined, task, id].includes(only));
  const verdict = verdictOn(run, counted, circumstances);
  const checks = withSharedCauses(
    counted.map((check) => ({
      ...gradeOf(check, run, circumstances, verdict),
      taskTitle: briefs.find(({ task }) => task === check.task)?.title ?? '',
    })),
  );
  // Code that doesn't run must run first.
  const recognized = verdict.status === 'failed' && known ? recognize(checks, known) : undefined;
  const sum = (key: 'points' | 'max') => checks.reduce((total, check) => total + check[key], 0);
  return {
    chapter: chapter.number,
    slug: chapter.slug,
    title: chapter.title,
    points: sum('points'),
    max: sum('max') || FULL,
    status: verdict.status,
    durationMs: run.durationMs,
    ...(verdict.message !== undefined && { message: tidy(verdict.message, sources.root) }),
    checks: checks.map((check) =>
      check.id === recognized?.check ? { ...check, usually: recognized.usually } : check,
    ),
    output: tidy(run.output, sources.root),
    briefs,
    digests: run.digests,
  };
}

interface Verdict {
  status: Status;
  message?: string;
}

function verdictOn(run: ChapterRun, counted: CheckMeta[], circumstances: Circumstances): Verdict {
  const { sources, only } = circumstances;
  if (run.cutShort) return verdictOnCutShort(run, run.cutShort, sources);

  const results = counted.flatMap(({ id }) => run.results.get(id) ?? []);
  const [stray] = run.stray;
  if (counted.length === 0) {
    const why = stray ? atPlace(stray.message, [stray.stack ?? ''], sources, []) : 'No check ran.';
    return { status: 'crashed', message: why };
  }
  const crashed = results.find(({ fault }) => fault?.kind === 'crashed');
  if (crashed) return { status: 'crashed', message: explain(crashed, sources) };
  const blocked = results.find(({ fault }) => fault?.kind === 'blocked');
  if (blocked) {
    return { status: 'blocked', message: blockedBy(blocked.fault?.task ?? '', circumstances) };
  }
  if (stray) {
    const message = atPlace(stray.message, [stray.stack ?? ''], sources, []);
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

function verdictOnCutShort(run: ChapterRun, cutShort: CutShort, sources: Sources): Verdict {
  const check = run.checks.find(({ id }) => id === run.current);
  const files = run.lastFile ? [run.lastFile] : [];
  const during = check ? `while "${check.title}" was being checked` : '';
  const then = during && `\nThat was ${during}.`;
  if (cutShort.reason === 'hang') {
    const what = `Your code was still busy after seconds: is there a loop that never ends?${then}`;
    return { status: 'timeout', message: atPlace(what, [cutShort.stack], sources, files) };
  }
  if (cutShort.reason === 'deadline') {
    const slow = [...run.results.values()].find(({ fault }) => fault?.kind === 'timeout');
    const why = slow ? `\n${explain(slow, sources)}` : '';
    const what = `Time was up${during && ` ${during}`}: ${run.results.size} of ${run.checks.length} checks had ended.`;
    return { status: 'timeout', message: atPlace(`${what}${why}`, [], sources, files) };
  }
  if (cutShort.reason === 'cancel') return { status: 'timeout', message: 'The run was cut short.' };
  const how = cutShort.reason === 'memory' ? 'it ran out of memory' : cutShort.how;
  const what = `The process that ran your code ended (${how}).${then}`;
  return { status: 'crashed', message: atPlace(what, [], sources, files) };
}

function gradeOf(
  check: CheckMeta,
  run: ChapterRun,
  circumstances: Circumstances,
  verdict: Verdict,
): Omit<CheckGrade, 'taskTitle'> {
  const { chapter, sources } = circumstances;
  const result = run.results.get(check.id);
  const outcome = outcomeOf(result, check.id === run.current);
  const passed = outcome === 'passed';
  const needs = result?.fault?.task;
  const message = result
    ? explain(result, sources)
    : outcome === 'failed'
      ? (verdict.message ?? "It didn't end.")
      : 'Not run: the run ended before.';
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
    outcome,
    passed,
    ...(needs !== undefined && { needs }),
    ...(!passed && { message: tidy(message, sources.root) }),
    ...(!passed && hint !== undefined && { hint }),
    ...(file !== undefined && { file }),
    hints: check.hints,
    page: taskPage(chapter.slug, check.task),
  };
}

/** @param isCurrent it was running when the run was cut short */
function outcomeOf(result: CheckResult | undefined, isCurrent: boolean): Outcome {
  if (!result) return isCurrent ? 'failed' : 'not-run';
  if (result.passed) return 'passed';
  const { fault } = result;
  return fault?.kind === 'unwritten' || fault?.kind === 'blocked' ? fault.kind : 'failed';
}

/** Checks that fail with the same words fail for the same reason: the first of them tells it. */
function withSharedCauses(checks: CheckGrade[]): CheckGrade[] {
  const first = new Map<string, string>();
  return checks.map((check) => {
    if (check.outcome !== 'failed' || check.message === undefined) return check;
    const id = first.get(check.message);
    if (id === undefined) first.set(check.message, check.id);
    return id === undefined ? check : { ...check, sameCauseAs: id };
  });
}

function blockedBy(task: string, { chapters }: Circumstances): string {
  const number = Number(task.split('.')[0]);
  const builtOn = chapters.find((one) => one.number === number);
  const page = builtOn ? `\nThe page: ${taskPage(builtOn.slug, task)}` : '';
  return `This builds on task ${task}, which isn't written yet. Write it first, or continue with our solution: npm run solve ${number}${page}`;
}

/** The file that a task is written in, with the line of its `todo()` as long as that stands. */
function placeOf(task: string, { chapter, places, sources, source }: Circumstances) {
  const place = places.find((one) => one.task === task);
  if (!place) return undefined;
  const file = `${source}/${chapter.slug}/${place.file}`;
  const lines = sources.read(file)?.split('\n') ?? [];
  const index = lines.findIndex((line) => /^[^/]*\btodo\(/.test(line) && line.includes(task));
  return index === -1 ? file : `${file}:${index + 1}`;
}
