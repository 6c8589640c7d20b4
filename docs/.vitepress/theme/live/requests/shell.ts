/** A statement of a piece of shell, with continued lines joined and comments left out. */
export interface Statement {
  /** As it is written, without surrounding white space. */
  text: string;
  /** The commands between its pipes. */
  pipe: string[];
}

/** Stands for a `$` in single quotes: it begins no variable. */
export const PLAIN_DOLLAR = '\u0001';

/**
 * A piece of shell as statements. What stands in `$(…)`, in quotes, in braces or in a here-document
 * belongs to its statement.
 */
export function statementsIn(shell: string): Statement[] {
  const statements: Statement[] = [];
  let at = 0;
  let text = '';
  let pipe: string[] = [];
  let part = '';
  let heredoc: string | undefined;

  const take = (count = 1) => {
    const taken = shell.slice(at, at + count);
    text += taken;
    part += taken;
    at += count;
  };
  const end = () => {
    if (part.trim() !== '') pipe.push(part.trim());
    if (text.trim() !== '') statements.push({ text: text.trim(), pipe });
    [text, part, pipe] = ['', '', []];
  };

  while (at < shell.length) {
    const char = shell[at] ?? '';
    if (char === '\\') {
      if (shell[at + 1] === '\n') at += 2;
      else take(2);
    } else if (char === "'" || char === '"') take(quotedLength(shell, at));
    else if (char === '$' && shell[at + 1] === '(') take(nestedLength(shell, at + 1, '(', ')') + 1);
    else if (char === '{' && /(^|\s)$/.test(text)) take(nestedLength(shell, at, '{', '}'));
    else if (char === '#' && (text === '' || /\s$/.test(text))) {
      while (at < shell.length && shell[at] !== '\n') at += 1;
    } else if (shell.startsWith('<<', at)) {
      const [whole = '<<', , name] = /^<<-?\s*(['"]?)(\w+)\1/.exec(shell.slice(at)) ?? [];
      heredoc = name;
      take(whole.length);
    } else if (char === '\n' && heredoc !== undefined) {
      const close = shell.indexOf(`\n${heredoc}`, at);
      take(close < 0 ? shell.length - at : close + heredoc.length + 1 - at);
      heredoc = undefined;
    } else if (char === '\n' || char === ';' || shell.startsWith('&&', at)) {
      // A pipe goes on in the next line.
      if (char === '\n' && part.trim() === '' && pipe.length > 0) at += 1;
      else {
        at += char === '&' ? 2 : 1;
        end();
      }
    } else if (char === '|' && shell[at + 1] !== '|') {
      text += char;
      at += 1;
      pipe.push(part.trim());
      part = '';
    } else take();
  }
  end();
  return statements;
}

/** A command's words: quotes are resolved, and `$NAME`s are kept outside of single quotes. */
export function wordsOf(command: string): string[] {
  const words: string[] = [];
  let word: string | undefined;
  let quote = '';
  for (let at = 0; at < command.length; at += 1) {
    const char = command[at] ?? '';
    if (quote !== '') {
      if (char === quote) quote = '';
      else if (quote === "'") word += char === '$' ? PLAIN_DOLLAR : char;
      else if (char === '\\' && /["\\$`]/.test(command[at + 1] ?? '')) {
        const next = command[(at += 1)] ?? '';
        word += next === '$' ? PLAIN_DOLLAR : next;
      } else word += char;
    } else if (char === '\\') {
      const next = command[(at += 1)] ?? '';
      if (next !== '\n') word = (word ?? '') + next;
    } else if (char === '"' || char === "'") {
      quote = char;
      word ??= '';
    } else if (/\s/.test(char)) {
      if (word !== undefined) words.push(word);
      word = undefined;
    } else word = (word ?? '') + char;
  }
  if (word !== undefined) words.push(word);
  return words;
}

function quotedLength(shell: string, from: number): number {
  const quote = shell[from];
  let at = from + 1;
  while (at < shell.length && shell[at] !== quote)
    at += shell[at] === '\\' && quote === '"' ? 2 : 1;
  return at + 1 - from;
}

function nestedLength(shell: string, from: number, open: string, close: string): number {
  let depth = 0;
  let at = from;
  while (at < shell.length) {
    const char = shell[at] ?? '';
    if (char === '\\') at += 2;
    else if (char === "'" || char === '"') at += quotedLength(shell, at);
    else {
      if (char === open) depth += 1;
      if (char === close && (depth -= 1) === 0) return at + 1 - from;
      at += 1;
    }
  }
  return shell.length - from;
}
