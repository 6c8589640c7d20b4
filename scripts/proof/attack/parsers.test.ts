import type { Request } from 'express';
import fc from 'fast-check';
import { jwtVerify } from 'jose';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { decodeSegment } from '../../../solutions/01-jwt-basics/decode-segment.ts';
import { decodeToken } from '../../../solutions/01-jwt-basics/decode-token.ts';
import { MalformedToken } from '../../../solutions/01-jwt-basics/malformed-token.ts';
import { readTimes } from '../../../solutions/01-jwt-basics/read-times.ts';
import { readBasicCredentials } from '../../../solutions/02-signing/read-basic.ts';
import { AuthenticationError } from '../../../solutions/03-authenticator/authentication-error.ts';
import { tokenPolicy } from '../../../solutions/03-authenticator/token-policy.ts';
import { verifyAccessToken } from '../../../solutions/03-authenticator/verify-token.ts';
import { readBearerToken } from '../../../solutions/04-header/read-bearer.ts';
import { html } from '../../../solutions/06-two-firewalls/html.ts';
import {
  appKeys,
  basic,
  encodePart,
  goodClaims,
  goodHeader,
  NOW,
  signToken,
  START,
  strangerKeys,
} from '../../grading/check/kit.ts';
import { Target } from './target.ts';

// The same runs each time: a test that fails on some days is worse than none.
fc.configureGlobal({ seed: 20_260_615, numRuns: 300 });

/** What came of a call: a value, or the error it is allowed to throw. Any other error goes through. */
function attempt<Result, Fault extends Error>(
  kind: new (...given: never[]) => Fault,
  work: () => Result,
): { value?: Result; error?: Fault } {
  try {
    return { value: work() };
  } catch (error) {
    if (error instanceof kind) return { error };
    throw error;
  }
}

const base64url = fc.string({
  unit: fc.constantFrom(...'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_'),
});
const nearly = fc.oneof(
  base64url,
  fc.string(),
  fc.string({ unit: fc.constantFrom(...'AQgw-_+/= \n.') }),
);
const jsonObject = fc.dictionary(fc.string(), fc.jsonValue());
/** As JSON has it: without undefined, and with one zero. */
const asJson = (value: unknown) => JSON.stringify(JSON.parse(JSON.stringify(value)));

describe('decodeSegment', () => {
  test('gives back what was encoded', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 100 }), (bytes) => {
        const segment = Buffer.from(bytes).toString('base64url');
        expect([...decodeSegment(segment, 'payload')]).toEqual([...bytes]);
      }),
    );
  });

  test('takes one spelling for each bytes, and says MalformedToken to all others', () => {
    fc.assert(
      fc.property(nearly, (segment) => {
        const { value } = attempt(MalformedToken, () => decodeSegment(segment, 'header'));
        if (value) expect(Buffer.from(value).toString('base64url')).toBe(segment);
        else expect(Buffer.from(segment, 'base64url').toString('base64url')).not.toBe(segment);
      }),
    );
  });
});

describe('decodeToken', () => {
  test('gives back what was encoded', () => {
    fc.assert(
      fc.property(jsonObject, jsonObject, fc.uint8Array(), (header, claims, signature) => {
        const token = [
          encodePart(JSON.stringify(header)),
          encodePart(JSON.stringify(claims)),
          encodePart(signature),
        ].join('.');
        const decoded = decodeToken(token);
        expect(JSON.stringify(decoded.header)).toBe(asJson(header));
        expect(JSON.stringify(decoded.claims)).toBe(asJson(claims));
        expect([...decoded.signature]).toEqual([...signature]);
      }),
    );
  });

  test('says MalformedToken, and nothing else, to what is no token', () => {
    const part = fc.oneof(
      nearly,
      fc.jsonValue().map((value) => encodePart(JSON.stringify(value))),
    );
    const token = fc.array(part, { maxLength: 5 }).map((parts) => parts.join('.'));
    fc.assert(
      fc.property(fc.oneof(token, fc.string()), (text) => {
        const { value } = attempt(MalformedToken, () => decodeToken(text));
        if (!value) return;
        for (const object of [value.header, value.claims]) {
          expect(Object.prototype.toString.call(object)).toBe('[object Object]');
        }
      }),
    );
  });
});

describe('readTimes', () => {
  const time = fc.oneof(fc.double(), fc.integer(), fc.jsonValue(), fc.constant(undefined));
  const claims = fc.record({ iat: time, nbf: time, exp: time });

  test('gives dates that are dates, and says MalformedToken to the rest', () => {
    fc.assert(
      fc.property(claims, fc.integer({ min: 0 }), (given, now) => {
        const { value } = attempt(MalformedToken, () => readTimes(given, now));
        const finite = Object.values(given).every(
          (each) => each === undefined || (typeof each === 'number' && Number.isFinite(each)),
        );
        expect(value !== undefined).toBe(finite);
        if (!value) return;
        for (const date of [value.issuedAt, value.expiresAt]) {
          if (date !== null) expect(new Date(date).toISOString()).toBe(date);
        }
        const { exp } = given;
        expect(value.expired).toBe(exp === undefined ? null : now >= Number(exp) * 1000);
      }),
    );
  });
});

describe('readBasicCredentials', () => {
  // Not only ASCII, and no control characters; a handle has no colon.
  const text = fc.string({ unit: 'binary' }).filter((each) => !/\p{Cc}|\p{Cs}/u.test(each));

  test('gives back what was sent, colons and all', () => {
    fc.assert(
      fc.property(text, text, (before, password) => {
        const handle = before.replaceAll(':', '');
        expect(readBasicCredentials([basic(handle, password)])).toEqual({ handle, password });
      }),
    );
  });

  test('never throws, and takes one line', () => {
    const value = fc.oneof(
      fc.string(),
      fc.string().map((each) => `Basic ${each}`),
      fc.base64String().map((each) => `basic  ${each}`),
    );
    fc.assert(
      fc.property(fc.array(value, { maxLength: 3 }), (lines) => {
        const credentials = readBasicCredentials(lines);
        if (lines.length !== 1) expect(credentials).toBeUndefined();
        if (!credentials) return;
        expect(credentials.handle).not.toContain(':');
        expect(credentials.handle + credentials.password).not.toMatch(/\p{Cc}/u);
      }),
    );
  });
});

describe('readBearerToken', () => {
  const token = fc.string({ unit: fc.constantFrom(...'aZ09-._~+/='), minLength: 1 });
  const line = fc.oneof(
    fc.string(),
    token.map((each) => `Bearer ${each}`),
    fc
      .tuple(
        fc.constantFrom('bearer', 'BEARER', 'Bearer', 'Basic', 'B e'),
        fc.constantFrom(' ', '  ', '\t', ''),
        fc.string(),
      )
      .map((each) => each.join('')),
  );
  const read = (lines: string[]) =>
    readBearerToken({ headersDistinct: lines.length ? { authorization: lines } : {} } as Request);

  test('gives the one token of the one line, or none, or says that the header is malformed', () => {
    fc.assert(
      fc.property(fc.array(line, { maxLength: 3 }), (lines) => {
        const { value, error } = attempt(AuthenticationError, () => read(lines));
        if (error) {
          expect(error.code).toBe('malformed-authorization');
          expect(lines.length).toBeGreaterThan(0);
        }
        if (value === undefined) return;
        expect(lines).toHaveLength(1);
        expect(lines[0]).toMatch(/^bearer +[A-Za-z0-9\-._~+/]+=*$/i);
        expect(lines[0]!.endsWith(` ${value}`)).toBe(true);
      }),
    );
  });
});

describe('verifyAccessToken', () => {
  const policy = tokenPolicy(appKeys);
  const good = signToken();
  const verify = (text: string, now = START) =>
    attempt(AuthenticationError, () => verifyAccessToken(text, policy, now));

  test('takes the good one, to begin with', () => {
    expect(verify(good).value).toEqual({ subject: 'p-mira' });
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

describe('a path, however it is spelled', () => {
  let target: Target;
  beforeAll(async () => {
    target = await Target.open();
  });
  afterAll(() => target.close());

  /** Ways to write a path that mean the same (RFC 3986 §6.2.2). */
  const spelling = (segments: string[]) =>
    fc.tuple(...segments.map((segment, index) => spelled(segment, index < 2))).chain((parts) =>
      fc
        .array(fc.constantFrom('/', '//', '/./', '/x/../', '/%2e/', '/y/%2E./'), {
          minLength: parts.length,
          maxLength: parts.length,
        })
        .map((joints) => parts.map((part, index) => joints[index]! + part).join('')),
    );
  const spelled = (segment: string, anyCase: boolean) =>
    fc
      .array(fc.nat({ max: 2 }), { minLength: segment.length, maxLength: segment.length })
      .map((ways) =>
        [...segment]
          .map((character, index) => {
            const cased = anyCase && ways[index] === 2 ? character.toUpperCase() : character;
            if (ways[index] !== 1) return cased;
            return `%${cased.charCodeAt(0).toString(16)}`;
          })
          .join(''),
      );

  test('DELETE without a token is 401, with another one 403, or there is nothing: 404', async () => {
    const token = signToken(goodClaims({ sub: 'p-ines' }));
    await fc.assert(
      fc.asyncProperty(spelling(['api', 'reports', 'r-01']), async (path) => {
        const stranger = await target.send({ method: 'DELETE', path });
        const lines = [`Authorization: Bearer ${token}`];
        const other = await target.send({ method: 'DELETE', path, lines });
        // Express decodes no literals and joins no slashes: such a path may lead nowhere.
        expect([401, 404]).toContain(stranger.status);
        expect([403, 404]).toContain(other.status);
        expect(other.status === 403 && stranger.status !== 401).toBe(false);
      }),
      { numRuns: 200 },
    );
    expect((await target.send({ path: '/api/reports/r-01' })).status).toBe(200);
  });

  test('GET of the office without a session leads to the login form, or nowhere', async () => {
    await fc.assert(
      fc.asyncProperty(spelling(['office']), async (path) => {
        expect([303, 404]).toContain((await target.send({ path })).status);
      }),
      { numRuns: 100 },
    );
  });
});

describe('html', () => {
  test('whatever text is put in comes out as that text, and as nothing else', () => {
    const text = fc.string({
      unit: fc.oneof(fc.constantFrom(...'<>&"\'/=`;#'), fc.constantFrom('&lt;', '&#39;', 'script')),
    });
    const unescape: Record<string, string> = { amp: '&', lt: '<', gt: '>', quot: '"', '#39': "'" };
    fc.assert(
      fc.property(fc.oneof(text, fc.string({ unit: 'binary' })), (given) => {
        const { markup } = html`<p title="${given}">${given}</p>`;
        const [, inAttribute = '', inText = ''] =
          /^<p title="([^"]*)">([^<]*)<\/p>$/s.exec(markup) ?? [];
        for (const escaped of [inAttribute, inText]) {
          expect(escaped).not.toMatch(/[<>"']/);
          expect(escaped.replace(/&(\w+|#39);/g, (_, name: string) => unescape[name]!)).toBe(given);
        }
      }),
    );
  });
});
