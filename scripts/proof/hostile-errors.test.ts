import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { APP, app, GREET, greet, type Hostile } from './hostile/cases.ts';
import { expectVerdict, HostileCourses } from './testing/hostile-case.ts';
import { startCommand } from './testing/run.ts';
import { tinyCourse } from './testing/tiny-course.ts';

const RIGHT = 'return `Hello, ${name}`;';
const MANY = "'x\\n'.repeat(300_000)";
const FS = "import { closeSync, writeSync } from 'node:fs';\n";

/** Throws an error that was tampered with. */
const throws = (tamper: string) => ({
  [GREET]: greet(`const error: any = new Error('odd');\n  ${tamper};\n  throw error;`),
});

const ERRORS: Hostile[] = [
  ['a stack that is an object', throws('error.stack = { line: 1 }'), /odd/],
  ['a stack that throws', throws("Object.defineProperty(error, 'stack', { get: error })"), /odd/],
  ['a message that is an object', throws('error.message = {}'), /threw something without a mess/],
  ['a name that is a symbol', throws('error.name = Symbol(name)'), /odd/],
  ['nothing that has a text', { [GREET]: greet('throw Object.create(null);') }, /without a mess/],
  [
    'a proxy that throws by itself',
    { [GREET]: greet('throw new Proxy({}, { get() { throw new Error(name); } });') },
    /Ida/,
  ],
  ['a message of 300,000 lines', throws(`error.message = ${MANY}`), /and many more lines/],
  ['a stack of 300,000 lines', throws(`error.stack = ${MANY}`), /odd/],
  ['a cause without a text', throws('error.cause = Object.create(null)'), /odd/],
  [
    'a rejection without a text',
    { [GREET]: greet(`void Promise.reject(Object.create(null));\n  ${RIGHT}`) },
    /nobody handled it: an error without a message/,
  ],
].map(([name, files, says]) => ({
  name: `an error: ${String(name)}`,
  files: files as Hostile['files'],
  status: 'failed',
  place: GREET,
  says: says as RegExp,
}));

/** The wrong answer, whatever else it does. */
const HOSTILE: Hostile[] = [
  ...ERRORS,
  {
    name: 'an answer of 300,000 lines',
    files: { [GREET]: greet(`return ${MANY};`) },
    status: 'failed',
    place: GREET,
    says: /more lines/,
  },
  {
    name: 'an app that logs 300,000 lines',
    files: {
      [APP]: app(`log(new Error(${MANY}));\n    response.status(500).end();`).replace(
        'createApp()',
        'createApp({ log }: { log: (error: unknown) => void })',
      ),
    },
    status: 'failed',
    place: APP,
    says: /Your app logged an error meanwhile/,
  },
  {
    name: 'stacks that throw when they are made',
    files: {
      [GREET]: greet('throw new Error("odd");', 'Error.prepareStackTrace = () => { throw 1; };\n'),
    },
    status: 'failed',
    place: GREET,
    says: /odd/,
  },
  {
    name: 'the channel of the results, closed',
    files: { [GREET]: greet(`closeSync(4);\n  ${RIGHT}`, FS) },
    status: 'timeout',
    place: GREET,
    says: /Time was up while/,
  },
  {
    name: 'every descriptor, closed',
    files: { [GREET]: greet(`for (let fd = 0; fd < 9; fd += 1) closeSync(fd);\n  ${RIGHT}`, FS) },
    status: 'crashed|timeout',
    place: GREET,
    says: /ended|Time was up/,
  },
  {
    name: 'a process without its listeners',
    files: {
      [GREET]: greet(`void Promise.reject(1);\n  ${RIGHT}`, 'process.removeAllListeners();\n'),
    },
    status: 'crashed',
    place: GREET,
    says: /ended/,
  },
  {
    name: 'process.send, which is not there',
    files: { [GREET]: greet(`process.send!(null);\n  ${RIGHT}`) },
    status: 'failed',
    place: `${GREET}:2`,
    says: /process\.send is not a function/,
  },
  {
    name: 'process.disconnect, which is not there',
    files: { [GREET]: greet(`process.disconnect();\n  ${RIGHT}`) },
    status: 'failed',
    place: `${GREET}:2`,
    says: /process\.disconnect is not a function/,
  },
  {
    name: 'a signal to everything that was started with it',
    files: { [GREET]: greet("process.kill(0, 'SIGTERM');\n  return name;") },
    status: 'crashed',
    place: GREET,
    says: /SIGTERM/,
  },
  ...['Array.prototype[Symbol.iterator]', 'Array.prototype.push', 'Map.prototype.get'].map(
    (name): Hostile => ({
      name: `a replaced ${name}`,
      files: { [GREET]: greet(RIGHT, `(${name} as any) = function* () {};\n`) },
      status: 'failed',
      place: GREET,
      says: new RegExp(`changed ${name.replace(/[[\].]/g, '\\$&')}`),
    }),
  ),
  {
    name: 'a method that every object has from now on',
    files: { [GREET]: greet(RIGHT, '(Object.prototype as any).mine = 1;\n') },
    status: 'failed',
    place: GREET,
    says: /changed Object\.prototype\.mine/,
  },
];

const courses = new HostileCourses();
afterAll(() => courses.close());

describe.concurrent('errors, channels and built-ins that are not what they were', () => {
  test.for(HOSTILE)('$name', async (hostile) => {
    expectVerdict(await courses.grade(hostile.files), hostile);
  });
});

describe.concurrent('what does no harm', () => {
  const own = "import { test } from 'vitest';\ntest('mine', () => { throw new Error('mine'); });\n";
  test.for<[string, Record<string, string>]>([
    [
      'junk on the channel of the results',
      { [GREET]: greet(`writeSync(4, 'x');\n  ${RIGHT}`, FS) },
    ],
    [
      'junk on the channel of the watcher',
      {
        [GREET]: greet(`writeSync(5, 'null\\n1\\n{}\\n{"hangs":1}\\n"x"\\n');\n  ${RIGHT}`, FS),
      },
    ],
    ['process.send, asked for first', { [GREET]: greet(`process.send?.(null);\n  ${RIGHT}`) }],
    ['a test of the learner’s own', { 'chapters/01-greeting/greet.test.ts': own }],
    ['one beside the checks', { 'chapters/01-greeting/checks/greet.test.ts': own }],
  ])('%s', async ([, files]) => {
    const { grade, text } = await courses.grade(files);
    expect(grade.status, text).toBe('passed');
  });
});

test.runIf(process.platform === 'linux')('a detached process ends with the grade', async () => {
  const marker = 'sleep\u000077123';
  const start = "spawn('sleep', ['77123'], { detached: true, stdio: 'ignore' }).unref();";
  const spawn = "import { spawn } from 'node:child_process';\n";
  await courses.grade({ [GREET]: greet(`${start}\n  ${RIGHT}`, spawn) });
  const left = () => readdirSync('/proc').filter((id) => commandOf(id).startsWith(marker));
  await expect.poll(left).toEqual([]);
});

test.runIf(process.platform === 'linux')(
  'a loop without an end does not outlive a grade that is killed',
  async () => {
    const top = `import { writeFileSync } from 'node:fs';
writeFileSync(new URL('loops', import.meta.url), String(process.pid));
for (;;);
`;
    const course = tinyCourse({ solved: true, files: { [GREET]: greet(RIGHT, top) } });
    const note = join(course.root, 'chapters/01-greeting/loops');
    const grade = startCommand(course.root, 'grade', '1');
    try {
      await expect.poll(() => existsSync(note) && readFileSync(note, 'utf8')).toMatch(/^\d+$/);
      const id = readFileSync(note, 'utf8');
      expect(commandOf(id)).not.toBe('');
      grade.child.kill('SIGKILL');
      await expect.poll(() => commandOf(id)).toBe('');
    } finally {
      await grade.end();
      course.remove();
    }
  },
);

/** What a process was started with; empty when it is gone, or is none. */
function commandOf(id: string): string {
  try {
    return /^\d+$/.test(id) ? readFileSync(`/proc/${id}/cmdline`, 'utf8') : '';
  } catch {
    return '';
  }
}
