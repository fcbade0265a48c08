/** One client out of the rows that are its own; nothing that was typed is dropped. Pure. */
import type { Draft, DraftNote, DraftOrder, DraftPhone } from "../client/draft.ts";
import type { SourceRow } from "../client/source-row.ts";
import { type NameOrder, type NameParts, splitName } from "./read-name.ts";
import type { RowFacts } from "./read-row.ts";
import type { TrueCase } from "./true-case.ts";

export type DraftMaker = { trueCase: TrueCase; nameOrderOf: (source: SourceRow) => NameOrder };

export function makeDraft(maker: DraftMaker, rows: RowFacts[]): Draft {
  const { name, organization, dropped } = nameOf(maker, rows);
  const marker = latest(rows, ({ marker }) => marker);
  const kind = latest(rows, ({ kind }) => kind);
  const groups = [...marker.dropped, ...kind.dropped];
  const addresses = distinct(
    rows.flatMap(({ address }) => address),
    (text) => text.toLowerCase(),
  );
  const variants: Record<string, string[]> = {
    ...(dropped.length > 0 ? { name: dropped } : {}),
    ...(groups.length > 0 ? { group: groups } : {}),
  };
  return {
    name,
    phones: phonesOf(rows),
    emails: distinct(
      rows.flatMap(({ emails }) => emails),
      ({ value }) => value,
    ),
    addresses,
    organization,
    ...(kind.id === null ? {} : { kind: kind.id }),
    marker: marker.id,
    orders: ordersOf(rows),
    notes: notesOf(rows),
    variants,
    sources: rows.map(({ source }) => source),
    ...(rows.every(({ caller }) => caller !== undefined) ? { ofCalls: true as const } : {}),
  };
}

function distinct<T>(values: T[], keyOf: (value: T) => string): T[] {
  const seen = new Map<string, T>();
  for (const value of values) if (!seen.has(keyOf(value))) seen.set(keyOf(value), value);
  return [...seen.values()];
}

/** The spelling that most rows agree on, told fully; every other one is dropped from the name, but not lost. */
function nameOf(
  maker: DraftMaker,
  rows: RowFacts[],
): { name: NameParts; organization: string | null; dropped: string[] } {
  const spellings = rows.flatMap((row) => {
    const typed = typedName(row);
    return typed === "" ? [] : [{ typed, display: maker.trueCase(typed), row }];
  });
  const organizations = distinct(
    rows.flatMap(({ organization }) => organization ?? []),
    (text) => text.toLowerCase(),
  );
  const [organization = null] = organizations;
  const counts = Map.groupBy(spellings, ({ display }) => display);
  const best = [...counts.values()].sort(
    (a, b) => b.length - a.length || b[0]!.display.length - a[0]!.display.length,
  )[0]?.[0];
  const dropped = distinct([...spellings.map(({ typed }) => typed), ...organizations.slice(1)], (text) => text);
  const caller = rows.findLast((row) => row.caller)?.caller;
  if (!best && organization === null && caller !== undefined)
    return { name: splitName(maker.trueCase(caller), null), organization, dropped };
  if (!best)
    return {
      name: wholeName(organization ?? ""),
      organization,
      dropped: dropped.filter((text) => text !== organization),
    };
  const { display, row } = best;
  return { name: partsOf(maker, display, row), organization, dropped: dropped.filter((text) => text !== display) };
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
  const phones = new Map<string, DraftPhone>();
  for (const phone of rows.flatMap((row) => row.phones)) {
    const key = phone.e164 ?? phone.value;
    const known = phones.get(key);
    if (!known) phones.set(key, phone);
    else if (known.type === null && phone.type !== null) phones.set(key, { ...known, type: phone.type });
  }
  return [...phones.values()];
}

/** The marker or kind of the row with the latest order; what other rows say is a variant. */
function latest(rows: RowFacts[], of: (row: RowFacts) => RowFacts["marker"]): { id: string | null; dropped: string[] } {
  const named = rows
    .flatMap((row) => {
      const one = of(row);
      return one ? [{ ...one, date: row.order?.date ?? "" }] : [];
    })
    .sort((a, b) => b.date.localeCompare(a.date));
  const id = named[0]?.id ?? null;
  const others = named.filter((one) => one.id !== id);
  return {
    id,
    dropped: distinct(
      others.map(({ typed }) => typed),
      (text) => text,
    ),
  };
}

function notesOf(rows: RowFacts[]): DraftNote[] {
  const notes = new Map<string, string[]>();
  for (const { notes: lines, source } of rows) {
    // One list for all lines of the row: most stand in no other one.
    const own = [source.hash];
    for (const line of lines) {
      const known = notes.get(line);
      if (!known) notes.set(line, own);
      else if (!known.includes(source.hash)) notes.set(line, [...known, source.hash]);
    }
  }
  return [...notes].map(([text, sources]) => ({ text, sources }));
}

/** Oldest first, undated last; a row that was copied whole is one order. */
function ordersOf(rows: RowFacts[]): DraftOrder[] {
  const once = distinct(rows, ({ source }) => source.hash);
  return once
    .flatMap(({ order }) => order ?? [])
    .sort((a, b) => (a.date ?? "9999").localeCompare(b.date ?? "9999") || a.row - b.row);
}
