import { stripVTControlCharacters } from 'node:util';
import { expect, test } from 'vitest';
import type { ChapterGrade, CheckGrade } from '../outcome.ts';
import { toCsv } from './csv.ts';
import { reportChapter as reportInColour, reportNotes } from './human.ts';
import { toJson } from './json.ts';
import { toJunit } from './junit.ts';
import { isFull, scoreOf } from './score.ts';
import { toSummary } from './summary.ts';

/** The words of a report: whether it comes in colours is the terminal's affair (and CI's). */
const reportChapter: typeof reportInColour = (...of) =>
  stripVTControlCharacters(reportInColour(...of));

const check = (changes: Partial<CheckGrade>): CheckGrade => ({
  id: '3.1/a',
  task: '3.1',
  taskTitle: 'Verify a token',
  title: 'accepts a good token',
  points: 10,
  max: 10,
  outcome: 'passed',
  passed: true,
  hints: ['Think.'],
  page: '/chapters/03-authenticator#3-1',
  ...changes,
});

const failing = (name: string, changes: Partial<CheckGrade> = {}): CheckGrade =>
  check({
    id: `3.2/${name}`,
    task: '3.2',
    taskTitle: 'From token to person',
    title: `refuses "${name}" <b>, and says so at some length, for the line to be wrapped`,
    points: 0,
    outcome: 'failed',
    passed: false,
    message: 'expected: 401\nreceived: 500',
    hint: 'Think.',
    file: 'chapters/03-authenticator/x.ts',
    page: '/chapters/03-authenticator#3-2',
    ...changes,
  });

const chapter = (changes: Partial<ChapterGrade> = {}): ChapterGrade => ({
  chapter: 3,
  slug: '03-authenticator',
  title: 'The authenticator',
  points: 10,
  max: 60,
  status: 'failed',
  durationMs: 412,
  checks: [check({}), ...['a', 'b', 'c', 'd', 'e'].map((name) => failing(name))],
  output: '',
  briefs: [],
  digests: {},
  ...changes,
});

test('the report fits into 60 columns, and says in words what colours say', () => {
  const report = reportChapter(chapter(), { width: 60, bar: false });
  for (const line of report.split('\n')) expect(line.length, line).toBeLessThanOrEqual(60);
  expect(report).toMatch(/Task 3\.1 .*passed/);
  expect(report.match(/^ {2}failed/gm)).toHaveLength(5);
});

test('of many failing checks, the first is told in full', () => {
  const report = reportChapter(chapter(), { width: 80, bar: false });
  expect(report.match(/expected: 401/g)).toHaveLength(1);
  expect(report.match(/Hint:/g)).toHaveLength(1);
  expect(report).toContain('Page: /chapters/03-authenticator#3-2');
});

test('what a failure usually is comes before the hints', () => {
  const usually = 'This usually happens when nothing is pinned.';
  const report = reportChapter(chapter({ checks: [failing('a', { usually })] }), {
    width: 200,
    bar: false,
  });
  expect(report).toContain(`Hint: ${usually}`);
  expect(report).not.toContain('Think.');
});

test('what one cause breaks is told once', () => {
  const checks = [failing('a'), failing('b', { sameCauseAs: '3.2/a' }), check({ task: '3.2' })];
  const report = reportChapter(chapter({ checks }), { width: 200, bar: false });
  expect(report.match(/received: 500/g)).toHaveLength(1);
  expect(report).toMatch(/failed {2}refuses "b" .* \(same cause as "refuses "a" /);
  expect(report).toContain('passed  1 more');
});

test('a task that is not begun is told by its brief', () => {
  const brief = { task: '3.2', title: 'Guard', goal: 'Do it.', text: 'Do it.\n\n1. First this.' };
  const missing = { outcome: 'unwritten', needs: '3.2', message: '…' } as const;
  const checks = [check({}), failing('a', missing), failing('b', missing)];
  const report = reportChapter(chapter({ checks, briefs: [brief] }), { width: 80, bar: false });
  expect(report).toMatch(/Task 3\.2 .*: to be written, 0 of 20 points/);
  expect(report).toContain('  Do it.\n\n  1. First this.\n  Write it in chapters/03-');
  expect(report).not.toMatch(/failed|Hint/);
});

test('what holds for the whole chapter is said once', () => {
  const message = 'chapters/03-authenticator/x.ts:1:1: This does not parse: no';
  const report = reportChapter(
    chapter({ status: 'crashed', message, checks: [failing('a', { message })] }),
    { width: 100, bar: false },
  );
  expect(report.match(/does not parse/g)).toHaveLength(1);
});

test('a run that was cut short: what ended it is told, and no hint to a check that never ran', () => {
  const message = 'x.ts: The process that ran your code ended (it ran out of memory).';
  const checks = [
    failing('a', { message }),
    failing('b', { outcome: 'not-run', message: 'Not run.' }),
  ];
  const told = (...of: CheckGrade[]) =>
    reportChapter(chapter({ status: 'crashed', message, checks: of }), { width: 100, bar: false });
  expect(told(...checks).match(/it ran out of memory/g)).toHaveLength(1);
  expect(told(...checks)).not.toMatch(/Hint|Not run\./);
  expect(told(...checks)).toMatch(/Task 3\.2 .*: 1 check failed/);
  expect(told(...checks.slice(1))).toMatch(/Task 3\.2 .*: not run, 0 of 10 points/);
  expect(told(failing('c'), ...checks)).toMatch(/received: 500\n.*Hint: Think/);
});

test('notes name the file and the line, and cost nothing', () => {
  const note = { file: 'chapters/03-authenticator/x.ts', line: 12, message: 'Cannot find name.' };
  const told = (...notes: (typeof note)[]) =>
    stripVTControlCharacters(reportNotes(notes, { width: 80, bar: false }));
  expect(told(note)).toBe(
    '1 note from TypeScript (no points lost)\n  chapters/03-authenticator/x.ts:12 Cannot find name.',
  );
  expect(told(note, note)).toContain('2 notes');
});

test('JSON has the shape that the design fixes', () => {
  const document: unknown = JSON.parse(toJson(scoreOf('chapters', [chapter()])));
  expect(document).toMatchObject({ source: 'chapters', points: 10, max: 60 });
  const [only] = (document as { chapters: { checks: object[] }[] }).chapters;
  expect(Object.keys(only ?? {})).toEqual([
    'chapter',
    'slug',
    'title',
    'points',
    'max',
    'status',
    'durationMs',
    'checks',
  ]);
  expect(Object.keys(only?.checks[1] ?? {})).toEqual([
    'id',
    'task',
    'title',
    'points',
    'max',
    'passed',
    'message',
    'hint',
    'page',
  ]);
});

test('JUnit escapes what learners and lessons write', () => {
  const xml = toJunit(
    scoreOf('chapters', [chapter({ message: 'a\u0000 & b', status: 'blocked' })]),
  );
  expect(xml).toContain('&quot;a&quot; &lt;b&gt;');
  expect(xml).toContain('a\ufffd &amp; b');
  expect(xml).toContain('tests="7" failures="5" errors="1"');
});

test('CSV has a row a check, quotes, and no formula', () => {
  const csv = toCsv(
    scoreOf('chapters', [chapter({ checks: [failing('a', { title: '=1+1,"x"' })] })]),
  );
  expect(csv.split('\r\n')).toEqual([
    'chapter,slug,status,task,check,title,points,max,passed',
    `3,03-authenticator,failed,3.2,3.2/a,"'=1+1,""x""",0,10,no`,
    '',
  ]);
});

test('nothing graded is not full marks', () => {
  expect(isFull(scoreOf('chapters', []))).toBe(false);
  expect(isFull(scoreOf('chapters', [chapter({ status: 'passed' })]))).toBe(true);
  expect(isFull(scoreOf('chapters', [chapter()]))).toBe(false);
  const [good, bad] = [chapter({ status: 'passed' }), chapter()];
  expect(isFull(scoreOf('chapters', [good, bad]))).toBe(false);
  expect(isFull(scoreOf('chapters', [bad, good]))).toBe(false);
});

test('a summary has a row a chapter, and nothing in it is taken for a table or a tag', () => {
  const title = 'refuses a | b <b>';
  const summary = toSummary(scoreOf('chapters', [chapter({ checks: [failing('a', { title })] })]));
  expect(summary).toContain('## Cairn: 10 of 60 points');
  expect(summary).toContain(
    '| 3 | The authenticator | 10 of 60 | failed | 3.2 refuses a \\| b &lt;b> |',
  );
});
