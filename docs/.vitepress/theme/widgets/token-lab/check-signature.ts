import { fitsRsa, fitsSecret, type VerifyingKey } from './keys.ts';
import { readToken } from './read-token.ts';

/** The algorithms that the lab can check. */
export const ALGORITHMS = ['RS256', 'HS256', 'none'] as const;
export type Algorithm = (typeof ALGORITHMS)[number];

/** Whether a token's signature holds, and why. */
export interface SignatureCheck {
  holds: boolean;
  why: string;
  /** It holds, and anyone could have made it. */
  forgeable?: boolean;
}

/**
 * Checks a signature as a verifier does that lets the token choose the algorithm: whoever calls
 * decides, before, which ones it may choose from (RFC 8725 §3.1).
 *
 * With a public key and `alg: HS256`, the key's text is the HMAC's secret. That is the confusion of
 * keys which RFC 8725 §2.1 tells of, and some libraries had it.
 */
export async function checkSignature(token: string, key: VerifyingKey): Promise<SignatureCheck> {
  const { segments, header, signature } = readToken(token);
  const alg = header.value?.['alg'];
  const bytes = signature.bytes;
  if (!bytes) return broken('It isn’t base64url.');
  if (alg === 'none') {
    return bytes.length > 0
      ? broken('alg is none, and there is a signature all the same.')
      : { holds: true, forgeable: true, why: 'alg is none: no signature, so none is checked.' };
  }
  if (bytes.length === 0) return broken('There is none.');
  const input = segments.slice(0, 2).join('.');
  if (alg === 'RS256') {
    if (key.kind === 'secret') return broken('RS256 needs a public key, and this is a secret.');
    return (await fitsRsa(input, bytes, key.key))
      ? { holds: true, why: 'It was made with the private key of this public key.' }
      : broken('It doesn’t match: something else was signed, or with another key.');
  }
  if (alg === 'HS256') {
    // WebCrypto refuses to import an empty secret.
    if (key.text === '') return broken('The secret is empty.');
    if (!(await fitsSecret(input, bytes, key.text))) {
      return broken('It doesn’t match: it was made of something else, or with another secret.');
    }
    return key.kind === 'secret'
      ? { holds: true, why: 'It was made with this secret.' }
      : {
          holds: true,
          forgeable: true,
          why: 'It was made with the text of the public key as the secret. Everyone has that text (RFC 8725 §2.1).',
        };
  }
  return broken('The lab checks only RS256 and HS256.');
}

function broken(why: string): SignatureCheck {
  return { holds: false, why };
}
