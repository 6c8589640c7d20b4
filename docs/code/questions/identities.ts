import type { Database } from '#api/database.ts';
import { findPersonById, type Person } from '#api/people.ts';

/** Someone as an identity provider knows them. Only both together are unique. */
export interface Identity {
  issuer: string;
  subject: string;
}

/** Which person of ours an identity belongs to. */
export function identities(database: Database) {
  database.exec(`CREATE TABLE IF NOT EXISTS identities (
    issuer TEXT NOT NULL,
    subject TEXT NOT NULL,
    personId TEXT NOT NULL REFERENCES people (id) ON DELETE CASCADE,
    PRIMARY KEY (issuer, subject)
  )`);

  return {
    /** Connects an identity to a person who is signed in. Throws when it belongs to someone already. */
    link(person: Person, { issuer, subject }: Identity): void {
      const linked = database.run(
        'INSERT INTO identities VALUES (?, ?, ?) ON CONFLICT DO NOTHING',
        issuer,
        subject,
        person.id,
      );
      if (linked === 0) throw new Error('This identity belongs to someone already.');
    },

    find({ issuer, subject }: Identity): Person | undefined {
      const found = database.get<{ personId: string }>(
        'SELECT personId FROM identities WHERE issuer = ? AND subject = ?',
        issuer,
        subject,
      );
      return found && findPersonById(database, found.personId);
    },
  };
}
