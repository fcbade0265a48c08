/** One client out of the rows that are its own; nothing that was typed is dropped. Pure. */
import type { Draft, DraftNote, DraftOrder, DraftPhone } from "../client/draft.ts";
import type { SourceRow } from "../client/source-row.ts";
import { type NameOrder, type NameParts, splitName } from "./read-name.ts";
import type { RowFacts } from "./read-row.ts";
import type { TrueCase } from "./true-case.ts";

export type DraftMaker = {
  trueCase: TrueCase;
  nameOrderOf: (source: SourceRow) => NameOrder;
};

export function makeDraft(maker: DraftMaker, rows: RowFacts[]): Draft {
  const { name, organization, dropped } = nameOf(maker, rows);
  const marker = latest(rows, "marker");
  const kind = latest(rows, "kind");
  const variants: Draft["variants"] = {};
  if (dropped.length > 0) variants.name = dropped;
  if (marker.dropped.length + kind.dropped.length > 0) variants.group = [...marker.dropped, ...kind.dropped];
  const draft: Draft = {
    name,
    phones: phonesOf(rows),
    emails: distinctOf(
      rows,
      ({ emails }) => emails,
      ({ value }) => value,
    ),
    addresses: distinctOf(
      rows,
      ({ address }) => address,
      (text) => text.toLowerCase(),
    ),
    organization,
    ...(kind.id === null ? {} : { kind: kind.id }),
    marker: marker.id,
    orders: ordersOf(rows),
    notes: notesOf(rows),
    variants,
    sources: rows.map(({ source }) => source),
  };
  if (rows.every(({ caller }) => caller !== undefined)) draft.ofCalls = true;
  return draft;
}

/** What rows say, each once, in their order. */
function distinctOf<T>(rows: RowFacts[], of: (row: RowFacts) => T[], keyOf: (value: T) => string): T[] {
  const said = allOf(rows, of);
  if (said.length < 2) return said;
  const seen = new Map<string, T>();
  for (const value of said) {
    const key = keyOf(value);
    if (!seen.has(key)) seen.set(key, value);
  }
  return [...seen.values()];
}

function allOf<T>(rows: RowFacts[], of: (row: RowFacts) => T[]): T[] {
  return rows.length === 1 ? of(rows[0]!) : rows.flatMap(of);
}

type Spelling = { typed: string; display: string; row: RowFacts };

/** The spelling that most rows agree on, told fully; every other one is dropped from the name, but not lost. */
function nameOf(
  maker: DraftMaker,
  rows: RowFacts[],
): { name: NameParts; organization: string | null; dropped: string[] } {
  const spellings: Spelling[] = [];
  for (const row of rows) {
    const typed = typedName(row);
    if (typed !== "") spellings.push({ typed, display: maker.trueCase(typed), row });
  }
  const [organization = null, ...others] = distinctOf(
    rows,
    ({ organization }) => (organization === null ? [] : [organization]),
    (text) => text.toLowerCase(),
  );
  const best = agreedOf(spellings);
  const told = best ? best.display : organization;
  const dropped = dropsOf(spellings, others, told);
  if (best) return { name: partsOf(maker, best.display, best.row), organization, dropped };
  const caller = rows.findLast((row) => row.caller)?.caller;
  if (organization === null && caller !== undefined)
    return { name: splitName(maker.trueCase(caller), null), organization, dropped };
  return { name: wholeName(organization ?? ""), organization, dropped };
}

/** Every other name that was typed, once. */
function dropsOf(spellings: Spelling[], organizations: string[], told: string | null): string[] {
  const dropped = new Set<string>();
  for (const { typed } of spellings) if (typed !== told) dropped.add(typed);
  for (const text of organizations) if (text !== told) dropped.add(text);
  return [...dropped];
}

/** The first of those that most rows show, and of these of the longest. */
function agreedOf(spellings: Spelling[]): Spelling | undefined {
  const [first] = spellings;
  if (spellings.every(({ display }) => display === first!.display)) return first;
  const counts = Map.groupBy(spellings, ({ display }) => display);
  return [...counts.values()].sort((a, b) => b.length - a.length || b[0]!.display.length - a[0]!.display.length)[0]![0];
}

function typedName({ name }: RowFacts): string {
  return name.typed || [name.family, name.given, name.middle].filter((part) => part !== "").join(" ");
}

function partsOf(maker: DraftMaker, display: string, { name, source }: RowFacts): NameParts {
  if (name.typed !== "" || (name.family === "" && name.given === ""))
    return splitName(display, maker.nameOrderOf(source));
  // Telephones put the whole name where the given one belongs.
  if (name.family === "" && name.middle === "") return splitName(display, maker.nameOrderOf(source));
  const [family, given, middle] = [name.family, name.given, name.middle].map((part) => maker.trueCase(part));
  return { display, family: family!, given: given!, middle: middle!, company: false };
}

function wholeName(display: string): NameParts {
  return { display, given: "", family: "", middle: "", company: display !== "" };
}

/** A number once, with the remark that any row makes on it; numbers that are none as they were typed. */
function phonesOf(rows: RowFacts[]): DraftPhone[] {
  const said = allOf(rows, (row) => row.phones);
  if (said.length < 2) return said;
  const phones = new Map<string, DraftPhone>();
  for (const phone of said) {
    const key = phone.e164 ?? phone.value;
    const known = phones.get(key);
    if (!known) phones.set(key, phone);
    else if (known.type === null && phone.type !== null) phones.set(key, { ...known, type: phone.type });
  }
  return [...phones.values()];
}

/** The marker or kind of the row with the latest order; what other rows say is a variant. */
function latest(rows: RowFacts[], of: "marker" | "kind"): { id: string | null; dropped: string[] } {
  const first = rows.find((row) => row[of] !== null)?.[of]?.id ?? null;
  if (rows.every((row) => row[of] === null || row[of].id === first)) return { id: first, dropped: [] };
  const named = rows.filter((row) => row[of] !== null);
  named.sort((a, b) => (b.order?.date ?? "").localeCompare(a.order?.date ?? ""));
  const id = named[0]![of]!.id;
  const others = named.filter((row) => row[of]!.id !== id).map((row) => row[of]!.typed);
  return { id, dropped: [...new Set(others)] };
}

function notesOf(rows: RowFacts[]): DraftNote[] {
  const notes: DraftNote[] = [];
  const known = new Map<string, DraftNote>();
  for (const { notes: lines, source } of rows) {
    // One list for all lines of the row: most stand in no other one.
    const own = [source.hash];
    for (const text of lines) {
      const note = known.get(text);
      if (!note) {
        const fresh = { text, sources: own };
        notes.push(fresh);
        known.set(text, fresh);
      } else if (!note.sources.includes(source.hash)) note.sources = [...note.sources, source.hash];
    }
  }
  return notes;
}

/** Oldest first, undated last; a row that was copied whole is one order. */
function ordersOf(rows: RowFacts[]): DraftOrder[] {
  if (rows.length === 1) return rows[0]!.order === null ? [] : [rows[0]!.order];
  const once = new Map<string, DraftOrder | null>();
  for (const { source, order } of rows) if (!once.has(source.hash)) once.set(source.hash, order);
  return [...once.values()]
    .filter((order) => order !== null)
    .sort((a, b) => (a.date ?? "9999").localeCompare(b.date ?? "9999") || a.row - b.row);
}
