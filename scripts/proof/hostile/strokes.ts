import { execFileSync } from 'node:child_process';
import { mkdirSync, renameSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { get } from 'node:http';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { listChapters } from '../../course/chapters.ts';
import type { LiveBook } from '../live/live-page.ts';

/** Whom it strikes: a served workbook, and a page of chapter 1 in a browser. */
export interface Struck {
  book: LiveBook;
  page: Page;
  /** Ends the server without a word, and starts it again. */
  restart: () => Promise<void>;
}

/** A stroke of bad luck. While it lasts, the code of task 1.1 is wrong, and mustn't pass. */
export interface Stroke {
  name: string;
  strike?: (struck: Struck) => void | Promise<void>;
  /** The wrong code; null: the stroke itself spoils the file. */
  code?: string | null;
  mend?: (struck: Struck) => void | Promise<void>;
}

const CHAPTER = 'chapters/01-jwt-basics';
/** The file of task 1.1. */
export const SEGMENT = `${CHAPTER}/decode-segment.ts`;
const APP = `${CHAPTER}/app.ts`;

/** The file of task 1.1 with this as the function's body. */
export const decode = (body: string, top = '') =>
  `import { writeSync } from 'node:fs';\nvoid writeSync;\n${top}export function decodeSegment(segment: string): any {\n  ${body}\n}\n`;
export const WRONG = decode("return Buffer.from('nothing');");

const at = ({ book }: Struck, path: string) => join(book.workbook.root, path);

/** Code that is hostile without meaning to be. */
const CODE: Stroke[] = Object.entries({
  'an endless loop': decode('for (;;);'),
  'an endless loop at import': decode('return segment;', 'for (;;);\n'),
  'a wait that never ends': decode('return segment;', 'await new Promise(() => {});\n'),
  'process.exit(0)': decode('process.exit(0);'),
  SIGKILL: decode("process.kill(process.pid, 'SIGKILL');"),
  'a signal to all': decode("process.kill(0, 'SIGTERM');"),
  'process.send(null)': decode('process.send!(null);'),
  'junk on every channel': decode(
    "for (const fd of [3, 4, 5, 6]) try { writeSync(fd, 'null\\n{}\\n'); } catch {}\n  return segment;",
  ),
  'an error of 300,000 lines': decode("throw new Error('x\\n'.repeat(300_000));"),
  'a stack that is an object': decode("throw Object.assign(new Error('odd'), { stack: {} });"),
  'a replaced iterator': decode(
    'return segment;',
    '(Array.prototype as any)[Symbol.iterator] = function* () {};\n',
  ),
  'prints without end': decode("for (;;) console.log('again');"),
  'what does not parse': 'export const = ;',
  'nothing at all': '',
  'a package that has no such export': `import { sign } from 'jsonwebtoken';\nvoid sign;\n${WRONG}`,
}).map(([name, code]) => ({ name: `code: ${name}`, code }));

/** An API that does this with a request is asked, and the console must say what came of it. */
const APIS: Stroke[] = Object.entries({
  'answers 101': 'response.writeHead(101).end();',
  'drips without an end':
    "response.write('x'); setInterval(() => response.write('x'), 100).unref(); void request;",
  'never answers': 'void response;',
  'sends null to its parent': 'process.send?.(null); response.json({});',
  'answers twice': 'response.json({}); response.json({});',
  'throws after the answer': "response.json({}); throw new Error('\\u001b[2Jlate');",
  'ends its process': 'process.exit(0);',
}).map(([name, handler]) => ({
  name: `an API that ${name}`,
  strike: async (struck) => {
    const { book, page } = struck;
    const right = book.workbook.read(APP);
    book.workbook.save(
      APP,
      `import express from 'express';\nexport const createApp = () =>\n  express().use((request, response) => { void request; ${handler} });\n`,
    );
    try {
      await ask(page);
    } finally {
      book.workbook.save(APP, right);
    }
  },
}));

const FILES: Stroke[] = [
  {
    name: "the learner's file is a folder",
    strike: (struck) => {
      rmSync(at(struck, SEGMENT));
      mkdirSync(at(struck, SEGMENT));
    },
    code: null,
    mend: (struck) => rmSync(at(struck, SEGMENT), { recursive: true }),
  },
  {
    name: "the learner's file is a link to itself",
    strike: (struck) => {
      rmSync(at(struck, SEGMENT));
      symlinkSync('decode-segment.ts', at(struck, SEGMENT));
    },
    code: null,
    mend: (struck) => rmSync(at(struck, SEGMENT)),
  },
  { name: "the learner's file is gone", strike: (s) => rmSync(at(s, SEGMENT)), code: null },
  {
    name: 'a loop of links within the chapter',
    strike: (struck) => symlinkSync('..', at(struck, `${CHAPTER}/up`), 'junction'),
    mend: (struck) => rmSync(at(struck, `${CHAPTER}/up`)),
  },
  {
    name: "a test of the learner's own beside the chapter's",
    strike: (struck) =>
      struck.book.workbook.save(`${CHAPTER}/own.test.ts`, "throw new Error('no');"),
    mend: (struck) => rmSync(at(struck, `${CHAPTER}/own.test.ts`)),
  },
  {
    name: 'chapters/ goes and comes back',
    strike: async (struck) => {
      renameSync(at(struck, 'chapters'), at(struck, 'away'));
      await struck.page.locator('.notice').first().waitFor();
      renameSync(at(struck, 'away'), at(struck, 'chapters'));
    },
  },
  {
    name: 'chapters/ becomes a link',
    strike: (struck) => {
      renameSync(at(struck, 'chapters'), at(struck, 'elsewhere'));
      symlinkSync('elsewhere', at(struck, 'chapters'), 'junction');
    },
    mend: (struck) => {
      rmSync(at(struck, 'chapters'));
      renameSync(at(struck, 'elsewhere'), at(struck, 'chapters'));
    },
  },
  {
    name: 'a solution is half written',
    strike: ({ book }) => {
      const file = SEGMENT.replace('chapters', 'solutions');
      book.workbook.save(file, book.workbook.read(file).replace('// #endregion 1.1', ''));
    },
    mend: ({ book }) => {
      const file = SEGMENT.replace('chapters', 'solutions');
      book.workbook.save(
        file,
        `${book.workbook.read(file).trimEnd().slice(0, -1)}  // #endregion 1.1\n}\n`,
      );
    },
  },
  {
    name: '.workbook is a file',
    strike: (struck) => {
      rmSync(at(struck, '.workbook'), { recursive: true, force: true });
      writeFileSync(at(struck, '.workbook'), 'no folder');
    },
    mend: (struck) => rmSync(at(struck, '.workbook')),
  },
  {
    name: 'progress.json is broken',
    strike: (struck) => {
      mkdirSync(at(struck, '.workbook'), { recursive: true });
      writeFileSync(at(struck, '.workbook/progress.json'), '{"checks": 3');
    },
  },
  {
    name: 'a hundred saves in a row',
    strike: async ({ book, page }) => {
      for (let save = 0; save < 100; save += 1) {
        book.workbook.save(SEGMENT, save % 2 ? WRONG : 'for (;;);');
        await page.waitForTimeout(20);
      }
    },
  },
];

const PROCESSES: Stroke[] = [
  {
    name: 'every process that the server has started is killed',
    strike: ({ book }) => {
      const all = execFileSync('ps', ['-A', '-o', 'pid=,ppid='], { encoding: 'utf8' });
      for (const line of all.trim().split('\n')) {
        const [pid = 0, parent = 0] = line.trim().split(/\s+/).map(Number);
        if (parent !== book.workbook.pid) continue;
        try {
          process.kill(pid, 'SIGKILL');
        } catch {
          // It was gone already.
        }
      }
    },
  },
  { name: 'the server is killed, and started again', strike: ({ restart }) => restart() },
];

const OUTSIDERS: Stroke[] = [
  {
    name: 'another site has a file prefetched into the editor',
    strike: async ({ book }) => {
      const headers = { 'sec-fetch-site': 'none', 'sec-purpose': 'prefetch' };
      const path = '/__open-in-editor?file=package.json';
      const status = await new Promise((resolve, reject) => {
        get(book.workbook.url + path, { headers }, (response) => {
          response.resume();
          resolve(response.statusCode);
        }).once('error', reject);
      });
      if (status !== 403) throw new Error(`It was answered ${String(status)}.`);
    },
  },
  {
    name: 'a page sends what makes no sense',
    strike: ({ page }) =>
      page.evaluate(`(async () => {
        const { createHotContext } = await import('/@vite/client');
        const hot = createHotContext('/odd');
        for (const odd of [null, 1, 'x', [], { kind: 'put' }, { kind: 'edit', task: '../x' }])
          hot.send('cairn:ask', odd);
      })()`),
  },
  {
    name: 'the learner reads every chapter at once',
    strike: async ({ book }) => {
      const paths = listChapters(book.workbook.root).map(({ slug }) => `/chapters/${slug}`);
      await Promise.all(paths.map((path) => fetch(book.workbook.url + path)));
    },
  },
];

export const STROKES: Stroke[] = [...CODE, ...APIS, ...FILES, ...PROCESSES, ...OUTSIDERS];

/** Sends a request to the learner's API, and resolves when the console has an answer, or the reason for none. */
async function ask(page: Page): Promise<void> {
  await page.evaluate(`(async () => {
    const { createHotContext } = await import('/@vite/client');
    const hot = createHotContext('/asked');
    const id = 1 + Math.floor(Math.random() * 1e9);
    await new Promise((resolve, reject) => {
      setTimeout(() => reject(new Error('The console said nothing for a minute.')), 60_000);
      hot.on('cairn:tell', (news) => {
        if (news.kind === 'answer' && news.answer.id === id) resolve();
        if (news.kind === 'noAnswer' && news.id === id) resolve();
      });
      hot.send('cairn:ask', { kind: 'request', id, chapter: 1, whose: 'chapters', method: 'GET', path: '/', headers: [], body: '' });
    });
  })()`);
}
