import { expect, test } from 'vitest';
import { parseChapter, parseTarget } from './task-argument.ts';

const chapters = [1, 2, 3].map((number) => ({ number, slug: `0${number}-x`, title: 'X' }));
const tasksOf = ({ number }: { number: number }) => [`${number}.1`, `${number}.2`];
const parse = (text: string) => parseTarget(text, chapters, 'npm run solve', tasksOf);

test('reads a chapter, and a task', () => {
  expect(parse('3')).toEqual({ chapter: chapters[2] });
  expect(parse('03')).toEqual({ chapter: chapters[2] });
  expect(parse('3.2')).toEqual({ chapter: chapters[2], task: '3.2' });
});

test.each([
  ['x', '"x" is not a chapter, 1 to 3, or a task, like 3.2: type npm run solve 1.'],
  ['', '"" is not a chapter'],
  ['3.2.1', '"3.2.1" is not a chapter'],
  ['-1', '"-1" is not a chapter'],
  ['7', 'There is no chapter 7; they are 1 to 3: type npm run solve 1.'],
  ['3.9', 'There is no task 3.9; chapter 3 has 3.1, 3.2: type npm run solve 3.1.'],
])('says what to type instead of "%s"', (text, message) => {
  expect(() => parse(text)).toThrow(message);
});

test('where only a chapter will do, a task is none', () => {
  expect(() => parseChapter('3.1', chapters, 'npm run api')).toThrow('type npm run api 3.');
});
