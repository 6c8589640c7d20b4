/** What somebody did to a file of theirs. */
export interface Edit {
  /** For the report of a test: `line 3 is a comment`. */
  what: string;
  /** The bytes that there are then; null when the file is gone. */
  apply: (text: string) => Buffer | null;
  /** A folder of the file's name is in its place. */
  isFolder?: true;
}

/** Edits within a file, and some to all of it. None of them is a solution of a starter. */
export const EDITS: Edit[] = [
  lines('its first three lines are gone', (all) => all.slice(3)),
  lines('its last three lines are gone', (all) => all.slice(0, -3)),
  lines('its region markers are gone', (all) => all.filter((line) => !/#(end)?region/.test(line))),
  lines('one region marker is gone', (all) => all.filter((line) => !/#endregion/.test(line))),
  lines('it is there twice', (all) => [...all, ...all]),
  lines('its first regions are there twice', (all) => [...all.slice(0, 9), ...all]),
  lines('every line is a comment', (all) => all.map((line) => `// ${line}`)),
  text('nothing is exported', (code) => code.replaceAll('export ', '')),
  text('every function has another name', (code) => code.replaceAll(/(?<=function )\w+/g, 'other')),
  text('it ends in the middle', (code) => code.slice(0, code.length / 2)),
  ...[
    'process.exit(0)',
    'throw 1;',
    "process.kill(process.pid, 'SIGKILL');",
    'process.exitCode = 0;',
    'return;',
    '}',
    '`',
    '/*',
    '// #region 9.9',
    "todo('1.2');",
    '\0',
    '\u2028 😀',
  ].map((token) => text(`it begins with ${JSON.stringify(token)}`, (code) => token + code)),
  text('it is empty', () => ''),
  text('it has a BOM', (code) => `\ufeff${code}`),
  text('it has CRLF', (code) => code.replaceAll('\n', '\r\n')),
  text('it has CR', (code) => code.replaceAll('\n', '\r')),
  text('it is one huge line', () => `// ${'x'.repeat(2e6)}`),
  text('it is JSON', () => '{"greet": "Hello"}'),
  { what: 'it is UTF-16', apply: (code) => Buffer.from(code, 'utf16le') },
  {
    what: 'it has a comment in Latin-1',
    apply: (code) => Buffer.from(`// café\n${code}`, 'latin1'),
  },
  {
    what: 'it is not text',
    apply: () => Buffer.from([0, 255, 254, 193, 128, 10, 0, 237, 160, 128]),
  },
  { what: 'it is gone', apply: () => null },
  { what: 'it is a folder', apply: () => null, isFolder: true },
];

function text(what: string, change: (text: string) => string): Edit {
  return { what, apply: (code) => Buffer.from(change(code)) };
}

function lines(what: string, change: (lines: string[]) => string[]): Edit {
  return text(what, (code) => change(code.split('\n')).join('\n'));
}
