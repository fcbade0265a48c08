/** Writes whose reply was lost: what becomes of them at the next start, and what they hold up meanwhile. */
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { Draft } from "../../src/client/draft.ts";
import { applyPlan } from "../../src/sync/apply.ts";
import { prepareImport } from "../../src/sync/prepare-import.ts";
import { catchUp, syncOnce } from "../../src/sync/sync-once.ts";
import { openOffice, type TestOffice } from "../support/office.ts";

let office: TestOffice;
beforeEach(async () => {
  office = await openOffice();
});
afterEach(async () => {
  await office.close();
});

const later = (time: string) => office.setTime(`2026-11-23T${time}:00+04:00`);
const lists = () => office.emulator.calls().filter(({ method }) => method === "people.connections.list").length;

function draft(name: string): Draft {
  const hash = `row of ${name}`;
  return {
    name: { display: name, given: name, family: "", middle: "", company: false },
    phones: [],
    emails: [],
    addresses: [],
    organization: null,
    marker: "new",
    orders: [],
    notes: [],
    variants: {},
    sources: [{ file: "base.xlsx", sheet: "1", row: 2, id: null, hash, cells: { name } }],
  };
}

/** Imports these clients; how the import saw each, and what it did. */
async function importAll(...names: string[]) {
  await catchUp(office.road);
  const keyOf = ({ sources }: Draft) => sources[0]!.hash;
  const { plan, items } = await prepareImport(office.road, names.map(draft), { create: true, keyOf });
  const applied = plan.changes.length > 0 ? await applyPlan(office.road, plan, "base.xlsx") : null;
  return { outcomes: items.map(({ outcome }) => outcome), applied };
}

async function names(): Promise<string[]> {
  const all: string[] = [];
  for await (const { people } of office.staff.listPeople(null))
    all.push(...people.flatMap((person) => person.names?.[0]?.displayName ?? []));
  return all.sort();
}

const createState = async () => (await office.store.ledger.entriesAbout("key:row of Anna")).map(({ state }) => state);

describe("a create whose reply was lost", () => {
  const lose = (kind: "drop-after" | "drop-before") =>
    office.emulator.addFault({ method: "people.batchCreateContacts", action: { kind } });

  test("and that took effect is found by its key at the next start, and never made twice", async () => {
    lose("drop-after");
    const { applied } = await importAll("Anna");
    expect(applied?.inDoubt).toEqual([{ subject: "key:row of Anna", display: "Anna" }]);
    expect(await createState()).toEqual(["sent"]);
    later("09:01");
    const { outcomes } = await importAll("Anna");
    expect(outcomes).toEqual(["same"]);
    expect(await names()).toEqual(["Anna"]);
    const { resourceName } = [...(await office.store.mirror.byKeys(["row of Anna"]))].map(([, name]) => ({
      resourceName: name,
    }))[0]!;
    expect((await office.store.ledger.entriesAbout(resourceName)).map(({ state }) => state)).toEqual(["confirmed"]);
  });

  test("holds up only that client while it is in doubt", async () => {
    lose("drop-before");
    await importAll("Anna");
    later("09:05");
    const { outcomes, applied } = await importAll("Anna", "Boris");
    expect(outcomes).toEqual(["conflict", "create"]);
    expect(applied?.created).toBe(1);
    expect(await createState()).toEqual(["sent"]);
  });

  test("counts as not made once a whole list that began after the lag lacks it: that list is asked for, and then it is made", async () => {
    lose("drop-before");
    await importAll("Anna");
    later("09:09");
    await syncOnce(office.road, { full: true });
    expect(await createState()).toEqual(["sent"]);
    later("09:11");
    office.emulator.resetCalls();
    const { pulled, recovered } = await catchUp(office.road);
    expect(pulled.full).toBe(true);
    expect(recovered.inDoubt).toEqual([]);
    expect(await createState()).toEqual(["failed"]);
    expect(lists()).toBe(2);
    expect((await importAll("Anna")).applied?.created).toBe(1);
    expect(await names()).toEqual(["Anna"]);
  });

  test("is waited for as long as the setting says", async () => {
    office.road.lagMs = 30 * 60_000;
    lose("drop-before");
    await importAll("Anna");
    later("09:29");
    expect((await catchUp(office.road)).recovered.inDoubt).toEqual([
      { key: "row of Anna", display: "Anna", overdue: false },
    ]);
    later("09:31");
    expect((await catchUp(office.road)).recovered.inDoubt).toEqual([]);
  });

  test("is not made twice though the lists run minutes behind", async () => {
    office.emulator.setSwitches({ lagMs: 8 * 60_000 });
    lose("drop-after");
    await importAll("Anna");
    for (const time of ["09:02", "09:05", "09:07"]) {
      later(time);
      await syncOnce(office.road, { full: true });
      expect((await importAll("Anna")).outcomes).toEqual(["conflict"]);
    }
    later("09:15");
    expect((await importAll("Anna")).outcomes).toEqual(["same"]);
    expect(await names()).toEqual(["Anna"]);
  });
});

describe("a change of members whose reply was lost", () => {
  async function loseMembers(kind: "drop-after" | "drop-before") {
    const { resourceName } = await office.addContact({ names: [{ givenName: "Anna" }] });
    later("10:00");
    office.emulator.addFault({ method: "contactGroups.members.modify", action: { kind } });
    await expect(syncOnce(office.road)).rejects.toMatchObject({ code: "unavailable" });
    const marker = (await office.store.ledger.labelRoles()).get("marker:new")!;
    const state = async () =>
      (await office.store.ledger.entriesAbout(marker))
        .filter(({ action }) => action === "members")
        .map((entry) => entry.state);
    return { resourceName, marker, state };
  }

  test("is looked up: what took effect is not sent again", async () => {
    const { resourceName, marker, state } = await loseMembers("drop-after");
    expect(await state()).toEqual(["sent"]);
    later("10:10");
    const { recovered } = await syncOnce(office.road);
    expect(recovered.settled).toBe(1);
    expect(await state()).toEqual(["confirmed"]);
    expect((await office.read(resourceName))?.labels).toContain(marker);
  });

  test("is sent anew when it did not take effect", async () => {
    const { resourceName, marker, state } = await loseMembers("drop-before");
    later("10:10");
    await syncOnce(office.road);
    expect(await state()).toEqual(["failed", "confirmed"]);
    expect((await office.read(resourceName))?.labels).toContain(marker);
  });
});

describe("a process that ends", () => {
  /** Right before or right after the answers to a batch are in the journal, as if it were killed there. */
  const endAround = (when: "before" | "after") => {
    const { ledger } = office.store;
    const settle = ledger.settle.bind(ledger);
    ledger.settle = async (fates, at) => {
      if (!fates.some(({ version }) => version !== undefined)) return settle(fates, at);
      if (when === "after") await settle(fates, at);
      ledger.settle = settle;
      throw new Error("killed");
    };
  };

  test.each(["before", "after"] as const)(
    "%s the journal has an answer loses nothing of what the write did",
    async (when) => {
      const { resourceName } = await office.addContact({
        names: [{ givenName: "Anna" }],
        biographies: [{ value: "Order: table, 5 000\nasked the price (Aram)" }],
      });
      later("10:00");
      await syncOnce(office.road);
      const { notes } = (await office.read(resourceName))!;
      await office.saveNote(resourceName, `Order: lamp, 20 000\n\n${notes}\ndone (Anna)\n\nOrder: chair, 58 000`);
      later("10:01");
      await syncOnce(office.road);
      office.setTime("2026-11-28T09:00:00+04:00");
      endAround(when);
      await expect(syncOnce(office.road, { compact: true })).rejects.toThrow("killed");
      const written = (await office.read(resourceName))!.notes;
      expect(written).toContain("Order 1: table, 5 000 – done");
      for (const at of ["2026-11-28T09:01:00+04:00", "2026-12-03T09:00:00+04:00", "2026-12-03T10:00:00+04:00"]) {
        office.setTime(at);
        await syncOnce(office.road, { compact: true });
      }
      // The first line tells the marker, which the next sync gives anew.
      const lines = (text: string) => text.split("\n").slice(1);
      expect(lines((await office.read(resourceName))!.notes)).toEqual(lines(written));
      expect(await office.store.ledger.openEntries()).toEqual([]);
    },
  );
});
