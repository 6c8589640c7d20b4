import stripAnsi from 'strip-ansi';
import { NotWrittenYet } from '#api/todo.ts';
import type { Fault } from '../outcome.ts';
import { describe, stackOf, textOf } from '../told.ts';
import type { Violation } from './guards.ts';
import { LessonCrashed } from './lesson.ts';
import { NoAnswer } from './within-time.ts';

/** What else is known of a check that failed. */
export interface Circumstances {
  /** The check's own task: `3.1`. */
  task: string;
  /** The tasks whose `todo()` was run into. */
  reached: string[];
  logged: unknown[];
  /** The files that the check loaded. */
  files: string[];
  violations: Violation[];
}

/** Why a check failed, judged where it failed: the thrown error is still at hand here. */
export function faultOf(error: unknown, circumstances: Circumstances): Fault {
  const { task, violations } = circumstances;
  const common = {
    stacks: stacksOf(error),
    files: circumstances.files,
    logged: circumstances.logged.map((error) => stackOf(error) || describe(error)),
  };

  const exit = violations.find(({ kind }) => kind === 'exit');
  const violation = exit ?? violations[0];
  if (violation) {
    const kind = exit ? 'crashed' : 'failed';
    return { ...common, kind, message: violation.message, stacks: [violation.stack] };
  }

  // Even a file that does not load may owe that to a todo() at its top.
  const unwritten = firstUnwritten(error, circumstances.reached, task);
  if (unwritten) {
    const own = unwritten.split('.')[0] === task.split('.')[0];
    return { ...common, kind: own ? 'unwritten' : 'blocked', task: unwritten };
  }
  if (error instanceof LessonCrashed) {
    const isRenamed = (error.cause as LoadError | undefined)?.code === 'EXPORT_MISSING';
    return { ...common, kind: isRenamed ? 'failed' : 'crashed', message: whyOf(error) };
  }
  if (error instanceof NoAnswer) return { ...common, kind: 'timeout', message: error.message };
  const instead = insteadOfCommonJs(error);
  if (instead) return { ...common, kind: 'failed', message: instead };
  return { ...common, kind: 'failed' };
}

/** An earlier chapter's task first, then the check's own, then whichever came first. */
function firstUnwritten(error: unknown, reached: string[], task: string): string | undefined {
  const tasks = [...reached];
  for (let at = error; at instanceof Error; at = at.cause) {
    if (at instanceof NotWrittenYet) tasks.push(at.task);
  }
  const chapter = Number(task.split('.')[0]);
  return (
    tasks.find((other) => Number(other.split('.')[0]) < chapter) ??
    tasks.find((other) => other === task) ??
    tasks[0]
  );
}

/** What is wrong with a file that doesn't load. */
function whyOf({ file, cause }: LessonCrashed): string {
  if (!(cause instanceof Error)) return `${file} does not load: it throws ${describe(cause)}.`;
  const { specifier, importer } = cause as Error & LoadError;
  const message = textOf(cause, 'message');
  switch (textOf(cause, 'code')) {
    case 'PARSE_ERROR':
      return `This does not parse: ${message}`;
    case 'LINK_ERROR':
    case 'EXPORT_MISSING':
    case 'IMPORT_REFUSED':
      return message ?? '';
    case 'ERR_MODULE_NOT_FOUND':
      return missing(file, specifier ?? file, importer ?? file);
    default:
      return insteadOfCommonJs(cause) ?? `${file} does not load: it throws ${describe(cause)}`;
  }
}

/** What CommonJS has and an ES module hasn't, and what takes its place. */
const COMMON_JS: Record<string, string> = {
  require: 'import',
  module: 'export',
  exports: 'export',
  __dirname: 'import.meta.dirname',
  __filename: 'import.meta.filename',
};

function insteadOfCommonJs(error: unknown): string | undefined {
  const message = error instanceof ReferenceError ? textOf(error, 'message') : undefined;
  const name = /^(\w+) is not defined/.exec(message ?? '')?.[1] ?? '';
  if (!Object.hasOwn(COMMON_JS, name)) return undefined;
  return `\`${name}\` is CommonJS, and this is an ES module: use \`${COMMON_JS[name]}\` instead.`;
}

/** What a host's loader says of a module that it couldn't load. */
interface LoadError {
  code?: string;
  /** What isn't there, as its importer wrote it; and the importer, from the course's root. */
  specifier?: string;
  importer?: string;
}

function missing(file: string, specifier: string, importer: string): string {
  if (specifier.startsWith('#course/')) {
    const chapter = Number(/(\d\d)-/.exec(specifier)?.[1] ?? 0);
    return `${file} is not there. \`npm run reset ${chapter}\` puts the starter's back.`;
  }
  const isPackage = !/^[./#]/.test(specifier);
  return `${importer} imports \`${specifier}\`, which is not ${isPackage ? 'installed' : 'there'}.`;
}

/** The innermost cause first: that is where it went wrong. */
function stacksOf(error: unknown): string[] {
  const stacks: string[] = [];
  for (let at = error; at instanceof Error && stacks.length < 5; at = at.cause) {
    stacks.unshift(stripAnsi(stackOf(at)));
  }
  return stacks;
}
