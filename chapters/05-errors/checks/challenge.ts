import type { Response } from 'supertest';
import { expect } from '#check';

/** A challenge of a `WWW-Authenticate` header (RFC 9110 §11.6.1). */
export interface Challenge {
  /** In lower case: `bearer`. */
  scheme: string;
  /** The values without their quotes, by name in lower case. */
  params: Record<string, string>;
}

/**
 * The challenges of an answer, whatever their spacing, order and case. Fails for a missing header,
 * one that can't be parsed, a parameter that occurs twice, and a value that isn't a quoted string.
 */
export function challengesOf(what: string, { headers }: Response): Challenge[] {
  const header = headers['www-authenticate'] as string | undefined;
  if (!header) expect.fail(`The WWW-Authenticate header is missing from the answer: ${what}.`);
  const token = "[\\w!#$%&'*+.^`|~-]+";
  const param = new RegExp(`^(${token})[ \\t]*=[ \\t]*(?:"((?:[^"\\\\]|\\\\.)*)"|(${token}))`);
  const word = new RegExp(`^(${token})(?:[ \\t]+|$|(?=,))`);
  const challenges: Challenge[] = [];
  let rest = header.trim();
  let separated = true;
  while (rest !== '') {
    const [whole, name, quoted, plain] = param.exec(rest) ?? [];
    const current = challenges.at(-1);
    if (whole !== undefined && name !== undefined && current && separated) {
      if (plain !== undefined) {
        expect.fail(`In WWW-Authenticate the value of ${name} must be in quotes: ${header}`);
      }
      const key = name.toLowerCase();
      if (key in current.params) {
        expect.fail(`In WWW-Authenticate ${name} may occur only once (RFC 9110 §11.2): ${header}`);
      }
      current.params[key] = quoted ?? '';
      rest = rest.slice(whole.length);
    } else {
      const [start, scheme] = (separated && whole === undefined && word.exec(rest)) || [];
      if (start === undefined || scheme === undefined) {
        expect.fail(`WWW-Authenticate cannot be read from here on: ${rest} (in: ${header})`);
      }
      challenges.push({ scheme: scheme.toLowerCase(), params: {} });
      rest = rest.slice(start.length);
      continue; // the first parameter follows its scheme without a comma
    }
    const [gap = ''] = /^[ \t,]*/.exec(rest) ?? [];
    separated = gap.includes(',');
    rest = rest.slice(gap.length);
  }
  return challenges;
}

/** The challenge of an answer that has exactly one. */
export function onlyChallenge(what: string, answer: Response): Challenge {
  const challenges = challengesOf(what, answer);
  const schemes = challenges.map(({ scheme }) => scheme);
  expect(schemes, `the schemes that WWW-Authenticate asks for: ${what}`).toHaveLength(1);
  return challenges[0]!;
}

/** Other credentials wouldn't help, so the answer asks for none. */
export function expectNoChallenge(what: string, { headers }: Response): void {
  expect(
    headers['www-authenticate'],
    `the WWW-Authenticate header, which must not be there: ${what}`,
  ).toBe(undefined);
}
