import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { DatabaseSync, type StatementSync } from "node:sqlite";
import { appError } from "../lib/errors.ts";
import type { BookName } from "./account.ts";
import type { Contact } from "./contact.ts";
import { holderOf } from "./endpoint.ts";
import type { Group } from "./group.ts";
import type { JsonObject } from "./json.ts";

export type AccountRow = { email: string; profileId: string };
export type StoredContact = { book: BookName; contact: Contact };
type Saved = { contacts: StoredContact[]; groups: Group[]; photo?: { key: string; bytes: Buffer; type: string } };

const tables = `
  CREATE TABLE IF NOT EXISTS meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
  CREATE TABLE IF NOT EXISTS accounts (email TEXT PRIMARY KEY, profile_id TEXT NOT NULL) WITHOUT ROWID;
  CREATE TABLE IF NOT EXISTS contacts (
    account TEXT NOT NULL, book TEXT NOT NULL, id TEXT NOT NULL, seq INTEGER NOT NULL, at INTEGER NOT NULL, etag TEXT NOT NULL,
    deleted_at INTEGER, groups TEXT NOT NULL, photo TEXT, previous TEXT NOT NULL, fields TEXT NOT NULL,
    PRIMARY KEY (account, book, id)
  );
  CREATE TABLE IF NOT EXISTS groups (
    account TEXT NOT NULL, id TEXT NOT NULL, seq INTEGER NOT NULL, at INTEGER NOT NULL, etag TEXT NOT NULL, name TEXT NOT NULL,
    client_data TEXT NOT NULL, deleted INTEGER NOT NULL, PRIMARY KEY (account, id)
  );
  CREATE TABLE IF NOT EXISTS photos (key TEXT PRIMARY KEY, type TEXT NOT NULL, bytes BLOB NOT NULL);
  CREATE TABLE IF NOT EXISTS grants (kind TEXT NOT NULL, id TEXT NOT NULL, value TEXT NOT NULL, PRIMARY KEY (kind, id)) WITHOUT ROWID;
`;

/**
 * The emulator's state on disk, `emulator.db` in the data directory, or in memory when there is none. A transaction is on disk
 * when it returns (WAL, synchronous FULL). The file stays locked for as long as it is open, so a second process can't write it.
 */
export class Database {
  readonly #db: DatabaseSync;
  readonly #statements = new Map<string, StatementSync>();

  /** Throws `locked` when another process (or emulator) holds the directory, `disk` when it can't be written. */
  constructor(directory: string | null) {
    try {
      if (directory) mkdirSync(directory, { recursive: true, mode: 0o700 });
      this.#db = new DatabaseSync(directory ? join(directory, "emulator.db") : ":memory:");
      // An exclusive WAL keeps the operating system's lock from the first write until the file is closed or the process is gone.
      this.#db.exec("PRAGMA locking_mode = EXCLUSIVE; PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL;");
      this.#db.exec(`BEGIN IMMEDIATE; ${tables} COMMIT;`);
    } catch (error) {
      throw openingError(error, directory ?? ":memory:");
    }
  }

  close(): void {
    this.#db.close();
  }

  #prepare(sql: string): StatementSync {
    let statement = this.#statements.get(sql);
    if (!statement) {
      statement = this.#db.prepare(sql);
      this.#statements.set(sql, statement);
    }
    return statement;
  }

  /** Runs `work` as one transaction: all of it is durable on return, or none. */
  transaction<T>(work: () => T): T {
    this.#db.exec("BEGIN IMMEDIATE");
    try {
      const result = work();
      this.#db.exec("COMMIT");
      return result;
    } catch (error) {
      this.#db.exec("ROLLBACK");
      throw error;
    }
  }

  meta(key: string): string | null {
    const row = this.#prepare("SELECT value FROM meta WHERE key = ?").get(key);
    return row ? String(row.value) : null;
  }

  setMeta(key: string, value: string): void {
    this.#prepare("INSERT OR REPLACE INTO meta VALUES (?, ?)").run(key, value);
  }

  accounts(): AccountRow[] {
    const rows = this.#prepare("SELECT email, profile_id FROM accounts ORDER BY email").all();
    return rows.map((row) => ({ email: String(row.email), profileId: String(row.profile_id) }));
  }

  addAccount(row: AccountRow): void {
    this.#prepare("INSERT INTO accounts VALUES (?, ?)").run(row.email, row.profileId);
  }

  *contactsOf(account: string): Generator<StoredContact> {
    for (const row of this.#prepare("SELECT * FROM contacts WHERE account = ? ORDER BY seq").iterate(account)) {
      const contact: Contact = {
        id: String(row.id),
        seq: Number(row.seq),
        at: Number(row.at),
        etag: String(row.etag),
        deletedAt: row.deleted_at === null ? null : Number(row.deleted_at),
        groups: JSON.parse(String(row.groups)) as string[],
        fields: String(row.fields),
        photo: row.photo === null ? null : String(row.photo),
        previousNames: JSON.parse(String(row.previous)) as string[],
        next: null,
      };
      yield { book: row.book as BookName, contact };
    }
  }

  groupsOf(account: string): Group[] {
    return this.#prepare("SELECT * FROM groups WHERE account = ? ORDER BY seq")
      .all(account)
      .map((row) => ({
        id: String(row.id),
        seq: Number(row.seq),
        at: Number(row.at),
        etag: String(row.etag),
        name: String(row.name),
        clientData: JSON.parse(String(row.client_data)) as JsonObject[],
        deleted: Number(row.deleted) === 1,
      }));
  }

  /** Writes what one request changed, as one transaction. */
  save(account: string, saved: Saved): void {
    this.transaction(() => this.put(account, saved));
  }

  /** The same inside a transaction of the caller. */
  put(account: string, { contacts, groups, photo }: Saved): void {
    const putContact = this.#prepare("INSERT OR REPLACE INTO contacts VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)");
    for (const { book, contact: c } of contacts) {
      const lists = [JSON.stringify(c.groups), c.photo, JSON.stringify(c.previousNames), c.fields];
      putContact.run(account, book, c.id, c.seq, c.at, c.etag, c.deletedAt, ...lists);
    }
    const putGroup = this.#prepare("INSERT OR REPLACE INTO groups VALUES (?, ?, ?, ?, ?, ?, ?, ?)");
    for (const g of groups) {
      putGroup.run(account, g.id, g.seq, g.at, g.etag, g.name, JSON.stringify(g.clientData), g.deleted ? 1 : 0);
    }
    if (photo) this.putPhoto(photo);
  }

  putPhoto({ key, type, bytes }: { key: string; type: string; bytes: Uint8Array }): void {
    this.#prepare("INSERT OR REPLACE INTO photos VALUES (?, ?, ?)").run(key, type, bytes);
  }

  photos(): { key: string; type: string; bytes: Uint8Array }[] {
    const rows = this.#prepare("SELECT key, type, bytes FROM photos ORDER BY key").all();
    return rows.map((row) => ({ key: String(row.key), type: String(row.type), bytes: row.bytes as Uint8Array }));
  }

  photo(key: string): { type: string; bytes: Uint8Array } | null {
    const row = this.#prepare("SELECT type, bytes FROM photos WHERE key = ?").get(key);
    return row ? { type: String(row.type), bytes: row.bytes as Uint8Array } : null;
  }

  /** OAuth state (codes, refresh tokens, access tokens) by kind. */
  grants<T>(kind: string): Map<string, T> {
    const rows = this.#prepare("SELECT id, value FROM grants WHERE kind = ?").all(kind);
    return new Map(rows.map((row) => [String(row.id), JSON.parse(String(row.value)) as T]));
  }

  putGrant(kind: string, id: string, value: unknown): void {
    this.#prepare("INSERT OR REPLACE INTO grants VALUES (?, ?, ?)").run(kind, id, JSON.stringify(value));
  }

  deleteGrant(kind: string, id: string): void {
    this.#prepare("DELETE FROM grants WHERE kind = ? AND id = ?").run(kind, id);
  }

  /** Forgets the accounts' contents, not the accounts nor who is signed in. */
  clearAccounts(): void {
    this.transaction(() => this.#db.exec("DELETE FROM contacts; DELETE FROM groups; DELETE FROM photos;"));
  }

  /** Forgets the accounts too, inside a transaction of the caller. */
  eraseAll(): void {
    this.#db.exec("DELETE FROM contacts; DELETE FROM groups; DELETE FROM photos; DELETE FROM accounts;");
  }
}

function openingError(error: unknown, path: string): Error {
  const text = error instanceof Error ? error.message : String(error);
  if (/locked|busy/i.test(text)) return appError({ code: "locked", holder: holderOf(path), since: "" }, error);
  const reasons: [RegExp, "full" | "read-only" | "denied" | "corrupt"][] = [
    [/EACCES|EPERM|unable to open/i, "denied"],
    [/EROFS|readonly/i, "read-only"],
    [/ENOSPC|full/i, "full"],
  ];
  const reason = reasons.find(([pattern]) => pattern.test(text))?.[1] ?? "corrupt";
  return appError({ code: "disk", path, reason, detail: text }, error);
}
