import { APP_PEM, appKeys, makeWorld } from '../../../grading/check/kit.ts';
import type { BearerTopic } from '../attack.ts';
import { hmacSigned, shows } from '../forge.ts';

const { publicKey } = appKeys;
const { e, kty, n } = publicKey.export({ format: 'jwk' });
const pem = APP_PEM.publicKey;

/** Everything public about our key, in every form that a server may hold it in. */
const SECRETS: [what: string, secret: string | Buffer][] = [
  ['its PEM text', pem],
  ['its PEM text, trimmed', pem.trim()],
  ['its PEM text, with CRLF', pem.replaceAll('\n', '\r\n')],
  ['its PEM text, on one line', pem.replaceAll('\n', '')],
  ['its PEM text, without the frame', pem.replace(/-----.+?-----/g, '').replaceAll('\n', '')],
  ['its DER (SPKI)', publicKey.export({ format: 'der', type: 'spki' })],
  ['its DER in base64', publicKey.export({ format: 'der', type: 'spki' }).toString('base64')],
  ['its DER (PKCS#1)', publicKey.export({ format: 'der', type: 'pkcs1' })],
  ['its PEM (PKCS#1)', publicKey.export({ format: 'pem', type: 'pkcs1' })],
  ['its JWK', JSON.stringify({ kty, n, e })],
  ['its JWK, as its thumbprint has it', JSON.stringify({ e, kty, n })],
  ['its JWK set', JSON.stringify({ keys: [{ kty, n, e }] })],
  ['its modulus', Buffer.from(String(n), 'base64url')],
  ['its modulus in base64url', String(n)],
  ['its thumbprint', appKeys.kid],
];

/** What people choose. */
const GUESSES: [what: string, secret: string][] = [
  ['nothing', ''],
  ['"secret"', 'secret'],
  ['"undefined"', 'undefined'],
  ['"[object Object]"', '[object Object]'],
  ['the example of jwt.io', 'your-256-bit-secret'],
  ["the session's secret, of the other firewall", makeWorld().sessionSecret],
];

/** A public key is no secret: who signs with it as if it were one must not be believed. */
export const keyConfusion: BearerTopic = {
  title: 'Key confusion: a public key used as a secret',
  attacks: [
    ...SECRETS.map(([what, secret]) =>
      shows(
        'standard',
        `HS256 with our public key: ${what}`,
        hmacSigned(256, secret),
        'RFC 8725 §2.1, §3.1: a key is for one algorithm',
      ),
    ),
    ...([384, 512] as const).flatMap((bits) =>
      SECRETS.filter(([what]) => /PEM text$|SPKI|JWK$/.test(what)).map(([what, secret]) =>
        shows(
          'standard',
          `HS${bits} with our public key: ${what}`,
          hmacSigned(bits, secret),
          'RFC 8725 §2.1, §3.1',
        ),
      ),
    ),
    ...GUESSES.map(([what, secret]) =>
      shows(
        'standard',
        `HS256 with the secret: ${what}`,
        hmacSigned(256, secret),
        'RFC 8725 §2.2: a weak secret is found',
      ),
    ),
    shows(
      'standard',
      'HS256 with our PEM, that calls itself RS256',
      hmacSigned(256, pem, { alg: 'RS256' }),
      'RFC 8725 §3.1',
    ),
  ],
};
