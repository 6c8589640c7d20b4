import type { Answer } from './answer.ts';
import type { Target } from './target.ts';

/** How the finished app answers whoever shows a token, or does not: as the contract has it. */
export type Outcome =
  /** 200. */
  | 'accepted'
  /** 401, and a `type` of this name. */
  | 'invalid-token'
  | 'expired-token'
  | 'authentication-required'
  /** 400, and a `type` of this name. */
  | 'malformed-authorization'
  /** What Node does not take for HTTP never reaches the app. */
  | 'not HTTP'
  /** 431, by Node. */
  | 'too long';

/**
 * Who says how it must end.
 *
 * - `standard`: an RFC tells everybody who verifies a token, or reads the header, to refuse this.
 * - `ours`: the standards leave it open, or to a profile; the contract of this API refuses it.
 * - `control`: nothing is wrong with it. It is accepted, or the suite proves nothing.
 */
export type Rule = 'standard' | 'ours' | 'control';

/** An attack with an `Authorization` header, on `GET /api/me`: one that any library can be asked. */
export interface BearerAttack {
  name: string;
  /** What it tries, or the rule that it breaks. */
  why: string;
  rule: Rule;
  /** The header lines that it sends, byte for byte: `Authorization: Bearer …`. */
  lines: string[];
  expected: Outcome;
  /** Something has happened since the token was issued. */
  before?: (target: Target) => void;
  /** Whom the answer must be about, where it is accepted. */
  person?: string;
}

/** Bearer attacks on one subject. */
export interface BearerTopic {
  title: string;
  attacks: BearerAttack[];
}

/** An attack on anything else that it serves: one request, or a whole story. */
export interface Attack {
  name: string;
  why: string;
  /** Does it, and gives the answer that tells. */
  run: (target: Target) => Promise<Answer>;
  /** The status; for problem details also the end of the `type`; for a redirect where it leads. */
  expected: { status: number; problem?: string; location?: string };
  /** What else is wrong, when all is said. Nothing, if it has failed. */
  faults?: (target: Target, answer: Answer) => string[] | Promise<string[]>;
  /** The app is told that it is served over TLS. */
  tls?: true;
}

/** Attacks on one subject. */
export interface Topic {
  title: string;
  attacks: Attack[];
}
