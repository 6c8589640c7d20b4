// JSON as text: what JSON.parse and JSON.stringify would lose (a member that stands twice, 1e400)
// stays. Each function takes JSON that JSON.parse reads.

const PIECES = /"(?:[^"\\]|\\.)*"|[{}[\],:]|[^\s"{}[\],:]+/g;

/** The same JSON on several lines, indented by two spaces. */
export function spreadJson(json: string): string {
  const pieces = json.match(PIECES) ?? [];
  let text = '';
  let depth = 0;
  const newLine = () => `\n${'  '.repeat(depth)}`;
  for (const [index, piece] of pieces.entries()) {
    const opens = piece === '{' || piece === '[';
    const closes = piece === '}' || piece === ']';
    const before = pieces[index - 1];
    const empty = closes && (before === '{' || before === '[');
    if (closes) depth -= 1;
    if (closes && !empty) text += newLine();
    text += piece === ':' ? ': ' : piece;
    if (opens) depth += 1;
    const next = pieces[index + 1];
    if (piece === ',' || (opens && next !== '}' && next !== ']')) text += newLine();
  }
  return text;
}

/** The same JSON without white space, as tokens carry it. */
export function packJson(json: string): string {
  return (json.match(PIECES) ?? []).join('');
}

/** The names that stand more than once in the outermost object, each once. */
export function findDoubles(json: string): string[] {
  const pieces = json.match(PIECES) ?? [];
  const seen = new Set<string>();
  const doubles = new Set<string>();
  let depth = 0;
  for (const [index, piece] of pieces.entries()) {
    if (piece === '{' || piece === '[') depth += 1;
    if (piece === '}' || piece === ']') depth -= 1;
    if (depth !== 1 || pieces[index + 1] !== ':') continue;
    // "sub" can be written "s\u0075b": it is the same name.
    const name: string = JSON.parse(piece);
    if (seen.has(name)) doubles.add(name);
    seen.add(name);
  }
  return [...doubles];
}
