import fs, { mkdirSync, renameSync, rmSync, symlinkSync } from 'node:fs';
import { syncBuiltinESMExports } from 'node:module';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { listChapters } from '../course/chapters.ts';
import { hadPassed, readProgress } from '../grading/node/progress.ts';
import { HeardPage } from '../proof/testing/heard-page.ts';
import { type TinyCourse, tinyCourse } from '../proof/testing/tiny-course.ts';
import { nodeHost } from './node-host.ts';
import { Workbook } from './workbook.ts';

const GREET = 'chapters/01-greeting/greet.ts';
const SOLUTION = 'solutions/01-greeting/greet.ts';
const says = (text: string) => `export const greet = (name: string) => \`${text}\`;\n`;
const [RIGHT, WRONG] = [says('Hello, ${name}'), says('Hi')];

let course: TinyCourse;
let workbook: Workbook;
let page: HeardPage;
beforeEach(() => {
  course = tinyCourse({ solved: true });
  page = new HeardPage();
});
afterEach(() => {
  workbook.close();
  course.remove();
});

const at = (path: string) => join(course.root, path);

/** Opens the workbook, and a page of it. */
async function open({ isSilent = false } = {}): Promise<void> {
  const host = nodeHost(course.root, async () => undefined);
  workbook = new Workbook(course.root, {
    ...host,
    // Of a share, or when the system has no more watches to give.
    ...(isSilent && { watch: () => ({ close: () => {} }) }),
  });
  await workbook.ask({ kind: 'open', slug: '01-greeting' }, page);
}

/** Presses "Grade now". */
async function gradeNow(): Promise<string> {
  page.heard.length = 0;
  await workbook.ask({ kind: 'grade', chapter: 1 }, page);
  return (await page.hears('grade')).grade.status;
}

async function save(files: Record<string, string | null>): Promise<string> {
  page.heard.length = 0;
  course.write(files);
  return (await page.hears('grade')).grade.status;
}

function isDone(): boolean {
  const chapter = listChapters(course.root).find(({ number }) => number === 1);
  return hadPassed(course.root, readProgress(course.root), chapter!);
}

describe('a verdict is about the file that is on the disk', () => {
  test('when no save is ever reported', async () => {
    await open({ isSilent: true });
    expect(await gradeNow()).toBe('passed');
    course.write({ [GREET]: WRONG });
    expect(await gradeNow()).toBe('failed');
    expect(isDone()).toBe(false);
    course.write({ [GREET]: RIGHT });
    expect(await gradeNow()).toBe('passed');
    expect(isDone()).toBe(true);
  });

  test.each([true, false])(
    'when chapters/ is a link (reported by nobody: %s)',
    async (isSilent) => {
      renameSync(at('chapters'), at('elsewhere'));
      symlinkSync('elsewhere', at('chapters'), 'junction');
      await open({ isSilent });
      expect(await gradeNow()).toBe('passed');
      const saved = isSilent
        ? (course.write({ [GREET]: WRONG }), gradeNow())
        : save({ [GREET]: WRONG });
      expect(await saved).toBe('failed');
      expect(isDone()).toBe(false);
    },
  );

  test('when chapters/ goes and comes back as something else', async () => {
    await open({ isSilent: true });
    expect(await gradeNow()).toBe('passed');
    renameSync(at('chapters'), at('away'));
    await workbook.ask({ kind: 'grade', chapter: 1 }, page);
    expect((await page.hears('trouble')).message).toBe('There is no chapter 1 to grade.');
    renameSync(at('away'), at('chapters'));
    course.write({ [GREET]: WRONG });
    expect(await gradeNow()).toBe('failed');
    expect(isDone()).toBe(false);
  });

  test('when it is saved while it is graded: what was judged has passed, and not what is there', async () => {
    await open({ isSilent: true });
    const saves = `import { writeFileSync } from 'node:fs';
writeFileSync(new URL(import.meta.url), ${JSON.stringify(WRONG)});
`;
    course.write({ [GREET]: saves + RIGHT });
    expect(await gradeNow()).toBe('passed');
    expect(course.read([GREET])[GREET]).toBe(WRONG);
    expect(isDone()).toBe(false);
  });
});

describe('the workbook goes on, and says in one line what is in the way', () => {
  // A bug of ours would be told there, with its stack.
  const stacks = vi.spyOn(console, 'error').mockReturnValue();
  beforeEach(() => void stacks.mockClear());
  afterEach(() => expect(stacks).not.toHaveBeenCalled());

  test('when a solution is half written', async () => {
    await open();
    const { [SOLUTION]: whole = '' } = course.read([SOLUTION]);
    page.heard.length = 0;
    course.write({ [SOLUTION]: whole.replace('// #endregion 1.1', ''), [GREET]: WRONG });
    expect((await page.hears('grade')).grade.status).toBe('failed');
    const { message } = await page.hears('trouble');
    expect(message).toBe(`${SOLUTION}:3: #region 1.1 is never closed.`);
    expect(await save({ [SOLUTION]: whole, [GREET]: RIGHT })).toBe('passed');
  });

  test('when a file of the learner cannot be read', async () => {
    await open();
    page.heard.length = 0;
    rmSync(at(GREET));
    mkdirSync(at(GREET));
    expect((await page.hears('grade')).grade.message).toMatch(/greet\.ts/);
    rmSync(at(GREET), { recursive: true });
    expect(await save({ [GREET]: RIGHT })).toBe('passed');
  });

  test('when .workbook is a file', async () => {
    course.write({ '.workbook': 'not a folder' });
    await open();
    expect(await save({ [GREET]: WRONG })).toBe('failed');
    expect((await page.hears('trouble')).message).toMatch(/\.workbook/);
    rmSync(at('.workbook'));
    expect(await save({ [GREET]: RIGHT })).toBe('passed');
    await page.hears('state');
    expect(isDone()).toBe(true);
  });

  test.each([
    ['ENOSPC', 'no space left on device'],
    ['EROFS', 'read-only file system'],
    ['EACCES', 'permission denied'],
  ])('when nothing can be written to .workbook: %s', async (code, what) => {
    await open();
    const allow = refuseWrites(code, what);
    try {
      expect(await save({ [GREET]: WRONG })).toBe('failed');
      expect((await page.hears('trouble')).message).toMatch(
        new RegExp(`^${what}, \\w+ '\\.workbook\\b`),
      );
      expect(isDone()).toBe(false);
      await workbook.ask({ kind: 'hint', check: '1.1/greets' }, page);
      expect((await page.hears('refused')).message).toContain(what);
      // What can't be kept first is not replaced.
      page.heard.length = 0;
      await workbook.ask({ kind: 'put', by: 'solution', target: '1' }, page);
      expect((await page.hears('refused')).message).toContain(what);
      expect(course.read([GREET])[GREET]).toBe(WRONG);
    } finally {
      allow();
    }
    expect(await save({ [GREET]: RIGHT })).toBe('passed');
    await page.hears('state');
    expect(isDone()).toBe(true);
  });

  test('when the files of a chapter are links in a circle', async () => {
    await open();
    page.heard.length = 0;
    rmSync(at(GREET));
    symlinkSync('greet.ts', at(GREET));
    expect((await page.hears('grade')).grade.message).toMatch(/greet\.ts/);
    rmSync(at(GREET));
    symlinkSync('..', at('chapters/01-greeting/up'), 'junction');
    expect(await save({ [GREET]: RIGHT })).toBe('passed');
  });
});

/**
 * Nothing can be written to `.workbook` from now on.
 *
 * @returns what allows it again
 */
function refuseWrites(code: string, what: string): () => void {
  const { writeFileSync, mkdirSync: makeFolder } = fs;
  const refusing =
    <Work extends typeof fs.writeFileSync | typeof fs.mkdirSync>(syscall: string, work: Work) =>
    (path: fs.PathLike, ...more: unknown[]) => {
      if (!String(path).startsWith(at('.workbook')))
        return Reflect.apply(work, fs, [path, ...more]);
      const message = `${code}: ${what}, ${syscall} '${String(path)}'`;
      throw Object.assign(new Error(message), { code, syscall, path });
    };
  fs.writeFileSync = refusing('open', writeFileSync) as typeof writeFileSync;
  fs.mkdirSync = refusing('mkdir', makeFolder) as typeof makeFolder;
  syncBuiltinESMExports();
  return () => {
    Object.assign(fs, { writeFileSync, mkdirSync: makeFolder });
    syncBuiltinESMExports();
  };
}
