import { existsSync } from 'node:fs';

/** Mistakes that come from one misunderstanding, and what to tell a learner whose checks fail like theirs. */
export interface Kind {
  /** Completes "This usually happens when …". For a learner, and without the solution. */
  when: string;
  /** The names of the chapter's mistakes of this kind. */
  mistakes: string[];
}

/** The kinds of a chapter's mistakes; none when they haven't been written yet. */
export async function kindsOf(slug: string): Promise<Kind[]> {
  const file = new URL(`./kinds/${slug}.ts`, import.meta.url);
  if (!existsSync(file)) return [];
  return ((await import(file.href)) as { kinds: Kind[] }).kinds;
}
