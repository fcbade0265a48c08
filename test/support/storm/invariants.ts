/**
 * What must hold once the storm is over and the program has had its time: no client twice, none missing, every line that people wrote in the
 * notes or in the archive, none of them doubled, the journal settled, the mirror as the account, nothing left to do.
 */
import { parseNotes } from "../../../src/card/index.ts";
import type { Client } from "../../../src/client/client.ts";
import { readClient } from "../../../src/client/read-client.ts";
import type { ContactsAccount } from "../../../src/ports.ts";
import { prepareSync } from "../../../src/sync/prepare.ts";
import type { Road } from "../../../src/sync/road.ts";
import { verifyMirror } from "../../../src/sync/verify-mirror.ts";
import { type Chronicle, type Remembered, wordsIn } from "./chronicle.ts";

export type Violation = { rule: InvariantRule; what: string };
export type InvariantRule =
  | "client-twice"
  | "client-missing"
  | "client-unknown"
  | "client-in-trash"
  | "line-missing"
  | "line-twice"
  | "number-twice"
  | "journal-open"
  | "mirror-differs"
  | "plan-not-empty"
  | "program-broke"
  /** No violation: where the folder of a broken life was put. */
  | "kept";

/** `account` is asked directly, past whatever stands between the program and it. Nothing is written to it. */
export async function violations(road: Road, account: ContactsAccount, chronicle: Chronicle): Promise<Violation[]> {
  const clients: Client[] = [];
  for await (const page of account.listPeople(null))
    clients.push(...page.people.map((person) => readClient(person, road.template.country)));
  return [
    ...everyoneOnce(clients, chronicle),
    ...(await nobodyInTrash(road, clients)),
    ...(await everyLine(road, clients, chronicle)),
    ...numbersOnce(road, clients),
    ...(await journalSettled(road)),
    ...(await nothingLeft({ ...road, account })),
  ];
}

function everyoneOnce(clients: Client[], chronicle: Chronicle): Violation[] {
  const found: Violation[] = [];
  for (const [phone, { isGone, mayReturn }] of chronicle.clients) {
    const homes = clients.filter((client) => hasPhone(client, phone)).map(({ resourceName }) => resourceName);
    if (homes.length > 1) found.push({ rule: "client-twice", what: `${phone}: ${homes.join(", ")}` });
    if (homes.length === 0 && !isGone) found.push({ rule: "client-missing", what: phone });
    if (homes.length > 0 && isGone && !mayReturn) found.push({ rule: "client-unknown", what: `${phone} was deleted` });
  }
  const keys = clients.flatMap(({ key }) => key ?? []);
  for (const key of doubled(keys)) found.push({ rule: "client-twice", what: `the key ${key}` });
  for (const client of clients)
    if (!client.phones.some(({ e164 }) => e164 !== null && chronicle.clients.has(e164)))
      found.push({ rule: "client-unknown", what: `${client.resourceName} ${client.name.display}` });
  return found;
}

/** Who lives was never taken for deleted. */
async function nobodyInTrash({ store }: Road, clients: Client[]): Promise<Violation[]> {
  const living = new Set(clients.map(({ resourceName }) => resourceName));
  const lying = (await store.ledger.trash()).filter(({ resourceName }) => living.has(resourceName));
  return lying.map(({ resourceName, display }) => ({ rule: "client-in-trash", what: `${resourceName} ${display}` }));
}

async function everyLine({ store }: Road, clients: Client[], chronicle: Chronicle): Promise<Violation[]> {
  const found: Violation[] = [];
  for (const remembered of new Set(chronicle.clients.values())) {
    const kept: string[] = [];
    for (const relative of remembered.family) kept.push(...(await keptOf(store, clients, relative)));
    const [subject, notes = ""] = await keptOf(store, clients, remembered);
    if (subject === undefined) continue;
    const there = new Set(wordsIn(kept.join("\n")));
    for (const word of remembered.words)
      if (!there.has(word)) found.push({ rule: "line-missing", what: `${word}: ${kept.join("\n---\n")}` });
    for (const word of doubled(wordsIn(notes)))
      found.push({ rule: "line-twice", what: `${subject}: ${word}\n${notes}` });
  }
  return found;
}

/** The name of a client, its card, and the texts of its archive and of those who went on in it; nothing where the account never named it. */
async function keptOf(store: Road["store"], clients: Client[], remembered: Remembered): Promise<string[]> {
  const client = clients.find((one) => hasPhone(one, remembered.phone));
  const subject = client?.resourceName ?? remembered.resourceName;
  if (subject === null) return [];
  const others: string[] = [];
  for (const name of [subject, ...remembered.merged])
    others.push(...(await store.ledger.archiveOf(name)).map(({ text }) => text));
  for (const name of remembered.merged) others.push(await lastCard(store, name));
  return [subject, client?.notes ?? (await lastCard(store, subject)), ...others];
}

/** Of a client whom staff deleted, or made one with another. */
async function lastCard({ ledger }: Road["store"], resourceName: string): Promise<string> {
  return (await ledger.trashOf(resourceName))?.person.biographies?.[0]?.value ?? "";
}

function numbersOnce({ grammar }: Road, clients: Client[]): Violation[] {
  const numbers = clients.flatMap(({ notes }) =>
    parseNotes(grammar, notes, { today: null }).card.orders.flatMap(({ number }) => number ?? []),
  );
  return doubled(numbers).map((number) => ({ rule: "number-twice", what: `#${number}` }));
}

async function journalSettled({ store: { ledger } }: Road): Promise<Violation[]> {
  const open = await ledger.openEntries();
  const running = (await ledger.runs(1000)).filter(({ state }) => state === "running");
  return [
    ...open.map(({ action, subject, state }) => `${action} ${subject} is ${state}`),
    ...running.map(({ id }) => `run ${id} is running`),
  ].map((what) => ({ rule: "journal-open", what }));
}

async function nothingLeft(road: Road): Promise<Violation[]> {
  const { differences } = await verifyMirror(road);
  const { plan } = await prepareSync(road, { all: true });
  return [
    ...differences.map((difference) => ({ rule: "mirror-differs" as const, what: JSON.stringify(difference) })),
    ...plan.changes.map((change) => ({ rule: "plan-not-empty" as const, what: JSON.stringify(change) })),
  ];
}

function hasPhone({ phones }: Client, phone: string): boolean {
  return phones.some(({ e164 }) => e164 === phone);
}

function doubled<T>(values: T[]): T[] {
  return [...new Set(values.filter((value, index) => values.indexOf(value) !== index))];
}
