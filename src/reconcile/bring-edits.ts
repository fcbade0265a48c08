/** The edited rows of a base brought to their client, one after the other. Pure. */
import type { Grammar } from "../card/index.ts";
import type { ArchivedLine } from "../card/model.ts";
import type { Draft, DraftNote, DraftOrder } from "../client/draft.ts";
import type { Person, PersonField } from "../client/person.ts";
import type { SourceRow } from "../client/source-row.ts";
import { valueLine } from "./draft-client.ts";
import { editRow, type RowEdit, type RowEdited } from "./edit-rows.ts";
import type { LabelRef } from "./plan.ts";
import type { Office, Sight } from "./reconcile-client.ts";

/** Rows that were edited where staff have edited too, and what they would have changed. */
export type Conflicts = { rows: SourceRow[]; lines: string[] };

export type News = {
  /** Rows that were not imported before; nothing else of the draft is new. */
  fresh: SourceRow[];
  /** Lines that have left the card: they do not come back. */
  archived: ArchivedLine[];
  /** Of the fresh rows those that were imported before in another wording, by their hash. */
  edited: Map<string, RowEdit>;
};

export type EditsBrought = {
  text: string;
  person: Person;
  fields: PersonField[];
  labels: LabelRef[];
  orders: DraftOrder[];
  notes: DraftNote[];
  /** Values of the contact that edited rows have replaced. */
  left: ArchivedLine[];
  conflicts?: Conflicts;
  /** What is left to be added: rows that are new, and orders and remarks that edited rows have gained. */
  news: News;
};

/** `notes` is the card as it is in order now. */
export function bringEdits(
  office: Office,
  grammar: Grammar,
  draft: Draft,
  { client }: Sight,
  notes: string,
  news: News,
): EditsBrought {
  const brought: EditsBrought = {
    text: notes,
    person: client.person,
    fields: [],
    labels: client.labels,
    orders: [],
    notes: [],
    left: [],
    news: { ...news, fresh: news.fresh.filter(({ hash }) => !news.edited.has(hash)) },
  };
  for (const row of news.fresh) {
    const edit = news.edited.get(row.hash);
    if (!edit) continue;
    const { text, person, labels } = brought;
    const marker = carried(office, labels, "marker");
    const kind = carried(office, labels, "kind") ?? office.template.defaultKind;
    const { defaultMarker, defaultKind } = office.template;
    const present = { client, text, person, marker, kind, defaultMarker, defaultKind, today: office.today };
    take(brought, office, row, editRow(grammar, present, edit, draft));
  }
  return brought;
}

function take(brought: EditsBrought, office: Office, row: SourceRow, edited: RowEdited): void {
  const changed = (Object.keys(edited.person) as PersonField[]).filter(
    (field) => edited.person[field] !== brought.person[field],
  );
  const gained = `edited ${row.hash}`;
  brought.left.push(...edited.left.map((said) => valueLine(said)));
  brought.text = edited.text;
  brought.person = edited.person;
  brought.fields = [...new Set([...brought.fields, ...changed])];
  if (edited.marker !== null) brought.labels = relabelled(office, brought.labels, "marker", edited.marker);
  if (edited.kind !== null) brought.labels = relabelled(office, brought.labels, "kind", edited.kind);
  brought.orders.push(...edited.orders.map((order) => ({ ...order, source: gained })));
  brought.notes.push(...edited.notes.map((line) => ({ text: line, sources: [gained] })));
  brought.news.fresh.push({ ...row, hash: gained });
  if (edited.conflicts.length > 0) {
    brought.conflicts ??= { rows: [], lines: [] };
    brought.conflicts.rows.push(row);
    brought.conflicts.lines.push(...edited.conflicts);
  }
}

type LabelSet = "marker" | "kind";

function carried({ labels: { roleOf } }: Office, labels: LabelRef[], set: LabelSet): string | null {
  const role = labels.map((label) => roleOf.get(label)).find((one) => one?.startsWith(`${set}:`));
  return role?.slice(set.length + 1) ?? null;
}

/** The default kind has no label of its own. */
function relabelled(office: Office, labels: LabelRef[], set: LabelSet, id: string): LabelRef[] {
  const { roleOf, byRole } = office.labels;
  const given = byRole.get(`${set}:${id}`);
  if (given === undefined && id !== office.template.defaultKind) return labels;
  const others = labels.filter((label) => !roleOf.get(label)?.startsWith(`${set}:`));
  return [...others, ...(given === undefined ? [] : [given])].sort();
}
