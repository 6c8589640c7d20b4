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
  const [line] = lines;
  if (line === undefined || lines.length > 1) return undefined;
  const encoded = /^basic +(\S+)$/i.exec(line)?.[1];
  if (encoded === undefined) return undefined;
  // Buffer.from skips whatever isn't base64. Only what an encoder would have written survives the
  // round trip.
  const bytes = Buffer.from(encoded, 'base64');
  if (bytes.toString('base64') !== encoded) return undefined;
  const text = decodeUtf8(bytes);
  const colon = text?.indexOf(':') ?? -1;
  if (text === undefined || colon === -1 || CONTROL.test(text)) return undefined;
  return { handle: text.slice(0, colon), password: text.slice(colon + 1) };
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
