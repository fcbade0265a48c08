import type { Contact } from "./contact.ts";
import { fieldsOf } from "./contact.ts";
import type { PersonPath } from "./masks.ts";

/** The members that are searched, by field (BEHAVIOUR 9); other contacts have names, mails and phones only. */
const searched: Partial<Record<PersonPath, string[]>> = {
  names: ["displayName", "familyName", "phoneticFullName", "unstructuredName"],
  nicknames: ["value"],
  emailAddresses: ["value", "displayName"],
  phoneNumbers: ["value", "canonicalForm"],
  organizations: ["name", "title", "department"],
};

const texts = new WeakMap<Contact, string[]>();

function textsOf(contact: Contact): string[] {
  let known = texts.get(contact);
  if (!known) {
    const fields = fieldsOf(contact);
    known = Object.entries(searched).flatMap(([path, members]) =>
      (fields[path as PersonPath] ?? []).flatMap((item) => members.flatMap((member) => textOf(path, item[member]))),
    );
    texts.set(contact, known);
  }
  return known;
}

function textOf(path: string, value: unknown): string[] {
  if (typeof value !== "string") return [];
  const text = value.toLowerCase();
  return path === "phoneNumbers" ? [text, text.replace(/\D/g, "")] : [text];
}

/**
 * Matches the beginning of a field's text or of any word in it: "foo name" is found by "f", "foo n" and "nam", not by "oo n"
 * (BEHAVIOUR 9). A number is found by its digits too, however they are grouped.
 */
export function matches(contact: Contact, query: string): boolean {
  const wanted = query.trim().toLowerCase();
  const digits = /^[\d\s()+.-]+$/.test(wanted) ? wanted.replace(/\D/g, "") : "";
  return textsOf(contact).some((text) => beginsWord(text, wanted) || (digits !== "" && text.startsWith(digits)));
}

function beginsWord(text: string, wanted: string): boolean {
  for (let at = text.indexOf(wanted); at >= 0; at = text.indexOf(wanted, at + 1)) {
    if (at === 0 || /[^\p{L}\p{N}]/u.test(text[at - 1]!)) return true;
  }
  return false;
}
