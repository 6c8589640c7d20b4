import { z } from 'zod';
import type { Outcome, TypeNote } from '../grading/outcome.ts';
export type { Outcome };
import type { Answer, XrayStep } from '../serve/answer.ts';
import type { CodeFile } from './code-files.ts';

const task = z.string().regex(/^\d{1,2}\.\d{1,2}$/);
const chapter = z.int().min(0).max(99);

/** A header as it stands in a request: a token, and a value without line breaks. */
const header = z.tuple([
  z.string().regex(/^[!#$%&'*+\-.^_`|~0-9A-Za-z]{1,100}$/),
  z
    .string()
    .max(16_000)
    .regex(/^[\t\x20-\x7e\x80-\xff]*$/),
]);

/** What a file may hold: far more than a chapter's files do. */
const text = z.string().max(300_000);

/** What a page may ask. A file is named as its chapter has it: never by a path. */
export const Ask = z.discriminatedUnion('kind', [
  /** The page of this chapter was opened; `null`: a page of no chapter. */
  z.object({ kind: z.literal('open'), slug: z.string().max(100).nullable() }),
  /** Grade this chapter now. */
  z.object({ kind: z.literal('grade'), chapter }),
  /** The next hint of this check, of the chapter as it was graded last. */
  z.object({ kind: z.literal('hint'), check: z.string().max(200) }),
  /** Open the file of this task in the learner's editor. */
  z.object({ kind: z.literal('edit'), task }),
  /** The files of this chapter, for the editor in the page. */
  z.object({ kind: z.literal('files'), chapter }),
  /** Write what was typed in the page, if the file is still as the page took it to be. */
  z.object({
    kind: z.literal('write'),
    chapter,
    file: z.string().regex(/^[\w-]{1,100}\.ts$/),
    text,
    before: text,
    /** Keep what is in the file, and write over it. */
    keep: z.boolean(),
  }),
  /** The learner's code of this task beside the solution's. */
  z.object({ kind: z.literal('compare'), task }),
  /** Put the solution, or the starter, of a chapter or a task in place. */
  z.object({
    kind: z.literal('put'),
    by: z.enum(['solution', 'starter']),
    target: z.union([task, z.string().regex(/^\d{1,2}$/)]),
  }),
  /** Put the solutions in place of all chapters before this one that have gaps. */
  z.object({ kind: z.literal('startFrom'), chapter }),
  /** Send a request to the chapter's API. */
  z.object({
    kind: z.literal('request'),
    id: z.int(),
    chapter,
    whose: z.enum(['chapters', 'solutions']),
    method: z.string().regex(/^[A-Z]{1,20}$/),
    /** The request target, as it goes over the wire. */
    path: z
      .string()
      .max(8_000)
      .regex(/^\/[\x21-\x7e]*$/),
    headers: z.array(header).max(50),
    body: text,
  }),
]);
export type Ask = z.infer<typeof Ask>;
export type WriteAsk = Extract<Ask, { kind: 'write' }>;
export type RequestAsk = Extract<Ask, { kind: 'request' }>;

/** A chapter as the page shows it. */
export interface ChapterView {
  number: number;
  slug: string;
  title: string;
  /** Completes "at the end you can …". */
  summary: string;
  /** How long a learner needs for the page and its tasks. */
  minutes: number;
  points: number;
  max: number;
  /** It passed when it was last graded. */
  done: boolean;
  /** It hasn't passed, and a task of it isn't written: later chapters can't use its code. */
  hasGaps: boolean;
  tasks: TaskView[];
}

export interface TaskView {
  /** `3.2` */
  task: string;
  title: string;
  /** The first line of its brief. */
  goal: string;
  /** The whole brief, as Markdown. */
  text: string;
  /** From the root: `chapters/03-authenticator/guard.ts`. */
  file: string;
  /** Whether the learner has written something there. */
  written: boolean;
  /** Every check of it passed when it was last graded. */
  done: boolean;
}

/** A check as the page shows it. */
export interface CheckView {
  id: string;
  task: string;
  taskTitle: string;
  title: string;
  points: number;
  max: number;
  outcome: Outcome;
  /** The task that is missing: `unwritten` and `blocked` have one. */
  needs?: string;
  /** The id of the check that already tells this cause. */
  sameCauseAs?: string;
  message?: string;
  file?: string;
  /** What this usually is: `This usually happens when …`. */
  usually?: string;
  /** How many hints there are, and those that were given. */
  hints: number;
  given: string[];
}

/** A chapter's grade as the page shows it. */
export interface GradeView {
  chapter: number;
  points: number;
  max: number;
  status: 'passed' | 'failed' | 'blocked' | 'timeout' | 'crashed';
  durationMs: number;
  message?: string;
  checks: CheckView[];
  /** Type errors in the learner's files. They cost no points. */
  notes: TypeNote[];
  output: string;
}

/** What came back for a request. */
export interface AnswerView extends Answer {
  id: number;
}

export type { XrayStep };

/** What the page is told. */
export type Tell =
  /** On opening a page, and whenever something of it has changed. */
  | { kind: 'state'; chapters: ChapterView[]; current: number }
  | { kind: 'running'; chapter: number; finished: number; of: number; results: [string, boolean][] }
  | { kind: 'grade'; grade: GradeView }
  /** What TypeScript says of a chapter that was graded: it comes after the verdict. */
  | { kind: 'notes'; chapter: number; notes: TypeNote[] }
  /** Nothing is being graded any more, and no grade came of it. */
  | { kind: 'trouble'; chapter: number; message: string }
  | { kind: 'hint'; check: string; given: string[]; hints: number }
  | {
      kind: 'comparison';
      task: string;
      file: string;
      yours: string;
      solution: string;
      note?: string;
    }
  /** A chapter's files, for the editor. */
  | { kind: 'files'; chapter: number; files: CodeFile[] }
  /** This is in a file now, whoever wrote it. */
  | { kind: 'file'; path: string; text: string }
  /** What the page asked to write is on disk. A copy of what was there before may be kept. */
  | { kind: 'written'; path: string; backup?: string }
  /** It isn't: somebody else had written this there. */
  | { kind: 'conflict'; path: string; text: string }
  /** No editor opened the file: the path to open by hand, and why. */
  | { kind: 'notOpened'; task: string; path: string; message: string }
  | { kind: 'put'; target: string; what: string; written: string[]; backup?: string }
  | { kind: 'answer'; answer: AnswerView }
  /** The request could not be sent, or nothing came back. */
  | { kind: 'noAnswer'; id: number; message: string }
  /** What the API printed. */
  | { kind: 'log'; chapter: number; text: string }
  /** What was asked cannot be done. */
  | { kind: 'refused'; ask: string; message: string };
