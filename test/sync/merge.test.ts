import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { personLines } from "../../src/card/index.ts";
import type { Person } from "../../src/client/person.ts";
import { readClient } from "../../src/client/read-client.ts";
import { appError } from "../../src/lib/errors.ts";
import type { ContactsAccount } from "../../src/ports.ts";
import { biographies } from "../../src/reconcile/plan-changes.ts";
import { applyMerge, type PreparedMerge, prepareMerge } from "../../src/sync/prepare-merge.ts";
import { applyUndo, prepareUndo } from "../../src/sync/prepare-undo.ts";
import { catchUp, syncOnce } from "../../src/sync/sync-once.ts";
import { undo as undoOneRun } from "../../src/use-cases/keep-up.ts";
import { merge as mergeClients } from "../../src/use-cases/one-client.ts";
import { contextOf } from "../support/context.ts";
import { draft, importAll, outcomes } from "../support/drafts.ts";
import { openOffice, type TestOffice } from "../support/office.ts";

let office: TestOffice;
beforeEach(async () => {
  office = await openOffice();
});
afterEach(() => office.close());

const later = (time: string) => office.setTime(`2026-11-23T${time}:00+04:00`);

const ANNA_NOTES = `Order 12: sofa "Milan", 120 000 AMD
03.11.2026 asked for the price (Anna)
10.11.2026 prepaid 50 000 (Aram)

20.11.2026 called, wants a table in spring (Anna)

Order 9: 2 chairs, 40 000 AMD – done 14.08.2026 (Anna)
Earlier: 17 done, 1 240 000 AMD; 3 lost; 2021–2024

Prefers calls after 18:00.`;
const ANI_NOTES = `Order 14: lamp, 30 000 AMD
05.11.2026 offer sent (Anna)

12.10.2026 came by (Aram)
20.11.2026 called, wants a table in spring (Anna)

Order 3: bed – lost 02.05.2026: too expensive (Aram)
Earlier: 2 done, 60 000 AMD; 2022

Dog in the yard.`;

async function newClient(person: Person): Promise<string> {
  return (await office.addContact(person)).resourceName;
}

async function twoCards(): Promise<[string, string]> {
  const anna = await newClient({
    names: [{ givenName: "Anna", familyName: "Petrosyan" }],
    phoneNumbers: [{ value: "+374 91 000001" }],
    biographies: biographies(ANNA_NOTES),
  });
  const ani = await newClient({
    names: [{ givenName: "Анна", familyName: "Петросян" }],
    phoneNumbers: [{ value: "091000001" }, { value: "+37493000002", type: "home" }],
    emailAddresses: [{ value: "anna@example.am" }],
    urls: [{ value: "https://example.am" }],
    birthdays: [{ date: { year: 1990, month: 5, day: 7 } }],
    biographies: biographies(ANI_NOTES),
  });
  later("10:00");
  await syncOnce(office.road);
  later("11:00");
  return [anna, ani];
}

async function merge(survivor: string, ...others: string[]) {
  await catchUp(office.road);
  return applyMerge(office.road, await prepareMerge(office.road, survivor, others));
}

async function undo(run: number) {
  await catchUp(office.road);
  return applyUndo(office.road, run, await prepareUndo(office.road, run));
}

const all = async () => {
  const people: Person[] = [];
  for await (const page of office.staff.listPeople(null)) people.push(...page.people);
  return people.map((person) => readClient(person, "AM"));
};
const notesOf = async (name: string) => (await office.read(name))!.notes;
const archived = async (name: string) => (await office.store.ledger.archiveOf(name)).map(({ text }) => text);
const linesOf = (notes: string) => personLines(office.road.grammar, notes);

/** The account whose so-manieth call of a method is the last one: the process dies with it. */
function dyingAt(method: keyof ContactsAccount, nth = 1): void {
  const { account } = office.road;
  let calls = 0;
  const real = account[method] as (...args: unknown[]) => unknown;
  office.road.account = new Proxy(account, {
    get(target, name) {
      if (name !== method) return Reflect.get(target, name).bind?.(target) ?? Reflect.get(target, name);
      return (...args: unknown[]) => {
        calls += 1;
        if (calls === nth) throw appError({ code: "interrupted", what: "killed" });
        return real.apply(target, args);
      };
    },
  });
}

/** Applies a merge in a process that dies when the account has taken the survivor's update, before it hears so. */
const dieAfterUpdate = (merge: PreparedMerge) => dieAtUpdate(merge, true);
/** In a process that dies with the update on its way, which never arrives. */
const dieBeforeUpdate = (merge: PreparedMerge) => dieAtUpdate(merge, false);

async function dieAtUpdate(merge: PreparedMerge, arrives: boolean): Promise<void> {
  const { account } = office.road;
  await new Promise<void>((died) => {
    const updatePeople: ContactsAccount["updatePeople"] = async (...args) => {
      if (arrives) await account.updatePeople(...args);
      died();
      return new Promise(() => {});
    };
    const dying = new Proxy(account, {
      get(target, name) {
        if (name === "updatePeople") return updatePeople;
        return Reflect.get(target, name).bind?.(target) ?? Reflect.get(target, name);
      },
    });
    void applyMerge({ ...office.road, account: dying }, merge);
  });
}

describe("a merge", () => {
  test("joins orders, log, summary and free text in their order, and drops nothing", async () => {
    const [anna, ani] = await twoCards();
    const before = [await notesOf(anna), await notesOf(ani)];
    const applied = await merge(anna, ani);
    expect(applied).toMatchObject({ updated: 1, deleted: 1, stale: [], parked: [] });
    const notes = await notesOf(anna);
    const lines = linesOf(notes);
    for (const line of before.flatMap(linesOf)) expect(lines).toContain(line);
    expect(lines.filter((line) => line.includes("table in spring"))).toHaveLength(1);
    expect(notes).toContain("Earlier: 19 done, 1 300 000 AMD; 3 lost; 2021–2024");
    expect(notes.match(/^Earlier/gm)).toHaveLength(1);
    expect(lines.filter((line) => /^(Order|\d\d\.\d\d\.\d{4} c)/.test(line)).map((line) => line.slice(0, 10))).toEqual([
      "Order 14: ",
      "Order 12: ",
      "12.10.2026",
      "20.11.2026",
      "Order 9: 2",
      "Order 3: b",
    ]);
    expect(await office.read(ani)).toBeNull();
    expect(await office.store.mirror.get(ani)).toBeNull();
    later("12:00");
    expect((await syncOnce(office.road)).runs).toEqual([]);
    expect(await notesOf(anna)).toBe(notes);
  });

  test("joins the fields, each value once; what has no room goes to the archive", async () => {
    const [anna, ani] = await twoCards();
    await merge(anna, ani);
    const { person } = (await office.read(anna))!;
    expect(person.phoneNumbers?.map(({ value, type }) => [value, type])).toEqual([
      ["+374 91 000001", undefined],
      ["+37493000002", "home"],
    ]);
    expect(person.emailAddresses).toMatchObject([{ value: "anna@example.am" }]);
    expect(person.urls).toMatchObject([{ value: "https://example.am" }]);
    expect(person.birthdays).toMatchObject([{ date: { year: 1990, month: 5, day: 7 } }]);
    expect(person.names).toMatchObject([{ givenName: "Anna", familyName: "Petrosyan" }]);
    expect(await archived(anna)).toContain("names: Анна Петросян");
  });

  test("keeps the survivor's marker and unites the staff's own labels", async () => {
    const [anna, ani] = await twoCards();
    const { staff, store } = office;
    const roles = await store.ledger.labelRoles();
    const vip = await staff.createLabel("VIP", []);
    await staff.modifyMembers(vip.resourceName, [ani], []);
    await staff.modifyMembers(roles.get("marker:new")!, [], [ani]);
    await staff.modifyMembers(roles.get("marker:wholesale")!, [ani], []);
    later("11:30");
    await merge(anna, ani);
    const { labels } = (await office.read(anna))!;
    expect(labels).toContain(vip.resourceName);
    expect(labels).toContain(roles.get("marker:new"));
    expect(labels).not.toContain(roles.get("marker:wholesale"));
  });

  test("takes no caller line along: it told of the other card", async () => {
    const { template } = office.road;
    office.road.template = { ...template, callerLine: { ...template.callerLine, field: "phone-label" } };
    office.road.settingsHash = "with the caller line";
    const [anna, ani] = await twoCards();
    expect((await office.read(ani))!.phones.map(({ type }) => type)).toEqual(["New·offer", "New·offer"]);
    await merge(anna, ani);
    later("12:00");
    await syncOnce(office.road);
    expect((await office.read(anna))!.phones.map(({ type }) => type)).toEqual(["New·offer +1", "New·offer +1"]);
    expect((await office.read(anna))!.person.clientData).toHaveLength(1);
    office.road.template = template;
    office.road.settingsHash = "without it";
    later("13:00");
    await syncOnce(office.road);
    expect((await office.read(anna))!.phones.map(({ type }) => type)).toEqual([null, "home"]);
  });

  test("takes the archive and the rows of imports along", async () => {
    const rows = [
      draft({ row: 2, name: "Anna", phone: "+37491000001" }),
      draft({ row: 3, name: "Ani", phone: "+37491000002", notes: ["floor 3"] }),
    ];
    await importAll(office, rows);
    const [anna, ani] = (await all()).sort((a, b) => (a.phones[0]!.value < b.phones[0]!.value ? -1 : 1));
    later("10:00");
    await office.saveNote(ani!.resourceName, "");
    later("10:30");
    await syncOnce(office.road);
    expect(await archived(ani!.resourceName)).toContain("floor 3");
    const { run } = await merge(anna!.resourceName, ani!.resourceName);
    expect(await archived(anna!.resourceName)).toContain("floor 3");
    later("11:00");
    expect(outcomes(await importAll(office, rows))).toEqual(["same", "same"]);
    expect(await all()).toHaveLength(1);

    await undo(run);
    const again = (await all()).find(({ name }) => name.display === "Ani")!;
    expect(await archived(again.resourceName)).toContain("floor 3");
    expect(await archived(anna!.resourceName)).not.toContain("floor 3");
    expect(outcomes(await importAll(office, rows))).toEqual(["same", "same"]);
  });

  test("of three at once makes one", async () => {
    const names: string[] = [];
    for (const number of ["1", "2", "3"])
      names.push(
        await newClient({ names: [{ givenName: `Anna ${number}` }], biographies: biographies(`line of ${number}`) }),
      );
    later("10:00");
    await syncOnce(office.road);
    const [first, second, third] = names;
    expect(await merge(first!, second!, third!)).toMatchObject({ deleted: 2 });
    expect(linesOf(await notesOf(first!))).toEqual(["line of 1", "line of 2", "line of 3"]);
  });

  test("is put back by undo, which makes the others again, and the undo by another", async () => {
    const [anna, ani] = await twoCards();
    const before = [await notesOf(anna), await notesOf(ani)];
    const { run } = await merge(anna, ani);
    const merged = await notesOf(anna);
    const undone = await undo(run);
    expect(undone).toMatchObject({ created: 1, updated: 1 });
    const again = (await all()).find(({ name }) => name.display === "Анна Петросян")!;
    expect([await notesOf(anna), again.notes]).toEqual(before);
    expect(again.phones.map(({ e164 }) => e164)).toEqual(["+37491000001", "+37493000002"]);
    expect((await office.read(anna))!.phones).toHaveLength(1);
    // What Ani took along is hers alone again.
    expect((await archived(anna)).filter((line) => ANI_NOTES.includes(line))).toEqual([]);

    await undo(undone.run);
    expect(await notesOf(anna)).toBe(merged);
    expect(await all()).toHaveLength(1);
    expect(await office.store.ledger.merged()).toContainEqual({
      subject: again.resourceName,
      survivor: anna,
      run: expect.any(Number),
    });
  });

  test("that is put back keeps what was written since", async () => {
    const [anna, ani] = await twoCards();
    const { run } = await merge(anna, ani);
    await office.saveNote(anna, `${await notesOf(anna)}\n\nLikes green.`);
    await undo(run);
    expect(await notesOf(anna)).toContain("Likes green.");
    expect(await notesOf(anna)).not.toContain("Dog in the yard.");
  });

  test("is refused while a card is being edited, or a note is formatted text", async () => {
    const [anna, ani] = await twoCards();
    await office.saveNote(ani, "typing");
    await expect(merge(anna, ani)).rejects.toMatchObject({
      fields: { reasons: [{ client: "Анна Петросян", reason: "being-edited" }] },
    });
    const html = await newClient({
      names: [{ givenName: "Formatted" }],
      biographies: [{ value: "<b>vip</b>", contentType: "TEXT_HTML" }],
    });
    await expect(merge(anna, html)).rejects.toMatchObject({ fields: { reasons: [{ reason: "formatted-note" }] } });
  });

  test("is refused while a write about one of them is undecided", async () => {
    const [anna, ani] = await twoCards();
    const { ledger } = office.store;
    const { id } = await ledger.beginRun("log", "Anna", "2026-11-23T06:59:00Z");
    const intent = { action: "update" as const, display: "", archive: [], sources: [] };
    const before = { etag: (await office.read(ani))!.etag };
    const after = { biographies: biographies("of which nobody knows") };
    const ids = await ledger.intend(id, [{ ...intent, subject: ani, before, after }], "2026-11-23T06:59:00Z");
    await ledger.markSent(ids, "2026-11-23T06:59:00Z");
    await expect(merge(anna, ani)).rejects.toMatchObject({
      fields: { reasons: [{ client: "Анна Петросян", reason: "write-undecided" }] },
    });
  });
});

describe("a merge of cards that somebody saves meanwhile", () => {
  test("deletes nobody when the survivor's card has moved on", async () => {
    const [anna, ani] = await twoCards();
    await catchUp(office.road);
    const prepared = await prepareMerge(office.road, anna, [ani]);
    await office.saveNote(anna, `${await notesOf(anna)}\n\nLikes green.`);
    expect(await applyMerge(office.road, prepared)).toMatchObject({ updated: 0, deleted: 0, stale: [anna] });
    expect(await office.read(ani)).not.toBeNull();
    expect(await office.store.ledger.openEntries()).toEqual([]);
  });

  test("leaves the other when its card has moved on, and the next merge takes only what is new of it", async () => {
    const [anna, ani] = await twoCards();
    await catchUp(office.road);
    const prepared = await prepareMerge(office.road, anna, [ani]);
    await office.saveNote(ani, `${await notesOf(ani)}\n\nLikes green.`);
    expect(await applyMerge(office.road, prepared)).toMatchObject({ updated: 1, deleted: 0, stale: [ani] });
    later("12:00");
    await merge(anna, ani);
    const notes = await notesOf(anna);
    expect(notes).toContain("Likes green.");
    expect(notes).toContain("Earlier: 19 done, 1 300 000 AMD; 3 lost; 2021–2024");
    expect(linesOf(notes).filter((line) => line.includes("Order 14"))).toHaveLength(1);
    expect(await all()).toHaveLength(1);
  });
});

describe("an undo of a merge while somebody saves the card", () => {
  test("puts back what is left of it in the same run, keeps the new line, and is undone as one", async () => {
    const [anna, ani] = await twoCards();
    const merged = await merge(anna, ani);
    later("12:00");
    await catchUp(office.road);
    const { account } = office.road;
    const updatePeople = account.updatePeople.bind(account);
    let meddled = false;
    account.updatePeople = async (people, fields) => {
      if (!meddled) await office.saveNote(anna, `${await notesOf(anna)}\n\nLikes green.`);
      meddled = true;
      return updatePeople(people, fields);
    };
    const context = await contextOf(office);
    const { applied } = await undoOneRun(context, merged.run, { dryRun: false, force: false }, async () => true);
    expect(applied).toMatchObject({ created: 1, updated: 1, stale: [] });
    expect(await notesOf(anna)).toContain("Likes green.");
    expect(await notesOf(anna)).not.toContain("Order 14");
    expect(await all()).toHaveLength(2);
    const { ledger } = office.store;
    expect((await ledger.run(merged.run))?.state).toBe("undone");
    expect((await ledger.runs(9)).filter(({ kind }) => kind === "undo")).toHaveLength(1);
    later("13:00");
    await undo(applied!.run);
    expect(await all()).toHaveLength(1);
    expect(await notesOf(anna)).toContain("Order 14");
    expect(await notesOf(anna)).toContain("Likes green.");
  });
});

describe("a merge that was cut off", () => {
  test("and is cut off again while it is brought to its end, ends with the sync after that", async () => {
    const [anna, ani] = await twoCards();
    await catchUp(office.road);
    const prepared = await prepareMerge(office.road, anna, [ani]);
    const { account, lock } = office.road;
    const [deletePeople, hold] = [account.deletePeople, lock.hold];
    const end = async () => {
      throw new Error("killed");
    };
    account.deletePeople = end;
    await expect(applyMerge(office.road, prepared)).rejects.toThrow("killed");
    account.deletePeople = deletePeople;
    lock.hold = end;
    later("11:30");
    await expect(syncOnce(office.road)).rejects.toThrow("killed");
    lock.hold = hold;
    later("12:00");
    await syncOnce(office.road);
    expect((await all()).map(({ resourceName }) => resourceName)).toEqual([anna]);
    expect(await office.store.ledger.openEntries()).toEqual([]);
  });
});

describe("an undo of a merge of which a write was lost", () => {
  test("is brought to its end by the next sync, whatever was saved meanwhile", async () => {
    const [anna, ani] = await twoCards();
    const merged = await merge(anna, ani);
    later("12:00");
    await catchUp(office.road);
    office.emulator.addFault({ method: "people.batchUpdateContacts", times: 9, action: { kind: "drop-before" } });
    const context = await contextOf(office);
    const { applied } = await undoOneRun(context, merged.run, { dryRun: false, force: false }, async () => true);
    expect(applied).toMatchObject({ created: 1, updated: 0, inDoubt: [{ subject: anna }] });
    office.emulator.clearFaults();
    await office.saveNote(anna, `${await notesOf(anna)}\n\nLikes green.`);
    later("12:20");
    await syncOnce(office.road);
    const [one, other] = (await all()).sort(
      (a, b) => Number(b.resourceName === anna) - Number(a.resourceName === anna),
    );
    expect(one!.phones.map(({ value }) => value)).toEqual(["+374 91 000001"]);
    expect(one!.notes).toContain("Likes green.");
    expect(one!.notes).not.toContain("Order 14");
    expect(other!.notes).toContain("Order 14");
    const { ledger } = office.store;
    expect((await ledger.run(merged.run))?.state).toBe("undone");
    later("12:40");
    expect((await syncOnce(office.road)).runs).toEqual([]);
    await undo(applied!.run);
    expect(await all()).toHaveLength(1);
    expect(await notesOf(anna)).toContain("Order 14");
  });
});

describe("a merge of cards that somebody saves meanwhile, and is left", () => {
  test("is brought to its end by the next sync, with what was saved", async () => {
    const [anna, ani] = await twoCards();
    await catchUp(office.road);
    const prepared = await prepareMerge(office.road, anna, [ani]);
    await office.saveNote(ani, `${await notesOf(ani)}\n\nLikes green.`);
    expect(await applyMerge(office.road, prepared)).toMatchObject({ updated: 1, deleted: 0, stale: [ani] });
    later("11:02");
    await syncOnce(office.road);
    expect(await all()).toHaveLength(2);
    later("12:00");
    await syncOnce(office.road);
    expect(await all()).toHaveLength(1);
    expect(await notesOf(anna)).toContain("Likes green.");
    expect(await office.store.ledger.openEntries()).toEqual([]);
  });
});

describe("a merge that is killed", () => {
  const whole = async (anna: string, texts: string[]) => {
    const lines = linesOf(await notesOf(anna));
    for (const line of texts.flatMap(linesOf)) expect(lines).toContain(line);
  };

  test("before anything was sent leaves both as they were", async () => {
    const [anna, ani] = await twoCards();
    const before = [await notesOf(anna), await notesOf(ani)];
    const { account } = office.road;
    dyingAt("updatePeople");
    await expect(merge(anna, ani)).rejects.toThrow();
    office.road.account = account;
    later("11:30");
    await syncOnce(office.road);
    expect([await notesOf(anna), await notesOf(ani)]).toEqual(before);
    expect(await office.store.ledger.openEntries()).toEqual([]);
  });

  test.for(["modifyMembers", "deletePeople"] as const)(
    "at %s is brought to its end by the next sync, as one run",
    async (method) => {
      const [anna, ani] = await twoCards();
      const { staff, road } = office;
      const vip = await staff.createLabel("VIP", []);
      await staff.modifyMembers(vip.resourceName, [ani], []);
      later("11:30");
      const before = [await notesOf(anna), await notesOf(ani)];
      const { account } = road;
      dyingAt(method);
      await expect(merge(anna, ani)).rejects.toThrow();
      road.account = account;
      expect(await all()).toHaveLength(2);
      later("11:50");
      await syncOnce(road);
      expect(await all()).toHaveLength(1);
      await whole(anna, before);
      expect((await office.read(anna))!.labels).toContain(vip.resourceName);
      const runs = (await office.store.ledger.runs(20)).filter(({ kind }) => kind === "merge");
      expect(runs).toMatchObject([{ state: "done", summary: { updated: 1, deleted: 1 } }]);
      await undo(runs[0]!.id);
      const again = (await all()).find(({ name }) => name.display === "Анна Петросян")!;
      expect([await notesOf(anna), again.notes]).toEqual(before);
      expect(again.labels).toContain(vip.resourceName);
    },
  );

  test("and repeated, while the survivor is saved and lists run behind, gives no order a second number", async () => {
    const anna = await newClient({ names: [{ givenName: "Anna" }], biographies: biographies("Prefers calls.") });
    const ani = await newClient({ names: [{ givenName: "Ani" }], biographies: biographies("Order: lamp, 30 000") });
    later("10:00");
    await catchUp(office.road);
    office.emulator.setSwitches({ lagMs: 4 * 60_000 });
    await dieAfterUpdate(await prepareMerge(office.road, anna, [ani]));
    later("10:01");
    await catchUp(office.road);
    expect((await office.store.mirror.get(anna))!.client.notes).toBe(await notesOf(anna));
    const again = await prepareMerge(office.road, anna, [ani]);
    expect(again.plan.changes.map(({ type }) => type)).toEqual(["delete"]);
    await office.saveNote(anna, `${await notesOf(anna)}\n\nLikes green.`);
    await office.saveNote(ani, `${await notesOf(ani)}\nasked about delivery (Aram)`);
    expect(await applyMerge(office.road, again)).toMatchObject({ deleted: 0 });
    later("10:20");
    expect(await merge(anna, ani)).toMatchObject({ deleted: 1 });
    const notes = await notesOf(anna);
    expect(notes.match(/lamp/g)).toHaveLength(1);
    expect(notes).toContain("Likes green.");
    expect(notes).toContain("asked about delivery (Aram)");
  });

  test("has to come to its end before another one touches those whom it is about", async () => {
    const [anna, ani] = await twoCards();
    const third = await newClient({ names: [{ givenName: "Boris" }], biographies: biographies("Has a boat.") });
    later("11:20");
    await catchUp(office.road);
    await dieAfterUpdate(await prepareMerge(office.road, anna, [ani]));
    later("11:30");
    await catchUp(office.road);
    const undecided = { code: "refused", fields: { reasons: [{ reason: "write-undecided" }] } };
    await expect(prepareMerge(office.road, third, [anna])).rejects.toMatchObject(undecided);
    await expect(prepareMerge(office.road, third, [ani])).rejects.toMatchObject(undecided);
    await expect(prepareMerge(office.road, anna, [third])).rejects.toMatchObject(undecided);
    const options = { dryRun: false, force: true };
    await mergeClients(await contextOf(office), [third, anna], options, async () => true);
    expect(await all()).toHaveLength(1);
    for (const word of ["boat", "sofa", "lamp"])
      expect((await notesOf(third)).match(new RegExp(word, "g"))).toHaveLength(1);
  });

  test("before the survivor's update arrived, and followed by an edit of the survivor, leaves both", async () => {
    const [anna, ani] = await twoCards();
    await catchUp(office.road);
    const before = await notesOf(ani);
    await dieBeforeUpdate(await prepareMerge(office.road, anna, [ani]));
    await office.saveNote(anna, `${await notesOf(anna)}\n\nLikes green.`);
    later("11:30");
    await syncOnce(office.road);
    later("12:00");
    await syncOnce(office.road);
    expect(await all()).toHaveLength(2);
    expect(await notesOf(ani)).toBe(before);
    expect(await office.store.ledger.openEntries()).toEqual([]);
  });

  test("and followed by an edit of the other takes the edit in before it ends", async () => {
    const [anna, ani] = await twoCards();
    const { account } = office.road;
    dyingAt("deletePeople");
    await expect(merge(anna, ani)).rejects.toThrow();
    office.road.account = account;
    await office.saveNote(ani, `${await notesOf(ani)}\n\nLikes green.`);
    later("11:02");
    await syncOnce(office.road);
    expect(await all()).toHaveLength(2);
    later("11:30");
    await syncOnce(office.road);
    expect(await all()).toHaveLength(1);
    expect(await notesOf(anna)).toContain("Likes green.");
    expect(await notesOf(anna)).toContain("Earlier: 19 done");
  });

  test("and followed by the other's deletion is at its end already", async () => {
    const [anna, ani] = await twoCards();
    const { account } = office.road;
    dyingAt("deletePeople");
    await expect(merge(anna, ani)).rejects.toThrow();
    office.road.account = account;
    await office.staff.deletePeople([ani]);
    later("11:30");
    await syncOnce(office.road);
    expect(await office.store.ledger.openEntries()).toEqual([]);
    expect(await office.store.ledger.merged()).toMatchObject([{ subject: ani, survivor: anna }]);
  });
});
