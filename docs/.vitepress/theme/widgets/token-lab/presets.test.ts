import { beforeAll, describe, expect, test } from 'vitest';
import { verifyAccessToken } from '../../../../../solutions/03-authenticator/verify-token.ts';
import { createPublicKey } from 'node:crypto';
import { checkSignature } from './check-signature.ts';
import { type KeyPair, makeKeyPair } from './keys.ts';
import { COURSE_POLICY, judge } from './policy.ts';
import { PRESETS, presetsOf } from './presets.ts';
import { readToken } from './read-token.ts';
import { CHAT_TOKEN, SAMPLE_TIME, SAMPLE_TOKEN } from './samples.ts';
import { tellVerdict } from './tell-verdict.ts';

const NOW = Date.UTC(2026, 5, 15, 8);
let keys: KeyPair;
beforeAll(async () => {
  keys = await makeKeyPair();
});

/** How each of chapter 3's presets ends: accepted, or by which rule. */
const ENDS: Record<string, string> = {
  good: 'accepted',
  expired: 'exp',
  none: 'alg',
  confusion: 'alg',
  stranger: 'signature',
  issuer: 'iss',
  audience: 'aud',
  typ: 'typ',
  milliseconds: 'lifetime',
  duplicate: 'accepted',
  spelling: 'base64url',
  crit: 'crit',
};

async function judged(id: string) {
  const preset = PRESETS.find((each) => each.id === id)!;
  const token = await preset.make(keys, NOW);
  const signature = await checkSignature(token, keys.publicKey);
  return { token, judgement: judge(token, COURSE_POLICY, NOW, signature), signature };
}

describe('the presets', () => {
  test.each(Object.entries(ENDS))('%s ends with %s', async (id, end) => {
    const { judgement } = await judged(id);
    const broken = judgement.findings.find(({ holds }) => holds === false);
    expect(broken?.id ?? judgement.verdict).toBe(end);
  });

  test('of chapter 3 are all here', () => {
    expect(presetsOf('verify').map(({ id }) => id)).toEqual(Object.keys(ENDS));
  });

  test('the duplicate member makes Inês of Mira', async () => {
    const { token, judgement } = await judged('duplicate');
    expect(judgement.subject).toBe('p-ines');
    expect(readToken(token).payload.doubles).toEqual(['sub']);
  });

  test('the chat’s secret is the one that chapter 2 finds', async () => {
    const check = (text: string) => checkSignature(CHAT_TOKEN, { kind: 'secret', text });
    expect((await check('otter-creek-1987')).holds).toBe(true);
    expect((await check('otter-creek-1988')).holds).toBe(false);
  });

  test.each(['read', 'sign', 'verify', 'all'] as const)(
    'of “%s” begin with what it opens on',
    async (part) => {
      const [first] = presetsOf(part);
      expect(first?.id).toBe(part === 'read' ? 'mail' : 'good');
    },
  );
});

describe('the sample', () => {
  test('is as long as a good token of today, part by part, so that nothing moves', async () => {
    const { token } = await judged('good');
    const lengths = (text: string) => text.split('.').map(({ length }) => length);
    expect(lengths(token)).toEqual(lengths(SAMPLE_TOKEN));
  });

  test('was good at its time: chapter 3 accepts it, with the key that is gone', () => {
    const publicKey = createPublicKey(SAMPLE_PUBLIC_KEY);
    const policy = { ...COURSE_POLICY, publicKey, clockTolerance: 0 };
    expect(verifyAccessToken(SAMPLE_TOKEN, policy, SAMPLE_TIME).subject).toBe('p-mira');
  });
});

describe('the verdict in words', () => {
  const told = async (id: string, part: 'read' | 'sign' | 'all') => {
    const { judgement, signature } = await judged(id);
    return tellVerdict(judgement, part, signature.forgeable === true);
  };

  test('does not ask what the page has not taught yet', async () => {
    expect((await told('good', 'read')).stages.map(({ state }) => state)).toEqual([
      'yes',
      'not asked',
      'not asked',
    ]);
    expect((await told('good', 'sign')).stages.map(({ state }) => state)).toEqual([
      'yes',
      'yes',
      'not asked',
    ]);
  });

  test.each([
    ['good', 'good', 'Accepted, as p-mira'],
    ['expired', 'bad', 'Verified, not accepted: expired-token'],
    ['issuer', 'bad', 'Verified, not accepted: invalid-token'],
    ['stranger', 'bad', 'Decoded, not verified'],
    ['spelling', 'bad', 'Not a token'],
  ])('of %s is %s: %s', async (id, tone, headline) => {
    expect(await told(id, 'all')).toMatchObject({ tone, headline });
  });

  test('raises the alarm where a policy accepts what anyone can write', async () => {
    const { token, signature } = await judged('confusion');
    const policy = { ...COURSE_POLICY, algorithms: ['RS256', 'HS256'] as const };
    const judgement = judge(token, policy, NOW, signature);
    expect(tellVerdict(judgement, 'all', signature.forgeable === true)).toMatchObject({
      tone: 'alarm',
      headline: expect.stringContaining('p-ines'),
    });
  });

  test('stays the same while the clock goes on', async () => {
    for (const id of Object.keys(ENDS)) {
      const { token, signature } = await judged(id);
      const at = (now: number) =>
        tellVerdict(judge(token, COURSE_POLICY, now, signature), 'all', false);
      expect(at(NOW + 1000)).toEqual(at(NOW));
    }
  });
});

const SAMPLE_PUBLIC_KEY = `-----BEGIN PUBLIC KEY-----
MIIBIjANBgkqhkiG9w0BAQEFAAOCAQ8AMIIBCgKCAQEAqsSrClRjrEN/4waCxecN
J5MGgPFrq3NM+3sZwlpCx/H0fjKdqUp4iWZwvKg769jow5RWrfJPGfnVd7ZENx5Y
Nh9YNeNJZB2Tm2c26WpieaqnEw8hAJp0GXBNN7LbParSyVr2v2J7iGjMpubMNlg5
73SBzUAk1+TuRjTHVxcxbm6bL/me5QirYBF30Kvgigu4F7r7EZr3Z28rBTlh8IdF
mB/EW2eYrMtiDIfJXcjVoyJQNjmXjSPp3CuVvhb0zogNz0oOO46mQ8Kg65n2iDGx
KECRd7t2Ra9uJF2CCwKtrnFiN3PfxSzCv2y6kBdTwlISRFgQ96P2sWfqx3hf2/8m
kwIDAQAB
-----END PUBLIC KEY-----
`;
