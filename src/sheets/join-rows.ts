/** Which rows are one client's: those that share a phone, or a mail, and whole copies; never those that share only a name. Pure. */
import { areClearlyDifferent, nameTokens } from "../client/same-name.ts";
import { remembered } from "../lib/remembered.ts";
import type { RowFacts } from "./read-row.ts";

export type JoinedRows = {
  groups: RowFacts[][];
  /** Phones and mails that rows of clearly different names share: an office's telephone, a family's. */
  shared: { value: string; rows: RowFacts[] }[];
};

/** Groups in the order of their first rows. */
export function joinRows(rows: RowFacts[]): JoinedRows {
  const parents = rows.map((_, index) => index);
  const find = (index: number): number => {
    let root = index;
    while (parents[root] !== root) root = parents[root]!;
    parents[index] = root;
    return root;
  };
  const unite = (one: number, other: number) => {
    const [a, b] = [find(one), find(other)];
    parents[Math.max(a, b)] = Math.min(a, b);
  };
  const readTokens = remembered(nameTokens);
  const tokensOf = (index: number) => readTokens(nameOf(rows[index]!));
  const shared: JoinedRows["shared"] = [];
  for (const keys of [phoneKeys(rows), emailKeys(rows)]) {
    for (const [value, indexes] of keys) {
      const parties = partiesOf(indexes, tokensOf);
      for (const [first = 0, ...more] of parties) for (const index of more) unite(first, index);
      if (parties.length > 1) shared.push({ value, rows: indexes.map((index) => rows[index]!) });
    }
  }
  for (const copies of keysOf(rows, ({ source }) => [source.hash]).values())
    for (const index of copies) unite(copies[0]!, index);
  const groups = Map.groupBy(rows.keys(), find);
  return { groups: [...groups.values()].map((indexes) => indexes.map((index) => rows[index]!)), shared };
}

function nameOf({ name, organization }: RowFacts): string {
  return name.typed || [name.family, name.given].join(" ").trim() || organization || "";
}

function phoneKeys(rows: RowFacts[]): Map<string, number[]> {
  return keysOf(rows, ({ phones }) => phones.flatMap(({ e164 }) => e164 ?? []));
}

function emailKeys(rows: RowFacts[]): Map<string, number[]> {
  return keysOf(rows, ({ emails }) => emails.flatMap(({ value, valid }) => (valid ? [value] : [])));
}

function keysOf(rows: RowFacts[], valuesOf: (row: RowFacts) => string[]): Map<string, number[]> {
  const keys = new Map<string, number[]>();
  for (const [index, row] of rows.entries())
    for (const value of new Set(valuesOf(row))) {
      const known = keys.get(value);
      if (known) known.push(index);
      else keys.set(value, [index]);
    }
  return keys;
}

/**
 * The rows of one phone as parties whose names do not contradict one another. Rows without a telling name go with the first party, for the
 * phone is all that is known of them.
 */
function partiesOf(indexes: number[], tokensOf: (index: number) => string[]): number[][] {
  if (indexes.length === 1) return [indexes];
  // Rows of one spelling go together; so a telephone that stands in every row of a base is compared by its names, not by its rows.
  const spellings = [...Map.groupBy(indexes, (index) => tokensOf(index).join(" ")).values()];
  if (spellings.length > MOST_NAMES) return spellings;
  const parties: { names: string[][]; members: number[] }[] = [];
  for (const members of spellings.toSorted(
    (a, b) => tokensOf(b[0]!).length - tokensOf(a[0]!).length || a[0]! - b[0]!,
  )) {
    const name = tokensOf(members[0]!);
    const party = parties.find(({ names }) => names.every((other) => !areClearlyDifferent(other, name)));
    if (!party) {
      parties.push({ names: [name], members });
      continue;
    }
    party.names.push(name);
    for (const member of members) party.members.push(member);
  }
  return parties.map(({ members }) => members);
}

/** A number of so many names is nobody's own: each spelling stays by itself. */
const MOST_NAMES = 500;
