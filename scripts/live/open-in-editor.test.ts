import { expect, test } from 'vitest';
import { argumentsFor, chooseEditor } from './open-in-editor.ts';

test.each<[what: string, env: NodeJS.ProcessEnv, programs: string[], expected: string | undefined]>(
  [
    ['a graphical editor that is running', {}, ['bash', 'zed', 'node'], 'zed'],
    ['the one that the workbook was started from', { TERM_PROGRAM: 'vscode' }, ['zed'], 'code'],
    ['one on a Mac', {}, ['/Applications/Visual Studio Code.app/Contents/MacOS/Electron'], 'code'],
    ['one on Windows', {}, ['C:\\Programs\\Code.exe'], 'C:\\Programs\\Code.exe'],
    ['the graphical one that VISUAL specifies', { VISUAL: 'kate', EDITOR: 'vi' }, [], 'kate'],
    ['no terminal editor, though it is running', {}, ['vim', 'nvim', 'emacs', 'nano'], undefined],
    ['no terminal editor, though EDITOR specifies it', { EDITOR: '/usr/bin/vi' }, [], undefined],
    ['no program that only contains the name', {}, ['barcode', 'codec'], undefined],
  ],
)('%s', (_what, env, programs, expected) => {
  expect(chooseEditor(env, programs)).toBe(expected);
});

test('an editor is told the line in its own way', () => {
  expect(argumentsFor('code', '/a/b.ts:3:1', false)).toEqual(['-r', '-g', '/a/b.ts:3:1']);
  expect(argumentsFor('/opt/idea', '/a/b.ts:3:1', false)).toEqual([
    '--line',
    '3',
    '--column',
    '1',
    '/a/b.ts',
  ]);
  expect(argumentsFor('my-editor', '/a/b.ts:3:1', true)).toEqual(['/a/b.ts', '3', '1']);
});
