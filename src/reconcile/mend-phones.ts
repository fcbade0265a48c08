import type { Client, ClientPhone } from "../client/client.ts";
import type { Person } from "../client/person.ts";
import { ownWords } from "../client/same-values.ts";

/** A valid number that was typed in another form than the international one. */
export function isLocalForm({ value, e164 }: ClientPhone): boolean {
  return e164 !== null && value.replace(/[^\d+]/g, "") !== e164;
}

/** Whether a rewritten number says all that was typed: words beside it (`091 234567 wife`) are somebody's. */
export function isMendable(phone: ClientPhone): boolean {
  return isLocalForm(phone) && /^[\d\s+().\-–—/]*$/u.test(phone.value);
}

/** The contact's own phones with local forms made international; `null` when there is nothing to mend. */
export function mendPhones({ person, phones }: Client): NonNullable<Person["phoneNumbers"]> | null {
  const e164Of = new Map(phones.filter(isMendable).map(({ value, e164 }) => [value, e164!]));
  if (e164Of.size === 0) return null;
  // Numbers of a linked profile stand beside the contact's own; they are not ours to write.
  const own = (person.phoneNumbers ?? []).filter(({ metadata }) => (metadata?.source?.type ?? "CONTACT") === "CONTACT");
  if (!own.some(({ value }) => e164Of.has(value ?? ""))) return null;
  return own.map((phone) => ({ ...ownWords(phone), value: e164Of.get(phone.value ?? "") ?? phone.value }));
}
