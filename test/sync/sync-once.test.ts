import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { appError, isAppError } from "../../src/lib/errors.ts";
import { applyPlan } from "../../src/sync/apply.ts";
import { prepareSync } from "../../src/sync/prepare.ts";
import { catchUp, settleDown, syncOnce } from "../../src/sync/sync-once.ts";
import { openOffice, type TestOffice } from "../support/office.ts";

let office: TestOffice;
beforeEach(async () => {
  office = await openOffice();
});
afterEach(async () => {
  await office.close();
});

const note = (text: string) => [{ value: text, contentType: "TEXT_PLAIN" as const }];
const writes = () => office.emulator.calls().filter(({ method }) => /create|update|delete|modify/i.test(method)).length;

async function newClient(name: string, text = "") {
  return office.addContact({ names: [{ givenName: name }], ...(text ? { biographies: note(text) } : {}) });
}

/** Lets the quiet minutes pass. */
function later(time: string) {
  office.setTime(`2026-11-23T${time}:00+04:00`);
}

describe("a sync", () => {
  test("makes the office's labels and gives every client its marker and its number", async () => {
    const { resourceName } = await newClient("Anna", "Order: table, 40 000");
    later("10:00");
    const report = await syncOnce(office.road);
    const client = await office.read(resourceName);
    expect(client?.notes).toContain("Order 1: table, 40 000");
    const labels = await office.store.mirror.labels();
    const names = client!.labels.map((label) => labels.find(({ resourceName }) => resourceName === label)?.name);
    expect(names).toEqual(expect.arrayContaining(["New", "In work"]));
    expect(report.runs.length).toBeGreaterThan(0);
  });

  test("has nothing to do the second time, and asks the account only twice", async () => {
    await newClient("Anna", "Order: table, 40 000\n20.11.2026 called (Anna)");
    later("10:00");
    await syncOnce(office.road);
    const before = writes();
    later("10:30");
    await syncOnce(office.road);
    const calls = office.emulator.calls().length;
    later("11:00");
    const report = await syncOnce(office.road);
    expect(office.emulator.calls().length - calls).toBe(2);
    expect(writes()).toBe(before);
    expect(report.runs).toEqual([]);
  });

  test("dates a new line by the day of the edit, and leaves a client alone that someone is typing in", async () => {
    const { resourceName } = await newClient("Anna", "Order 5: table, 40 000 AMD\n20.11.2026 called (Anna)");
    later("10:00");
    await syncOnce(office.road);
    const settled = (await office.read(resourceName))!.notes;
    later("11:00");
    await office.saveNote(resourceName, settled.replace("called (Anna)", "called (Anna)\nprepaid 10 000 (Aram)"));
    later("11:02");
    await syncOnce(office.road);
    expect((await office.read(resourceName))!.notes).not.toContain("23.11.2026");
    later("11:10");
    await syncOnce(office.road);
    expect((await office.read(resourceName))!.notes).toContain("23.11.2026 prepaid 10 000 (Aram)");
  });

  test("keeps both people's lines when a stale editor saves over a colleague's", async () => {
    const { resourceName } = await newClient("Anna", "Order 5: table, 40 000 AMD\n20.11.2026 called (Anna)");
    later("10:00");
    await syncOnce(office.road);
    const editor = (await office.read(resourceName))!.notes;
    later("11:00");
    await office.saveNote(resourceName, editor.replace("called (Anna)", "called (Anna)\nwants green (Aram)"));
    later("11:10");
    await syncOnce(office.road);
    later("11:20");
    await office.saveNote(resourceName, editor.replace("called (Anna)", "called (Anna)\nasked for delivery (Suren)"));
    later("11:30");
    await syncOnce(office.road);
    const notes = (await office.read(resourceName))!.notes;
    expect(notes).toContain("wants green (Aram)");
    expect(notes).toContain("asked for delivery (Suren)");
  });

  test("keeps the first line of somebody who was seen typing and has gone on with a second one", async () => {
    const { resourceName } = await newClient("Anna", "Order 5: table, 40 000 AMD\n20.11.2026 called (Anna)");
    later("10:00");
    await syncOnce(office.road);
    const settled = (await office.read(resourceName))!.notes;
    later("11:00");
    await office.saveNote(resourceName, `${settled}\n\nasked for a discount (Aram)`);
    later("11:02");
    await syncOnce(office.road);
    await office.saveNote(resourceName, `${settled}\n\nasked for a discount (Aram)\nand for a lamp (Aram)`);
    later("11:20");
    await syncOnce(office.road);
    const notes = (await office.read(resourceName))!.notes;
    expect(notes).toContain("23.11.2026 asked for a discount (Aram)");
    expect(notes).toContain("23.11.2026 and for a lamp (Aram)");
  });

  test("keeps a client that staff deleted in the trash, and never makes it again by itself", async () => {
    const { resourceName } = await newClient("Anna", "Order 5: table, 40 000 AMD");
    later("10:00");
    await syncOnce(office.road);
    await office.staff.deletePeople([resourceName]);
    later("11:00");
    const { pulled, runs } = await syncOnce(office.road);
    expect(pulled.deleted).toEqual([{ resourceName, display: "Anna" }]);
    expect(runs.every(({ created }) => created === 0)).toBe(true);
    expect((await office.store.ledger.trashOf(resourceName))?.display).toBe("Anna");
    expect(await office.store.mirror.get(resourceName)).toBeNull();
  });

  test("takes a renamed label for the same marker", async () => {
    await newClient("Anna");
    later("10:00");
    await syncOnce(office.road);
    const label = (await office.store.ledger.labelRoles()).get("marker:new")!;
    await office.staff.renameLabel(label, "Fresh");
    const before = writes();
    later("11:00");
    await syncOnce(office.road);
    expect(writes()).toBe(before);
  });

  test("reads a client again that moved on between plan and write, and ends with both changes", async () => {
    const { resourceName } = await newClient("Anna", "Order: table, 40 000");
    later("10:00");
    await catchUp(office.road);
    const { plan } = await prepareSync(office.road);
    await office.saveNote(resourceName, "Order: table, 40 000\n20.11.2026 called (Anna)");
    const applied = await applyPlan(office.road, plan, "test");
    expect(applied.stale).toEqual([resourceName]);
    later("10:30");
    await syncOnce(office.road);
    const notes = (await office.read(resourceName))!.notes;
    expect(notes).toContain("20.11.2026 called (Anna)");
    expect(notes).toMatch(/Order \d+: table/);
  });

  test("stops between clients when a person asks for it, and goes on at the next start", async () => {
    const people = Array.from({ length: 120 }, (_, n) => ({ names: [{ givenName: `Client ${n}` }] }));
    await office.staff.createPeople(people);
    later("10:00");
    await catchUp(office.road);
    const before = writes();
    const stopped = {
      ...office.road,
      checkpoint: () => {
        throw appError({ code: "interrupted", what: "sync" });
      },
    };
    await expect(settleDown(stopped, {})).rejects.toSatisfy((error) => isAppError(error, "interrupted"));
    expect(writes()).toBe(before);
    await syncOnce(office.road);
    expect((await prepareSync(office.road, { all: true })).plan.changes).toEqual([]);
  });

  test("survives the loss of the mirror without a write", async () => {
    await newClient("Anna", "Order: table, 40 000\n20.11.2026 called (Anna)");
    later("10:00");
    await syncOnce(office.road);
    await syncOnce(office.road);
    const before = writes();
    const everyone: string[] = [];
    for await (const { client } of office.store.mirror.all()) everyone.push(client.resourceName);
    await office.store.mirror.remove(everyone);
    later("11:00");
    await syncOnce(office.road, { full: true });
    expect(writes()).toBe(before);
  });
});
