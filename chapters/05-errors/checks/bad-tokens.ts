import { createHmac } from 'node:crypto';
import { APP_PEM, encodePart, goodClaims, goodHeader, NOW, signToken, strangerKeys } from '#check';

/** Tokens that are invalid, each for a reason of its own. */
export function badTokens(): [what: string, token: string][] {
  const [header, payload, signature] = signToken().split('.') as [string, string, string];
  const confused = `${encodePart(goodHeader({ alg: 'HS256' }))}.${payload}`;
  const hmac = createHmac('sha256', APP_PEM.publicKey).update(confused).digest('base64url');
  return [
    ["a string that isn't a JWT", 'granite'],
    ["a payload that isn't JSON", signToken('not json')],
    ['a payload that is null', signToken('null')],
    ['a signature that is missing', `${header}.${payload}.`],
    [
      'a payload changed after signing',
      `${header}.${encodePart(goodClaims({ sub: 'p-ines' }))}.${signature}`,
    ],
    ["another key's signature", signToken(goodClaims(), goodHeader(), strangerKeys.privateKey)],
    ['alg none', `${encodePart({ alg: 'none', typ: 'at+jwt' })}.${payload}.`],
    ['another typ', signToken(goodClaims(), goodHeader({ typ: 'JWT' }))],
    ['a crit', signToken(goodClaims(), goodHeader({ crit: ['exp'] }))],
    ['another issuer', signToken(goodClaims({ iss: 'https://cairn.example.org' }))],
    ['another audience', signToken(goodClaims({ aud: 'https://other.example' }))],
    ['no exp', signToken(goodClaims({ exp: undefined }))],
    ['an iat in the future', signToken(goodClaims({ iat: NOW + 60, exp: NOW + 120 }))],
    ['an nbf in the future', signToken(goodClaims({ nbf: NOW + 60 }))],
    ['a lifetime of two hours', signToken(goodClaims({ exp: NOW + 7200 }))],
    ['no sub', signToken(goodClaims({ sub: undefined }))],
    ['a sub that is not a person', signToken(goodClaims({ sub: 'p-nobody' }))],
    [
      "another key's signature, and an exp that has passed",
      signToken(goodClaims({ exp: NOW }), goodHeader(), strangerKeys.privateKey),
    ],
    ['the public key as an HMAC secret', `${confused}.${hmac}`],
  ];
}
