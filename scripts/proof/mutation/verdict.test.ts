import { expect, test } from 'vitest';
import { formatVerdict } from './format-verdict.ts';
import { readMutants } from './mutant.ts';
import { judgeMutants } from './verdict.ts';

const SOURCE = `export function isOver(now: number, exp: number): boolean {
  return now >= exp;
}
`;

const [killed, survivor] = readMutants({
  files: {
    'solutions/x.ts': {
      source: SOURCE,
      mutants: [
        {
          mutatorName: 'BlockStatement',
          replacement: '{}',
          status: 'Killed',
          location: { start: { line: 1, column: 59 }, end: { line: 3, column: 2 } },
        },
        {
          mutatorName: 'EqualityOperator',
          replacement: 'now > exp',
          status: 'NoCoverage',
          location: { start: { line: 2, column: 10 }, end: { line: 2, column: 20 } },
        },
      ],
    },
  },
}) as [any, any];

const listed = { mutator: 'EqualityOperator', from: 'return now >= exp;', to: 'return now > exp;' };
const equivalent = { file: 'solutions/x.ts', reason: 'Nobody waits so long.', mutants: [listed] };

test('a mutant is known by its lines, before and after', () => {
  expect(killed).toMatchObject({
    line: 1,
    from: 'export function isOver(now: number, exp: number): boolean { return now >= exp; }',
    to: 'export function isOver(now: number, exp: number): boolean {}',
    fate: 'killed',
  });
  expect(survivor).toMatchObject({ ...listed, line: 2, fate: 'survived' });
});

test('one that could not be tried is no survivor, and not killed', () => {
  const location = { start: { line: 1, column: 1 }, end: { line: 1, column: 2 } };
  const mutants = [{ mutatorName: 'x', replacement: '', status: 'RuntimeError', location }];
  expect(() => readMutants({ files: { 'x.ts': { source: '', mutants } } })).toThrow(
    'was not tried',
  );
});

test('a survivor is excused when it is listed, wherever its line has gone', () => {
  const verdict = judgeMutants([killed, { ...survivor, line: 7 }], [equivalent], { wanted: 50 });
  expect(verdict).toMatchObject({ mutants: 2, killed: 1, survived: 1, score: 50, isGood: true });
  expect(judgeMutants([killed, survivor], [equivalent], { wanted: 51 }).isGood).toBe(false);
});

test('a survivor that is not listed is something to do', () => {
  const verdict = judgeMutants([killed, survivor], []);
  expect(verdict).toMatchObject({ loose: [survivor], isGood: false });
});

test('unless its file is one that needs no list', () => {
  const verdict = judgeMutants([killed, survivor], [], { explained: /judge/ });
  expect(verdict).toMatchObject({ loose: [], others: [survivor], isGood: true });
});

test('so is one that is listed, and killed or gone', () => {
  const shot = { ...survivor, fate: 'killed' as const };
  expect(judgeMutants([shot], [equivalent])).toMatchObject({ stale: [listed], isGood: false });
  expect(judgeMutants([killed], [equivalent])).toMatchObject({ stale: [listed], isGood: false });
});

test('what is printed names each survivor, with its reason or with what to do', () => {
  const subject = {
    name: 'chapter-9',
    title: 'Chapter 9 · The end',
    mutate: [],
    config: '',
    tests: 'a check in chapters/09-the-end/the-end.test.ts',
    equivalents: 'equivalents/09-the-end.ts',
    wanted: 95,
  };
  const fine = formatVerdict(subject, judgeMutants([killed, survivor], [equivalent]));
  expect(fine).toContain('2 mutants: 1 killed, 0 timed out, 1 survived. Score 50.0 %');
  expect(fine).toContain('solutions/x.ts:2');
  expect(fine).toContain('Nobody waits so long.');
  expect(fine).toContain('notice 95 %');
  const loose = formatVerdict(subject, judgeMutants([killed, survivor], []));
  expect(loose.replaceAll(/\s+/g, ' ')).toContain('by a check in chapters/09-the-end');
});
