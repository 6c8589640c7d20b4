import type request from 'supertest';
import type { Response } from 'supertest';
import { expect, START } from '#check';
import { DAY, type open, sha256, tokenOf } from './worlds.ts';

type SuperTest = ReturnType<typeof request>;

const FAIL = `BEGIN SELECT raise(ABORT, 'broken'); END`;

/** Ways to break the database, each with what no longer works. */
export const OUR_FAULTS = [
  ['the sessions are missing', 'ALTER TABLE apiSessions RENAME TO lost'],
  ['no token can be marked', `CREATE TRIGGER broken BEFORE UPDATE ON refreshTokens ${FAIL}`],
  ['no session can be renewed', `CREATE TRIGGER broken BEFORE UPDATE ON apiSessions ${FAIL}`],
  ['no new token can be stored', `CREATE TRIGGER broken BEFORE INSERT ON refreshTokens ${FAIL}`],
] as const;

/** The answer to an unknown token, and those to everything else that must be refused. */
export async function refusalsOf(app: Awaited<ReturnType<typeof open>>): Promise<{
  unknown: Response;
  answers: [what: string, answer: Response][];
}> {
  const [used, idle, left] = [await app.signIn(), await app.signIn(), await app.signIn('ines')];
  const next = await app.refresh(used.refresh_token);
  app.world.database.run("DELETE FROM people WHERE id = 'p-ines'");
  const unknown = await app.expectRefused(tokenOf('x'), 'an unknown token');
  for (const words of ['title', 'detail'] as const) {
    const label = `the ${words} of the answer for an unknown token`;
    expect(unknown.body[words], label).toMatch(/\w/);
  }
  const answers = [
    ['an access token', await app.askToRefresh(next.access_token)],
    ['a hash', await app.askToRefresh(sha256(next.refresh_token))],
    ['a person who has left', await app.askToRefresh(left.refresh_token)],
    ['a used token', await app.askToRefresh(used.refresh_token)],
    ['an ended session', await app.askToRefresh(next.refresh_token)],
    ['an empty string', await app.askToRefresh('')],
  ] as [string, Response][];
  app.world.setTime(START + 7 * DAY);
  answers.push(['an expired session', await app.askToRefresh(idle.refresh_token)]);
  return { unknown, answers };
}

/** Sends bodies without a refresh token, and expects that each error says what is wrong. */
export async function expectMalformed(api: SuperTest, refreshToken: string): Promise<void> {
  for (const [body, error] of [
    [{}, '#/refresh_token: refresh_token is required'],
    [{ refresh_token: 5 }, '#/refresh_token: refresh_token must be a string'],
    [{ refresh_token: [refreshToken] }, '#/refresh_token: refresh_token must be a string'],
    [[refreshToken], '#: the body must be a JSON object'],
  ] as const) {
    const answer = await api.post('/api/tokens/refresh').send(body);
    const what = `POST /api/tokens/refresh with ${JSON.stringify(body).slice(0, 20)}`;
    expect(answer.status, what).toBe(422);
    expect(errorsOf(answer), `the errors for ${what}`).toEqual([error]);
  }
}

/** The errors of a validation problem, in order: `#/refresh_token: refresh_token is required`. */
export function errorsOf({ body }: Response): string[] {
  const errors = (Object(body).errors ?? []) as { pointer: string; detail: string }[];
  return errors.map(({ pointer, detail }) => `${pointer}: ${detail}`);
}
