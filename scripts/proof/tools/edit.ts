import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import fc from 'fast-check';

/** What somebody did to a file of theirs. */
export interface Edit {
  /** For the report of a test: `lines 3 to 5 are gone`. */
  what: string;
  /** The text that there is then, as bytes; null when the file is gone, or is a folder. */
  apply: (text: string) => Buffer | null;
  isFolder?: true;
}

/** Does it, to a file. */
export function edit(path: string, text: string, { apply, isFolder }: Edit): void {
  const bytes = apply(text);
  rmSync(path, { recursive: true, force: true });
  if (bytes) writeFileSync(path, bytes);
  if (isFolder) mkdirSync(path);
}

/** Pieces of code that spoil what they get into. None of them hangs. */
const TOKENS = [
  'process.exit(0)',
  'process.exit(1);',
  'throw 1;',
  "throw new Error('no');",
  "process.kill(process.pid, 'SIGKILL');",
  'process.exitCode = 0;',
  'export default 1;',
  'return;',
  'await null;',
  'debugger;',
  '}',
  '{',
  ')',
  '`',
  '/*',
  '"',
  '// #region 1.1',
  '// #endregion 1.1',
  '// #region 9.9',
  '// #region',
  "todo('1.2');",
  '<script>',
  '\0',
  '\u2028',
  '😀',
];

const lineEdits = (text: (line: string) => string) =>
  fc.nat(30).map((at): Edit => {
    const change = (lines: string[]) =>
      lines.map((line, index) => (index === at ? text(line) : line));
    return { what: `line ${at + 1} is another`, apply: onLines(change) };
  });

const smallEdit: fc.Arbitrary<Edit> = fc.oneof(
  fc.tuple(fc.nat(25), fc.integer({ min: 1, max: 12 })).map(([from, count]): Edit => ({
    what: `${count} lines from ${from + 1} on are gone`,
    apply: onLines((lines) => lines.toSpliced(from, count)),
  })),
  fc.tuple(fc.nat(25), fc.integer({ min: 1, max: 12 })).map(([from, count]): Edit => ({
    what: `${count} lines from ${from + 1} on are there twice`,
    apply: onLines((lines) => lines.toSpliced(from, 0, ...lines.slice(from, from + count))),
  })),
  fc.tuple(fc.nat(600), fc.constantFrom(...TOKENS)).map(([at, token]): Edit => ({
    what: `${JSON.stringify(token)} is at ${at}`,
    apply: (text) => Buffer.from(text.slice(0, at) + token + text.slice(at)),
  })),
  fc.nat(600).map((at): Edit => ({
    what: `the characters at ${at} have changed places`,
    apply: (text) => {
      return Buffer.from(
        text.slice(0, at) + (text[at + 1] ?? '') + (text[at] ?? '') + text.slice(at + 2),
      );
    },
  })),
  fc.nat(600).map((at): Edit => ({
    what: `it ends at ${at}`,
    apply: (text) => Buffer.from(text.slice(0, at)),
  })),
  lineEdits((line) => line.replace(/export /, '')),
  lineEdits((line) => line.replace(/(?<=function )\w+/, 'other')),
  lineEdits((line) => `// ${line}`),
);

/** Whoever reads the file gets an error that is not "there is none". */
export const BECOMES_FOLDER: Edit = { what: 'it is a folder', apply: () => null, isFolder: true };

const wholeEdit: fc.Arbitrary<Edit> = fc.constantFrom<Edit>(
  { what: 'it is gone', apply: () => null },
  BECOMES_FOLDER,
  { what: 'it is empty', apply: () => Buffer.alloc(0) },
  { what: 'it has a BOM', apply: (text) => Buffer.from(`\ufeff${text}`) },
  { what: 'it has CRLF', apply: (text) => Buffer.from(text.replaceAll('\n', '\r\n')) },
  { what: 'it has CR', apply: (text) => Buffer.from(text.replaceAll('\n', '\r')) },
  { what: 'it is UTF-16', apply: (text) => Buffer.from(text, 'utf16le') },
  { what: 'it is one huge line', apply: () => Buffer.from(`// ${'x'.repeat(2e6)}`) },
  {
    what: 'it is no text',
    apply: () => Buffer.from([0, 255, 254, 193, 128, 10, 0, 237, 160, 128]),
  },
  { what: 'it has bytes that are no text', apply: (text) => withBytes(text) },
  { what: 'it is JSON', apply: () => Buffer.from('{"greet": "Hello"}') },
);

/** A random edit to a file; now and then to all of it. */
export const anyEdit: fc.Arbitrary<Edit> = fc.oneof(
  { weight: 4, arbitrary: smallEdit },
  { weight: 1, arbitrary: wholeEdit },
);

function onLines(change: (lines: string[]) => string[]): Edit['apply'] {
  return (text) => Buffer.from(change(text.split('\n')).join('\n'));
}

/** A comment that is Latin-1. */
function withBytes(text: string): Buffer {
  return Buffer.concat([Buffer.from('// caf'), Buffer.from([0xe9, 10]), Buffer.from(text)]);
}
