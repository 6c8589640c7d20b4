import engine from 'cairn:engine';
import { createServer } from 'node:http';
import type { AppParts } from '../../serve/compose-app.ts';
import { NoAnswer, type XrayStep } from '../../serve/answer.ts';
import { exchange } from '../../serve/exchange.ts';
import { explainError } from '../../serve/explain-error.ts';
import { ROOT } from '../names.ts';
import { functionPlaces } from './function-places.ts';
import { Linker } from './linker.ts';
import type { News, RequestOrder, ServeOrder } from './orders.ts';

type Tell = (news: News) => void;

/** The way of a request is told a moment after its answer. */
const XRAY_PATIENCE = 300;

interface Serving {
  port: number;
  /** By the port that the request came from. */
  ways: Map<number, XrayStep[]>;
}

let serving: Serving | undefined;

/** Starts a chapter's API in this worker, with data in memory. */
export async function serve(order: ServeOrder, tell: Tell): Promise<void> {
  const { modules, source, slug, keysSlug, keys, sessionSecret } = order;
  const linker = new Linker({ ...modules, ...engine }, source);
  const print = (error: unknown) =>
    tell({ kind: 'printed', text: `${explainError(error, ROOT)}\n` });
  process.on('unhandledRejection', (error) => fail(error, tell));
  process.on('uncaughtException', (error) => fail(error, tell));
  try {
    const { composeApp } = (await linker.load('scripts/serve/compose-app.ts')) as {
      composeApp: (parts: AppParts) => Promise<{ app: Parameters<typeof createServer>[1] }>;
    };
    const { xrayRequests } = (await linker.load('scripts/serve/xray.ts')) as {
      xrayRequests: (places: object, tell: (port: number, steps: XrayStep[]) => void) => void;
    };
    const { openDatabase } = (await linker.load('chapters/00-open-api/database.ts')) as {
      openDatabase: () => AppParts['database'];
    };
    const ways = new Map<number, XrayStep[]>();
    xrayRequests(functionPlaces(linker), (port, steps) => ways.set(port, steps));
    const { app } = await composeApp({
      tree: source,
      slug,
      database: openDatabase(),
      secrets: keysSlug === undefined ? undefined : { keysSlug, keys, sessionSecret },
      load: (path) => linker.load(`${source}/${path}`),
      log: print,
    });
    const server = createServer(app as never).listen(0);
    serving = { port: (server.address() as { port: number }).port, ways };
    tell({ kind: 'listening' });
  } catch (error) {
    fail(error, tell);
  }
}

/** Sends a request to the API that runs here. */
export async function answer({ id, request }: RequestOrder, tell: Tell): Promise<void> {
  const started = performance.now();
  try {
    if (!serving) throw new NoAnswer('No API runs here.');
    const { port, ways } = serving;
    const { answer: got, localPort } = await exchange(port, request);
    const ms = performance.now() - started;
    const steps = await wayOf(localPort, ways);
    tell({ kind: 'answer', id, answer: { ...got, ms, steps } });
  } catch (error) {
    tell({ kind: 'noAnswer', id, message: (error as Error).message });
  }
}

async function wayOf(port: number, ways: Map<number, XrayStep[]>): Promise<XrayStep[]> {
  for (let waited = 0; waited < XRAY_PATIENCE && !ways.has(port); waited += 10) {
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
  const steps = ways.get(port) ?? [];
  ways.clear();
  return steps;
}

function fail(error: unknown, tell: Tell): void {
  tell({ kind: 'failed', message: explainError(error, ROOT) });
}
