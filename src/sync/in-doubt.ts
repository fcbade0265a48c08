/** What stands open in the journal: writes whose fate nobody knows yet, and what a merge has still to do. */
import type { Person } from "../client/person.ts";
import { toE164 } from "../client/phone.ts";
import type { JournalEntry } from "../ports.ts";
import type { InDoubt } from "../reconcile/import-drafts.ts";
import type { Road } from "./road.ts";

/** Creates that were sent and may have arrived: none of them may be sent once more. */
export async function createsInDoubt({ store }: Pick<Road, "store">): Promise<JournalEntry[]> {
  return (await store.ledger.openEntries()).filter(({ action, state }) => action === "create" && state === "sent");
}

/** Their rows, phones and mails: one more row of the same client makes another key. */
export function contactsInDoubt(creates: JournalEntry[], country: string): InDoubt {
  const people = creates.map(({ after }) => after as Person);
  const phones = people.flatMap((person) => person.phoneNumbers ?? []).map(({ value }) => value ?? "");
  const emails = people.flatMap((person) => person.emailAddresses ?? []).map(({ value }) => value ?? "");
  return {
    hashes: new Set(creates.flatMap(({ sources }) => sources.map(({ hash }) => hash))),
    phones: new Set(phones.flatMap((phone) => toE164(phone, country) ?? [])),
    emails: new Set(emails.map((email) => email.toLowerCase())),
  };
}

/** Deletes that merges have announced and not sent. */
export async function announced(road: Pick<Road, "store">): Promise<JournalEntry[]> {
  const open = await road.store.ledger.openEntries();
  return open.filter(({ state, into }) => state === "intended" && into !== undefined);
}
