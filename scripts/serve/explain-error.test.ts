import { expect, test } from 'vitest';
import { explainError } from './explain-error.ts';

const root = '/home/mira/cairn';

function errorWith(message: string, ...frames: string[]): Error {
  const error = new TypeError(message);
  error.stack = [`TypeError: ${message}`, ...frames.map((frame) => `    at ${frame}`)].join('\n');
  return error;
}

test("puts the learner's own file and line first, and leaves every other frame out", () => {
  const error = errorWith(
    `no ${root}/chapters/x`,
    `f (${root}/node_modules/express/lib/router.js:3:1)`,
    `guard (file://${root}/chapters/03-authenticator/guard.ts:12:7)`,
    `app (${root}/chapters/03-authenticator/app.ts:30:3)`,
    `main (${root}/scripts/cli/api/serve.ts:9:9)`,
    'node:internal/process:1:1',
  );
  expect(explainError(error, root)).toBe(
    'chapters/03-authenticator/guard.ts:12  TypeError: no chapters/x\n' +
      '  called from chapters/03-authenticator/app.ts:30',
  );
});

test('a message does nothing to the terminal, and does not fill it', () => {
  const told = explainError(new Error(`\u001b[2Jred\n${'x\n'.repeat(300_000)}`), root);
  expect(told).toMatch(/^Error: \u241b\[2Jred\n/);
  expect(told.split('\n').length).toBeLessThan(20);
});

test('an error that was tampered with is told as far as it can be', () => {
  const error = Object.assign(new Error('odd'), { stack: {}, name: Symbol('x') });
  expect(explainError(error, root)).toBe('Error: odd');
  expect(explainError(Object.create(null), root)).toMatch(/^The code threw an error without/);
});

test('says where code does not parse', () => {
  const error = new Error(
    `Transform failed with 1 error:\n${root}/chapters/01-jwt-basics/app.ts:3:8: ERROR: Expected ";"`,
  );
  expect(explainError(error, root)).toBe(
    'chapters/01-jwt-basics/app.ts:3  SyntaxError: Expected ";"',
  );
});

test('says why, and takes what is not an Error', () => {
  const error = new Error('outer', { cause: errorWith('inner', `${root}/solutions/a/b.ts:1:1`) });
  expect(explainError(error, root)).toContain('because solutions/a/b.ts:1  TypeError: inner');
  expect(explainError('oops', root)).toBe('The code threw oops, which is not an Error.');
});
