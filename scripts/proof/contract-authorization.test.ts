import { describe, expect, test } from 'vitest';
import { sessionClaims, makeWorld, PEOPLE, signToken } from '../grading/check/kit.ts';
import { send } from './answers/send.ts';
import { finishedApps, since } from './testing/apps.ts';
import { answers } from './testing/contract-case.ts';

// Who may do what with reports: the contract's table, asked of every app that has voters.

const from = since('authorization');
const REPORT = { trail: 'larch-loop', condition: 'open', title: 'Dry' };
const as = (who: keyof typeof PEOPLE) => ({
  'Content-Type': 'application/json',
  Authorization: `Bearer ${signToken(sessionClaims({ sub: PEOPLE[who].id }))}`,
});
const forbidden = { status: 403, is: 'forbidden', lines: { 'www-authenticate': null } };
const invalid = { status: 422, is: 'validation-failed' };
const post = (who: keyof typeof PEOPLE, body: object) => ({
  from,
  method: 'POST',
  path: '/api/reports',
  headers: as(who),
  body,
});
const patch = (who: keyof typeof PEOPLE, id: string, body: unknown) => ({
  from,
  method: 'PATCH',
  path: `/api/reports/${id}`,
  headers: as(who),
  body,
});
const remove = (who: keyof typeof PEOPLE, id: string) => ({
  from,
  method: 'DELETE',
  path: `/api/reports/${id}`,
  headers: as(who),
});

describe('posting', () => {
  const hers = { status: 201, holds: { author: 'mira' } };
  answers([
    { what: 'without an author', ...post('mira', REPORT), ...hers },
    { what: 'with her own handle', ...post('mira', { ...REPORT, author: 'mira' }), ...hers },
    { what: 'as tomas', ...post('mira', { ...REPORT, author: 'tomas' }), ...forbidden },
    { what: 'as nobody there is', ...post('mira', { ...REPORT, author: 'x' }), ...forbidden },
    { what: 'as tomas, nothing else', ...post('mira', { author: 'tomas' }), ...forbidden },
    {
      what: 'as a number',
      ...post('mira', { author: 7, ...REPORT }),
      ...invalid,
      faults: ['#/author'],
    },
    {
      what: 'as null',
      ...post('ines', { author: null, ...REPORT }),
      ...invalid,
      faults: ['#/author'],
    },
    { what: 'for mira, by a ranger', ...post('ines', { ...REPORT, author: 'mira' }), ...hers },
    {
      what: 'for nobody there is, by a ranger',
      ...post('ines', { ...REPORT, author: 'x', title: '', a: 1 }),
      ...invalid,
      faults: ['#/author', '#/title', '#/a'],
    },
  ]);
});

describe('changing', () => {
  const everything = { condition: 'closed', title: 'Ice', body: 'Thin.' };
  answers([
    {
      what: 'her own, all of it',
      ...patch('mira', 'r-01', everything),
      status: 200,
      holds: everything,
    },
    {
      what: "ines's own, all of it",
      ...patch('ines', 'r-02', everything),
      status: 200,
      holds: everything,
    },
    {
      what: "tomas's, by a hiker",
      ...patch('mira', 'r-03', { condition: 'closed' }),
      ...forbidden,
    },
    { what: "tomas's, nothing, by a hiker", ...patch('mira', 'r-03', {}), ...forbidden },
    { what: "tomas's, badly, by a hiker", ...patch('mira', 'r-03', [1]), ...forbidden },
    {
      what: "tomas's, its condition, by a ranger",
      ...patch('ines', 'r-03', { condition: 'closed' }),
      status: 200,
      holds: { condition: 'closed', author: 'tomas' },
    },
    { what: "tomas's, nothing, by a ranger", ...patch('ines', 'r-03', {}), status: 200 },
    {
      what: "tomas's, also its title, by a ranger",
      ...patch('ines', 'r-03', { condition: 'closed', title: 'Ice' }),
      ...forbidden,
    },
    {
      what: "tomas's, its body, by a ranger",
      ...patch('ines', 'r-03', { body: null }),
      ...forbidden,
    },
    {
      what: "tomas's, what it hasn't, by a ranger",
      ...patch('ines', 'r-03', { region: 'x', condition: 'x' }),
      ...invalid,
      faults: ['#/region', '#/condition'],
    },
    {
      what: 'nothing there is',
      ...patch('mira', 'r-none', { title: 5 }),
      status: 404,
      is: 'about:blank',
    },
  ]);
});

describe('deleting', () => {
  answers([
    { what: 'her own', ...remove('mira', 'r-01'), status: 204 },
    { what: "tomas's, by a hiker", ...remove('mira', 'r-03'), ...forbidden },
    { what: "tomas's, by a ranger", ...remove('ines', 'r-03'), status: 204 },
    { what: 'nothing there is', ...remove('ines', 'r-none'), status: 404, is: 'about:blank' },
  ]);
});

test('a report whose author has left is nobody’s, and a ranger’s to close and delete', async () => {
  for (const { chapter, createApp } of finishedApps) {
    if (chapter < from) continue;
    const world = makeWorld();
    world.database.run("DELETE FROM people WHERE id = 'p-tomas'");
    const app = createApp(world);
    const status = async ({ headers, body, ...request }: ReturnType<typeof patch>) => {
      const sent = body === undefined ? {} : { body: JSON.stringify(body) };
      return (await send(app, { ...request, headers, ...sent })).status;
    };
    const close = { condition: 'closed' };
    const answers = [
      await status(patch('mira', 'r-03', close)),
      await status({ ...remove('mira', 'r-03'), body: undefined }),
      await status(patch('ines', 'r-03', { title: 'Ice' })),
      await status(patch('ines', 'r-03', close)),
      await status({ ...remove('ines', 'r-03'), body: undefined }),
    ];
    expect(answers.map(Number.parseFloat), `chapter ${chapter}`).toEqual([403, 403, 403, 200, 204]);
  }
});
