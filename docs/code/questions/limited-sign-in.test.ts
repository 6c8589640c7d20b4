import express, { type Express } from 'express';
import request from 'supertest';
import { expect, test } from 'vitest';
import { answerProblems } from '#api/problem.ts';
import { makeWorld, PEOPLE, START } from '../../../scripts/grading/check/kit.ts';
import { limitedSignIn } from './limited-sign-in.ts';
import { networkOf } from './network-of.ts';
import { signInAttempts } from './sign-in-attempts.ts';

const { mira, ines } = PEOPLE;
const HERE = '203.0.113.9';
const THERE = '198.51.100.7';
const MINUTE = 60_000;

const statusOf = (error: unknown) => (error as { status?: number }).status;

test('a guesser gets ten attempts at a handle, whether or not it exists', () => {
  const { database, clock } = makeWorld();
  const attempts = signInAttempts(database, clock);
  for (const handle of ['mira', 'nobody']) {
    const waits = Array.from({ length: 12 }, (_, index) =>
      attempts.begin(handle, `10.0.0.${index}`),
    );
    expect(waits).toEqual([...Array(10).fill(0), 900, 900]);
  }
});

test('an address gets fifty attempts, spread over any number of handles', () => {
  const { database, clock } = makeWorld();
  const attempts = signInAttempts(database, clock);
  const waits = Array.from({ length: 51 }, (_, index) => attempts.begin(`handle-${index}`, HERE));
  expect(waits).toEqual([...Array(50).fill(0), 900]);
  expect(attempts.begin('handle-51', THERE)).toBe(0);
});

test('an attempt counts for fifteen minutes, and one that was refused does not count', () => {
  const { database, clock, setTime } = makeWorld();
  const attempts = signInAttempts(database, clock);
  for (let minute = 0; minute < 10; minute += 1) {
    setTime(START + minute * MINUTE);
    expect(attempts.begin('mira', HERE)).toBe(0);
  }
  expect(attempts.begin('mira', HERE)).toBe(6 * 60);
  setTime(START + 15 * MINUTE - 1);
  expect(attempts.begin('mira', HERE)).toBe(1);
  setTime(START + 15 * MINUTE);
  expect(attempts.begin('mira', HERE)).toBe(0);
  expect(attempts.begin('mira', HERE)).toBe(60);
});

test('two processes count together', () => {
  const { database, clock } = makeWorld();
  const one = signInAttempts(database, clock);
  const other = signInAttempts(database, clock);
  for (let index = 0; index < 10; index += 1) one.begin('mira', HERE);
  expect(other.begin('mira', HERE)).toBe(900);
});

test('a sign-in forgets one’s own typing errors, and nothing of an attacker’s', () => {
  const { database, clock } = makeWorld();
  const attempts = signInAttempts(database, clock);
  for (let index = 0; index < 4; index += 1) attempts.begin('mira', HERE);
  for (let index = 0; index < 5; index += 1) attempts.begin('mira', THERE);
  attempts.forget('mira', HERE);
  const waits = Array.from({ length: 6 }, () => attempts.begin('mira', HERE));
  expect(waits).toEqual([0, 0, 0, 0, 0, 900]);

  // An attacker's own account doesn't reset the attacker's address.
  for (let index = 0; index < 50; index += 1) attempts.begin(`handle-${index}`, '192.0.2.1');
  attempts.forget('handle-0', '192.0.2.1');
  expect(attempts.begin('handle-0', '192.0.2.1')).toBe(0);
  expect(attempts.begin('handle-0', '192.0.2.1')).toBe(900);
});

test('the right password signs in, and doesn’t after too many wrong ones', async () => {
  const { database, clock } = makeWorld();
  const signIn = limitedSignIn(database, clock);
  await expect(signIn(mira, HERE)).resolves.toMatchObject({ id: mira.id });
  await expect(signIn({ ...mira, password: 'wrong' }, HERE)).resolves.toBeUndefined();
  for (let index = 0; index < 9; index += 1) {
    await signIn({ ...mira, password: `wrong-${index}` }, THERE);
  }
  await expect(signIn(mira, HERE)).rejects.toMatchObject({ status: 429 });
  await expect(signIn(ines, HERE)).resolves.toMatchObject({ id: ines.id });
});

test('guesses at the same moment are all counted', async () => {
  const { database, clock } = makeWorld();
  const signIn = limitedSignIn(database, clock);
  const limiters = Array.from({ length: 5 }, () => limitedSignIn(database, clock));
  const guesses = limiters.flatMap((guess, process) =>
    Array.from({ length: 3 }, (_, index) =>
      guess({ ...mira, password: `wrong-${process}-${index}` }, HERE).catch(statusOf),
    ),
  );
  const results = await Promise.all(guesses);
  expect(results.filter((status) => status === 429)).toHaveLength(5);
  await expect(signIn(mira, HERE)).rejects.toMatchObject({ status: 429 });
});

test('four passwords are checked at once; a fifth is told to come back, and isn’t counted', async () => {
  const { database, clock } = makeWorld();
  const signIn = limitedSignIn(database, clock);
  const busy = Array.from({ length: 4 }, (_, index) =>
    signIn({ handle: `handle-${index}`, password: 'wrong' }, HERE),
  );
  await expect(signIn(mira, THERE)).rejects.toMatchObject({ status: 503 });
  await Promise.all(busy);
  await expect(signIn(mira, THERE)).resolves.toMatchObject({ id: mira.id });
  expect(database.all('SELECT * FROM signInAttempts')).toHaveLength(4);
});

test('a hash that can’t be read gives its place back', async () => {
  const { database, clock } = makeWorld();
  const signIn = limitedSignIn(database, clock);
  database.run("UPDATE people SET passwordHash = 'broken' WHERE id = ?", mira.id);
  for (let index = 0; index < 5; index += 1) {
    await expect(signIn(mira, HERE)).rejects.not.toHaveProperty('status');
  }
});

test('the client learns when to try again', async () => {
  const { database, clock, log } = makeWorld();
  const signIn = limitedSignIn(database, clock);
  const app: Express = express()
    .post('/sign-in', async (incoming, response) => {
      const person = await signIn({ ...mira, password: 'wrong' }, incoming.ip ?? '');
      response.sendStatus(person ? 204 : 401);
    })
    .use(answerProblems(log));
  for (let index = 0; index < 10; index += 1) await request(app).post('/sign-in').expect(401);
  const response = await request(app).post('/sign-in').expect(429);
  expect(response.headers['retry-after']).toBe('900');
  expect(response.body.detail).toBe('There were too many attempts. Please try again later.');
});

test.each([
  ['203.0.113.9', '203.0.113.9'],
  ['::ffff:203.0.113.9', '203.0.113.9'],
  ['2001:db8:1:2:3:4:5:6', '2001:db8:1:2::/64'],
  ['2001:db8:1:2::6', '2001:db8:1:2::/64'],
  ['2001:0DB8:0001:0002::', '2001:db8:1:2::/64'],
  ['2001:db8::1', '2001:db8:0:0::/64'],
  ['::1', '0:0:0:0::/64'],
  ['', ''],
])('%s is counted as %s', (ip, network) => {
  expect(networkOf(ip)).toBe(network);
});
