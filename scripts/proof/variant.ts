import { findRegions, replaceBody } from '../course/regions.ts';

/** A correct solution written differently, which every check must accept. */
export interface Variant {
  /** The task it solves: `3.1`. */
  task: string;
  /** In a few words, kebab-case: `verifies-with-node-crypto`. */
  name: string;
  /** What is different, in a sentence. */
  how: string;
  /** The file it is in, within the chapter's folder: `verify-signature.ts`. */
  file: string;
  /** What stands between the task's region markers instead of the solution's code. */
  region: string;
  /** Further lines for the top of the file: the imports that the region needs. */
  imports?: string;
}

/**
 * A solution with a variant in the place of its task.
 *
 * @param file its path from the course's root
 */
export function withVariant(
  solution: string,
  file: string,
  { task, region, imports }: Variant,
): string {
  const found = findRegions(solution, file).find((one) => one.task === task);
  if (!found) throw new Error(`${file} has no region ${task}.`);
  const changed = replaceBody(solution, found, region);
  return imports === undefined ? changed : `${imports}\n${changed}`;
}
