import supertest from 'supertest';
import { goodClaims, lesson, makeWorld, PEOPLE, signToken, type World } from '#check';

const app = lesson('04-header/app.ts', () => import('#course/04-header/app.ts'));

/** A seeded person's handle. */
export type Handle = keyof typeof PEOPLE;

/** The chapter's API, ready for requests. */
export async function serve(world: World = makeWorld()) {
  return supertest((await app()).createApp(world));
}

export type Api = Awaited<ReturnType<typeof serve>>;

/** An `Authorization` value with a valid token. */
export const bearer = (handle: Handle = 'mira') =>
  `Bearer ${signToken(goodClaims({ sub: PEOPLE[handle].id }))}`;

/** A report as a client posts it. */
export const REPORT = {
  trail: 'larch-loop',
  condition: 'caution',
  title: 'Ice at the ford',
  body: 'Thin.',
};
