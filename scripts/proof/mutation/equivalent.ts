/** Mutants that no check can kill, for one reason: what they do is what the original does. */
export interface Equivalent {
  /** From the course's root: `solutions/03-authenticator/guard.ts`. */
  file: string;
  /** Why nobody who uses the code could tell the difference, in a sentence or two. */
  reason: string;
  /** As `npm run mutation` prints them. */
  mutants: {
    /** By Stryker's name: `ConditionalExpression`. */
    mutator: string;
    /** The line as it is; several lines are written in one, with single spaces. */
    from: string;
    /** The same with the change in it. */
    to: string;
  }[];
}
