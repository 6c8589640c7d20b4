import type { Express } from 'express';
import type { Response } from 'supertest';
import type { Database } from '#api/database.ts';
import { expect, PEOPLE, type World } from '#check';
import { Browser } from '../../06-two-firewalls/checks/browser.ts';
import { quickWorld, signIn as signInToOffice } from '../../06-two-firewalls/checks/worlds.ts';
import { clientOf, type Who } from '../../08-refresh-tokens/checks/worlds.ts';
import { given, theApp } from './lessons.ts';

export { printedDuring as printedBy } from '../../04-header/checks/printed.ts';
export { quickWorld, watchQueries } from '../../06-two-firewalls/checks/worlds.ts';
export {
  DAY,
  headersOf,
  MINUTE,
  outcomeOf,
  rowsOf,
  sha256,
  storedIn,
  tokenOf,
  type Tokens,
  type Who,
} from '../../08-refresh-tokens/checks/worlds.ts';

/** A session as the API lists it. */
export interface ListedSession {
  id: string;
  createdAt: string;
  lastUsedAt: string;
  expiresAt: string;
  current: boolean;
}

/** The chapter's whole app, and what a client does with it. */
export async function open(world = quickWorld()) {
  const { createApp } = await theApp();
  const app: Express = createApp(world);
  const client = clientOf(app);
  const { api } = client;
  const as = (token: string) => ({ Authorization: `Bearer ${token}` });
  return {
    ...client,
    world,
    app,
    /** Expects that an access token opens the API. */
    async expectGood(accessToken: string, what: string): Promise<void> {
      expect(await resultOf(this.me(accessToken)), `GET /api/me with ${what}`).toBe('200');
    },
    /** Expects that an access token is refused, as any token that isn't valid. */
    async expectRefused(accessToken: string, what: string): Promise<Response> {
      const answer = this.me(accessToken);
      expect(await resultOf(answer), `GET /api/me with ${what}`).toBe('401 invalid-token');
      return answer;
    },
    /** Expects that a refresh token is refused. */
    async expectNoRefresh(refreshToken: string, what: string): Promise<void> {
      const result = await resultOf(this.askToRefresh(refreshToken));
      expect(result, `POST /api/tokens/refresh with ${what}`).toBe('400 invalid-grant');
    },
    async askToRevoke(token: unknown): Promise<Response> {
      return api.post('/api/tokens/revoke').send({ token });
    },
    /** Revokes a string, and expects the answer that every string gets. */
    async revoke(token: string, what: string): Promise<Response> {
      const answer = this.askToRevoke(token);
      expect(await resultOf(answer), `POST /api/tokens/revoke with ${what}`).toBe('200');
      return answer;
    },
    async askForSessions(accessToken: string): Promise<Response> {
      return api.get('/api/me/sessions').set(as(accessToken));
    },
    /** One's own sessions, as the API lists them. */
    async sessions(accessToken: string): Promise<ListedSession[]> {
      const answer = await this.askForSessions(accessToken);
      expect(answer.status, 'GET /api/me/sessions').toBe(200);
      const { items } = Object(answer.body) as { items: ListedSession[] };
      expect(Array.isArray(items), 'whether `items` is an array').toBe(true);
      return items;
    },
    async end(accessToken: string, id: string): Promise<Response> {
      return api.delete(`/api/me/sessions/${encodeURIComponent(id)}`).set(as(accessToken));
    },
    async endAll(accessToken: string): Promise<Response> {
      return api.delete('/api/me/sessions').set(as(accessToken));
    },
    async changePassword(accessToken: string, body: object): Promise<Response> {
      return api.put('/api/me/password').set(as(accessToken)).send(body);
    },
    /** A ranger's browser, signed in to the office. */
    async office(): Promise<Browser> {
      const browser = new Browser(app);
      await signInToOffice(browser, 'ines');
      expect(await isSignedIn(browser), 'whether the office lets a ranger sign in').toBe(true);
      return browser;
    },
  };
}

/** Whether a browser is signed in to the office. */
export async function isSignedIn(browser: Browser): Promise<boolean> {
  return (await browser.get('/office')).status === 200;
}

/**
 * Starts a session of the office for anyone, also for somebody whom it wouldn't let sign in.
 *
 * @returns whether that session lives
 */
export async function startOfficeSession({ database, clock }: World, who: Who) {
  const sessions = (await given()).sessionStore(database, clock, () => false);
  await sessions.start(`office-session-of-${who}`, PEOPLE[who].id);
  return async () => (await sessions.find(`office-session-of-${who}`)) !== undefined;
}

/** The status of an answer, with the end of its problem's type: `401 invalid-token`. */
export async function resultOf(asked: Response | Promise<Response>): Promise<string> {
  const { status, body } = await asked;
  const type =
    String(Object(body).type ?? '')
      .split('/')
      .at(-1) ?? '';
  return `${status} ${type === 'about:blank' ? '' : type}`.trim();
}

/** Where the errors of a validation problem are, in order. Each must say what is wrong. */
export function pointersOf({ body }: Response): string[] {
  const errors = (Object(body).errors ?? []) as { pointer: string; detail: string }[];
  return errors.map(({ pointer, detail }) => (detail ? pointer : `${pointer}, without a detail`));
}

/** Does something right after the hash of a password was read, once: another server may. */
export function onceAHashIsRead(database: Database, work: () => void): void {
  const { all } = Object.getPrototypeOf(database) as Database;
  Reflect.set(database, 'all', (...args: Parameters<typeof all>) => {
    const rows = Reflect.apply(all, database, args) as unknown[];
    if (rows.some((row) => Object.hasOwn(Object(row), 'passwordHash'))) {
      Reflect.deleteProperty(database, 'all');
      work();
    }
    return rows;
  });
}
