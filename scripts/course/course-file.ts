/** A file that belongs into the course's folder. */
export interface CourseFile {
  /** From the course's root: `chapters/03-authenticator/guard.ts`. */
  path: string;
  text: string;
}
