import type { RequestHandler } from 'express';
import type { Clock } from '#api/clock.ts';
import type { Person } from '#api/people.ts';
import { practiceKeys } from './practice-keys.ts';
import { signAccessToken } from './sign-token.ts';

/** Exists on sample tokens only, and not in the database. */
const SAM: Person = { id: 'p-sample', handle: 'sample', name: 'Sam Sample', role: 'hiker' };

/**
 * `GET /api/tokens/sample`: a token to look at, without a password. It's like a banknote marked
 * SPECIMEN: it's signed with the practice keys, which no API trusts, so it opens nothing.
 */
export function sampleToken(clock: Clock): RequestHandler {
  return (_request, response) => {
    response.json({
      access_token: signAccessToken(SAM, practiceKeys, clock),
      note: 'A sample, signed with a key that nothing trusts.',
    });
  };
}
