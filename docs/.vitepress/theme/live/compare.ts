import { diffLines } from 'diff';

/** A line of a comparison. Undefined on one side: there is nothing beside it. */
export interface Row {
  yours: string | undefined;
  solution: string | undefined;
  same: boolean;
}

const PIECE = new RegExp(
  [
    // Strings and templates, kept as they are.
    String.raw`"(?:\\.|[^"\\\n])*"`,
    String.raw`'(?:\\.|[^'\\\n])*'`,
    String.raw`\x60(?:\\[^]|[^\x60\\])*\x60`,
    // A regular expression, where a value may begin.
    String.raw`(?<=(?:^|[(,=:[!&|?{};+\-*%<>~\n]|\breturn|\btypeof)\s*)\/(?![*/])(?:\\.|\[(?:\\.|[^\]\\\n])*\]|[^/\\\n[])+\/[a-z]*`,
    String.raw`(?<comment>\/\/[^\n]*|\/\*[^]*?\*\/)`,
  ].join('|'),
  'g',
);

/** TypeScript without its comments, and without the lines that held nothing else. */
export function withoutComments(code: string): string {
  const MARK = '\u0000';
  return code
    .replace(PIECE, (piece, ...rest) => {
      const { comment } = rest.at(-1) as { comment?: string };
      // A comment in the middle of a line still separates two words.
      return comment === undefined ? piece : MARK;
    })
    .split('\n')
    .flatMap((line) => {
      if (!line.includes(MARK)) return [line];
      const left = line.replaceAll(MARK, '').trimEnd();
      return left.trim() === '' ? [] : [left];
    })
    .join('\n')
    .replace(/\n{3,}/g, '\n\n')
    .replace(/^\n+|\n+$/g, '');
}

/** Two pieces of code side by side, line by line. */
export function compareLines(yours: string, solution: string): Row[] {
  const rows: Row[] = [];
  let removed: string[] = [];
  const flush = (added: string[]) => {
    for (let at = 0; at < Math.max(removed.length, added.length); at += 1) {
      rows.push({ yours: removed[at], solution: added[at], same: false });
    }
    removed = [];
  };
  for (const part of diffLines(withEnd(yours), withEnd(solution))) {
    const lines = part.value.replace(/\n$/, '').split('\n');
    if (part.removed) {
      flush([]);
      removed = lines;
    } else if (part.added) flush(lines);
    else {
      flush([]);
      for (const line of lines) rows.push({ yours: line, solution: line, same: true });
    }
  }
  flush([]);
  return rows;
}

function withEnd(text: string): string {
  return text === '' || text.endsWith('\n') ? text : `${text}\n`;
}
