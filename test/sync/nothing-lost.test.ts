/** What may go wrong between the program, the account and the staff, and what must be there afterwards. */
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { appError } from "../../src/lib/errors.ts";
import { applyPlan } from "../../src/sync/apply.ts";
import { withSeen } from "../../src/sync/looks.ts";
import { prepareImport } from "../../src/sync/prepare-import.ts";
import { recoverRuns } from "../../src/sync/recover.ts";
import { catchUp, syncOnce } from "../../src/sync/sync-once.ts";
import { draft } from "../support/drafts.ts";
import { openOffice, type TestOffice } from "../support/office.ts";

let office: TestOffice;
beforeEach(async () => {
  office = await openOffice();
});
afterEach(async () => {
  await office.close();
});

const note = (text: string) => [{ value: text, contentType: "TEXT_PLAIN" as const }];
const newClient = (name: string, text = "") =>
  office.addContact({ names: [{ givenName: name }], ...(text ? { biographies: note(text) } : {}) });
const later = (time: string, day = "2026-11-23") => office.setTime(`${day}T${time}:00+04:00`);
const syncAt = async (time: string, day?: string) => {
  later(time, day);
  await syncOnce(office.road);
};
const notesOf = async (resourceName: string) => (await office.read(resourceName))!.notes;
const archived = async (resourceName: string) =>
  (await office.store.ledger.archiveOf(resourceName)).map(({ text }) => text);

describe("lines that staff remove", () => {
  test("are in the archive, also when the card needs no other change", async () => {
    const { resourceName } = await newClient("Anna", "Prefers calls after 18:00.\n\nHas two dogs.");
    await syncAt("10:00");
    later("11:00");
    await office.saveNote(resourceName, (await notesOf(resourceName)).replace("Has two dogs.", "").trimEnd());
    await syncAt("11:10");
    expect(await archived(resourceName)).toContain("Has two dogs.");
  });

  test("are in the archive when the whole note was cleared", async () => {
    const { resourceName } = await newClient("Anna", "Prefers calls after 18:00.");
    await syncAt("10:00");
    later("11:00");
    await office.saveNote(resourceName, "");
    await syncAt("11:10");
    await syncOnce(office.road);
    expect(await archived(resourceName)).toEqual(["Prefers calls after 18:00."]);
  });
});

describe("lines that another save took away before their card was brought in order", () => {
  test("are in the archive, when the pull between the two saves has shown them", async () => {
    const { resourceName } = await newClient("Anna", "Prefers calls after 18:00.");
    await syncAt("10:00");
    const editor = await notesOf(resourceName);
    later("11:00");
    await office.saveNote(resourceName, `${editor}\n\nHas two dogs.`);
    await syncAt("11:01");
    await office.saveNote(resourceName, `${editor}\n\nHas a boat.`);
    await syncAt("11:10");
    expect(await notesOf(resourceName)).toContain("Has a boat.");
    expect(await archived(resourceName)).toEqual(["Has two dogs."]);
  });

  test("are in the archive, when the card stands again as it was before both", async () => {
    const { resourceName } = await newClient("Anna", "Prefers calls after 18:00.");
    await syncAt("10:00");
    const editor = await notesOf(resourceName);
    later("11:00");
    await office.saveNote(resourceName, `${editor}\n\nHas two dogs.`);
    await syncAt("11:01");
    await office.saveNote(resourceName, editor);
    later("11:10");
    await syncOnce(office.road, { full: true });
    await syncOnce(office.road, { full: true });
    expect(await archived(resourceName)).toEqual(["Has two dogs."]);
  });

  test("are in the archive, when the other save came between the plan and its write", async () => {
    const { resourceName } = await newClient("Anna", "Order 5: table, 40 000 AMD");
    await syncAt("10:00");
    const editor = await notesOf(resourceName);
    later("11:00");
    await office.saveNote(resourceName, `${editor}\nasked about delivery (Aram)`);
    later("11:10");
    const { account } = office.road;
    const updatePeople = account.updatePeople.bind(account);
    account.updatePeople = async (people, fields) => {
      account.updatePeople = updatePeople;
      await office.saveNote(resourceName, `${editor}\nwants it in green (Suren)`);
      return updatePeople(people, fields);
    };
    await syncOnce(office.road);
    await syncAt("11:20");
    expect(await notesOf(resourceName)).toContain("wants it in green (Suren)");
    expect(await archived(resourceName)).toContain("asked about delivery (Aram)");
  });

  test("are not told apart from a line that somebody went on typing", async () => {
    const { resourceName } = await newClient("Anna");
    await syncAt("10:00");
    later("11:00");
    await office.saveNote(resourceName, "Has two");
    await syncAt("11:01");
    await office.saveNote(resourceName, "Has two dogs.");
    await syncAt("11:10");
    expect(await archived(resourceName)).toEqual([]);
  });

  test("are in the archive of a client who was deleted right after", async () => {
    const { resourceName } = await newClient("Anna", "Prefers calls after 18:00.\n\nHas two dogs.");
    await syncAt("10:00");
    later("11:00");
    await office.saveNote(resourceName, "Prefers calls after 18:00.");
    await syncAt("11:01");
    await office.staff.deletePeople([resourceName]);
    await syncAt("11:10");
    expect(await archived(resourceName)).toEqual(["Has two dogs."]);
  });
});

describe("a write whose answer was lost", () => {
  test("keeps its archive lines when staff edited the card right after it", async () => {
    const steps = "01.10.2026 called (Anna)\n02.10.2026 offer sent (Anna)";
    const { resourceName } = await newClient("Anna", `Order 5: table, 40 000 AMD\n${steps}\n03.10.2026 done (Anna)`);
    await syncAt("10:00");
    const { ledger } = office.store;
    const [entry] = (await ledger.entriesAbout(resourceName)).slice(-1);
    later("10:10");
    await syncOnce(office.road, { compact: true });
    const compaction = (await ledger.entriesAbout(resourceName)).at(-1)!;
    expect(compaction.id).toBeGreaterThan(entry?.id ?? 0);
    expect(await archived(resourceName)).toContain("02.10.2026 offer sent (Anna)");
    // As after a kill between the account's answer and its settling.
    await ledger.settle([{ id: compaction.id, state: "sent" }], "2026-11-23T06:11:00Z");
    later("10:20");
    await office.saveNote(resourceName, `${await notesOf(resourceName)}\n\nHas two dogs.`);
    await syncAt("10:40");
    const everywhere = [await notesOf(resourceName), ...(await archived(resourceName))].join("\n");
    for (const line of [...steps.split("\n"), "Has two dogs."]) expect(everywhere).toContain(line);
  });

  test("of an update that never arrived is no version of the card, though somebody has edited it since", async () => {
    const { resourceName } = await newClient("Anna", "Prefers calls.");
    await syncAt("10:00");
    await office.saveNote(resourceName, "Order: table, 33 000\n\nPrefers calls.");
    later("10:30");
    const { account } = office.road;
    const updatePeople = account.updatePeople.bind(account);
    const error = appError({ code: "unavailable", detail: "no answer" });
    account.updatePeople = async (people) => {
      account.updatePeople = updatePeople;
      // It was on its way all the same when a second one, with another number, was quicker.
      const text = people[0]!.biographies![0]!.value!.replace("#1", "#2").replace("Order 1", "Order 2");
      await office.saveNote(resourceName, `${text}\n\nHas two dogs.`);
      return people.map(() => ({ ok: false, error }));
    };
    await syncOnce(office.road);
    await syncAt("10:50");
    expect((await notesOf(resourceName)).match(/table/g)).toHaveLength(1);
    expect(await notesOf(resourceName)).toContain("Has two dogs.");
    expect(await office.store.ledger.openEntries()).toEqual([]);
  });

  test("of an update stays in doubt while reads may lag, and is planned again once they cannot", async () => {
    const { resourceName } = await newClient("Anna", "Order 5: table, 40 000 AMD");
    await syncAt("10:00");
    const { ledger } = office.store;
    const { etag, notes } = (await office.read(resourceName))!;
    const run = await ledger.beginRun("sync", "test", "2026-11-23T06:00:00Z");
    const before = { biographies: note(notes), etag };
    const intent = {
      subject: resourceName,
      action: "update" as const,
      display: "Anna",
      before,
      after: { biographies: note("other") },
      archive: [],
      sources: [],
    };
    const ids = await ledger.intend(run.id, [intent], "2026-11-23T06:00:00Z");
    await ledger.markSent(ids, "2026-11-23T06:00:00Z");
    later("10:05");
    await recoverRuns(office.road);
    expect(await ledger.openEntries()).toHaveLength(1);
    later("10:30");
    await recoverRuns(office.road);
    expect(await ledger.openEntries()).toEqual([]);
    expect((await ledger.run(run.id))?.state).toBe("interrupted");
  });
});

describe("a whole list", () => {
  test("that lacks a living contact does not count it as deleted", async () => {
    const { resourceName } = await newClient("Anna");
    await syncAt("10:00");
    const { account } = office.road;
    const listPeople = account.listPeople.bind(account);
    account.listPeople = async function* (token) {
      for await (const page of listPeople(token))
        yield { ...page, people: page.people.filter((person) => person.resourceName !== resourceName) };
    };
    const { pulled } = await syncOnce(office.road, { full: true });
    expect(pulled.deleted).toEqual([]);
    expect(await office.store.ledger.trash()).toEqual([]);
    expect((await office.store.mirror.get(resourceName))?.client.name.display).toBe("Anna");
  });
});

describe("order numbers", () => {
  test("are never given twice, also when a typed one stands on a card that has long been in order", async () => {
    await newClient("Anna", "Order 1: table, 40 000 AMD");
    await syncAt("10:00");
    later("10:10");
    const { resourceName } = await newClient("Aram", "Order: sofa, 50 000 AMD");
    await syncAt("10:20");
    expect(await notesOf(resourceName)).toContain("Order 2: sofa");
  });
});

describe("a label that vanished from the account", () => {
  test("waits for a person's word, then is made again with its members, and nobody becomes New meanwhile", async () => {
    const { resourceName } = await newClient("Anna");
    await syncAt("10:00");
    const roles = await office.store.ledger.labelRoles();
    const [fresh, retail] = [roles.get("marker:new")!, roles.get("marker:retail")!];
    await office.staff.modifyMembers(retail, [resourceName], []);
    await office.staff.modifyMembers(fresh, [], [resourceName]);
    later("10:30");
    await syncOnce(office.road, { full: true });
    await office.staff.deleteLabel(retail);
    later("11:00");
    const waiting = await syncOnce(office.road, { full: true });
    expect(waiting.held).toEqual([{ name: "Retail", clients: 1 }]);
    expect((await office.read(resourceName))!.labels).not.toContain(fresh);
    later("11:30");
    const { held } = await syncOnce(office.road, { full: true, force: true });
    expect(held).toEqual([]);
    const again = (await office.store.ledger.labelRoles()).get("marker:retail")!;
    expect(again).not.toBe(retail);
    expect((await office.read(resourceName))!.labels).toContain(again);
    expect((await office.read(resourceName))!.labels).not.toContain(fresh);
  });
});

describe("a label that staff delete between a plan and its writes", () => {
  /** Staff delete the label when the program is about to call that method. */
  function deleteBefore(method: "modifyMembers" | "createPeople", label: () => string): void {
    const { account } = office.road;
    const real = account[method].bind(account) as (...args: never[]) => never;
    office.road.account[method] = (async (...args: never[]) => {
      office.road.account[method] = real;
      await office.staff.deleteLabel(label());
      return real(...args);
    }) as never;
  }

  test("holds up no other change, and then waits for a person's word", async () => {
    const first = await newClient("Anna", "Order: table, 40 000");
    await syncAt("10:00");
    const roles = await office.store.ledger.labelRoles();
    const second = await newClient("Aram", "Order: sofa, 50 000");
    later("10:20");
    deleteBefore("modifyMembers", () => roles.get("status:in-work")!);
    const { runs, held } = await syncOnce(office.road);
    expect(runs[0]).toMatchObject({ stale: [roles.get("status:in-work")] });
    expect((await office.read(second.resourceName))!.labels).toContain(roles.get("marker:new"));
    expect(held).toMatchObject([{ name: "In work" }]);
    expect(await office.store.ledger.openEntries()).toEqual([]);
    later("10:40");
    await syncOnce(office.road, { force: true });
    const again = (await office.store.ledger.labelRoles()).get("status:in-work")!;
    for (const { resourceName } of [first, second]) expect((await office.read(resourceName))!.labels).toContain(again);
  });

  test.each(["whole", "per-item"] as const)(
    "is left out of the clients that are created (a batch fails %s)",
    async (batchFailure) => {
      office.emulator.setSwitches({ batchFailure });
      await newClient("Anna");
      await syncAt("10:00");
      const marker = (await office.store.ledger.labelRoles()).get("marker:new")!;
      await catchUp(office.road);
      const drafts = [2, 3].map((row) => draft({ row, name: `Client ${row}`, phone: `+3749100000${row}` }));
      const { plan } = await prepareImport(office.road, drafts, {
        create: true,
        keyOf: ({ sources }) => sources[0]!.hash,
      });
      deleteBefore("createPeople", () => marker);
      const applied = await applyPlan(office.road, plan, "base.xlsx");
      expect(applied).toMatchObject({ created: 2, parked: [], inDoubt: [] });
      expect(await office.store.ledger.openEntries()).toEqual([]);
    },
  );
});

describe("an edit that was pulled over a day after the pull before", () => {
  test("is dated by that pull, with a finding that says so", async () => {
    const { resourceName } = await newClient("Anna", "Order 5: table, 40 000 AMD");
    await syncAt("10:00");
    await syncAt("10:30");
    later("12:00", "2026-11-26");
    await office.saveNote(resourceName, `${await notesOf(resourceName)}\nprepaid 10 000 (Aram)`);
    later("12:30", "2026-11-26");
    const { seen } = await withSeen((look) => syncOnce(office.road, { look }));
    expect(await notesOf(resourceName)).toContain("26.11.2026 prepaid 10 000 (Aram)");
    expect(seen.flatMap(({ result }) => result.findings.map(({ rule }) => rule))).toContain("step.date-late");
  });
});

describe("a run that was killed", () => {
  test("does not stay running", async () => {
    const run = await office.store.ledger.beginRun("sync", "killed", "2026-11-23T05:00:00Z");
    await catchUp(office.road);
    expect((await office.store.ledger.run(run.id))?.state).toBe("interrupted");
  });
});
