/** A telephone's calls go to the clients who have the numbers, once, however often the backup is imported. */
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { importBase } from "../../src/use-cases/import-base.ts";
import { contextOf } from "../support/context.ts";
import { openOffice, type TestOffice } from "../support/office.ts";

let office: TestOffice;
beforeEach(async () => {
  office = await openOffice({ at: "2026-11-23T18:00:00+04:00" });
});
afterEach(() => office.close());

type Call = { number: string; at: string; type?: number; seconds?: number; contact?: string };

function logOf(name: string, calls: Call[]): string {
  const lines = calls.map(
    ({ number, at, type = 1, seconds = 154, contact = "(Unknown)" }) =>
      `<call number="${number}" duration="${seconds}" date="${Date.parse(at)}" type="${type}" presentation="1" readable_date="x" contact_name="${contact}" />`,
  );
  const path = join(office.folder, name);
  writeFileSync(
    path,
    `<?xml version='1.0' encoding='UTF-8' ?>\n<calls count="${calls.length}">\n${lines.join("\n")}\n</calls>`,
  );
  return path;
}

async function imported(file: string, create = true) {
  const options = { sheet: null, encoding: null, create, force: false, dryRun: false, rejects: null };
  return importBase(await contextOf(office), [file], options, async () => true);
}

test("calls are added to the log of the client with the number, whatever the telephone calls it; others are new or reported", async () => {
  const client = await office.addContact({
    names: [{ givenName: "Aram", familyName: "Grigoryan" }],
    phoneNumbers: [{ value: "+37491123456" }],
    biographies: [{ value: "21.11.2026 asked for the price (Anna)", contentType: "TEXT_PLAIN" }],
  });
  office.setTime("2026-11-23T19:00:00+04:00");
  const known: Call[] = [
    { number: "091123456", at: "2026-11-20T10:05:00Z", contact: "диван Милан" },
    { number: "+374 91 12-34-56", at: "2026-11-22T07:00:00Z", type: 3, seconds: 0, contact: "диван Милан" },
  ];
  const stranger: Call = { number: "093654321", at: "2026-11-22T08:00:00Z", type: 2, seconds: 0, contact: "Nina" };

  const careful = await imported(logOf("calls-1.xml", [...known, stranger]), false);
  expect(careful.applied).toMatchObject({ created: 0 });
  expect(careful.items.map(({ outcome }) => outcome).sort()).toEqual(["conflict", "update"]);
  expect((await office.read(client.resourceName))!.notes.split("\n").slice(-3)).toEqual([
    "20.11.2026 14:05 incoming call, 3 min",
    "21.11.2026 asked for the price (Anna)",
    "22.11.2026 11:00 missed call",
  ]);

  const open = await imported(logOf("calls-2.xml", [...known, stranger]));
  expect(open.applied).toMatchObject({ created: 1, updated: 0 });
  const people = [];
  for await (const page of office.staff.listPeople(null)) people.push(...page.people);
  const made = people.find(({ resourceName }) => resourceName !== client.resourceName)!;
  expect(made.names![0]!.givenName).toBe("Nina");
  expect(made.biographies![0]!.value).toContain("22.11.2026 12:00 outgoing call, no answer");

  const again = await imported(logOf("calls-3.xml", [stranger, ...known]));
  expect(again.plan.changes).toEqual([]);
});
