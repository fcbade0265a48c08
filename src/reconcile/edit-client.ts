/** Edits of a client that were made outside the account, in a workbook that the program wrote: each goes where a person would have made it. Pure. */
import { addressLine } from "../client/address-line.ts";
import type { Client } from "../client/client.ts";
import type { DraftPhone } from "../client/draft.ts";
import type { Person, PersonField } from "../client/person.ts";
import type { SourceRow } from "../client/source-row.ts";
import { phoneOf } from "./draft-client.ts";
import { type CardEdit, editCard } from "./edit-card.ts";
import { kindReader } from "./kinds.ts";
import type { LabelRef, UpdateClient } from "./plan.ts";
import { biographies } from "./plan-changes.ts";
import { type Office, reconcileClient, type Sight } from "./reconcile-client.ts";

export type ClientEdits = {
  name?: { display: string; given: string; family: string; middle: string; company: boolean };
  /** All of them, in their order. */
  phones?: DraftPhone[];
  emails?: string[];
  /** On one line each, as `addressLine` shows those that are there. */
  addresses?: string[];
  /** The marker, `null` for none; the program gives the default one then. */
  marker?: LabelRef | null;
  addLabels?: LabelRef[];
  removeLabels?: LabelRef[];
  notes?: string;
  card?: CardEdit[];
};

/** `refused`: edits of the card after which it would read in another way than asked. */
export type ClientEdited =
  | { kind: "nothing"; refused: CardEdit[] }
  | {
      kind: "update";
      change: UpdateClient | null;
      addLabels: LabelRef[];
      removeLabels: LabelRef[];
      refused: CardEdit[];
    }
  /** The card was edited within the quiet minutes, or is formatted text. */
  | { kind: "being-edited" }
  | { kind: "html-note" };

export function editClient(office: Office, sight: Sight, edits: ClientEdits): ClientEdited {
  const { client } = sight;
  const touchesNote = edits.notes !== undefined || (edits.card?.length ?? 0) > 0;
  const present = reconcileClient(office, sight);
  if (touchesNote && present.untouched === "html") return { kind: "html-note" };
  if (present.untouched === "quiet") return { kind: "being-edited" };
  const { grammar } = kindReader(office.template, office.labels, office.grammar)(client.labels);
  const { text: notes, refused } = editCard(grammar, edits.notes ?? client.notes, edits.card ?? [], {
    today: office.today,
    next: office.nextNumber,
  });
  const { after, fields } = fieldsOf(client, edits);
  const labels = labelsAfter(office, client, edits);
  // As if a member of staff had saved it a moment ago, and was done.
  const edited = { ...client, notes, labels, updateTime: null };
  const base = sight.base ?? { notes: client.notes, labels: client.labels };
  const result = reconcileClient(office, { ...sight, client: edited, base, edited: office.today, late: false });
  if (result.notes !== client.notes) {
    fields.push("biographies");
    after.biographies = biographies(result.notes);
  }
  const final = labels.filter((label) => !result.removeLabels.includes(label)).concat(result.addLabels);
  const addLabels = [...new Set(final)].filter((label) => !client.labels.includes(label));
  const removeLabels = client.labels.filter((label) => !final.includes(label));
  if (fields.length + addLabels.length + removeLabels.length === 0) return { kind: "nothing", refused };
  const change: UpdateClient | null =
    fields.length === 0
      ? null
      : {
          type: "update",
          resourceName: client.resourceName,
          display: client.name.display,
          etag: client.etag,
          fields: fields.sort(),
          before: Object.fromEntries(fields.map((field) => [field, client.person[field]])),
          after,
          archive: result.archive,
          findings: result.findings,
          sources: addedRows(edits, refused),
          why: fields.map((field) => `edit.${field}`),
        };
  return { kind: "update", change, addLabels, removeLabels, refused };
}

/** Rows that were added to the workbook are remembered: the next import knows them by themselves, whatever has become of them on the card. */
function addedRows({ card = [] }: ClientEdits, refused: CardEdit[]): SourceRow[] {
  return card.flatMap((edit) => (edit.what.kind.startsWith("new-") && !refused.includes(edit) ? [edit.source] : []));
}

function labelsAfter(
  { labels: view }: Office,
  { labels }: Client,
  { marker, addLabels = [], removeLabels = [] }: ClientEdits,
) {
  const isMarker = (label: LabelRef) => view.roleOf.get(label)?.startsWith("marker:") ?? false;
  const others = marker === undefined ? labels : labels.filter((label) => !isMarker(label));
  const kept = [...others, ...(marker ? [marker] : []), ...addLabels];
  return [...new Set(kept)].filter((label) => !removeLabels.includes(label)).sort();
}

type Fields = { fields: PersonField[]; after: Person };

/** What stays of a list keeps its type and whatever else it has. */
function fieldsOf({ person, phones }: Client, edits: ClientEdits): Fields {
  const after: Person = {};
  const fields: PersonField[] = [];
  const set = <F extends PersonField>(field: F, value: Person[F]) => {
    fields.push(field);
    after[field] = value;
  };
  if (edits.phones) {
    const known = person.phoneNumbers ?? [];
    const present = (phone: DraftPhone) =>
      known[phones.findIndex(({ e164, value }) => (phone.e164 ? e164 === phone.e164 : value === phone.value))];
    set(
      "phoneNumbers",
      edits.phones.map((phone) => present(phone) ?? phoneOf(phone)),
    );
  }
  if (edits.emails) {
    const known = person.emailAddresses ?? [];
    set(
      "emailAddresses",
      edits.emails.map((value) => known.find((one) => one.value?.toLowerCase() === value.toLowerCase()) ?? { value }),
    );
  }
  if (edits.addresses) {
    const known = person.addresses ?? [];
    set(
      "addresses",
      edits.addresses.map(
        (text) => known.find((one) => addressLine(one.formattedValue ?? "") === text) ?? { formattedValue: text },
      ),
    );
  }
  if (edits.name) setName(person, edits.name, set);
  return { fields, after };
}

/** A contact that goes by the name of its company is called so by that name. */
function setName(
  person: Person,
  { display, given, family, middle, company }: NonNullable<ClientEdits["name"]>,
  set: <F extends PersonField>(field: F, value: Person[F]) => void,
): void {
  if (company || ((person.names ?? []).length === 0 && (person.organizations ?? []).length > 0)) {
    const [first, ...others] = person.organizations ?? [];
    set("organizations", [{ ...first, name: display }, ...others]);
    if ((person.names ?? []).length > 0) set("names", []);
    return;
  }
  const { honorificPrefix, honorificSuffix } = person.names?.[0] ?? {};
  const parts = given || family ? { givenName: given, middleName: middle, familyName: family } : { givenName: display };
  const kept = { ...(honorificPrefix ? { honorificPrefix } : {}), ...(honorificSuffix ? { honorificSuffix } : {}) };
  set("names", [{ ...Object.fromEntries(Object.entries(parts).filter(([, part]) => part !== "")), ...kept }]);
}
