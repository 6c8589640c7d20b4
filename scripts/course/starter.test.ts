import { describe, expect, test } from 'vitest';
import type { Brief } from './brief.ts';
import { deriveStarter } from './starter.ts';

const file = 'solutions/03-authenticator/guard.ts';

const BRIEF: Brief = {
  title: 'The authenticator',
  summary: '',
  minutes: 1,
  requests: [],
  tasks: [
    { task: '3.1', title: 'One', goal: 'Do it.', text: 'Do it.' },
    { task: '3.2', title: 'Two', goal: 'First this.', text: 'First this.\n\n1. Then that.' },
  ],
};
const derive = (text: string) => deriveStarter(text, file, BRIEF);

test("the code of a region gives way to the brief's instructions and a todo", () => {
  const solution = `import type { Clock } from '#api/clock.ts';
import { a } from './a.ts';

export function guard() {
  // #region 3.2
  // Why it is so.
  return a();
  // #endregion 3.2
}
`;
  expect(derive(solution)).toBe(`import type { Clock } from '#api/clock.ts';
import { todo } from '#api/todo.ts';
import { a } from './a.ts';

export function guard() {
  // #region 3.2
  // TODO 3.2 · npm run grade 3.2 · /chapters/03-authenticator#3-2
  // First this.
  //   1. Then that.
  todo('3.2', '/chapters/03-authenticator#3-2');
  // #endregion 3.2
}
`);
});

test('a task without a section in the brief is refused', () => {
  const solution = '// #region 3.3\n// #endregion 3.3\n';
  expect(() => derive(solution)).toThrow('there is no section "## 3.3 …"');
});

test('a file without a region stays as it is', () => {
  expect(derive('export const a = 1;\n')).toBe('export const a = 1;\n');
});

describe('the import of todo', () => {
  const region = '// #region 3.1\nrun();\n// #endregion 3.1\n';
  const importsOf = (imports: string) => derive(`${imports}${region}`).split('// #region')[0];
  const todo = `import { todo } from '#api/todo.ts';\n`;

  test.each([
    ['no imports', '', '', '\n'],
    ['packages', `import a from 'a';\n`, '', ''],
    [
      'a later entry of #api',
      `import a from 'a';\n`,
      `import { v } from '#api/validate.ts';\n`,
      '',
    ],
    [
      'an earlier one, over lines',
      `import {\n  type P,\n  q,\n} from '#api/problem.ts';\n`,
      '',
      '',
    ],
    ['relative paths', '', `import { b } from '../b.ts';\nimport './c.ts';\n`, ''],
  ])('has its place among %s', (_name, before, after, gap) => {
    expect(importsOf(before + after)).toBe(before + todo + gap + after);
  });
});
