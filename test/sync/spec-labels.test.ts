/** "Labels" of the card's description, sentence by sentence, on a whole office. */
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { withSeen } from "../../src/sync/looks.ts";
import { syncOnce } from "../../src/sync/sync-once.ts";
import { openOffice, type TestOffice } from "../support/office.ts";

let office: TestOffice;
let client: string;
beforeEach(async () => {
  office = await openOffice();
  const notes = [{ value: "Order 5: table, 40 000 AMD\n20.11.2026 asked (Anna)", contentType: "TEXT_PLAIN" as const }];
  ({ resourceName: client } = await office.addContact({ names: [{ givenName: "Nare" }], biographies: notes }));
  later("23T10:00");
  await syncOnce(office.road);
});
afterEach(() => office.close());

function later(time: string) {
  office.setTime(`2026-11-${time}:00+04:00`);
}
const labelOf = async (role: string) => (await office.store.ledger.labelRoles()).get(role)!;
async function names(): Promise<string[]> {
  const labels = new Map((await office.staff.listLabels()).map(({ resourceName, name }) => [resourceName, name]));
  return (await office.read(client))!.labels.map((label) => labels.get(label) ?? label).sort();
}
async function change(notes: string) {
  await office.saveNote(client, notes);
}

describe("Labels", () => {
  test("a client without a marker gets the default one, and keeps myContacts", async () => {
    expect(await names()).toEqual(expect.arrayContaining(["New", "In work", "myContacts"]));
  });

  test("a marker that a person took off is not replaced by the default one, however long ago", async () => {
    await office.staff.modifyMembers(await labelOf("marker:new"), [], [client]);
    later("23T11:00");
    const { seen } = await withSeen((look) => syncOnce(office.road, { look }));
    expect(seen[0]!.result.findings).toContainEqual(
      expect.objectContaining({ rule: "marker.missing", severity: "ask" }),
    );
    expect(await names()).not.toContain("New");
    await change("Order 5: table, 40 000 AMD\n20.11.2026 asked (Anna)\n23.11.2026 offer sent (Anna)");
    later("24T11:00");
    await syncOnce(office.road);
    await syncOnce(office.road);
    expect(await names()).not.toContain("New");
    await office.staff.modifyMembers(await labelOf("marker:wholesale"), [client], []);
    later("24T12:00");
    await syncOnce(office.road);
    expect(await names()).toEqual(expect.arrayContaining(["Wholesale"]));
    expect((await office.read(client))!.notes).toMatch(/^Wholesale · #5/);
  });

  test("of two markers both stay, with a finding", async () => {
    await office.staff.modifyMembers(await labelOf("marker:retail"), [client], []);
    later("23T11:00");
    const { seen } = await withSeen((look) => syncOnce(office.road, { look }));
    expect(seen.flatMap(({ result }) => result.findings.map(({ rule }) => rule))).toContain("marker.several");
    expect(await names()).toEqual(expect.arrayContaining(["New", "Retail", "Check card"]));
  });

  test("New becomes Returning with the first finished order, and a marker set by hand stays", async () => {
    await change("Order 5: table, 40 000 AMD\n20.11.2026 asked (Anna)\n23.11.2026 done (Anna)");
    later("23T11:00");
    await syncOnce(office.road);
    expect(await names()).toEqual(expect.arrayContaining(["Returning"]));
    expect(await names()).not.toContain("New");
    await office.staff.modifyMembers(await labelOf("marker:returning"), [], [client]);
    await office.staff.modifyMembers(await labelOf("marker:new"), [client], []);
    later("23T12:00");
    await syncOnce(office.road);
    expect(await names()).toContain("New");
  });

  test("status labels follow the card: in work, call back, check card", async () => {
    expect(await names()).toContain("In work");
    await change("Order 5: table, 40 000 AMD\n→ 24.11.2026 call (Anna)\n20.11.2026 asked (Zed)");
    later("23T11:00");
    await syncOnce(office.road);
    expect(await names()).toEqual(expect.arrayContaining(["In work", "Check card"]));
    expect(await names()).not.toContain("Call back");
    later("24T11:00");
    await syncOnce(office.road);
    expect(await names()).toContain("Call back");
    await change("Order 5: table, 40 000 AMD – lost 24.11.2026: dear (Anna)");
    later("24T12:00");
    await syncOnce(office.road);
    expect((await names()).filter((name) => ["In work", "Call back"].includes(name))).toEqual([]);
  });

  test("a renamed label keeps its meaning, the staff's own labels and myContacts stay, and no membership list is ever written", async () => {
    const own = await office.staff.createLabel("Neighbours", []);
    await office.staff.modifyMembers(own.resourceName, [client], []);
    await office.staff.renameLabel(await labelOf("status:in-work"), "Busy");
    later("23T11:00");
    await syncOnce(office.road);
    await change("Order 5: table, 40 000 AMD – lost 23.11.2026: dear (Anna)");
    const written: string[] = [];
    const { account } = office.road;
    const updatePeople = account.updatePeople.bind(account);
    account.updatePeople = (people, fields) => {
      written.push(...fields, ...people.flatMap((person) => Object.keys(person)));
      return updatePeople(people, fields);
    };
    later("23T12:00");
    await syncOnce(office.road);
    expect(written).toContain("biographies");
    expect(written).not.toContain("memberships");
    expect(await names()).toEqual(expect.arrayContaining(["Neighbours", "New", "myContacts"]));
    expect(await names()).not.toContain("Busy");
  });

  test("a marker label that disappeared is made again with its members, once a person agrees", async () => {
    await office.staff.deleteLabel(await labelOf("marker:new"));
    later("23T11:00");
    const { held } = await syncOnce(office.road, { full: true });
    expect(held).toEqual([{ name: "New", clients: 1 }]);
    expect((await names()).filter((name) => ["New", "Returning"].includes(name))).toEqual([]);
    later("23T12:00");
    await syncOnce(office.road, { force: true });
    expect(await names()).toContain("New");
  });
});
