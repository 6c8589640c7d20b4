import express, { type Express } from 'express';
import request from 'supertest';
import { expect, test } from 'vitest';
import { answerProblems } from '#api/problem.ts';
import { makeWorld, PEOPLE, START } from '../../../scripts/grading/check/kit.ts';
import { checkPassword } from '../../../solutions/02-signing/check-password.ts';
import { passwordResets } from './password-resets.ts';
import { resetRoutes } from './reset-routes.ts';

const MINUTE = 60_000;
const NEW = 'a new tent, dry socks';
const { mira, tomas } = PEOPLE;

function makeApp() {
  const world = makeWorld();
  const { database, clock, log } = world;
  const mails: { personId: string; token: string }[] = [];
  const ended: string[] = [];
  const resets = passwordResets({
    database,
    clock,
    sendToken: (personId, token) => mails.push({ personId, token }),
    endSessions: (personId) => ended.push(personId),
  });
  const app = express().use(resetRoutes(resets)).use(answerProblems(log));
  const signsIn = async (handle: string, password: string) =>
    (await checkPassword(database, { handle, password })) !== undefined;
  return { ...world, app, mails, ended, signsIn };
}

const ask = (app: Express, handle: string) =>
  request(app).post('/password-resets').send({ handle });
const redeem = (app: Express, token: string | undefined, password = NEW) =>
  request(app).post('/password-resets/redeem').send({ token, password });

test('a token sets a new password once, and ends the sessions', async () => {
  const { app, mails, ended, signsIn } = makeApp();
  await ask(app, 'mira').expect(202);
  expect(mails).toEqual([{ personId: mira.id, token: expect.stringMatching(/^[\w-]{43}$/) }]);
  expect(await signsIn('mira', mira.password)).toBe(true);
  expect(ended).toEqual([]);

  const { body } = await redeem(app, mails[0]?.token).expect(204);
  expect(body).toEqual({});
  expect(await signsIn('mira', NEW)).toBe(true);
  expect(await signsIn('mira', mira.password)).toBe(false);
  expect(await signsIn('tomas', tomas.password)).toBe(true);
  expect(ended).toEqual([mira.id]);

  await redeem(app, mails[0]?.token, 'another password').expect(400);
  expect(await signsIn('mira', NEW)).toBe(true);
  expect(ended).toEqual([mira.id]);
});

test('the answer doesn’t say whether there is such a person', async () => {
  const { app, mails } = makeApp();
  const known = await ask(app, 'mira');
  const unknown = await ask(app, 'nobody');
  expect([unknown.status, unknown.text]).toEqual([known.status, known.text]);
  expect(mails).toHaveLength(1);
});

test('a token lives for twenty minutes', async () => {
  const { app, mails, setTime } = makeApp();
  await ask(app, 'mira');
  setTime(START + 20 * MINUTE);
  await redeem(app, mails[0]?.token).expect(400);
  setTime(START + 20 * MINUTE - 1);
  await redeem(app, mails[0]?.token).expect(204);
});

test('only the newest token is good', async () => {
  const { app, mails } = makeApp();
  await ask(app, 'mira');
  await ask(app, 'mira');
  await redeem(app, mails[0]?.token).expect(400);
  await redeem(app, mails[1]?.token).expect(204);
});

test('of two uses at the same moment, one counts', async () => {
  const { app, mails, ended } = makeApp();
  await ask(app, 'mira');
  const uses = [redeem(app, mails[0]?.token), redeem(app, mails[0]?.token)];
  const statuses = (await Promise.all(uses)).map(({ status }) => status);
  expect(statuses.sort()).toEqual([204, 400]);
  expect(ended).toEqual([mira.id]);
});

test('when the sessions can’t be ended, the password stays as it is', async () => {
  const { database, clock } = makeWorld();
  let token = '';
  const resets = passwordResets({
    database,
    clock,
    sendToken: (_personId, sent) => (token = sent),
    endSessions: () => {
      throw new Error('The sessions are out of reach.');
    },
  });
  resets.request('mira');
  await expect(resets.redeem(token, NEW)).rejects.toThrow('out of reach');
  expect(await checkPassword(database, mira)).toMatchObject({ id: mira.id });
});

test('the database can’t give a token away', async () => {
  const { app, database, mails } = makeApp();
  await ask(app, 'mira');
  const stored = JSON.stringify(database.all('SELECT * FROM passwordResets'));
  expect(stored).not.toContain(mails[0]?.token);
});

test.each(['', 'fourteen chars', '🏔'.repeat(14), 'x'.repeat(129)])(
  'refuses the password "%s", and the token stays good',
  async (password) => {
    const { app, mails } = makeApp();
    await ask(app, 'mira');
    const { body } = await redeem(app, mails[0]?.token, password).expect(422);
    expect(body.errors).toEqual([
      { pointer: '#/password', detail: 'must have 15 to 128 characters' },
    ]);
    await redeem(app, mails[0]?.token, '🏔'.repeat(15)).expect(204);
  },
);

test.each([undefined, '', 'made up', ['a', 'list']])('refuses the token %j', async (token) => {
  const { app, ended } = makeApp();
  await ask(app, 'mira');
  const { status } = await redeem(app, token as string);
  expect([400, 422]).toContain(status);
  expect(ended).toEqual([]);
});
