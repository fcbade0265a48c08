import type { ArchivedLine } from "../../src/card/model.ts";
import type { Client } from "../../src/client/client.ts";
import type { Label } from "../../src/client/person.ts";
import type { SourceRow } from "../../src/client/source-row.ts";
import type { JournalIntent, Mirror, MirrorRow, Store } from "../../src/ports.ts";

/** One store under test: `reopen` closes it and opens what it left behind; `second` is another process's view of the same. */
export type StoreUnderTest = {
  store: Store;
  reopen(): Promise<Store>;
  second(): Promise<Store>;
  release(): Promise<void>;
};

export const MONDAY = "2026-11-23T09:00:00Z";
export const TUESDAY = "2026-11-24T09:00:00Z";
export const WEDNESDAY = "2026-11-25T09:00:00Z";

/** A client as `readClient` would make it of an answer of the API. */
export function client(resourceName: string, parts: Partial<Client> = {}): Client {
  const name = parts.name ?? { display: "Anna Petrosyan", given: "Anna", family: "Petrosyan", middle: "" };
  return {
    resourceName,
    etag: "%EgUBAi4=1",
    updateTime: MONDAY,
    name,
    phones: [],
    emails: [],
    notes: "",
    labels: ["contactGroups/myContacts"],
    key: null,
    previousResourceNames: [],
    ...parts,
    person: { resourceName, names: [{ displayName: name.display }], ...parts.person },
  };
}

export function named(display: string) {
  const [given = "", family = ""] = display.split(" ");
  return { display, given, family, middle: "" };
}

export function phone(value: string, e164: string | null = null, type: string | null = "mobile") {
  return { value, e164, type };
}

export function label(resourceName: string, name: string): Label {
  return { resourceName, name, etag: "e1", system: false, memberCount: 0, deleted: false, clientData: [] };
}

export function line(text: string, parts: Partial<ArchivedLine> = {}): ArchivedLine {
  return { reason: "compacted", text, now: null, order: 12, title: "sofa", date: "2026-11-03", ...parts };
}

export function sourceRow(hash: string, parts: Partial<SourceRow> = {}): SourceRow {
  return { file: "base.xls", sheet: "Клиенты", row: 4, id: "17", hash, cells: { Имя: "Арам" }, ...parts };
}

export function intent(subject: string, parts: Partial<JournalIntent> = {}): JournalIntent {
  return {
    subject,
    action: "update",
    display: "Anna Petrosyan",
    before: { biographies: [{ value: "before" }] },
    after: { biographies: [{ value: "after" }] },
    archive: [],
    sources: [],
    ...parts,
  };
}

type Delta = { upserts: Client[]; deleted: string[]; peopleToken: string; at: string };

/** Takes in a list of changes. */
export async function applyDelta(mirror: Mirror, { upserts, ...done }: Delta): Promise<void> {
  await mirror.clearStage();
  await mirror.stage(upserts);
  await mirror.commitDelta(done);
}

/** Takes clients in as a first list would, and brings each in order: base and mark are set. */
export async function takeIn(store: Store, clients: Client[], mark = "monday"): Promise<void> {
  await applyDelta(store.mirror, { upserts: clients, deleted: [], peopleToken: "token-1", at: MONDAY });
  await store.mirror.settle(
    clients.map(({ resourceName, notes, labels }) => ({
      resourceName,
      base: { notes, labels },
      reconciled: mark,
      at: MONDAY,
    })),
  );
}

export async function collect(rows: AsyncIterable<MirrorRow>): Promise<MirrorRow[]> {
  const list: MirrorRow[] = [];
  for await (const row of rows) list.push(row);
  return list;
}

export function namesOf(rows: MirrorRow[]): string[] {
  return rows.map((row) => row.client.resourceName);
}
