import type { Ledger } from "../ports.ts";
import type { Sqlite } from "./sqlite.ts";

/** Runs that ended long ago and of which nothing is open. */
const OLD_RUNS = `SELECT r.id FROM runs r WHERE r.pruned_at IS NULL AND r.state <> 'running' AND coalesce(r.ended_at, r.started_at) < ?1
  AND NOT EXISTS (SELECT 1 FROM entries e WHERE e.run = r.id AND e.state IN ('intended', 'sent'))`;

/** What is let go with time. Rows of the journal stay: the archive, imports and merges hang on their fates. */
export function ledgerRetention(database: Sqlite): Pick<Ledger, "prune"> {
  const count = (sql: string, ...values: string[]) => database.run(sql, ...values).changes;
  return {
    async prune({ journal, archive }, at) {
      return database.transaction(() => {
        // Of a label the members stay, which are no texts: a later undo asks who gave it to whom.
        const entries = count(
          `UPDATE entries SET before = 'null', after = 'null'
            WHERE run IN (${OLD_RUNS}) AND action NOT IN ('members', 'create-label', 'delete-label')`,
          journal,
        );
        database.run(`UPDATE runs SET pruned_at = ?2 WHERE id IN (${OLD_RUNS})`, journal, at);
        const versions = count("DELETE FROM versions WHERE at < ?", journal);
        if (archive === null) return { entries, versions, lines: 0, trash: 0 };
        const lines = count("DELETE FROM archive WHERE at < ?", archive);
        const trash = count("DELETE FROM trash WHERE deleted_at < ?", archive);
        return { entries, versions, lines, trash };
      });
    },
  };
}
