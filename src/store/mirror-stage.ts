import type { Mirror } from "../ports.ts";
import { indexPending, removeClient } from "./mirror-index.ts";
import { packClient, packedValues, ROW_COLUMNS, readRows } from "./mirror-rows.ts";
import { moveClient, ON_KNOWN_CLIENT } from "./mirror-write.ts";
import type { Sqlite } from "./sqlite.ts";

/** Clients in neither the staged list nor, under an older name, behind one of it: the account merged or moved those. */
const MISSING = `FROM clients c
  WHERE NOT EXISTS (SELECT 1 FROM staged s WHERE s.resource_name = c.resource_name)
    AND NOT EXISTS (SELECT 1 FROM staged_previous p WHERE p.previous = c.resource_name)`;

const ALIKE = `WITH
  gone AS MATERIALIZED (SELECT c.resource_name, c.content, json_extract(c.derived, '$.key') AS key,
    json_extract(c.derived, '$.name', '$.phones') AS person, json_array_length(c.derived, '$.phones') AS phones ${MISSING}),
  came AS MATERIALIZED (SELECT s.resource_name, s.content, json_extract(s.derived, '$.key') AS key,
    json_extract(s.derived, '$.name', '$.phones') AS person FROM staged s
    WHERE NOT EXISTS (SELECT 1 FROM clients n WHERE n.resource_name = s.resource_name))
  SELECT g.resource_name AS previous, c.resource_name FROM gone g JOIN came c ON c.content = g.content
  UNION SELECT g.resource_name, c.resource_name FROM gone g JOIN came c ON c.key = g.key
  UNION SELECT g.resource_name, c.resource_name FROM gone g JOIN came c ON c.person = g.person AND g.phones > 0
  ORDER BY 1, 2`;

const MOVED = `SELECT p.previous, p.resource_name FROM staged_previous p
  JOIN clients c ON c.resource_name = p.previous
  WHERE NOT EXISTS (SELECT 1 FROM staged s WHERE s.resource_name = p.previous)
    AND NOT EXISTS (SELECT 1 FROM clients n WHERE n.resource_name = p.resource_name)
  ORDER BY p.resource_name, p.previous`;

const NOTE_PREVIOUS = "INSERT OR IGNORE INTO staged_previous (previous, resource_name) VALUES (?, ?)";

const GONE = `SELECT c.resource_name FROM clients c
  WHERE NOT EXISTS (SELECT 1 FROM staged s WHERE s.resource_name = c.resource_name) LIMIT 500`;

// "WHERE true" keeps SQLite from reading ON CONFLICT as a join's ON: https://sqlite.org/lang_upsert.html#parsing_ambiguity
const TAKE_IN = `INSERT INTO clients (resource_name, etag, update_time, content, derived, person, seen_at)
  SELECT resource_name, etag, update_time, content, derived, person, ? FROM staged WHERE true ${ON_KNOWN_CLIENT}`;

/** A list on its way in: page by page into staging, and from there into the mirror all at once. */
export function mirrorStage(
  database: Sqlite,
): Pick<
  Mirror,
  "clearStage" | "stage" | "commitDelta" | "missingFromStage" | "alikeInStage" | "noteMoves" | "commitStage"
> {
  function clear(): void {
    database.run("DELETE FROM staged");
    database.run("DELETE FROM staged_previous");
  }

  function moveRenamed(): void {
    for (const moved of database.all<{ previous: string; resource_name: string }>(MOVED))
      moveClient(database, moved.previous, moved.resource_name);
  }

  return {
    async clearStage() {
      database.transaction(clear);
    },

    async stage(clients) {
      database.transaction(() => {
        for (const client of clients) {
          database.run(
            "INSERT OR REPLACE INTO staged (resource_name, etag, update_time, content, derived, person) VALUES (?, ?, ?, ?, ?, ?)",
            ...packedValues(packClient(client)),
          );
          for (const previous of client.previousResourceNames) {
            database.run(NOTE_PREVIOUS, previous, client.resourceName);
          }
        }
      });
    },

    async commitDelta({ deleted, peopleToken, at }) {
      database.transaction(() => {
        moveRenamed();
        database.run(TAKE_IN, at);
        for (const name of deleted) removeClient(database, name);
        indexPending(database);
        clear();
        database.run("UPDATE state SET people_token = ?, pulled_at = ?", peopleToken, at);
      });
    },

    async missingFromStage() {
      return readRows(database, `SELECT ${ROW_COLUMNS} ${MISSING} ORDER BY c.resource_name`);
    },

    async alikeInStage() {
      const pairs = database.all<{ previous: string; resource_name: string }>(ALIKE);
      return pairs.map(({ previous, resource_name }) => ({ previous, resourceName: resource_name }));
    },

    async noteMoves(moves) {
      database.transaction(() => {
        for (const { previous, resourceName } of moves) database.run(NOTE_PREVIOUS, previous, resourceName);
      });
    },

    async commitStage({ peopleToken, fullAt, at, anew }) {
      database.transaction(() => {
        if (anew) doubtEverything(database);
        moveRenamed();
        for (let gone = goneFrom(database); gone.length > 0; gone = goneFrom(database)) {
          for (const name of gone) removeClient(database, name);
        }
        database.run(TAKE_IN, at);
        indexPending(database);
        clear();
        database.run("UPDATE state SET people_token = ?, full_at = ?, pulled_at = ?", peopleToken, fullAt, at);
      });
    },
  };
}

/** Whatever was derived or indexed is made again of the list that is taken in; what the program knew of a client it cannot ask the account for. */
function doubtEverything(database: Sqlite): void {
  for (const table of ["phones", "emails", "keys", "search"]) database.exec(`DELETE FROM ${table}`);
  database.run("UPDATE clients SET derived = '', indexed = 0, reconciled = NULL");
}

function goneFrom(database: Sqlite): string[] {
  return database.all<{ resource_name: string }>(GONE).map((row) => row.resource_name);
}
