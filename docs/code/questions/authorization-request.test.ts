import { createHash } from 'node:crypto';
import { expect, test } from 'vitest';
import {
  challengeFor,
  type PendingSignIn,
  readCode,
  redeemCode,
  startSignIn,
} from './authorization-request.ts';

const OPTIONS = {
  issuer: 'https://id.example',
  authorizationEndpoint: 'https://id.example/authorize?theme=dark',
  tokenEndpoint: 'https://id.example/token',
  clientId: 'cairn-app',
  redirectUri: 'https://cairn.example/app/signed-in',
  scope: 'openid reports:write',
};

test('makes the challenge of RFC 7636, appendix B', async () => {
  expect(await challengeFor('dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk')).toBe(
    'E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM',
  );
});

test('asks for a code, and shows the server a hash of what only the app knows', async () => {
  const { url, state, nonce, verifier } = await startSignIn(OPTIONS);
  const asked = new URL(url);
  expect(asked.origin + asked.pathname).toBe('https://id.example/authorize');
  expect(Object.fromEntries(asked.searchParams)).toEqual({
    theme: 'dark',
    response_type: 'code',
    client_id: OPTIONS.clientId,
    redirect_uri: OPTIONS.redirectUri,
    scope: OPTIONS.scope,
    state,
    nonce,
    code_challenge: createHash('sha256').update(verifier).digest('base64url'),
    code_challenge_method: 'S256',
  });
  expect(url).not.toContain(verifier);
});

test('makes new secrets each time, long enough for RFC 7636 §4.1', async () => {
  const [one, other] = [await startSignIn(OPTIONS), await startSignIn(OPTIONS)];
  const secrets = [one, other].flatMap(({ state, nonce, verifier }) => [state, nonce, verifier]);
  expect(new Set(secrets).size).toBe(6);
  for (const secret of secrets) expect(secret).toMatch(/^[\w-]{43}$/);
});

const back = (pending: PendingSignIn, changes: Record<string, string> = {}) =>
  `${OPTIONS.redirectUri}?${new URLSearchParams({
    code: 'the-code',
    state: pending.state,
    iss: OPTIONS.issuer,
    ...changes,
  })}`;

test('reads the code of its own request', async () => {
  const pending = await startSignIn(OPTIONS);
  expect(readCode(back(pending), pending, OPTIONS)).toBe('the-code');
});

test.each([
  ['the answer to another request', { state: 'another' }, 'not the answer'],
  ['an answer without a state', { state: '' }, 'not the answer'],
  ['an answer from another server', { iss: 'https://evil.example' }, 'not the answer'],
  ['a no', { code: '', error: 'access_denied' }, 'not completed'],
])('refuses %s', async (_what, changes, message) => {
  const pending = await startSignIn(OPTIONS);
  expect(() => readCode(back(pending, changes), pending, OPTIONS)).toThrow(message);
});

/** A server that issues tokens to the app that asked for the code, as RFC 7636 §4.6 says. */
function tokenServer(pending: PendingSignIn): typeof fetch {
  const challenge = new URL(pending.url).searchParams.get('code_challenge');
  return async (url, init) => {
    expect([url, init?.method, init?.redirect]).toEqual([OPTIONS.tokenEndpoint, 'POST', 'error']);
    const form = new URLSearchParams(String(init?.body));
    const isRight =
      form.get('grant_type') === 'authorization_code' &&
      form.get('client_id') === OPTIONS.clientId &&
      form.get('redirect_uri') === OPTIONS.redirectUri &&
      form.get('code') === 'the-code' &&
      (await challengeFor(form.get('code_verifier') ?? '')) === challenge;
    return isRight
      ? Response.json({ access_token: 'a-token' })
      : Response.json({ error: 'invalid_grant' }, { status: 400 });
  };
}

test('trades the code for a token', async () => {
  const pending = await startSignIn(OPTIONS);
  const tokens = await redeemCode('the-code', pending, OPTIONS, tokenServer(pending));
  expect(tokens).toEqual({ access_token: 'a-token' });
});

test('a code that another app caught is worth nothing to it', async () => {
  const pending = await startSignIn(OPTIONS);
  const thief = await startSignIn(OPTIONS);
  const redeem = redeemCode('the-code', thief, OPTIONS, tokenServer(pending));
  await expect(redeem).rejects.toThrow('it answered 400');
});
