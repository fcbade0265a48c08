import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { addStep } from "../../src/use-cases/keep-up.ts";
import { contextOf } from "../support/context.ts";
import { openOffice, type TestOffice } from "../support/office.ts";

let office: TestOffice;
beforeEach(async () => {
  office = await openOffice();
});
afterEach(() => office.close());

const step = { text: "called, comes on Friday", employee: "Anna", at: null, order: null };

describe("a line added by hand", () => {
  test("stands in the card with its day and employee", async () => {
    const { resourceName } = await office.addContact({ names: [{ givenName: "Nare" }] });
    office.setTime("2026-11-23T10:00:00+04:00");
    const { applied } = await addStep(await contextOf(office), "Nare", step);
    expect(applied?.updated).toBe(1);
    expect((await office.read(resourceName))?.notes).toContain("23.11.2026 called, comes on Friday (Anna)");
  });

  test("is not lost when somebody saves the card between reading and writing, nor is theirs", async () => {
    const { resourceName } = await office.addContact({ names: [{ givenName: "Nare" }] });
    office.setTime("2026-11-23T10:00:00+04:00");
    const { account } = office.road;
    const updatePeople = account.updatePeople.bind(account);
    let meddled = false;
    account.updatePeople = async (people, fields) => {
      if (!meddled) await office.saveNote(resourceName, "Has two dogs.");
      meddled = true;
      return updatePeople(people, fields);
    };
    await addStep(await contextOf(office), "Nare", step);
    const notes = (await office.read(resourceName))?.notes;
    expect(notes).toContain("23.11.2026 called, comes on Friday (Anna)");
    expect(notes).toContain("Has two dogs.");
  });

  test("for an order that is not open is refused, naming those that are", async () => {
    await office.addContact({ names: [{ givenName: "Nare" }], biographies: [{ value: "Order 4: table" }] });
    office.setTime("2026-11-23T10:00:00+04:00");
    const wrong = addStep(await contextOf(office), "Nare", { ...step, order: 5 });
    await expect(wrong).rejects.toMatchObject({ fields: { what: "order", query: "#5", candidates: ["#4"] } });
  });
});
