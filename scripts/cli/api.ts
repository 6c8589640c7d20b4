import pc from 'picocolors';
import {
  briefOf,
  type Chapter,
  foldersUpTo,
  listChapters,
  type Source,
} from '../course/chapters.ts';
import { quote } from '../lib/quote.ts';
import { courseRoot } from '../course/root.ts';
import { parseChapter } from '../course/task-argument.ts';
import { UsageError } from '../lib/usage-error.ts';
import type { ServeOrder } from '../serve/serve.ts';
import { type News, startServer } from '../serve/server-process.ts';
import { watchFiles } from '../lib/watch-files.ts';
import { currentChapter } from '../grading/node/current-chapter.ts';
import { npmCommand, runCommand } from './helpers/run-command.ts';

const SLOW =
  'It has not started yet: is there a loop without an end, or is this machine busy? It starts again when you save.';

interface Options {
  solution?: true;
  port: string;
  memory?: true;
}

const command = npmCommand('api', "Runs a chapter's API, and restarts it on save.")
  .argument('[chapter]', 'its number; without it, the chapter that you are at')
  .option('--solution', 'the finished chapter, instead of yours')
  .option('--port <port>', 'where to listen; the next free port when it is taken', '3000')
  .option('--memory', 'data in memory, fresh on each start');

await runCommand(command, async (number: string | undefined, options: Options) => {
  const chapters = listChapters(courseRoot);
  const chapter =
    number === undefined
      ? currentChapter(courseRoot)
      : parseChapter(number, chapters, 'npm run api');
  return run(chapter, chapters, options);
});

async function run(chapter: Chapter, chapters: Chapter[], options: Options): Promise<number> {
  const source: Source = options.solution && chapter.number > 0 ? 'solutions' : 'chapters';
  const order: ServeOrder = {
    root: courseRoot,
    source,
    slug: chapter.slug,
    chapter: chapter.number,
    port: parsePort(options.port, chapter),
    memory: options.memory ?? false,
  };
  const whose = source === 'solutions' ? 'the solution' : chapter.number ? 'your code' : 'as it is';
  console.log(`Chapter ${chapter.number} · ${chapter.title} · ${whose}`);

  let saved: () => void = () => {};
  let isOutdated = false;
  const watch = watchFiles(
    () => foldersUpTo(courseRoot, source, chapter.number),
    () => {
      isOutdated = true;
      saved();
    },
  );
  let end: (code: number) => void = () => {};
  const ended = new Promise<number>((resolve) => (end = resolve));
  const announce = announcer(chapter, order, end);
  let slow: NodeJS.Timeout | undefined;
  const start = () => {
    slow = setTimeout(() => console.error(SLOW), 5_000);
    return startServer(order, (news) => {
      clearTimeout(slow);
      announce(news);
    });
  };

  let server = start();
  let signals = 0;
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.on(signal, () => {
      if (++signals > 1) server.kill();
      end(0);
    });
  }
  for (;;) {
    const changed = new Promise<void>((resolve) => (saved = resolve));
    if (isOutdated) saved();
    const code = await Promise.race([ended, changed]);
    isOutdated = false;
    clearTimeout(slow);
    // A restart does not wait for a request that hangs; the end waits for those in flight.
    await server.stop(code === undefined ? 500 : 5_000);
    if (code !== undefined || signals > 0) {
      watch.close();
      return code ?? 0;
    }
    server = start();
  }
}

/** Prints a server's news. It keeps the port that was found, in the order, for the next start. */
function announcer(chapter: Chapter, order: ServeOrder, end: (code: number) => void) {
  let greeted = false;
  return (news: News): void => {
    if (news.kind === 'xray') return;
    if (news.kind !== 'listening') {
      const ended = 'The API has ended by itself';
      const what = news.kind === 'failed' ? news.message : `${ended} (exit code ${news.code}).`;
      console.error(`${pc.red('✗')} ${what}`);
      if (news.kind === 'failed' && news.final) end(1);
      else console.error('Nothing is served. It starts again when you save.');
      return;
    }
    if (order.port !== 0 && news.port !== order.port) console.log(`Port ${order.port} is taken.`);
    order.port = news.port;
    console.log(`${greeted ? 'Restarted: ' : ''}${pc.bold(`http://127.0.0.1:${news.port}`)}`);
    if (news.unwritten) console.log(`Every answer is 501 for now. ${news.unwritten}`);
    if (!greeted) greet(chapter, news.port);
    greeted = true;
  };
}

function greet({ slug }: Chapter, port: number): void {
  const { requests } = briefOf(courseRoot, slug);
  if (requests.length > 0) console.log('\nTo try:\n');
  for (const request of requests) {
    console.log(`  ${request.replaceAll('http://127.0.0.1:3000', `http://127.0.0.1:${port}`)}\n`);
  }
  console.log('It restarts when you save. Ctrl-C stops it.');
}

function parsePort(text: string, { number }: Chapter): number {
  const port = Number(text);
  if (/^\d+$/.test(text) && port <= 65_535) return port;
  throw new UsageError(`${quote(text)} is not a port: type npm run api -- ${number} --port 3000`);
}
