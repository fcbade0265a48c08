import type { ArchivedLine } from "../card/model.ts";
import type { SourceRow } from "../client/source-row.ts";
import { appError } from "../lib/errors.ts";
import type { JournalEntry, JournalIntent, Ledger } from "../ports.ts";
import { ARCHIVE_COLUMNS, type ArchiveRow, readLine } from "./ledger-archive.ts";
import { moveSubject } from "./ledger-subjects.ts";
import { addVersion } from "./ledger-versions.ts";
import type { Sqlite } from "./sqlite.ts";

type EntryRow = {
  id: number;
  run: number;
  subject: string;
  action: JournalEntry["action"];
  display: string;
  before: string;
  after: string;
  state: JournalEntry["state"];
  at: string;
  sent_at: string | null;
  detail: string | null;
};

type Journal = Pick<Ledger, "intend" | "markSent" | "settle" | "openEntries" | "entriesOf" | "entriesAbout">;

/** The intent before each write and its fate after. `assertWriter` stops who has lost the writer's lock before they send anything. */
export function ledgerJournal(database: Sqlite, assertWriter: () => void): Journal {
  return {
    async intend(run, intents, at) {
      return database.transaction(() => {
        assertWriter();
        return intents.map((intent) => insertIntent(database, run, intent, at));
      });
    },

    async markSent(ids, at) {
      database.transaction(() => {
        assertWriter();
        for (const id of ids) {
          const { changes } = database.run(
            "UPDATE entries SET state = 'sent', sent_at = ? WHERE id = ? AND state IN ('intended', 'sent')",
            at,
            id,
          );
          if (changes === 0) throw appError({ code: "internal", detail: `journal entry ${id} is not open` });
        }
      });
    },

    async settle(fates, at) {
      database.transaction(() => {
        for (const fate of fates) settleEntry(database, fate, at);
      });
    },

    async openEntries() {
      return readEntries(database, "state IN ('intended', 'sent')");
    },

    async entriesOf(run) {
      return readEntries(database, "run = ?", run);
    },

    async entriesAbout(subject) {
      return readEntries(database, "subject = ?", subject);
    },
  };
}

function insertIntent(database: Sqlite, run: number, intent: JournalIntent, at: string): number {
  const { id } = database.run(
    "INSERT INTO entries (run, subject, action, display, before, after, state, at) VALUES (?, ?, ?, ?, ?, ?, 'intended', ?)",
    run,
    intent.subject,
    intent.action,
    intent.display,
    JSON.stringify(intent.before ?? null),
    JSON.stringify(intent.after ?? null),
    at,
  );
  if (intent.into !== undefined)
    database.run("INSERT INTO merges (entry, subject, survivor) VALUES (?, ?, ?)", id, intent.subject, intent.into);
  for (const line of intent.archive) insertLine(database, intent.subject, id, line, at);
  for (const row of intent.sources) {
    database.run(
      "INSERT INTO sources (subject, entry, hash, row, at) VALUES (?, ?, ?, ?, ?)",
      intent.subject,
      id,
      row.hash,
      JSON.stringify(row),
      at,
    );
  }
  return id;
}

function insertLine(database: Sqlite, subject: string, entry: number, line: ArchivedLine, at: string): void {
  database.run(
    "INSERT INTO archive (subject, entry, reason, text, now, order_number, title, date, at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
    subject,
    entry,
    line.reason,
    line.text,
    line.now,
    line.order,
    line.title,
    line.date,
    at,
  );
}

function settleEntry(database: Sqlite, fate: Parameters<Ledger["settle"]>[0][number], at: string): void {
  const entry = database.get<{ subject: string }>("SELECT subject FROM entries WHERE id = ?", fate.id);
  if (!entry) throw appError({ code: "internal", detail: `there is no journal entry ${fate.id} to settle` });
  database.run(
    "UPDATE entries SET state = ?, detail = ?, settled_at = ? WHERE id = ?",
    fate.state,
    fate.detail ?? null,
    at,
    fate.id,
  );
  const subject = fate.resourceName ?? entry.subject;
  if (subject !== entry.subject) moveSubject(database, entry.subject, subject);
  if (fate.version !== undefined) addVersion(database, { subject, notes: fate.version, at, by: "program" });
}

/** Entries in the order of their ids, each with its lines and rows: four queries, however many there are. */
function readEntries(database: Sqlite, where: string, ...values: (string | number)[]): JournalEntry[] {
  const rows = database.all<EntryRow>(
    `SELECT id, run, subject, action, display, before, after, state, at, sent_at, detail FROM entries WHERE ${where} ORDER BY id`,
    ...values,
  );
  const of = `entry IN (SELECT id FROM entries WHERE ${where}) ORDER BY id`;
  const lines = database.all<ArchiveRow>(`SELECT ${ARCHIVE_COLUMNS} FROM archive WHERE ${of}`, ...values);
  const sources = database.all<{ entry: number; row: string }>(`SELECT entry, row FROM sources WHERE ${of}`, ...values);
  const merges = database.all<{ entry: number; survivor: string }>(
    `SELECT entry, survivor FROM merges WHERE entry IN (SELECT id FROM entries WHERE ${where})`,
    ...values,
  );
  const intoOf = new Map(merges.map(({ entry, survivor }) => [entry, { into: survivor }]));
  const linesOf = Map.groupBy(lines, (line) => line.entry);
  const sourcesOf = Map.groupBy(sources, (source) => source.entry);
  return rows.map((row) => ({
    id: row.id,
    run: row.run,
    subject: row.subject,
    action: row.action,
    display: row.display,
    before: JSON.parse(row.before) as unknown,
    after: JSON.parse(row.after) as unknown,
    archive: (linesOf.get(row.id) ?? []).map(readLine),
    sources: (sourcesOf.get(row.id) ?? []).map((source) => JSON.parse(source.row) as SourceRow),
    state: row.state,
    at: row.at,
    sentAt: row.sent_at,
    detail: row.detail,
    ...intoOf.get(row.id),
  }));
}
