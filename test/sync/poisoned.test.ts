/** One contact that the account refuses, among 200: what it costs, counted by the account, and what becomes of the others. */
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { syncOnce } from "../../src/sync/sync-once.ts";
import { openOffice, type TestOffice } from "../support/office.ts";

const BATCH = 200;
const EXTRA = 2 * Math.log2(BATCH);

let office: TestOffice;
beforeEach(async () => {
  office = await openOffice();
});
afterEach(async () => {
  await office.close();
});

const later = (time: string, day = "2026-11-23") => office.setTime(`${day}T${time}:00+04:00`);
const calls = (method: RegExp) => office.emulator.calls().filter((call) => method.test(call.method)).length;
const contentCalls = () => calls(/batchUpdate|batchGet/);

/** 200 clients with an order that lacks its number; the note of one is so long that the account does not take it back. */
async function poisonedOffice(culprit: number) {
  const people = Array.from({ length: BATCH }, (_, n) => ({
    names: [{ givenName: `Client ${n}` }],
    biographies: [
      {
        value: `Order: table ${n}, 40 000${n === culprit ? `\n20.11.2026 wants ${"oak, ".repeat(300)}green` : ""}`,
        contentType: "TEXT_PLAIN" as const,
      },
    ],
  }));
  const results = await office.staff.createPeople(people);
  office.emulator.setSwitches({ notesLimit: 1_000 });
  return results.map((result) => (result.ok ? result.person.resourceName! : ""));
}

describe("a client whose card the account refuses", () => {
  test.each([0, 99, 100, 199])(
    "as number %i of a batch costs at most 2·log₂200 more calls, and nobody else anything",
    async (culprit) => {
      const names = await poisonedOffice(culprit);
      later("10:00");
      office.emulator.resetCalls();
      const { runs } = await syncOnce(office.road);
      expect(contentCalls() - 1).toBeLessThanOrEqual(EXTRA);
      const parked = runs.flatMap((run) => run.parked);
      expect(parked).toEqual([{ subject: names[culprit], display: `Client ${culprit}`, detail: expect.any(String) }]);
      expect(runs.reduce((sum, run) => sum + run.updated, 0)).toBe(BATCH - 1);
      const entries = await office.store.ledger.entriesAbout(names[culprit]!);
      expect(entries.filter(({ action }) => action === "update").map(({ state }) => state)).toEqual(["failed"]);
    },
  );

  test("is told by every sync and not sent again until it changes, or the next day", async () => {
    const names = await poisonedOffice(7);
    later("10:00");
    await syncOnce(office.road);
    // Its labels changed after the refusal, and with them its etag: it is tried once more.
    later("10:10");
    await syncOnce(office.road);
    office.emulator.resetCalls();
    later("10:20");
    const again = await syncOnce(office.road);
    expect(again.parked.map(({ subject }) => subject)).toEqual([names[7]]);
    expect(again.runs).toEqual([]);
    expect(contentCalls()).toBe(0);
    later("10:00", "2026-11-24");
    const tomorrow = await syncOnce(office.road);
    expect(tomorrow.runs.flatMap(({ parked }) => parked.map(({ subject }) => subject))).toEqual([names[7]]);
    office.emulator.setSwitches({ notesLimit: 0 });
    await office.saveNote(names[7]!, "Order: table 7, 40 000");
    later("10:30", "2026-11-24");
    const mended = await syncOnce(office.road);
    expect(mended.parked).toEqual([]);
    expect((await office.read(names[7]!))?.notes).toMatch(/Order \d+: table 7/);
  });
});

test("an account that answers for each item of a batch costs no more call for a refused one", async () => {
  office.emulator.setSwitches({ batchFailure: "per-item" });
  const names = await poisonedOffice(42);
  later("10:00");
  office.emulator.resetCalls();
  const { runs } = await syncOnce(office.road);
  expect(contentCalls()).toBe(1);
  expect(runs.flatMap(({ parked }) => parked.map(({ subject }) => subject))).toEqual([names[42]]);
  expect(runs.reduce((sum, run) => sum + run.updated, 0)).toBe(BATCH - 1);
});

test("a change of labels that the account refuses is told, stops no other change, and is not asked for over and over", async () => {
  await office.addContact({
    names: [{ givenName: "Anna" }],
    biographies: [{ value: "Order: table, 40 000", contentType: "TEXT_PLAIN" }],
  });
  later("10:00");
  const refusal = { kind: "status" as const, status: "INVALID_ARGUMENT" as const };
  office.emulator.addFault({ method: "contactGroups.members.modify", times: 0, action: refusal });
  const { runs } = await syncOnce(office.road);
  expect(runs[0]).toMatchObject({ updated: 1, membersAdded: 0 });
  expect(runs[0]!.parked.map(({ display }) => display).sort()).toEqual(["Check card", "In work", "New"]);
  expect(runs).toHaveLength(2);
  expect(calls(/members.modify/)).toBe(6);
  expect(await office.store.ledger.openEntries()).toEqual([]);
  office.emulator.clearFaults();
  later("10:20");
  expect((await syncOnce(office.road)).runs).toMatchObject([{ membersAdded: 3, parked: [] }]);
});
