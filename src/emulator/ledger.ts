import { join } from "node:path";
import { DatabaseSync, type StatementSync } from "node:sqlite";
import type { Cost } from "./cost.ts";

/** One call that was answered. */
export type LedgerCall = {
  /** Google's id of the method, e.g. `people.batchCreateContacts`; `unknown` for a URL that is none. */
  method: string;
  /** By the emulator's clock, RFC 3339. */
  at: string;
  /** HTTP status; 0 when the reply was dropped. */
  status: number;
  /** Contacts or memberships named in the request. */
  items: number;
  cost: Cost;
};

const kept = 100_000;

/**
 * The emulator's own count of calls, `calls.db` beside the state. It survives a killed process, but is not forced to disk call by call:
 * a read must not wait for the disk.
 */
export class CallLedger {
  readonly #db: DatabaseSync;
  readonly #insert: StatementSync;

  constructor(directory: string | null) {
    this.#db = new DatabaseSync(directory ? join(directory, "calls.db") : ":memory:");
    this.#db.exec("PRAGMA journal_mode = WAL; PRAGMA synchronous = OFF;");
    this.#db.exec("CREATE TABLE IF NOT EXISTS calls (id INTEGER PRIMARY KEY AUTOINCREMENT, call TEXT NOT NULL)");
    this.#insert = this.#db.prepare("INSERT INTO calls (call) VALUES (?)");
  }

  add(call: LedgerCall): void {
    const { lastInsertRowid } = this.#insert.run(JSON.stringify(call));
    if (Number(lastInsertRowid) % 1000 === 0) {
      this.#db.prepare("DELETE FROM calls WHERE id <= ?").run(Number(lastInsertRowid) - kept);
    }
  }

  /** The last 100,000 calls, oldest first. */
  all(): LedgerCall[] {
    const rows = this.#db.prepare("SELECT call FROM calls ORDER BY id").all();
    return rows.map((row) => JSON.parse(String(row.call)) as LedgerCall);
  }

  clear(): void {
    this.#db.exec("DELETE FROM calls");
  }

  close(): void {
    this.#db.close();
  }
}
