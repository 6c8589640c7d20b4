/** What a directive of a page says: `<!-- replay: with 3.1/decodes-only -->`, on a line of its own. */
export type Directive =
  /** From here on the page's own chapter is solved, as for a reader who has come so far. */
  | { kind: 'solved' }
  /** The next answer is what `npm run grade` says of this mistake. */
  | { kind: 'with'; mistake: string }
  /** The next answer is what it says of this code, in the place of a task's. */
  | { kind: 'as'; task: string; code: string }
  /** A command that the page does not show. */
  | { kind: 'run'; command: string }
  /** The next piece of shell starts a server, in a terminal of its own. */
  | { kind: 'server' }
  /** The next block is not replayed. */
  | { kind: 'skip'; why: string };

/** A piece of a page that has to do with what really happens. */
export interface Block {
  /** Of its first line in the file, from 1: the fence, or the directive. */
  line: number;
  /** What is run, what is said to come of it, or a directive. */
  content:
    | { kind: 'shell'; text: string }
    | { kind: 'answer'; lang: 'http' | 'json' | 'text' | 'html'; text: string }
    | Directive;
}

const ANSWERS: Record<string, 'http' | 'json' | 'text' | 'html'> = {
  http: 'http',
  json: 'json',
  text: 'text',
  txt: 'text',
  html: 'html',
};

/**
 * The shell, the answers and the directives of a page, in order.
 *
 * @throws for a directive that there is none of, with its line
 */
export function blocksOf(markdown: string): Block[] {
  const blocks: Block[] = [];
  const lines = markdown.split('\n');
  for (let at = 0; at < lines.length; at += 1) {
    const line = at + 1;
    const directive = /^<!-- replay: (.*) -->$/.exec(lines[at] ?? '')?.[1];
    if (directive !== undefined) {
      blocks.push({ line, content: readDirective(directive, line) });
      continue;
    }
    const lang = /^```(\w*)/.exec(lines[at] ?? '')?.[1];
    if (lang === undefined) continue;
    const end = lines.indexOf('```', at + 1);
    if (end < 0) throw new Error(`line ${line}: the block is never closed.`);
    const text = lines.slice(at + 1, end).join('\n');
    const answer = ANSWERS[lang];
    if (lang === 'sh') blocks.push({ line, content: { kind: 'shell', text } });
    else if (answer) blocks.push({ line, content: { kind: 'answer', lang: answer, text } });
    at = end;
  }
  return blocks;
}

function readDirective(text: string, line: number): Directive {
  if (text === 'solved') return { kind: 'solved' };
  if (text === 'server') return { kind: 'server' };
  const [, task, code] = /^as (\d+\.\d+): (\S.*)$/s.exec(text) ?? [];
  if (task !== undefined && code !== undefined) return { kind: 'as', task, code };
  const [, word, rest = ''] = /^(with|run|skip, because) (\S.*)$/s.exec(text) ?? [];
  if (word === 'with') return { kind: 'with', mistake: rest };
  if (word === 'run') return { kind: 'run', command: rest };
  if (word === 'skip, because') return { kind: 'skip', why: rest };
  throw new Error(
    `line ${line}: "replay: ${text}" is none of: solved, server, with N.M/mistake, as N.M: code, run …, skip, because …`,
  );
}
