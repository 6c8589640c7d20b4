import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { courseRoot } from '../../course/root.ts';
import { makeWorld } from '../../grading/check/kit.ts';
import { type RawRequest, send } from '../answers/send.ts';
import { finishedApps, withSessions } from './apps.ts';

/** A request, and what every chapter from `from` to `to` says to it. */
export interface Case extends Omit<RawRequest, 'method' | 'body'> {
  /** `POST /api/reports`, and what is odd about it. */
  what: string;
  method?: string;
  from?: number;
  to?: number;
  /** A text as it is; anything else as JSON. */
  body?: unknown;
  status: number;
  /** A problem of this type; `page` for HTML. */
  is?: string;
  /** Header lines of the answer; null for one that must not be there. */
  lines?: Record<string, string | RegExp | null>;
  /** What the JSON that comes holds. */
  holds?: object;
  /** The pointers of its errors, all of them. */
  faults?: string[];
}

/** A test for each case: every chapter that it is about is asked. */
export function answers(cases: Case[]): void {
  for (const request of cases) {
    const { what, method = 'GET', path } = request;
    test(`${what}: ${method} ${path.length > 60 ? `${path.slice(0, 60)}…` : path}`, () =>
      ask(request));
  }
}

async function ask(request: Case): Promise<void> {
  const { from = 0, to = Infinity, status, is, lines = {}, holds, faults } = request;
  for (const { chapter, createApp } of finishedApps) {
    if (chapter < from || chapter > to) continue;
    const answer = await send(withSessions(createApp, makeWorld()), raw(request));
    const about = `chapter ${chapter}`;
    expect(Number.parseInt(answer.status), `${about}: ${answer.body}`).toBe(status);
    const line = (name: string) => answer.headers.find(([given]) => given.toLowerCase() === name);
    for (const [name, value] of Object.entries(lines)) {
      const found = line(name)?.[1] ?? null;
      if (value instanceof RegExp) expect(found, `${about}: ${name}`).toMatch(value);
      else expect(found, `${about}: ${name}`).toBe(value);
    }
    expect(answer.body, about).not.toMatch(/node_modules|\.ts:\d|SQLite/);
    if (answer.body) expect(line('x-content-type-options')?.[1], about).toBe('nosniff');
    const type = line('content-type')?.[1];
    if (is === 'page') expect(type, about).toBe('text/html; charset=utf-8');
    if (is === 'no body') expect(answer.body, about).toBe('');
    if (type?.startsWith('text/html') || answer.body === '' || status === 303) continue;
    const json = JSON.parse(answer.body) as Record<string, unknown>;
    if (status >= 400) expectProblem(json, type, status, is, about);
    if (holds) expect(json, about).toMatchObject(holds);
    if (faults) {
      const errors = json['errors'] as { pointer: string }[];
      expect(errors.map(({ pointer }) => pointer).sort(), about).toEqual([...faults].sort());
    }
  }
}

function raw({ method = 'GET', path, headers, body }: Case): RawRequest {
  const text = typeof body === 'string' || body === undefined ? body : JSON.stringify(body);
  return { method, path, ...(headers && { headers }), ...(text !== undefined && { body: text }) };
}

function expectProblem(
  json: Record<string, unknown>,
  type: string | undefined,
  status: number,
  is: string | undefined,
  about: string,
): void {
  expect(type, about).toBe('application/problem+json; charset=utf-8');
  expect(json, about).toMatchObject({ status });
  expect([json['title'], json['detail']].map((text) => typeof text, about)).toEqual([
    'string',
    'string',
  ]);
  const slug = String(json['type']).replace('https://cairn.example/problems/', '');
  expect(slug, about).toMatch(/^(about:blank|[a-z-]+)$/);
  if (is) expect(slug, about).toBe(is);
  if (slug === 'about:blank') return;
  // Every type has a page that says what to do about it.
  const page = join(courseRoot, 'docs', 'problems', `${slug}.md`);
  expect(readFileSync(page, 'utf8'), about).toContain(slug);
}
