/** Whose rows are whose, and what must not be lost on the way into a card. */
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { draft, importAll, order, outcomes } from "../support/drafts.ts";
import { openOffice, type TestOffice } from "../support/office.ts";

let office: TestOffice;
beforeEach(async () => {
  office = await openOffice({ at: "2026-11-23T18:00:00+04:00" });
});
afterEach(() => office.close());

const note = (text: string, contentType: "TEXT_PLAIN" | "TEXT_HTML" = "TEXT_PLAIN") => [{ value: text, contentType }];
const cardOf = async (phone: string) => {
  const [row] = await office.store.mirror.who(phone);
  return (await office.read(row!.client.resourceName))!.notes;
};
const ANNA = "+37491000001";

describe("what new rows say", () => {
  test("of an order that the card tells already is added to it: its remarks are not lost", async () => {
    await importAll(office, [draft({ row: 2, name: "Anna", phone: ANNA, orders: [order("table")] })]);
    const told = { ...order("table", 3), notes: ["15.03.2024 ножка сломана, обещали скидку (Анна)"] };
    const again = draft({ row: 3, name: "Anna", phone: ANNA, orders: [told], cells: { remark: "ножка" } });
    expect(outcomes(await importAll(office, [again]))).toEqual(["update"]);
    const card = await cardOf(ANNA);
    expect(card).toContain("ножка сломана, обещали скидку");
    expect(card.match(/table/g)).toHaveLength(1);
  });

  test("stands in the card though a longer line has the same words in it", async () => {
    await importAll(office, [draft({ row: 2, name: "Anna", phone: ANNA, notes: ["не звонить"] })]);
    await importAll(office, [
      draft({ row: 3, name: "Anna", phone: ANNA, notes: ["звонить"], cells: { remark: "звонить" } }),
    ]);
    expect((await cardOf(ANNA)).split("\n")).toEqual(expect.arrayContaining(["не звонить", "звонить"]));
  });

  test("does not bring back what a person has taken out of the card", async () => {
    await importAll(office, [draft({ row: 2, name: "Anna", phone: ANNA, notes: ["любит скидки"] })]);
    const [row] = await office.store.mirror.who(ANNA);
    office.setTime("2026-11-23T19:00:00+04:00");
    await office.saveNote(row!.client.resourceName, "");
    office.setTime("2026-11-23T19:30:00+04:00");
    const known = draft({ row: 2, name: "Anna", phone: ANNA, notes: ["любит скидки"] });
    const more = draft({ row: 3, name: "Anna", phone: ANNA, orders: [order("sofa", 3)], cells: { order: "sofa" } });
    const both = { ...known, orders: more.orders, sources: [...known.sources, ...more.sources] };
    expect(outcomes(await importAll(office, [both]))).toEqual(["update"]);
    expect(await cardOf(ANNA)).toContain("sofa");
    expect(await cardOf(ANNA)).not.toContain("любит скидки");
  });

  test("of a client whom staff deleted is set aside for a person, not dropped", async () => {
    const known = draft({ row: 2, name: "Anna", phone: ANNA });
    await importAll(office, [known]);
    const [row] = await office.store.mirror.who(ANNA);
    await office.staff.deletePeople([row!.client.resourceName]);
    const more = draft({ row: 3, name: "Anna", phone: ANNA, orders: [order("sofa", 3)], cells: { order: "sofa" } });
    const both = { ...known, orders: more.orders, sources: [...known.sources, ...more.sources] };
    expect(outcomes(await importAll(office, [both]))).toEqual(["client-deleted"]);
    expect(await office.store.mirror.count()).toBe(0);
  });

  test("leaves a formatted note as it is and sets its lines aside", async () => {
    const html = {
      names: [{ givenName: "Anna" }],
      phoneNumbers: [{ value: ANNA }],
      biographies: note("<b>vip</b>", "TEXT_HTML"),
    };
    const { resourceName } = await office.addContact(html);
    office.setTime("2026-11-23T19:00:00+04:00");
    const items = await importAll(office, [draft({ row: 2, name: "Anna", phone: ANNA, orders: [order("table")] })]);
    expect(outcomes(items)).toEqual(["html-note"]);
    expect((await office.read(resourceName))!.person.biographies).toMatchObject(note("<b>vip</b>", "TEXT_HTML"));
  });
});

describe("one client in two drafts", () => {
  test("is made once, and the second draft is left to a person", async () => {
    const drafts = [
      draft({ row: 2, name: "Anna", phone: ANNA }),
      draft({ row: 9, name: "Anna", phone: ANNA, cells: { remark: "b.xls" } }),
    ];
    expect(outcomes(await importAll(office, drafts))).toEqual(["create", "several-drafts"]);
    expect(await office.store.mirror.count()).toBe(1);
  });

  test("is changed once when both turn out to be the same contact", async () => {
    const phones = [{ value: ANNA }, { value: "+37491000002" }];
    await office.addContact({ names: [{ givenName: "Anna" }], phoneNumbers: phones });
    office.setTime("2026-11-23T19:00:00+04:00");
    const drafts = [
      draft({ row: 2, name: "Anna", phone: ANNA, orders: [order("table")] }),
      draft({ row: 3, name: "Anna", phone: "+37491000002", orders: [order("sofa", 3)], cells: { order: "sofa" } }),
    ];
    expect(outcomes(await importAll(office, drafts))).toEqual(["update", "several-drafts"]);
  });
});

describe("a phone", () => {
  test("of a client with a clearly different name is not enough to write into that client", async () => {
    await office.addContact({
      names: [{ givenName: "Anahit", familyName: "Petrosyan" }],
      phoneNumbers: [{ value: ANNA }],
    });
    office.setTime("2026-11-23T19:00:00+04:00");
    const items = await importAll(office, [
      draft({ row: 2, name: "Boris Ivanov", phone: ANNA, orders: [order("bed")] }),
    ]);
    expect(outcomes(items)).toEqual(["shared-contact"]);
    expect(await cardOf(ANNA)).not.toContain("bed");
  });
});

describe("a create in doubt", () => {
  test("is not repeated when the base has one more row of the same client", async () => {
    const { ledger } = office.store;
    const first = draft({ row: 2, name: "Anna", phone: ANNA });
    const run = await ledger.beginRun("import", "cut off", "2026-11-23T14:00:00Z");
    const after = { names: [{ givenName: "Anna" }], phoneNumbers: [{ value: ANNA }] };
    const intent = {
      subject: "key:abc",
      action: "create" as const,
      display: "Anna",
      before: null,
      after,
      archive: [],
      sources: first.sources,
    };
    await ledger.markSent(await ledger.intend(run.id, [intent], "2026-11-23T14:00:00Z"), "2026-11-23T14:00:00Z");
    const more = draft({ row: 3, name: "Anna", phone: ANNA, orders: [order("sofa", 3)], cells: { order: "sofa" } });
    const both = { ...first, orders: more.orders, sources: [...first.sources, ...more.sources] };
    expect(outcomes(await importAll(office, [both]))).toEqual(["in-doubt"]);
    expect(outcomes(await importAll(office, [more]))).toEqual(["in-doubt"]);
    expect(await office.store.mirror.count()).toBe(0);
  });
});
