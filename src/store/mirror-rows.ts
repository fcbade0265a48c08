import type { Client } from "../client/client.ts";
import type { Base, MirrorRow } from "../ports.ts";
import { ownedContent } from "./owned-content.ts";
import type { Sqlite } from "./sqlite.ts";

/** Columns of a client in the mirror and in the staging table. */
export type PackedClient = {
  resource_name: string;
  etag: string;
  update_time: string | null;
  content: string;
  derived: string;
  person: string;
};

type StoredRow = Omit<PackedClient, "content"> & { seen_at: string; base: string | null; reconciled: string | null };

/** The small part of a client that is read from its person and needed everywhere. */
export type Derived = Omit<Client, "resourceName" | "etag" | "updateTime" | "person">;

export const ROW_COLUMNS =
  "c.resource_name, c.etag, c.update_time, c.derived, c.person, c.seen_at, c.base, c.reconciled";

export function packClient(client: Client): PackedClient {
  const { resourceName, etag, updateTime, person, ...derived } = client;
  return {
    resource_name: resourceName,
    etag,
    update_time: updateTime,
    content: ownedContent(client),
    derived: JSON.stringify(derived satisfies Derived),
    person: JSON.stringify(person),
  };
}

export function packedValues(row: PackedClient) {
  return [row.resource_name, row.etag, row.update_time, row.content, row.derived, row.person] as const;
}

/** Rows of a query over `clients AS c` that selects `ROW_COLUMNS`. */
export function readRows(database: Sqlite, sql: string, ...values: (string | number | null)[]): MirrorRow[] {
  return database.all<StoredRow>(sql, ...values).map(unpackRow);
}

function unpackRow(row: StoredRow): MirrorRow {
  return {
    client: {
      resourceName: row.resource_name,
      etag: row.etag,
      updateTime: row.update_time,
      ...(JSON.parse(row.derived) as Derived),
      person: JSON.parse(row.person) as Client["person"],
    },
    seenAt: row.seen_at,
    base: row.base === null ? null : (JSON.parse(row.base) as Base),
    reconciled: row.reconciled,
  };
}
