import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { makeWorld, PEOPLE, type World } from '../../grading/check/kit.ts';
import { finishedApp, withSessions } from '../testing/apps.ts';
import { type Answer, header } from './answer.ts';
import {
  bytesOf,
  exchange,
  exchangeAll,
  type Line,
  openLine,
  type RawRequest,
} from './exchange.ts';

const FORM = 'Content-Type: application/x-www-form-urlencoded';

/** What a browser has that is signed in to the office. */
export interface Visit {
  /** A whole header line: `Cookie: office=…`. */
  cookie: string;
  /** The token of its forms. */
  csrf: string;
}

/** The finished app, running on loopback for one attack, with a clock that stands still. */
export class Target {
  /** The ports that any of them has listened on. */
  static readonly ports = new Set<number>();

  readonly world: World;
  readonly #server: Server;

  private constructor(world: World, server: Server) {
    this.world = world;
    this.#server = server;
  }

  /** @param compose makes the app that is attacked: the finished one, unless told */
  static async open(
    changes: Partial<World> = {},
    compose: (world: World) => RequestListener = finishedApp.createApp,
  ): Promise<Target> {
    const logged: unknown[] = [];
    const world = makeWorld({ logged, log: (error) => void logged.push(error), ...changes });
    const server = createServer(withSessions(compose, world));
    server.maxHeadersCount = 0; // as `npm run api` has it: no line is dropped
    server.listen(0, '127.0.0.1');
    await new Promise((listening) => server.once('listening', listening));
    const target = new Target(world, server);
    Target.ports.add(target.port);
    return target;
  }

  get port(): number {
    return (this.#server.address() as AddressInfo).port;
  }

  /** Sends a request, and gives the answer. */
  send(request: RawRequest): Promise<Answer> {
    return exchange(this.port, bytesOf(request));
  }

  /** Sends bytes, and gives the answer. */
  sendBytes(bytes: string): Promise<Answer> {
    return exchange(this.port, bytes);
  }

  /** Sends requests on one connection, without waiting in between. The last one closes it. */
  sendTogether(...requests: string[]): Promise<Answer[]> {
    return exchangeAll(this.port, requests.join(''));
  }

  /** Opens a connection for whoever takes their time. */
  line(): Line {
    return openLine(this.port);
  }

  /** Posts a form of the office. */
  post(path: string, fields: Record<string, string>, ...lines: string[]): Promise<Answer> {
    const body = String(new URLSearchParams(fields));
    return this.send({ method: 'POST', path, lines: [FORM, ...lines], body });
  }

  /** Asks for the login form, as a browser that has never been here. */
  async visit(cookie?: string): Promise<Visit> {
    const form = await this.send({ path: '/office/login', lines: cookie ? [cookie] : [] });
    return { cookie: cookieIn(form) ?? cookie ?? '', csrf: csrfIn(form) };
  }

  /** Signs in through the form, as a browser does. Gives the answer to the form. */
  async logIn(visit: Visit, { handle, password }: { handle: string; password: string }) {
    const fields = { handle, password, _csrf: visit.csrf };
    return this.post('/office/login', fields, visit.cookie);
  }

  /** A browser that Inês has signed in with: it was done once, and its session is put in place. */
  async signedIn(): Promise<Visit> {
    const { row, visit } = await (signedIn ??= signInOnce());
    this.world.database.run('INSERT INTO officeSessions VALUES (?, ?, ?, ?)', ...row);
    return visit;
  }

  /** Whether a browser is signed in still. */
  async isSignedIn({ cookie }: Visit): Promise<boolean> {
    return (await this.send({ path: '/office', lines: [cookie] })).status === 200;
  }

  async close(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((closed) => this.#server.close(closed));
    this.world.database.close();
  }
}

/** The cookie that an answer sets, as the line that sends it back. */
export function cookieIn(answer: Answer): string | undefined {
  const cookie = header(answer, 'set-cookie')?.split(';')[0];
  return cookie === undefined ? undefined : `Cookie: ${cookie}`;
}

/** The token of the form on a page. */
export function csrfIn({ status, body }: Answer): string {
  const token = /name="_csrf" value="([^"]+)"/.exec(body)?.[1];
  if (token === undefined) throw new Error(`There is no form in this answer: ${status} ${body}`);
  return token;
}

/** A session in the order of the table's columns. */
type Row = [id: string, personId: string, startedAt: number, seenAt: number];
let signedIn: Promise<{ row: Row; visit: Visit }> | undefined;

async function signInOnce() {
  const target = await Target.open();
  try {
    const answer = await target.logIn(await target.visit(), PEOPLE.ines);
    const cookie = cookieIn(answer);
    if (answer.status !== 303 || cookie === undefined) {
      throw new Error(`Signing in was answered ${answer.status}.`);
    }
    const csrf = csrfIn(await target.send({ path: '/office', lines: [cookie] }));
    const [found] = target.world.database.all<object>('SELECT * FROM officeSessions');
    const row = Object.values(found!) as Row;
    return { row, visit: { cookie, csrf } };
  } finally {
    await target.close();
  }
}
