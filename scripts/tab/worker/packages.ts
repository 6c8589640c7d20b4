import packages from 'cairn:packages';
import * as argon2 from '../substitutes/argon2.ts';
import { providePackage } from '../node/module.ts';

/** What a file of the course imports that is no file of the course: by its name, what it exports. */
export const exportsOf = new Map<string, Record<string, unknown>>();

for (const [specifier, [namespace, names]] of Object.entries(packages)) {
  const { default: whole } = namespace as { default?: Record<string, unknown> };
  // CommonJS has a default alone, and Node finds names in it.
  const valueOf = (name: string) => (name in namespace ? namespace[name] : whole?.[name]);
  exportsOf.set(specifier, Object.fromEntries(names.map((name) => [name, valueOf(name)])));
}
providePackage('@node-rs/argon2', argon2);

interface Database {
  readonly isOpen: boolean;
  close(): void;
}

/** The databases that were opened since they were last closed. */
const opened = new Set<Database>();
watchDatabases();

/** Closes what a run has left open: in memory that is all there is, and nothing else frees it. */
export function closeDatabases(): void {
  for (const database of opened) if (database.isOpen) database.close();
  opened.clear();
}

function watchDatabases(): void {
  const sqlite = exportsOf.get('node-sqlite3-wasm') as {
    default: { Database: new (...args: unknown[]) => Database };
    Database?: unknown;
  };
  const { Database } = sqlite.default;
  class WatchedDatabase extends Database {
    constructor(...args: unknown[]) {
      super(...args);
      opened.add(this);
    }
  }
  const all = { ...sqlite.default, Database: WatchedDatabase };
  sqlite.default = all;
  if ('Database' in sqlite) sqlite.Database = WatchedDatabase;
}
