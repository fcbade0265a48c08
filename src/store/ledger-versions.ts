import type { Ledger, Version } from "../ports.ts";
import type { Sqlite } from "./sqlite.ts";

/** Versions of a subject that are kept: an editor that stood open for longer than so many saves is merged against the oldest of them. */
const VERSIONS_KEPT = 8;

export function ledgerVersions(database: Sqlite): Pick<Ledger, "addVersions" | "versionsOf"> {
  return {
    async addVersions(versions) {
      database.transaction(() => {
        for (const version of versions) addVersion(database, version);
      });
    },

    async versionsOf(subject, limit) {
      return database
        .all<Version>(
          "SELECT subject, notes, at, by FROM versions WHERE subject = ? ORDER BY id DESC LIMIT ?",
          subject,
          limit,
        )
        .map(({ subject, notes, at, by }) => ({ subject, notes, at, by }));
    },
  };
}

/** Within a transaction. A text that is the newest version already is not kept twice: it would push an older one out. */
export function addVersion(database: Sqlite, { subject, notes, at, by }: Version): void {
  const newest = database.get<{ notes: string }>(
    "SELECT notes FROM versions WHERE subject = ? ORDER BY id DESC LIMIT 1",
    subject,
  );
  if (newest?.notes === notes) return;
  database.run("INSERT INTO versions (subject, notes, at, by) VALUES (?, ?, ?, ?)", subject, notes, at, by);
  pruneVersions(database, subject);
}

export function pruneVersions(database: Sqlite, subject: string): void {
  database.run(
    `DELETE FROM versions WHERE subject = ?1
       AND id NOT IN (SELECT id FROM versions WHERE subject = ?1 ORDER BY id DESC LIMIT ${VERSIONS_KEPT})`,
    subject,
  );
}
