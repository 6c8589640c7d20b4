import { inspect } from 'node:util';
import type request from 'supertest';
import type { Response } from 'supertest';
import { goodClaims, makeWorld, PEOPLE, signToken, type World } from '#check';
import { Browser, csrfOf } from './browser.ts';
import { theApp } from './lessons.ts';

export const HOUR = 3_600_000;
export const MINUTE = 60_000;
export const REPORT = { trail: 'larch-loop', condition: 'open', title: 'Seen from the saddle' };

export type Who = keyof typeof PEOPLE;

/** Hashes of the seeds' passwords that cost next to nothing to verify: most checks aren't about that. */
const QUICK = {
  mira: '$argon2id$v=19$m=8,t=1,p=1$IwwtX8plvEzCqacxKtj9yA$q4ddsd3HwBabY4hz0MN9sd7vdrxWCkkwjt+iBPkEaqU',
  tomas:
    '$argon2id$v=19$m=8,t=1,p=1$bK8NOFEcksuvvbrBIqFI1g$aab5qcYScIBiVJLpxb+TRk37DS2rAqiyFogugf/BB8A',
  ines: '$argon2id$v=19$m=8,t=1,p=1$67awr8Om1CfqBIbrC1zQVg$bWrTnzAvMHev8lxMyrac2wTqWVyuGD5uosnuofgXVEE',
};

/** What createApp takes in this chapter, besides what a World has. */
export type Changes = Partial<World> & { trustProxy?: number };

export function quickWorld(changes: Changes = {}): World {
  const world = makeWorld(changes);
  for (const [handle, hash] of Object.entries(QUICK)) {
    world.database.run('UPDATE people SET passwordHash = ? WHERE handle = ?', hash, handle);
  }
  return world;
}

/** The whole app, and a browser in front of it. */
export async function open(world = quickWorld(), tls = false) {
  const { createApp } = await theApp();
  const app = createApp(world);
  return { app, world, browser: new Browser(app, tls) };
}

/** Signs in through the form, as a browser does. */
export async function signIn(
  browser: Browser,
  who: Who,
  headers: Record<string, string> = {},
): Promise<Response> {
  const { handle, password } = PEOPLE[who];
  const form = await browser.get('/office/login');
  return browser.post('/office/login', { handle, password, _csrf: csrfOf(form) }, headers);
}

/** An `Authorization` value with a good token. */
export function bearer(who: Who): string {
  return `Bearer ${signToken(goodClaims({ sub: PEOPLE[who].id }))}`;
}

/** Every report by its id, with what may change in it. */
export function reportsIn({ database }: World): Record<string, string> {
  const rows = database.all<{ id: string; condition: string; title: string }>(
    'SELECT id, condition, title FROM reports',
  );
  return Object.fromEntries(rows.map(({ id, condition, title }) => [id, `${condition}: ${title}`]));
}

/** Sends a request to the API with a body that fits. */
export async function send(
  agent: ReturnType<typeof request>,
  method: string,
  path: string,
  headers: Record<string, string> = {},
): Promise<Response> {
  const verb = method.toLowerCase() as 'get' | 'post' | 'put' | 'patch' | 'delete';
  const asked = agent[verb](path).set(headers);
  if (method === 'POST') return asked.send(REPORT);
  return method === 'PATCH' ? asked.send({ title: 'Changed by someone' }) : asked;
}

/** Notes every SQL statement that a database is given, from now on. */
export function watchQueries({ database }: Pick<World, 'database'>): string[] {
  const statements: string[] = [];
  for (const method of ['all', 'get', 'run', 'exec'] as const) {
    const original = database[method];
    Reflect.set(database, method, (...args: unknown[]) => {
      statements.push(String(args[0]));
      return Reflect.apply(original, database, args) as unknown;
    });
  }
  return statements;
}

/** Does some work in which every timer fires at once, so that nobody has to wait for a time limit. */
export async function withEveryTimerDue<Result>(work: () => Promise<Result>): Promise<Result> {
  const { setTimeout: original } = globalThis;
  const fireAtOnce = (
    fire: (...given: unknown[]) => void,
    _delay?: number,
    ...given: unknown[]
  ) => {
    queueMicrotask(() => fire(...given));
    return original(() => {}, 0);
  };
  globalThis.setTimeout = fireAtOnce as unknown as typeof setTimeout;
  try {
    return await work();
  } finally {
    globalThis.setTimeout = original;
  }
}

/** Everything that is printed with `console` during some work, as one string. */
export async function printedBy(work: () => unknown): Promise<string> {
  const methods = ['log', 'info', 'warn', 'error', 'debug', 'trace', 'dir', 'table'] as const;
  const originals = methods.map((method) => console[method]);
  const printed: string[] = [];
  for (const method of methods) {
    console[method] = (...args: unknown[]) => {
      printed.push(args.map((arg) => asText(arg)).join(' '));
    };
  }
  try {
    await work();
  } finally {
    methods.forEach((method, index) => (console[method] = originals[index]!));
  }
  return printed.join('\n');
}

/** How a value looks in a log, with everything that hangs on it. */
export function asText(value: unknown): string {
  return typeof value === 'string' ? value : inspect(value, { depth: 6, showHidden: true });
}
