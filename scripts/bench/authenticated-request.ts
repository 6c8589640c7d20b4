import { spawn, type ChildProcess } from 'node:child_process';
import { Agent, request } from 'node:http';
import { join } from 'node:path';
import { courseRoot } from '../course/root.ts';
import type { AuthenticatingApp } from './authenticating-apps.ts';
import type { Figure } from './figure.ts';
import { TYPESCRIPT } from '../lib/node-typescript.ts';

/** What the finished app is held against, and how much quicker it is to be. */
const OTHERS: [app: AuthenticatingApp, against: string, least: number][] = [
  ['express-jwt', 'express-jwt, as its README shows it', 1.35],
  ['passport-jwt', 'passport-jwt, as its README shows it', 1.7],
  ['crypto.verify', 'one handler that calls crypto.verify', 0.85],
];

/** So many requests come before the first that counts. */
const WARM_UP = 8_000;

/** How many requests are under way at a time, each on a connection of its own that is kept. */
const CONNECTIONS = 16;

/**
 * How many requests a second the finished app answers, and others beside it: `GET /api/me` with a good token,
 * over HTTP. Each runs in a process of its own, and a second is one of the processor's that this
 * process has had: the client that asks does not count. They take turns.
 *
 * @param rounds how often each has its turn
 * @param turn how many requests a turn is
 */
export async function authenticatedRequests(rounds: number, turn: number): Promise<Figure[]> {
  const apps: AuthenticatingApp[] = ['finished', ...OTHERS.map(([app]) => app)];
  const servers: ServedApp[] = [];
  const rates: number[][] = apps.map(() => []);
  try {
    for (const app of apps) servers.push(await ServedApp.start(app));
    // A server is compiled while it runs, and gets quicker for some thousands of requests.
    for (const server of servers) await server.load(WARM_UP);
    for (let round = 0; round < rounds; round += 1) {
      for (const [index, server] of servers.entries()) {
        rates[index]!.push(await server.load(turn));
      }
    }
  } finally {
    await Promise.all(servers.map((server) => server.stop()));
  }
  const [ours = [], ...others] = rates;
  return OTHERS.map(([, against, least], index): Figure => ({
    what: 'authenticated request',
    against,
    unit: 'requests/s',
    ours,
    theirs: others[index]!,
    goal: { least },
  }));
}

class ServedApp {
  readonly what: string;
  readonly #child: ChildProcess;
  readonly #port: number;
  readonly #token: string;

  private constructor(what: string, child: ChildProcess, port: number, token: string) {
    this.what = what;
    this.#child = child;
    this.#port = port;
    this.#token = token;
  }

  static async start(app: AuthenticatingApp): Promise<ServedApp> {
    const file = join('scripts', 'bench', 'serve-authenticating-app.ts');
    const child = spawn(process.execPath, [...TYPESCRIPT, file, app], {
      cwd: courseRoot,
      env: { ...process.env, NODE_ENV: 'production' },
      stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
    });
    const { port, token } = await new Promise<{ port: number; token: string }>(
      (resolve, reject) => {
        child.once('message', (news) => resolve(news as { port: number; token: string }));
        child.once('exit', (code) => reject(new Error(`${app} ended with ${code}.`)));
      },
    );
    return new ServedApp(app, child, port, token);
  }

  /** Sends so many requests. Returns how many were answered a second of the processor's time. */
  async load(requests: number): Promise<number> {
    const agent = new Agent({ keepAlive: true, maxSockets: CONNECTIONS });
    const before = await this.#timeTaken();
    let left = requests;
    const worker = async () => {
      while (left > 0) {
        left -= 1;
        await this.#ask(agent);
      }
    };
    try {
      await Promise.all(Array.from({ length: CONNECTIONS }, worker));
      return (requests / ((await this.#timeTaken()) - before)) * 1e6;
    } finally {
      agent.destroy();
    }
  }

  async stop(): Promise<void> {
    if (this.#child.exitCode !== null) return;
    const gone = new Promise((resolve) => this.#child.once('exit', resolve));
    this.#child.disconnect();
    await gone;
  }

  /** Microseconds of the processor's time that the server has taken since it began. */
  #timeTaken(): Promise<number> {
    return new Promise((resolve) => {
      this.#child.once('message', (microseconds) => resolve(microseconds as number));
      this.#child.send('time');
    });
  }

  #ask(agent: Agent): Promise<void> {
    return new Promise((resolve, reject) => {
      const asked = request({
        agent,
        host: '127.0.0.1',
        port: this.#port,
        path: '/api/me',
        headers: { authorization: `Bearer ${this.#token}` },
      });
      asked.on('error', reject);
      asked.on('response', (answer) => {
        if (answer.statusCode !== 200) reject(new Error(`${this.what}: ${answer.statusCode}`));
        answer.on('end', resolve).resume();
      });
      asked.end();
    });
  }
}
