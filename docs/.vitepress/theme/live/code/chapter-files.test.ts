import { beforeEach, expect, test } from 'vitest';
import type { Ask } from '../../../../../scripts/live/protocol.ts';
import { ChapterFiles } from './chapter-files.ts';

const PATH = 'chapters/01-greeting/greet.ts';

let asked: Ask[];
let shown: string[];
let notes: Map<string, string>;
beforeEach(() => {
  asked = [];
  shown = [];
  notes = new Map();
});

function open(text = 'one'): ChapterFiles {
  const files = new ChapterFiles({
    chapter: 1,
    ask: (what) => asked.push(what),
    notes: {
      getItem: (name) => notes.get(name) ?? null,
      setItem: (name, value) => void notes.set(name, value),
      removeItem: (name) => void notes.delete(name),
    },
    onText: (_path, now) => shown.push(now),
  });
  files.take({ kind: 'files', chapter: 1, files: [{ path: PATH, tasks: ['1.1'], text }] });
  return files;
}

/** What was asked to be written: the text, and what it takes the place of. */
const written = () =>
  asked.flatMap((ask) => (ask.kind === 'write' ? [[ask.text, ask.before]] : []));

test('what is typed is written, each text after the one before it', () => {
  const files = open();
  expect(shown).toEqual(['one']);
  files.typed(PATH, 'two');
  files.save();
  files.typed(PATH, 'three');
  files.save();
  files.save();
  expect(written()).toEqual([
    ['two', 'one'],
    ['three', 'two'],
  ]);
  // What this page has written comes back, and changes nothing in the editor.
  files.take({ kind: 'file', path: PATH, text: 'two' });
  files.take({ kind: 'written', path: PATH });
  files.take({ kind: 'file', path: PATH, text: 'two' });
  files.take({ kind: 'written', path: PATH });
  files.take({ kind: 'file', path: PATH, text: 'three' });
  expect(shown).toEqual(['one']);
  expect(files.read(PATH)).toBe('three');
  expect(notes.size).toBe(0);
});

test('what another program writes is shown, unless something was typed here', () => {
  const files = open();
  files.take({ kind: 'file', path: PATH, text: 'theirs' });
  expect(shown).toEqual(['one', 'theirs']);

  files.typed(PATH, 'mine');
  files.take({ kind: 'file', path: PATH, text: 'theirs again' });
  files.save();
  expect(written()).toEqual([]);
  expect(files.read(PATH)).toBe('mine');
  expect(files.conflicts.get(PATH)).toBe('theirs again');
});

test.each([
  ['takeTheirs', 'theirs', []],
  ['keepMine', 'mine', [['mine', 'theirs']]],
] as const)('of two versions the reader chooses one: %s', (choose, now, sent) => {
  const files = open();
  files.typed(PATH, 'mine');
  files.save();
  asked = [];
  files.take({ kind: 'conflict', path: PATH, text: 'theirs' });
  files[choose](PATH);
  expect(files.read(PATH)).toBe(now);
  expect(files.conflicts.size).toBe(0);
  expect(written()).toEqual(sent);
  if (choose === 'keepMine') {
    expect(asked).toMatchObject([{ keep: true }]);
    files.take({ kind: 'written', path: PATH, backup: '.workbook/backups/now' });
    expect(files.backup.value).toBe('.workbook/backups/now');
  }
  expect(notes.size).toBe(0);
});

test('a page that is closed too soon leaves a note, and the next one writes it', () => {
  open().typed(PATH, 'two');
  const files = open();
  expect(shown.at(-1)).toBe('two');
  expect(written()).toEqual([['two', 'one']]);
  files.take({ kind: 'written', path: PATH });
  expect(notes.size).toBe(0);
});

test('a note about a file that was changed since is a conflict', () => {
  open().typed(PATH, 'two');
  const files = open('theirs');
  expect(files.read(PATH)).toBe('two');
  expect(files.conflicts.get(PATH)).toBe('theirs');
  expect(written()).toEqual([]);
});

test('what a workbook that was restarted has lost is sent again', () => {
  const files = open();
  files.typed(PATH, 'two');
  files.save();
  files.take({ kind: 'files', chapter: 1, files: [{ path: PATH, tasks: ['1.1'], text: 'one' }] });
  expect(written()).toEqual([
    ['two', 'one'],
    ['two', 'one'],
  ]);
});

test('what could not be written is sent with what is typed next', () => {
  const files = open();
  files.typed(PATH, 'two');
  files.save();
  files.take({ kind: 'refused', ask: 'write', message: 'There is no room left.' });
  files.typed(PATH, 'three');
  files.save();
  expect(written()).toEqual([
    ['two', 'one'],
    ['three', 'one'],
  ]);
});
