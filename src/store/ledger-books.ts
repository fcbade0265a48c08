import type { SourceRow } from "../client/source-row.ts";
import { appError } from "../lib/errors.ts";
import type { Ledger } from "../ports.ts";
import { inForce, survivors } from "./ledger-merges.ts";
import type { Sqlite } from "./sqlite.ts";

type Books = Pick<
  Ledger,
  | "reserveNumbers"
  | "lastNumber"
  | "raiseNumbers"
  | "sourceRows"
  | "putSources"
  | "labelRoles"
  | "bindLabelRole"
  | "formerLabels"
  | "unbindLabelRole"
  | "getSetting"
  | "putSetting"
>;

/** The small books of the account: the number sequence, where clients came from, the labels' roles, settings. */
export function ledgerBooks(database: Sqlite): Books {
  return {
    async reserveNumbers(count, floor) {
      if (!Number.isSafeInteger(count) || count < 0 || !Number.isSafeInteger(floor)) {
        throw appError({ code: "internal", detail: `cannot reserve ${count} numbers above ${floor}` });
      }
      if (count === 0) return [];
      const last = database.transaction(() => {
        database.run("UPDATE numbers SET last = max(last, ?) + ? WHERE id = 1", floor, count);
        return database.get<{ last: number }>("SELECT last FROM numbers WHERE id = 1")!.last;
      });
      return Array.from({ length: count }, (_, index) => last - count + 1 + index);
    },

    async lastNumber() {
      return database.get<{ last: number }>("SELECT last FROM numbers WHERE id = 1")!.last;
    },

    async raiseNumbers(floor) {
      database.run("UPDATE numbers SET last = ? WHERE id = 1 AND last < ?", floor, floor);
    },

    async sourceRows() {
      const survivorOf = survivors(inForce(database));
      return database
        .all<{ subject: string; row: string }>(
          `SELECT s.subject, s.row FROM sources s LEFT JOIN entries e ON e.id = s.entry
            WHERE e.state = 'confirmed' OR s.entry IS NULL AND NOT EXISTS (
              SELECT 1 FROM entries d WHERE d.subject = s.subject AND d.action = 'delete' AND d.state = 'confirmed'
                AND NOT EXISTS (SELECT 1 FROM merges m WHERE m.entry = d.id))
            ORDER BY s.id`,
        )
        .map(({ subject, row }) => ({ subject: survivorOf(subject), row: JSON.parse(row) as SourceRow }));
    },

    async putSources(rows, at) {
      database.transaction(() => {
        for (const { subject, sources } of rows) {
          for (const source of sources) {
            database.run(
              `INSERT INTO sources (subject, hash, row, at) VALUES (?, ?, ?, ?)
                ON CONFLICT (subject, hash) WHERE entry IS NULL DO UPDATE SET row = excluded.row, at = excluded.at`,
              subject,
              source.hash,
              JSON.stringify(source),
              at,
            );
          }
        }
      });
    },

    async labelRoles() {
      const rows = database.all<{ role: string; resource_name: string }>(
        "SELECT role, resource_name FROM label_roles ORDER BY role",
      );
      return new Map(rows.map((row) => [row.role, row.resource_name]));
    },

    async bindLabelRole(role, resourceName) {
      database.transaction(() => {
        keepFormer(database, role, resourceName);
        database.run("INSERT OR REPLACE INTO label_roles (role, resource_name) VALUES (?, ?)", role, resourceName);
        database.run("DELETE FROM former_labels WHERE resource_name = ?", resourceName);
      });
    },

    async formerLabels() {
      const rows = database.all<{ resource_name: string; role: string }>(
        "SELECT resource_name, role FROM former_labels",
      );
      return new Map(rows.map((row) => [row.resource_name, row.role]));
    },

    async unbindLabelRole(role) {
      database.transaction(() => {
        keepFormer(database, role, null);
        database.run("DELETE FROM label_roles WHERE role = ?", role);
      });
    },

    async getSetting(name) {
      return database.get<{ value: string }>("SELECT value FROM settings WHERE name = ?", name)?.value ?? null;
    },

    async putSetting(name, value) {
      database.run("INSERT OR REPLACE INTO settings (name, value) VALUES (?, ?)", name, value);
    },
  };
}

/** Within a transaction: the label that a role was bound to until now is remembered, unless it is the same one. */
function keepFormer(database: Sqlite, role: string, next: string | null): void {
  database.run(
    `INSERT OR REPLACE INTO former_labels (resource_name, role)
      SELECT resource_name, role FROM label_roles WHERE role = ? AND resource_name IS NOT ?`,
    role,
    next,
  );
}
