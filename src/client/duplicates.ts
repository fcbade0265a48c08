/**
 * Contacts that may be one client: proposals with their reasons, for a person to decide. Pure, and about linear: only contacts that share a key
 * (a number, its last digits, a mail, a name) are looked at together.
 */
import type { Client } from "./client.ts";
import { digitsOf } from "./phone.ts";
import { areClearlyDifferent, isAlike, nameTokens } from "./same-name.ts";

/** Why two contacts may be one client; `value` is what they share, as it stands with the first. */
export type DuplicateReason =
  /** The same number or mail, and no name speaks against it. */
  | { kind: "phone" | "email"; value: string }
  /** A number or mail that many share, and names that are the same or nearly so. */
  | { kind: "shared-phone" | "shared-email"; value: string }
  /** Numbers that end alike, one of them incomplete or mistyped, and the same name. */
  | { kind: "phone-end"; value: string }
  /** The same full name, and one of the two has neither number nor mail. */
  | { kind: "name"; value: string };

export type DuplicatePair = { one: string; other: string; reasons: DuplicateReason[] };
/** Contacts that hang together by pairs. */
export type DuplicateGroup = { clients: string[]; pairs: DuplicatePair[] };

/** Above so many different names, a number or mail is an office's, a family's or nobody's. */
const SHARED_BY = 3;
/** Blocks up to this size are compared each with each; of larger ones, each with so many neighbours in the order of their names. */
const SMALL_BLOCK = 24;
const NEIGHBOURS = 6;
/** Fewer digits are no end of a number. */
const END_DIGITS = 8;

export function findDuplicates(
  clients: Iterable<Client>,
  notSame: Iterable<readonly [string, string]> = [],
): DuplicateGroup[] {
  return duplicatesAmong([...clients].map(duplicateCard), notSame);
}

export function duplicatesAmong(
  cards: DuplicateCard[],
  notSame: Iterable<readonly [string, string]> = [],
): DuplicateGroup[] {
  const apart = new Set([...notSame].map(([one, other]) => pairKey(one, other)));
  const found = new Map<string, DuplicatePair>();
  const propose = (one: DuplicateCard, other: DuplicateCard, reason: DuplicateReason) => {
    const key = pairKey(one.name, other.name);
    if (one.name === other.name || apart.has(key)) return;
    const [first, second] = [one.name, other.name].sort();
    const known = found.get(key) ?? { one: first!, other: second!, reasons: [] };
    found.set(key, known);
    if (!known.reasons.some(({ kind, value }) => kind === reason.kind && value === reason.value))
      known.reasons.push(reason);
  };
  for (const [value, block] of blocksBy(cards, ({ phones }) => phones)) byContact(block, value, "phone", propose);
  for (const [value, block] of blocksBy(cards, ({ emails }) => emails)) byContact(block, value, "email", propose);
  for (const [value, block] of blocksBy(cards, ({ ends }) => ends)) byEnd(block, value, propose);
  for (const [, block] of blocksBy(cards, ({ key }) => (key === "" ? [] : [key]))) byName(block, propose);
  return grouped([...found.values()]);
}

/** What is compared of a contact: all that need be kept of it until everybody has been seen. */
export type DuplicateCard = {
  /** Resource name. */
  name: string;
  display: string;
  tokens: string[];
  /** Tokens in order of letters, `""` for a name of a single word. */
  key: string;
  phones: string[];
  emails: string[];
  ends: string[];
};

type Propose = (one: DuplicateCard, other: DuplicateCard, reason: DuplicateReason) => void;

export function duplicateCard({ resourceName, name, phones, emails, person }: Client): DuplicateCard {
  const display = name.display || (person.organizations?.[0]?.name ?? "");
  const tokens = [...nameTokens(display), ...numbersIn(display)];
  return {
    name: resourceName,
    display,
    tokens,
    key: tokens.length > 1 ? [...tokens].sort().join(" ") : "",
    phones: [...new Set(phones.flatMap(({ e164 }) => e164 ?? []))],
    emails: [...new Set(emails.map((email) => email.trim().toLowerCase()).filter((email) => email.includes("@")))],
    ends: [...new Set(phones.flatMap(({ value }) => endOf(value)))],
  };
}

/** `Client 12` and `Client 15` are two. */
function numbersIn(display: string): string[] {
  return display.match(/\d+/g) ?? [];
}

function endOf(typed: string): string[] {
  const digits = digitsOf(typed);
  return digits.length >= END_DIGITS ? [digits.slice(-END_DIGITS)] : [];
}

function pairKey(one: string, other: string): string {
  return one < other ? `${one} ${other}` : `${other} ${one}`;
}

function blocksBy(cards: DuplicateCard[], keysOf: (card: DuplicateCard) => string[]): [string, DuplicateCard[]][] {
  const blocks = new Map<string, DuplicateCard[]>();
  for (const card of cards) {
    for (const key of keysOf(card)) {
      const block = blocks.get(key);
      if (block) block.push(card);
      else blocks.set(key, [card]);
    }
  }
  return [...blocks].filter(([, block]) => block.length > 1);
}

// ------------------------------------------------------------------------------------------------------------ the blocks

function byContact(block: DuplicateCard[], value: string, kind: "phone" | "email", propose: Propose): void {
  const isShared = namesIn(block) > SHARED_BY;
  forPairs(block, (one, other) => {
    const names = compareNames(one.tokens, other.tokens);
    if (isShared && names === "same") propose(one, other, { kind: `shared-${kind}`, value });
    if (!isShared && names !== "different") propose(one, other, { kind, value });
  });
}

function byEnd(block: DuplicateCard[], value: string, propose: Propose): void {
  forPairs(block, (one, other) => {
    const isWhole = one.phones.some((phone) => other.phones.includes(phone));
    // Two whole numbers that end alike are two numbers: of different countries or operators.
    const bothValid = one.phones.some((phone) => phone.endsWith(value)) && other.phones.some((p) => p.endsWith(value));
    if (isWhole || bothValid || one.tokens.length === 0) return;
    if (compareNames(one.tokens, other.tokens) === "same") propose(one, other, { kind: "phone-end", value });
  });
}

function byName(block: DuplicateCard[], propose: Propose): void {
  const unreachable = block.filter((card) => isUnreachable(card));
  if (unreachable.length === 0) return;
  // Of many of one name nobody can say which it is.
  if (block.length > SHARED_BY + 1) return;
  forPairs(block, (one, other) => {
    if (isUnreachable(one) || isUnreachable(other)) propose(one, other, { kind: "name", value: one.display });
  });
}

function isUnreachable({ phones, emails, ends }: DuplicateCard): boolean {
  return phones.length + emails.length + ends.length === 0;
}

/** How many people a block can be: names that are nearly the same count once. Counting ends where it no longer matters. */
function namesIn(block: DuplicateCard[]): number {
  const seen: string[][] = [];
  for (const { tokens } of block) {
    if (tokens.length === 0 || seen.some((name) => compareNames(name, tokens) === "same")) continue;
    seen.push(tokens);
    if (seen.length > SHARED_BY) break;
  }
  return seen.length;
}

function forPairs(block: DuplicateCard[], look: (one: DuplicateCard, other: DuplicateCard) => void): void {
  const isSmall = block.length <= SMALL_BLOCK;
  const cards = isSmall ? block : block.toSorted((a, b) => (nameOrder(a) < nameOrder(b) ? -1 : 1));
  const reach = isSmall ? cards.length : NEIGHBOURS;
  cards.forEach((one, at) => {
    for (const other of cards.slice(at + 1, at + 1 + reach)) look(one, other);
  });
}

function nameOrder({ tokens }: DuplicateCard): string {
  return [...tokens].sort().join(" ");
}

/**
 * `same`: each word of the shorter name is like one of the longer, whatever the alphabet; `different`: no word is; else nobody can tell, as of
 * a name of one word (`Sasha`, `Aram's wife`) or of none.
 */
function compareNames(one: string[], other: string[]): "same" | "unclear" | "different" {
  const [short, long] = one.length <= other.length ? [one, other] : [other, one];
  if (short.length === 0) return "unclear";
  if (numbersDiffer(short, long)) return "different";
  const left = [...long];
  const matched = short.filter((word) => {
    const at = left.findIndex((candidate) => isAlike(word, candidate));
    if (at >= 0) left.splice(at, 1);
    return at >= 0;
  });
  if (matched.length === short.length && (short.length > 1 || long.length === 1)) return "same";
  return areClearlyDifferent(short, long) ? "different" : "unclear";
}

function numbersDiffer(one: string[], other: string[]): boolean {
  const [first, second] = [one, other].map((tokens) => tokens.filter((token) => /^\d+$/.test(token)).join());
  return first !== "" && second !== "" && first !== second;
}

// ------------------------------------------------------------------------------------------------------------- the groups

function grouped(pairs: DuplicatePair[]): DuplicateGroup[] {
  const leader = new Map<string, string>();
  const find = (name: string): string => {
    let last = name;
    while ((leader.get(last) ?? last) !== last) last = leader.get(last)!;
    leader.set(name, last);
    return last;
  };
  for (const { one, other } of pairs) leader.set(find(other), find(one));
  const groups = [...Map.groupBy(pairs, ({ one }) => find(one)).values()];
  return groups
    .map((members) => ({
      clients: [...new Set(members.flatMap(({ one, other }) => [one, other]))].sort(),
      pairs: members.toSorted((a, b) => (pairKey(a.one, a.other) < pairKey(b.one, b.other) ? -1 : 1)),
    }))
    .sort((a, b) => (a.clients[0]! < b.clients[0]! ? -1 : 1));
}
