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
type Statement = ReturnType<Connection['prepare']>;

/** SQLite, with each statement prepared once. In the SQL, write `?` for each value. */
export class Database {
  readonly #connection: Connection;
  readonly #statements = new Map<string, Statement>();

  /** @param file a path, or `:memory:` */
  constructor(file: string) {
    this.#connection = new sqlite.Database(file);
    this.#connection.exec('PRAGMA busy_timeout = 5000; PRAGMA foreign_keys = ON');
  }

  /** Every row. */
  all<Row>(sql: string, ...values: Value[]): Row[] {
    return this.use(sql, (statement) => statement.all(values.map(bindable)) as Row[]);
  }

  /** The first row, or undefined. */
  get<Row>(sql: string, ...values: Value[]): Row | undefined {
    // The driver's own get leaves the statement unfinished, and the file locked.
    return this.all<Row>(sql, ...values)[0];
  }

  /** Changes rows. Returns how many it changed. */
  run(sql: string, ...values: Value[]): number {
    return this.use(sql, (statement) => statement.run(values.map(bindable)).changes);
  }

  /** Runs one or more statements without values. */
  exec(sql: string): void {
    this.#connection.exec(sql);
  }

  /** Runs `work` in a transaction: if it throws, nothing has changed. */
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

  /** Closes the file. The database can't be used afterwards. */
  close(): void {
    for (const statement of this.#statements.values()) statement.finalize();
    this.#statements.clear();
    this.#connection.close();
  }

  private use<Result>(sql: string, work: (statement: Statement) => Result): Result {
    const statement = this.prepare(sql);
    try {
      return work(statement);
    } catch (error) {
      // The driver would report this error once more when the statement is used again.
      this.#statements.delete(sql);
      try {
        statement.finalize();
      } catch {
        // It does so here, too.
      }
      throw error;
    }
  }

  private prepare(sql: string): Statement {
    const known = this.#statements.get(sql);
    if (known) return known;
    const statement = this.#connection.prepare(sql);
    this.#statements.set(sql, statement);
    return statement;
  }
}

/**
 * Opens the database. Creates the tables, and fills them, if they don't exist yet.
 *
 * @param file a path, or `:memory:` for a database that is gone once it is closed
 */
export function openDatabase(file = ':memory:'): Database {
  const database = new Database(file);
  // In one transaction, since two servers may open a new file at the same moment.
  database.transaction(() => {
    const tables = database.get("SELECT name FROM sqlite_master WHERE name = 'people'");
    if (!tables) seed(database);
  });
  return database;
}

/** The driver silently cuts a string at U+0000: `mira\0` would find mira. */
function bindable(value: Value): Value {
  return typeof value === 'string' ? value.replaceAll('\0', '\u2400') : value;
}

function seed(database: Database): void {
  database.exec(SCHEMA);
  for (const { slug, name, lengthKm, region } of trails) {
    database.run(
      'INSERT INTO trails (slug, name, lengthKm, region) VALUES (?, ?, ?, ?)',
      slug,
      name,
      lengthKm,
      region,
    );
  }
  for (const { id, handle, name, role, passwordHash } of people) {
    database.run(
      'INSERT INTO people (id, handle, name, role, passwordHash) VALUES (?, ?, ?, ?, ?)',
      id,
      handle,
      name,
      role,
      passwordHash,
    );
  }
  for (const { id, trail, authorId, condition, title, body, createdAt } of reports) {
    database.run(
      `INSERT INTO reports (id, trail, authorId, condition, title, body, createdAt)
       VALUES (?, ?, ?, ?, ?, ?, ?)`,
      id,
      trail,
      authorId,
      condition,
      title,
      body,
      createdAt,
    );
  }
}
