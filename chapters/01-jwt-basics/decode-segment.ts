import { todo } from '#api/todo.ts';
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
  // TODO 1.1 · npm run grade 1.1 · /chapters/01-jwt-basics#1-1
  // Turn `segment`, one part of a token, into the bytes that it encodes.
  //   1. If `segment` contains anything but A–Z, a–z, 0–9, `-` and `_`, throw a `MalformedToken`.
  //      Padding (`=`), `+`, `/` and white space are not allowed. An empty segment is valid: it
  //      encodes no bytes.
  //   2. Decode it with `Buffer.from(segment, 'base64url')`. This function never throws; it skips
  //      what it can't read.
  //   3. Encode the bytes again, with `bytes.toString('base64url')`. If the result differs from
  //      `segment`, throw a `MalformedToken`: each token may be spelled in one way only.
  // Return the bytes. Put `part` in each error message, for example `The header is not base64url.`
  todo('1.1', '/chapters/01-jwt-basics#1-1');
  // #endregion 1.1
}
