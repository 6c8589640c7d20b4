import type { Express } from 'express';
import { basic, PEOPLE, type World } from '../../grading/check/kit.ts';
import { type RawRequest, send } from './send.ts';

/** What a client gets when it signs in or refreshes. */
export interface Tokens {
  access_token: string;
  refresh_token: string;
}

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;

/** Clients of a finished API with sessions, and the hands of its clock. */
export class SessionClient {
  readonly app: Express;
  readonly world: World;

  constructor(app: Express, world: World) {
    this.app = app;
    this.world = world;
  }

  async signIn(who: keyof typeof PEOPLE = 'mira'): Promise<Tokens> {
    const { handle, password } = PEOPLE[who];
    const authorization = basic(handle, password);
    return (await this.ask('POST', '/api/tokens', { authorization })) as Tokens;
  }

  async refresh({ refresh_token }: Tokens): Promise<Tokens> {
    return (await this.ask('POST', '/api/tokens/refresh', {}, { refresh_token })) as Tokens;
  }

  async revoke(token: string): Promise<void> {
    await this.ask('POST', '/api/tokens/revoke', {}, { token });
  }

  /** Sends a request with an access token. */
  as({ access_token }: Tokens, method: string, path: string, body?: object): Promise<unknown> {
    return this.ask(method, path, { authorization: `Bearer ${access_token}` }, body);
  }

  minutesLater(minutes: number): void {
    this.world.setTime(this.world.clock() + minutes * MINUTE);
  }

  daysLater(days: number): void {
    this.world.setTime(this.world.clock() + days * DAY);
  }

  /** @throws Error for an answer that isn't a success: what is to be asked next would mean nothing */
  private async ask(
    method: string,
    path: string,
    headers: Record<string, string>,
    body?: object,
  ): Promise<unknown> {
    const raw: RawRequest = { method, path, headers };
    if (body) {
      raw.headers = { ...headers, 'content-type': 'application/json' };
      raw.body = JSON.stringify(body);
    }
    const answer = await send(this.app, raw);
    if (!answer.status.startsWith('2')) {
      throw new Error(`${method} ${path}: ${answer.status}\n${answer.body}`);
    }
    return answer.body === '' ? undefined : JSON.parse(answer.body);
  }
}
