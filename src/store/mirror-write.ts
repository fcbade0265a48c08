import type { Client } from "../client/client.ts";
import type { Mirror } from "../ports.ts";
import { indexPending, removeClient } from "./mirror-index.ts";
import { type PackedClient, packClient, packedValues } from "./mirror-rows.ts";
import type { Sqlite } from "./sqlite.ts";

/** What becomes of a client that is here already: same content keeps what was known of it, new content is due for reconciliation. */
export const ON_KNOWN_CLIENT = `
  ON CONFLICT (resource_name) DO UPDATE SET
    etag = excluded.etag, update_time = excluded.update_time, content = excluded.content,
    derived = excluded.derived, person = excluded.person,
    seen_at = iif(content = excluded.content, seen_at, excluded.seen_at),
    reconciled = iif(content = excluded.content, reconciled, NULL),
    indexed = indexed AND derived = excluded.derived
  WHERE etag <> excluded.etag OR content <> excluded.content OR derived <> excluded.derived OR person <> excluded.person
    OR update_time IS NOT excluded.update_time`;

const PUT = `INSERT INTO clients (resource_name, etag, update_time, content, derived, person, seen_at)
  VALUES (?, ?, ?, ?, ?, ?, ?) ${ON_KNOWN_CLIENT}`;

/** Moves a row to the name under which the account keeps the client now. The row that has the new name already, if any, stays. */
export function moveClient(database: Sqlite, from: string, to: string): void {
  if (database.get("SELECT 1 FROM clients WHERE resource_name = ?", to)) return;
  database.run("UPDATE clients SET resource_name = ? WHERE resource_name = ?", to, from);
}

type Writer = Pick<Mirror, "refresh" | "settle" | "remove" | "putLabels">;

export function mirrorWriter(database: Sqlite): Writer {
  function put(client: PackedClient, at: string): void {
    database.run(PUT, ...packedValues(client), at);
  }

  function takeIn(clients: Client[], at: string): void {
    const living = new Set(clients.map((client) => client.resourceName));
    for (const client of clients) {
      follow(client, living);
      put(packClient(client), at);
    }
  }

  /** A contact that the account moved to a new name is the same client; an old name that lives on by itself keeps its own row. */
  function follow(client: Client, living: Set<string>): void {
    for (const previous of client.previousResourceNames) {
      if (!living.has(previous)) moveClient(database, previous, client.resourceName);
    }
  }

  function settleRow(row: Parameters<Mirror["settle"]>[0][number]): void {
    const { client, resourceName, base, reconciled, at } = row;
    const name = client?.resourceName ?? resourceName;
    if (client) {
      if (name !== resourceName) moveClient(database, resourceName, name);
      const known = database.get<{ seen_at: string }>("SELECT seen_at FROM clients WHERE resource_name = ?", name);
      // The program's own write is not an edit: its day stays that of the staff's edit before it.
      put(packClient(client), known?.seen_at ?? at);
    }
    database.run(
      "UPDATE clients SET base = ?, reconciled = ? WHERE resource_name = ?",
      JSON.stringify(base),
      reconciled,
      name,
    );
  }

  return {
    async refresh(clients, at) {
      database.transaction(() => {
        takeIn(clients, at);
        indexPending(database);
      });
    },

    async settle(rows) {
      database.transaction(() => {
        for (const row of rows) settleRow(row);
        indexPending(database);
      });
    },

    async remove(resourceNames) {
      database.transaction(() => {
        for (const name of resourceNames) removeClient(database, name);
      });
    },

    async putLabels(labels) {
      database.transaction(() => {
        database.run("DELETE FROM labels");
        for (const label of labels) database.run("INSERT INTO labels (label) VALUES (?)", JSON.stringify(label));
      });
    },
  };
}
