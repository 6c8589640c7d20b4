import { decodeBase64url } from './base64url.ts';
import { type PartName, PARTS, readToken } from './read-token.ts';
import { show } from './show.ts';

/** One character of a token, changed. */
export interface Tampering {
  part: PartName;
  /** The token as it is now. */
  token: string;
  /** Which character of the part it was, from 1. */
  place: number;
  from: string;
  to: string;
  /** What the part says now, where it says something else. */
  says: string | undefined;
}

const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';

/**
 * Changes one character of a part, so that the token still comes apart: a forger would not spoil it
 * either. The header keeps its `alg`, so that the signature is still looked at.
 *
 * @param round which of the many changes to make: a number from 0, another one each time
 * @returns undefined where no such change is to be found
 */
export function tamper(token: string, part: PartName, round: number): Tampering | undefined {
  const before = readToken(token);
  const index = PARTS.indexOf(part);
  const segment = before.segments[index];
  if (!segment || before.countFault) return undefined;
  // The last character is left alone: some of its bits may have to be zero.
  const places = segment.length - 1;
  const start = (part === 'payload' && placeOfSubject(segment)) || Math.floor(places / 2);
  for (let step = 0; step < places; step += 1) {
    const at = (start + round * STRIDE + step) % places;
    const from = segment[at] ?? '';
    for (let turn = 1; turn < TURNS; turn += 1) {
      const to = ALPHABET[(ALPHABET.indexOf(from) + turn) % ALPHABET.length] ?? '';
      const changed = `${segment.slice(0, at)}${to}${segment.slice(at + 1)}`;
      const now = before.segments.with(index, changed).join('.');
      const says = changeIn(token, now, part);
      if (says === false) continue;
      return { part, token: now, place: at + 1, from, to, says };
    }
  }
  return undefined;
}

/** About where a payload names its subject, which is what a forger would change; 0 for nowhere. */
function placeOfSubject(segment: string): number {
  const bytes = decodeBase64url(segment).bytes ?? [];
  const at = String.fromCharCode(...bytes).indexOf('"sub":"');
  return at < 0 ? 0 : Math.ceil(((at + 9) * 4) / 3);
}

/** Far enough from one round to the next to come to another member. */
const STRIDE = 37;
/** How many other characters are tried in one place. */
const TURNS = 8;

/** What another text of the same part says: nothing, for a signature; false, where it is spoilt. */
function changeIn(before: string, after: string, part: PartName): string | undefined | false {
  if (part === 'signature') return undefined;
  const { value: old } = readToken(before)[part];
  const { value, doubles } = readToken(after)[part];
  // A part that says nothing to begin with cannot be spoilt.
  if (!old) return undefined;
  if (!value || doubles.length > 0 || value['alg'] !== old['alg']) return false;
  const names = Object.keys(value);
  if (names.join() !== Object.keys(old).join()) return false;
  const name = names.find((each) => JSON.stringify(value[each]) !== JSON.stringify(old[each]));
  return name !== undefined && `${name} is now ${show(value[name])}`;
}
