import { expect, test } from 'vitest';
import type { CheckView, GradeView } from '../../../../../scripts/live/protocol.ts';
import { marksIn, notesIn } from './marks.ts';

const PATH = 'chapters/03-authenticator/guard.ts';

function graded(messages: string[], message?: string): GradeView {
  const checks = messages.map((each) => ({ outcome: 'failed', message: each }) as CheckView);
  return { checks, ...(message !== undefined && { message }) } as GradeView;
}

test('a failed check marks the line that it names, once', () => {
  const grade = graded([
    `${PATH}:12:5: TypeError: x is not a function\n> 12 | x();`,
    `${PATH}:12:5: another`,
    `chapters/03-authenticator/person.ts:3:1: elsewhere`,
    'expected: 1\nreceived: 2',
  ]);
  expect(marksIn(PATH, grade)).toEqual([{ line: 12, message: 'TypeError: x is not a function' }]);
});

test('what is wrong with all of it marks its line, too', () => {
  const grade = graded([], `${PATH}:4:9: This does not parse: Unexpected token`);
  expect(marksIn(PATH, grade)).toEqual([
    { line: 4, message: 'This does not parse: Unexpected token' },
  ]);
  expect(marksIn(PATH, undefined)).toEqual([]);
});

test('notes are those of the file that is shown', () => {
  const notes = [
    { file: PATH, line: 3, message: 'Property x does not exist.' },
    { file: 'chapters/03-authenticator/person.ts', line: 1, message: 'elsewhere' },
  ];
  expect(notesIn(PATH, { notes } as GradeView)).toEqual([notes[0]]);
  expect(notesIn(PATH, undefined)).toEqual([]);
});
