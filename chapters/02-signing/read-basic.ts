import { todo } from '#api/todo.ts';

/** What a person signs in with. */
export interface Credentials {
  handle: string;
  password: string;
}

/**
 * Reads HTTP Basic credentials (RFC 7617 §2).
 *
 * @param lines the request's `Authorization` lines: `request.headersDistinct.authorization`
 * @returns the credentials; undefined unless there is exactly one line and it is well-formed
 */
export function readBasicCredentials(lines: string[] = []): Credentials | undefined {
  // #region 2.3
  // TODO 2.3 · npm run grade 2.3 · /chapters/02-signing#2-3
  // Return the handle and the password, exactly as they were sent. If anything is wrong with the
  // lines, return `undefined`; never throw.
  //   1. Require exactly one line: `Basic` in any case, one or more spaces, base64, and nothing
  //      else.
  //   2. Decode with `Buffer.from(…, 'base64')`. It skips what isn't base64, so encode the bytes
  //      again and require the string you started from.
  //   3. `decodeUtf8` turns the bytes into a string, or returns `undefined` if they aren't UTF-8.
  //   4. Require a colon. The first one ends the handle; the password may contain more of them.
  //   5. Refuse control characters: `CONTROL.test(text)` finds one.
  // Don't print any of it.
  todo('2.3', '/chapters/02-signing#2-3');
  // #endregion 2.3
}

/** Finds a control character. */
const CONTROL = /\p{Cc}/u;

/** `fatal`: bytes that aren't UTF-8 throw. `ignoreBOM`: a byte order mark isn't dropped. */
const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/** The string that the bytes spell in UTF-8; undefined if they aren't UTF-8. */
function decodeUtf8(bytes: Uint8Array): string | undefined {
  try {
    return utf8.decode(bytes);
  } catch {
    return undefined;
  }
}
