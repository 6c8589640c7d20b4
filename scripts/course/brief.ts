/** What a chapter says of itself: its README. */
export interface Brief {
  /** From the first heading, without the number: `The authenticator`. */
  title: string;
  /** Completes "at the end you can …". */
  summary: string;
  /** How long a learner needs for the page and its tasks. */
  minutes: number;
  /** In the order of the page. */
  tasks: TaskBrief[];
  /** Requests to try once it works, as lines for a shell: the section `## Try it`. */
  requests: string[];
}

/** A task's instructions. */
export interface TaskBrief {
  /** `3.2` */
  task: string;
  title: string;
  /** The first line of the instructions. */
  goal: string;
  /** All of the instructions, as Markdown: the goal, the steps, what to return and throw. */
  text: string;
}

/** A README that can't be read as a brief. The message begins with `file:line`. */
export class BriefFault extends Error {
  readonly code = 'BRIEF_FAULT';
  /** The place that matters is in the message. */
  override stack = this.message;
}

/** A starter's TODO is no longer than this, so that it is read. */
const MOST_LINES = 10;
const WIDTH = 100;

/**
 * Reads a chapter's README: `summary` and `minutes` in its front matter, `# 3 · Its title`, a section
 * `## 3.1 A title` for each task, and `## Try it`.
 *
 * @param file its path from the course's root: `chapters/03-authenticator/README.md`
 * @throws BriefFault that says what is missing, and where
 */
export function readBrief(text: string, file: string): Brief {
  const number = Number(/(\d\d)-[^/]*\/README\.md$/.exec(file)?.[1]);
  const lines = text.replaceAll('\r\n', '\n').split('\n');
  const fail = (line: number, what: string): never => {
    throw new BriefFault(`${file}:${line + 1}: ${what}`);
  };
  const end = lines[0] === '---' ? lines.indexOf('---', 1) : -1;
  if (end < 0) fail(0, 'a brief begins with "---", its summary and minutes, and "---".');
  const field = (name: string): string => {
    const line = lines.slice(1, end).find((each) => each.startsWith(`${name}: `));
    return line?.slice(name.length + 2).trim() || fail(0, `the front matter has no ${name}.`);
  };
  const summary = field('summary');
  const minutes = Number(field('minutes'));
  if (!(minutes > 0)) fail(0, 'minutes must be a number.');

  const heading = lines.findIndex((line) => line.startsWith('# '));
  const title = /^# (\d+) · (.+)$/.exec(lines[heading] ?? '');
  if (Number(title?.[1]) !== number) {
    fail(Math.max(heading, 0), `the first heading must be "# ${number} · Its title".`);
  }
  return {
    title: title?.[2]?.trim() ?? '',
    summary,
    minutes,
    tasks: readTasks(lines, number, fail),
    requests: readRequests(lines),
  };
}

/** Each line of the first block of code below `## Try it`. */
function readRequests(lines: string[]): string[] {
  const section = lines.slice(lines.indexOf('## Try it') + 1);
  const start = section.indexOf('```sh');
  if (!lines.includes('## Try it') || start < 0) return [];
  const block = section.slice(start + 1, section.indexOf('```', start + 1));
  return block.filter((line) => line.trim() !== '');
}

function readTasks(
  lines: string[],
  chapter: number,
  fail: (line: number, what: string) => never,
): TaskBrief[] {
  const tasks: TaskBrief[] = [];
  for (const [index, line] of lines.entries()) {
    const [, task, title] = /^## (\d+\.\d+) (.+)$/.exec(line) ?? [];
    if (!task || !title) continue;
    const expected = `${chapter}.${tasks.length + 1}`;
    if (task !== expected) fail(index, `the next task is ${expected}, not ${task}.`);
    const rest = lines.slice(index + 1);
    const next = rest.findIndex((each) => /^#{1,2} /.test(each));
    const text = rest
      .slice(0, next < 0 ? undefined : next)
      .join('\n')
      .trim();
    const goal = text.split('\n\n', 1)[0]?.replaceAll('\n', ' ') ?? '';
    if (!goal) fail(index, `task ${task} has no instructions.`);
    tasks.push({ task, title: title.trim(), goal, text });
  }
  return tasks;
}

/**
 * A task's instructions as the comment lines of its starter, without the leading TODO line.
 *
 * @param indent the white space before each line
 */
export function toComment({ text }: TaskBrief, indent: string): string[] {
  return text.split(/\n\n+|\n(?=\d+\. )/).flatMap((block) => {
    const [, number = '', words = ''] = /^(\d+\. )?([^]*)$/.exec(block) ?? [];
    const first = number && `  ${number}`;
    const room = WIDTH - indent.length - 3 - first.length;
    return wrapWords(words, room).map(
      (line, index) => `${indent}// ${index === 0 ? first : ' '.repeat(first.length)}${line}`,
    );
  });
}

/** Whether a task's instructions are short enough to be read where they stand. */
export function isShortEnough(brief: TaskBrief, indent: string): boolean {
  return toComment(brief, indent).length <= MOST_LINES;
}

function wrapWords(text: string, width: number): string[] {
  const lines: string[] = [];
  for (const word of text.trim().split(/\s+/)) {
    const last = lines.at(-1);
    if (last !== undefined && last.length + 1 + word.length <= width) {
      lines[lines.length - 1] = `${last} ${word}`;
    } else {
      lines.push(word);
    }
  }
  return lines;
}
