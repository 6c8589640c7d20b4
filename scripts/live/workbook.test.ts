import { afterEach, beforeEach, expect, test } from 'vitest';
import { HeardPage } from '../proof/testing/heard-page.ts';
import { type TinyCourse, tinyCourse } from '../proof/testing/tiny-course.ts';
import { nodeHost } from './node-host.ts';
import { Workbook } from './workbook.ts';

const GREET = 'chapters/01-greeting/greet.ts';

let course: TinyCourse;
beforeEach(() => (course = tinyCourse({ solved: true })));
afterEach(() => course.remove());

test('opening a page grades nothing; a save does, and tells every page', async () => {
  const workbook = new Workbook(
    course.root,
    nodeHost(course.root, async () => undefined),
  );
  const [page, other] = [new HeardPage(), new HeardPage()];
  try {
    await workbook.ask({ kind: 'open', slug: '01-greeting' }, page);
    await workbook.ask({ kind: 'open', slug: null }, other);
    expect(page.heard.map(({ kind }) => kind)).toEqual(['state']);
    course.write({ [GREET]: `${course.read([GREET])[GREET]}\n// saved\n` });
    expect((await page.hears('grade')).grade).toMatchObject({ chapter: 1 });
    expect((await other.hears('grade')).grade.checks.every(({ given }) => given.length === 0)).toBe(
      true,
    );
  } finally {
    workbook.close();
  }
});

test('what TypeScript says comes after the verdict, and again for a page that opens later', async () => {
  course.write({ 'chapters/tsconfig.json': '{ "extends": "../tsconfig.json", "include": ["."] }' });
  const workbook = new Workbook(
    course.root,
    nodeHost(course.root, async () => undefined),
  );
  const [page, later] = [new HeardPage(), new HeardPage()];
  try {
    await workbook.ask({ kind: 'open', slug: '01-greeting' }, page);
    const lines = course.read([GREET])[GREET]!.split('\n').length;
    course.write({ [GREET]: `${course.read([GREET])[GREET]}export const n: number = 'x';\n` });
    expect((await page.hears('grade')).grade).toMatchObject({ status: 'passed', notes: [] });
    const message = "Type 'string' is not assignable to type 'number'.";
    const notes = [{ file: GREET, line: lines, message }];
    expect(await page.hears('notes')).toEqual({ kind: 'notes', chapter: 1, notes });
    await workbook.ask({ kind: 'open', slug: '01-greeting' }, later);
    expect((await later.hears('grade')).grade.notes).toEqual(notes);
  } finally {
    workbook.close();
  }
});

test('to start from a later chapter, solutions go where something is missing, and only there', async () => {
  const workbook = new Workbook(
    course.root,
    nodeHost(course.root, async () => undefined),
  );
  const page = new HeardPage();
  try {
    const mine = `${course.read([GREET])[GREET]}// mine\n`;
    course.write({ [GREET]: mine });
    await workbook.ask({ kind: 'startFrom', chapter: 2 }, page);
    expect((await page.hears('put')).written).toEqual([]);
    expect(course.read([GREET])[GREET]).toBe(mine);
    await workbook.ask({ kind: 'put', by: 'starter', target: '1' }, page);
    expect((await page.hears('put')).written).toContain(GREET);
    await workbook.ask({ kind: 'startFrom', chapter: 2 }, page);
    expect((await page.hears('put')).what).toBe('Chapter 1 is the solution now.');
  } finally {
    workbook.close();
  }
});

test('what cannot be done is said in a line', async () => {
  const opened: string[] = [];
  const openFile = async (file: string) => {
    opened.push(file);
    return undefined;
  };
  const workbook = new Workbook(course.root, nodeHost(course.root, openFile));
  const page = new HeardPage();
  try {
    await workbook.ask({ kind: 'hint', check: '1.1/none' }, page);
    expect((await page.hears('refused')).message).toMatch(/Grade the chapter first/);
    await workbook.ask({ kind: 'grade', chapter: 9 }, page);
    expect((await page.hears('refused')).message).toBe('There is no chapter 9 to work on.');
    await workbook.ask({ kind: 'edit', task: '1.9' }, page);
    expect((await page.hears('refused')).message).toBe('There is no task 1.9.');
    await workbook.ask({ kind: 'edit', task: '1.1' }, page);
    expect(opened).toEqual([expect.stringMatching(/greet\.ts:\d+:1$/)]);
    course.write({ [GREET]: null });
    await workbook.ask({ kind: 'edit', task: '1.1' }, page);
    expect((await page.hears('refused')).message).toMatch(/greet\.ts is gone: reset 1\.1/);
  } finally {
    workbook.close();
  }
});
