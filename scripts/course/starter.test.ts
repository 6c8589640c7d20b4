import { describe, expect, test } from 'vitest';
import { deriveStarter } from './starter.ts';

const file = 'solutions/03-authenticator/guard.ts';

test('the code of a region gives way to a todo; its comment lines stay, at its indentation', () => {
  const solution = `import type { Clock } from '#api/clock.ts';
import { a } from './a.ts';

export function guard() {
  // #region 3.2
  // First this.
  a(); // not this

  // Then that:
  if (a()) {
    //   with its own indentation
    // @ts-expect-error never this
    return 1;
  }


  return 2;
  // #endregion 3.2
}
`;
  expect(deriveStarter(solution, file)).toBe(`import type { Clock } from '#api/clock.ts';
import { todo } from '#api/todo.ts';
import { a } from './a.ts';

export function guard() {
  // #region 3.2
  // TODO 3.2 · npm run grade 3.2 · /chapters/03-authenticator#3-2
  // First this.

  // Then that:
  //   with its own indentation
  todo('3.2');
  // #endregion 3.2
}
`);
});

test('a file without a region stays as it is', () => {
  expect(deriveStarter('export const a = 1;\n', file)).toBe('export const a = 1;\n');
});

describe('the import of todo', () => {
  const region = '// #region 3.1\nrun();\n// #endregion 3.1\n';
  const importsOf = (imports: string) =>
    deriveStarter(`${imports}${region}`, file).split('// #region')[0];
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
