/** A plausible wrong solution: a small edit to the solution, and the check that must catch it. */
export interface Mistake {
  /** The task it gets wrong: `3.1`. */
  task: string;
  /** In a few words, kebab-case: `decodes-instead-of-verifying`. */
  name: string;
  /** Why people make it, in a sentence. */
  why: string;
  /** The file it is in, within the chapter's folder: `verify-signature.ts`. */
  file: string;
  /** What the solution says there; it occurs once. */
  find: string;
  /** What the mistaken say instead. */
  replace: string;
  /** The id of the check that must fail: `3.1/refuses-a-strangers-signature`. */
  caughtBy: string;
  /** A piece of the message that this check must fail with. */
  saying: string;
  /** The rest of that message is another each time, or depends on which checks ran before. */
  variesOtherwise?: true;
}

/** A chapter's mistakes. */
export async function mistakesOf(slug: string): Promise<Mistake[]> {
  return ((await import(`./mistakes/${slug}.ts`)) as { mistakes: Mistake[] }).mistakes;
}

/** Makes a mistake in the solution's text. */
export function changeOf({ file, find, replace }: Mistake): (solution: string) => string {
  return (solution) => {
    const occurrences = solution.split(find).length - 1;
    if (occurrences !== 1) throw new Error(`\`find\` occurs ${occurrences} times in ${file}.`);
    return solution.replace(find, () => replace);
  };
}
