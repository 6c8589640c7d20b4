import { greet, type Trick } from '../trick.ts';

const wrong = greet('');
const FOLDER = 'chapters/01-greeting';
const CHECKS = `${FOLDER}/checks`;

/** A check file in which everything passes. */
const checks = (points: number, task = '1.1', name = 'greets') =>
  `import { check, task } from '#check';
task('${task}', () => check('${name}', 'passes', { points: ${points}, hint: '-' }, () => {}));
`;

/** Everything that a learner's copy has beside the learner's own files, edited. */
export const FILES: Trick[] = [
  {
    name: 'a weakened check file, worth 100 points',
    why: 'checks are only files',
    files: {
      ...wrong,
      [`${CHECKS}/1.1-greet.test.ts`]: checks(100),
      [`${CHECKS}/1.2-answer.test.ts`]: '',
    },
  },
  {
    name: 'an extra check file that sorts first',
    why: 'it is loaded before the others, and may change what they find',
    files: { ...wrong, [`${CHECKS}/1.0-first.test.ts`]: checks(600, '1.0', 'first') },
  },
  {
    name: 'a helper of the checks, weakened',
    why: 'the checks import it',
    files: { ...wrong, [`${CHECKS}/expect.ts`]: 'export const expect = () => {};\n' },
  },
  {
    name: 'a file that is named like a check, beside the code',
    why: 'a pattern may find it',
    files: { ...wrong, [`${FOLDER}/1.1-greet.test.ts`]: checks(100) },
  },
  {
    name: 'a brief without its tasks',
    why: 'what nobody asks for, nobody checks',
    files: { ...wrong, [`${FOLDER}/README.md`]: '# 1 · The greeting\n' },
  },
  {
    name: 'a configuration of Vitest that includes nothing',
    why: 'no tests, no failures',
    files: {
      ...wrong,
      'vitest.config.ts': `export default { test: { include: [], passWithNoTests: true } };\n`,
    },
  },
  {
    name: 'scripts in package.json that end well',
    why: 'npm run grade is what package.json says',
    files: { ...wrong, 'package.json': JSON.stringify({ scripts: { grade: 'exit 0' } }) },
  },
  {
    name: 'another #check, by package.json',
    why: 'the checks import it by that name',
    files: {
      ...wrong,
      'package.json': JSON.stringify({
        type: 'module',
        imports: { '#check': './chapters/mine.ts', '#course/*': './chapters/*' },
      }),
      'chapters/mine.ts':
        'export const task = (_, f) => f(); export const check = () => {}; export const expect = 1; export const lesson = () => {}; export const noteLogged = 1;\n',
    },
  },
  {
    name: 'packages of their own',
    why: 'expect, the runner and supertest are packages',
    files: {
      ...wrong,
      ...Object.fromEntries(
        ['@vitest/runner', '@vitest/expect', 'supertest', 'express'].flatMap((name) => [
          [`node_modules/${name}/package.json`, '{"name":"x","main":"x.js","type":"module"}'],
          [`node_modules/${name}/x.js`, 'export const startTests = () => {};\n'],
        ]),
      ),
    },
  },
  {
    name: 'packages of their own, beside the code',
    why: 'the nearest node_modules wins',
    files: {
      ...greet(`import cors from 'cors';`, `return (cors as any)(name);`),
      [`${FOLDER}/node_modules/cors/package.json`]: '{"name":"cors","main":"x.js"}',
      [`${FOLDER}/node_modules/cors/x.js`]: 'module.exports = (name) => `Hello, ${name}`;\n',
    },
  },
  {
    name: 'the grader, edited',
    why: 'it is in the same repository',
    files: {
      ...wrong,
      'scripts/grading/judge.ts': `export const judge = () => ({ status: 'passed', points: 100 });\n`,
      'scripts/grading/node/worker/run.ts': 'export const runHere = () => {};\n',
    },
  },
  {
    name: 'the given chapter, edited',
    why: 'the checks import its todo.ts',
    files: { ...wrong, 'chapters/00-open-api/todo.ts': 'export const takeReached = () => [];\n' },
  },
  {
    name: 'progress, written by hand',
    why: 'passed before, and unchanged since',
    files: {
      ...wrong,
      '.workbook/progress.json': JSON.stringify({
        checks: { '1.1/greets': { points: 100, max: 100 } },
        passed: { '01-greeting': 'x' },
      }),
    },
  },
];
