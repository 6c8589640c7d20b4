import { todo } from '#api/todo.ts';

/** What somebody signs in with. */
export interface Credentials {
  handle: string;
  password: string;
}

/**
 * Reads HTTP Basic credentials (RFC 7617 §2).
 *
 * @param lines the request's `Authorization` lines: `request.headersDistinct.authorization`
 * @returns undefined when there is not one line, exactly, with credentials that hold
 */
export function readBasicCredentials(lines: string[] = []): Credentials | undefined {
  // #region 2.2
  // TODO 2.2 · npm run grade 2.2 · /chapters/02-signing#2-2
  // One line, no more: of two, which one would be the caller's? "Basic", in any case, one or more
  // spaces, then base64 (here with + and /, and = to pad), and nothing else: Buffer.from(text,
  // 'base64') skips what is not base64, without a word. The bytes are UTF-8: decodeUtf8, below,
  // gives undefined for bytes that are not. The first colon ends the handle; a password may hold
  // more of them. Control characters are not allowed in either (RFC 7617 §2): CONTROL finds one.
  todo('2.2', '/chapters/02-signing#2-2');
  // #endregion 2.2
}

const CONTROL = /\p{Cc}/u;

/** `fatal` throws where bytes are not UTF-8; `ignoreBOM` leaves what looks like a mark in place. */
const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

function decodeUtf8(bytes: Uint8Array): string | undefined {
  try {
    return utf8.decode(bytes);
  } catch {
    return undefined;
  }
}
