import request, { type Response } from 'supertest';
import type { Database } from '#api/database.ts';
import { goodClaims, lesson, makeWorld, PEOPLE, signToken, type World } from '#check';

export const theApp = lesson('05-errors/app.ts', () => import('#course/05-errors/app.ts'));

/** The app of chapter 5, in a world of its own. */
export async function openApp() {
  const { createApp } = await theApp();
  const world: World = makeWorld();
  return { app: createApp(world), world };
}

export type Handle = keyof typeof PEOPLE;

export function tokenOf(who: Handle): string {
  return `Bearer ${signToken(goodClaims({ sub: PEOPLE[who].id }))}`;
}

/** Requests that need a person. */
export const CLOSED: [method: string, path: string][] = [
  ['POST', '/api/reports'],
  ['PATCH', '/api/reports/r-01'],
  ['DELETE', '/api/reports/r-01'],
  ['GET', '/api/me'],
];

/** Several `authorization` values are several header lines. */
export async function send(
  app: Parameters<typeof request>[0],
  method: string,
  path: string,
  authorization?: string | string[],
): Promise<Response> {
  const verb = method.toLowerCase() as 'get' | 'post' | 'patch' | 'delete';
  const sent = request(app)[verb](path);
  if (authorization !== undefined) {
    // superagent passes the array on to Node, which writes one line each; its types only know strings.
    void sent.set('Authorization', authorization as string);
  }
  return verb === 'patch' ? sent.send({ title: 'Changed' }) : sent;
}

/** The ids of a person's reports. */
export function reportsBy(database: Database, who: Handle): string[] {
  const sql = 'SELECT id FROM reports WHERE authorId = ? ORDER BY id';
  return database.all<{ id: string }>(sql, PEOPLE[who].id).map(({ id }) => id);
}

export function inWords(authorization: string | string[] | undefined): string {
  if (authorization === undefined) return 'no Authorization header';
  if (Array.isArray(authorization)) return `${authorization.length} Authorization lines`;
  const short = authorization.length > 40 ? `${authorization.slice(0, 24)}…` : authorization;
  return `Authorization: ${short}`;
}
