import { listChapters } from '../../course/chapters.ts';
import { courseRoot } from '../../course/root.ts';

/** Something to make mutants of, and the tests that are to notice them. */
export interface Subject {
  /** `chapter-3`, or `grading`. */
  name: string;
  /** What it is, for people: `Chapter 3 · The authenticator`. */
  title: string;
  /** Of a chapter: its number and its folder's name. */
  chapter?: { number: number; slug: string };
  /** The files, as globs from the course's root. */
  mutate: string[];
  /** Vitest's configuration, in this folder. */
  config: string;
  /** What kills a survivor, for people. */
  tests: string;
  /** The list of the survivors that nothing can kill: a path from the course's root. */
  equivalents: string;
  /** The files of which each survivor is to be killed or listed; all, unless told. */
  explained?: RegExp;
  /** The percentage that is to be noticed, where one is set. */
  wanted?: number;
}

/** The solution of each chapter, with its graded checks alone; and the grading code, with its tests. */
export function listSubjects(): Subject[] {
  const chapters = listChapters(courseRoot).filter(({ number }) => number > 0);
  return [
    ...chapters.map((chapter): Subject => {
      const { number, slug, title } = chapter;
      return {
        name: `chapter-${number}`,
        title: `Chapter ${number} · ${title}`,
        chapter: { number, slug },
        mutate: [`solutions/${slug}/**/*.ts`],
        config: 'chapter.vitest.config.ts',
        tests: `a check in chapters/${slug}`,
        equivalents: `scripts/proof/mutation/equivalents/${slug}.ts`,
        wanted: 95,
      };
    }),
    GRADING,
  ];
}

/** What decides on a grade, and what tells of it. */
const GRADING: Subject = {
  name: 'grading',
  title: 'The grading code',
  mutate: [
    'scripts/grading/{judge,chapter-run,explain,learners-line}.ts',
    'scripts/grading/node/{output,progress}.ts',
    'scripts/grading/report/!(*.test).ts',
    'scripts/grading/check/{fault,within-time}.ts',
  ],
  config: 'grading.vitest.config.ts',
  tests: 'a unit test beside it',
  equivalents: 'scripts/proof/mutation/equivalents/grading.ts',
  // Where a mutant could let something pass that must not. The rest is how it is told.
  explained: /\/(judge|chapter-run|score|progress)\.ts$/,
};
