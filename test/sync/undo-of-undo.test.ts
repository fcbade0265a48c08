import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { Draft } from "../../src/client/draft.ts";
import { hashOf } from "../../src/lib/hash.ts";
import type { Applied } from "../../src/sync/applied.ts";
import { applyPlan } from "../../src/sync/apply.ts";
import { prepareImport } from "../../src/sync/prepare-import.ts";
import { applyUndo, prepareUndo } from "../../src/sync/prepare-undo.ts";
import { catchUp, settleDown, syncOnce } from "../../src/sync/sync-once.ts";
import { openOffice, type TestOffice } from "../support/office.ts";

let office: TestOffice;
beforeEach(async () => {
  office = await openOffice({ at: "2026-11-23T18:00:00+04:00" });
});
afterEach(() => office.close());

const keyOf = (draft: Draft) => hashOf(draft.sources.map(({ hash }) => hash)).slice(0, 32);

function draft(row: number, name: string, phone: string): Draft {
  const cells = { name, phone };
  const sources = [hashOf(cells)];
  return {
    name: { display: name, given: name, family: "", middle: "", company: false },
    phones: [{ value: phone, e164: phone, type: null }],
    emails: [],
    addresses: [],
    organization: null,
    marker: null,
    orders: [],
    notes: ["звонил раз", "ждёт ответа"].map((text) => ({ text, sources })),
    // A second spelling goes to the archive.
    variants: { name: [`${name.toUpperCase()} ЛТД`] },
    sources: [{ file: "base.xlsx", sheet: "1", row, id: String(row), hash: hashOf(cells), cells }],
  };
}

const base = [draft(2, "Арам", "+37491111111"), draft(3, "Мариам", "+37491222222")];

async function importBase(): Promise<Applied | null> {
  const { road } = office;
  await catchUp(road);
  const { plan } = await prepareImport(road, base, { create: true, keyOf });
  if (plan.changes.length === 0) {
    await road.store.ledger.putSources(plan.accounted, road.clock.now().toISOString());
    return null;
  }
  const applied = await applyPlan(road, plan, "base.xlsx");
  await settleDown(road, {});
  return applied;
}

async function undo(run: number): Promise<Applied> {
  await catchUp(office.road);
  return applyUndo(office.road, run, await prepareUndo(office.road, run));
}

async function clients() {
  await catchUp(office.road);
  const found = [];
  for await (const { client } of office.store.mirror.all()) found.push(client);
  return found.sort((a, b) => (a.name.display < b.name.display ? -1 : 1));
}

async function archives() {
  const lines = await Promise.all(
    (await clients()).map(({ resourceName }) => office.store.ledger.archiveOf(resourceName)),
  );
  return lines.map((entries) => entries.map(({ text }) => text));
}

describe("the undo of an import's undo", () => {
  test("makes every client again with its text, its labels and its archive, though the labels were deleted as well", async () => {
    const imported = await importBase();
    const before = await clients();
    const archived = await archives();
    expect(archived.flat()).not.toEqual([]);
    const undone = await undo(imported!.run);
    expect(await clients()).toEqual([]);

    const again = await undo(undone.run);

    expect(again).toMatchObject({ created: 2, parked: [], inDoubt: [] });
    const after = await clients();
    expect(after.map(({ notes }) => notes)).toEqual(before.map(({ notes }) => notes));
    expect(after.map(({ labels }) => labels.length)).toEqual(before.map(({ labels }) => labels.length));
    expect(await archives()).toEqual(archived);
    for (const { resourceName } of before)
      expect((await office.store.ledger.trashOf(resourceName))?.restoredAs).toMatch(/^people\//);
  });

  test("leaves nothing for a sync or a second import to do, and the import can be undone anew", async () => {
    const imported = await importBase();
    await undo((await undo(imported!.run)).run);
    expect((await syncOnce(office.road)).runs).toEqual([]);
    expect(await importBase()).toBeNull();
    expect((await office.store.ledger.run(imported!.run))?.state).toBe("done");
    expect(await undo(imported!.run)).toMatchObject({ deleted: 2 });
    expect(await clients()).toEqual([]);
  });

  test("does not make a client twice that a second import has made again meanwhile", async () => {
    const undone = await undo((await importBase())!.run);
    expect(await importBase()).toMatchObject({ created: 2 });
    expect(await undo(undone.run)).toMatchObject({ created: 0 });
    expect(await clients()).toHaveLength(2);
  });

  test("repeated while it is not known whether it arrived makes nobody twice", async () => {
    const undone = await undo((await importBase())!.run);
    office.emulator.setSwitches({ lagMs: 8 * 60_000 });
    office.emulator.addFault({ method: "people.batchCreateContacts", action: { kind: "drop-after" } });
    expect(await undo(undone.run)).toMatchObject({ created: 0, inDoubt: [{}, {}] });
    office.setTime("2026-11-23T18:05:00+04:00");
    expect(await undo(undone.run)).toMatchObject({ created: 0, inDoubt: [{}, {}] });
    office.setTime("2026-11-23T18:20:00+04:00");
    expect(await clients()).toHaveLength(2);
  });

  test("leaves out a label that staff have deleted since", async () => {
    const undone = await undo((await importBase())!.run);
    await syncOnce(office.road);
    const own = (await office.staff.listLabels()).filter(({ system }) => !system);
    for (const { resourceName } of own) await office.staff.deleteLabel(resourceName);
    expect(await undo(undone.run)).toMatchObject({ created: 2, parked: [] });
  });
});

describe("a second import of the same file", () => {
  test("does not keep the rows known when the first one is undone: a third makes the clients again", async () => {
    const imported = await importBase();
    expect(await importBase()).toBeNull();
    await undo(imported!.run);
    expect(await importBase()).toMatchObject({ created: 2 });
  });

  test("brings back the lines that the undo of the first one took out of a card", async () => {
    const { resourceName } = await office.addContact({
      names: [{ givenName: "Арам" }],
      phoneNumbers: [{ value: "+37491111111" }],
      biographies: [{ value: "Любит чай.", contentType: "TEXT_PLAIN" }],
    });
    office.setTime("2026-11-23T19:00:00+04:00");
    await syncOnce(office.road);
    const notes = async () => (await office.read(resourceName))!.notes;
    const imported = await importBase();
    expect(await notes()).toContain("звонил раз");
    await undo(imported!.run);
    expect(await notes()).not.toContain("звонил раз");
    expect(await notes()).toContain("Любит чай.");
    expect(await importBase()).toMatchObject({ created: 1, updated: 1 });
    expect(await notes()).toContain("звонил раз");
  });
});

describe("the undo of a compaction's undo", () => {
  test("brings the compacted lines back into the archive", async () => {
    const { resourceName } = await office.addContact({
      names: [{ givenName: "Anna" }],
      biographies: [
        {
          value:
            "Order 5: table, 40 000 AMD\n01.02.2024 called (Anna)\n02.02.2024 measured (Anna)\n03.02.2024 done (Anna)",
          contentType: "TEXT_PLAIN",
        },
      ],
    });
    office.setTime("2026-11-23T19:00:00+04:00");
    await syncOnce(office.road);
    office.setTime("2026-11-23T20:00:00+04:00");
    const { runs } = await syncOnce(office.road, { compact: true });
    const run = runs.at(-1)!.run;
    const notes = (await office.read(resourceName))!.notes;
    const archived = await office.store.ledger.archiveOf(resourceName);
    expect(archived.map(({ text }) => text).join("\n")).toContain("02.02.2024 measured");

    const undone = await undo(run);
    expect(await office.store.ledger.archiveOf(resourceName)).toEqual([]);
    await undo(undone.run);

    expect((await office.read(resourceName))!.notes).toBe(notes);
    expect(await office.store.ledger.archiveOf(resourceName)).toEqual(archived);
  });
});
