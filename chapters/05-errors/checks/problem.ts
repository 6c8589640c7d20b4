import express from 'express';
import request, { type Response } from 'supertest';
import { Problem, sendProblem } from '#api/problem.ts';
import { expect } from '#check';

/** A problem as it goes over the wire. */
export async function answerOf(call: string, make: () => Problem): Promise<Response> {
  let problem: Problem | undefined;
  try {
    problem = make();
  } catch (error) {
    expect.fail(`${call} throws ${String(error)}; it should return a Problem for the responder.`);
  }
  if (typeof problem?.status !== 'number') {
    const returned = (problem as unknown) instanceof Promise ? 'a promise' : String(problem);
    expect.fail(`${call} returns ${returned}; it should return a Problem.`);
  }
  if (!(problem instanceof Problem)) {
    expect.fail(`${call} returns an object that isn't a Problem, though it looks like one.`);
  }
  let failure: unknown;
  const app = express().use((_request, response) => {
    try {
      sendProblem(response, problem);
    } catch (error) {
      failure = error;
      response.socket?.destroy();
    }
  });
  try {
    return await request(app).get('/');
  } catch (error) {
    const sent = Object.entries<unknown>(Object(problem.headers));
    const odd = sent.find(([, value]) => /[^\x20-\x7e]/.test(String(value)))?.[0];
    const why =
      odd === undefined
        ? String(failure ?? error)
        : `${odd} contains a character that isn't plain ASCII, like ’ or …`;
    expect.fail(`What ${call} returns cannot be sent: ${why}`);
  }
}

export function typeOf(slug: string): string {
  return `https://cairn.example/problems/${slug}`;
}

/** An error as the whole API sends it: RFC 9457, and nothing that gives our insides away. */
export function expectProblem(
  what: string,
  answer: Response,
  status?: number,
  slug?: string,
): void {
  if (status !== undefined) expect(answer.status, `the status of ${what}`).toBe(status);
  expect(mediaTypeOf(answer), `the Content-Type of ${what}`).toBe('application/problem+json');
  const body = (answer.body ?? {}) as Record<string, unknown>;
  expect(body['status'], `"status" in the body of ${what}`).toBe(answer.status);
  const type = `"type" in the body of ${what}`;
  if (slug !== undefined) expect(body['type'], type).toBe(typeOf(slug));
  else {
    expect(String(body['type']), type).toMatch(
      /^(about:blank|https:\/\/cairn\.example\/problems\/[\w-]+)$/,
    );
  }
  for (const member of ['title', 'detail']) {
    const said = String(body[member] ?? '').trim() === '' ? 'nothing' : 'a sentence';
    expect(said, `"${member}" in the body of ${what}`).toBe('a sentence');
  }
  expectNothingLeaks(what, answer);
}

export function mediaTypeOf({ headers }: Response): string {
  const [mediaType] = (headers['content-type'] ?? 'no Content-Type').split(';');
  return String(mediaType).trim().toLowerCase();
}

export function everythingOf({ headers, text }: Response): string {
  return `${JSON.stringify(headers)}\n${text}`;
}

/** No stack, no file, no SQL, no library's message. */
export function expectNothingLeaks(what: string, answer: Response): void {
  const leak =
    /SQLITE|SELECT |pepper|passwordHash|no such (table|column)|database is|\/srv\/|node_modules|\.[cm]?[jt]s\b|\bat [^\n]*:\d+:\d+|\w+Error\b|\bjwt |"stack"/i;
  const found = leak.exec(everythingOf(answer))?.[0];
  expect(found, `what gives our insides away in ${what}`).toBe(undefined);
}
