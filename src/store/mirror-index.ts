import type { Person } from "../client/person.ts";
import { plainText, searchKey } from "../client/search-key.ts";
import type { Derived } from "./mirror-rows.ts";
import { phoneKeys, plainDigits } from "./phone-keys.ts";
import type { Sqlite } from "./sqlite.ts";

/** Clients that are indexed between two looks at the table: bounds the memory whatever the mirror's size. */
const PAGE = 500;

/** Brings the index tables and the search up to date with every client that was written in this transaction. */
export function indexPending(database: Sqlite): void {
  for (;;) {
    const rows = database.all<{ id: number; derived: string; person: string }>(
      `SELECT id, derived, person FROM clients WHERE indexed = 0 LIMIT ${PAGE}`,
    );
    for (const row of rows) {
      clearIndex(database, row.id);
      indexClient(database, row.id, JSON.parse(row.derived) as Derived, JSON.parse(row.person) as Person);
      database.run("UPDATE clients SET indexed = 1 WHERE id = ?", row.id);
    }
    if (rows.length < PAGE) return;
  }
}

/** Removes a client with all that is indexed under it; a name that the mirror lacks is no error. */
export function removeClient(database: Sqlite, resourceName: string): void {
  const row = database.get<{ id: number }>("SELECT id FROM clients WHERE resource_name = ?", resourceName);
  if (!row) return;
  clearIndex(database, row.id);
  database.run("DELETE FROM clients WHERE id = ?", row.id);
}

/** Addresses are compared without regard to case, as every provider does. */
export function emailKey(email: string): string {
  return email.trim().toLowerCase();
}

function clearIndex(database: Sqlite, id: number): void {
  database.run("DELETE FROM phones WHERE client = ?", id);
  database.run("DELETE FROM emails WHERE client = ?", id);
  database.run("DELETE FROM keys WHERE client = ?", id);
  database.run("DELETE FROM search WHERE rowid = ?", id);
}

function indexClient(database: Sqlite, id: number, client: Derived, person: Person): void {
  for (const { value, e164 } of client.phones) {
    for (const { digits, last9, last8 } of phoneKeys(value, e164)) {
      const row = [id, e164, digits, last9, last8] as const;
      database.run("INSERT INTO phones (client, e164, digits, last9, last8) VALUES (?, ?, ?, ?, ?)", ...row);
    }
  }
  for (const email of client.emails) {
    database.run("INSERT INTO emails (client, email) VALUES (?, ?)", id, emailKey(email));
  }
  if (client.key !== null) database.run("INSERT INTO keys (client, key) VALUES (?, ?)", id, client.key);
  const names = namesOf(client, person);
  database.run(
    "INSERT INTO search (rowid, names, folded, phones, emails, notes) VALUES (?, ?, ?, ?, ?, ?)",
    id,
    plainText(names),
    searchKey(names),
    phoneDigits(client),
    client.emails.map(emailKey).join(" "),
    plainText(client.notes),
  );
}

/** Every name once: the shown one, its parts where the shown one lacks them, and the organisations. */
function namesOf(client: Derived, person: Person): string {
  const { display, given, middle, family } = client.name;
  const organizations = (person.organizations ?? []).map(({ name }) => name ?? "");
  const parts = [given, middle, family, ...organizations].filter((part) => part !== "" && !display.includes(part));
  return [display, ...parts].join(" ");
}

function phoneDigits(client: Derived): string {
  const digits = client.phones.flatMap(({ value, e164 }) => [
    plainDigits(value),
    ...phoneKeys(value, e164).map((keys) => keys.digits),
  ]);
  return [...new Set(digits)].join(" ").trim();
}
