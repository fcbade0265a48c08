import fc from "fast-check";
import { beforeEach, describe, expect, it } from "vitest";
import type { Client } from "../../src/client/client.ts";
import type { Mirror, MirrorRow } from "../../src/ports.ts";
import { applyDelta, client, collect, named, namesOf, phone, type StoreUnderTest } from "./store-builders.ts";

const A = "contactGroups/a";
const ALL = "contactGroups/all";
const NAMES = ["Armen", "Bella", "Vahe"];
const PHONES = ["+37491000001", "+37491000002"];
const numbers = fc.uniqueArray(fc.integer({ min: 1, max: 6 }), { maxLength: 3 });

type Operation =
  | { do: "delta" | "refresh" | "full"; contacts: Client[]; deleted: number[] }
  | { do: "settle"; contacts: Client[]; withClient: boolean; mark: string | null }
  | { do: "members"; add: number[]; remove: number[] }
  | { do: "remove"; gone: number[] };

type Model = Map<string, MirrorRow>;

/** What every mirror does over a long life: the same as a plain map of rows, with every look-up true to the rows. */
export function modelContract(opened: () => StoreUnderTest): void {
  let mirror: Mirror;
  beforeEach(() => {
    mirror = opened().store.mirror;
  });

  describe("any life of a mirror", () => {
    it("leaves the rows that a plain map would hold, and look-ups that agree with them", async () => {
      await fc.assert(
        fc.asyncProperty(fc.array(operations(), { maxLength: 12 }), async (life) => {
          await mirror.remove(namesOf(await collect(mirror.all())));
          const model: Model = new Map();
          for (const [index, operation] of life.entries()) {
            const at = `2026-11-23T09:${String(index).padStart(2, "0")}:00Z`;
            await perform(mirror, operation, at);
            imagine(model, operation, at);
          }
          const rows = await collect(mirror.all());
          const expected = [...model.values()].sort((one, other) =>
            one.client.resourceName < other.client.resourceName ? -1 : 1,
          );
          expect(rows.map(withoutPerson)).toEqual(expected.map(withoutPerson));
          expect(await lookUps(mirror)).toEqual(scans(rows));
        }),
        { numRuns: 150, seed: 20261123 },
      );
    });
  });
}

// ---------------------------------------------------------------------------------------------------- what may happen

function contacts(): fc.Arbitrary<Client[]> {
  const contact = fc.record({
    number: fc.integer({ min: 1, max: 6 }),
    display: fc.constantFrom(...NAMES),
    notes: fc.constantFrom("", "a line"),
    phone: fc.constantFrom(...PHONES),
    labels: fc.subarray([A, ALL]),
    key: fc.constantFrom(null, "k1"),
    etag: fc.constantFrom("e1", "e2"),
    previous: numbers,
  });
  return fc.uniqueArray(contact, { selector: ({ number }) => number, maxLength: 4 }).map((list) =>
    list.map(({ number, display, previous, phone: typed, ...parts }) =>
      client(nameOf(number), {
        ...parts,
        name: named(display),
        phones: [phone(typed, typed)],
        emails: [`${display}@Example.am`],
        previousResourceNames: previous.filter((other) => other !== number).map(nameOf),
      }),
    ),
  );
}

function operations(): fc.Arbitrary<Operation> {
  return fc.oneof(
    fc.record({ do: fc.constantFrom("delta", "refresh", "full"), contacts: contacts(), deleted: numbers }),
    fc.record({
      do: fc.constant("settle"),
      contacts: contacts(),
      withClient: fc.boolean(),
      mark: fc.constantFrom(null, "today"),
    }),
    fc.record({ do: fc.constant("members"), add: numbers, remove: numbers }),
    fc.record({ do: fc.constant("remove"), gone: numbers }),
  ) as fc.Arbitrary<Operation>;
}

function nameOf(number: number): string {
  return `people/c${number}`;
}

// -------------------------------------------------------------------------------------------- in the mirror, and imagined

async function perform(mirror: Mirror, operation: Operation, at: string): Promise<void> {
  switch (operation.do) {
    case "delta":
      await applyDelta(mirror, {
        upserts: operation.contacts,
        deleted: operation.deleted.map(nameOf),
        peopleToken: at,
        at,
      });
      return;
    case "refresh":
      await mirror.refresh(operation.contacts, at);
      return;
    case "full":
      await mirror.clearStage();
      for (const one of operation.contacts) await mirror.stage([one]);
      await mirror.commitStage({ peopleToken: at, fullAt: at, at });
      return;
    case "settle":
      await mirror.settle(operation.contacts.map((one) => settled(one, operation, at)));
      return;
    case "members":
      await mirror.changeMembers(A, operation.add.map(nameOf), operation.remove.map(nameOf));
      return;
    case "remove":
      await mirror.remove(operation.gone.map(nameOf));
  }
}

function settled(one: Client, { withClient, mark }: { withClient: boolean; mark: string | null }, at: string) {
  const base = { notes: one.notes, labels: one.labels };
  const row = { resourceName: one.resourceName, base, reconciled: mark, at };
  return withClient ? { ...row, client: one } : row;
}

function imagine(model: Model, operation: Operation, at: string): void {
  switch (operation.do) {
    case "delta":
    case "refresh":
      takeIn(model, operation.contacts, at);
      if (operation.do === "delta") for (const number of operation.deleted) model.delete(nameOf(number));
      return;
    case "full":
      takeInFull(model, operation.contacts, at);
      return;
    case "settle":
      for (const one of operation.contacts) {
        const row = model.get(one.resourceName);
        if (!row && !operation.withClient) continue;
        const { base, reconciled } = settled(one, operation, at);
        const content = operation.withClient ? one : row!.client;
        model.set(one.resourceName, { client: content, seenAt: row?.seenAt ?? at, base, reconciled });
      }
      return;
    case "members":
      for (const number of operation.add)
        relabel(model, nameOf(number), (labels) => [...new Set([...labels, A])].sort());
      for (const number of operation.remove)
        relabel(model, nameOf(number), (labels) => labels.filter((one) => one !== A));
      return;
    case "remove":
      for (const number of operation.gone) model.delete(nameOf(number));
  }
}

function takeIn(model: Model, arrived: Client[], at: string): void {
  const living = new Set(arrived.map(({ resourceName }) => resourceName));
  for (const one of arrived) {
    for (const previous of one.previousResourceNames)
      if (!living.has(previous)) move(model, previous, one.resourceName);
    put(model, one, at);
  }
}

function takeInFull(model: Model, arrived: Client[], at: string): void {
  const living = new Set(arrived.map(({ resourceName }) => resourceName));
  for (const one of arrived.toSorted((a, b) => (a.resourceName < b.resourceName ? -1 : 1))) {
    for (const previous of one.previousResourceNames.toSorted()) {
      if (!living.has(previous)) move(model, previous, one.resourceName);
    }
  }
  for (const name of [...model.keys()]) if (!living.has(name)) model.delete(name);
  for (const one of arrived) put(model, one, at);
}

function move(model: Model, from: string, to: string): void {
  const row = model.get(from);
  if (!row || model.has(to)) return;
  model.delete(from);
  model.set(to, row);
}

function put(model: Model, one: Client, at: string): void {
  const known = model.get(one.resourceName);
  if (known && content(known.client) === content(one)) model.set(one.resourceName, { ...known, client: one });
  else model.set(one.resourceName, { client: one, seenAt: at, base: known?.base ?? null, reconciled: null });
}

function content({ name, phones, emails, notes, labels, key }: Client): string {
  return JSON.stringify([name.display, phones, emails, notes, labels.filter((one) => one !== ALL), key]);
}

function relabel(model: Model, name: string, change: (labels: string[]) => string[]): void {
  const row = model.get(name);
  if (!row) return;
  const base = row.base && { ...row.base, labels: change(row.base.labels) };
  model.set(name, { ...row, base, client: { ...row.client, labels: change(row.client.labels) } });
}

/** A moved row still shows the old name in its client until the new one is put over it; the person is carried, not modelled. */
function withoutPerson({ client: { person: _, ...one }, ...row }: MirrorRow) {
  return { ...row, client: one };
}

// ------------------------------------------------------------------------------------------------------- the look-ups

async function lookUps(mirror: Mirror) {
  const found = await Promise.all(NAMES.map((name) => mirror.find(name, 50)));
  const callers = await Promise.all(PHONES.map((number) => mirror.who(number)));
  return {
    count: await mirror.count(),
    found: found.map((rows) => namesOf(rows).sort()),
    callers: callers.map((rows) => namesOf(rows)),
    phones: await mirror.byPhones(PHONES),
    emails: await mirror.byEmails(NAMES.map((name) => `${name}@example.AM`)),
    keys: await mirror.byKeys(["k1", "k2"]),
    due: namesOf(await collect(mirror.due("today"))),
    changed: namesOf(await collect(mirror.changed())),
  };
}

function scans(rows: MirrorRow[]): Awaited<ReturnType<typeof lookUps>> {
  const those = (test: (one: Client) => boolean) => namesOf(rows.filter((row) => test(row.client)));
  const filled = (pairs: [string, string[]][]) => new Map(pairs.filter(([, names]) => names.length > 0));
  const callers = PHONES.map((number) => those((one) => one.phones.some(({ e164 }) => e164 === number)));
  const byName = NAMES.map((name) => those((one) => one.name.display === name));
  const keyed = those((one) => one.key === "k1");
  return {
    count: rows.length,
    found: byName,
    callers,
    phones: filled(PHONES.map((number, index) => [number, callers[index]!])),
    emails: filled(NAMES.map((name, index) => [`${name}@example.AM`, byName[index]!])),
    keys: new Map(keyed.slice(0, 1).map((name) => ["k1", name])),
    due: namesOf(rows.filter((row) => row.reconciled !== "today")),
    changed: namesOf(rows.filter((row) => row.reconciled === null)),
  };
}
