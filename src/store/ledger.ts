import type { Ledger } from "../ports.ts";
import { ledgerArchive } from "./ledger-archive.ts";
import { ledgerBooks } from "./ledger-books.ts";
import { ledgerJournal } from "./ledger-journal.ts";
import { ledgerMerges } from "./ledger-merges.ts";
import { ledgerRests } from "./ledger-rests.ts";
import { ledgerRetention } from "./ledger-retention.ts";
import { ledgerRuns } from "./ledger-runs.ts";
import { ledgerSubjects } from "./ledger-subjects.ts";
import { ledgerTrash } from "./ledger-trash.ts";
import { ledgerVersions } from "./ledger-versions.ts";
import type { Sqlite } from "./sqlite.ts";
import { writerLock } from "./writer-lock.ts";

/** The `Ledger` over an open ledger file. */
export function sqliteLedger(database: Sqlite): Ledger {
  const { assertHeld, ...lock } = writerLock(database);
  return {
    ...ledgerRuns(database, assertHeld),
    ...ledgerJournal(database, assertHeld),
    ...ledgerArchive(database),
    ...ledgerVersions(database),
    ...ledgerSubjects(database),
    ...ledgerTrash(database),
    ...ledgerRests(database),
    ...ledgerMerges(database),
    ...ledgerBooks(database),
    ...ledgerRetention(database),
    ...lock,
  };
}
