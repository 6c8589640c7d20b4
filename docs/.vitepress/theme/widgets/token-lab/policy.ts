import {
  ALGORITHM,
  AUDIENCE,
  ISSUER,
  LIFETIME,
  TOKEN_TYPE,
} from '../../../../../solutions/02-signing/token-profile.ts';
import type { Algorithm, SignatureCheck } from './check-signature.ts';
import { firstFault, type JsonObject, readToken, type TokenReading } from './read-token.ts';
import type { Section } from './section.ts';
import { show } from './show.ts';
import { dateOf, inMilliseconds, isTime, lengthOf } from './times.ts';

/** What a token must be to be accepted, beside the key. */
export interface Policy {
  algorithms: readonly Algorithm[];
  issuer: string;
  audience: string;
  /** Seconds that a token may live, from `iat` to `exp`, at the most. */
  maxLifetime: number;
}

/** The policy of chapter 3. */
export const COURSE_POLICY: Policy = {
  algorithms: [ALGORITHM],
  issuer: ISSUER,
  audience: AUDIENCE,
  maxLifetime: LIFETIME,
};

/** How a token ends, with the codes of chapter 3's `verifyAccessToken`. */
export type Verdict = 'accepted' | 'expired-token' | 'invalid-token';

/** The three questions, in the order in which they are asked. */
export type Stage = 'decoded' | 'verified' | 'accepted';

/** How a token does under one rule. */
export interface Finding {
  id: string;
  stage: Stage;
  /** What the rule wants. */
  wants: string;
  /** Where it is written; undefined for a rule of our own. */
  section: Section | undefined;
  /** Undefined: not reached, as an earlier rule is broken. */
  holds: boolean | undefined;
  why: string;
}

/** What a policy makes of a token. */
export interface Judgement {
  verdict: Verdict;
  findings: Finding[];
  /** The subject, of a token that is accepted. */
  subject: string | undefined;
}

interface Case {
  reading: TokenReading;
  header: JsonObject;
  claims: JsonObject;
  policy: Policy;
  /** Now, as a token counts. */
  seconds: number;
  signature: SignatureCheck;
}

interface Rule {
  id: string;
  stage: Stage;
  wants: string | ((policy: Policy) => string);
  section?: Section;
  holds: (subject: Case) => boolean;
  why: (subject: Case) => string;
}

/**
 * Holds a token against a policy, rule by rule, until one is broken. The outcome is that of chapter
 * 3's `verifyAccessToken`, wherever the policy allows RS256 alone.
 *
 * @param now milliseconds since the epoch
 * @param signature what `checkSignature` says of this token
 */
export function judge(
  token: string,
  policy: Policy,
  now: number,
  signature: SignatureCheck,
): Judgement {
  const reading = readToken(token);
  const { value: header = {} } = reading.header;
  const { value: claims = {} } = reading.payload;
  const subject: Case = { reading, header, claims, policy, seconds: now / 1000, signature };
  let open = true;
  const findings = RULES.map((rule): Finding => {
    const { id, stage, section } = rule;
    const holds = open ? rule.holds(subject) : undefined;
    open = holds === true;
    const wants = typeof rule.wants === 'string' ? rule.wants : rule.wants(policy);
    const why = holds === undefined ? '' : rule.why(subject);
    return { id, stage, wants, section, holds, why };
  });
  const broken = findings.find(({ holds }) => holds === false);
  const verdict = !broken ? 'accepted' : broken.id === 'exp' ? 'expired-token' : 'invalid-token';
  return { verdict, findings, subject: broken ? undefined : String(claims['sub']) };
}

/** Whether a token came through all rules of a stage; undefined when it did not come that far. */
export function passed({ findings }: Judgement, stage: Stage): boolean | undefined {
  const states = findings.filter((finding) => finding.stage === stage).map(({ holds }) => holds);
  if (states.includes(false)) return false;
  return states.includes(undefined) ? undefined : true;
}

const RULES: Rule[] = [
  {
    id: 'parts',
    stage: 'decoded',
    wants: 'It has three parts, with dots between',
    section: '7515 §7.1',
    holds: ({ reading }) => reading.segments.length === 3,
    why: ({ reading }) => reading.countFault ?? 'Header, payload, signature.',
  },
  {
    id: 'base64url',
    stage: 'decoded',
    wants: 'Each is base64url, spelled as an encoder would',
    section: '4648 §3.5',
    holds: ({ reading }) => segmentFault(reading) === undefined,
    why: ({ reading }) => segmentFault(reading) ?? 'Encoded again, they are the same.',
  },
  {
    id: 'json',
    stage: 'decoded',
    wants: 'Header and payload are JSON objects',
    section: '7519 §7.2',
    holds: ({ reading }) => firstFault(reading) === undefined,
    why: ({ reading }) => firstFault(reading) ?? doublesOf(reading) ?? 'Both are.',
  },
  {
    id: 'alg',
    stage: 'verified',
    wants: ({ algorithms }) =>
      algorithms.length > 0 ? `alg is ${algorithms.join(' or ')}` : 'alg is one that you allow',
    section: '8725 §3.1',
    holds: ({ header, policy }) => policy.algorithms.some((allowed) => allowed === header['alg']),
    why: ({ header, policy }) =>
      policy.algorithms.length > 0 ? `It is ${show(header['alg'])}.` : 'You allow none.',
  },
  {
    id: 'signature',
    stage: 'verified',
    wants: 'The signature is valid for our key',
    section: '7515 §5.2',
    holds: ({ signature }) => signature.holds,
    why: ({ signature }) => signature.why,
  },
  {
    id: 'typ',
    stage: 'accepted',
    wants: `typ is exactly ${TOKEN_TYPE}`,
    section: '9068 §4',
    holds: ({ header }) => header['typ'] === TOKEN_TYPE,
    why: ({ header }) => `It is ${show(header['typ'])}.`,
  },
  {
    id: 'crit',
    stage: 'accepted',
    wants: 'There is no crit: we don’t understand any extension',
    section: '7515 §4.1.11',
    holds: ({ header }) => !Object.hasOwn(header, 'crit'),
    why: ({ header }) =>
      Object.hasOwn(header, 'crit') ? `It is ${show(header['crit'])}.` : 'There is none.',
  },
  {
    id: 'iss',
    stage: 'accepted',
    wants: ({ issuer }) => `iss is ${issuer || 'the issuer above'}`,
    section: '7519 §4.1.1',
    holds: ({ claims, policy }) => claims['iss'] === policy.issuer,
    why: ({ claims }) => `It is ${show(claims['iss'])}.`,
  },
  {
    id: 'aud',
    stage: 'accepted',
    wants: ({ audience }) => `aud is ${audience || 'the audience above'}, or a list with it`,
    section: '7519 §4.1.3',
    holds: ({ claims, policy }) => [claims['aud']].flat().includes(policy.audience),
    why: ({ claims }) => `It is ${show(claims['aud'])}.`,
  },
  {
    id: 'iat',
    stage: 'accepted',
    wants: 'iat is a time, and not in the future',
    section: '7519 §4.1.6',
    holds: ({ claims, seconds }) => isTime(claims['iat']) && claims['iat'] <= seconds,
    why: ({ claims }) => showTime(claims['iat']),
  },
  {
    id: 'exp-time',
    stage: 'accepted',
    wants: 'exp is a time',
    section: '7519 §4.1.4',
    holds: ({ claims }) => isTime(claims['exp']),
    why: ({ claims }) => showTime(claims['exp']),
  },
  {
    id: 'lifetime',
    stage: 'accepted',
    wants: ({ maxLifetime }) =>
      Number.isFinite(maxLifetime)
        ? `From iat to exp it is at most ${maxLifetime} s`
        : 'From iat to exp it is at most what you allow',
    holds: ({ claims, policy }) => livedFor(claims) <= policy.maxLifetime,
    why: ({ claims }) => {
      const seconds = livedFor(claims);
      const said = lengthOf(Math.abs(seconds));
      return seconds < 120 ? `It is ${seconds} s.` : `It is ${seconds} s: ${said}.`;
    },
  },
  {
    id: 'nbf',
    stage: 'accepted',
    wants: 'nbf, if there is one, is a time, and not in the future',
    section: '7519 §4.1.5',
    holds: ({ claims, seconds }) =>
      claims['nbf'] === undefined || (isTime(claims['nbf']) && claims['nbf'] <= seconds),
    why: ({ claims }) => (claims['nbf'] === undefined ? 'There is none.' : showTime(claims['nbf'])),
  },
  {
    id: 'sub',
    stage: 'accepted',
    wants: 'sub is a string: the person to look up',
    section: '9068 §2.2',
    holds: ({ claims }) => typeof claims['sub'] === 'string',
    why: ({ claims }) => `It is ${show(claims['sub'])}.`,
  },
  {
    // The last of all: only a token that was good once is called expired.
    id: 'exp',
    stage: 'accepted',
    wants: 'exp is later than now: at that very second the token has expired',
    section: '7519 §4.1.4',
    holds: ({ claims, seconds }) => seconds < Number(claims['exp']),
    why: ({ claims, seconds }) => {
      const left = Number(claims['exp']) - seconds;
      return left > 0 ? `${lengthOf(Math.ceil(left))} are left.` : 'It has expired.';
    },
  },
];

function segmentFault({ header, payload, signature }: TokenReading): string | undefined {
  return header.segmentFault ?? payload.segmentFault ?? signature.segmentFault;
}

/** RFC 7519 §4: of a claim that stands twice, a reader takes the last, or refuses the token. */
function doublesOf({ header, payload }: TokenReading): string | undefined {
  const doubles = [...header.doubles, ...payload.doubles];
  return doubles.length > 0
    ? `Both are, but ${doubles.join(' and ')} is there twice: the last one counts.`
    : undefined;
}

function livedFor(claims: JsonObject): number {
  return Number(claims['exp']) - Number(claims['iat']);
}

function showTime(value: unknown): string {
  if (!isTime(value)) return `It is ${show(value)}, which isn’t a time.`;
  return inMilliseconds(value)
    ? `It is ${show(value)}: in milliseconds?`
    : `It is ${dateOf(value) ?? show(value)}.`;
}
