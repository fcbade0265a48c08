/**
 * Whether a client is as the program left it: nobody but the program has changed it since it was created. Pure. Every write in the journal says
 * what stood before it and what it put there; so long as each found what the one before had left, and the account still shows what the last
 * one left, no person had a hand in it.
 */
import type { Client } from "../client/client.ts";
import type { Person } from "../client/person.ts";
import { stableJson } from "../lib/stable-json.ts";
import type { PlanKind } from "./plan.ts";

/** One write about a client, in the order in which they were made. `standing`: it was not put back. */
export type Write = {
  id: number;
  action: "create-label" | "create" | "update" | "members" | "delete" | "delete-label";
  before: unknown;
  after: unknown;
  kind: PlanKind;
  standing: boolean;
};

/** What the program last did about the members of the user's labels, by label and client, and which labels are the program's own. */
export type LabelWrites = {
  /** Resource names of the user's labels without the status labels, which the program gives and takes by the day. */
  own: ReadonlySet<string>;
  last: Map<string, Map<string, { id: number; member: boolean }>>;
};

/** What the API makes of itself or what a create cannot carry (people-api reference, 3 and 6). */
const NOT_TYPED = new Set([
  "metadata",
  "canonicalForm",
  "formattedType",
  "displayName",
  "displayNameLastFirst",
  "unstructuredName",
  "startDate",
  "endDate",
]);
/** Fields that are no words of the office: identity, what is compared elsewhere, what cannot be written. */
const NOT_COMPARED = new Set([
  ...["resourceName", "etag", "metadata", "memberships", "biographies", "clientData"],
  ...["photos", "coverPhotos", "ageRanges", "skills"],
]);

/** Runs that bring words of people into a card: what they added goes only when they themselves are undone. */
const BRINGS_WORDS = new Set<PlanKind>(["import", "log"]);

/** `writes` are those about the client since its creation, the creation first. */
export function isUntouched(client: Client, writes: Write[], labels: LabelWrites): boolean {
  const [, ...later] = writes;
  if (later.some(({ kind, standing }) => standing && BRINGS_WORDS.has(kind))) return false;
  // An undo may have made it again: what it was before that is its own story.
  const from = writes.findLastIndex(({ action }) => action === "create");
  const created = writes[from];
  if (!created) return false;
  let left = created.after as Person;
  for (const { action, before, after } of writes.slice(from + 1)) {
    if (action !== "update") continue;
    const written = Object.keys(after as Person);
    if (!written.every((field) => showsField(field, left, before as Person))) return false;
    left = { ...left, ...(after as Person) };
  }
  const fields = new Set([...Object.keys(left), ...Object.keys(client.person), "biographies"]);
  return (
    [...fields].every((field) => showsField(field, left, client.person)) &&
    hasLabelsOf(client, created.id, created.after as Person, labels)
  );
}

function showsField(field: string, written: Person, seen: Person): boolean {
  if (field === "biographies") return textOf(written) === textOf(seen);
  if (NOT_COMPARED.has(field)) return true;
  const [sent, shown] = [itemsOf(written[field]), itemsOf(seen[field])];
  return sent.length === shown.length && sent.every((item, index) => showsItem(field, item, shown[index]!));
}

type Item = Record<string, unknown>;

function itemsOf(values: unknown): Item[] {
  return Array.isArray(values) ? (values as Item[]) : [];
}

/** Whether the account shows a value as it was written, give or take what it derives from it. */
function showsItem(field: string, sent: Item, shown: Item): boolean {
  const typed = typedOf(sent);
  if (field === "names" && Object.keys(typed).length === 0)
    return sent.unstructuredName === (shown.unstructuredName ?? shown.displayName);
  // An address that was written whole is taken apart by the account, one that was written in parts is put together.
  if (field === "addresses" && typed.formattedValue !== undefined) return typed.formattedValue === shown.formattedValue;
  const present = typedOf(shown);
  if (typed.formattedValue === undefined) delete present.formattedValue;
  const members = new Set([...Object.keys(typed), ...Object.keys(present)]);
  return [...members].every((member) => stable(typed[member]) === stable(present[member]));
}

function typedOf(item: Item): Item {
  return Object.fromEntries(Object.entries(item).filter(([member, value]) => !NOT_TYPED.has(member) && value !== ""));
}

function stable(value: unknown): string {
  return stableJson(value ?? null);
}

function textOf(person: Person): string {
  return person.biographies?.[0]?.value ?? "";
}

/** Every label that it carries was given by the program, and none that the program gave was taken away. */
function hasLabelsOf(client: Client, since: number, created: Person, { own, last }: LabelWrites): boolean {
  const given = new Set(
    created.memberships?.map(({ contactGroupMembership }) => contactGroupMembership?.contactGroupResourceName),
  );
  return [...own].every((label) => {
    const write = last.get(label)?.get(client.resourceName);
    const expected = write && write.id > since ? write.member : given.has(label);
    return client.labels.includes(label) === expected;
  });
}
