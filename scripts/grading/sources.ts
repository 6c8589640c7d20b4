/** Where the learner's files are read, to be shown in a message. */
export interface Sources {
  /** What stands before the course's files in stacks: nothing of it is shown. */
  root: string;
  /** The text of a file, by its path from the root; undefined when there is none. */
  read(path: string): string | undefined;
}
