/** What a draft adds to a client that the account has. Pure. */
import { type Grammar, parseNotes, removedLines } from "../card/index.ts";
import type { ArchivedLine, Card } from "../card/model.ts";
import { isSameAddress } from "../client/address-line.ts";
import type { Client } from "../client/client.ts";
import type { Draft } from "../client/draft.ts";
import type { Person, PersonField } from "../client/person.ts";
import { foldedName } from "../client/same-name.ts";
import type { SourceRow } from "../client/source-row.ts";
import { bringEdits, type Conflicts, type News } from "./bring-edits.ts";
import { composeDraft } from "./compose-draft.ts";
import { personOf, phoneOf, valueLine, variantLines } from "./draft-client.ts";
import type { LabelRef, UpdateClient } from "./plan.ts";
import { biographies } from "./plan-changes.ts";
import { type Office, type Reconciled, reconcileClient, type Sight } from "./reconcile-client.ts";
import { addTold, isSameOrder, KnownLines, toldOrders } from "./told-orders.ts";

type Update = { kind: "update"; change: UpdateClient | null; addLabels: LabelRef[]; removeLabels: LabelRef[] };

/** `aside`: what the draft has of the client that the contact does not show, for the archive; in an update that changes it, it is there already. */
export type Additions =
  | { kind: "nothing"; aside: ArchivedLine[]; conflicts?: Conflicts }
  | (Update & { aside: ArchivedLine[]; conflicts?: Conflicts })
  /** The client has been edited within the quiet minutes; whatever is written to it would pass for brought in order. */
  | { kind: "being-edited" }
  /** The note is formatted: the lines are a person's to add, the other fields are not held up by them. */
  | { kind: "html-note"; lines: string[]; update: Update | null };

export function additionsTo(office: Office, draft: Draft, sight: Sight, news: News): Additions {
  const { client } = sight;
  const present = reconcileClient(office, sight);
  if (present.untouched === "html") return aroundNote(office, draft, client, present, news);
  const { grammar } = office.kindOf(client.labels, sight.base?.labels);
  const rows = bringEdits(office, grammar, draft, sight, present.notes, news);
  const { card } = rows.text === present.notes ? present : parseNotes(grammar, rows.text, { today: null });
  const known = `${client.notes}\n${present.notes}\n${rows.text}`;
  const more = { ...draft, orders: [...draft.orders, ...rows.orders], notes: [...draft.notes, ...rows.notes] };
  const text = withNews(grammar, more, { notes: rows.text, card, known }, rows.news, office.nextNumber);
  const values = fieldsLacking({ ...client, person: rows.person }, draft);
  for (const field of rows.fields) {
    if (!values.fields.includes(field)) values.fields.push(field);
    values.after[field] ??= rows.person[field] as never;
  }
  const isMoved = rows.labels !== client.labels;
  if (present.untouched === "quiet")
    return text !== present.notes || values.fields.length > 0 || isMoved
      ? { kind: "being-edited" }
      : { kind: "nothing", aside: [], conflicts: rows.conflicts };
  const result = { ...reconcileAgain(office, sight, text, present, rows.labels) };
  if (result.notes !== client.notes) {
    values.fields.push("biographies");
    values.after.biographies = biographies(result.notes);
  }
  const sources = news.fresh.filter((row) => !rows.conflicts?.rows.includes(row));
  result.archive = [...removedLines(grammar, present.notes, [rows.text]), ...rows.left, ...result.archive];
  const { addLabels, removeLabels } = result;
  const relabelled = isMoved ? { kind: "update" as const, change: null, addLabels, removeLabels } : null;
  const aside = leftAside(office, draft, { ...shownOf(client, values), labels: changed(client.labels, result) }, news);
  const update = updateOf(client, values, { ...result, archive: [...result.archive, ...aside] }, sources) ?? relabelled;
  return { ...(update ?? { kind: "nothing" }), aside, ...(rows.conflicts ? { conflicts: rows.conflicts } : {}) };
}

function aroundNote(office: Office, draft: Draft, client: Client, present: Reconciled, news: News): Additions {
  const plain = client.notes.replace(/<[^>]*>/g, "\n");
  const { grammar } = office.kindOf(client.labels);
  const { card } = parseNotes(grammar, plain, { today: null });
  // Numbers are given out when the lines come to the card.
  const text = withNews(grammar, draft, { notes: "", card, known: plain }, news, () => null);
  const lines = text.split("\n").filter((line) => line !== "");
  // Its rows stay unknown while some of what they say is not in the account.
  const lacking = fieldsLacking(client, draft);
  const aside = leftAside(
    office,
    draft,
    { ...shownOf(client, lacking), labels: changed(client.labels, present) },
    news,
  );
  const kept = { ...present, archive: [...present.archive, ...aside] };
  const update = updateOf(client, lacking, kept, lines.length > 0 ? [] : news.fresh);
  return lines.length > 0 ? { kind: "html-note", lines, update } : { ...(update ?? { kind: "nothing" }), aside };
}

/** What a client will show: its name, `null` where that is about to be another. */
type Shown = { name: string | null; labels: LabelRef[] };

function shownOf({ name }: Client, { fields }: Lacking): Pick<Shown, "name"> {
  return { name: name.display === "" || fields.includes("names") ? null : name.display };
}

/** Other spellings, another name or group of the client: what it has in the account stays. */
function leftAside(
  { template, labels: { byRole } }: Office,
  { name, marker, ofCalls, ...draft }: Draft,
  shown: Shown,
  { archived }: News,
): ArchivedLine[] {
  const lines = variantLines(draft);
  const isOther = shown.name !== null && name.display !== "" && foldedName(name.display) !== foldedName(shown.name);
  if (isOther && !ofCalls) lines.push(valueLine(`name: ${name.display}`));
  const named = template.markers.find(({ id }) => id === marker);
  const carried = named && byRole.get(`marker:${named.id}`);
  if (named && !(carried && shown.labels.includes(carried))) lines.push(valueLine(`group: ${named.label}`));
  return lines.filter(({ text }) => !archived.some((line) => line.reason === "imported" && line.text === text));
}

function updateOf(client: Client, { fields, after }: Lacking, result: Reconciled, sources: SourceRow[]): Update | null {
  if (fields.length === 0) return null;
  const { addLabels, removeLabels } = result;
  const change: UpdateClient = {
    type: "update",
    resourceName: client.resourceName,
    display: client.name.display,
    etag: client.etag,
    fields: fields.sort(),
    before: pick(client.person, fields),
    after,
    archive: result.archive,
    findings: result.findings,
    sources,
    why: fields.map((field) => `import.${field}`),
  };
  return { kind: "update", change, addLabels, removeLabels };
}

// -------------------------------------------------------------------------------------------------------------- the note

/** The card with what the fresh rows say and neither it nor the archive knows. */
function withNews(
  grammar: Grammar,
  draft: Draft,
  present: { notes: string; card: Card; known: string },
  { fresh, archived }: News,
  nextNumber: () => number | null,
): string {
  const isFresh = new Set(fresh.map(({ hash }) => hash));
  const known = new KnownLines([present.known], archived);
  const before = toldOrders(grammar, present.card, archived);
  const orders = draft.orders.filter(({ source }) => isFresh.has(source));
  const notes = draft.notes.filter(
    ({ text, sources }) => sources.every((hash) => isFresh.has(hash)) && !known.has(text),
  );
  const told = orders.filter((order) => before.some((one) => isSameOrder(one, order)));
  const added = addTold(grammar, present.notes, told, known);
  const fragments = composeDraft(
    grammar,
    {
      orders: orders.filter((order) => !told.includes(order)),
      notes: [...added.loose, ...notes.map(({ text }) => text)],
    },
    nextNumber,
    (remark) => known.has(remark),
  );
  if (fragments === "") return added.text;
  return added.text.trim() === "" ? fragments : `${added.text.trimEnd()}\n\n${fragments}`;
}

/** The second look, at the text with the base's lines in it: they were typed long ago, so nothing in them is new. */
function reconcileAgain(
  office: Office,
  sight: Sight,
  text: string,
  present: Reconciled,
  given: LabelRef[],
): Reconciled {
  const before = sight.client.labels;
  if (text === present.notes && given === before) return present;
  const labels = changed(given, present);
  const client = { ...sight.client, notes: text, labels, updateTime: null };
  const again = reconcileClient(office, { ...sight, client, base: { notes: text, labels }, recent: [] });
  const after = changed(labels, again);
  return {
    ...again,
    archive: [...present.archive, ...again.archive],
    addLabels: after.filter((label) => !before.includes(label)),
    removeLabels: before.filter((label) => !after.includes(label)),
  };
}

function changed(labels: LabelRef[], { addLabels, removeLabels }: Reconciled): LabelRef[] {
  return [...new Set([...labels, ...addLabels])].filter((label) => !removeLabels.includes(label)).sort();
}

// ------------------------------------------------------------------------------------------------------------- the fields

type Lacking = { fields: PersonField[]; after: Person };

/** Phones, mails and addresses that the client lacks; a name only for a client without one. Nothing is replaced. */
function fieldsLacking(client: Client, draft: Draft): Lacking {
  const { person } = client;
  const wanted = personOf(draft);
  const after: Person = {};
  const fields: PersonField[] = [];
  const phones = draft.phones.filter(
    ({ e164, value }) => !client.phones.some((p) => (e164 ? p.e164 === e164 : p.value === value)),
  );
  const emails = draft.emails.filter(
    ({ value }) => !client.emails.some((known) => known.toLowerCase() === value.toLowerCase()),
  );
  const addresses = draft.addresses.filter(
    (address) => !person.addresses?.some((known) => isSameAddress(known.formattedValue ?? "", address)),
  );
  if (phones.length > 0) {
    after.phoneNumbers = [...(person.phoneNumbers ?? []), ...phones.map(phoneOf)];
    fields.push("phoneNumbers");
  }
  if (emails.length > 0) {
    after.emailAddresses = [...(person.emailAddresses ?? []), ...emails.map(({ value }) => ({ value }))];
    fields.push("emailAddresses");
  }
  if (addresses.length > 0) {
    after.addresses = [...(person.addresses ?? []), ...addresses.map((formattedValue) => ({ formattedValue }))];
    fields.push("addresses");
  }
  if (client.name.display === "" && wanted.names) {
    after.names = wanted.names;
    fields.push("names");
  } else if (client.name.display === "" && wanted.organizations) {
    after.organizations = wanted.organizations;
    fields.push("organizations");
  }
  return { fields, after };
}

function pick(person: Person, fields: PersonField[]): Person {
  return Object.fromEntries(fields.map((field) => [field, person[field]]));
}
