import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Express } from 'express';
import { listChapters } from '../../course/chapters.ts';
import { courseRoot } from '../../course/root.ts';
import { startSessions, type World } from '../../grading/check/kit.ts';

/** A chapter's app, finished. */
export interface FinishedApp {
  /** The chapter's number. */
  chapter: number;
  slug: string;
  createApp: (world: World) => Express;
}

/** Every chapter's app, in order. The last one is the finished app. */
export const finishedApps: FinishedApp[] = await Promise.all(
  listChapters(courseRoot).map(async ({ number, slug }) => {
    // What is given has no solution.
    const tree = number === 0 ? 'chapters' : 'solutions';
    const file = join(courseRoot, tree, slug, 'app.ts');
    const { createApp } = (await import(pathToFileURL(file).href)) as FinishedApp;
    return { chapter: number, slug, createApp };
  }),
);

/** What the whole course leads to: the last chapter's app. */
export const finishedApp: FinishedApp = finishedApps.at(-1)!;

/**
 * The app of the chapter of that name, without its number: `two-firewalls`.
 *
 * @throws Error when the course has no such chapter
 */
export function appOf(name: string): FinishedApp {
  const found = finishedApps.find(({ slug }) => slug.slice(3) === name);
  if (!found) throw new Error(`There is no chapter ${name}.`);
  return found;
}

/** The number of the chapter of that name: what holds since then. */
export function since(name: string): number {
  return appOf(name).chapter;
}

/**
 * Makes an app for tests that sign tokens themselves: everybody in the database has the session that
 * `sessionClaims` names.
 */
export function withSessions<App>(createApp: (world: World) => App, world: World): App {
  const app = createApp(world);
  startSessions(world);
  return app;
}
