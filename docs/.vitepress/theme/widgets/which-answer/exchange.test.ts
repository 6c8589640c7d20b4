import { expect, test } from 'vitest';
import { askedText, matrixOf, refusals, requestText, word } from './exchange.ts';
import { api, matrices, tokens } from './questions.ts';
import { allAnswers, answerTo } from './recorded.ts';

test('a request is shown with all of its lines and its body', () => {
  const ask = api.asks.find(({ id }) => id === 'own')!;
  const way = api.sends.flatMap(({ ways }) => ways).find(({ id }) => id === 'two-lines')!;
  expect(requestText(ask, way)).toBe(
    [
      'PATCH /api/reports/r-01 HTTP/1.1',
      'Authorization: Bearer ‹token›',
      'Authorization: Bearer ‹token›',
      'Content-Type: application/json',
      '',
      '{"condition":"caution"}',
    ].join('\n'),
  );
});

test('a question in a line names the way where there are several', () => {
  const [ask, me] = api.asks;
  const [nothing, other] = api.sends;
  expect(askedText(ask!, nothing!, nothing!.ways[0]!)).toBe('GET /api/trails, nothing:');
  expect(askedText(me!, other!, other!.ways[1]!)).toBe(
    'GET /api/me, another scheme (a scheme that we don’t know):',
  );
});

test('every question is in one table', () => {
  expect(matrixOf('token')).toBe(tokens);
  for (const { id } of api.asks) expect(matrixOf(id)).toBe(api);
});

test('the recorded answers are those of the contract', () => {
  const found = matrices.map(({ asks, sends }) =>
    asks.map(({ id }) =>
      sends.map((send) => answerTo(id, send.id).slug ?? answerTo(id, send.id).status),
    ),
  );
  const refused = ['malformed-authorization', 'expired-token', 'invalid-token'];
  const required = ['authentication-required', 'authentication-required', ...refused];
  expect(found).toEqual([
    [
      [200, 200, ...refused, 200],
      [...required, 200],
      [...required, 200],
      [...required, 'forbidden'],
      [...required, 404],
      [404, 404, ...refused, 404],
      [500, 500, ...refused, 500],
    ],
    [[...Array<string>(5).fill('invalid-credentials'), 200]],
  ]);
});

test('every refusal is listed with its requests, in the order of the contract', () => {
  expect(refusals().map(({ answer }) => answer.slug ?? answer.status)).toEqual([
    'authentication-required',
    'malformed-authorization',
    'expired-token',
    'invalid-token',
    'forbidden',
    404,
    404,
    'invalid-credentials',
    500,
  ]);
  for (const { cases } of refusals()) expect(cases.length).toBeGreaterThan(0);
  expect(refusals()[2]!.cases).toEqual([
    { sends: 'An expired token', asks: 'anything but a token' },
  ]);
});

test('a word stands for each type', () => {
  expect(allAnswers.map(word).filter(Boolean).sort()).toEqual(
    ['credentials', 'expired', 'forbidden', 'invalid', 'malformed', 'required'].sort(),
  );
});
