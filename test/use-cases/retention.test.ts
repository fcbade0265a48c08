import { afterEach, beforeEach, expect, test } from "vitest";
import { biographies } from "../../src/reconcile/plan-changes.ts";
import { prepareUndo } from "../../src/sync/prepare-undo.ts";
import { syncOnce } from "../../src/sync/sync-once.ts";
import type { Context } from "../../src/use-cases/context.ts";
import { compact } from "../../src/use-cases/keep-up.ts";
import { contextOf } from "../support/context.ts";
import { openOffice, type TestOffice } from "../support/office.ts";

let office: TestOffice;
let context: Context;
beforeEach(async () => {
  office = await openOffice();
  context = await contextOf(office);
});
afterEach(() => office.close());

async function oldRun(): Promise<{ run: number; resourceName: string }> {
  const { resourceName } = await office.addContact({
    names: [{ givenName: "Anna" }],
    biographies: biographies("Order: table, 40 000"),
  });
  office.setTime("2026-11-23T10:00:00+04:00");
  const { runs } = await syncOnce(office.road);
  return { run: runs.find(({ updated }) => updated > 0)!.run, resourceName };
}

test("the nightly work lets go of what stood before after 400 days; such a run cannot be put back, and undo says so", async () => {
  const { run } = await oldRun();
  office.setTime("2027-12-01T03:30:00+04:00");
  expect((await compact(context, { force: false })).pruned.entries).toBe(0);
  await prepareUndo(office.road, run);
  office.setTime("2028-01-02T03:30:00+04:00");
  expect((await compact(context, { force: false })).pruned.entries).toBeGreaterThan(0);
  await expect(prepareUndo(office.road, run)).rejects.toMatchObject({
    code: "refused",
    fields: { what: "undo", reasons: [{ client: String(run), reason: "too-old" }] },
  });
});

test("what an old run did stays true after it was let go: sync, undo and archive go on", async () => {
  const { resourceName } = await oldRun();
  const { ledger } = office.store;
  const lines = await ledger.archiveOf(resourceName);
  office.setTime("2028-01-02T03:30:00+04:00");
  await compact(context, { force: false });
  expect(await ledger.archiveOf(resourceName)).toEqual(lines);
  await office.saveNote(resourceName, `${(await office.read(resourceName))!.notes}\n\ncalled (Anna)`);
  office.setTime("2028-01-02T10:00:00+04:00");
  const { runs } = await syncOnce(office.road);
  const later = runs.find(({ updated }) => updated > 0)!;
  expect((await prepareUndo(office.road, later.run)).plan.changes).toHaveLength(1);
});

test("the archive is kept for ever unless the office sets otherwise", async () => {
  const { resourceName } = await oldRun();
  const { ledger } = office.store;
  expect(await ledger.archiveOf(resourceName)).not.toEqual([]);
  office.setTime("2036-11-23T03:30:00+04:00");
  await compact(context, { force: false });
  expect(await ledger.archiveOf(resourceName)).not.toEqual([]);
  const { settings } = context;
  const short = { ...context, settings: { ...settings, retention: { journalDays: 400, archiveDays: 1000 } } };
  expect((await compact(short, { force: false })).pruned.lines).toBeGreaterThan(0);
  expect(await ledger.archiveOf(resourceName)).toEqual([]);
});
