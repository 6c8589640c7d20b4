import { createPublicKey } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import {
  appKeys,
  EC_PEM,
  sessionClaims,
  makeWorld,
  NOW,
  signToken,
  type World,
} from '../grading/check/kit.ts';
import { send } from './answers/send.ts';
import { finishedApps, since } from './testing/apps.ts';

const AUTHENTICATOR = since('authenticator');
const tokenOf = (changes: object = {}) => signToken(sessionClaims({ ...changes }));
const as = () => ({ Authorization: `Bearer ${tokenOf()}` });

describe('our own mistakes, and two clocks', () => {
  const guarded = finishedApps.filter(({ chapter }) => chapter >= AUTHENTICATOR);
  const me = { method: 'GET', path: '/api/me', headers: as() };

  test.each(guarded)('a wrong key is a 500 in chapter $chapter, and logged', async (app) => {
    const publicKey = createPublicKey(EC_PEM.publicKey);
    const world = makeWorld({ keys: { ...appKeys, publicKey } });
    const answer = await send(app.createApp(world), me);
    expect(answer.status).toBe('500 Internal Server Error');
    expect(world.logged.map(String)).toEqual([expect.stringMatching(/RSA key/)]);
  });

  test('chapter 3 forgives a clock as far ahead as its app says', async () => {
    const { createApp } = guarded.find(({ chapter }) => chapter === AUTHENTICATOR)!;
    const headers = { Authorization: `Bearer ${tokenOf({ iat: NOW + 30, exp: NOW + 60 })}` };
    const statuses = [0, 29, 30].map(async (clockTolerance) => {
      const app = createApp({ ...makeWorld(), clockTolerance } as World);
      return (await send(app, { ...me, headers })).status;
    });
    expect(await Promise.all(statuses)).toEqual(['401 Unauthorized', '401 Unauthorized', '200 OK']);
  });
});
