import { decodeSegment, type Part } from './decode-segment.ts';
import { MalformedToken } from './malformed-token.ts';

/** A JSON object: the shape of a header and of a payload. */
export type JsonObject = Record<string, unknown>;

/** A token that has been taken apart. Nothing in it is proven: anyone can write a token. */
export interface DecodedToken {
  /** How the token says it is signed. */
  header: JsonObject;
  /** The payload: what the token says. */
  claims: JsonObject;
  signature: Uint8Array;
}

/**
 * Takes a JSON Web Token apart (RFC 7519 §7.2, steps 1 to 10, without the signature).
 *
 * @param token compact form: `header.payload.signature`, each part in base64url
 * @throws MalformedToken when it is not a JWT in compact form
 */
export function decodeToken(token: string): DecodedToken {
  // #region 1.2
  const parts = token.split('.');
  if (parts.length !== 3) {
    throw new MalformedToken(
      `A token has three parts, separated by dots. This one has ${parts.length}.`,
    );
  }
  const [header, payload, signature] = parts as [string, string, string];
  return {
    header: readObject(decodeSegment(header, 'header'), 'header'),
    claims: readObject(decodeSegment(payload, 'payload'), 'payload'),
    // It may be empty: a token can be unsigned (RFC 7519 §6).
    signature: decodeSegment(signature, 'signature'),
  };
  // #endregion 1.2
}

/**
 * Reads a header or a payload: bytes to string, string to JSON, JSON to object.
 *
 * @param bytes what `decodeSegment` returned
 * @param part which part it is, for the error message
 * @throws MalformedToken if the bytes aren't UTF-8, aren't JSON, aren't an object, or are nested more
 *   than 100 levels deep
 */
function readObject(bytes: Uint8Array, part: Part): JsonObject {
  const text = attempt(() => utf8.decode(bytes), `The ${part} is not UTF-8.`);
  const value: unknown = attempt(() => JSON.parse(text), `The ${part} is not JSON.`);
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw new MalformedToken(`The ${part} is not a JSON object.`);
  }
  if (isDeeper(value, MAX_DEPTH)) throw new MalformedToken(`The ${part} is nested too deeply.`);
  return value as JsonObject;
}

/** JSON.parse reads any depth, but code that walks the result may not: a reader may set a limit (RFC 8259 §9). */
const MAX_DEPTH = 100;

function isDeeper(value: unknown, levels: number): boolean {
  if (typeof value !== 'object' || value === null) return false;
  return levels === 0 || Object.values(value).some((inner) => isDeeper(inner, levels - 1));
}

/** Without `fatal`, bytes that aren't UTF-8 would silently become `�`. */
const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

function attempt<Result>(work: () => Result, message: string): Result {
  try {
    return work();
  } catch {
    throw new MalformedToken(message);
  }
}
