import recorded from './recorded.json' with { type: 'json' };
import type { LinkedTask } from './linked-tasks.ts';
import type { AskId, SendId } from './questions.ts';

/** What chapter 5's finished API answered, written by `scripts/proof/answers/record.ts`. */
export interface RecordedAnswers {
  /** Each different answer once: status line, header fields, an empty line, the body. */
  answers: string[];
  /** For what is asked and what is sent, which of the answers it is. */
  cells: Partial<Record<AskId, Partial<Record<SendId, number>>>>;
  /** Where the course explains a task: `/chapters/05-errors#5-2`. */
  pages: Record<LinkedTask, string>;
}

/** An answer as it was sent, and its parts. */
export interface Answer {
  /** Which of the recorded ones it is. */
  index: number;
  text: string;
  /** `401` */
  status: number;
  /** `401 Unauthorized` */
  statusLine: string;
  /** The end of the problem's `type`; undefined for `about:blank`, and for an answer that isn't a problem. */
  slug: string | undefined;
}

const { answers, cells, pages } = recorded as RecordedAnswers;

/** Every different answer there is. */
export const allAnswers: Answer[] = answers.map((text, index) => {
  const statusLine = text.slice('HTTP/1.1 '.length, text.indexOf('\n'));
  const slug = /"type":"https:\/\/cairn\.example\/problems\/([\w-]+)"/.exec(text)?.[1];
  return { index, text, status: Number.parseInt(statusLine, 10), statusLine, slug };
});

/** @throws Error for a request that was never sent to the API */
export function answerTo(ask: AskId, send: SendId): Answer {
  const answer = allAnswers[cells[ask]?.[send] ?? -1];
  if (!answer) throw new Error(`There is no recorded answer to ${ask} with ${send}.`);
  return answer;
}

/** A link to a task's section, in Markdown. */
export function linkTo(task: LinkedTask): string {
  return `[${task}](${pages[task]})`;
}
