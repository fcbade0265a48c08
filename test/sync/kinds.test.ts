import { afterEach, beforeEach, expect, test } from "vitest";
import { clientViews, historyOf } from "../../src/reports/lookup.ts";
import { prepareStep } from "../../src/sync/add-step.ts";
import { applyPlan } from "../../src/sync/apply.ts";
import { catchUp, syncOnce } from "../../src/sync/sync-once.ts";
import { openOffice, type TestOffice } from "../support/office.ts";

let office: TestOffice;
beforeEach(async () => {
  office = await openOffice();
});
afterEach(async () => {
  await office.close();
});

test("a contact that gets the supplier's label has purchases, in the account, in looking up and in adding lines", async () => {
  const { resourceName } = await office.addContact({
    names: [{ givenName: "Cloth Ltd" }],
    biographies: [{ value: "закупка: ткань, 300 000", contentType: "TEXT_PLAIN" }],
  });
  office.setTime("2026-11-23T10:00:00+04:00");
  await syncOnce(office.road);
  expect((await office.read(resourceName))!.notes).toBe("закупка: ткань, 300 000");

  const supplier = (await office.store.mirror.labels()).find(({ name }) => name === "Supplier")!;
  await office.staff.modifyMembers(supplier.resourceName, [resourceName], []);
  office.setTime("2026-11-23T11:00:00+04:00");
  await syncOnce(office.road);
  expect((await office.read(resourceName))!.notes).toMatch(/^New · #1 300 000 AMD\n\nзакупка 1: ткань, 300 000$/);

  office.setTime("2026-11-23T12:00:00+04:00");
  await catchUp(office.road);
  const { template, grammar } = office.road;
  const view = await clientViews(office.store, { template, grammar, today: "2026-11-23" });
  const row = (await office.store.mirror.get(resourceName))!;
  expect(view(row)).toMatchObject({ kind: "supplier", labels: expect.arrayContaining(["Supplier", "In work"]) });

  const step = { text: "received", employee: "Anna", at: null, order: 1 };
  await applyPlan(office.road, await prepareStep(office.road, row, step), "log");
  const { notes } = (await office.read(resourceName))!;
  expect(notes).toMatch(/^New · #1 received 300 000 AMD · last 23\.11\.2026\n\n/);
  const life = await historyOf(
    office.store,
    { template, grammar, today: "2026-11-23" },
    { resourceName, notes, kind: "supplier" },
  );
  expect(life).toMatchObject([{ text: "received", order: 1, employee: "Anna", from: "card" }]);
});
