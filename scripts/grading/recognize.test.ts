import { expect, test } from 'vitest';
import { fingerprintOf } from './fingerprint.ts';
import type { CheckGrade } from './outcome.ts';
import { type KnownMistakes, recognize } from './recognize.ts';

const said = (what: string, received: string) =>
  `${what}\nexpected: refused\nreceived: ${received}`;

const NAMES = ['1.1/a', '1.1/b', '1.1/c', '1.1/d', '1.2/e'];

/** Checks that fail with these words; the others pass. */
function checks(failed: Record<string, string>, rest: Partial<CheckGrade> = {}): CheckGrade[] {
  return NAMES.map((id) => {
    const message = failed[id];
    const isOpen = message === undefined;
    return {
      id,
      task: id.slice(0, 3),
      taskTitle: '',
      title: '',
      points: 0,
      max: 1,
      hints: [],
      page: '',
      passed: isOpen,
      ...(isOpen ? { outcome: 'passed' as const, ...rest } : { outcome: 'failed', message }),
    };
  });
}

function known(
  ...mistakes: [kind: number, failed: Record<string, string>, task?: string][]
): KnownMistakes {
  const tasks: KnownMistakes['tasks'] = { '1.1': {}, '1.2': {} };
  for (const [index, [kind, failed, task = '1.1']] of mistakes.entries()) {
    const hashes = Object.entries(failed).map(([name, message]) => {
      const { subject, outcome } = fingerprintOf(message);
      return [name, `${subject} ${outcome}`.trim()];
    });
    tasks[task]![`mistake-${index}`] = { kind, failed: Object.fromEntries(hashes) };
  }
  return { kinds: ['nothing is checked', 'too much is checked', 'it is late'], tasks };
}

const usually = (of: CheckGrade[], record: KnownMistakes) => recognize(of, record)?.usually;

test('the very same failures are recognized, and told at the first of them', () => {
  const record = known([0, { b: said('b', 'x'), c: said('c', 'y') }], [1, { b: said('b', 'z') }]);
  const seen = checks({ '1.1/b': said('b', 'x'), '1.1/c': said('c', 'y') });
  expect(recognize(seen, record)).toEqual({
    check: '1.1/b',
    usually: 'This usually happens when nothing is checked.',
  });
});

test('another case of the same check is recognized when all that is known of it is of a kind', () => {
  const record = known([0, { a: said('a one', 'x') }], [0, { a: said('a two', 'y') }]);
  const seen = checks({ '1.1/a': said('a three', 'z') });
  expect(usually(seen, record)).toContain('nothing is checked');
  const mixed = known([0, { a: said('a one', 'x') }], [1, { a: said('a two', 'y') }]);
  expect(usually(seen, mixed)).toBeUndefined();
});

test('of several kinds, the one whose cases are alike', () => {
  const record = known([0, { a: said('a one', 'x') }], [1, { a: said('a two', 'y') }]);
  expect(usually(checks({ '1.1/a': said('a two', 'z') }), record)).toContain('too much');
});

test('two that look the same and are of two kinds are not told apart', () => {
  const record = known([0, { a: said('a', 'x') }], [1, { a: said('a', 'x') }]);
  expect(usually(checks({ '1.1/a': said('a', 'x') }), record)).toBeUndefined();
});

test('failures that are nearly the same need two known mistakes, and no other kind as close', () => {
  const seen = checks({
    '1.1/a': said('a', 'x'),
    '1.1/b': said('b', 'x'),
    '1.1/c': said('c', 'x'),
  });
  const near = { a: said('a', 'x'), b: said('b', 'x'), c: said('c', 'x'), d: said('d', 'x') };
  expect(usually(seen, known([0, near]))).toBeUndefined();
  expect(usually(seen, known([0, near], [0, near]))).toContain('nothing is checked');
  expect(usually(seen, known([0, near], [0, near], [1, near]))).toBeUndefined();
  const far = { a: said('a', 'x') };
  expect(usually(seen, known([0, far], [0, far]))).toBeUndefined();
});

test('an error that was thrown is recognized by its very words only', () => {
  const thrown = 'ReferenceError: claims is not defined';
  const record = known([0, { a: thrown }]);
  expect(usually(checks({ '1.1/a': thrown }), record)).toContain('nothing is checked');
  expect(usually(checks({ '1.1/a': 'ReferenceError: x is not defined' }), record)).toBeUndefined();
});

test('only the first task that fails is looked at', () => {
  const record = known([0, { e: said('e', 'x') }, '1.2']);
  expect(usually(checks({ '1.2/e': said('e', 'x') }), record)).toContain('nothing is checked');
  const both = checks({ '1.1/a': said('a', 'x'), '1.2/e': said('e', 'x') });
  expect(usually(both, record)).toBeUndefined();
});

test('checks that could not run yet are left out of the comparison', () => {
  const record = known([0, { a: said('a', 'x'), b: said('b', 'x') }]);
  const seen = checks({ '1.1/a': said('a', 'x') }).map((check) =>
    check.id === '1.1/b'
      ? { ...check, outcome: 'unwritten' as const, passed: false, needs: '1.2' }
      : check,
  );
  expect(usually(seen, record)).toContain('nothing is checked');
});

test('a task that is half written is no mistake yet', () => {
  const record = known([0, { a: said('a', 'x') }]);
  const seen = checks({ '1.1/a': said('a', 'x') }).map((check) =>
    check.id === '1.1/b'
      ? { ...check, outcome: 'unwritten' as const, passed: false, needs: '1.1' }
      : check,
  );
  expect(usually(seen, record)).toBeUndefined();
});

test('nothing is said where nothing failed, of a kind without words, and without a record', () => {
  const record = known([-1, { a: said('a', 'x') }]);
  expect(usually(checks({}), record)).toBeUndefined();
  expect(usually(checks({ '1.1/a': said('a', 'x') }), record)).toBeUndefined();
  expect(usually(checks({ '1.1/a': said('a', 'x') }), { kinds: [], tasks: {} })).toBeUndefined();
});
