import type { JsonObject } from './read-token.ts';
import type { Section } from './section.ts';
import { show } from './show.ts';
import { dateOf, inMilliseconds, isTime, relativeTo } from './times.ts';

/** What one member of a header or a payload means. */
export interface Explanation {
  name: string;
  /** Its value, for a line; a time as a date. */
  value: string;
  /** Of a time: how far it is from now. */
  relative: string | undefined;
  says: string;
  /** Undefined for a name that no RFC here knows. */
  section: Section | undefined;
  /** What a reader should mind about this value. */
  warning: string | undefined;
}

type Meaning = readonly [says: string, section: Section];

/** What the members of a header mean (RFC 7515 §4.1), as far as they are there. */
export function explainHeader(header: JsonObject, doubles: string[], now: number): Explanation[] {
  return explain(header, doubles, now, PARAMETERS, 'A parameter that none of these RFCs defines.');
}

/** What the claims mean (RFC 7519 §4.1), as far as they are there. */
export function explainClaims(claims: JsonObject, doubles: string[], now: number): Explanation[] {
  return explain(claims, doubles, now, CLAIMS, 'A claim that the issuer made up (RFC 7519 §4.3).');
}

function explain(
  members: JsonObject,
  doubles: string[],
  now: number,
  meanings: ReadonlyMap<string, Meaning>,
  unknown: string,
): Explanation[] {
  return Object.entries(members).map(([name, value]) => {
    const [says, section] = meanings.get(name) ?? [unknown, undefined];
    const date = TIMES.has(name) && isTime(value) ? dateOf(value) : undefined;
    return {
      name,
      value: date ?? show(value),
      relative: date && relativeTo(now, Number(value) * 1000),
      says,
      section,
      warning: doubles.includes(name)
        ? 'It is there twice, and the last one counts here. Another reader may take the first (RFC 7519 §4).'
        : warn(name, value),
    };
  });
}

function warn(name: string, value: unknown): string | undefined {
  if (TIMES.has(name)) {
    if (!isTime(value)) return 'Not a time: a NumericDate is a finite number (RFC 7519 §2).';
    if (inMilliseconds(value)) {
      return `Milliseconds? A NumericDate counts seconds (RFC 7519 §2), and this is ${yearOf(value)}.`;
    }
  }
  if (name === 'alg' && typeof value === 'string' && value.toLowerCase() === 'none') {
    return 'No signature: anyone can write this token (RFC 8725 §2.1).';
  }
  if (KEYS.has(name)) return 'The sender wrote this, too. Never take the key from it.';
  return undefined;
}

function yearOf(seconds: number): string {
  const year = Math.floor(1970 + seconds / (365.2425 * 86_400));
  return `the year ${year.toLocaleString('en')}`;
}

const TIMES = new Set(['exp', 'nbf', 'iat', 'auth_time']);
const KEYS = new Set(['jku', 'jwk', 'x5u', 'x5c']);

const PARAMETERS: ReadonlyMap<string, Meaning> = new Map([
  ['alg', ['How it is signed. The sender wrote it: compare it, don’t obey it.', '7515 §4.1.1']],
  ['typ', ['What kind of token it is: at+jwt is an access token.', '7515 §4.1.9']],
  ['cty', ['What the payload is, when it is a token itself.', '7515 §4.1.10']],
  ['kid', ['A hint as to which key signed it. It proves nothing.', '7515 §4.1.4']],
  ['crit', ['Extensions that a reader must understand, or refuse the token.', '7515 §4.1.11']],
  ['jwk', ['A public key, brought along.', '7515 §4.1.3']],
  ['jku', ['Where to fetch public keys.', '7515 §4.1.2']],
  ['x5u', ['Where to fetch a certificate.', '7515 §4.1.5']],
  ['x5c', ['A certificate, brought along.', '7515 §4.1.6']],
  ['x5t', ['The SHA-1 thumbprint of a certificate.', '7515 §4.1.7']],
  ['x5t#S256', ['The SHA-256 thumbprint of a certificate.', '7515 §4.1.8']],
  ['b64', ['Whether the payload is base64url. Needs crit beside it.', '7797 §3']],
  ['enc', ['How the content is encrypted. A signed token has none.', '7516 §4.1.2']],
  ['zip', ['How the content is compressed, before it is encrypted.', '7516 §4.1.3']],
]);

const CLAIMS: ReadonlyMap<string, Meaning> = new Map([
  ['iss', ['Who issued it.', '7519 §4.1.1']],
  ['sub', ['Who it is about: the subject.', '7519 §4.1.2']],
  ['aud', ['Who it is meant for: one, or a list.', '7519 §4.1.3']],
  ['exp', ['The time starting at which it has expired.', '7519 §4.1.4']],
  ['nbf', ['The time before which it isn’t valid yet.', '7519 §4.1.5']],
  ['iat', ['When it was issued.', '7519 §4.1.6']],
  ['jti', ['Its own id: no other token has it.', '7519 §4.1.7']],
  ['client_id', ['Which program asked for it.', '8693 §4.3']],
  ['scope', ['What it may be used for: words, separated by spaces.', '8693 §4.2']],
  ['act', ['Who acts for the subject.', '8693 §4.1']],
  ['may_act', ['Who may act for the subject.', '8693 §4.4']],
  ['cnf', ['The key that the sender must prove to have.', '7800 §3.1']],
  ['auth_time', ['When the person last signed in.', '9068 §2.2.1']],
  ['acr', ['How thoroughly the person was authenticated.', '9068 §2.2.1']],
  ['amr', ['How the person was authenticated.', '9068 §2.2.1']],
  ['roles', ['What the subject was when it was issued.', '9068 §2.2.3.1']],
  ['groups', ['Where the subject belonged when it was issued.', '9068 §2.2.3.1']],
  ['entitlements', ['What the subject might do when it was issued.', '9068 §2.2.3.1']],
]);
