import { writeFileSync } from 'node:fs';
import type { Agent } from 'node:http';
import { join } from 'node:path';
import { courseRoot } from '../course/root.ts';
import { median } from './figure.ts';
import { CONNECTIONS, ServedApp } from './served-app.ts';
import { type SignOutWay, signOutWays } from './sign-out-ways.ts';

/** Where the page of chapter 9 reads it. */
const RECORDING = join(courseRoot, 'docs', '.vitepress', 'sign-out-cost.json');

/** What each way to end a token early takes of the processor, for one request. */
export interface SignOutCost {
  node: string;
  rounds: number;
  /** How many requests a way answers in one round. */
  requests: number;
  /** With `short`, so many requests come between two refreshes. */
  requestsPerRefresh: number;
  /** What `person` takes: the median, in microseconds. */
  microseconds: number;
  /** For each way, the median of its ratios to `person`, each to that of the same round. */
  ratios: Record<SignOutWay, number>;
}

const SIGN_IN = {
  path: '/api/tokens',
  method: 'POST',
  headers: { authorization: `Basic ${btoa('mira:granite-switchback-7')}` },
};
/** A request every ten seconds, with tokens that live a minute. */
const REQUESTS_PER_REFRESH = 6;
/** Tokens are replaced after so many seconds, before they expire. */
const RENEW_AFTER = 400;

/**
 * Sends `GET /api/me` to each way in turn, over HTTP, each in a process of its own. A busy machine slows
 * down all of them: so there are many short rounds, and what counts is the ratio within each.
 */
export async function signOutCost(rounds: number, requests: number): Promise<SignOutCost> {
  const names = Object.keys(signOutWays) as SignOutWay[];
  const clients: WayClient[] = [];
  const taken = Object.fromEntries(names.map((name) => [name, [] as number[]]));
  try {
    for (const name of names) clients.push(await WayClient.start(name));
    // A server is compiled while it runs, and gets quicker for some thousands of requests.
    for (const client of clients) await client.load(4_000);
    for (let round = 0; round < rounds; round += 1) {
      for (const client of clients) taken[client.name]!.push(await client.load(requests));
    }
  } finally {
    await Promise.all(clients.map((client) => client.stop()));
  }
  const base = taken['person']!;
  const ratioOf = (name: SignOutWay) =>
    round(median(taken[name]!.map((each, index) => each / base[index]!)), 2);
  return {
    node: process.versions.node,
    rounds,
    requests,
    requestsPerRefresh: REQUESTS_PER_REFRESH,
    microseconds: round(median(base), 0),
    ratios: Object.fromEntries(names.map((name) => [name, ratioOf(name)])) as SignOutCost['ratios'],
  };
}

/** Writes down what the page shows. */
export function recordSignOutCost(cost: SignOutCost): void {
  writeFileSync(RECORDING, `${JSON.stringify(cost, null, 2)}\n`);
}

/** A line for each way. */
export function formatSignOutCost({ microseconds, ratios }: SignOutCost): string {
  const lines = Object.entries(ratios).map(([name, ratio]) => `${name}: ${ratio}x`);
  return [`person: ${microseconds} µs`, ...lines].join('\n');
}

interface Tokens {
  access_token: string;
  refresh_token: string;
}

/** A way, and a session for each connection to it. */
class WayClient {
  readonly name: SignOutWay;
  readonly #server: ServedApp;
  readonly #tokens: Tokens[] = [];
  #signedInAt = -Infinity;

  private constructor(name: SignOutWay, server: ServedApp) {
    this.name = name;
    this.#server = server;
  }

  static async start(name: SignOutWay): Promise<WayClient> {
    return new WayClient(name, await ServedApp.start('serve-sign-out-way.ts', name));
  }

  /** Sends so many requests. Returns the microseconds that one took of the processor's time. */
  async load(requests: number): Promise<number> {
    if (performance.now() - this.#signedInAt > RENEW_AFTER * 1000) await this.#signIn();
    const share = Math.ceil(requests / CONNECTIONS);
    const microseconds = await this.#server.measure(async (agent, index) => {
      for (let sent = 1; sent <= share; sent += 1) {
        await this.#ask(agent, index);
        if (this.name === 'short' && sent % REQUESTS_PER_REFRESH === 0) {
          await this.#refresh(agent, index);
        }
      }
    });
    return microseconds / (share * CONNECTIONS);
  }

  stop(): Promise<void> {
    return this.#server.stop();
  }

  async #signIn(): Promise<void> {
    await this.#server.measure(async (agent, index) => {
      this.#tokens[index] = JSON.parse(await this.#server.ask(agent, SIGN_IN)) as Tokens;
    });
    this.#signedInAt = performance.now();
  }

  async #ask(agent: Agent, index: number): Promise<void> {
    const authorization = `Bearer ${this.#tokens[index]!.access_token}`;
    await this.#server.ask(agent, { path: '/api/me', headers: { authorization } });
  }

  async #refresh(agent: Agent, index: number): Promise<void> {
    const { refresh_token } = this.#tokens[index]!;
    const answer = await this.#server.ask(agent, {
      path: '/api/tokens/refresh',
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ refresh_token }),
    });
    this.#tokens[index] = JSON.parse(answer) as Tokens;
  }
}

function round(value: number, digits: number): number {
  return Number(value.toFixed(digits));
}
