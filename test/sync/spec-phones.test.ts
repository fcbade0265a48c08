/** What a person typed as a phone is rewritten only where the office's template says so. */
import { afterEach, expect, test } from "vitest";
import { applyUndo, prepareUndo } from "../../src/sync/prepare-undo.ts";
import { syncOnce } from "../../src/sync/sync-once.ts";
import { openOffice, type TestOffice } from "../support/office.ts";
import { shippedTemplate } from "../support/template.ts";

let office: TestOffice;
afterEach(() => office.close());

async function officeThat(severity: "fix" | "ask" | "off"): Promise<string> {
  const template = shippedTemplate();
  const card = { ...template.card, severities: { ...template.card.severities, "phone.not-e164": severity } };
  const kinds = template.kinds.map((kind) => (kind.id === template.defaultKind ? { ...kind, card } : kind));
  office = await openOffice({ template: { ...template, card, kinds } });
  const phones = [{ value: "091 23-45-67", type: "mobile" }, { value: "077 111222 wife" }];
  const { resourceName } = await office.addContact({ names: [{ givenName: "Nare" }], phoneNumbers: phones });
  office.setTime("2026-11-23T10:00:00+04:00");
  return resourceName;
}
const phonesOf = async (client: string) => (await office.read(client))!.phones.map(({ value }) => value);

test.each(["ask", "off"] as const)("%s: a phone stays as typed", async (severity) => {
  const client = await officeThat(severity);
  await syncOnce(office.road);
  expect(await phonesOf(client)).toEqual(["091 23-45-67", "077 111222 wife"]);
});

test("fix: a phone gets the international form, once, words beside a number stay, and an undo puts it back for good", async () => {
  const client = await officeThat("fix");
  const { runs } = await syncOnce(office.road);
  expect(await phonesOf(client)).toEqual(["+37491234567", "077 111222 wife"]);
  expect((await syncOnce(office.road)).runs).toEqual([]);
  await applyUndo(office.road, runs[0]!.run, await prepareUndo(office.road, runs[0]!.run));
  expect(await phonesOf(client)).toEqual(["091 23-45-67", "077 111222 wife"]);
  office.setTime("2026-11-23T12:00:00+04:00");
  await syncOnce(office.road);
  expect(await phonesOf(client)).toEqual(["091 23-45-67", "077 111222 wife"]);
});
