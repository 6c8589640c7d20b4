import { createHmac, createPublicKey, type KeyObject } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import {
  appKeys,
  encodePart,
  goodClaims,
  goodHeader,
  NOW,
  signToken,
  START,
  strangerKeys,
} from '../../../../../scripts/grading/check/kit.ts';
import { APP_PEM, STRANGER_PEM } from '../../../../../scripts/grading/check/test-keys.ts';
import { AuthenticationError } from '../../../../../solutions/03-authenticator/authentication-error.ts';
import { verifyAccessToken } from '../../../../../solutions/03-authenticator/verify-token.ts';
import { checkSignature } from './check-signature.ts';
import { type PublicKey, readPublicKey } from './keys.ts';
import { COURSE_POLICY, judge, passed, type Policy } from './policy.ts';

const ours = await publicKeyOf(APP_PEM.publicKey);

async function publicKeyOf(pem: string): Promise<PublicKey> {
  const { key, fault } = await readPublicKey(pem);
  if (!key) throw new Error(fault);
  return key;
}

async function judged(token: string, policy = COURSE_POLICY, now = START, key = ours) {
  return judge(token, policy, now, await checkSignature(token, key));
}

/** How chapter 3's own code ends. */
function verified(token: string, policy: Policy, now: number, publicKey: KeyObject) {
  try {
    const whole = { ...policy, publicKey, clockTolerance: 0 };
    return { verdict: 'accepted', subject: verifyAccessToken(token, whole, now).subject };
  } catch (error) {
    if (!(error instanceof AuthenticationError)) throw error;
    return { verdict: error.code, subject: undefined };
  }
}

const withClaims = (changes: Record<string, unknown>) => signToken(goodClaims(changes));
const withHeader = (changes: Record<string, unknown>) =>
  signToken(goodClaims(), goodHeader(changes));

const good = signToken();
const [header, payload, signature] = good.split('.') as [string, string, string];
const text = JSON.stringify(goodClaims());

const CLAIMS: Record<string, unknown[]> = {
  iss: [undefined, null, '', 'https://evil.example', `${COURSE_POLICY.issuer}/`, [], {}, 1],
  aud: [
    undefined,
    null,
    '',
    [],
    COURSE_POLICY.audience,
    [COURSE_POLICY.audience],
    ['https://maps.example', COURSE_POLICY.audience],
    [[COURSE_POLICY.audience]],
    [null],
    `${COURSE_POLICY.audience}/v2`,
    { 0: COURSE_POLICY.audience },
    1,
  ],
  sub: [undefined, null, '', 'p-ines', 1, true, [], ['p-mira'], {}],
  iat: [undefined, null, '', `${NOW}`, NOW, NOW + 1, NOW + 0.001, NOW - 0.5, NOW - 3600, -1, 0, []],
  nbf: [null, '', NOW, NOW - 60, NOW + 1, NOW + 0.001, `${NOW}`, true, -1],
  exp: [
    undefined,
    null,
    '',
    `${NOW + 60}`,
    NOW,
    NOW + 0.001,
    NOW - 1,
    NOW + 3540,
    NOW + 3541,
    NOW + 3540.5,
    NOW * 1000,
    0,
    -1,
    true,
    [NOW + 60],
  ],
  jti: [undefined, 1],
  role: ['ranger'],
};

const HEADERS: Record<string, unknown[]> = {
  alg: [undefined, null, '', 'none', 'None', 'HS256', 'RS512', 'rs256', 'ES256', ['RS256'], 1],
  typ: [undefined, null, '', 'JWT', 'AT+JWT', 'application/at+jwt', ['at+jwt'], 1],
  kid: [undefined, '', strangerKeys.kid, 1],
  crit: [[], ['exp'], null, false, '', {}],
  jwk: [strangerKeys.publicKey.export({ format: 'jwk' })],
};

const TOKENS: [what: string, token: string][] = [
  ['a good token', good],
  ...Object.entries(CLAIMS).flatMap(([name, values]) =>
    values.map((value): [string, string] => [
      `${name} ${JSON.stringify(value)}`,
      withClaims({ [name]: value }),
    ]),
  ),
  ...Object.entries(HEADERS).flatMap(([name, values]) =>
    values.map((value): [string, string] => [
      `${name} ${JSON.stringify(value)}`,
      withHeader({ [name]: value }),
    ]),
  ),
  ["a stranger's signature", signToken(goodClaims(), goodHeader(), strangerKeys.privateKey)],
  ['no signature', `${header}.${payload}.`],
  ['alg none and no signature', `${encodePart({ alg: 'none', typ: 'at+jwt' })}.${payload}.`],
  ['half a signature', `${header}.${payload}.${signature.slice(0, 172)}`],
  ['a signature that is spelt otherwise', `${good.slice(0, -1)}${nextLetter(good.at(-1)!)}`],
  ['a signature with padding', `${good}==`],
  ['the public key as a secret', sealed(goodClaims(), APP_PEM.publicKey)],
  ['another payload', `${header}.${encodePart(goodClaims({ sub: 'p-ines' }))}.${signature}`],
  ['a payload that is not JSON', signToken('{"sub":')],
  ['a payload that is null', signToken('null')],
  ['a payload that is an array', signToken('[]')],
  ['a payload that is not UTF-8', signToken(Buffer.from('{"sub":"\xff"}', 'latin1'))],
  ['two parts', `${header}.${payload}`],
  ['four parts', `${good}.x`],
  ['nothing', ''],
  ['two dots', '..'],
  ['sub twice', signToken(text.replace(/}$/, ',"sub":"p-ines"}'))],
  ['sub twice, the last time a number', signToken(text.replace(/}$/, ',"sub":1}'))],
  ['alg twice', signToken(goodClaims(), '{"alg":"RS256","typ":"at+jwt","alg":"none"}')],
  ['exp 1e400', signToken(text.replace(/"exp":\d+/, '"exp":1e400'))],
  ['iat -1e400', signToken(text.replace(/"iat":\d+/, '"iat":-1e400'))],
  ['iat and exp 1e400', signToken(text.replace(/"(iat|exp)":\d+/g, '"$1":1e400'))],
  [
    'huge times',
    signToken(text.replace(/"iat":\d+/, '"iat":-1e308').replace(/"exp":\d+/, '"exp":1e308')),
  ],
  ['claims in __proto__', signToken(`{"__proto__":${text}}`)],
  [
    'crit in __proto__',
    signToken(goodClaims(), '{"alg":"RS256","typ":"at+jwt","__proto__":{"crit":[]}}'),
  ],
  ['white space in its JSON', signToken(JSON.stringify(goodClaims(), null, 2))],
  ['nesting', signToken(text.replace(/}$/, `,"a":${'['.repeat(200)}${']'.repeat(200)}}`))],
  // Expired, and not all right either: only what was good once is called expired.
  ...Object.entries({ iss: 'x', aud: 'x', sub: 1, nbf: NOW + 60, iat: NOW + 60 }).map(
    ([name, value]): [string, string] => [
      `expired, and ${name} ${value}`,
      withClaims({ iat: NOW - 3700, exp: NOW - 100, [name]: value }),
    ],
  ),
  ['expired, and of typ JWT', signToken(goodClaims({ exp: NOW - 1 }), goodHeader({ typ: 'JWT' }))],
];

describe('judge ends as verifyAccessToken does', () => {
  test.each(TOKENS)('for a token with %s', async (_what, token) => {
    const { verdict, subject } = await judged(token);
    const expected = verified(token, COURSE_POLICY, START, appKeys.publicKey);
    expect({ verdict, subject }).toEqual(expected);
  });

  test('at every time around those that a token names', async () => {
    const token = withClaims({ nbf: NOW - 30 });
    for (const named of [NOW - 60, NOW - 30, NOW - 60 + 3600]) {
      for (const milliseconds of [-1000, -1, 0, 1, 1000]) {
        const now = named * 1000 + milliseconds;
        const { verdict } = await judged(token, COURSE_POLICY, now);
        expect(verdict, `${now}`).toBe(
          verified(token, COURSE_POLICY, now, appKeys.publicKey).verdict,
        );
      }
    }
  });

  test.each<[string, Partial<Policy>]>([
    ['another issuer', { issuer: 'https://huts.example' }],
    ['no issuer', { issuer: '' }],
    ['another audience', { audience: 'https://maps.example' }],
    ['a shorter life', { maxLifetime: 3599 }],
    ['a longer life', { maxLifetime: 7200 }],
    ['no number for a life', { maxLifetime: Number.NaN }],
  ])('under a policy with %s', async (_what, changes) => {
    const policy = { ...COURSE_POLICY, ...changes };
    for (const [what, token] of TOKENS) {
      const { verdict } = await judged(token, policy);
      expect(verdict, what).toBe(verified(token, policy, START, appKeys.publicKey).verdict);
    }
  });

  test('with another key', async () => {
    const theirs = await publicKeyOf(STRANGER_PEM.publicKey);
    for (const [what, token] of TOKENS) {
      const { verdict } = await judged(token, COURSE_POLICY, START, theirs);
      const stranger = createPublicKey(STRANGER_PEM.publicKey);
      expect(verdict, what).toBe(verified(token, COURSE_POLICY, START, stranger).verdict);
    }
  });
});

describe('a careless policy', () => {
  test('that allows HS256 beside RS256 falls for the public key as a secret', async () => {
    const token = sealed(goodClaims({ sub: 'p-ines' }), APP_PEM.publicKey);
    const policy: Policy = { ...COURSE_POLICY, algorithms: ['RS256', 'HS256'] };
    expect(await judged(token, policy)).toMatchObject({ verdict: 'accepted', subject: 'p-ines' });
    expect((await checkSignature(token, ours)).forgeable).toBe(true);
  });

  test('that allows none accepts what nobody signed', async () => {
    const token = `${encodePart({ alg: 'none', typ: 'at+jwt' })}.${payload}.`;
    const policy: Policy = { ...COURSE_POLICY, algorithms: ['none'] };
    expect((await judged(token, policy)).verdict).toBe('accepted');
    // Not with anything after the last dot.
    expect((await judged(`${token}AAAA`, policy)).verdict).toBe('invalid-token');
  });

  test('that allows nothing accepts nothing', async () => {
    const { verdict } = await judged(good, { ...COURSE_POLICY, algorithms: [] });
    expect(verdict).toBe('invalid-token');
  });
});

describe('the rules', () => {
  const brokenBy = async (token: string, now?: number) =>
    (await judged(token, COURSE_POLICY, now)).findings.find(({ holds }) => holds === false)?.id;

  test.each([
    ['parts', 'a.b'],
    ['base64url', `${good}=`],
    ['json', signToken('[]')],
    ['alg', withHeader({ alg: 'HS256' })],
    ['signature', signToken(goodClaims(), goodHeader(), strangerKeys.privateKey)],
    ['typ', withHeader({ typ: 'JWT' })],
    ['crit', withHeader({ crit: ['exp'] })],
    ['iss', withClaims({ iss: 'x' })],
    ['aud', withClaims({ aud: 'x' })],
    ['iat', withClaims({ iat: NOW + 1 })],
    ['exp-time', withClaims({ exp: 'soon' })],
    ['lifetime', withClaims({ exp: NOW * 1000 })],
    ['nbf', withClaims({ nbf: NOW + 1 })],
    ['sub', withClaims({ sub: 1 })],
    ['exp', withClaims({ exp: NOW })],
  ])('each breaks alone: %s', async (id, token) => {
    expect(await brokenBy(token)).toBe(id);
  });

  test('are not reached behind a broken one', async () => {
    const { findings } = await judged(withClaims({ iss: 'x' }));
    const at = findings.findIndex(({ id }) => id === 'iss');
    expect(findings.slice(0, at).every(({ holds, why }) => holds === true && why !== '')).toBe(
      true,
    );
    expect(findings.slice(at + 1).every(({ holds }) => holds === undefined)).toBe(true);
  });

  test('make three stages', async () => {
    const stages = async (token: string) => {
      const judgement = await judged(token);
      return (['decoded', 'verified', 'accepted'] as const).map((stage) =>
        passed(judgement, stage),
      );
    };
    expect(await stages(good)).toEqual([true, true, true]);
    expect(await stages(withClaims({ iss: 'x' }))).toEqual([true, true, false]);
    expect(await stages(`${header}.${payload}.`)).toEqual([true, false, undefined]);
    expect(await stages('a.b')).toEqual([false, undefined, undefined]);
  });
});

function sealed(claims: Record<string, unknown>, secret: string): string {
  const input = `${encodePart(goodHeader({ alg: 'HS256' }))}.${encodePart(claims)}`;
  return `${input}.${createHmac('sha256', secret).update(input).digest('base64url')}`;
}

function nextLetter(letter: string): string {
  return String.fromCharCode(letter.charCodeAt(0) + 1);
}
