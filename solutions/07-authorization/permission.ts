import type { Person } from '#api/people.ts';

/** What a person asks to do. Voters decide about it. */
export interface Permission {
  action: 'post' | 'change' | 'delete';
  /** The id of the report's author; null when that person doesn't exist, or has left. */
  authorId: string | null;
  /** The report's properties that a change is about: `['condition']`. Otherwise empty. */
  properties: string[];
}

/** A voter's answer. `abstain` means: this isn't for me to decide. */
export type Vote = 'grant' | 'deny' | 'abstain';

/** Decides about one kind of permission. (The word is Symfony's.) */
export type Voter = (person: Person, permission: Permission) => Vote | Promise<Vote>;
