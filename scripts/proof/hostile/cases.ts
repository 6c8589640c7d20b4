export const GREET = 'chapters/01-greeting/greet.ts';
export const APP = 'chapters/01-greeting/app.ts';

/** Ways to break the course's first chapter without meaning to, and the verdict that each deserves. */
export interface Hostile {
  name: string;
  files: Record<string, string | null>;
  status: 'failed' | 'timeout' | 'crashed' | 'crashed|timeout' | 'failed|timeout';
  /** What the report names first: a learner's file, with the line if that can be known. */
  place: string;
  says: RegExp;
}

/** The file of task 1.1, with this as the function's body, and this above it. */
export const greet = (body: string, top = '') =>
  `${top}export function greet(name: string): string {\n  ${body}\n}\n`;

/** The file of task 1.2. */
export const app = (handler: string, top = '') => `import express, { type Express } from 'express';
${top}
export function createApp(): Express {
  const app = express();
  app.get('/hello/:name', (request, response) => {
    ${handler}
  });
  return app;
}
`;

const answer = 'response.json({ greeting: `Hello, ${request.params.name}` });';

export const HOSTILE: Hostile[] = [
  {
    name: 'an endless loop at import',
    files: { [GREET]: greet('return name;', 'let turns = 0;\nwhile (true) turns += 1;\n') },
    status: 'timeout',
    place: `${GREET}:2`,
    says: /loop that never ends/,
  },
  {
    name: 'an endless loop in a handler',
    files: { [APP]: app('for (;;) request.params.name;') },
    status: 'timeout',
    place: `${APP}:6`,
    says: /loop that never ends/,
  },
  {
    name: 'a promise at the top of the file that never settles',
    files: { [GREET]: `await new Promise(() => {});\n${greet('return name;')}` },
    // Where the machine is slow, the chapter's time is up first.
    status: 'failed|timeout',
    place: GREET,
    says: /No answer within/,
  },
  {
    name: 'process.exit(0) at import',
    files: { [GREET]: `process.exit(0);\n${greet('return name;')}` },
    status: 'crashed',
    place: `${GREET}:1`,
    says: /process\.exit\(0\)/,
  },
  {
    name: 'process.exit(0) in a handler',
    files: { [APP]: app('process.exit(0);') },
    status: 'crashed',
    place: `${APP}:6`,
    says: /process\.exit\(0\)/,
  },
  {
    name: 'process.exit(0) a little later',
    files: { [GREET]: greet('setTimeout(() => process.exit(0), 1);\n  return `Hello, ${name}`;') },
    status: 'crashed',
    place: `${GREET}:2`,
    says: /process\.exit\(0\)/,
  },
  {
    name: 'an end that nothing can stop',
    files: { [GREET]: greet("process.kill(process.pid, 'SIGKILL');\n  return name;") },
    status: 'crashed',
    place: GREET,
    says: /ended/,
  },
  {
    name: 'more memory than there is',
    files: { [GREET]: greet('const all = [];\n  for (;;) all.push(Buffer.alloc(2e8, 1));') },
    // An endless loop as well: where memory comes slowly, that is noticed first.
    status: 'crashed|timeout',
    place: GREET,
    says: /memory|a loop that never ends/,
  },
  {
    name: 'more memory than its heap may have',
    files: { [GREET]: greet('const all = [];\n  for (;;) all.push(new Array(3e7).fill(name));') },
    status: 'crashed|timeout',
    place: GREET,
    says: /memory|a loop that never ends/,
  },
  {
    name: 'a throw at import',
    files: { [GREET]: `throw new Error('not today');\n` },
    status: 'crashed',
    place: `${GREET}:1`,
    says: /not today/,
  },
  {
    name: 'a syntax error',
    files: { [GREET]: 'export function greet(name: string {\n  return name;\n}\n' },
    status: 'crashed',
    place: `${GREET}:1`,
    says: /does not parse/,
  },
  {
    name: 'a renamed export',
    files: { [GREET]: greet('return name;').replace('greet', 'welcome') },
    status: 'failed',
    place: GREET,
    says: /does not export `greet`/,
  },
  {
    name: 'an empty file',
    files: { [GREET]: '' },
    status: 'failed',
    place: GREET,
    says: /does not export `greet`/,
  },
  {
    name: 'a deleted file',
    files: { [GREET]: null },
    status: 'crashed',
    place: GREET,
    says: /is not there/,
  },
  {
    name: 'an unhandled rejection',
    files: {
      [GREET]: greet("void Promise.reject(new Error('lost'));\n  return `Hello, ${name}`;"),
    },
    status: 'failed',
    place: `${GREET}:2`,
    says: /nobody handled it: Error: lost/,
  },
  {
    name: 'a forgotten await',
    files: {
      [APP]: app(
        'const name = lookUp(request.params.name);\n    response.json({ greeting: `Hello, ${name}` });',
        'const lookUp = async (name: string) => name;',
      ),
    },
    status: 'failed',
    place: APP,
    says: /\[object Promise\]/,
  },
  {
    name: 'an error where nobody can catch it',
    files: {
      [GREET]: greet(
        "setTimeout(() => {\n    throw new Error('stray');\n  }, 1);\n  return `Hello, ${name}`;",
      ),
    },
    status: 'failed',
    place: `${GREET}:3`,
    says: /stray/,
  },
  {
    name: 'printing without end, in a loop',
    files: { [GREET]: greet("for (;;) console.log('again', name);") },
    status: 'timeout',
    place: `${GREET}:2`,
    says: /loop that never ends/,
  },
  {
    name: 'printing without end, again and again, and a wrong answer',
    files: { [GREET]: greet("setInterval(() => console.log('tick'), 0);\n  return name;") },
    status: 'failed',
    place: GREET,
    says: /expected: "?Hello, Ida/,
  },
  {
    name: 'a createApp that returns nothing',
    files: { [APP]: app(answer).replace('return app;', '') },
    status: 'failed',
    place: APP,
    says: /returned undefined/,
  },
  {
    name: 'a handler that never answers',
    files: { [APP]: app('request.params.name;') },
    // Where the machine is slow, the chapter's time is up first.
    status: 'failed|timeout',
    place: APP,
    says: /No answer within/,
  },
  {
    name: 'a listener left open',
    files: { [APP]: app(answer).replace('return app;', 'app.listen(0);\n  return app;') },
    status: 'failed',
    place: `${APP}:8`,
    says: /leaves it listening/,
  },
  {
    name: 'a replaced Date.now',
    files: { [GREET]: `Date.now = () => 0;\n${greet('return `Hello, ${name}`;')}` },
    status: 'failed',
    place: `${GREET}:1`,
    says: /replaces Date\.now/,
  },
  {
    name: 'a replaced Math.random',
    files: { [GREET]: greet('Math.random = () => 4;\n  return `Hello, ${name}`;') },
    status: 'failed',
    place: `${GREET}:2`,
    says: /replaces Math\.random/,
  },
  {
    name: 'a megabyte printed, and a wrong answer',
    files: { [GREET]: greet("console.log('x'.repeat(1e6));\n  return name;") },
    status: 'failed',
    place: GREET,
    says: /expected: "?Hello, Ida/,
  },
  {
    name: 'a check taken out of the test file',
    files: {
      'chapters/01-greeting/checks/1.1-greet.test.ts': `import { check, task } from '#check';
task('1.1', () => check('greets', 'greets', { points: 30, hint: '-' }, () => {}));
`,
    },
    status: 'failed',
    place: '',
    says: /worth 80 points, not 100/,
  },
  {
    name: 'no check at all',
    files: {
      'chapters/01-greeting/checks/1.1-greet.test.ts': '',
      'chapters/01-greeting/checks/1.2-answer.test.ts': '',
    },
    status: 'crashed',
    place: '',
    says: /No check ran|No test/i,
  },
];
