import type { Clock } from '#api/clock.ts';
import type { Database } from '#api/database.ts';
import type { Person } from '#api/people.ts';
import { Problem } from '#api/problem.ts';
import { checkPassword } from '../../../solutions/02-signing/check-password.ts';
import type { Credentials } from '../../../solutions/02-signing/read-basic.ts';
import { networkOf } from './network-of.ts';
import { signInAttempts } from './sign-in-attempts.ts';

/** How many passwords are checked at the same time. Each takes 19 MiB and a core. */
const MOST_AT_ONCE = 4;

/**
 * Makes a `checkPassword` that can't be called too often. Use this one wherever a password is
 * checked; two limiters that don't know of each other allow twice as much.
 */
export function limitedSignIn(database: Database, clock: Clock) {
  const attempts = signInAttempts(database, clock);
  let running = 0;

  return async (credentials: Credentials, ip: string): Promise<Person | undefined> => {
    if (running >= MOST_AT_ONCE) throw refusal(503, 'We are busy.', 1);
    const address = networkOf(ip);
    const wait = attempts.begin(credentials.handle, address);
    if (wait > 0) throw refusal(429, 'There were too many attempts.', wait);

    running += 1;
    try {
      const person = await checkPassword(database, credentials);
      if (person) attempts.forget(credentials.handle, address);
      return person;
    } finally {
      running -= 1;
    }
  };
}

function refusal(status: number, reason: string, seconds: number): Problem {
  return new Problem(status, {
    detail: `${reason} Please try again later.`,
    headers: { 'Retry-After': String(seconds) },
  });
}
