import { existsSync } from 'node:fs';
import { createServer, type Server, type ServerResponse } from 'node:http';
import { type AddressInfo, Server as NetServer } from 'node:net';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { type Database, openDatabase } from '#api/database.ts';
import { listChapters, type Source } from '../course/chapters.ts';
import { answerUnreadable } from './answer-unreadable.ts';
import { type AppSecrets, composeApp } from './compose-app.ts';
import { DataLocked, openData } from './data-file.ts';
import { explainError } from './explain-error.ts';
import type { XrayStep } from './answer.ts';
import { inWorkbook, isOutOfRoom, NoPlace } from './in-workbook.ts';
import { BrokenKeys, loadKeyFiles, loadSessionSecret } from './key-files.ts';
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
const tree = order.chapter === 0 ? 'chapters' : order.source;
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
  database = order.memory ? openDatabase(':memory:') : await openOwnData();
  if (order.xray) {
    const { xrayRequests } = await import('./xray.ts');
    const { FunctionPlaces } = await import('./function-places.ts');
    xrayRequests(new FunctionPlaces(root), (port, steps) => tell({ kind: 'xray', port, steps }));
  }
  const { app, unwritten } = await composeApp({
    tree,
    slug: order.slug,
    database,
    secrets: await inWorkbook(root, secretsOf),
    load,
    log,
  });
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
  if (!order.memory) await inWorkbook(root, () => noteRunning(root, port));
  tell({ kind: 'listening', port, ...(unwritten ? { unwritten } : {}) });
} catch (error) {
  fail(error);
}

function openOwnData(): Promise<Database> {
  const otherwise = 'With --memory, an API needs no room for its data.';
  return inWorkbook(root, () => openData(root, console.error), otherwise);
}

/** Loads a file of a chapter. */
function load(path: string): Promise<Record<string, unknown>> {
  const file = join(root, tree, path);
  if (existsSync(file)) return import(pathToFileURL(file).href);
  throw new Error(`${tree}/${path} is missing; npm run doctor says how to get it back.`);
}

/** Keys are for chapters from the one on in which loading them is written. */
function secretsOf(): AppSecrets | undefined {
  const keysSlug = slugWith(tree, 'key-pair.ts');
  if (keysSlug === undefined) return undefined;
  return { keysSlug, keys: loadKeyFiles(root), sessionSecret: loadSessionSecret(root) };
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
  if (isOutOfRoom(error)) {
    console.error("The data can't be written: npm run doctor says what is in the way.");
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
  const isExplained = [BrokenKeys, DataLocked, NoPlace].some((kind) => error instanceof kind);
  const message = isExplained ? (error as Error).message : explainError(error, root);
  // Without its data, no code of the learner's has run yet.
  const final = isExplained || database === undefined;
  tell({ kind: 'failed', message, final }, () => end(1));
  // There may be nobody left to take it.
  setTimeout(() => end(1), 1_000);
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
