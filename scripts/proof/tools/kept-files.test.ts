import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { openData } from '../../serve/data-file.ts';
import { keyFolder, loadKeyFiles, loadSessionSecret } from '../../serve/key-files.ts';
import { listRunning } from '../../serve/running-apis.ts';
import { listFiles } from '../../lib/files.ts';
import { nextHint, readGiven } from '../../grading/node/hints.ts';
import type { ChapterGrade } from '../../grading/outcome.ts';
import { readProgress, rememberGrades } from '../../grading/node/progress.ts';
import { snapshot } from './snapshot.ts';
import { expectTidy } from './tidy.ts';
import { runCommand } from '../testing/run.ts';
import { type TinyCourse, tinyCourse } from '../testing/tiny-course.ts';

let course: TinyCourse;
beforeAll(() => {
  course = tinyCourse();
});
afterAll(() => course.remove());
beforeEach(() => rmSync(at('.workbook'), { recursive: true, force: true }));
afterEach(() => rmSync(at('.workbook'), { recursive: true, force: true }));

/** The same each time. */
const runs = (numRuns: number) => ({ numRuns, seed: 20_260_504 });

const at = (path: string) => join(course.root, path);

const PROGRESS = {
  checks: { '1.1/greets': { points: 30, max: 30 }, '1.2/answers': { points: 0, max: 30 } },
  passed: { '01-greeting': 'a-digest' },
};
const HINTS = { '1.1/greets': 1, '1.2/answers': 2 };

/** Everything that JSON can say instead of what is wanted. */
const otherJson: fc.Arbitrary<string> = fc.oneof(
  fc.jsonValue().map((value) => JSON.stringify(value)),
  fc.constantFrom(
    '{"checks":{"2.1/says-goodbye":{"points":1e999,"max":-1}},"passed":{}}',
    '{"checks":{"__proto__":{"points":1,"max":1}},"passed":{"__proto__":"x"}}',
    '{"checks":{"constructor":{"points":30,"max":30}},"passed":{"toString":""}}',
    '{"__proto__":{"checks":{},"passed":{}}}',
    '{"__proto__":3,"1.1/greets":9007199254740993}',
    '{"1.1/greets":1e308,"":0}',
    '{"pid":1,"port":99999999}',
    '{"pid":-1,"port":0}',
    '{"pid":1e15,"port":1.5}',
    '{"pid":null}',
    '\ufeff{}',
    'null',
    '"',
    '\0',
  ),
);

/** A file that was cut off, at any byte, or that holds something else. */
const broken = (sound: object): fc.Arbitrary<string> => {
  const text = JSON.stringify(sound);
  return fc.oneof(
    fc.nat(text.length).map((length) => text.slice(0, length)),
    otherJson,
  );
};

/** What was in a file is still in it, or beside it under another name. */
function isKept(path: string, text: string): boolean {
  const name = path.split('/').at(-1) ?? '';
  const folder = at('.workbook');
  return readdirSync(folder)
    .filter((each) => each === name || each.startsWith(`${name}.broken-`))
    .some((each) => readFileSync(join(folder, each), 'utf8') === text);
}

const GRADES: ChapterGrade[] = [
  {
    chapter: 1,
    slug: '01-greeting',
    title: 'The greeting',
    points: 0,
    max: 100,
    status: 'failed',
    durationMs: 1,
    output: '',
    briefs: [],
    digests: {},
    checks: ['1.1/greets', '1.2/answers'].map((id) => ({
      id,
      task: id.slice(0, 3),
      taskTitle: 'A task',
      title: 'does it',
      points: 0,
      max: 30,
      outcome: 'failed' as const,
      passed: false,
      hints: ['one'],
      page: '/',
    })),
  },
];

describe('a file in .workbook/ that was cut off, or holds something else', () => {
  test('progress.json', () => {
    fc.assert(
      fc.property(broken(PROGRESS), (text) => {
        course.write({ '.workbook/progress.json': text });
        const said = muted(() => readProgress(course.root));
        expect(Object.keys(said.result)).toEqual(['checks', 'passed']);
        expect(said.lines.length).toBeLessThanOrEqual(1);
        expect(isKept('.workbook/progress.json', text)).toBe(true);
        // What is written then is sound.
        rememberGrades(course.root, GRADES);
        const again = muted(() => readProgress(course.root));
        expect(again.lines).toEqual([]);
        expect(again.result.checks['1.1/greets']).toEqual({ points: 0, max: 30 });
        rmSync(at('.workbook'), { recursive: true });
      }),
      runs(50),
    );
    expect(({} as Record<string, unknown>)['checks']).toBeUndefined();
  });

  test('hints.json', () => {
    fc.assert(
      fc.property(broken(HINTS), (text) => {
        course.write({ '.workbook/hints.json': text });
        const { lines } = muted(() => nextHint(course.root, '1.1/greets', ['one', 'two']));
        expect(lines.length).toBeLessThanOrEqual(1);
        const given = muted(() => readGiven(course.root));
        expect(given.lines).toEqual([]);
        expect(given.result['1.1/greets']).toBeGreaterThan(0);
        rmSync(at('.workbook'), { recursive: true });
      }),
      runs(50),
    );
  });

  test('the note of an API that runs', async () => {
    await fc.assert(
      fc.asyncProperty(broken({ pid: process.ppid, port: 1 }), async (text) => {
        course.write({ '.workbook/apis/4.json': text });
        const silent = muted(() => listRunning(course.root));
        expect(await silent.result).toEqual([]);
        rmSync(at('.workbook'), { recursive: true });
      }),
      runs(50),
    );
  });

  test.each(['private.pem', 'public.pem', 'session-secret'])('keys/%s', (name) => {
    loadKeyFiles(course.root);
    loadSessionSecret(course.root);
    const file = join(keyFolder(course.root), name);
    const sound = readFileSync(file, 'utf8');
    fc.assert(
      fc.property(fc.nat(sound.length), (length) => {
        const text = sound.slice(0, length);
        writeFileSync(file, text);
        const others = snapshot(course.root, '.workbook/keys');
        try {
          loadKeyFiles(course.root);
          loadSessionSecret(course.root);
        } catch (error) {
          expect(error).toMatchObject({ code: 'BROKEN_KEYS' });
          expect((error as Error).message).toMatch(/^The .+ in \.workbook\/keys\/, or move that/);
        }
        expect(snapshot(course.root, '.workbook/keys')).toEqual(others);
      }),
      runs(25),
    );
  });

  test('cairn.sqlite, and its journal', async () => {
    (await openData(course.root, () => {})).close();
    const sound = readFileSync(at('.workbook/cairn.sqlite'));
    const cut = fc.oneof(
      fc.nat(sound.length).map((length) => sound.subarray(0, length)),
      fc
        .constantFrom(0, 1, 15, 16, 99, 100, 4_095, 4_096)
        .map((length) => sound.subarray(0, length)),
      fc.uint8Array({ maxLength: 9_000 }).map((bytes) => Buffer.from(bytes)),
      fc
        .tuple(fc.nat(sound.length - 1), fc.nat(255))
        .map(([place, byte]) => sound.with(place, byte) as Buffer),
    );
    const journal = fc.option(fc.uint8Array({ maxLength: 2_000 }), { nil: undefined });
    await fc.assert(
      fc.asyncProperty(cut, journal, async (bytes, left) => {
        rmSync(at('.workbook'), { recursive: true, force: true });
        mkdirSync(at('.workbook'));
        writeFileSync(at('.workbook/cairn.sqlite'), bytes);
        if (left) writeFileSync(at('.workbook/cairn.sqlite-journal'), left);
        const lines: string[] = [];
        const database = await openData(course.root, (line) => lines.push(line));
        try {
          expect(database.all('SELECT slug FROM trails')).toHaveLength(5);
        } finally {
          database.close();
        }
        if (lines.length > 0) {
          const kept = listFiles(at('.workbook')).filter((name) => name.includes('.broken-'));
          expect(kept.some((name) => readFileSync(at(`.workbook/${name}`)).equals(bytes))).toBe(
            true,
          );
        }
      }),
      runs(25),
    );
  });
});

describe('commands, where something is not what it should be', () => {
  const NAMES: [string, ...string[]][] = [
    ['diff'],
    ['solve', '1.1'],
    ['reset', '1'],
    ['starters'],
    ['starters', '--check'],
    ['doctor'],
  ];

  /** Runs every command that does not take long. Nothing of the learner's goes meanwhile. */
  async function runAll(): Promise<void> {
    for (const [name, ...args] of NAMES) {
      expectTidy(await runCommand(course.root, name, ...args), '(nowhere)', name);
    }
  }

  test('broken state files', async () => {
    const text = '{"checks":';
    course.write({ '.workbook/progress.json': text, '.workbook/hints.json': text });
    await runAll();
  });

  test('a folder in the place of a file', async () => {
    const names = [
      'progress.json',
      'hints.json',
      'cairn.sqlite',
      'keys/private.pem',
      'apis/1.json',
    ];
    for (const name of names) mkdirSync(at(`.workbook/${name}/inner`), { recursive: true });
    await runAll();
    for (const args of [['hint'], ['grade', '2']] as [string, ...string[]][]) {
      expectTidy(await runCommand(course.root, ...args), '(nowhere)', args.join(' '));
    }
    expect(JSON.parse(readFileSync(at('.workbook/progress.json'), 'utf8'))).toHaveProperty(
      'checks',
    );
    expect(existsSync(at('.workbook/keys/private.pem/inner'))).toBe(true);
    const names2 = listFolders(at('.workbook'));
    expect(names2.some((name) => /^progress\.json\.broken-.*\/inner$/.test(name))).toBe(true);
  });

  test('a file that leads nowhere', async () => {
    mkdirSync(at('.workbook'));
    for (const name of ['progress.json', 'hints.json']) symlinkSync(name, at(`.workbook/${name}`));
    await runAll();
    expectTidy(await runCommand(course.root, 'hint'), '(nowhere)');
  });

  test('.workbook is a file: nothing is changed that cannot be kept first', async () => {
    writeFileSync(at('.workbook'), 'mine');
    const mine = '// mine\n';
    course.write({ 'chapters/01-greeting/greet.ts': mine });
    for (const [name, ...args] of [
      ...NAMES,
      ['hint'] as [string],
      ['grade', '1'] as [string, string],
    ]) {
      const ran = await runCommand(course.root, name, ...args);
      expectTidy(ran, '(nowhere)', name);
      // To compare, nothing has to be kept.
      expect(ran.code === 0, name).toBe(name === 'diff');
    }
    expect(course.read(['chapters/01-greeting/greet.ts', '.workbook'])).toEqual({
      'chapters/01-greeting/greet.ts': mine,
      '.workbook': 'mine',
    });
    const { stdout } = await runCommand(course.root, 'doctor');
    expect(stdout).toContain(`Move the file ${at('.workbook')} away.`);
  });
});

/** Runs something, and keeps what it prints as an error. */
function muted<Result>(work: () => Result): { result: Result; lines: string[] } {
  const lines: string[] = [];
  const spy = vi.spyOn(console, 'error').mockImplementation((line) => void lines.push(line));
  try {
    return { result: work(), lines };
  } finally {
    spy.mockRestore();
  }
}

function listFolders(folder: string): string[] {
  return readdirSync(folder, { recursive: true }) as string[];
}
