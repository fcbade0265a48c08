import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { draft, importAll, order, outcomes } from "../support/drafts.ts";
import { openOffice, type TestOffice } from "../support/office.ts";

let office: TestOffice;
beforeEach(async () => {
  office = await openOffice({ at: "2026-11-23T18:00:00+04:00" });
});
afterEach(() => office.close());

describe("an import", () => {
  test("of the same rows again, in another order of rows too, has nothing to do", async () => {
    const drafts = [
      draft({ row: 2, name: "Anna", phone: "+37491000001" }),
      draft({ row: 3, name: "Aram", phone: "+37491000002" }),
    ];
    expect(outcomes(await importAll(office, drafts))).toEqual(["create", "create"]);
    const again = [
      draft({ row: 2, name: "Aram", phone: "+37491000002" }),
      draft({ row: 3, name: "Anna", phone: "+37491000001" }),
    ];
    expect(outcomes(await importAll(office, again))).toEqual(["same", "same"]);
  });

  test("finds a client that staff made by hand by its phone, adds what it lacks and replaces nothing", async () => {
    const made = await office.addContact({
      names: [{ givenName: "Annushka" }],
      phoneNumbers: [{ value: "091 00-00-01" }],
      biographies: [{ value: "Prefers calls after 18:00.", contentType: "TEXT_PLAIN" }],
    });
    office.setTime("2026-11-23T19:00:00+04:00");
    const items = await importAll(office, [
      draft({ row: 2, name: "Anna", phone: "+37491000001", orders: [order("table")] }),
    ]);
    expect(outcomes(items)).toEqual(["update"]);
    const client = (await office.read(made.resourceName))!;
    expect(client.name.display).toBe("Annushka");
    expect(client.phones.map(({ value }) => value)).toEqual(["091 00-00-01"]);
    expect(client.notes).toContain("Prefers calls after 18:00.");
    expect(client.notes).toContain("Order 1: table, 40 000 AMD – done 14.03.2024");
  });

  test("says a remark once that the card has already", async () => {
    await importAll(office, [draft({ row: 2, name: "Anna", phone: "+37491000001", notes: ["likes tea"] })]);
    const more = [{ ...order("table", 3), notes: ["likes tea", "second floor"] }];
    const items = [draft({ row: 3, name: "Anna", phone: "+37491000001", orders: more })];
    expect(outcomes(await importAll(office, items))).toEqual(["update"]);
    const [row] = await office.store.mirror.who("+37491000001");
    expect(row?.client.notes.match(/likes tea/g)).toHaveLength(1);
    expect(row?.client.notes).toContain("second floor");
  });

  test("keeps in the archive what the contact does not show: another name, another group", async () => {
    const made = await office.addContact({
      names: [{ givenName: "Anna" }],
      phoneNumbers: [{ value: "+37491000001" }],
      memberships: [{ contactGroupMembership: { contactGroupResourceName: "contactGroups/myContacts" } }],
    });
    office.setTime("2026-11-23T19:00:00+04:00");
    const one = { ...draft({ row: 2, name: "Anna P.", phone: "+37491000001" }), marker: "wholesale" };
    const items = await importAll(office, [one]);
    expect(items).toMatchObject([{ outcome: "same", gone: false }]);
    const kept = async () => (await office.store.ledger.archiveOf(made.resourceName)).map(({ text }) => text);
    expect(await kept()).toEqual(["name: Anna P.", "group: Wholesale"]);
    expect(await importAll(office, [one])).toMatchObject([{ outcome: "same", gone: false, fresh: [] }]);
    expect(await kept()).toHaveLength(2);
  });

  test("of another row of a known client adds its order once", async () => {
    await importAll(office, [draft({ row: 2, name: "Anna", phone: "+37491000001", orders: [order("table")] })]);
    const more = draft({
      row: 3,
      name: "Anna",
      phone: "+37491000001",
      orders: [order("sofa", 3)],
      cells: { order: "sofa" },
    });
    expect(outcomes(await importAll(office, [more]))).toEqual(["update"]);
    expect(outcomes(await importAll(office, [more]))).toEqual(["same"]);
    const [row] = await office.store.mirror.who("+37491000001");
    expect(row?.client.notes.match(/sofa/g)).toHaveLength(1);
    expect(row?.client.notes).toContain("table");
  });

  test("of a row that was edited since leaves the question to a person, and makes no double", async () => {
    await importAll(office, [draft({ row: 2, id: "7", name: "Anna", phone: "+37491000001" })]);
    expect(
      outcomes(await importAll(office, [draft({ row: 2, id: "7", name: "Anna", phone: "+37491000009" })])),
    ).toEqual(["row-edited"]);
    expect(await office.store.mirror.count()).toBe(1);
  });

  test("of a row without phone, mail or id that was edited in its place makes no double either", async () => {
    await importAll(office, [draft({ row: 2, name: "Anna", cells: { remark: "lost the number" } })]);
    expect(
      outcomes(await importAll(office, [draft({ row: 2, name: "Anna", cells: { remark: "lost her number" } })])),
    ).toEqual(["row-edited"]);
    expect(await office.store.mirror.count()).toBe(1);
  });

  test("of a phone that two clients share leaves the question to a person", async () => {
    for (const givenName of ["Anna", "Aram"])
      await office.addContact({ names: [{ givenName }], phoneNumbers: [{ value: "+37491000001" }] });
    office.setTime("2026-11-23T19:00:00+04:00");
    expect(outcomes(await importAll(office, [draft({ row: 2, name: "Suren", phone: "+37491000001" })]))).toEqual([
      "several-clients",
    ]);
  });

  test("that may not create says which clients the account lacks", async () => {
    expect(outcomes(await importAll(office, [draft({ row: 2, name: "Anna", phone: "+37491000001" })], false))).toEqual([
      "no-create",
    ]);
    expect(await office.store.mirror.count()).toBe(0);
  });
});
