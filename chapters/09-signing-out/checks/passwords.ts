import { expect, PEOPLE } from '#check';
import { theChange } from './lessons.ts';
import { type open, outcomeOf, pointersOf, resultOf, type Who } from './worlds.ts';

export const OLD = PEOPLE.mira.password;
export const NEW = 'ptarmigan in the fog';
/** With characters that aren’t to be cut off, nor replaced: spaces, and a ligature. */
export const SPACED = '  room  for the \ufb01rst night  ';

type App = Awaited<ReturnType<typeof open>>;

export const hashOf = ({ world }: App, who: Who = 'mira') =>
  world.database.get<{ passwordHash: string }>(
    'SELECT passwordHash FROM people WHERE handle = ?',
    who,
  )?.passwordHash;

/** Changes mira's password, and expects that it works. */
export async function change(app: App, token: string, body: object = { current: OLD, new: NEW }) {
  const answer = await app.changePassword(token, body);
  expect(await resultOf(answer), 'PUT /api/me/password').toBe('204');
  return answer;
}

/** Calls the learner's function for mira. */
export async function changeOf(app: App, current: string, next: string) {
  const { changePassword } = await theChange();
  const mira = { id: 'p-mira', handle: 'mira', name: 'Mira Castellan', role: 'hiker' } as const;
  return outcomeOf(() => changePassword(mira, { current, new: next }, app.world.database));
}

/** Expects that a change was refused for its `current`. */
export function expectWrongCurrent(outcome: Awaited<ReturnType<typeof changeOf>>): void {
  const error = Object('error' in outcome ? outcome.error : undefined);
  expect(error.status, 'the status of the problem that is thrown').toBe(422);
  const pointers = pointersOf({ body: error.extra } as never);
  expect(pointers, 'where its errors are').toEqual(['#/current']);
}
