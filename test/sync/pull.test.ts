/** What a pull takes for a change, for a deletion, for the same client, and what it does not take over at all. */
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { withSeen } from "../../src/sync/looks.ts";
import { pullChanges } from "../../src/sync/pull.ts";
import { syncOnce } from "../../src/sync/sync-once.ts";
import { applyDelta } from "../contract/store-builders.ts";
import { openOffice, type TestOffice } from "../support/office.ts";

let office: TestOffice;
beforeEach(async () => {
  office = await openOffice({ emulator: { control: true } });
});
afterEach(async () => {
  await office.close();
});

const later = (time: string, day = "2026-11-23") => office.setTime(`${day}T${time}:00+04:00`);
const writes = () => office.emulator.calls().filter(({ method }) => /create|update|delete|modify/i.test(method)).length;
const lists = () => office.emulator.calls().filter(({ method }) => method === "people.connections.list").length;
const newClient = (name: string, text = "") =>
  office.addContact({
    names: [{ givenName: name }],
    ...(text ? { biographies: [{ value: text, contentType: "TEXT_PLAIN" as const }] } : {}),
  });
const many = (count: number) =>
  office.staff.createPeople(Array.from({ length: count }, (_, n) => ({ names: [{ givenName: `Client ${n}` }] })));

async function control(order: string, body: object): Promise<{ resourceNames: string[] }> {
  const response = await fetch(`${office.emulator.url}/emulator/${order}`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify(body),
  });
  expect(response.status).toBe(200);
  return (await response.json()) as { resourceNames: string[] };
}

/** A sync and one more: everything is in order, and the delta of the own writes is read. */
async function inOrder(time: string) {
  later(time);
  await syncOnce(office.road);
  later(`${time.slice(0, 3)}20`);
  await syncOnce(office.road);
}

async function keptOf(): Promise<string[]> {
  const names: string[] = [];
  for await (const { client } of office.store.mirror.all()) names.push(client.resourceName);
  return names;
}

describe("a storm of changes that change nothing", () => {
  test("costs no write, and leaves every client settled", async () => {
    await newClient("Anna", "Order: table, 40 000\n20.11.2026 called (Anna)");
    await many(30);
    await inOrder("10:00");
    const before = writes();
    office.emulator.addFault({ method: "people.connections.list", action: { kind: "storm" } });
    later("11:00");
    const { pulled, seen, runs } = await withSeen((look) => syncOnce(office.road, { look }));
    expect(pulled.named).toBe(31);
    expect(seen).toEqual([]);
    expect(runs).toEqual([]);
    expect(writes()).toBe(before);
  });
});

describe("a sync token that the account does not take any more", () => {
  test.each(["INVALID_ARGUMENT", "FAILED_PRECONDITION"] as const)(
    "because it expired (%s) makes the pull read the whole list, and nothing is written",
    async (expiredTokenStatus) => {
      office.emulator.setSwitches({ expiredTokenStatus });
      const { resourceName } = await newClient("Anna", "Order: table, 40 000\n20.11.2026 called (Anna)");
      await inOrder("10:00");
      const before = await office.store.mirror.get(resourceName);
      const [writesBefore, { peopleToken }] = [writes(), await office.store.mirror.state()];
      later("10:00", "2026-12-04");
      expect(await pullChanges(office.road)).toMatchObject({ full: true, named: 1, deleted: [] });
      expect(await office.store.mirror.get(resourceName)).toEqual(before);
      expect((await office.store.mirror.state()).peopleToken).not.toBe(peopleToken);
      expect(writes()).toBe(writesBefore);
      expect((await pullChanges(office.road)).full).toBe(false);
    },
  );

  test("for any other reason does so too: a program that asks for another mask must not fail for ever", async () => {
    await newClient("Anna");
    await inOrder("10:00");
    await applyDelta(office.store.mirror, {
      upserts: [],
      deleted: [],
      peopleToken: "of-another-day",
      at: "2026-11-23T06:00:00Z",
    });
    later("11:00");
    expect(await pullChanges(office.road)).toMatchObject({ full: true, named: 1, deleted: [] });
    expect((await pullChanges(office.road)).full).toBe(false);
  });
});

describe("a list that does not come to its end", () => {
  test("is not taken over: nobody is deleted, and the next pull reads it again", async () => {
    for (let n = 0; n < 6; n++) await many(200);
    await pullChanges(office.road);
    const [kept, state] = [await keptOf(), await office.store.mirror.state()];
    office.emulator.addFault({ method: "people.connections.list", skip: 1, times: 0, action: { kind: "truncate" } });
    later("11:00");
    await expect(pullChanges(office.road, { full: true })).rejects.toMatchObject({ code: "unavailable" });
    expect(await keptOf()).toEqual(kept);
    expect(await office.store.mirror.state()).toEqual(state);
    expect(await office.store.ledger.trash()).toEqual([]);
    office.emulator.clearFaults();
    expect(await pullChanges(office.road, { full: true })).toMatchObject({ named: 1_200, deleted: [] });
  });

  test("and brings only changes is not taken over in part", async () => {
    const { resourceName } = await newClient("Anna", "as it was");
    await pullChanges(office.road);
    const { peopleToken } = await office.store.mirror.state();
    await office.saveNote(resourceName, "as it is");
    for (let n = 0; n < 6; n++) await many(200);
    office.emulator.addFault({ method: "people.connections.list", skip: 1, times: 0, action: { kind: "drop-before" } });
    await expect(pullChanges(office.road)).rejects.toMatchObject({ code: "unavailable" });
    expect((await office.store.mirror.get(resourceName))?.client.notes).toBe("as it was");
    expect((await office.store.mirror.state()).peopleToken).toBe(peopleToken);
    office.emulator.clearFaults();
    expect((await pullChanges(office.road)).named).toBe(1_201);
    expect((await office.store.mirror.get(resourceName))?.client.notes).toBe("as it is");
  });
});

describe("a client who is missing from a whole list", () => {
  test("is deleted, and the last card is in the trash", async () => {
    const { resourceName } = await newClient("Anna", "Order 5: table, 40 000 AMD");
    await newClient("Boris");
    await inOrder("10:00");
    await office.staff.deletePeople([resourceName]);
    later("11:00");
    const { deleted } = await pullChanges(office.road, { full: true });
    expect(deleted).toEqual([{ resourceName, display: "Anna" }]);
    expect((await office.store.ledger.trashOf(resourceName))?.person.biographies?.[0]?.value).toContain(
      "Order 5: table",
    );
  });

  test("but answers by name is alive: the list runs behind", async () => {
    await newClient("Boris");
    await pullChanges(office.road);
    office.emulator.setSwitches({ lagMs: 600_000 });
    const { resourceName } = await newClient("Anna");
    const person = (await office.staff.getPeople([resourceName])).get(resourceName)!;
    await office.store.mirror.refresh([(await office.read(resourceName))!], "2026-11-23T05:00:00Z");
    later("09:01");
    const { deleted } = await pullChanges(office.road, { full: true });
    expect(deleted).toEqual([]);
    expect((await office.store.mirror.get(resourceName))?.client.etag).toBe(person.etag);
    expect(await office.store.ledger.trash()).toEqual([]);
  });
});

describe("a client whom the account gave a new resource name", () => {
  const card = "Order 5: table, 40 000 AMD\n20.11.2026 called (Anna)\n\nHas two dogs.";

  test.each([
    ["the changes", "gone"],
    ["a whole list", "answer"],
    ["a whole list", "gone"],
  ] as const)(
    "is the same one, as %s tell it (asked by the former name: %s): card, base, archive and versions move along, and nothing is written",
    async (how, formerNames) => {
      office.emulator.setSwitches({ formerNames });
      const { resourceName } = await newClient("Anna", card);
      await newClient("Anna", "");
      await inOrder("10:00");
      await office.saveNote(
        resourceName,
        (await office.read(resourceName))!.notes.replace("Has two dogs.", "").trimEnd(),
      );
      await inOrder("11:00");
      const before = await office.store.mirror.get(resourceName);
      const writesBefore = writes();
      const [renamed] = (await control("relink", { resourceNames: [resourceName] })).resourceNames;
      later("12:00");
      const { pulled, runs } = await syncOnce(office.road, { full: how === "a whole list" });
      expect(pulled.deleted).toEqual([]);
      expect(runs).toEqual([]);
      expect(writes()).toBe(writesBefore);
      expect(await office.store.mirror.get(resourceName)).toBeNull();
      expect((await office.store.mirror.get(renamed!))?.base).toEqual(before?.base);
      expect((await office.store.ledger.archiveOf(renamed!)).map(({ text }) => text)).toContain("Has two dogs.");
      expect((await office.store.ledger.versionsOf(renamed!, 8)).length).toBeGreaterThan(0);
      expect(await office.store.ledger.trash()).toEqual([]);
    },
  );

  test("and who was edited since is the same one as long as the account answers for the former name", async () => {
    const { resourceName } = await newClient("Anna", card);
    await inOrder("10:00");
    const [renamed] = (await control("relink", { resourceNames: [resourceName] })).resourceNames;
    await office.saveNote(renamed!, `${(await office.read(renamed!))!.notes}\n\nHas a boat.`);
    later("12:00");
    const { pulled } = await syncOnce(office.road, { full: true });
    expect(pulled.deleted).toEqual([]);
    expect((await office.store.ledger.entriesAbout(renamed!)).length).toBeGreaterThan(0);
    expect(await office.store.ledger.trash()).toEqual([]);
  });

  test("is not guessed where two are alike, or nothing tells them apart", async () => {
    office.emulator.setSwitches({ formerNames: "gone" });
    const twins = [await newClient("Anna", card), await newClient("Anna", card)];
    const bare = await newClient("Boris");
    await pullChanges(office.road);
    const resourceNames = [...twins, bare].map((client) => client.resourceName);
    await control("relink", { resourceNames });
    const { deleted } = await pullChanges(office.road, { full: true });
    expect(deleted.map((client) => client.resourceName).sort()).toEqual(resourceNames.sort());
  });
});

describe("a merge in Contacts web", () => {
  test.each([
    ["the changes", true],
    ["the changes", false],
    ["a whole list", true],
    ["a whole list", false],
  ])(
    "puts the card that vanished into the trash, as %s tell it (names of before: %s)",
    async (how, mergeNamesPrevious) => {
      office.emulator.setSwitches({ mergeNamesPrevious });
      const kept = await newClient("Anna", "Order 5: table, 40 000 AMD");
      const gone = await newClient("Anna S.", "Order 6: chair, 10 000 AMD");
      await inOrder("10:00");
      await control("merge", { resourceNames: [kept.resourceName, gone.resourceName] });
      later("11:00");
      await pullChanges(office.road, { full: how === "a whole list" });
      const trash = await office.store.ledger.trashOf(gone.resourceName);
      expect(trash?.person.biographies?.[0]?.value).toContain("Order 6: chair");
      expect(await office.store.ledger.trashOf(kept.resourceName)).toBeNull();
      expect(await keptOf()).toEqual([kept.resourceName]);
      later("11:20");
      await syncOnce(office.road);
      expect((await office.read(kept.resourceName))?.notes).toMatch(
        /Order 5: table[\s\S]*Order 6: chair|Order 6: chair[\s\S]*Order 5: table/,
      );
    },
  );
});

describe("a label that staff give or take", () => {
  test.each([true, false])(
    "arrives with the next sync, whether or not it touches the contact (%s)",
    async (labelChangesTouchContacts) => {
      office.emulator.setSwitches({ labelChangesTouchContacts });
      const { resourceName } = await newClient("Anna", "Order 5: table, 40 000 AMD");
      await inOrder("10:00");
      const roles = await office.store.ledger.labelRoles();
      const [fresh, wholesale] = [roles.get("marker:new")!, roles.get("marker:wholesale")!];
      await office.staff.modifyMembers(wholesale, [resourceName], []);
      await office.staff.modifyMembers(fresh, [], [resourceName]);
      later("11:00");
      await syncOnce(office.road);
      expect((await office.store.mirror.get(resourceName))?.client.labels).toContain(wholesale);
      expect((await office.store.mirror.get(resourceName))?.client.labels).not.toContain(fresh);
      expect((await office.read(resourceName))?.notes).toContain("Wholesale");
      later("11:20");
      await syncOnce(office.road);
      office.emulator.resetCalls();
      later("11:40");
      await syncOnce(office.road);
      expect(office.emulator.calls()).toHaveLength(2);
    },
  );
});

describe("a label of which the list of contacts says nothing", () => {
  beforeEach(() => {
    office.emulator.setSwitches({ labelChangesTouchContacts: false, groupDeletionTouchesContacts: false });
  });
  const groupReads = () => office.emulator.calls().filter(({ method }) => method === "contactGroups.get").length;

  test("is read at one call when its members have changed, and at none otherwise", async () => {
    const names = [await newClient("Anna"), await newClient("Boris")].map(({ resourceName }) => resourceName);
    const vip = (await office.staff.createLabel("VIP", [])).resourceName;
    await inOrder("10:00");
    office.emulator.resetCalls();
    await office.staff.modifyMembers(vip, names, []);
    later("11:00");
    await pullChanges(office.road);
    expect(groupReads()).toBe(1);
    for (const name of names) expect((await office.store.mirror.get(name))?.client.labels).toContain(vip);
    await office.staff.modifyMembers(vip, [], [names[0]!]);
    later("11:10");
    await pullChanges(office.road);
    expect((await office.store.mirror.get(names[0]!))?.client.labels).not.toContain(vip);
    expect(await office.store.mirror.membersOf(vip)).toEqual([names[1]]);
    await pullChanges(office.road);
    expect(groupReads()).toBe(2);
  });

  test("that the program has just given is not taken off on the word of an older answer", async () => {
    const { resourceName } = await newClient("Anna", "Order 5: table, 40 000 AMD");
    later("10:00");
    await syncOnce(office.road);
    const label = (await office.store.ledger.labelRoles()).get("status:in-work")!;
    const { account } = office.road;
    const listLabels = account.listLabels.bind(account);
    account.listLabels = async () =>
      (await listLabels()).map((one) => (one.resourceName === label ? { ...one, memberCount: 7 } : one));
    office.emulator.resetCalls();
    later("10:05");
    await pullChanges(office.road);
    expect(groupReads()).toBe(0);
    later("10:15");
    await pullChanges(office.road);
    expect(groupReads()).toBe(1);
    expect((await office.store.mirror.get(resourceName))?.client.labels).toContain(label);
    await pullChanges(office.road);
    expect(groupReads()).toBe(1);
  });

  test("that staff delete leaves its clients due, and is remembered of them", async () => {
    const { resourceName } = await newClient("Anna", "Order 5: table, 40 000 AMD");
    await inOrder("10:00");
    const label = (await office.store.ledger.labelRoles()).get("status:in-work")!;
    await office.staff.deleteLabel(label);
    later("11:00");
    expect((await syncOnce(office.road)).held).toEqual([{ name: "In work", clients: 1 }]);
    expect((await office.store.mirror.get(resourceName))?.base?.labels).toContain(label);
  });
});

describe("what stood before a write of the program", () => {
  test("is kept as a version: an editor that was open on it can save without taking anything back", async () => {
    const typed = "Order: table, 40 000\ncalled (Anna)";
    const { resourceName } = await newClient("Anna", typed);
    later("10:00");
    await syncOnce(office.road);
    const written = (await office.read(resourceName))!.notes;
    const versions = (await office.store.ledger.versionsOf(resourceName, 8)).map(({ notes, by }) => ({ notes, by }));
    expect(versions).toEqual([
      { notes: written, by: "program" },
      { notes: typed, by: "staff" },
    ]);
    later("10:10");
    await office.saveNote(resourceName, `${typed}\nwants green (Aram)`);
    later("10:20");
    await syncOnce(office.road);
    const notes = (await office.read(resourceName))!.notes;
    expect(notes.match(/Order/g)).toHaveLength(1);
    expect(notes).toContain(written.match(/Order \d+: table/)![0]);
    expect(notes.match(/called \(Anna\)/g)).toHaveLength(1);
    expect(notes).toContain("wants green (Aram)");
  });
});

test("an idle sync asks twice, and reads no list whole", async () => {
  await many(50);
  await inOrder("10:00");
  office.emulator.resetCalls();
  later("11:00");
  await syncOnce(office.road);
  expect(lists()).toBe(1);
  expect(office.emulator.calls()).toHaveLength(2);
});
