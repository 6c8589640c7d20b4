import { generateKeyPairSync } from 'node:crypto';
import { expect, test } from 'vitest';
import {
  appKeys,
  encodePart,
  goodClaims,
  goodHeader,
  NOW,
  signToken,
  START,
  strangerKeys,
} from '../../../scripts/grading/check/kit.ts';
import { tokenPolicy } from '../../../solutions/03-authenticator/token-policy.ts';
import { verifyAccessToken } from '../../../solutions/03-authenticator/verify-token.ts';
import { verifyWithJose } from './verify-with-jose.ts';

const POLICY = tokenPolicy(appKeys);
const TOLERANT = tokenPolicy(appKeys, 30);

const withClaims = (changes: Record<string, unknown>) => signToken(goodClaims(changes));
const withHeader = (changes: Record<string, unknown>) =>
  signToken(goodClaims(), goodHeader(changes));
const expired = (changes: Record<string, unknown> = {}) =>
  withClaims({ iat: NOW - 7200, exp: NOW - 3600, ...changes });

const good = signToken();
const [header, payload, signature] = good.split('.') as [string, string, string];
const text = JSON.stringify(goodClaims());

/** How a token ends: `accepted`, or the code of what is thrown. */
async function endOf(
  verify: typeof verifyWithJose | typeof verifyAccessToken,
  token: string,
  policy = POLICY,
  now = START,
) {
  try {
    const { subject } = await verify(token, policy, now);
    return `accepted, ${subject}`;
  } catch (error) {
    return (error as { code?: string }).code ?? String(error);
  }
}

test.each<[what: string, token: string, policy?: typeof POLICY, now?: number]>([
  ['a good token', good],
  ['no kid', withHeader({ kid: undefined })],
  ['another type', withHeader({ typ: 'JWT' })],
  ['no type', withHeader({ typ: undefined })],
  ['crit exp', withHeader({ crit: ['exp'] })],
  ['crit b64', withHeader({ crit: ['b64'], b64: true })],
  ['an empty crit', withHeader({ crit: [] })],
  ['crit null', withHeader({ crit: null })],
  ['no issuer', withClaims({ iss: undefined })],
  ['another issuer', withClaims({ iss: 'https://evil.example' })],
  ['a list of issuers', withClaims({ iss: [POLICY.issuer] })],
  ['no audience', withClaims({ aud: undefined })],
  ['a longer audience', withClaims({ aud: `${POLICY.audience}/v2` })],
  ['two audiences', withClaims({ aud: ['x', POLICY.audience] })],
  ['a nested audience', withClaims({ aud: [[POLICY.audience]] })],
  ['no subject', withClaims({ sub: undefined })],
  ['a number as subject', withClaims({ sub: 1 })],
  ['no exp', withClaims({ exp: undefined })],
  ['a string as exp', withClaims({ exp: `${NOW + 60}` })],
  ['an infinite exp', signToken(text.replace(/"exp":\d+/, '"exp":1e400'))],
  ['a fraction of a second too late', withClaims({ exp: NOW + 0.5 }), POLICY, START + 700],
  ['no iat', withClaims({ iat: undefined })],
  ['an iat in the future', withClaims({ iat: NOW + 1 })],
  ['an nbf in the future', withClaims({ nbf: NOW + 1 })],
  ['nbf null', withClaims({ nbf: null })],
  ['a lifetime of 3601 s', withClaims({ exp: NOW - 60 + 3601 })],
  ['a year', withClaims({ exp: NOW + 365 * 86_400 })],
  ['expired', expired()],
  ['expired, from another issuer', expired({ iss: 'https://evil.example' })],
  ['30 s ahead, with a tolerance', withClaims({ iat: NOW + 30 }), TOLERANT],
  ['31 s ahead, with a tolerance', withClaims({ iat: NOW + 31 }), TOLERANT],
  ['expired for 10 s, with a tolerance', withClaims({ exp: NOW - 10 }), TOLERANT],
  ["a stranger's signature", signToken(goodClaims(), goodHeader(), strangerKeys.privateKey)],
  ['alg none', `${encodePart({ alg: 'none', typ: 'at+jwt' })}.${payload}.`],
  ['a signed null', signToken('null')],
  ['a signed array', signToken('[]')],
  ['a payload that is not JSON', `${encodePart({ alg: 'RS256', typ: 'JWT' })}.bm8.${signature}`],
  ['a header that is null', `${encodePart('null')}.${payload}.${signature}`],
  ['two dots', '..'],
  ['nothing', ''],
])('ends as ours does: %s', async (_what, token, policy, now) => {
  const ours = await endOf(verifyAccessToken, token, policy, now);
  expect(await endOf(verifyWithJose, token, policy, now)).toBe(ours);
});

// The page lists these.
test.each<[what: string, token: string, jose: string, ours: string]>([
  ['padding', `${good}==`, 'accepted, p-mira', 'invalid-token'],
  ['a line end', `${header}.${payload}.${signature}\n`, 'accepted, p-mira', 'invalid-token'],
  ['typ AT+JWT', withHeader({ typ: 'AT+JWT' }), 'accepted, p-mira', 'invalid-token'],
  [
    'typ application/at+jwt',
    withHeader({ typ: 'application/at+jwt' }),
    'accepted, p-mira',
    'invalid-token',
  ],
  [
    'expired, and never valid: it lived for two hours',
    expired({ iat: NOW - 10_800 }),
    'expired-token',
    'invalid-token',
  ],
])('ends otherwise than ours: %s', async (_what, token, jose, ours) => {
  expect(await endOf(verifyWithJose, token)).toBe(jose);
  expect(await endOf(verifyAccessToken, token)).toBe(ours);
});

test.each([
  ['issuer', undefined],
  ['audience', undefined],
  ['publicKey', undefined],
  ['publicKey', generateKeyPairSync('ec', { namedCurve: 'P-256' }).publicKey],
])('half a policy is our mistake: %s', async (part, value) => {
  const policy = { ...POLICY, [part]: value } as typeof POLICY;
  expect(await endOf(verifyWithJose, good, policy)).toContain('The policy lacks');
});
