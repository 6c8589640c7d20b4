import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { openDatabase } from '../../chapters/00-open-api/database.ts';
import { basic, makeWorld, PEOPLE, type World } from '../grading/check/kit.ts';
import { send } from './answers/send.ts';
import { finishedApps, since } from './testing/apps.ts';
import { answers } from './testing/contract-case.ts';

const FROM = since('refresh-tokens');
const JSON_BODY = { 'Content-Type': 'application/json' };
const path = '/api/tokens/refresh';

describe('POST /api/tokens/refresh', () => {
  const post = { from: FROM, method: 'POST', path, headers: JSON_BODY };
  const invalid = { status: 422, is: 'validation-failed' };
  const refused = {
    status: 400,
    is: 'invalid-grant',
    lines: { 'cache-control': 'no-store', 'www-authenticate': null, 'set-cookie': null },
  };
  answers([
    { what: 'no token of ours', ...post, body: { refresh_token: 'x' }, ...refused },
    { what: 'an empty one', ...post, body: { refresh_token: '' }, ...refused },
    {
      what: 'another case',
      ...post,
      path: '/API/Tokens/refresh/',
      body: { refresh_token: 'x' },
      ...refused,
    },
    {
      what: 'beside a bad token',
      ...post,
      headers: { ...JSON_BODY, Authorization: 'Bearer x y' },
      body: { refresh_token: 'x' },
      ...refused,
    },
    {
      what: 'a number',
      ...post,
      body: { refresh_token: 1 },
      ...invalid,
      faults: ['#/refresh_token'],
    },
    { what: 'none', ...post, body: {}, ...invalid, faults: ['#/refresh_token'] },
    { what: 'nothing', ...post, headers: {}, ...invalid, faults: ['#'] },
    { what: 'an array', ...post, body: ['x'], ...invalid, faults: ['#'] },
    {
      what: 'something else as well',
      ...post,
      body: { refresh_token: 'x', sub: 'p-ines' },
      ...invalid,
      faults: ['#/sub'],
    },
    { what: 'half of it', ...post, body: '{"refresh', status: 400, is: 'malformed-json' },
    {
      what: 'a form, as OAuth has it',
      ...post,
      headers: { 'Content-Type': 'application/x-www-form-urlencoded' },
      body: 'grant_type=refresh_token&refresh_token=x',
      status: 415,
    },
    { what: 'GET', from: FROM, path, status: 405, lines: { allow: 'OPTIONS, POST' } },
    { what: 'PUT', from: FROM, method: 'PUT', path, status: 401, is: 'authentication-required' },
    {
      what: 'a preflight',
      from: FROM,
      method: 'OPTIONS',
      path,
      headers: { Origin: 'http://localhost:5173', 'Access-Control-Request-Method': 'POST' },
      status: 204,
      lines: { 'access-control-allow-origin': 'http://localhost:5173' },
    },
  ]);
});

describe('sessions in a file', () => {
  const { createApp } = finishedApps.find(({ chapter }) => chapter === FROM)!;
  const ask = async (world: World, request: Parameters<typeof send>[1]) => {
    const answer = await send(createApp(world), request);
    return { status: Number.parseInt(answer.status), body: JSON.parse(answer.body) };
  };
  const signIn = { Authorization: basic('mira', PEOPLE.mira.password) };
  const refresh = (token: string) => ({
    method: 'POST',
    path,
    headers: JSON_BODY,
    body: JSON.stringify({ refresh_token: token }),
  });

  test('survive a restart, and are shared by two servers', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'cairn-sessions-'));
    const file = join(folder, 'cairn.sqlite');
    try {
      const before = makeWorld({ database: openDatabase(file) });
      const first = await ask(before, { method: 'POST', path: '/api/tokens', headers: signIn });
      before.database.close();

      const [one, two] = [0, 1].map(() => makeWorld({ database: openDatabase(file) }));
      const next = await ask(one!, refresh(first.body.refresh_token));
      expect(next.status).toBe(200);
      const newest = await ask(two!, refresh(next.body.refresh_token));
      expect(newest.status).toBe(200);
      const replayed = await ask(one!, refresh(next.body.refresh_token));
      expect(replayed.status).toBe(400);
      const after = await ask(two!, refresh(newest.body.refresh_token));
      expect(after.status).toBe(400);
      for (const { database } of [one!, two!]) database.close();
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});
