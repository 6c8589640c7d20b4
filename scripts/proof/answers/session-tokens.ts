import { createHash, randomBytes, randomUUID } from 'node:crypto';
import { decodeJwt } from 'jose';
import { goodClaims, NOW, PEOPLE, sessionClaims, signToken } from '../../grading/check/kit.ts';
import type { SessionClient, Tokens } from './session-client.ts';

/**
 * Does what a way to send something describes, and has the tokens of it: the session is ended, say,
 * or time has passed. Whatever stands for a token is in its place.
 *
 * @throws Error for a way that isn't described here
 */
export async function tokensFor(way: string, client: SessionClient): Promise<Tokens> {
  if (Object.hasOwn(PEOPLE, way)) return client.signIn(way as keyof typeof PEOPLE);
  const first = await client.signIn();
  const made = (await inSession(way, first, client)) ?? (await inPlace(way, first, client));
  if (!made) throw new Error(`No one has said how to send ${way}.`);
  return made;
}

/** Tokens that were issued, and what became of them. */
async function inSession(
  way: string,
  tokens: Tokens,
  client: SessionClient,
): Promise<Tokens | undefined> {
  switch (way) {
    case 'nothing':
    case 'sign-in':
      return tokens;
    case 'refreshed':
      return client.refresh(tokens);
    case 'used':
      await client.refresh(tokens);
      return tokens;
    case 'long-used': {
      let newest = tokens;
      for (let turn = 0; turn < 3; turn += 1) newest = await client.refresh(newest);
      return tokens;
    }
    case 'signed-out':
      await client.revoke(tokens.refresh_token);
      return tokens;
    case 'from-the-list': {
      const { sid } = decodeJwt(tokens.access_token);
      await client.as(await client.signIn(), 'DELETE', `/api/me/sessions/${sid}`);
      return tokens;
    }
    case 'everywhere':
      await client.as(await client.signIn(), 'DELETE', '/api/me/sessions');
      return tokens;
    case 'password': {
      const change = { current: PEOPLE.mira.password, new: 'one beer at the hut, please' };
      await client.as(await client.signIn(), 'PUT', '/api/me/password', change);
      return tokens;
    }
    case 'reuse': {
      const newest = await client.refresh(tokens);
      await client.refresh(tokens).catch(() => {});
      return newest;
    }
    case 'gone':
      client.world.database.run('DELETE FROM people WHERE id = ?', PEOPLE.mira.id);
      return tokens;
    case 'other-revoked':
      await client.revoke(tokens.access_token);
      return client.refresh(tokens);
    case 'other-ended':
      await client.revoke((await client.signIn()).refresh_token);
      return tokens;
    case 'week':
      client.daysLater(7);
      return tokens;
    case 'month': {
      let newest = tokens;
      for (const days of [6, 6, 6, 6, 5]) {
        client.daysLater(days);
        newest = await client.refresh(newest);
      }
      client.daysLater(1);
      return newest;
    }
    case 'revoked':
      await client.revoke(tokens.access_token);
      return tokens;
    case 'long-revoked':
      await client.revoke(tokens.access_token);
      client.minutesLater(9);
      await client.refresh(tokens);
      return tokens;
    case 'ten-minutes':
      client.minutesLater(10);
      return tokens;
    default:
      return undefined;
  }
}

/** Strings in a token's place. */
async function inPlace(
  way: string,
  { access_token, refresh_token }: Tokens,
  client: SessionClient,
): Promise<Tokens | undefined> {
  const inBody = (token: string): Tokens => ({ access_token, refresh_token: token });
  const asBearer = (token: string): Tokens => ({ access_token: token, refresh_token });
  const { sid } = decodeJwt(access_token);
  switch (way) {
    case 'access':
      return inBody(access_token);
    case 'random':
      return inBody(randomBytes(32).toString('base64url'));
    case 'hash':
      return inBody(createHash('sha256').update(refresh_token).digest('base64url'));
    case 'empty':
      return inBody('');
    case 'as-bearer':
      return asBearer(refresh_token);
    case 'hour':
      return asBearer(signToken(goodClaims({ iat: NOW, exp: NOW + 3600, jti: randomUUID() })));
    case 'no-jti':
      return asBearer(signToken(sessionClaims({ sid, jti: undefined })));
    case 'foreign-sid': {
      const theirs = decodeJwt((await client.signIn('tomas')).access_token);
      return asBearer(signToken(sessionClaims({ sid: theirs['sid'], jti: randomUUID() })));
    }
    default:
      return undefined;
  }
}
