import {
  appendFileSync,
  mkdtempSync,
  readFileSync,
  realpathSync,
  rmSync,
  symlinkSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { backup, writeFileAtomic } from '../../lib/files.ts';
import { courseRoot } from '../../course/root.ts';
import { starterFiles, writeStarters } from '../../course/starters.ts';
import { readGiven } from '../../grading/node/hints.ts';
import { readProgress } from '../../grading/node/progress.ts';
import { runCommand } from '../testing/run.ts';
import { mustType, type } from './git.ts';
import { digest } from './snapshot.ts';
import { type TinyCourse, tinyCourse } from '../testing/tiny-course.ts';

const GREET = 'chapters/01-greeting/greet.ts';
const APP = 'chapters/01-greeting/app.ts';
const FAREWELL = 'chapters/02-farewell/farewell.ts';
const CHECKS = 'chapters/01-greeting/checks/1.1-greet.test.ts';
const TITLE = 'chapters/01-greeting/README.md';

/** The commands in README's section, block by block: they are typed here as they stand there. */
const readme = readFileSync(join(courseRoot, 'README.md'), 'utf8');
const [section = ''] = /^## Take an update\n[^]*?(?=^## )/m.exec(readme) ?? [];
const [TAKE = [], KEEP = []] = [...section.matchAll(/^```\n([^]*?)\n```$/gm)].map(
  ([, block = '']) => block.split('\n'),
);

/** The course as it is published, and a learner's clone of it. */
let course: TinyCourse;
let clone: string;
beforeEach(async () => {
  course = tinyCourse();
  await mustType(course.root, 'git init -q -b main');
  appendFileSync(join(course.root, '.git/info/exclude'), 'node_modules\n');
  await mustType(course.root, 'git add -A', 'git commit -q -m "The course"');
  clone = join(mkdtempSync(join(realpathSync(tmpdir()), 'cairn-clone-')), 'cairn');
  await mustType(course.root, `git clone -q . ${JSON.stringify(clone)}`);
  appendFileSync(join(clone, '.git/info/exclude'), 'node_modules\n');
  symlinkSync(join(courseRoot, 'node_modules'), join(clone, 'node_modules'), 'junction');
});
afterEach(() => {
  course.remove();
  rmSync(join(clone, '..'), { recursive: true, force: true });
});

const run = (name: string, ...args: string[]) => runCommand(clone, name, ...args);
const read = (path: string) => readFileSync(join(clone, path), 'utf8');
const write = (path: string, text: string) => writeFileAtomic(join(clone, path), text);
/** Replaces something that has to be there. */
function replaced(text: string, what: string, by: string): string {
  if (!text.includes(what)) throw new Error(`${what} is not in:\n${text}`);
  return text.replace(what, () => by);
}

const MY_GREETING = `const mine = ['Hello', name];
  return mine.join(', ');`;

/** Half of the course is done: one task written, one begun, one untouched, one file added. */
function doHalf(): void {
  const tidied = read(GREET).replace(/import \{ todo \}.*\n\n/, '');
  write(GREET, replaced(tidied, `todo('1.1', '/chapters/01-greeting#1-1');`, MY_GREETING));
  write(
    FAREWELL,
    replaced(
      read(FAREWELL),
      `todo('2.1', '/chapters/02-farewell#2-1');`,
      `// replace? slice?\n  todo('2.1', '/chapters/02-farewell#2-1');`,
    ),
  );
  write('chapters/01-greeting/mine.ts', 'export const mine = 1;\n');
  backup(clone, [join(clone, FAREWELL)]);
  write('.workbook/cairn.sqlite', 'the data');
  write('.workbook/progress.json', '{"checks":{},"passed":{}}');
}

/** What the course publishes next. */
async function publish(changes: Record<string, string | null>): Promise<void> {
  course.write(changes);
  writeStarters(course.root);
  await mustType(course.root, 'git add -A', 'git commit -q -m "An update"');
}

const starterOf = (path: string) =>
  starterFiles(course.root, path.split('/')[1] ?? '').find((file) => file.path === path)?.text;
const published = (path: string) => course.read([path])[path] ?? '';

/** The brief with another title. */
const renamed = () => replaced(published(TITLE), '# 1 · The greeting', '# 1 · Greetings');

/** A check changes and one is added, a title changes, a task is added, solutions change. */
async function publishMuch(): Promise<void> {
  const checks = replaced(
    replaced(published(CHECKS), 'points: 30, hint: [', 'points: 20, hint: ['),
    `  check('greets-anyone'`,
    `  check('greets-nobody', 'greets nobody by no name', { points: 10, hint: 'Who?' }, async () => {
    const { greet } = await greeting();
    expect(greet('')).toBe('Hello, you');
  });
  check('greets-anyone'`,
  );
  const greet = replaced(
    replaced(published(GREET.replace('chapters', 'solutions')), 'Greets a person.', 'Greets one.'),
    '// By name.\n  return `Hello, ${name}`;',
    '// By name; nobody is "you".\n  return `Hello, ${name || "you"}`;',
  );
  const app = replaced(
    published(APP.replace('chapters', 'solutions')),
    '  app.use(((error',
    `  app.get('/bye', (request, response) => {
    // #region 1.3
    // In a word.
    response.send('Bye');
    // #endregion 1.3
  });
  app.use(((error`,
  );
  const farewell = replaced(
    published(FAREWELL.replace('chapters', 'solutions')),
    '  // Start from the greeting.\n',
    '  // What differs is one word.\n  // Which?\n',
  );
  await publish({
    [CHECKS]: checks,
    [TITLE]: `${renamed()}\n## 1.3 Say bye\n\nIn a word.\n`,
    [GREET.replace('chapters', 'solutions')]: greet,
    [APP.replace('chapters', 'solutions')]: app,
    [FAREWELL.replace('chapters', 'solutions')]: farewell,
  });
}

/** Types what README says. The packages are here already: the last line is not typed. */
async function takeUpdate(): Promise<void> {
  expect(TAKE.at(-1)).toBe('npm ci');
  const pull = TAKE.findIndex((line) => line.startsWith('git pull'));
  for (const [index, line] of TAKE.slice(0, -1).entries()) {
    const { code, said } = await type(clone, line);
    // There may be nothing to commit.
    if (index >= pull) expect(code, said).toBe(0);
  }
}

/** The file, byte by byte as the learner had it, is in the history that the clone is at. */
async function isInHistory(path: string, text: string): Promise<boolean> {
  const commits = (await mustType(clone, `git log --format=%H HEAD -- ${path}`)).trim().split('\n');
  const texts = commits.map((commit) => type(clone, `git show ${commit}:${path}`));
  return (await Promise.all(texts)).some(({ said }) => said === text);
}

describe('a course update', () => {
  test('progress goes on from where it was, and what is new is named', async () => {
    doHalf();
    await run('grade', '1');
    await run('hint', '1.2');
    await publishMuch();
    await takeUpdate();

    const { stdout } = await run('grade', '1');
    expect(stdout).toMatch(/^Chapter 1 · Greetings\n40 of 100 points/);
    expect(stdout.replace(/\s+/g, ' ')).toContain(
      'New in chapter 1 since you last graded it: 1.1 "greets nobody by no name".',
    );
    expect(readProgress(clone).checks).toMatchObject({
      '1.1/greets': { points: 20, max: 20 },
      '1.1/greets-nobody': { points: 0, max: 10 },
      '1.2/answers': { points: 0, max: 30 },
    });
    expect(readGiven(clone)).toEqual({ '1.2/answers': 1 });
    expect((await run('grade', '1')).stdout).not.toContain('New in chapter');

    // Where the learner's own stayed, diff shows what the course has.
    const diff = (await run('diff', '1')).stdout;
    expect(diff).toContain('+  // By name; nobody is "you".');
    expect(diff).toContain('+/** Greets one. */');
    // The task that came with the update can be written, and taken back.
    expect((await run('solve', '1.3')).code).toBe(0);
    expect(read(APP)).toContain("response.send('Bye');");
    expect((await run('reset', '1.3')).code).toBe(0);
    expect(read(APP)).toBe(starterOf(APP));
  });

  test.each([
    ['not committed', []],
    ['committed', ['git add -A', 'git commit -q -m "Mine"']],
    ['committed in part', ['git add chapters/01-greeting', 'git commit -q -m "Mine"']],
  ])('work that was %s stays, byte by byte', async (_name, lines) => {
    doHalf();
    await mustType(clone, ...lines);
    const mine = Object.fromEntries([GREET, FAREWELL].map((path) => [path, read(path)]));
    const kept = digest(clone, '.workbook');
    await publishMuch();
    await takeUpdate();

    // What the learner wrote is in its place; all of it, as it was, is in git.
    expect(read(GREET)).toContain(MY_GREETING);
    expect(read(GREET)).not.toContain('todo(');
    expect(read(FAREWELL)).toContain('// replace? slice?');
    expect(read('chapters/01-greeting/mine.ts')).toBe('export const mine = 1;\n');
    for (const [path, text] of Object.entries(mine)) {
      expect(await isInHistory(path, text), path).toBe(true);
      expect(read(path)).not.toMatch(/^(<<<<<<<|=======|>>>>>>>)/m);
    }
    expect(await mustType(clone, 'git status --porcelain')).toBe('');
    expect(digest(clone, '.workbook')).toBe(kept);

    // What the course changed elsewhere is there.
    for (const path of [CHECKS, TITLE, 'solutions/01-greeting/greet.ts']) {
      expect(read(path), path).toBe(published(path));
    }
    expect(read(APP)).toBe(starterOf(APP));
  });

  test('a plain git pull, before anything is committed, refuses and changes nothing', async () => {
    doHalf();
    const before = digest(clone, 'chapters', 'solutions', '.workbook');
    await publishMuch();
    const { code, said } = await type(clone, 'git pull');
    expect(code).not.toBe(0);
    expect(said).toContain('would be overwritten by merge');
    expect(digest(clone, 'chapters', 'solutions', '.workbook')).toBe(before);
    await takeUpdate();
    expect(read(GREET)).toContain(MY_GREETING);
  });

  test('in a fork, the same commands with the course’s own address take it', async () => {
    doHalf();
    await mustType(clone, 'git remote set-url origin nowhere');
    await publishMuch();
    const [add = '', commit = '', pull = ''] = TAKE;
    await mustType(clone, add, commit, `${pull} ${JSON.stringify(course.root)} main`);
    expect(read(GREET)).toContain(MY_GREETING);
    expect(read(CHECKS)).toBe(published(CHECKS));
  });

  test('a plain git pull takes an update of files that nobody has edited', async () => {
    doHalf();
    const mine = [GREET, FAREWELL].map(read);
    await publish({ [TITLE]: renamed() });
    await mustType(clone, 'git pull');
    expect([GREET, FAREWELL].map(read)).toEqual(mine);
    expect(read(TITLE)).toBe(published(TITLE));
  });

  test('a task that comes where the learner has written finds no place, and the doctor says so', async () => {
    doHalf();
    write(GREET, `${read(GREET)}\nexport const loud = (text: string) => text.toUpperCase();\n`);
    const solution = GREET.replace('chapters', 'solutions');
    await publish({
      [TITLE]: `${published(TITLE)}\n## 1.3 Shout\n\nSay it louder.\n`,
      [solution]: `${published(solution)}
/** Says it louder. */
export function shout(text: string): string {
  // #region 1.3
  return \`\${text}!\`;
  // #endregion 1.3
}
`,
    });
    await takeUpdate();
    expect(read(GREET)).toContain(MY_GREETING);
    expect(read(GREET)).toContain('export const loud');
    const { stdout } = await run('doctor');
    expect(stdout).toContain(`· ${GREET} has no "// #region 1.3"`);
    expect(stdout).toContain('npm run diff 1.3');
    expect((await run('diff', '1.3')).stdout).toContain('+export function shout');
  });

  test('a file that the course gives a learner’s own name to stays theirs', async () => {
    doHalf();
    await publish({ 'solutions/01-greeting/mine.ts': 'export const course = 2;\n' });
    await takeUpdate();
    expect(read('chapters/01-greeting/mine.ts')).toBe('export const mine = 1;\n');
    expect(read('solutions/01-greeting/mine.ts')).toBe('export const course = 2;\n');
  });

  test('a file that the course takes away stays, once README’s other lines are typed', async () => {
    doHalf();
    const mine = read(FAREWELL);
    await publish({ [FAREWELL]: null, [FAREWELL.replace('chapters', 'solutions')]: null });
    for (const line of TAKE.slice(0, -2)) await type(clone, line);
    const { code, said } = await type(clone, TAKE.at(-2) ?? '');
    expect(code).not.toBe(0);
    expect(said).toContain('CONFLICT');
    await mustType(clone, ...KEEP);
    expect(read(FAREWELL)).toBe(mine);
    expect(await mustType(clone, 'git status --porcelain')).toBe('');
  });

  test('a file of the course that the learner has changed stops it, until that is put aside', async () => {
    doHalf();
    write('package.json', `${read('package.json')}\n`);
    const before = digest(clone, 'chapters', 'solutions', '.workbook');
    await publish({ 'package.json': published('package.json').replace('0.1.0', '0.2.0') });
    for (const line of TAKE.slice(0, 2)) await type(clone, line);
    expect((await type(clone, TAKE[2] ?? '')).said).toContain('package.json');
    expect(digest(clone, 'chapters', 'solutions', '.workbook')).toBe(before);
    await mustType(clone, 'git stash');
    await takeUpdate();
    expect(read('package.json')).toContain('0.2.0');
    expect(read(GREET)).toContain(MY_GREETING);
  });
});
