/**
 * A day of staff edits as Contacts web would make them: each reads a contact, changes it by hand and saves it, through the API, as another
 * writer. Who is edited is chosen from what the account holds, so the same base always gives the same day.
 */

import { type Grammar, parseNotes } from "../../card/index.ts";
import type { Client } from "../../client/client.ts";
import { readClient } from "../../client/read-client.ts";
import type { ContactsAccount } from "../../ports.ts";

export type StaffEdit = {
  id: "undated-step" | "new-order" | "outcome" | "first-of-two" | "stale-save" | "deletion" | "label-renamed";
  /** Office time at which it happens, `HH:MM`. */
  time: string;
  /** What a bystander would have seen. */
  told: string;
  resourceName: string;
  name: string;
  typed: string[];
  /** The note before the edit. */
  before: string;
  /** What came of an edit that types nothing. */
  outcome: string;
  /** The sync that saw it first: the one at noon, or the evening's. */
  sync: "noon" | "evening";
};

export type Staff = {
  account: ContactsAccount;
  grammar: Grammar;
  country: string;
  today: string;
};

type Cast = { step: Client; order: Client; outcome: Client; shared: Client; gone: Client };

/** Chooses the clients of the day: by what their cards hold, in the order of their names. */
export function castFor(staff: Staff, clients: Client[]): Cast {
  const sorted = clients.toSorted(byNameAndPhone);
  const taken = new Set<string>();
  const take = (fits: (orders: ReturnType<typeof ordersOf>, client: Client) => boolean): Client => {
    const found = sorted.find(
      (client) =>
        !taken.has(client.resourceName) && client.name.display !== "" && fits(ordersOf(staff, client), client),
    );
    if (!found) throw new RangeError("the base has no client for the staged day");
    taken.add(found.resourceName);
    return found;
  };
  const isOpen = ({ state }: { state: string }) => state === "open";
  const isNamed = ({ name }: Client) => name.given !== "" && name.family !== "";
  const inScript = (script: RegExp) => (client: Client) => isNamed(client) && script.test(client.name.display);
  const [armenian, cyrillic] = [inScript(/\p{Script=Armenian}/u), inScript(/\p{Script=Cyrillic}/u)];
  return {
    step: take(
      (orders, client) =>
        armenian(client) && orders.length === 1 && orders.every(isOpen) && orders[0]!.steps.length > 1,
    ),
    order: take((orders, client) => cyrillic(client) && orders.length === 0),
    outcome: take(
      (orders) =>
        orders.length === 2 && orders.filter(isOpen).length === 1 && orders.some((o) => isOpen(o) && o.amount !== null),
    ),
    shared: take(
      (orders, client) =>
        cyrillic(client) && orders.length === 1 && orders.every(isOpen) && orders[0]!.steps.length > 1,
    ),
    gone: take((orders, client) => cyrillic(client) && orders.length === 1 && orders[0]!.state === "lost"),
  };
}

/** The account names its contacts by chance; names and phones are the base's own. */
export function byNameAndPhone(a: Client, b: Client): number {
  const [left, right] = [a, b].map(({ name, phones }) => `${name.display} ${phones[0]?.value ?? ""}`) as [
    string,
    string,
  ];
  return left < right ? -1 : left > right ? 1 : 0;
}

function ordersOf({ grammar, today }: Staff, { notes }: Client) {
  return parseNotes(grammar, notes, { today }).card.orders;
}

/** Opens a contact in an editor: what the person at the screen has before them until they save. */
export async function openEditor(staff: Staff, resourceName: string): Promise<Client> {
  const people = await staff.account.getPeople([resourceName]);
  const person = people.get(resourceName);
  if (!person) throw new RangeError(`${resourceName} is gone`);
  return readClient(person, staff.country);
}

/** Saves a note as Contacts web does: over whatever stands there now. */
export async function save(staff: Staff, editor: Client, notes: string): Promise<void> {
  const present = await openEditor(staff, editor.resourceName);
  const person = {
    resourceName: present.resourceName,
    etag: present.etag,
    biographies: [{ value: notes, contentType: "TEXT_PLAIN" as const }],
  };
  const [result] = await staff.account.updatePeople([person], ["biographies"]);
  if (!result?.ok) throw result?.error ?? new RangeError("the account did not answer");
}

/** Types a line under the open order of a card, as a person does: at the end of its block. */
export function underOpenOrder(staff: Staff, notes: string, line: string): string {
  const { orders } = parseNotes(staff.grammar, notes, { today: staff.today }).card;
  const order = orders.find(({ state }) => state === "open");
  if (!order) throw new RangeError("the card has no open order");
  const last = order.steps.at(-1);
  const end = last ? last.line + last.text.split("\n").length : order.line + 1;
  return notes.split("\n").toSpliced(end, 0, line).join("\n");
}
