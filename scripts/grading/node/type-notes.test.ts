import { execFileSync } from 'node:child_process';
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { listChapters } from '../../course/chapters.ts';
import { findRegions, replaceBody } from '../../course/regions.ts';
import { courseRoot } from '../../course/root.ts';
import { makeScratch, type Scratch } from '../../course/scratch.ts';
import { listTasks } from '../../course/tasks.ts';
import type { TypeNote } from '../outcome.ts';
import { TypeNotes } from './type-notes.ts';

let course: Scratch;
let typeNotes: TypeNotes;

beforeAll(() => {
  // Starters and solutions, in turns.
  const solved = listChapters(courseRoot).flatMap(({ number }) => (number % 2 ? [] : [number]));
  course = makeScratch(courseRoot, { solved });
  typeNotes = new TypeNotes(course.root);
});

afterAll(() => {
  typeNotes.close();
  course.remove();
});

/** What is noted with other code in a file, which is put back afterwards. */
async function notesWith(file: string, edit: (text: string) => string): Promise<TypeNote[]> {
  const path = join(course.root, file);
  const before = readFileSync(path, 'utf8');
  writeFileSync(path, edit(before));
  try {
    return await typeNotes.of(file.split('/')[1] ?? '');
  } finally {
    writeFileSync(path, before);
  }
}

/** What is noted with this code in a task's place. */
async function notesOn(task: string, code: string): Promise<TypeNote[]> {
  const { slug = '' } =
    listChapters(course.root).find(({ number }) => number === Number(task.split('.')[0])) ?? {};
  const place = listTasks(course.root, slug).find((each) => each.task === task);
  const file = `chapters/${slug}/${place?.file}`;
  return notesWith(file, (text) => {
    const region = findRegions(text, file).find((each) => each.task === task);
    return region ? replaceBody(text, region, code) : text;
  });
}

test('there is nothing to note in starters and solutions', async () => {
  for (const { slug } of listChapters(course.root)) {
    expect(await typeNotes.of(slug), slug).toEqual([]);
  }
});

test.for([
  [
    '1.2',
    `  const parts = token.split('.');
  if (parts.length !== 3) throw new MalformedToken('There are three parts in a token.');
  return {
    header: readObject(decodeSegment(parts[0], 'header'), 'header'),
    claims: readObject(decodeSegment(parts[1], 'payload'), 'payload'),
    signature: decodeSegment(parts[2], 'signature'),
  };`,
  ],
  [
    '4.1',
    `  const lines = request.headersDistinct.authorization;
  if (!lines) return undefined;
  if (lines.length > 1) throw new AuthenticationError('malformed-authorization');
  const [scheme, token] = lines[0].split(' ');
  if (scheme.toLowerCase() !== 'bearer') return undefined;
  if (!TOKEN.test(token)) throw new AuthenticationError('malformed-authorization');
  return token;`,
  ],
] as const)('the obvious code for %s has no type errors', async ([task, code]) => {
  expect(await notesOn(task, code)).toEqual([]);
});

test('a type error is noted by its file, its line and what TypeScript says first', async () => {
  const file = 'chapters/01-jwt-basics/app.ts';
  const line = readFileSync(join(course.root, file), 'utf8').split('\n').length + 1;
  const wrong = `\n// Tomáš: 山 ⛰️\nconst 数: { a: { b: number } } = { a: { b: 'x' as string } }; 数.c;\n`;
  const notes = await notesWith(file, (text) => text.trimEnd() + wrong);
  expect(notes).toEqual([
    { file, line, message: "Type 'string' is not assignable to type 'number'." },
  ]);
  expect(await typeNotes.of('01-jwt-basics')).toEqual([]);
});

test("a new file is looked at, and a check, a learner's test or another chapter isn't", async () => {
  const wrong = 'export const n: number = "x";\n';
  const names = ['new.ts', 'checks/more.ts', 'own.test.ts', '../02-signing/other.ts'];
  const paths = names.map((name) => join(course.root, 'chapters/01-jwt-basics', name));
  for (const path of paths) writeFileSync(path, wrong);
  const notes = await typeNotes.of('01-jwt-basics');
  for (const path of paths) rmSync(path);
  expect(notes.map(({ file }) => file)).toEqual(['chapters/01-jwt-basics/new.ts']);
  expect(await typeNotes.of('01-jwt-basics')).toEqual([]);
});

test('a file that does not parse is told by the verdict alone', async () => {
  const parses = await notesWith('chapters/01-jwt-basics/app.ts', (text) => `${text}const = 3;\n`);
  expect(parses).toEqual([]);
});

test('there are a dozen notes at most', async () => {
  const wrong = 'nothing();\n'.repeat(30);
  expect(await notesWith('chapters/01-jwt-basics/app.ts', (text) => text + wrong)).toHaveLength(12);
});

test.runIf(process.platform !== 'win32')('a compiler that is killed is started anew', async () => {
  const own = new TypeNotes(course.root);
  let latest: number | undefined;
  // What was asked of the one that is dead has no answer for a while: nobody waits for it here.
  const ask = () => {
    void own.of('01-jwt-basics').then((notes) => (latest = notes.length));
    return latest;
  };
  const file = join(course.root, 'chapters/01-jwt-basics/wrong.ts');
  writeFileSync(file, 'nothing();\n');
  const others = compilers();
  try {
    await expect.poll(ask).toBe(1);
    for (const pid of compilers()) if (!others.includes(pid)) process.kill(pid, 'SIGKILL');
    latest = undefined;
    await expect.poll(ask).toBe(1);
  } finally {
    own.close();
    rmSync(file);
  }
  await expect.poll(() => compilers().filter((pid) => !others.includes(pid))).toEqual([]);
});

/** The compilers that this process has started. */
function compilers(): number[] {
  const all = execFileSync('ps', ['-A', '-o', 'pid=,ppid=,args='], { encoding: 'utf8' });
  return all.split('\n').flatMap((line) => {
    const [pid = 0, parent = 0] = line.trim().split(/\s+/).map(Number);
    return parent === process.pid && line.includes(' --api ') ? [pid] : [];
  });
}

test('where TypeScript cannot be asked, there is nothing to note', async () => {
  const nowhere = new TypeNotes(join(course.root, 'nowhere'));
  await nowhere.warmUp();
  expect(await nowhere.of('01-jwt-basics')).toEqual([]);
  nowhere.close();
  expect(await nowhere.of('01-jwt-basics')).toEqual([]);
});
