import { expect, test } from "vitest";
import { syncOnce } from "../../src/sync/sync-once.ts";
import type { CallerLineSettings } from "../../src/template/template.ts";
import { openOffice } from "../support/office.ts";
import { shippedTemplate } from "../support/template.ts";

test("the caller line stands on the numbers in the account while the template asks for it, and goes when it asks no more", async () => {
  const office = await openOffice();
  const set = (field: CallerLineSettings["field"]) => {
    const template = shippedTemplate();
    office.road.template = { ...template, callerLine: { ...template.callerLine, field } };
    office.road.settingsHash = field;
  };
  const labels = async (name: string) => (await office.read(name))!.phones.map(({ type }) => type);
  try {
    const { resourceName } = await office.addContact({
      names: [{ givenName: "Anna" }],
      phoneNumbers: [
        { value: "+37491111111", type: "mobile" },
        { value: "+37491222222", type: "the shop" },
      ],
      biographies: [{ value: "Order 12: sofa\n20.11.2026 offer sent (Anna)", contentType: "TEXT_PLAIN" }],
    });
    set("phone-label");
    office.setTime("2026-11-23T10:00:00+04:00");
    await syncOnce(office.road);
    expect(await labels(resourceName)).toEqual(["New·offer", "the shop"]);
    const { notes } = (await office.read(resourceName))!;

    office.setTime("2026-11-23T11:00:00+04:00");
    expect((await syncOnce(office.road)).runs).toEqual([]);

    set("off");
    office.setTime("2026-11-23T12:00:00+04:00");
    await syncOnce(office.road);
    expect(await labels(resourceName)).toEqual(["mobile", "the shop"]);
    expect((await office.read(resourceName))!.notes).toBe(notes);
    office.setTime("2026-11-23T13:00:00+04:00");
    expect((await syncOnce(office.road)).runs).toEqual([]);
  } finally {
    await office.close();
  }
});
