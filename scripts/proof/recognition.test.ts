import { describe, expect, test } from 'vitest';
import { courseRoot } from '../course/root.ts';
import { readKnownMistakes } from '../grading/node/known-mistakes.ts';
import { chaptersToProve } from './chapters-to-prove.ts';
import { kindsOf } from './kind.ts';
import { mistakesOf } from './mistake.ts';
import { aTenthAtATime, kindByKind, leaveOut, oneByOne, sum } from './recognition/evaluate.ts';

const chapters = await Promise.all(
  chaptersToProve().map(async ({ number, slug }) => ({
    number,
    slug,
    kinds: await kindsOf(slug),
    mistakes: await mistakesOf(slug),
    known: readKnownMistakes(courseRoot, slug),
  })),
);

describe.for(chapters.filter(({ kinds }) => kinds.length > 0))('$slug', (chapter) => {
  const { number, kinds, mistakes, known } = chapter;

  test('every mistake is of one kind', () => {
    const named = kinds.flatMap((kind) => kind.mistakes);
    expect(named.toSorted()).toEqual(mistakes.map(({ name }) => name).toSorted());
  });

  test('a kind completes "This usually happens when …"', () => {
    for (const { when } of kinds) expect(when).toMatch(/^\S.{10,180}[^.\s]$/);
  });

  test('the record has every mistake, and says of which kind it is', () => {
    const stale = `npm run mistakes:record ${number}`;
    const recorded = Object.values(known?.tasks ?? {}).flatMap((tasks) =>
      Object.entries(tasks).map(([name, { kind }]) => [name, known?.kinds[kind]]),
    );
    const wanted = mistakes.map(({ name }) => [
      name,
      kinds.find((kind) => kind.mistakes.includes(name))?.when,
    ]);
    expect(recorded, stale).toEqual(wanted);
  });
});

const records = chapters.flatMap(({ known }) => known ?? []);

test.for([
  ['one by one', oneByOne],
  ['a tenth at a time', aTenthAtATime],
] as const)('mistakes that are left out, %s, are recognized, and few for others', ([, groupOf]) => {
  const { leftOut, named, right, wrong } = sum(records.map((each) => leaveOut(each, groupOf)));
  expect(right / named).toBeGreaterThanOrEqual(0.6);
  expect(wrong.length / leftOut, wrong.join('\n')).toBeLessThanOrEqual(0.03);
});

test('of mistakes of a kind that nobody knows, few are taken for another', () => {
  const { leftOut, right, wrong } = sum(records.map((each) => leaveOut(each, kindByKind)));
  expect(right).toBe(0);
  expect(wrong.length / leftOut).toBeLessThanOrEqual(0.1);
});
