import recorded from './recorded.json' with { type: 'json' };
import type { AskId, SendId } from './questions.ts';

/** What chapter 5's finished API answered, written by `scripts/proof/answers/record.ts`. */
export interface RecordedAnswers {
  /** Each different answer once: status line, header fields, an empty line, the body. */
  answers: string[];
  /** For what is asked and what is sent, which of the answers it is. */
  cells: Partial<Record<AskId, Partial<Record<SendId, number>>>>;
}

/** An answer, word for word and taken apart. */
export interface Answer {
  /** Which of the recorded ones it is. */
  index: number;
  text: string;
  /** `401` */
  status: number;
  /** `401 Unauthorized` */
  statusLine: string;
  /** The end of the problem's `type`; undefined for `about:blank`, and for what is no problem. */
  slug: string | undefined;
}

const { answers, cells } = recorded as RecordedAnswers;

/** Every different answer there is. */
export const allAnswers: Answer[] = answers.map((text, index) => {
  const statusLine = text.slice('HTTP/1.1 '.length, text.indexOf('\n'));
  const slug = /"type":"https:\/\/cairn\.example\/problems\/([\w-]+)"/.exec(text)?.[1];
  return { index, text, status: Number.parseInt(statusLine, 10), statusLine, slug };
});

/** @throws Error for a question that the API was never asked */
export function answerTo(ask: AskId, send: SendId): Answer {
  const answer = allAnswers[cells[ask]?.[send] ?? -1];
  if (!answer) throw new Error(`There is no recorded answer to ${ask} with ${send}.`);
  return answer;
}
