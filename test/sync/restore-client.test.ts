import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { Person } from "../../src/client/person.ts";
import { readClient } from "../../src/client/read-client.ts";
import { biographies } from "../../src/reconcile/plan-changes.ts";
import { applyPlan } from "../../src/sync/apply.ts";
import { applyMerge, prepareMerge } from "../../src/sync/prepare-merge.ts";
import { prepareRestore } from "../../src/sync/prepare-restore.ts";
import { applyUndo, prepareUndo } from "../../src/sync/prepare-undo.ts";
import { catchUp, syncOnce } from "../../src/sync/sync-once.ts";
import { draft, importAll, outcomes } from "../support/drafts.ts";
import { openOffice, type TestOffice } from "../support/office.ts";

let office: TestOffice;
beforeEach(async () => {
  office = await openOffice();
});
afterEach(() => office.close());

const later = (time: string) => office.setTime(`2026-11-23T${time}:00+04:00`);
const NOTES = "Order 7: table, 40 000 AMD\n05.11.2026 offer sent (Anna)\n\nPrefers calls after 18:00.";

const all = async () => {
  const people: Person[] = [];
  for await (const page of office.staff.listPeople(null)) people.push(...page.people);
  return people.map((person) => readClient(person, "AM"));
};

/** A client with a card, a label of the staff and a line in the archive, whom staff then delete. */
async function deletedClient(name = "Anna Petrosyan", phone = "+37491000001") {
  const [givenName, familyName] = name.split(" ");
  const { resourceName } = await office.addContact({
    names: [{ givenName, ...(familyName ? { familyName } : {}) }],
    phoneNumbers: [{ value: phone, type: "mobile" }],
    biographies: biographies(`${NOTES}\nDog.`),
  });
  const vip = await office.staff.createLabel("VIP", []);
  await office.staff.modifyMembers(vip.resourceName, [resourceName], []);
  later("10:00");
  await syncOnce(office.road);
  await office.saveNote(resourceName, (await office.read(resourceName))!.notes.replace("\nDog.", ""));
  later("10:30");
  await syncOnce(office.road);
  const card = (await office.read(resourceName))!;
  await office.staff.deletePeople([resourceName]);
  later("11:00");
  const { pulled } = await syncOnce(office.road);
  expect(pulled.deleted).toEqual([{ resourceName, display: name }]);
  return { resourceName, card, vip: vip.resourceName };
}

async function restore(query: string, options = { force: false }) {
  await catchUp(office.road);
  const prepared = await prepareRestore(office.road, query, options);
  return { ...(await applyPlan(office.road, prepared.plan, query)), labelGone: prepared.labelGone };
}

async function undo(run: number) {
  await catchUp(office.road);
  return applyUndo(office.road, run, await prepareUndo(office.road, run));
}

describe("a client that staff deleted", () => {
  test.for(["the resource name", "091 00-00-01", "anna petrosyan", "Анна Петросян"])(
    "is made again, found by %s: card, labels, archive and all",
    async (query) => {
      const { resourceName, card, vip } = await deletedClient();
      const { run } = await restore(query === "the resource name" ? resourceName : query);
      const [again] = await all();
      expect(again!.resourceName).not.toBe(resourceName);
      expect(again!.notes).toBe(card.notes);
      expect(again!.name).toEqual(card.name);
      expect(again!.phones).toEqual(card.phones);
      expect(again!.labels).toEqual(card.labels);
      expect(again!.labels).toContain(vip);
      const { ledger } = office.store;
      expect((await ledger.archiveOf(again!.resourceName)).map(({ text }) => text)).toContain("Dog.");
      expect(await ledger.run(run)).toMatchObject({ kind: "restore", state: "done" });
      later("12:00");
      expect((await syncOnce(office.road)).runs).toEqual([]);
    },
  );

  test("is deleted again by undo, and can be made again once more with its history", async () => {
    const { card } = await deletedClient();
    const { run } = await restore("Anna Petrosyan");
    await undo(run);
    expect(await all()).toEqual([]);
    await restore("Anna Petrosyan");
    const [again] = await all();
    expect(again!.notes).toBe(card.notes);
    expect((await office.store.ledger.archiveOf(again!.resourceName)).map(({ text }) => text)).toContain("Dog.");
  });

  test("is known to the next import of its rows", async () => {
    const rows = [draft({ row: 2, name: "Anna", phone: "+37491000001", notes: ["floor 3"] })];
    await importAll(office, rows);
    const [anna] = await all();
    await office.staff.deletePeople([anna!.resourceName]);
    later("10:00");
    await catchUp(office.road);
    await restore("Anna");
    expect(outcomes(await importAll(office, rows))).toEqual(["same"]);
    expect(await all()).toHaveLength(1);
  });

  test("comes without a label that is gone, and says so", async () => {
    const { vip } = await deletedClient();
    await office.staff.deleteLabel(vip);
    expect(await restore("Anna Petrosyan")).toMatchObject({ created: 1, labelGone: true });
  });
});

describe("nobody is made again", () => {
  const refusal = (reason: string) => ({ code: "refused", fields: { reasons: [{ reason }] } });

  test("who is there", async () => {
    const { resourceName } = await office.addContact({ names: [{ givenName: "Anna" }] });
    await expect(restore(resourceName)).rejects.toMatchObject(refusal("alive"));
    await expect(restore("Anna")).rejects.toMatchObject({ code: "not-found" });
  });

  test("twice", async () => {
    const { resourceName } = await deletedClient();
    await restore(resourceName);
    await expect(restore(resourceName)).rejects.toMatchObject(refusal("alive"));
    expect(await all()).toHaveLength(1);
  });

  test("while it is not known whether a first try has arrived, nor when it is found", async () => {
    const { resourceName } = await deletedClient();
    office.emulator.setSwitches({ lagMs: 8 * 60_000 });
    office.emulator.addFault({ method: "people.batchCreateContacts", action: { kind: "drop-after" } });
    expect(await restore(resourceName)).toMatchObject({ created: 0, inDoubt: [{ display: "Anna Petrosyan" }] });
    later("11:05");
    for (const force of [false, true])
      await expect(restore("091 00-00-01", { force })).rejects.toMatchObject(refusal("write-undecided"));
    later("11:20");
    await expect(restore(resourceName)).rejects.toMatchObject(refusal("alive"));
    expect(await all()).toHaveLength(1);
  });

  test("whom somebody has typed in anew, unless it is somebody else", async () => {
    await deletedClient();
    await office.addContact({ names: [{ givenName: "Анна" }], phoneNumbers: [{ value: "091000001" }] });
    await expect(restore("Anna Petrosyan")).rejects.toMatchObject(refusal("same-contact"));
    expect(await restore("Anna Petrosyan", { force: true })).toMatchObject({ created: 1 });
  });

  test("who lives on in another: that is for undo", async () => {
    const [anna, ani] = [
      await office.addContact({ names: [{ givenName: "Anna" }] }),
      await office.addContact({ names: [{ givenName: "Ani" }] }),
    ];
    later("10:00");
    await syncOnce(office.road);
    await catchUp(office.road);
    await applyMerge(office.road, await prepareMerge(office.road, anna.resourceName, [ani.resourceName]));
    await expect(restore("Ani")).rejects.toMatchObject(refusal("merged"));
  });

  test("when the name may mean several", async () => {
    await deletedClient("Anna Petrosyan", "+37491000001");
    await deletedClient("Anna Grigoryan", "+37491000002").catch(() => {});
    await office.addContact({ names: [{ givenName: "Anna Markosyan" }] }).then(async ({ resourceName }) => {
      later("12:00");
      await syncOnce(office.road);
      await office.staff.deletePeople([resourceName]);
    });
    await expect(restore("Anna")).rejects.toMatchObject({ code: "not-found", fields: { what: "deleted client" } });
  });
});

test("a sync never deletes: what staff delete stays in the trash, what vanishes from a list is asked for by name", async () => {
  const names: string[] = [];
  for (const name of ["Anna", "Boris", "Gayane"]) {
    const phoneNumbers = [{ value: "+37491000001" }];
    const { resourceName } = await office.addContact({
      names: [{ givenName: name }],
      phoneNumbers,
      biographies: biographies(NOTES),
    });
    names.push(resourceName);
  }
  await syncOnce(office.road);
  later("10:00");
  await office.staff.deletePeople([names[0]!]);
  await office.saveNote(names[1]!, "");
  later("11:00");
  for (const options of [{}, { compact: true }, { full: true }, { full: true, compact: true, force: true }]) {
    const { runs } = await syncOnce(office.road, options);
    for (const { deleted } of runs) expect(deleted).toBe(0);
  }
  const deletes = office.emulator.calls().filter(({ method }) => /delete/i.test(method));
  expect(deletes).toHaveLength(1);
  expect((await office.store.ledger.trash()).map(({ resourceName }) => resourceName)).toEqual([names[0]]);
  expect((await all()).map(({ resourceName }) => resourceName).sort()).toEqual(names.slice(1).sort());
});
