import supertest from 'supertest';
import type { Database } from '#api/database.ts';
import { goodClaims, makeWorld, PEOPLE, signToken } from '#check';
import { theApp } from './lessons.ts';

/** A report that the API accepts. */
export const REPORT = { trail: 'larch-loop', condition: 'open', title: 'Quiet', author: 'mira' };

/** The learner's app, to send requests to. */
export async function serve(world = makeWorld()): Promise<ReturnType<typeof supertest>> {
  return supertest((await theApp()).createApp(world));
}

/** An `Authorization` value with a good token, for Mira unless told otherwise. */
export function bearer(sub: string = PEOPLE.mira.id): string {
  return `Bearer ${signToken(goodClaims({ sub }))}`;
}

/** Everything in the database, as one string. */
export function contentsOf(database: Database): string {
  const tables = ['trails', 'people', 'reports'];
  return JSON.stringify(tables.map((table) => database.all(`SELECT * FROM ${table}`)));
}
