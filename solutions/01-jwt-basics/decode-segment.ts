import { MalformedToken } from './malformed-token.ts';

/** The three parts of a token, in order. */
export type Part = 'header' | 'payload' | 'signature';

/**
 * Decodes one part of a token from base64url (RFC 7515 §2).
 *
 * @param segment the part as it appears in the token: `eyJhbGciOiJub25lIn0`
 * @param part which part it is, for the error message
 * @returns the bytes that it encodes; none if it is empty
 * @throws MalformedToken if it isn't base64url exactly as an encoder would write it
 */
export function decodeSegment(segment: string, part: Part): Uint8Array {
  // #region 1.1
  if (!/^[A-Za-z0-9_-]*$/.test(segment)) {
    throw new MalformedToken(`The ${part} is not base64url.`);
  }
  const bytes = Buffer.from(segment, 'base64url');
  // Unused bits at the end must be zero, or one token would have many spellings (RFC 4648 §3.5).
  if (bytes.toString('base64url') !== segment) {
    throw new MalformedToken(`The ${part} is not base64url: no encoder ends it like this.`);
  }
  return bytes;
  // #endregion 1.1
}
