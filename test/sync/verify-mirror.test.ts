import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { afterEach, beforeEach, expect, test } from "vitest";
import { biographies } from "../../src/reconcile/plan-changes.ts";
import { catchUp, syncOnce } from "../../src/sync/sync-once.ts";
import { verifyMirror } from "../../src/sync/verify-mirror.ts";
import { openOffice, type TestOffice } from "../support/office.ts";

let office: TestOffice;
beforeEach(async () => {
  office = await openOffice();
});
afterEach(() => office.close());

async function addClients(): Promise<string[]> {
  const names: string[] = [];
  for (const name of ["Anna", "Boris", "Gayane"]) {
    const contact = { names: [{ givenName: name }], biographies: biographies(`line of ${name}`) };
    names.push((await office.addContact(contact)).resourceName);
  }
  office.setTime("2026-11-23T10:00:00+04:00");
  await syncOnce(office.road);
  // Once more, so that no later delta names them.
  await syncOnce(office.road);
  return names;
}

/** Harm that no command does: a faulty disk, a fault of the program. */
function harm(sql: string, ...values: string[]): void {
  const database = new DatabaseSync(join(office.folder, "mirror.db"));
  database.prepare(sql).run(...values);
  database.close();
}

const writes = () => office.emulator.calls().filter(({ method }) => /create|update|delete|modify/i.test(method)).length;

test("a mirror that is kept up agrees with the account, also when staff have worked since the last sync", async () => {
  const [anna, boris] = await addClients();
  expect(await verifyMirror(office.road)).toEqual({ clients: 3, differences: [] });
  await office.saveNote(anna!, "line of Anna\nand another");
  await office.staff.deletePeople([boris!]);
  expect(await verifyMirror(office.road)).toEqual({ clients: 2, differences: [] });
});

test("every difference is named with its fields, and nothing is written to the account", async () => {
  const [anna, boris, gayane] = await addClients();
  harm("UPDATE clients SET derived = json_set(derived, '$.notes', 'lost') WHERE resource_name = ?", anna!);
  harm("DELETE FROM clients WHERE resource_name = ?", boris!);
  harm("UPDATE clients SET resource_name = 'people/c1' WHERE resource_name = ?", gayane!);
  const before = writes();
  const { differences } = await verifyMirror(office.road);
  expect(differences.map(({ resourceName, kind, fields }) => [resourceName, kind, fields]).sort()).toEqual(
    [
      [anna, "differs", ["notes"]],
      [boris, "missing", []],
      [gayane, "missing", []],
      ["people/c1", "extra", []],
    ].sort(),
  );
  expect(writes()).toBe(before);
});

test("a mirror that is read anew agrees, finds everybody, and what staff took out meanwhile still goes to the archive", async () => {
  const [anna, boris] = await addClients();
  harm("UPDATE clients SET derived = json_set(derived, '$.notes', 'lost') WHERE resource_name = ?", anna!);
  harm("DELETE FROM search");
  harm("DELETE FROM clients WHERE resource_name = ?", boris!);
  await office.saveNote(anna!, "");
  office.setTime("2026-11-23T11:00:00+04:00");
  await catchUp(office.road, { full: true, anew: true });
  expect(await verifyMirror(office.road)).toEqual({ clients: 3, differences: [] });
  for (const name of ["Anna", "Boris", "Gayane"])
    expect((await office.store.mirror.find(name, 5)).map(({ client }) => client.name.display)).toEqual([name]);
  const before = writes();
  await syncOnce(office.road);
  expect(writes()).toBe(before);
  expect((await office.store.ledger.archiveOf(anna!)).map(({ text }) => text)).toContain("line of Anna");
});
