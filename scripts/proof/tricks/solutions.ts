import { courseRoot } from '../../course/root.ts';
import { app, APP, GREET, greet, type Trick } from '../trick.ts';

const SOLUTION = '../../solutions/01-greeting/greet.ts';
const CHECK = 'chapters/01-greeting/checks/1.1-greet.test.ts';

/** Somebody else's code, or what the checks expect, in the place of the learner's own. */
export const SOLUTIONS: Trick[] = [
  {
    name: 'the solution, exported again',
    why: 'it lies two folders away',
    files: { [GREET]: `export * from '${SOLUTION}';\n` },
    says: /imports `\.\.\/\.\.\/solutions.*refused/,
  },
  {
    name: 'the solution, by a dynamic import',
    why: 'nobody sees it before it runs',
    files: greet(
      '',
      `return import('../../solutions/01-' + 'greeting/greet.ts').then((it) => it.greet(name));`,
    ),
    says: /imports `\.\.\/\.\.\/solutions.*refused/,
  },
  {
    name: 'the solution, by an address with escapes',
    why: '%2e is a dot, too',
    files: { [GREET]: `export * from './%2e%2e/%2e%2e/solutions/01-greeting/greet.ts';\n` },
    says: /refused/,
  },
  {
    name: 'the solution, by the alias that checks use',
    why: '#course leads to either of the two trees',
    files: { [GREET]: `export * from '#course/../solutions/01-greeting/greet.ts';\n` },
    says: /imports `#course\/\.\.\/solutions.*refused/,
  },
  {
    name: 'the solution, by an alias in package.json',
    why: 'imports are package.json’s to define',
    files: {
      'package.json': JSON.stringify({
        type: 'module',
        imports: { '#mine': './solutions/01-greeting/greet.ts', '#course/*': './solutions/*' },
      }),
      'solutions/01-greeting/greet.ts': 'export const greet = (name) => `Hello, ${name}`;\n',
      [GREET]: `export * from '#mine';\n`,
    },
    says: /imports `#mine`/,
  },
  {
    name: 'the solution, by paths in tsconfig.json',
    why: 'some tools follow them',
    files: {
      'tsconfig.json': JSON.stringify({
        compilerOptions: { paths: { mine: ['./solutions/01-greeting/greet.ts'] } },
      }),
      [GREET]: `export * from 'mine';\n`,
    },
    says: /imports `mine`/,
  },
  {
    name: 'a file of the course’s own folder, by its full address',
    why: 'the copy is not the only place',
    files: { [GREET]: `export * from 'file://${courseRoot}/scripts/lib/quote.ts';\n` },
    says: /imports `file:.*refused/,
  },
  {
    name: 'code in an address',
    why: 'a data: URL is a module',
    files: {
      [GREET]: `export * from 'data:text/javascript,export const greet = (name) => "Hello, " + name';\n`,
    },
    says: /imports `data:.*refused/,
  },
  {
    name: 'a file beside, that nobody takes',
    why: 'the solution under another name',
    files: {
      'chapters/01-greeting/mine.ts': 'export const greet = (name: string) => `Hello, ${name}`;\n',
      [GREET]: `export * from './mine.ts';\n`,
    },
    says: /`\.\/mine\.ts`, which is not there/,
  },
  {
    name: 'the solution, read and evaluated',
    why: 'a file is a string',
    files: greet(`import { readFileSync } from 'node:fs';
export const text = readFileSync('${SOLUTION}', 'utf8');
eval(text);`),
    says: /imports `node:fs`.*refused/,
  },
  {
    name: 'the solution, by createRequire',
    why: 'require asks nobody',
    files: greet(`import { createRequire } from 'node:module';
createRequire(import.meta.url)('${SOLUTION}');`),
    says: /imports `node:module`.*refused/,
  },
  {
    name: 'the solution, found by import.meta.resolve',
    why: 'it resolves what import would',
    files: greet(
      '',
      `return import(import.meta.resolve('${SOLUTION}')).then((it) => it.greet(name));`,
    ),
  },
  {
    name: 'an import in a string of code',
    why: 'a function made of a string belongs to no module',
    files: greet('', `return new Function("return import('node:fs')")();`),
    says: /Code generation from strings disallowed/,
  },
  {
    name: 'an import in a string of code, made by a package',
    why: 'Express calls the parser it is given, and Function is one',
    files: app(
      `await request.query;
    const fs = await request.query();
    response.json({ greeting: 'Hello, ' + fs.readFileSync.name });`,
      { setUp: `app.set('query parser', () => Function("return import('node:fs')"));` },
    ),
  },
  {
    name: 'require, by the name of a template engine',
    why: 'Express requires what the engine is called',
    files: {
      ...app(
        `await new Promise((done) => response.render('page', done));
    response.json({ greeting: 'Hello, ' + (globalThis as any).stolen });`,
        {
          setUp: `app.set('view engine', new URL('./greet.ts', import.meta.url).pathname);`,
        },
      ),
      [GREET]: `globalThis.stolen = typeof require === 'function' && require('fs');\n`,
    },
  },
  {
    name: 'a link in the place of a file',
    why: 'it leads to the solution',
    files: { [GREET]: null },
    links: { [GREET]: 'solutions/01-greeting/greet.ts' },
    says: /greet\.ts is a link/,
  },
  {
    name: 'a link in the place of the chapters',
    why: 'it leads to the solutions',
    files: { [GREET]: null, [APP]: null },
    links: { 'chapters/01-greeting': 'solutions/01-greeting' },
    says: /is a link, or in a folder that is one/,
  },
  {
    name: 'what the checks expect, imported from them',
    why: 'they know the answers',
    files: { [GREET]: `export * from './checks/1.1-greet.test.ts';\n` },
    says: /belongs to the checks.*refused/,
  },
  {
    name: 'the checks’ own helpers',
    why: 'a second check of the same name, or a note that was never made',
    files: greet(`import { check } from '#check';\nexport { check };`),
    says: /imports `#check`.*refused/,
  },
  {
    name: 'what a check expects, read where the stack says it is',
    why: 'the stack names the check’s file and line',
    files: greet(
      '',
      `const [, path = '', line = '0'] = /(\\S*${CHECK.replaceAll('/', '.')}):(\\d+)/.exec(new Error().stack ?? '') ?? [];
  const { readFileSync } = (process as any).getBuiltinModule('fs');
  const text = readFileSync(path, 'utf8').split('\\n')[Number(line) - 1];
  return /toBe\\('(.*)'\\)/.exec(text)?.[1];`,
    ),
  },
  {
    name: 'what a check expects, sent by the app as a file',
    why: 'Express reads files',
    files: app(
      `response.sendFile(new URL('./checks/1.2-answer.test.ts', import.meta.url).pathname, (error: any) => {
      if (error) response.status(500).end();
    });
    return;`,
    ),
  },
];
