import { createHash } from 'node:crypto';
import type { Express } from 'express';
import request, { type Response } from 'supertest';
import type { Database } from '#api/database.ts';
import { basic, expect, PEOPLE, type World } from '#check';
import { quickWorld } from '../../06-two-firewalls/checks/worlds.ts';
import { given, theApp } from './lessons.ts';

export { printedDuring as printedBy } from '../../04-header/checks/printed.ts';
export { quickWorld } from '../../06-two-firewalls/checks/worlds.ts';

export const MINUTE = 60_000;
export const DAY = 24 * 60 * MINUTE;

export type Who = keyof typeof PEOPLE;

/** What the API answers with when it issues tokens. */
export interface Tokens {
  access_token: string;
  token_type: string;
  expires_in: number;
  refresh_token: string;
}

/** The chapter's whole app, and what a client does with it. */
export async function open(world = quickWorld()) {
  const { createApp } = await theApp();
  return {
    world,
    ...clientOf(createApp(world)),
    /** Sends a refresh token that must be refused. */
    async expectRefused(refreshToken: string, what: string): Promise<Response> {
      const answer = await this.askToRefresh(refreshToken);
      const got = `${answer.status} ${String(answer.body?.type ?? '')
        .split('/')
        .at(-1)}`;
      expect(got, `POST /api/tokens/refresh with ${what}`).toBe('400 invalid-grant');
      return answer;
    },
  };
}

/** What a client does with an app that issues refresh tokens. */
export function clientOf(app: Express) {
  const api = request(app);
  return {
    api,
    /** Asks for tokens with a password. */
    async askWithPassword(who: Who, password: string = PEOPLE[who].password): Promise<Response> {
      return api.post('/api/tokens').set('Authorization', basic(PEOPLE[who].handle, password));
    },
    /** Signs in, and expects that it works. */
    async signIn(who: Who = 'mira', password?: string): Promise<Tokens> {
      const answer = await this.askWithPassword(who, password);
      return issued(`POST /api/tokens with ${who}'s password`, answer);
    },
    /** Sends a refresh token, and nothing else. */
    async askToRefresh(refreshToken: unknown): Promise<Response> {
      return api.post('/api/tokens/refresh').send({ refresh_token: refreshToken });
    },
    /** Refreshes, and expects that it works. */
    async refresh(refreshToken: string, what = 'a new refresh token'): Promise<Tokens> {
      return issued(`POST /api/tokens/refresh with ${what}`, await this.askToRefresh(refreshToken));
    },
    /** Asks who is asking. */
    async me(accessToken: string): Promise<Response> {
      return api.get('/api/me').set('Authorization', `Bearer ${accessToken}`);
    },
  };
}

/** The tokens of an answer that must have some. */
function issued(what: string, answer: Response): Tokens {
  expect(answer.status, `the status of ${what}`).toBe(200);
  return answer.body as Tokens;
}

/** A session of a person's, without the app. */
export async function openSession(who: Who = 'mira', world: World = quickWorld()) {
  const { apiSessions } = await given();
  const { database, clock, keys } = world;
  const sessions = apiSessions(database, clock);
  const options = { database, clock, keys, sessions };
  return { world, database, sessions, options, session: sessions.start(PEOPLE[who].id) };
}

/** A refresh token that a check makes itself: 43 characters, a different one for each letter. */
export const tokenOf = (letter: string) => letter.repeat(42) + 'A';

/** The SHA-256 of a token, in base64url. */
export const sha256 = (token: string) => createHash('sha256').update(token).digest('base64url');

/** Every value in every table but the seeds', as one string. */
export function storedIn(database: Database): string {
  const tables = database
    .all<{ name: string }>("SELECT name FROM sqlite_master WHERE type = 'table'")
    .filter(({ name }) => !['trails', 'reports'].includes(name));
  const rows = tables.flatMap(({ name }) => database.all<object>(`SELECT * FROM "${name}"`));
  return JSON.stringify(rows);
}

/** The rows of the sessions and their tokens. */
export const rowsOf = (database: Database) => ({
  sessions: database.all<{ id: string }>('SELECT * FROM apiSessions ORDER BY rowid'),
  tokens: database.all<{ hash: string; usedAt: number | null }>(
    'SELECT * FROM refreshTokens ORDER BY rowid',
  ),
});

/** What was returned, or what was thrown, by work that may be asynchronous. */
export async function outcomeOf<Result>(
  work: () => Result | Promise<Result>,
): Promise<{ value: Result } | { error: unknown }> {
  try {
    return { value: await work() };
  } catch (error) {
    return { error };
  }
}

/** The end of a problem's type, or what else was thrown. */
export function nameOf(error: unknown): string {
  return String((error as { slug?: string } | undefined)?.slug ?? error);
}

/** The headers of an answer, without its date. */
export function headersOf({ headers }: Response): Record<string, string> {
  const { date: _, ...others } = headers as Record<string, string>;
  return others;
}
