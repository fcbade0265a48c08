import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { Person } from "../../src/client/person.ts";
import { CLIENT_KEY } from "../../src/client/read-client.ts";
import type { SourceRow } from "../../src/client/source-row.ts";
import { appError } from "../../src/lib/errors.ts";
import type { Change, CreateClient, Plan, UpdateClient } from "../../src/reconcile/plan.ts";
import { biographies } from "../../src/reconcile/plan-changes.ts";
import type { Applied } from "../../src/sync/applied.ts";
import { applyPlan } from "../../src/sync/apply.ts";
import { finishPlan } from "../../src/sync/prepare.ts";
import { applyUndo, type PreparedUndo, prepareUndo } from "../../src/sync/prepare-undo.ts";
import { catchUp, syncOnce } from "../../src/sync/sync-once.ts";
import { LOCK_LABEL } from "../../src/sync/writer-entry.ts";
import type { Template } from "../../src/template/template.ts";
import { undo as undoCommand } from "../../src/use-cases/keep-up.ts";
import { contextOf } from "../support/context.ts";
import { openOffice, type TestOffice } from "../support/office.ts";
import { shippedTemplate } from "../support/template.ts";

let office: TestOffice;
beforeEach(async () => {
  office = await openOffice();
});
afterEach(async () => {
  await office.close();
});

const STEPS = "01.10.2026 asked the price (Anna)\n05.10.2026 measured (Anna)";
const FINISHED = `Order 5: table, 40 000 AMD\n${STEPS}\n10.10.2026 done (Anna)`;

async function newClient(name: string, text = "") {
  return office.addContact({ names: [{ givenName: name }], ...(text ? { biographies: biographies(text) } : {}) });
}

/** Lets the quiet minutes pass. */
function later(time: string) {
  office.setTime(`2026-11-23T${time}:00+04:00`);
}

async function prepare(run: number): Promise<PreparedUndo> {
  await catchUp(office.road);
  return prepareUndo(office.road, run);
}

async function undo(run: number): Promise<Applied & Pick<PreparedUndo, "remarks">> {
  const prepared = await prepare(run);
  return { ...(await applyUndo(office.road, run, prepared)), remarks: prepared.remarks };
}

const notesOf = async (resourceName: string) => (await office.read(resourceName))!.notes;
const archived = async (resourceName: string) =>
  (await office.store.ledger.archiveOf(resourceName)).map(({ text }) => text);
const statesOf = async (run: number) => (await office.store.ledger.entriesOf(run)).map(({ state }) => state);
const runState = async (run: number) => (await office.store.ledger.run(run))!.state;

async function perform(kind: Plan["kind"], changes: Change[]): Promise<Applied> {
  await catchUp(office.road);
  return applyPlan(office.road, await finishPlan(office.road, kind, changes, []), "base.xlsx");
}

const sourceRow = (row: number, file = "base.xlsx"): SourceRow => ({
  file,
  sheet: "1",
  row,
  id: null,
  hash: `row ${row}`,
  cells: {},
});

/** A client as an import creates it. */
async function importClient(name: string, text = "", labels: string[] = []) {
  const person: Person = {
    names: [{ givenName: name }],
    phoneNumbers: [{ value: "+37491111111" }],
    addresses: [{ formattedValue: "Abovyan 5" }],
    biographies: biographies(text),
    clientData: [{ key: CLIENT_KEY, value: name }],
  };
  const change: CreateClient = {
    type: "create",
    key: name,
    display: name,
    person,
    labels,
    archive: [],
    findings: [],
    sources: [sourceRow(2)],
  };
  const { run } = await perform("import", [change]);
  const [entry] = await office.store.ledger.entriesOf(run);
  return { run, resourceName: entry!.subject };
}

async function compacted(text: string) {
  const { resourceName } = await newClient("Anna", text);
  later("10:00");
  await syncOnce(office.road);
  later("10:30");
  const { runs } = await syncOnce(office.road, { compact: true });
  return { resourceName, run: runs[0]!.run, notes: await notesOf(resourceName) };
}

async function staffChange(resourceName: string, change: Partial<Person>) {
  const { etag } = (await office.read(resourceName))!;
  const fields = Object.keys(change) as Parameters<typeof office.staff.updatePeople>[1];
  const [result] = await office.staff.updatePeople([{ resourceName, etag, ...change }], fields);
  expect(result?.ok).toBe(true);
}

describe("an undo", () => {
  test("puts a run's texts back, and can itself be undone", async () => {
    const typed = "Order: table, 40 000";
    const { resourceName } = await newClient("Anna", typed);
    later("10:00");
    const { runs } = await syncOnce(office.road);
    const written = await notesOf(resourceName);
    const { run } = runs.find(({ updated }) => updated > 0)!;
    const undone = await undo(run);
    expect(await notesOf(resourceName)).toBe(typed);
    expect(await runState(run)).toBe("undone");
    await undo(undone.run);
    expect(await notesOf(resourceName)).toBe(written);
    expect(await runState(run)).toBe("done");
  });

  test("keeps the lines that a person has added since", async () => {
    const { resourceName } = await newClient("Anna", "Order: table, 40 000");
    later("10:00");
    const { runs } = await syncOnce(office.road);
    await office.saveNote(resourceName, `${await notesOf(resourceName)}\n\nPrefers calls after 18:00.`);
    const { remarks } = await undo(runs.find(({ updated }) => updated > 0)!.run);
    expect(remarks).toContainEqual({ subject: resourceName, display: "Anna", remark: "lines-kept" });
    expect(await notesOf(resourceName)).toContain("Prefers calls after 18:00.");
  });

  test("of a run that never was is refused, and names the runs that there are", async () => {
    await expect(prepareUndo(office.road, 99)).rejects.toMatchObject({ code: "not-found" });
  });

  test("of a run that is put back already is refused", async () => {
    const { run } = await importClient("Anna");
    await undo(run);
    await expect(prepareUndo(office.road, run)).rejects.toMatchObject({
      code: "refused",
      fields: { reasons: [{ reason: "nothing-left" }] },
    });
  });
});

describe("lines of people, over any number of undos", () => {
  test("of a compaction are in the card or in the archive, and in one of them only", async () => {
    const { resourceName, run, notes } = await compacted(FINISHED);
    const full = await archived(resourceName);
    let last = run;
    for (let round = 0; round < 4; round++) {
      last = (await undo(last)).run;
      const [card, lines] = [await notesOf(resourceName), await archived(resourceName)];
      for (const step of STEPS.split("\n")) expect([...card.split("\n"), ...lines]).toContain(step);
      if (round % 2 === 0) expect(lines).toEqual([]);
      else expect([card, lines]).toEqual([notes, full]);
    }
  });

  test("of an added line go to the archive with the undo of the run that added it", async () => {
    const { resourceName, etag, person } = await newClient("Anna", "hello");
    const change: UpdateClient = {
      type: "update",
      resourceName,
      display: "Anna",
      etag,
      fields: ["biographies"],
      before: { biographies: person.biographies },
      after: { biographies: biographies("hello\n23.11.2026 called (Anna)") },
      archive: [],
      findings: [],
      sources: [],
      why: ["log"],
    };
    const { run } = await perform("log", [change]);
    const undone = await undo(run);
    expect(await notesOf(resourceName)).toBe("hello");
    expect(await archived(resourceName)).toEqual(["23.11.2026 called (Anna)"]);
    await undo(undone.run);
    expect(await archived(resourceName)).toEqual([]);
  });

  test("of a colleague, which a merge had brought back, do not go with the merge", async () => {
    const { resourceName } = await newClient("Anna", "Order 5: table, 40 000 AMD\n20.11.2026 called (Anna)");
    later("10:00");
    await syncOnce(office.road);
    const editor = await notesOf(resourceName);
    later("11:00");
    await office.saveNote(resourceName, editor.replace("called (Anna)", "called (Anna)\nwants green (Aram)"));
    later("11:10");
    await syncOnce(office.road);
    later("11:20");
    await office.saveNote(resourceName, editor.replace("called (Anna)", "called (Anna)\nasked for delivery (Suren)"));
    later("11:30");
    const { runs } = await syncOnce(office.road);
    expect(await notesOf(resourceName)).toContain("wants green (Aram)");
    await undo(runs[0]!.run);
    expect(await notesOf(resourceName)).toContain("asked for delivery (Suren)");
    expect(await archived(resourceName)).toContain("23.11.2026 wants green (Aram)");
  });
});

describe("what could not be put back", () => {
  test("stays in force when the account refuses the write: its lines stay in the archive, and a second undo does it", async () => {
    const { resourceName, run, notes } = await compacted(FINISHED);
    office.emulator.setSwitches({ notesLimit: 100 });
    expect((await undo(run)).parked).toHaveLength(1);
    expect(await notesOf(resourceName)).toBe(notes);
    expect(await archived(resourceName)).toEqual(expect.arrayContaining(STEPS.split("\n")));
    expect(await statesOf(run)).toContain("confirmed");
    expect(await runState(run)).toBe("done");
    office.emulator.setSwitches({ notesLimit: 100_000 });
    await undo(run);
    expect(await notesOf(resourceName)).toContain("measured");
    expect(await runState(run)).toBe("undone");
  });

  test("stays in force while its fate is unknown", async () => {
    const { resourceName, run } = await compacted(FINISHED);
    const prepared = await prepare(run);
    const { account } = office.road;
    const updatePeople = account.updatePeople.bind(account);
    const error = appError({ code: "unavailable", detail: "no answer" });
    account.updatePeople = async (people) => people.map(() => ({ ok: false, error }));
    const applied = await applyUndo(office.road, run, prepared);
    account.updatePeople = updatePeople;
    expect(applied.updated).toBe(0);
    expect(applied.inDoubt).toHaveLength(1);
    expect(await archived(resourceName)).toEqual(expect.arrayContaining(STEPS.split("\n")));
    expect(await statesOf(run)).toContain("confirmed");
  });

  test("keeps the archive of a client that staff have deleted", async () => {
    const { resourceName, run } = await compacted(FINISHED);
    await office.staff.deletePeople([resourceName]);
    const { remarks } = await undo(run);
    expect(remarks).toContainEqual({ subject: resourceName, display: "Anna", remark: "gone" });
    expect(await archived(resourceName)).toEqual(expect.arrayContaining(STEPS.split("\n")));
  });
});

describe("a client that an import made", () => {
  const edits: [string, Partial<Person>][] = [
    ["name", { names: [{ givenName: "Anna", familyName: "Petrosyan" }] }],
    ["address", { addresses: [{ formattedValue: "Abovyan 5" }, { formattedValue: "Tumanyan 1" }] }],
    ["phone", { phoneNumbers: [{ value: "+37491222222" }] }],
    ["company", { organizations: [{ name: "Ani LLC" }] }],
    ["birthday", { birthdays: [{ date: { month: 3, day: 8 } }] } as Partial<Person>],
    ["note", { biographies: biographies("hello\n\nVIP") }],
  ];
  test.each(edits)("stays when somebody has changed its %s", async (_what, edit) => {
    const { run, resourceName } = await importClient("Anna", "hello");
    await staffChange(resourceName, edit);
    const { remarks } = await undo(run);
    expect(remarks).toContainEqual({ subject: resourceName, display: "Anna", remark: "edited-since" });
    expect(await office.read(resourceName)).not.toBeNull();
    expect(await runState(run)).toBe("done");
  });

  test("stays when somebody has given it a label", async () => {
    const { run, resourceName } = await importClient("Anna");
    const label = await office.staff.createLabel("Friends", []);
    await office.staff.modifyMembers(label.resourceName, [resourceName], []);
    expect((await undo(run)).remarks).toMatchObject([{ remark: "edited-since" }]);
  });

  test("goes although the program has written a state line and labels since", async () => {
    const { run, resourceName } = await importClient("Anna", "Order 5: table, 40 000 AMD\n20.11.2026 called (Anna)");
    later("10:00");
    const { runs } = await syncOnce(office.road);
    expect(runs.some(({ updated }) => updated > 0)).toBe(true);
    expect((await office.read(resourceName))!.labels.length).toBeGreaterThan(1);
    expect(await undo(run)).toMatchObject({ deleted: 1, remarks: [] });
  });

  test("stays when the program has written since, but somebody had typed a line before that", async () => {
    const { run, resourceName } = await importClient("Anna", "Order 5: table, 40 000 AMD\n20.11.2026 called (Anna)");
    later("10:00");
    await syncOnce(office.road);
    later("11:00");
    await office.saveNote(resourceName, `${await notesOf(resourceName)}\n\nHas two dogs.`);
    later("11:10");
    await syncOnce(office.road);
    later("11:20");
    await syncOnce(office.road);
    expect((await undo(run)).remarks).toMatchObject([{ remark: "edited-since" }]);
    expect(await notesOf(resourceName)).toContain("Has two dogs.");
  });

  test("stays when it is edited while the undo waits for approval, and the edit is known", async () => {
    const { run, resourceName } = await importClient("Anna", "hello");
    const prepared = await prepare(run);
    await office.saveNote(resourceName, "hello\n\nVERY IMPORTANT");
    const applied = await applyUndo(office.road, run, prepared);
    expect(applied).toMatchObject({ deleted: 0, stale: [resourceName] });
    expect(await office.read(resourceName)).not.toBeNull();
    expect((await office.store.mirror.get(resourceName))?.client.notes).toContain("VERY IMPORTANT");
    expect(await office.store.ledger.trash()).toEqual([]);
    expect(await statesOf(run)).toEqual(["confirmed"]);
    expect((await undo(run)).remarks).toMatchObject([{ remark: "edited-since" }]);
  });

  test("takes along the rows that later imports found to be its own, until the undo is undone", async () => {
    const { run, resourceName } = await importClient("Anna", "hello");
    const { ledger } = office.store;
    await ledger.putSources([{ subject: resourceName, sources: [sourceRow(7, "other.xlsx")] }], "2026-11-23T06:00:00Z");
    const rows = async () => (await ledger.sourceRows()).map(({ row }) => row.row).sort();
    expect(await rows()).toEqual([2, 7]);
    const undone = await undo(run);
    expect(await rows()).toEqual([]);
    await undo(undone.run);
    expect(await rows()).toEqual([2, 7]);
  });
});

describe("labels that a run made", () => {
  async function firstSync() {
    const { resourceName } = await newClient("Anna");
    later("10:00");
    const { runs } = await syncOnce(office.road);
    const roles = await office.store.ledger.labelRoles();
    return { resourceName, run: runs[0]!.run, roles };
  }
  /** Without the label that holds the program's lock. */
  const userLabels = async () =>
    (await office.staff.listLabels())
      .filter(({ system, name }) => !system && name !== LOCK_LABEL)
      .map(({ resourceName }) => resourceName);

  test("stay as long as somebody carries them, the others go", async () => {
    const { run, roles } = await firstSync();
    const wholesale = roles.get("marker:wholesale")!;
    const { resourceName } = await newClient("Boris");
    await office.staff.modifyMembers(wholesale, [resourceName], []);
    const { remarks } = await undo(run);
    expect(remarks).toContainEqual({ subject: wholesale, display: "Wholesale", remark: "in-use" });
    expect(await userLabels()).toEqual([wholesale]);
    expect((await office.read(resourceName))!.labels).toContain(wholesale);
    expect(await runState(run)).toBe("done");
  });

  test("stay when somebody gives them while the undo waits for approval", async () => {
    const { run, roles } = await firstSync();
    const prepared = await prepare(run);
    const wholesale = roles.get("marker:wholesale")!;
    const { resourceName } = await newClient("Boris");
    await office.staff.modifyMembers(wholesale, [resourceName], []);
    expect((await applyUndo(office.road, run, prepared)).stale).toEqual([wholesale]);
    expect((await office.read(resourceName))!.labels).toContain(wholesale);
  });

  test("come back with their members when the undo is undone", async () => {
    const { resourceName, run } = await firstSync();
    const names = async () => {
      const labels = new Map((await office.staff.listLabels()).map((label) => [label.resourceName, label.name]));
      return (await office.read(resourceName))!.labels.map((label) => labels.get(label)).sort();
    };
    const before = await names();
    expect(before).toContain("New");
    const undone = await undo(run);
    expect(await userLabels()).toEqual([]);
    await undo(undone.run);
    expect(await names()).toEqual(before);
  });

  test("that staff have deleted since are left out of a client that is made again, with a remark", async () => {
    const own = await office.staff.createLabel("Friends", []);
    const { run } = await importClient("Anna", "hello", [own.resourceName]);
    const undone = await undo(run);
    await office.staff.deleteLabel(own.resourceName);
    const again = await undo(undone.run);
    expect(again).toMatchObject({ created: 1, parked: [], remarks: [{ display: "Anna", remark: "label-gone" }] });
  });
});

describe("a sync after an undo", () => {
  test("leaves the text as it was put back and gives no number, until somebody changes it", async () => {
    const typed = "Order: table, 40 000";
    const { resourceName } = await newClient("Anna", typed);
    later("10:00");
    const { runs } = await syncOnce(office.road);
    await undo(runs.find(({ updated }) => updated > 0)!.run);
    const number = await office.store.ledger.lastNumber();
    for (const time of ["10:10", "12:00"]) {
      later(time);
      await syncOnce(office.road);
      expect(await notesOf(resourceName)).toBe(typed);
    }
    expect(await office.store.ledger.lastNumber()).toBe(number);
    later("13:00");
    await office.saveNote(resourceName, `${typed}\n20.11.2026 called (Anna)`);
    later("13:10");
    await syncOnce(office.road);
    expect(await notesOf(resourceName)).toMatch(/Order \d+: table/);
  });

  test("takes the card up again when the undo is undone", async () => {
    const { resourceName } = await newClient("Anna", "Order: table, 40 000");
    later("10:00");
    const { runs } = await syncOnce(office.road);
    const undone = await undo(runs.find(({ updated }) => updated > 0)!.run);
    await undo(undone.run);
    expect(await office.store.ledger.rests()).toEqual(new Map());
    later("11:00");
    const written = await notesOf(resourceName);
    await syncOnce(office.road);
    expect(await notesOf(resourceName)).toBe(written);
  });
});

describe("the guard", () => {
  const yes = async () => true;
  async function guarded(guard: Partial<Template["guard"]>) {
    await office.close();
    const template = shippedTemplate();
    office = await openOffice({ template: { ...template, guard: { ...template.guard, ...guard } } });
    return contextOf(office);
  }

  test("holds an undo that takes a label from many clients until it is forced", async () => {
    const context = await guarded({ maxLabelChanges: 2 });
    for (let index = 0; index < 3; index++) await newClient(`Client ${index}`);
    later("10:00");
    const { runs } = await syncOnce(office.road);
    const { run } = runs[0]!;
    const held = undoCommand(context, run, { dryRun: false, force: false }, yes);
    await expect(held).rejects.toMatchObject({ code: "unsafe-plan" });
    const { applied } = await undoCommand(context, run, { dryRun: false, force: true }, yes);
    expect(applied?.membersRemoved).toBeGreaterThan(2);
  });

  test("sees no lost line in the undo of a compaction, nor in its undo", async () => {
    const context = await guarded({ maxUnarchivedLines: 0 });
    const { run } = await compacted(FINISHED);
    const options = { dryRun: false, force: false };
    const { applied } = await undoCommand(context, run, options, yes);
    const again = await undoCommand(context, applied!.run, options, yes);
    expect(again.applied).toMatchObject({ updated: 1 });
  });
});

describe("an undo that was cut off", () => {
  test("before it was marked is finished by the next one, which writes nothing twice", async () => {
    const { run } = await importClient("Anna", "hello");
    const { run: update, resourceName } = await compacted(FINISHED);
    for (const id of [run, update]) {
      const { plan } = await prepare(id);
      await applyPlan(office.road, plan, `run ${id}`);
    }
    for (const id of [run, update]) {
      const again = await undo(id);
      expect(again).toMatchObject({ created: 0, updated: 0, deleted: 0, remarks: [] });
      expect(await runState(id)).toBe("undone");
    }
    expect(await notesOf(resourceName)).toContain("measured");
  });
});
