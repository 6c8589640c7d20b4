import { fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type { ServeNews, ServeOrder, StopOrder } from './serve.ts';
import { TYPESCRIPT } from '../lib/node-typescript.ts';

/** A server in a process of its own, for code cannot be loaded twice in one. */
export interface ServerProcess {
  /** Ends it: `grace` milliseconds for what is in flight, and then no more patience. */
  stop: (grace: number) => Promise<void>;
  /** Ends it now. */
  kill: () => void;
}

/** What a server tells, and that it ended without having been asked to. */
export type News = ServeNews | { kind: 'ended'; code: number | null };

/**
 * Starts a server.
 *
 * @param tell is given its news
 * @param print is given what it prints; without it, that goes where this process prints
 */
export function startServer(
  order: ServeOrder,
  tell: (news: News) => void,
  print?: (text: string) => void,
): ServerProcess {
  const conditions = order.source === 'solutions' ? ['--conditions=solutions'] : [];
  const child = fork(fileURLToPath(new URL('serve.ts', import.meta.url)), [JSON.stringify(order)], {
    cwd: order.root,
    execArgv: [...TYPESCRIPT, '--enable-source-maps', ...conditions],
    silent: print !== undefined,
  });
  for (const stream of print ? [child.stdout, child.stderr] : []) {
    stream?.setEncoding('utf8').on('data', print as (text: string) => void);
  }
  let asked = false;
  let failed = false;
  child.on('message', (news: unknown) => {
    // The learner's code may have found the channel, too.
    if (!isNews(news)) return;
    failed ||= news.kind === 'failed';
    if (!asked) tell(news);
  });
  const ended = new Promise<void>((resolve) => {
    child.once('exit', (code) => {
      if (!asked && !failed) tell({ kind: 'ended', code });
      resolve();
    });
  });

  return {
    async stop(grace) {
      asked = true;
      const order: StopOrder = { kind: 'stop', grace };
      if (child.connected) child.send(order, () => {});
      // An endless loop hears nothing.
      const impatient = setTimeout(() => child.kill('SIGKILL'), grace + 1000);
      await ended;
      clearTimeout(impatient);
    },
    kill: () => void child.kill('SIGKILL'),
  };
}

function isNews(message: unknown): message is ServeNews {
  const { kind, port, message: text } = Object(message) as Record<string, unknown>;
  if (kind === 'failed') return typeof text === 'string';
  return (kind === 'listening' || kind === 'xray') && Number.isInteger(port);
}
