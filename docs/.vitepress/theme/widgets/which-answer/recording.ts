import type { AskId, SendId } from './matrix.ts';

/** What a finished API answered, written by `scripts/proof/answers/record.ts`. */
export interface RecordedAnswers<Task extends string = string> {
  /** Each different answer once: status line, header fields, an empty line, the body. */
  answers: string[];
  /** For what is asked and what is sent, which of the answers it is. */
  cells: Partial<Record<AskId, Partial<Record<SendId, number>>>>;
  /** Where the course explains a task: `/chapters/05-errors#5-2`. */
  pages: Record<Task, string>;
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

/** The answers to the questions of one page. */
export interface Recording<Task extends string = string> {
  /** Every different answer there is. */
  allAnswers: Answer[];
  /** @throws Error for a request that was never sent to the API */
  answerTo(ask: AskId, send: SendId): Answer;
  /** A link to a task's section, in Markdown. */
  linkTo(task: Task): string;
}

/** Reads what was recorded. */
export function readRecording<Task extends string>({
  answers,
  cells,
  pages,
}: RecordedAnswers<Task>): Recording<Task> {
  const allAnswers = answers.map((text, index): Answer => {
    const statusLine = text.slice('HTTP/1.1 '.length, text.indexOf('\n'));
    const slug = /"type":"https:\/\/cairn\.example\/problems\/([\w-]+)"/.exec(text)?.[1];
    return { index, text, status: Number.parseInt(statusLine, 10), statusLine, slug };
  });
  return {
    allAnswers,
    answerTo(ask, send) {
      const answer = allAnswers[cells[ask]?.[send] ?? -1];
      if (!answer) throw new Error(`There is no recorded answer to ${ask} with ${send}.`);
      return answer;
    },
    linkTo: (task) => `[${task}](${pages[task]})`,
  };
}
