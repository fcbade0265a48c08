import type { ArchivedLine } from "../card/model.ts";
import type { ArchiveEntry, Ledger } from "../ports.ts";
import { OWN_SUBJECTS } from "./ledger-merges.ts";
import type { Sqlite } from "./sqlite.ts";

export type ArchiveRow = {
  id: number;
  subject: string;
  entry: number | null;
  reason: ArchivedLine["reason"];
  text: string;
  now: string | null;
  order_number: number | null;
  title: string | null;
  date: string | null;
  at: string;
};

export const ARCHIVE_COLUMNS = "id, subject, entry, reason, text, now, order_number, title, date, at";

/** Lines of an entry that failed never left the card; those of one that was undone are back in it. */
const AWAY = `put_back_at IS NULL
  AND NOT EXISTS (SELECT 1 FROM entries e WHERE e.id = archive.entry AND e.state IN ('failed', 'undone'))`;

export function ledgerArchive(
  database: Sqlite,
): Pick<Ledger, "archiveOf" | "putArchive" | "unarchive" | "putBackSince"> {
  return {
    async archiveOf(subject) {
      return database
        .all<ArchiveRow>(
          `${OWN_SUBJECTS} SELECT ${ARCHIVE_COLUMNS} FROM archive WHERE subject IN (SELECT subject FROM own) AND ${AWAY} ORDER BY id`,
          subject,
        )
        .map(readArchiveEntry);
    },

    async putArchive(subject, lines, since, at) {
      database.transaction(() => {
        for (const { reason, text, now, order, title, date } of lines) {
          database.run(
            `INSERT INTO archive (subject, reason, text, now, order_number, title, date, at)
              SELECT ?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8 WHERE NOT EXISTS (
                SELECT 1 FROM archive WHERE subject = ?1 AND reason = ?2 AND text = ?3 AND at >= ?9 AND ${AWAY})`,
            subject,
            reason,
            text,
            now,
            order,
            title,
            date,
            at,
            since,
          );
        }
      });
    },

    async unarchive(ids, at) {
      database.run(
        "UPDATE archive SET put_back_at = ? WHERE id IN (SELECT value FROM json_each(?)) AND put_back_at IS NULL",
        at,
        JSON.stringify(ids),
      );
    },

    async putBackSince(at) {
      const rows = database.all<{ subject: string }>(
        `SELECT subject FROM archive WHERE put_back_at >= ?
         UNION ALL SELECT a.subject FROM entries e JOIN archive a ON a.entry = e.id WHERE e.state = 'undone' AND e.settled_at >= ?`,
        at,
        at,
      );
      return new Set(rows.map(({ subject }) => subject));
    },
  };
}

export function readLine(row: ArchiveRow): ArchivedLine {
  return {
    reason: row.reason,
    text: row.text,
    now: row.now,
    order: row.order_number,
    title: row.title,
    date: row.date,
  };
}

function readArchiveEntry(row: ArchiveRow): ArchiveEntry {
  return { ...readLine(row), id: row.id, subject: row.subject, entry: row.entry, at: row.at };
}
