import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { listChapters } from '../../scripts/course/chapters.ts';
import { courseRoot } from '../../scripts/course/root.ts';
import { listTasks } from '../../scripts/course/tasks.ts';
import type { AttackTables } from './markdown/attacks.ts';

/** How much there is of everything: counted when the site is built. */
export interface Figures {
  tasks: number;
  checks: number;
  mistakes: number;
  variants: number;
  /** Programs that never end, or end the process, and their like. */
  hostile: number;
  /** Attacks on the finished app, and those of them that other libraries get, too. */
  attacks: number;
  bearerAttacks: number;
  /** What `npm run mutation` recorded last, by chapter. */
  mutation: MutationScore[];
}

/** How many of a chapter's mutants its graded checks noticed. */
interface MutationScore {
  chapter: number;
  slug: string;
  mutants: number;
  killed: number;
  /** Per cent. */
  score: number;
  /** Survivors that nobody could tell from the solution: each is listed with the reason. */
  equivalent: number;
}

declare const data: Figures;
export { data };

export default {
  load(): Figures {
    const chapters = listChapters(courseRoot).filter(({ number }) => number > 0);
    const count = (folder: string, ending: string, pattern: RegExp) =>
      readdirSync(join(courseRoot, folder))
        .filter((name) => name.endsWith(ending))
        .map((name) => readFileSync(join(courseRoot, folder, name), 'utf8'))
        .reduce((sum, text) => sum + [...text.matchAll(pattern)].length, 0);
    const recorded = JSON.parse(
      readFileSync(join(courseRoot, 'docs', '.vitepress', 'attacks.json'), 'utf8'),
    ) as AttackTables;
    const bearerAttacks = recorded.summary.at(-1)?.attacks ?? 0;
    return {
      tasks: chapters.flatMap(({ slug }) => listTasks(courseRoot, slug)).length,
      checks: chapters
        .map(({ slug }) => count(`chapters/${slug}/checks`, '.test.ts', /^\s*check(\.\w+)?\(/gm))
        .reduce((sum, each) => sum + each, 0),
      mistakes: count('scripts/proof/mistakes', '.ts', /^ {4}name: /gm),
      variants: count('scripts/proof/variants', '.ts', /^ {4}name: /gm),
      hostile: count('scripts/proof', 'hostile.test.ts', /^ {4}name: /gm),
      attacks: bearerAttacks + recorded.app.reduce((sum, { attacks }) => sum + attacks, 0),
      bearerAttacks,
      mutation: (
        JSON.parse(
          readFileSync(join(courseRoot, 'scripts', 'proof', 'mutation', 'scores.json'), 'utf8'),
        ) as { chapters: MutationScore[] }
      ).chapters,
    };
  },
};
