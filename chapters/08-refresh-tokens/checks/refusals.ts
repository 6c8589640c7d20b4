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
    ['an access token', await app.ask(next.access_token)],
    ['a hash', await app.ask(sha256(next.refresh_token))],
    ['a person who has left', await app.ask(left.refresh_token)],
    ['a used token', await app.ask(used.refresh_token)],
    ['an ended session', await app.ask(next.refresh_token)],
    ['an empty string', await app.ask('')],
  ] as [string, Response][];
  app.world.setTime(START + 7 * DAY);
  answers.push(['an expired session', await app.ask(idle.refresh_token)]);
  return { unknown, answers };
}
