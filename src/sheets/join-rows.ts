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
      if (indexes.length === 1) continue;
      const parties = partiesOf(indexes, tokensOf);
      for (const [first = 0, ...more] of parties) for (const index of more) unite(first, index);
      if (parties.length > 1) shared.push({ value, rows: indexes.map((index) => rows[index]!) });
    }
  }
  const firsts = new Map<string, number>();
  for (let index = 0; index < rows.length; index++) {
    const { hash } = rows[index]!.source;
    const first = firsts.get(hash);
    if (first === undefined) firsts.set(hash, index);
    else unite(first, index);
  }
  return { groups: groupsOf(rows, find), shared };
}

/** A group is known by the first of its rows. */
function groupsOf(rows: RowFacts[], find: (index: number) => number): RowFacts[][] {
  const groups = new Map<number, RowFacts[]>();
  for (let index = 0; index < rows.length; index++) {
    const row = rows[index]!;
    const first = find(index);
    if (first === index) groups.set(index, [row]);
    else groups.get(first)!.push(row);
  }
  return [...groups.values()];
}

function nameOf({ name, organization }: RowFacts): string {
  return name.typed || [name.family, name.given].join(" ").trim() || organization || "";
}

/** Indexes of the rows of each phone. */
function phoneKeys(rows: RowFacts[]): Map<string, number[]> {
  const keys = new Map<string, number[]>();
  for (let index = 0; index < rows.length; index++)
    for (const { e164 } of rows[index]!.phones) if (e164 !== null) addTo(keys, e164, index);
  return keys;
}

function emailKeys(rows: RowFacts[]): Map<string, number[]> {
  const keys = new Map<string, number[]>();
  for (let index = 0; index < rows.length; index++)
    for (const { value, valid } of rows[index]!.emails) if (valid) addTo(keys, value, index);
  return keys;
}

/** Once for each row, whose values come together. */
function addTo(keys: Map<string, number[]>, value: string, index: number): void {
  const known = keys.get(value);
  if (known === undefined) keys.set(value, [index]);
  else if (known.at(-1) !== index) known.push(index);
}

/**
 * The rows of one phone as parties whose names do not contradict one another. Rows without a telling name go with the first party, for the
 * phone is all that is known of them.
 */
function partiesOf(indexes: number[], tokensOf: (index: number) => string[]): number[][] {
  const first = tokensOf(indexes[0]!);
  if (indexes.every((index) => tokensOf(index) === first)) return [indexes];
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
