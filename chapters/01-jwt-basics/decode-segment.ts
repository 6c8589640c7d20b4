import { todo } from '#api/todo.ts';
import { MalformedToken } from './malformed-token.ts';

/** A token's parts, in order: the header, the payload, the signature. */
export type Part = 'header' | 'payload' | 'signature';

/**
 * Decodes one part of a token from base64url (RFC 7515 §2).
 *
 * @param segment what stands between two dots
 * @param part what it is, for the message
 * @returns the bytes
 * @throws MalformedToken for anything that is not base64url, to the letter
 */
export function decodeSegment(segment: string, part: Part): Uint8Array {
  // #region 1.1
  // TODO 1.1 · npm run grade 1.1 · /chapters/01-jwt-basics#1-1
  // base64url is A–Z a–z 0–9 - and _. No padding, no spaces, no + and no / (RFC 7515 §2). For
  // anything else throw a MalformedToken that names the part. An empty segment is fine: no bytes.
  // Buffer.from(segment, 'base64url') decodes it, and never complains: what it cannot use, it
  // drops. Encode the bytes again: if another text comes out, bits were left over, and one token
  // would have many spellings (RFC 4648 §3.5). That is a MalformedToken too.
  todo('1.1');
  // #endregion 1.1
}
