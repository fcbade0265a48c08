import { setImmediate } from "node:timers/promises";
import type { Label } from "../client/person.ts";
import type { Mirror, MirrorRow } from "../ports.ts";
import { emailKey } from "./mirror-index.ts";
import { ROW_COLUMNS, readRows } from "./mirror-rows.ts";
import type { Sqlite } from "./sqlite.ts";

/** Rows that a walk over all clients holds at a time. */
const PAGE = 500;

const BY_NAME = `SELECT ${ROW_COLUMNS} FROM clients c WHERE c.resource_name = ?`;

type Reader = Pick<
  Mirror,
  | "state"
  | "labels"
  | "get"
  | "getMany"
  | "has"
  | "changed"
  | "all"
  | "due"
  | "countDue"
  | "count"
  | "byPhones"
  | "byEmails"
  | "byKeys"
>;

export function mirrorReader(database: Sqlite): Reader {
  return {
    async state() {
      const row = database.get<{ people_token: string | null; full_at: string | null; pulled_at: string | null }>(
        "SELECT people_token, full_at, pulled_at FROM state",
      );
      return {
        peopleToken: row?.people_token ?? null,
        fullAt: row?.full_at ?? null,
        pulledAt: row?.pulled_at ?? null,
      };
    },

    async labels() {
      return database
        .all<{ label: string }>("SELECT label FROM labels ORDER BY position")
        .map((row) => JSON.parse(row.label) as Label);
    },

    async get(resourceName) {
      return readRows(database, BY_NAME, resourceName)[0] ?? null;
    },

    async getMany(resourceNames) {
      const rows = readRows(
        database,
        `SELECT ${ROW_COLUMNS} FROM clients c WHERE c.resource_name IN (SELECT value FROM json_each(?))`,
        JSON.stringify(resourceNames),
      );
      const found = new Map(rows.map((row) => [row.client.resourceName, row]));
      return new Map(
        resourceNames.flatMap((name) => {
          const row = found.get(name);
          return row ? [[name, row] as const] : [];
        }),
      );
    },

    all: () => walk(database, EVERYBODY),
    due: (mark) => walk(database, { ...DUE, values: [mark] }),
    changed: () => walk(database, CHANGED),

    async countDue(mark) {
      return database.get<{ n: number }>("SELECT count(*) AS n FROM clients WHERE reconciled IS NOT ?", mark)?.n ?? 0;
    },

    async has(resourceNames) {
      const sql = "SELECT resource_name FROM clients WHERE resource_name IN (SELECT value FROM json_each(?))";
      const rows = database.all<{ resource_name: string }>(sql, JSON.stringify(resourceNames));
      return new Set(rows.map(({ resource_name }) => resource_name));
    },

    async count() {
      return database.get<{ n: number }>("SELECT count(*) AS n FROM clients")?.n ?? 0;
    },

    async byPhones(e164) {
      return lookUp(
        database,
        e164.map((phone) => [phone, phone]),
        `SELECT DISTINCT p.e164 AS found, c.resource_name FROM phones p JOIN clients c ON c.id = p.client
          WHERE p.e164 IN (SELECT value FROM json_each(?)) ORDER BY c.resource_name`,
      );
    },

    async byEmails(emails) {
      return lookUp(
        database,
        emails.map((email) => [email, emailKey(email)]),
        `SELECT DISTINCT e.email AS found, c.resource_name FROM emails e JOIN clients c ON c.id = e.client
          WHERE e.email IN (SELECT value FROM json_each(?)) ORDER BY c.resource_name`,
      );
    },

    async byKeys(keys) {
      const found = lookUp(
        database,
        keys.map((key) => [key, key]),
        `SELECT k.key AS found, c.resource_name FROM keys k JOIN clients c ON c.id = k.client
          WHERE k.key IN (SELECT value FROM json_each(?)) ORDER BY c.resource_name`,
      );
      return new Map([...found].map(([key, names]) => [key, names[0]!]));
    },
  };
}

/** Resource names by what was asked for, in sorted order; what nobody has is not in the map. `asked` pairs the question with its key. */
function lookUp(database: Sqlite, asked: [question: string, key: string][], sql: string): Map<string, string[]> {
  const names = new Map<string, string[]>();
  const keys = JSON.stringify([...new Set(asked.map(([, key]) => key))]);
  for (const row of database.all<{ found: string; resource_name: string }>(sql, keys)) {
    const list = names.get(row.found);
    if (list) list.push(row.resource_name);
    else names.set(row.found, [row.resource_name]);
  }
  return new Map(
    asked.flatMap(([question, key]) => {
      const list = names.get(key);
      return list ? [[question, list] as const] : [];
    }),
  );
}

type Selection = { from: string; belongs: string; values: string[] };
const EVERYBODY: Selection = { from: "clients c", belongs: "", values: [] };
// Left to itself SQLite takes the index of the names alone, and reads the whole card of everybody who does not belong.
const BY_MARK = "clients c INDEXED BY clients_due";
const DUE = { from: BY_MARK, belongs: "AND c.reconciled IS NOT ?" };
const CHANGED: Selection = { from: BY_MARK, belongs: "AND c.reconciled IS NULL", values: [] };

/**
 * Clients by pages in the order of the names, so that a walk neither holds the table nor a lock. A row that was written during the walk comes
 * as it is at its turn, or not at all if it no longer belongs.
 */
async function* walk(database: Sqlite, { from, belongs, values }: Selection): AsyncGenerator<MirrorRow> {
  const page = `SELECT ${ROW_COLUMNS} FROM ${from} WHERE c.resource_name > ? ${belongs} ORDER BY c.resource_name LIMIT ${PAGE}`;
  const one = `${BY_NAME} ${belongs}`;
  let after = "";
  for (;;) {
    // A long walk leaves room for whoever waits: a Ctrl-C, a question to the service.
    await setImmediate();
    const rows = readRows(database, page, after, ...values);
    const writes = database.writes;
    for (const row of rows) {
      after = row.client.resourceName;
      const now = database.writes === writes ? row : readRows(database, one, after, ...values)[0];
      if (now) yield now;
    }
    if (rows.length < PAGE) return;
  }
}
