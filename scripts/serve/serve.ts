import { existsSync } from 'node:fs';
import { createServer, type RequestListener, type Server, type ServerResponse } from 'node:http';
import { type AddressInfo, Server as NetServer } from 'node:net';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import express, { type ErrorRequestHandler, type Express } from 'express';
import { type Database, openDatabase } from '#api/database.ts';
import { answerProblems, notFound } from '#api/problem.ts';
import { NotWrittenYet } from '#api/todo.ts';
import { listChapters, type Source } from '../course/chapters.ts';
import { answerUnreadable } from './answer-unreadable.ts';
import { DataLocked, openData } from './data-file.ts';
import { explainError } from './explain-error.ts';
import type { XrayStep } from './answer.ts';
import {
  BrokenKeys,
  givenKeys,
  type KeyText,
  loadKeyFiles,
  loadSessionSecret,
} from './key-files.ts';
import { noteEnded, noteRunning } from './running-apis.ts';

/** What a server is to serve. The process that starts this one sends it, as its argument. */
export interface ServeOrder {
  root: string;
  source: Source;
  /** The chapter's folder, and its number. */
  slug: string;
  chapter: number;
  port: number;
  memory: boolean;
  /** Tell each request's way through the app. */
  xray?: boolean;
}

/** What the server tells the process that started it. */
export type ServeNews =
  | { kind: 'listening'; port: number; unwritten?: string }
  /** `final`: no change of the learner's code would help. */
  | { kind: 'failed'; message: string; final: boolean }
  /** The way of the request that came from this port. */
  | { kind: 'xray'; port: number; steps: XrayStep[] };

/** What the process that started it asks: to end, with this long for what is in flight. */
export interface StopOrder {
  kind: 'stop';
  grace: number;
}

/** How long a connection that looks idle is kept when the server ends: so many turns. */
const LINGER = 5;
/** One of them, in milliseconds. */
const TURN = 20;

// The channel to whoever started this process is not the learner's.
const send = process.send?.bind(process);
Reflect.deleteProperty(process, 'send');
Reflect.deleteProperty(process, 'disconnect');

const order = JSON.parse(process.argv[2] ?? '') as ServeOrder;
const { root } = order;
let database: Database | undefined;
let server: Server | undefined;
let stopping = false;
/** The answers that are under way. */
const open = new Set<ServerResponse>();

process.on('message', ({ grace }: StopOrder) => void stop(grace));
// Whoever started this process is gone.
process.on('disconnect', () => void stop(0));
// In a terminal these come to both processes: the one that started this one asks it to stop.
process.on('SIGINT', () => {});
process.on('SIGTERM', () => {});
process.on('uncaughtException', (error) => fail(error));
process.on('unhandledRejection', (error) => fail(error));

try {
  database = order.memory ? openDatabase(':memory:') : await openData(root, console.error);
  if (order.xray) {
    const { xrayRequests } = await import('./xray.ts');
    xrayRequests(root, (port, steps) => tell({ kind: 'xray', port, steps }));
  }
  const { app, unwritten } = await composeApp(database);
  server = createServer(app);
  answerUnreadable(server);
  // Beyond a thousand header lines Node drops the rest, silently, and with them perhaps a second
  // Authorization. Their length is limited anyway: 16 kB.
  server.maxHeadersCount = 0;
  server.prependListener('request', (_request, response) => {
    open.add(response);
    response.once('close', () => open.delete(response));
    if (stopping) sayLast(response);
  });
  const port = await listen(server, order.port);
  if (!order.memory) noteRunning(root, port);
  tell({ kind: 'listening', port, ...(unwritten ? { unwritten } : {}) });
} catch (error) {
  fail(error);
}

/** The learner's app, or one that says which task it is waiting for, within one that answers 501. */
async function composeApp(database: Database): Promise<{ app: Express; unwritten?: string }> {
  const outer = express().disable('x-powered-by');
  let unwritten: NotWrittenYet | undefined;
  try {
    outer.use(await learnersApp(database));
  } catch (error) {
    if (!(error instanceof NotWrittenYet)) throw error;
    unwritten = error;
    outer.use(() => {
      throw error;
    });
  }
  outer.use(notFound);
  outer.use(answerProblems(log));
  outer.use(afterTheAnswer);
  return { app: outer, ...(unwritten ? { unwritten: unwritten.detail } : {}) };
}

async function learnersApp(database: Database): Promise<RequestListener> {
  const tree = order.chapter === 0 ? 'chapters' : order.source;
  const load = (path: string) => {
    const file = join(root, tree, path);
    if (existsSync(file)) return import(pathToFileURL(file).href);
    throw new Error(`${tree}/${path} is missing; npm run doctor says how to get it back.`);
  };
  const options: Record<string, unknown> = {
    database,
    clock: Date.now,
    log,
    origins: ['http://localhost:5173'],
    tls: false,
  };
  const keysSlug = slugWith(tree, 'key-pair.ts');
  if (keysSlug !== undefined) {
    const text: KeyText = loadKeyFiles(root);
    const { loadKeyPair } = await load(`${keysSlug}/key-pair.ts`);
    options['keys'] = keysOf(text, loadKeyPair);
    options['sessionSecret'] = loadSessionSecret(root);
  }
  const file = `${order.slug}/app.ts`;
  const { createApp } = await load(file);
  if (typeof createApp !== 'function') throw new Error(`${tree}/${file} exports no createApp.`);
  const app: unknown = await createApp(options);
  if (typeof app !== 'function') {
    throw new Error(`createApp in ${tree}/${file} returns ${app}; it must return the app.`);
  }
  return app as RequestListener;
}

/** An answer can't be taken back: what is wrong after it is said here, and ends the connection. */
const afterTheAnswer: ErrorRequestHandler = (error, request, response, _next) => {
  log(error);
  if (!response.writableEnded) request.socket.destroy();
};

/** The learner's key pair or, as long as loading one isn't written, the same keys loaded by us. */
function keysOf(text: KeyText, loadKeyPair: (text: KeyText) => unknown): unknown {
  try {
    return loadKeyPair(text);
  } catch (error) {
    if (error instanceof NotWrittenYet) return givenKeys(text);
    throw error;
  }
}

/** The chapter that a file is in: this one, or the nearest one before it. */
function slugWith(tree: Source, file: string): string | undefined {
  return listChapters(root)
    .filter(
      ({ number, slug }) => number <= order.chapter && existsSync(join(root, tree, slug, file)),
    )
    .at(-1)?.slug;
}

/** Listens on loopback, at the port that is wanted or the next one that is free. */
async function listen(server: Server, wanted: number): Promise<number> {
  for (let port = wanted; ; port++) {
    try {
      await new Promise<void>((resolve, reject) => {
        server.once('error', reject);
        server.listen(port, '127.0.0.1', () => {
          server.off('error', reject);
          resolve();
        });
      });
      return (server.address() as AddressInfo).port;
    } catch (error) {
      const taken = /^(EADDRINUSE|EACCES)$/.test((error as NodeJS.ErrnoException).code ?? '');
      if (!taken || port - wanted >= 50 || port >= 65_535) throw error;
    }
  }
}

function log(error: unknown): void {
  console.error(explainError(error, root));
  if (error instanceof Error && error.message === 'database is locked') {
    console.error(
      'Another API holds the data, or was killed while it did: stop this one, start it again.',
    );
  }
}

/**
 * Takes no more connections, answers what is in flight, closes the database, and ends.
 *
 * A request may be on its way on a connection that looks idle: such connections are closed after a
 * moment only, and what comes until then is answered. The server's own `close` closes them at once.
 */
async function stop(grace: number): Promise<void> {
  if (stopping) return;
  stopping = true;
  for (const response of open) sayLast(response);
  const closed = new Promise<void>((resolve) => {
    if (server?.listening) NetServer.prototype.close.call(server, () => resolve());
    else resolve();
  });
  // Turns, not time: in each, what has come in the meantime is read first.
  let turns = Math.min(LINGER, grace / TURN / 5);
  const idle = setInterval(() => {
    if (turns-- <= 0) server?.closeIdleConnections();
  }, TURN);
  const impatient = setTimeout(() => server?.closeAllConnections(), grace);
  await closed;
  clearInterval(idle);
  clearTimeout(impatient);
  end(0);
}

/** Tells a client that it need not keep the connection: there is no next answer. */
function sayLast(response: ServerResponse): void {
  if (!response.headersSent) response.setHeader('connection', 'close');
}

function fail(error: unknown): void {
  const isExplained = error instanceof BrokenKeys || error instanceof DataLocked;
  const message = isExplained ? error.message : explainError(error, root);
  // Without its data, no code of the learner's has run yet.
  const final = isExplained || database === undefined;
  tell({ kind: 'failed', message, final }, () => end(1));
}

function end(code: number): void {
  try {
    database?.close();
  } catch {
    // A transaction was open: SQLite undoes it.
  }
  if (!order.memory) noteEnded(root);
  process.exit(code);
}

function tell(news: ServeNews, then = () => {}): void {
  if (process.connected && send) send(news, then);
  else then();
}
