import type { Response } from 'supertest';
import { START } from '#check';
import { DAY, type open, sha256, tokenOf } from './worlds.ts';

/** The answer to an unknown token, and those to everything else that must be refused. */
export async function refusalsOf(app: Awaited<ReturnType<typeof open>>): Promise<{
  unknown: Response;
  answers: [what: string, answer: Response][];
}> {
  const [used, idle, left] = [await app.signIn(), await app.signIn(), await app.signIn('ines')];
  const next = await app.refresh(used.refresh_token);
  app.world.database.run("DELETE FROM people WHERE id = 'p-ines'");
  const unknown = await app.expectRefused(tokenOf('x'), 'an unknown token');
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
