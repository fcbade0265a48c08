import type { Ledger } from "../ports.ts";
import { pruneVersions } from "./ledger-versions.ts";
import type { Sqlite } from "./sqlite.ts";

export function ledgerSubjects(database: Sqlite): Pick<Ledger, "renameSubject"> {
  return {
    async renameSubject(from, to) {
      // A full list names every client's older names each time; what moved long ago costs neither a lock nor an fsync.
      if (from === to || !isKept(database, from)) return;
      database.transaction(() => moveSubject(database, from, to));
    },
  };
}

/**
 * Within a transaction: all that is kept under `from` is kept under `to` from here on. The trash keeps the name that was deleted, which is
 * what it is looked up by; what it was restored as follows the move.
 */
export function moveSubject(database: Sqlite, from: string, to: string): void {
  if (from === to) return;
  database.run("UPDATE entries SET subject = ? WHERE subject = ?", to, from);
  database.run("UPDATE archive SET subject = ? WHERE subject = ?", to, from);
  database.run("UPDATE versions SET subject = ? WHERE subject = ?", to, from);
  database.run("UPDATE OR REPLACE sources SET subject = ? WHERE subject = ?", to, from);
  database.run("UPDATE label_roles SET resource_name = ? WHERE resource_name = ?", to, from);
  database.run("UPDATE OR REPLACE rests SET subject = ? WHERE subject = ?", to, from);
  database.run("UPDATE merges SET subject = ? WHERE subject = ?", to, from);
  database.run("UPDATE merges SET survivor = ? WHERE survivor = ?", to, from);
  database.run("UPDATE OR REPLACE not_same SET one = ? WHERE one = ?", to, from);
  database.run("UPDATE OR REPLACE not_same SET other = ? WHERE other = ?", to, from);
  database.run("UPDATE trash SET restored_as = ? WHERE restored_as = ?", to, from);
  pruneVersions(database, to);
}

function isKept(database: Sqlite, subject: string): boolean {
  const row = database.get<{ kept: number }>(
    `SELECT EXISTS (SELECT 1 FROM entries WHERE subject = ?1) OR EXISTS (SELECT 1 FROM archive WHERE subject = ?1)
        OR EXISTS (SELECT 1 FROM versions WHERE subject = ?1) OR EXISTS (SELECT 1 FROM sources WHERE subject = ?1)
        OR EXISTS (SELECT 1 FROM label_roles WHERE resource_name = ?1)
        OR EXISTS (SELECT 1 FROM rests WHERE subject = ?1)
        OR EXISTS (SELECT 1 FROM merges WHERE subject = ?1 OR survivor = ?1)
        OR EXISTS (SELECT 1 FROM not_same WHERE one = ?1 OR other = ?1)
        OR EXISTS (SELECT 1 FROM trash WHERE restored_as = ?1) AS kept`,
    subject,
  );
  return row?.kept === 1;
}
