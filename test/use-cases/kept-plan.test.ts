/** A plan that was kept in a file, and an account that people go on working in. */
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { applyKept, look, type PlanFile, sealPlan } from "../../src/use-cases/keep-up.ts";
import { contextOf } from "../support/context.ts";
import { openOffice, type TestOffice } from "../support/office.ts";

let office: TestOffice;
beforeEach(async () => {
  office = await openOffice();
});
afterEach(() => office.close());

const later = (time: string) => office.setTime(`2026-11-23T${time}:00+04:00`);
const writes = () => office.emulator.calls().filter(({ method }) => /create|update|delete|modify/i.test(method)).length;
const newClient = (name: string, text = "") =>
  office.addContact({
    names: [{ givenName: name }],
    ...(text ? { biographies: [{ value: text, contentType: "TEXT_PLAIN" as const }] } : {}),
  });

async function keepPlan(): Promise<PlanFile> {
  const { plan } = await look(await contextOf(office), { compact: false, keep: true });
  return sealPlan(plan);
}

const apply = async (kept: PlanFile) => applyKept(await contextOf(office), kept, { force: false });

/** What the refusal names; the account was not written to. */
async function refusal(kept: PlanFile): Promise<{ client: string; reason: string }[]> {
  const before = writes();
  const error = await apply(kept).catch((thrown: unknown) => thrown);
  expect(error).toMatchObject({ code: "plan-refused" });
  expect(writes()).toBe(before);
  return (error as { fields: { reasons: { client: string; reason: string }[] } }).fields.reasons;
}

describe("a kept plan", () => {
  test("is applied when nothing has changed since", async () => {
    const { resourceName } = await newClient("Anna", "Order: table, 40 000");
    later("10:00");
    const kept = await keepPlan();
    later("10:10");
    expect(await apply(kept)).toMatchObject({ updated: 1 });
    expect((await office.read(resourceName))?.notes).toContain("Order 1: table");
  });

  test("is the same to the byte when it is made again from the same account", async () => {
    for (const name of ["Boris", "Anna", "Carl"]) await newClient(name, "Order: table, 40 000");
    later("10:00");
    const [one, other] = [
      await look(await contextOf(office), { compact: false }),
      await look(await contextOf(office), { compact: false }),
    ];
    expect(sealPlan(other.plan)).toEqual(sealPlan(one.plan));
    const subjects = one.plan.changes.flatMap((change) => (change.type === "update" ? [change.resourceName] : []));
    expect(subjects).toEqual([...subjects].sort());
  });

  test("is refused when one of its clients was edited or deleted, naming them all", async () => {
    const [anna, boris] = [
      await newClient("Anna", "Order: table, 40 000"),
      await newClient("Boris", "Order: chair, 9 000"),
    ];
    later("10:00");
    const kept = await keepPlan();
    await office.saveNote(anna.resourceName, "Order: wardrobe, 40 000");
    await office.staff.deletePeople([boris.resourceName]);
    later("10:10");
    expect(await refusal(kept)).toEqual(
      expect.arrayContaining([
        { client: "Anna", reason: "edited since" },
        { client: expect.any(String), reason: "gone" },
      ]),
    );
  });

  test("is refused when it changes only labels of a client who was relabelled meanwhile", async () => {
    const { resourceName } = await newClient("Anna");
    const wholesale = await office.staff.createLabel("Wholesale", []);
    later("10:00");
    const kept = await keepPlan();
    expect(kept.plan.changes.map(({ type }) => type)).not.toContain("create");
    expect(kept.plan.changes.find((change) => change.type === "members")?.add).toEqual([resourceName]);
    await office.staff.modifyMembers(wholesale.resourceName, [resourceName], []);
    later("10:10");
    expect(await refusal(kept)).toContainEqual({ client: "Anna", reason: "edited since" });
  });

  test("is refused when a label that it uses is gone, or one that it makes is there", async () => {
    await newClient("Anna");
    const fresh = await office.staff.createLabel("New", []);
    later("10:00");
    const kept = await keepPlan();
    await office.staff.deleteLabel(fresh.resourceName);
    await office.staff.createLabel("Retail", []);
    later("10:10");
    const reasons = await refusal(kept);
    expect(reasons).toContainEqual({ client: "New", reason: "label gone" });
    expect(reasons).toContainEqual({ client: "Retail", reason: "label created already" });
  });

  test("is refused when somebody has typed one of its order numbers, naming who", async () => {
    await newClient("Anna", "Order: table, 40 000");
    later("10:00");
    const kept = await keepPlan();
    expect(kept.plan.numbers).toEqual([1]);
    await newClient("Boris", "Order 1: chair, 9 000");
    later("10:10");
    expect(await refusal(kept)).toEqual([{ client: "Boris", reason: "order number 1 is taken" }]);
  });

  test("keeps its numbers to itself: what is planned meanwhile gets others", async () => {
    await newClient("Anna", "Order: table, 40 000");
    later("10:00");
    await keepPlan();
    const { plan } = await look(await contextOf(office), { compact: false });
    expect(plan.numbers).toEqual([2]);
  });

  test("is refused when its file was changed", async () => {
    await newClient("Anna", "Order: table, 40 000");
    later("10:00");
    const { plan, checksum } = await keepPlan();
    await expect(apply({ plan: { ...plan, clients: 7 }, checksum })).rejects.toMatchObject({ code: "input-file" });
  });
});
