/** Imports that come again: after one that was cut off, with more rows, or while staff are at work. */
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { Draft } from "../../src/client/draft.ts";
import { hashOf } from "../../src/lib/hash.ts";
import { applyUndo, prepareUndo } from "../../src/sync/prepare-undo.ts";
import { catchUp, syncOnce } from "../../src/sync/sync-once.ts";
import { draft, importAll, order, outcomes } from "../support/drafts.ts";
import { openOffice, type TestOffice } from "../support/office.ts";

let office: TestOffice;
beforeEach(async () => {
  office = await openOffice({ at: "2026-11-23T18:00:00+04:00" });
});
afterEach(() => office.close());

const later = (time: string) => office.setTime(`2026-11-23T${time}:00+04:00`);
const PHONE = "+37491000001";
const contactOf = async (phone: string) => (await office.store.mirror.who(phone))[0]!.client.resourceName;
const cardOf = async (phone: string) => (await office.read(await contactOf(phone)))!.notes;

/** The rows of several drafts as one client's. */
function joined(first: Draft, ...others: Draft[]): Draft {
  const all = [first, ...others];
  return {
    ...first,
    orders: all.flatMap(({ orders }) => orders),
    notes: all.flatMap(({ notes }) => notes),
    sources: all.flatMap(({ sources }) => sources),
  };
}

describe("an import that was cut off", () => {
  const anahit = draft({ row: 2, name: "Anahit Petrosyan", phone: PHONE, notes: ["wants a sofa"] });
  const boris = draft({ row: 3, name: "Boris Ivanov", phone: PHONE, notes: ["wants a bed"] });

  test("goes on as if it had not been: two people with one phone stay two, in any order of the rows", async () => {
    expect(outcomes(await importAll(office, [anahit]))).toEqual(["create"]);
    expect(outcomes(await importAll(office, [boris, anahit]))).toEqual(["create", "same"]);
    const rows = await office.store.mirror.who(PHONE);
    expect(rows.map(({ client }) => [client.name.display, client.notes]).sort()).toEqual([
      ["Anahit Petrosyan", "wants a sofa"],
      ["Boris Ivanov", "wants a bed"],
    ]);
  });

  test("does not write into a client whom other rows have made, though the names say nothing", async () => {
    const [one, other] = [
      { ...anahit, name: { ...anahit.name, display: "Anahit" } },
      { ...boris, name: { ...boris.name, display: "Boris" } },
    ];
    await importAll(office, [one]);
    expect(outcomes(await importAll(office, [other, one]))).toEqual(["several-drafts", "same"]);
    expect(await cardOf(PHONE)).not.toContain("bed");
  });
});

describe("a later import", () => {
  test("finds the one of two clients with one phone whose name fits", async () => {
    const anahit = draft({ row: 2, name: "Anahit Petrosyan", phone: PHONE });
    const boris = draft({ row: 3, name: "Boris Ivanov", phone: PHONE });
    await importAll(office, [anahit, boris]);
    const more = draft({ row: 4, name: "Иванов Борис", phone: PHONE, notes: ["wants a bed"] });
    expect(outcomes(await importAll(office, [more]))).toEqual(["update"]);
    const rows = await office.store.mirror.who(PHONE);
    expect(rows.find(({ client }) => client.notes.includes("bed"))?.client.name.display).toBe("Boris Ivanov");
  });

  test("tells rows of two sheets apart that have the same number", async () => {
    const first = draft({ row: 2, name: "Anna", phone: PHONE, orders: [order("table")] });
    await importAll(office, [first]);
    // Staff have closed the book on the table; the other sheet's row 2 is new, this one's is not.
    later("19:00");
    await office.saveNote(await contactOf(PHONE), "");
    later("19:30");
    await syncOnce(office.road);
    const second = draft({ row: 2, name: "Anna", phone: PHONE, orders: [order("sofa")], cells: { sheet: "2" } });
    const both = joined(first, { ...second, sources: second.sources.map((row) => ({ ...row, sheet: "2" })) });
    expect(outcomes(await importAll(office, [both]))).toEqual(["update"]);
    expect(await cardOf(PHONE)).toContain("sofa");
    expect(await cardOf(PHONE)).not.toContain("table");
  });

  test("remembers only what it brought: rows known before are forgotten with the run that brought them", async () => {
    const first = draft({ row: 2, name: "Anna", phone: PHONE });
    await importAll(office, [first]);
    const copy = draft({ row: 7, name: "Anna", phone: PHONE, cells: { remark: "" } });
    const items = await importAll(office, [joined(first, copy)]);
    expect(items).toMatchObject([{ outcome: "same", fresh: copy.sources }]);
    const known = await office.store.ledger.sourceRows();
    expect(known.map(({ row }) => row.hash).sort()).toEqual(
      [...first.sources, ...copy.sources].map((row) => row.hash).sort(),
    );
    expect(await importAll(office, [joined(first, copy)])).toMatchObject([{ outcome: "same", fresh: [] }]);
    expect(await office.store.ledger.sourceRows()).toHaveLength(2);
  });

  test("of rows whose import was undone makes the client again", async () => {
    const first = draft({ row: 2, name: "Anna", phone: PHONE });
    await importAll(office, [first]);
    const { id } = (await office.store.ledger.runs(9)).find(({ kind }) => kind === "import")!;
    await importAll(office, [first]);
    await catchUp(office.road);
    await applyUndo(office.road, id, await prepareUndo(office.road, id));
    expect(await office.store.mirror.count()).toBe(0);
    expect(outcomes(await importAll(office, [first]))).toEqual(["create"]);
  });

  test("finds a client whom staff merged into another", async () => {
    const [anna, annushka] = [
      draft({ row: 2, name: "Anna", phone: PHONE }),
      draft({ row: 3, name: "Annushka", phone: "+37491000002" }),
    ];
    await importAll(office, [anna, annushka]);
    await office.staff.deletePeople([await contactOf("+37491000002")]);
    const more = draft({ row: 4, name: "Anna", phone: PHONE, notes: ["wants a bed"] });
    expect(outcomes(await importAll(office, [joined(anna, annushka, more)]))).toEqual(["update"]);
    expect(await cardOf(PHONE)).toContain("wants a bed");
  });

  test("gives the default marker's successor to a client whose first order was finished meanwhile", async () => {
    await importAll(office, [draft({ row: 2, name: "Anna", phone: PHONE })]);
    later("19:00");
    await office.saveNote(await contactOf(PHONE), "Order 5: bed, 10 000 AMD – done 20.11.2026 (Anna)");
    later("20:00");
    await importAll(office, [draft({ row: 3, name: "Anna", phone: PHONE, notes: ["floor 3"] })]);
    const [row] = await office.store.mirror.who(PHONE);
    const roles = new Map([...(await office.store.ledger.labelRoles())].map(([role, name]) => [name, role]));
    expect(row!.client.labels.map((label) => roles.get(label))).toContain("marker:returning");
    expect(row!.client.notes).toContain("floor 3");
  });
});

describe("a card that is being edited", () => {
  const first = draft({ row: 2, name: "Anna", phone: PHONE, notes: ["floor 3", "dog"] });
  const more = draft({ row: 3, name: "Anna", phone: PHONE, notes: ["rings twice"] });

  test("is left for later, and what staff took out meanwhile is in the archive then", async () => {
    await importAll(office, [first]);
    later("19:00");
    await office.saveNote(await contactOf(PHONE), "floor 3");
    later("19:01");
    const items = await importAll(office, [joined(first, more)]);
    expect(items).toMatchObject([{ outcome: "conflict", reason: "being-edited", rows: more.sources }]);
    expect(await cardOf(PHONE)).toBe("floor 3");
    later("19:30");
    expect(outcomes(await importAll(office, [joined(first, more)]))).toEqual(["update"]);
    expect((await cardOf(PHONE)).split("\n").filter(Boolean)).toEqual(["floor 3", "rings twice"]);
    const archive = await office.store.ledger.archiveOf(await contactOf(PHONE));
    expect(archive.map(({ text }) => text)).toContain("dog");
  });

  test("holds up nothing when the rows say nothing new", async () => {
    await importAll(office, [first]);
    later("19:00");
    await office.saveNote(await contactOf(PHONE), "floor 3\nrings twice");
    later("19:01");
    const said = draft({ row: 3, name: "Anna", phone: PHONE, notes: ["rings twice"] });
    expect(outcomes(await importAll(office, [joined(first, said)]))).toEqual(["same"]);
  });
});

describe("a formatted note", () => {
  const html = [{ value: "<b>vip</b><br>floor 3", contentType: "TEXT_HTML" as const }];

  test("does not hold up phones; its lines wait in the rejects, and the rows come again once it is plain", async () => {
    const { resourceName } = await office.addContact({
      names: [{ givenName: "Anna" }],
      phoneNumbers: [{ value: PHONE }],
      biographies: html,
    });
    later("19:00");
    const row = draft({ row: 2, name: "Anna", phone: PHONE, orders: [order("bed")], notes: ["floor 3", "dog"] });
    const phone = { value: "+37491000002", e164: "+37491000002", type: null };
    const both = { ...row, phones: [...row.phones, phone] };
    const items = await importAll(office, [both]);
    expect(outcomes(items)).toEqual(["update", "html-note"]);
    expect(items[1]).toMatchObject({
      lines: ["Order: bed, 40 000 AMD – done 14.03.2024 (Анна)", "dog"],
      rows: row.sources,
    });
    const present = (await office.read(resourceName))!;
    expect(present.person.biographies).toMatchObject(html);
    expect(present.phones.map(({ value }) => value)).toEqual([PHONE, "+37491000002"]);
    later("20:00");
    expect(outcomes(await importAll(office, [both]))).toEqual(["html-note"]);
    await office.saveNote(resourceName, "vip\nfloor 3");
    later("21:00");
    expect(outcomes(await importAll(office, [both]))).toEqual(["update"]);
    const notes = (await office.read(resourceName))!.notes;
    expect(notes).toContain("bed");
    expect(notes.match(/floor 3/g)).toHaveLength(1);
  });

  test("holds up nothing when it says it all", async () => {
    await office.addContact({ names: [{ givenName: "Anna" }], phoneNumbers: [{ value: PHONE }], biographies: html });
    later("19:00");
    const row = draft({ row: 2, name: "Anna", phone: PHONE, notes: ["vip", "floor 3"] });
    expect(outcomes(await importAll(office, [row]))).toEqual(["same"]);
  });
});

test("rows that were copied whole are one create, by whatever key", async () => {
  const row = draft({ row: 2, name: "Without phone", cells: { remark: "lost it" } });
  const items = await importAll(office, [row, { ...row, sources: row.sources.map((one) => ({ ...one, row: 3 })) }]);
  expect(outcomes(items)).toEqual(["create", "several-drafts"]);
  expect(new Set(items.map((item) => hashOf(item.draft.sources[0]!.hash))).size).toBe(1);
});
