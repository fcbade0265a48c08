import { statSync } from "node:fs";
import { DatabaseSync, type SQLInputValue, type StatementSync } from "node:sqlite";
import { pathToFileURL } from "node:url";
import { type AppError, isAppError } from "../lib/errors.ts";
import { storeError } from "./sqlite-errors.ts";

export type SqliteOptions = {
  /** How long a statement waits for another process's transaction, in milliseconds. */
  busyMs?: number;
};

const BUSY_MS = 5_000;

/**
 * One open database file. Statements are prepared when first used and kept by their text, so that opening costs nothing for what a
 * command doesn't use. Every failure leaves as an `AppError`: `disk`, `unavailable` (another process writes) or `internal`.
 */
export class Sqlite {
  readonly path: string;
  /** Counts the writes through this connection, so that a reader that works page by page sees when its page may be out of date. */
  writes = 0;
  #database: DatabaseSync;
  #statements = new Map<string, StatementSync>();
  #onFailure: ((error: AppError) => void) | null = null;
  #abandoned: AppError | null = null;

  /** `location` is a path, a `file:` URL or `:memory:`; `path` is what errors name. */
  constructor(location: string | URL, path: string, options: SqliteOptions = {}) {
    this.path = path;
    try {
      this.#database = new DatabaseSync(location, {
        timeout: options.busyMs ?? BUSY_MS,
      });
    } catch (error) {
      throw storeError(error, path);
    }
  }

  /** Is told of every failure before it is thrown on. */
  onFailure(listener: (error: AppError) => void): void {
    this.#onFailure = listener;
  }

  /** Lets go of the file for good: whatever is asked of it from here on fails as it failed now. */
  abandon(failure: AppError): void {
    this.#abandoned = failure;
    this.close();
  }

  /**
   * Opens an existing file to be read, refusing writes. It is opened as a writer would, so that a log left by a killed process is taken in
   * and no file of this reader's own stays behind. On a disk that cannot be written to, the file is read as it lies there, unless a log
   * beside it holds what it lacks.
   */
  static openReadonly(path: string, options: SqliteOptions = {}): Sqlite {
    try {
      return Sqlite.#readable(path, path, options);
    } catch (error) {
      if (!isAppError(error, "disk") || error.fields.reason === "corrupt" || hasLog(path)) throw error;
      // "immutable" needs no lock and no shared memory beside the file: https://sqlite.org/uri.html#uriimmutable
      const location = pathToFileURL(path);
      location.search = "?immutable=1&mode=ro";
      return Sqlite.#readable(location, path, options);
    }
  }

  static #readable(location: string | URL, path: string, options: SqliteOptions): Sqlite {
    const database = new Sqlite(location, path, options);
    try {
      database.exec("PRAGMA query_only = 1");
      database.get("PRAGMA schema_version");
      return database;
    } catch (error) {
      database.close();
      throw error;
    }
  }

  /** Runs a script of constant SQL, e.g. a schema. */
  exec(sql: string): void {
    this.#guard(() => this.#database.exec(sql));
  }

  all<Row>(sql: string, ...values: SQLInputValue[]): Row[] {
    return this.#guard(() => this.#prepare(sql).all(...values) as Row[]);
  }

  get<Row>(sql: string, ...values: SQLInputValue[]): Row | undefined {
    return this.#guard(() => this.#prepare(sql).get(...values) as Row | undefined);
  }

  /** Runs a writing statement; `changes` counts the rows, `id` is the last row id that was inserted. */
  run(sql: string, ...values: SQLInputValue[]): { changes: number; id: number } {
    this.writes += 1;
    const done = this.#guard(() => this.#prepare(sql).run(...values));
    return { changes: Number(done.changes), id: Number(done.lastInsertRowid) };
  }

  /** Does all of `work` or nothing of it. Takes the write lock at once, so it cannot fail half-way for another writer. */
  transaction<T>(work: () => T): T {
    this.exec("BEGIN IMMEDIATE");
    try {
      const result = work();
      this.exec("COMMIT");
      return result;
    } catch (error) {
      // A full disk has rolled it back already.
      if (this.#database.isOpen && this.#database.isTransaction) this.#database.exec("ROLLBACK");
      throw error;
    }
  }

  close(): void {
    this.#statements.clear();
    if (this.#database.isOpen) this.#database.close();
  }

  #prepare(sql: string): StatementSync {
    const known = this.#statements.get(sql);
    if (known) return known;
    const statement = this.#database.prepare(sql);
    this.#statements.set(sql, statement);
    return statement;
  }

  #guard<T>(work: () => T): T {
    if (this.#abandoned) throw this.#abandoned;
    try {
      return work();
    } catch (error) {
      const failure = storeError(error, this.path);
      this.#onFailure?.(failure);
      throw failure;
    }
  }
}

function hasLog(path: string): boolean {
  return (statSync(`${path}-wal`, { throwIfNoEntry: false })?.size ?? 0) > 0;
}
