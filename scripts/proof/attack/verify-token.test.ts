import fc from 'fast-check';
import { jwtVerify } from 'jose';
import { describe, expect, test } from 'vitest';
import { AuthenticationError } from '../../../solutions/03-authenticator/authentication-error.ts';
import { tokenPolicy } from '../../../solutions/03-authenticator/token-policy.ts';
import { verifyAccessToken } from '../../../solutions/03-authenticator/verify-token.ts';
import {
  appKeys,
  goodClaims,
  goodHeader,
  NOW,
  signToken,
  START,
  strangerKeys,
} from '../../grading/check/kit.ts';
import { attempt } from './attempt.ts';

// The same runs each time: a test that fails on some days is worse than none.
fc.configureGlobal({ seed: 20_260_615, numRuns: 300 });

describe('verifyAccessToken', () => {
  const policy = tokenPolicy(appKeys);
  const good = signToken();
  const verify = (text: string, now = START) =>
    attempt(AuthenticationError, () => verifyAccessToken(text, policy, now));

  test('takes the good one, to begin with', () => {
    expect(verify(good).value).toEqual({ subject: 'p-mira', claims: goodClaims() });
  });

  test('refuses it with any one character changed, dropped, added or swapped', () => {
    const place = fc.nat({ max: good.length - 1 });
    const character = fc.oneof(
      fc.constantFrom(...'AQgw09-_.=+/ '),
      fc.string({ unit: 'binary', minLength: 1, maxLength: 1 }),
    );
    const mutant = fc.oneof(
      fc.tuple(place, character).map(([at, to]) => good.slice(0, at) + to + good.slice(at + 1)),
      place.map((at) => good.slice(0, at) + good.slice(at + 1)),
      fc.tuple(place, character).map(([at, to]) => good.slice(0, at) + to + good.slice(at)),
      place.map((at) => good.slice(0, at)),
      place.map(
        (at) => good.slice(0, at) + (good[at + 1] ?? '') + (good[at] ?? '') + good.slice(at + 2),
      ),
    );
    fc.assert(
      fc.property(mutant, (text) => {
        if (text !== good) expect(verify(text).error?.code).toBe('invalid-token');
      }),
      { numRuns: 1_000 },
    );
  });

  test('refuses it with any one bit of the signature flipped', () => {
    const [header, payload, signature = ''] = good.split('.');
    for (let bit = 0; bit < 2048; bit += 7) {
      const bytes = Buffer.from(signature, 'base64url');
      bytes[bit >> 3]! ^= 1 << (bit & 7);
      const text = `${header}.${payload}.${bytes.toString('base64url')}`;
      expect(verify(text).error?.code, `bit ${bit}`).toBe('invalid-token');
    }
  });

  test('refuses parts of one token among those of another', () => {
    const tokens = [
      good,
      signToken(goodClaims({ sub: 'p-ines' })),
      signToken(goodClaims(), goodHeader({ kid: 'x' })),
      signToken(goodClaims(), goodHeader(), strangerKeys.privateKey),
    ].map((token) => token.split('.'));
    const index = fc.nat({ max: tokens.length - 1 });
    fc.assert(
      fc.property(index, index, index, (header, payload, signature) => {
        fc.pre(header !== payload || payload !== signature);
        const text = [tokens[header]![0], tokens[payload]![1], tokens[signature]![2]].join('.');
        // Some of them share a header, and two a payload.
        if (tokens.some((token) => token.join('.') === text)) return;
        expect(verify(text).error?.code).toBe('invalid-token');
      }),
    );
  });

  /** A good object with two members, or fewer, that are near what they should be, or far from it. */
  const nearlyGood = (good: Record<string, unknown>, others: Record<string, unknown[]>) => {
    const change = fc
      .constantFrom(...Object.keys(others))
      .chain((name) =>
        fc.tuple(
          fc.constant(name),
          fc.oneof({ weight: 4, arbitrary: fc.constantFrom(...others[name]!) }, fc.jsonValue()),
        ),
      );
    return fc
      .array(change, { maxLength: 2 })
      .map((changes) => ({ ...good, ...Object.fromEntries(changes) }));
  };
  const claims = nearlyGood(goodClaims(), {
    iss: ['https://cairn.example', 'https://cairn.example/', ['https://cairn.example']],
    aud: [['https://cairn.example/api', 'x'], 'x', [], undefined],
    sub: ['p-mira', '', 0, undefined],
    iat: [NOW - 60, NOW, NOW + 1, NOW - 0.5, NOW - 3600, undefined],
    exp: [NOW, NOW + 1, NOW + 3540, NOW + 3541, NOW + 3600, NOW + 0.5, undefined],
    nbf: [NOW - 60, NOW, NOW + 1, NOW + 0.5],
    jti: ['x', 1],
  });
  const header = nearlyGood(
    { alg: 'RS256', typ: 'at+jwt' },
    {
      typ: ['JWT', 'AT+JWT', undefined],
      kid: ['x', 1],
      jwk: [{ kty: 'oct' }],
      crit: [['exp'], []],
    },
  );

  test('takes what the contract says, and nothing else', () => {
    let taken = 0;
    fc.assert(
      fc.property(claims, header, (payload, parameters) => {
        const text = signToken(payload, parameters);
        // As it is read: JSON has no undefined.
        const wire = JSON.parse(JSON.stringify(payload)) as typeof payload;
        const { value } = verify(text);
        expect(value !== undefined).toBe(holds(wire, parameters));
        if (value) taken += 1;
      }),
      { numRuns: 1_000 },
    );
    expect(taken).toBeGreaterThan(100);
  });

  test('takes nothing that jose would not', async () => {
    let taken = 0;
    await fc.assert(
      fc.asyncProperty(claims, header, async (payload, parameters) => {
        const text = signToken(payload, parameters);
        if (!verify(text).value) return;
        taken += 1;
        const { payload: read } = await jwtVerify(text, appKeys.publicKey, {
          algorithms: ['RS256'],
          issuer: 'https://cairn.example',
          audience: 'https://cairn.example/api',
          typ: 'at+jwt',
          requiredClaims: ['sub', 'iat', 'exp'],
          currentDate: new Date(START),
        });
        expect(read.sub).toBe(payload.sub);
      }),
      { numRuns: 1_000 },
    );
    expect(taken).toBeGreaterThan(100);
  });
});

/** The contract's sentence on tokens, once more, and in other words. */
function holds(claims: Record<string, unknown>, header: Record<string, unknown>): boolean {
  const number = (value: unknown): value is number => Number.isFinite(value);
  const { iss, aud, sub, iat, exp } = claims;
  if (header['typ'] !== 'at+jwt' || Object.keys(header).includes('crit')) return false;
  if (iss !== 'https://cairn.example') return false;
  if (![aud].flat().includes('https://cairn.example/api')) return false;
  if (typeof sub !== 'string') return false;
  if (!number(iat) || !number(exp)) return false;
  if (iat > NOW || exp <= NOW || exp - iat > 3600) return false;
  return !('nbf' in claims) || (number(claims['nbf']) && claims['nbf'] <= NOW);
}
