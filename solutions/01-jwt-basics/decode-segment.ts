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
  // base64url is A–Z a–z 0–9 - and _. No padding, no spaces, no + and no / (RFC 7515 §2). For
  // anything else throw a MalformedToken that names the part. An empty segment is fine: no bytes.
  if (!/^[A-Za-z0-9_-]*$/.test(segment)) {
    throw new MalformedToken(`The ${part} is not base64url.`);
  }
  // Buffer.from(segment, 'base64url') decodes it, and never complains: what it cannot use, it
  // drops. Encode the bytes again: if another text comes out, bits were left over, and one token
  // would have many spellings (RFC 4648 §3.5). That is a MalformedToken too.
  const bytes = Buffer.from(segment, 'base64url');
  if (bytes.toString('base64url') !== segment) {
    throw new MalformedToken(`The ${part} is not base64url: its last character is impossible.`);
  }
  return bytes;
  // #endregion 1.1
}
