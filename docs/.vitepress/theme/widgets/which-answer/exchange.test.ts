import { expect, test } from 'vitest';
import { askedText, matrixOf, refusals, requestText, word } from './exchange.ts';
import { api } from './errors/questions.ts';
import { exchanges } from './sessions/questions.ts';
import { type Topic, topics } from './topics.ts';

/** What was answered to each cell of each table. */
const found = ({ matrices, recording: { answerTo } }: Topic) =>
  matrices.map(({ asks, sends }) =>
    asks.map(({ id }) =>
      sends.map((send) => answerTo(id, send.id).slug ?? answerTo(id, send.id).status),
    ),
  );

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

test('a way to send something may have a body of its own', () => {
  const ask = exchanges.asks[0]!;
  const [nothing, live] = exchanges.sends;
  expect(requestText(ask, nothing!.ways[0]!)).toMatch(/\n\n\{\}$/);
  expect(requestText(ask, live!.ways[0]!)).toMatch(/\n\n\{"refresh_token":"‹token›"\}$/);
});

test.each(Object.values(topics))('every question of $chapter is in one table', ({ matrices }) => {
  for (const matrix of matrices) {
    for (const { id } of matrix.asks) expect(matrixOf(matrices, id)).toBe(matrix);
  }
});

test('the answers of chapter 5 are those of the contract', () => {
  const refused = ['malformed-authorization', 'expired-token', 'invalid-token'];
  const required = ['authentication-required', 'authentication-required', ...refused];
  expect(found(topics.errors)).toEqual([
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

test('the answers of chapters 7 to 9 are those of the contract', () => {
  const required = 'authentication-required';
  const grants = Array<string>(5).fill('invalid-grant');
  expect(found(topics.sessions)).toEqual([
    [
      [required, 200, 'forbidden', 200],
      [required, 200, 'forbidden', 'forbidden'],
      [required, 'validation-failed', 'forbidden', 'validation-failed'],
      [required, 404, 404, 404],
      [required, 204, 'forbidden', 204],
      [required, 201, 'forbidden', 201],
      [required, 'forbidden', 'forbidden', 'validation-failed'],
    ],
    [
      ['validation-failed', 200, ...grants],
      ['validation-failed', ...Array<number>(6).fill(200)],
    ],
    [[200, 'invalid-token', 'invalid-token', 'expired-token', 'invalid-token']],
  ]);
});

test('every string gets the same answer when it is revoked', () => {
  const { answerTo } = topics.sessions.recording;
  const strings = exchanges.sends.filter(({ id }) => id !== 'nothing');
  expect(new Set(strings.map(({ id }) => answerTo('revoke', id).text)).size).toBe(1);
});

test('every refusal is listed with its requests, in the order of the contract', () => {
  const listed = refusals(topics.errors);
  expect(listed.map(({ answer }) => answer.slug ?? answer.status)).toEqual([
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
  for (const { cases } of listed) expect(cases.length).toBeGreaterThan(0);
  expect(listed[2]!.cases).toEqual([{ sends: 'An expired token', asks: 'anything but a token' }]);
});

test('the refusals of the sessions are listed too', () => {
  const listed = refusals(topics.sessions);
  expect(listed.map(({ answer }) => answer.slug ?? answer.status)).toEqual([
    'authentication-required',
    'expired-token',
    'invalid-token',
    'forbidden',
    404,
    ...Array<string>(4).fill('validation-failed'),
    'invalid-grant',
  ]);
  expect(listed[0]!.cases).toEqual([{ sends: 'No token', asks: 'any change' }]);
});

test('a word stands for each type', () => {
  const words = ({ recording }: Topic) => recording.allAnswers.map(word).filter(Boolean).sort();
  expect(words(topics.errors)).toEqual(
    ['credentials', 'expired', 'forbidden', 'invalid', 'malformed', 'required'].sort(),
  );
  expect([...new Set(words(topics.sessions))]).toEqual(
    ['body', 'expired', 'forbidden', 'grant', 'invalid', 'required'].sort(),
  );
});
