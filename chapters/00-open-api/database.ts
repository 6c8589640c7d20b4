import sqlite from 'node-sqlite3-wasm';
import { people, reports, trails } from './seeds.ts';

/** A value that SQLite stores. */
export type Value = string | number | null;

const SCHEMA = `
  CREATE TABLE trails (
    slug TEXT PRIMARY KEY,
    name TEXT NOT NULL,
    lengthKm REAL NOT NULL,
    region TEXT NOT NULL
  );
  CREATE TABLE people (
    id TEXT PRIMARY KEY,
    handle TEXT NOT NULL UNIQUE,
    name TEXT NOT NULL,
    role TEXT NOT NULL CHECK (role IN ('hiker', 'ranger')),
    passwordHash TEXT NOT NULL
  );
  CREATE TABLE reports (
    id TEXT PRIMARY KEY,
    trail TEXT NOT NULL REFERENCES trails (slug),
    authorId TEXT REFERENCES people (id) ON DELETE SET NULL,
    condition TEXT NOT NULL CHECK (condition IN ('open', 'caution', 'closed')),
    title TEXT NOT NULL,
    body TEXT NOT NULL,
    createdAt TEXT NOT NULL
  );
  CREATE INDEX reportsNewestFirst ON reports (createdAt DESC, id DESC);
`;

type Connection = InstanceType<typeof sqlite.Database>;

/** SQLite with each statement prepared once. Every method takes SQL with `?` for its values. */
export class Database {
  readonly #connection: Connection;
  readonly #statements = new Map<string, ReturnType<Connection['prepare']>>();

  /** @param file a path, or `:memory:` */
  constructor(file: string) {
    this.#connection = new sqlite.Database(file);
    this.#connection.exec('PRAGMA busy_timeout = 5000; PRAGMA foreign_keys = ON');
  }

  /** Every row. */
  all<Row>(sql: string, ...values: Value[]): Row[] {
    return this.prepare(sql).all(values.map(bindable)) as Row[];
  }

  /** The first row, or undefined. */
  get<Row>(sql: string, ...values: Value[]): Row | undefined {
    // Not the driver's own get: it leaves the statement half-way, and the file locked.
    return this.all<Row>(sql, ...values)[0];
  }

  /** Changes something. Returns how many rows it changed. */
  run(sql: string, ...values: Value[]): number {
    return this.prepare(sql).run(values.map(bindable)).changes;
  }

  /** Runs several statements that take no values. */
  exec(sql: string): void {
    this.#connection.exec(sql);
  }

  /** Does all of `work` or, when it throws, none of it. */
  transaction(work: () => void): void {
    this.exec('BEGIN IMMEDIATE');
    try {
      work();
      this.exec('COMMIT');
    } catch (error) {
      this.exec('ROLLBACK');
      throw error;
    }
  }

  /** Closes the file. Nothing may be asked of the database afterwards. */
  close(): void {
    for (const statement of this.#statements.values()) statement.finalize();
    this.#statements.clear();
    this.#connection.close();
  }

  private prepare(sql: string) {
    const known = this.#statements.get(sql);
    if (known) return known;
    const statement = this.#connection.prepare(sql);
    this.#statements.set(sql, statement);
    return statement;
  }
}

/**
 * Opens the database, and makes its tables and seeds where there are none yet.
 *
 * @param file a path, or `:memory:` for one that is gone when it is closed
 */
export function openDatabase(file = ':memory:'): Database {
  const database = new Database(file);
  // Within the transaction: two servers may open a new file at the same moment.
  database.transaction(() => {
    const tables = database.get("SELECT name FROM sqlite_master WHERE name = 'people'");
    if (!tables) seed(database);
  });
  return database;
}

/** The driver ends a text at U+0000, silently: `mira` and a zero would find mira. */
function bindable(value: Value): Value {
  return typeof value === 'string' ? value.replaceAll('\0', '\u2400') : value;
}

function seed(database: Database): void {
  database.exec(SCHEMA);
  for (const trail of trails) {
    database.run('INSERT INTO trails VALUES (?, ?, ?, ?)', ...Object.values(trail));
  }
  for (const person of people) {
    database.run('INSERT INTO people VALUES (?, ?, ?, ?, ?)', ...Object.values(person));
  }
  for (const report of reports) {
    database.run('INSERT INTO reports VALUES (?, ?, ?, ?, ?, ?, ?)', ...Object.values(report));
  }
}
