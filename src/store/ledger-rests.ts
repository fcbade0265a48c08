import type { Ledger } from "../ports.ts";
import type { Sqlite } from "./sqlite.ts";

/** Texts that an undo has put back: they stay as they are until somebody changes them. */
export function ledgerRests(database: Sqlite): Pick<Ledger, "putRests" | "rests"> {
  return {
    async putRests(marks, at) {
      if (marks.length === 0) return;
      database.transaction(() => {
        for (const { subject, text } of marks) {
          database.run("DELETE FROM rests WHERE subject = ?", subject);
          if (text !== null) database.run("INSERT INTO rests (subject, text, at) VALUES (?, ?, ?)", subject, text, at);
        }
      });
    },

    async rests() {
      const rows = database.all<{ subject: string; text: string; at: string }>("SELECT subject, text, at FROM rests");
      return new Map(rows.map(({ subject, text, at }) => [subject, { text, at }]));
    },
  };
}
