import { describe, expect, test } from 'vitest';
import { bodyOf, findRegions, replaceBody } from './regions.ts';

const file = 'solutions/03-authenticator/guard.ts';

describe('findRegions', () => {
  test('finds each region, its place and its indentation', () => {
    const text =
      'a\n  // #region 3.1\n  b\n  // #endregion 3.1\n// #region 3.2\n// #endregion 3.2\n';
    expect(findRegions(text, file)).toEqual([
      { task: '3.1', start: 1, end: 3, indent: '  ' },
      { task: '3.2', start: 4, end: 5, indent: '' },
    ]);
  });

  test('reads lines that end as on Windows', () => {
    const text = '// #region 3.1\r\nb\r\n// #endregion 3.1\r\n';
    expect(findRegions(text, file)).toHaveLength(1);
  });

  test.each([
    ['unclosed', ['// #region 3.1', 'a'], `${file}:1: #region 3.1 is never closed.`],
    ['nested', ['// #region 3.1', '// #region 3.2'], `${file}:2: #region 3.2 begins inside of 3.1`],
    [
      'never opened',
      ['// #endregion 3.1'],
      `${file}:1: #endregion 3.1 closes nothing: none is open`,
    ],
    [
      'crossed',
      ['// #region 3.1', '// #endregion 3.2'],
      `${file}:2: #endregion 3.2 closes nothing`,
    ],
    [
      'of another chapter',
      ['', '// #region 4.1'],
      `${file}:2: #region 4.1 is not a task of chapter 3`,
    ],
    [
      'no number',
      ['// #region helpers'],
      `${file}:1: #region wants the number of a task, like 3.1`,
    ],
    ['task 0', ['// #region 3.0'], `${file}:1: #region wants the number of a task`],
    [
      'bare',
      ['// #region 3.1', '// #endregion'],
      `${file}:2: #endregion wants the number of a task`,
    ],
    [
      'twice',
      ['// #region 3.1', '// #endregion 3.1', '// #region 3.1', '// #endregion 3.1'],
      `${file}:3: #region 3.1 is here for the second time.`,
    ],
  ])('names the file and line of one that is %s', (_name, lines, message) => {
    expect(() => findRegions(lines.join('\n'), file)).toThrow(message);
  });
});

test('replaceBody puts back what bodyOf took', () => {
  const text = 'a\n// #region 3.1\nb\nc\n// #endregion 3.1\nd\n';
  const [region] = findRegions(text, file);
  expect(bodyOf(text, region!)).toBe('b\nc');
  expect(replaceBody(text, region!, bodyOf(text, region!))).toBe(text);
  expect(replaceBody(text, region!, 'x')).toBe('a\n// #region 3.1\nx\n// #endregion 3.1\nd\n');
});
