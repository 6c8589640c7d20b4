import { expect, test } from 'vitest';
import { NotWrittenYet } from '#api/todo.ts';
import type { Fault } from '../outcome.ts';
import { faultOf } from './fault.ts';
import type { Violation } from './guards.ts';
import { LessonCrashed } from './lesson.ts';
import { NoAnswer } from './within-time.ts';

const FILE = 'chapters/02-signing/sign-token.ts';

function fault(error: unknown, more: Partial<Parameters<typeof faultOf>[1]> = {}): Fault {
  const none = { reached: [], logged: [], files: [FILE], violations: [] };
  return faultOf(error, { task: '2.1', ...none, ...more });
}

const violation = (kind: Violation['kind']): Violation => ({
  kind,
  message: `a violation: ${kind}`,
  stack: `at ${kind}`,
});

test('what was thrown says it best, with the innermost cause first', () => {
  const inner = new RangeError('far');
  const { stacks, ...rest } = fault(new Error('outer', { cause: inner }));
  expect(rest).toEqual({ kind: 'failed', files: [FILE], logged: [] });
  expect(stacks.map((stack) => stack.split('\n')[0])).toEqual(['RangeError: far', 'Error: outer']);
});

test('of a long chain of causes, five stacks are enough', () => {
  let error = new Error('0');
  for (let depth = 1; depth < 9; depth += 1) error = new Error(String(depth), { cause: error });
  expect(fault(error).stacks).toHaveLength(5);
});

test('an error without a stack has its message, without colours', () => {
  const error = new Error('\u001b[31mred\u001b[39m');
  Reflect.deleteProperty(error, 'stack');
  Object.defineProperty(error, 'stack', { value: undefined });
  expect(fault(error).stacks).toEqual(['red']);
  expect(fault('a text').stacks).toEqual([]);
});

test('what was logged is told, be it an error or not', () => {
  const { logged } = fault(new Error('x'), { logged: [new TypeError('no'), 'a text'] });
  expect(logged[0]).toMatch(/^TypeError: no\n +at /);
  expect(logged[1]).toBe('a text');
});

test('a violation comes before what was thrown, and an exit before all others', () => {
  const error = new NotWrittenYet('2.1');
  expect(fault(error, { violations: [violation('global')] })).toMatchObject({
    kind: 'failed',
    message: 'a violation: global',
    stacks: ['at global'],
  });
  expect(fault(error, { violations: [violation('global'), violation('exit')] })).toMatchObject({
    kind: 'crashed',
    message: 'a violation: exit',
    stacks: ['at exit'],
  });
});

test.for<[string, unknown, string[], Partial<Fault>]>([
  ['thrown', new NotWrittenYet('2.1'), [], { kind: 'unwritten', task: '2.1' }],
  ['of another task', new NotWrittenYet('2.3'), [], { kind: 'unwritten', task: '2.3' }],
  [
    'a cause',
    new Error('x', { cause: new NotWrittenYet('2.1') }),
    [],
    { kind: 'unwritten', task: '2.1' },
  ],
  ['reached', new Error('501'), ['2.1'], { kind: 'unwritten', task: '2.1' }],
  ['of an earlier chapter', new Error('501'), ['1.3'], { kind: 'blocked', task: '1.3' }],
  ['first of an earlier chapter', new Error(), ['2.1', '1.3'], { kind: 'blocked', task: '1.3' }],
  ['then of its own', new Error(), ['2.2', '2.1'], { kind: 'unwritten', task: '2.1' }],
  ['of a later chapter', new Error(), ['10.1'], { kind: 'blocked', task: '10.1' }],
  [
    'at the top of a file',
    new LessonCrashed(FILE, new NotWrittenYet('2.1')),
    [],
    { kind: 'unwritten', task: '2.1' },
  ],
])('a todo that is run into: %s', ([, error, reached, expected]) => {
  expect(fault(error, { reached })).toMatchObject(expected);
});

test('an answer that did not come is a timeout', () => {
  expect(fault(new NoAnswer(2_000))).toMatchObject({
    kind: 'timeout',
    message: expect.stringMatching(/^No answer within 2 s: /),
  });
});

const coded = (message: string, code?: string) => Object.assign(new TypeError(message), { code });
const notFound = (specifier: string, importer = FILE) =>
  Object.assign(coded('Cannot find it', 'ERR_MODULE_NOT_FOUND'), { specifier, importer });

test.for<[string, unknown, string]>([
  ['throws a string', 'no', `${FILE} does not load: it throws no.`],
  ['throws', coded('no'), `${FILE} does not load: it throws TypeError: no`],
  [
    'does not parse',
    coded('Unexpected token', 'PARSE_ERROR'),
    'This does not parse: Unexpected token',
  ],
  ['cannot be linked', coded('It has no export.', 'LINK_ERROR'), 'It has no export.'],
  [
    'is gone',
    notFound('#course/02-signing/sign-token.ts', 'chapters/02-signing/checks/2.1-x.test.ts'),
    `${FILE} is not there. \`npm run reset 2\` puts the starter's back.`,
  ],
  [
    'imports one that is gone',
    notFound('./clock.ts'),
    `${FILE} imports \`./clock.ts\`, which is not there.`,
  ],
  [
    'imports one of an earlier chapter that is gone',
    notFound('../01-jwt-basics/x.ts'),
    `${FILE} imports \`../01-jwt-basics/x.ts\`, which is not there.`,
  ],
  [
    'imports a package that is not installed',
    notFound('left-pad'),
    `${FILE} imports \`left-pad\`, which is not installed.`,
  ],
])('a file that does not load crashed: it %s', ([, cause, message]) => {
  const { kind, message: said } = fault(new LessonCrashed(FILE, cause));
  expect(kind).toBe('crashed');
  expect(said).toBe(message);
});
