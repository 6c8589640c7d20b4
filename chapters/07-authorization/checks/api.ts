import supertest, { type Response } from 'supertest';
import { expect, goodClaims, makeWorld, PEOPLE, signToken, type World } from '#check';
import { theApp } from './lessons.ts';
import type { Who } from './route.ts';

export const REPORT = {
  trail: 'larch-loop',
  condition: 'caution',
  title: 'Ice at the ford',
  body: 'Thin.',
};

/** The whole app of this chapter, and a way to send requests to it as somebody. */
export async function openApi(world: World = makeWorld()) {
  const { createApp } = await theApp();
  const app = createApp(world);
  const send = async (
    who: Who | 'nobody',
    method: string,
    path: string,
    body?: unknown,
    headers: Record<string, string> = {},
  ): Promise<Response> => {
    const verb = method.toLowerCase() as 'get' | 'post' | 'patch' | 'delete';
    const request = supertest(app)[verb](path);
    if (who !== 'nobody') void request.set('Authorization', bearer(who));
    void request.set(headers);
    if (body === undefined) return request;
    return request.type('json').send(typeof body === 'string' ? body : JSON.stringify(body));
  };
  return { world, send };
}

export type Send = Awaited<ReturnType<typeof openApi>>['send'];

/** An `Authorization` value with a good token, with more claims. */
export function bearer(who: Who, claims: object = {}): string {
  return `Bearer ${signToken(goodClaims({ sub: PEOPLE[who].id, ...claims }))}`;
}

/** A report as it's stored, with its author's id; undefined when it's gone. */
export function stored({ database }: World, id: unknown) {
  return database.get<{ authorId: string | null; condition: string; title: string; body: string }>(
    'SELECT authorId, condition, title, body FROM reports WHERE id = ?',
    String(id),
  );
}

/** How many reports there are. */
export function countReports({ database }: World): number {
  return database.get<{ count: number }>('SELECT count(*) AS count FROM reports')!.count;
}

/** Stores a report by this author, or by nobody. */
export function addReport({ database }: World, id: string, authorId: string | null): void {
  database.run(
    `INSERT INTO reports (id, trail, authorId, condition, title, body, createdAt)
     VALUES (?, 'larch-loop', ?, 'open', 'As it was', 'Unchanged.', '2026-06-01T08:00:00.000Z')`,
    id,
    authorId,
  );
}

/** Expects the one answer to what a person may not do: 403 `forbidden`, without a challenge. */
export function expectForbidden(what: string, answer: Response): void {
  expect(answer.status, what).toBe(403);
  const type = String((answer.body as { type?: unknown })?.type);
  expect(type, `the type of the answer to ${what}`).toBe(
    'https://cairn.example/problems/forbidden',
  );
  const challenge = answer.headers['www-authenticate'] as string | undefined;
  expect(challenge, `the challenge in the answer to ${what}`).toBe(undefined);
}

/** What the errors of a 422 point at: `#/title`. */
export function pointersOf(answer: Response): string[] {
  return errorsOf(answer).map((error) => error.split(': ')[0]!);
}

/** The errors of a 422: `#/title: title is required`. */
export function errorsOf({ body }: Response): string[] {
  const { errors = [] } = (body ?? {}) as { errors?: { pointer: string; detail: string }[] };
  return errors.map(({ pointer, detail }) => `${pointer}: ${detail}`).sort();
}
