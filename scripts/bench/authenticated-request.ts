import type { AuthenticatingApp } from './authenticating-apps.ts';
import type { Figure } from './figure.ts';
import { ServedApp } from './served-app.ts';

/** What the finished app is held against, and how much quicker it is to be. */
const OTHERS: [app: AuthenticatingApp, against: string, least: number][] = [
  ['express-jwt', 'express-jwt, as its README shows it', 1.35],
  ['passport-jwt', 'passport-jwt, as its README shows it', 1.7],
  ['crypto.verify', 'one handler that calls crypto.verify', 0.85],
];

/** So many requests come before the first that counts. */
const WARM_UP = 8_000;

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
    for (const app of apps) servers.push(await ServedApp.start('serve-authenticating-app.ts', app));
    // A server is compiled while it runs, and gets quicker for some thousands of requests.
    for (const server of servers) await load(server, WARM_UP);
    for (let round = 0; round < rounds; round += 1) {
      for (const [index, server] of servers.entries()) {
        rates[index]!.push(await load(server, turn));
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

/** Sends so many requests. Returns how many were answered a second of the processor's time. */
async function load(server: ServedApp, requests: number): Promise<number> {
  const asked = {
    path: '/api/me',
    headers: { authorization: `Bearer ${server.news.token}` },
  };
  let left = requests;
  const microseconds = await server.measure(async (agent) => {
    while (left > 0) {
      left -= 1;
      await server.ask(agent, asked);
    }
  });
  return (requests / microseconds) * 1e6;
}
