import { todo } from '#api/todo.ts';
import { decodeSegment, type Part } from './decode-segment.ts';
import { MalformedToken } from './malformed-token.ts';

/** A JSON object: the shape of a header and of a payload. */
export type JsonObject = Record<string, unknown>;

/** A token taken apart. Nothing here is proven: anybody can write a token. */
export interface DecodedToken {
  header: JsonObject;
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
  // TODO 1.2 · npm run grade 1.2 · /chapters/01-jwt-basics#1-2
  // A token has three parts with dots between them. Two, or five, are a MalformedToken.
  // decodeSegment gives a part's bytes. In the header and the payload they spell a JSON object:
  // readObject, below, reads it. What the payload says are the token's claims. The signature stays
  // bytes. It may be empty: a token can be unsigned (RFC 7519 §6).
  todo('1.2');
  // #endregion 1.2
}

/** Reads bytes as UTF-8, the text as JSON, and wants an object. Each step can fail, and says so. */
function readObject(bytes: Uint8Array, part: Part): JsonObject {
  const text = attempt(() => utf8.decode(bytes), `The ${part} is not UTF-8.`);
  const value: unknown = attempt(() => JSON.parse(text), `The ${part} is not JSON.`);
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw new MalformedToken(`The ${part} is not a JSON object.`);
  }
  if (isDeeper(value, MAX_DEPTH)) throw new MalformedToken(`The ${part} is nested too deep.`);
  return value as JsonObject;
}

/** JSON.parse reads any depth, JSON.stringify runs out of stack: a reader may set a limit (RFC 8259 §9). */
const MAX_DEPTH = 100;

function isDeeper(value: unknown, levels: number): boolean {
  if (typeof value !== 'object' || value === null) return false;
  return levels === 0 || Object.values(value).some((inner) => isDeeper(inner, levels - 1));
}

/** `fatal` throws where bytes are not UTF-8; by default they would become `�`, silently. */
const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

function attempt<Result>(work: () => Result, fault: string): Result {
  try {
    return work();
  } catch {
    throw new MalformedToken(fault);
  }
}
