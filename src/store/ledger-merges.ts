import type { Ledger, Merged } from "../ports.ts";
import type { Sqlite } from "./sqlite.ts";

/** A merge is in force while the entry that deleted the client is: undone, the client stands for itself again. */
const IN_FORCE = "EXISTS (SELECT 1 FROM entries e WHERE e.id = m.entry AND e.state = 'confirmed')";

/** A client and all who live on in it, over any number of merges: the table `own`, for a statement whose first value is the client. */
export const OWN_SUBJECTS = `WITH RECURSIVE own (subject) AS (
  VALUES (?1) UNION SELECT m.subject FROM merges m JOIN own ON m.survivor = own.subject WHERE ${IN_FORCE})`;

/** Clients who turned out to be one, and those who did not. */
export function ledgerMerges(database: Sqlite): Pick<Ledger, "merged" | "putNotSame" | "notSame"> {
  return {
    async merged() {
      return inForce(database);
    },

    async putNotSame(one, other, at) {
      const [first, second] = [one, other].sort();
      database.run("INSERT OR REPLACE INTO not_same (one, other, at) VALUES (?, ?, ?)", first!, second!, at);
    },

    async notSame() {
      return database
        .all<{ one: string; other: string }>("SELECT one, other FROM not_same ORDER BY one, other")
        .map(({ one, other }) => (one < other ? ([one, other] as const) : ([other, one] as const)));
    },
  };
}

export function inForce(database: Sqlite): Merged[] {
  return database.all<Merged>(
    `SELECT m.subject, m.survivor, e.run FROM merges m JOIN entries e ON e.id = m.entry
      WHERE e.state = 'confirmed' ORDER BY m.entry`,
  );
}

/** Who a subject lives on as, over any number of merges. */
export function survivors(merged: Merged[]): (subject: string) => string {
  const next = new Map(merged.map(({ subject, survivor }) => [subject, survivor]));
  return (subject) => {
    let last = subject;
    // Never more steps than there are merges, whatever the table says.
    for (let step = 0; step < merged.length; step++) last = next.get(last) ?? last;
    return last;
  };
}
