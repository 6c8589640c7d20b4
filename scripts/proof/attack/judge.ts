import { type Answer, header } from './answer.ts';
import type { Outcome } from './attack.ts';

/** What each outcome is on the wire: the contract's tables, chapter 5. */
const OUTCOMES: Record<Exclude<Outcome, 'accepted' | 'not HTTP' | 'too long'>, Refusal> = {
  'invalid-token': {
    status: 401,
    challenge:
      'Bearer realm="cairn", error="invalid_token", error_description="The token is not valid."',
  },
  'expired-token': {
    status: 401,
    challenge:
      'Bearer realm="cairn", error="invalid_token", error_description="The token has expired."',
  },
  'authentication-required': { status: 401, challenge: 'Bearer realm="cairn"' },
  'malformed-authorization': {
    status: 400,
    challenge:
      'Bearer realm="cairn", error="invalid_request", error_description=' +
      '"The Authorization header must contain one scheme and one token."',
  },
};

interface Refusal {
  status: number;
  challenge: string;
}

/**
 * What is wrong with an answer to someone who showed a token.
 *
 * @param person whom the answer is about, where it is accepted
 */
export function faultsOfOutcome(answer: Answer, expected: Outcome, person: string): string[] {
  switch (expected) {
    case 'accepted':
      if (answer.status !== 200) return [`answered ${answer.status} ${problemOf(answer)}`];
      return JSON.parse(answer.body).id === person ? [] : [`is about ${answer.body}`];
    case 'not HTTP':
      return faultsOfNode(answer, 400);
    case 'too long':
      return faultsOfNode(answer, 431);
    default: {
      const { status, challenge } = OUTCOMES[expected];
      const faults = faultsOfStatus(answer, { status, problem: expected });
      const came = header(answer, 'www-authenticate');
      if (came !== challenge) faults.push(`asks for ${came}`);
      return faults;
    }
  }
}

/** What is wrong with the status of an answer, its problem's `type`, and where it leads. */
export function faultsOfStatus(
  answer: Answer,
  { status, problem, location }: { status: number; problem?: string; location?: string },
): string[] {
  const faults: string[] = [];
  if (answer.status !== status) faults.push(`answered ${answer.status} ${problemOf(answer)}`);
  else if (problem !== undefined && problemOf(answer) !== problem) {
    faults.push(`is ${problemOf(answer)}`);
  }
  if (location !== undefined && header(answer, 'location') !== location) {
    faults.push(`leads to ${header(answer, 'location')}`);
  }
  return faults;
}

/** Node answers by itself what is not HTTP: a status, and not a word. */
function faultsOfNode(answer: Answer, status: number): string[] {
  const faults = answer.status === status ? [] : [`answered ${answer.status}`];
  return answer.body === '' ? faults : [...faults, `says ${answer.body}`];
}

/** What no answer may have in it: where the code is, and whose it is. */
const TELLTALE: [what: string, pattern: RegExp][] = [
  ['a stack', /\n\s*at |\bat \S+ \(|:\d+:\d+\b/],
  [
    'a file name',
    /\/node_modules\/|\bnode:|file:\/\/|\/(solutions|chapters|home|tmp|usr)\/|\.[cm]?[jt]s\b/,
  ],
  [
    'SQL',
    /\bSELECT\b|\bINSERT\b|\bUPDATE\b|\bDELETE FROM\b|\bSQLite?\b|\bsqlite\b|\bsyntax error\b/,
  ],
  [
    "a library's words",
    /\bjwt \w|\bJsonWebToken|\binvalid (signature|algorithm|token)\b|secretOrPublicKey|\bUnexpected\b|\b(Type|Syntax|Range|Reference)Error\b|\bERR_|\bEBAD|\bundefined\b|\[object |\bzod\b|Too (small|big)|Invalid input|entity\.|\bcsrf token\b/i,
  ],
];

/** What an answer tells that it must not, and what it lacks that every answer has. */
export function faultsOfEveryAnswer(answer: Answer): string[] {
  const faults: string[] = [];
  if (answer.status >= 500) faults.push(`answered ${answer.status}`);
  if (header(answer, 'x-powered-by') !== undefined) faults.push('says what it is made with');
  if (answer.status < 400) return faults;
  for (const [what, pattern] of TELLTALE) {
    // A page has a style sheet of its own.
    const found = pattern.exec(answer.body.replace(/<style>.*?<\/style>/s, ''));
    if (found) faults.push(`has ${what} in it: ${JSON.stringify(found[0])}`);
  }
  const type = header(answer, 'content-type') ?? '';
  if (answer.body === '') return faults; // an answer to HEAD, or one of Node's own
  if (type.startsWith('application/problem+json')) {
    const { type: kind, title, status, detail } = JSON.parse(answer.body);
    if (status !== answer.status) faults.push(`says that its status is ${status}`);
    if (![kind, title, detail].every((text) => typeof text === 'string' && text !== '')) {
      faults.push('is no whole problem (RFC 9457)');
    }
  } else if (!type.startsWith('text/html')) {
    faults.push(`is ${type}`);
  }
  return faults;
}

/** The end of a problem's `type`. */
function problemOf({ body }: Answer): string {
  return /"type":"(?:https:\/\/cairn\.example\/problems\/)?([^"]+)"/.exec(body)?.[1] ?? '';
}
