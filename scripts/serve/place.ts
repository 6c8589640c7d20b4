/** Where a function was written. */
export interface Place {
  /** Its own name or, as most middleware has none, its file's: `guard`. */
  name: string;
  /** From the course's root, when it is one of its files. */
  file?: string;
}

/** A name that says more than the file's would. */
export function isTelling(name: string): boolean {
  return name !== '' && !/^(anonymous|<anonymous>|middleware|handler|handle|value)$/.test(name);
}
