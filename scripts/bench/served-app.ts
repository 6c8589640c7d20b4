import { type ChildProcess, spawn } from 'node:child_process';
import { Agent, request } from 'node:http';
import { join } from 'node:path';
import { courseRoot } from '../course/root.ts';
import { TYPESCRIPT } from '../lib/node-typescript.ts';

/** How many requests are under way at a time, each on a connection of its own that is kept. */
export const CONNECTIONS = 16;

/** What is asked of an app that is served. */
export interface Asked {
  path: string;
  method?: string;
  headers?: Record<string, string>;
  body?: string;
}

/** An app in a process of its own, and what its requests take of the processor's time. */
export class ServedApp {
  /** What it said when it was ready. */
  readonly news: { port: number; token?: string };
  readonly #child: ChildProcess;

  private constructor(child: ChildProcess, news: { port: number; token?: string }) {
    this.#child = child;
    this.news = news;
  }

  /**
   * @param file which file of this folder serves it
   * @param name which of its apps
   */
  static async start(file: string, name: string): Promise<ServedApp> {
    const child = spawn(process.execPath, [...TYPESCRIPT, join('scripts', 'bench', file), name], {
      cwd: courseRoot,
      env: { ...process.env, NODE_ENV: 'production' },
      stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
    });
    return new Promise((resolve, reject) => {
      child.once('message', (news) => resolve(new ServedApp(child, news as ServedApp['news'])));
      child.once('exit', (code) => reject(new Error(`${name} ended with ${code}.`)));
    });
  }

  /**
   * Runs so many workers at a time, each with a connection of its own.
   *
   * @returns the microseconds of the processor's time that the server took meanwhile
   */
  async measure(worker: (agent: Agent, index: number) => Promise<void>): Promise<number> {
    const agent = new Agent({ keepAlive: true, maxSockets: CONNECTIONS });
    const before = await this.#timeTaken();
    try {
      await Promise.all(Array.from({ length: CONNECTIONS }, (_, index) => worker(agent, index)));
      return (await this.#timeTaken()) - before;
    } finally {
      agent.destroy();
    }
  }

  /** Sends a request. Returns the body of the answer, which has to be a 200. */
  ask(agent: Agent, { path, method = 'GET', headers = {}, body = '' }: Asked): Promise<string> {
    return new Promise((resolve, reject) => {
      const { port } = this.news;
      const asked = request({ agent, host: '127.0.0.1', port, path, method, headers });
      asked.on('error', reject);
      asked.on('response', (answer) => {
        if (answer.statusCode !== 200) reject(new Error(`${method} ${path}: ${answer.statusCode}`));
        const chunks: Buffer[] = [];
        answer.on('data', (chunk: Buffer) => chunks.push(chunk));
        answer.on('end', () => resolve(Buffer.concat(chunks).toString()));
      });
      asked.end(body);
    });
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
}
