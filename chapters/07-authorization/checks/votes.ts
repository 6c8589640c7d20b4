import type { Person } from '#api/people.ts';
import { expect } from '#check';

/** What a permission consists of, as far as a check is concerned: actions of next year included. */
export interface Asked {
  action: string;
  authorId: string | null;
  properties: string[];
}

type Voter = (person: Person, permission: never) => unknown;

/** The seeds' people. */
export const MIRA: Person = {
  id: 'p-mira',
  handle: 'mira',
  name: 'Mira Castellan',
  role: 'hiker',
};
export const TOMAS: Person = { id: 'p-tomas', handle: 'tomas', name: 'Tomáš Urban', role: 'hiker' };
export const INES: Person = { id: 'p-ines', handle: 'ines', name: 'Inês Duarte', role: 'ranger' };

/** The actions there are. */
export const ACTIONS = ['post', 'change', 'delete'];

/** Actions that a voter of this year doesn't know, some of them close to the ones it does. */
export const UNKNOWN_ACTIONS = [
  'read',
  'pin',
  'transfer',
  'posting',
  'exchange',
  'undelete',
  'Change',
  'DELETE',
  'post ',
  'patch',
  '*',
  '',
  'constructor',
  '__proto__',
];

/** A permission to vote on. */
export function toDo(
  action: string,
  authorId: string | null,
  properties: string[] = action === 'change' ? ['condition'] : [],
): Asked {
  return { action, authorId, properties };
}

/** Expects a voter's vote, and says in words what it was about. */
export async function expectVote(
  voter: Voter,
  person: Person,
  asked: Asked,
  expected: string,
): Promise<void> {
  const vote = await voter(person, { ...asked, properties: [...asked.properties] } as never);
  expect(vote, inWords(person, asked)).toBe(expected);
}

/** `mira (p-mira, hiker): change title of a report by p-tomas` */
export function inWords({ handle, id, role }: Person, asked: Asked): string {
  const { action, authorId, properties } = asked;
  const what = action === 'change' ? `change [${properties.join(', ')}] of` : `"${action}"`;
  const whose = authorId === null ? 'a report whose author is null' : `a report by "${authorId}"`;
  return `the vote when ${handle} (${id}, ${role}) asks to ${what} ${whose}`;
}
