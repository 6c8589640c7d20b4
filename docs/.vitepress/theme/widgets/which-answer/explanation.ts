/** What there is to say about an answer, each as a line of Markdown. */
export interface Explanation {
  /** Why this answer and no other. */
  why: string;
  /** What an honest client does next. */
  client: string;
  /** What an attacker learns, who forges tokens, steals them, or guesses passwords. */
  attacker: string;
}

/** A link to a section of an RFC, in Markdown. */
export function rfc(number: number, section: string): string {
  return `[RFC ${number} §${section}](https://www.rfc-editor.org/rfc/rfc${number}#section-${section})`;
}
