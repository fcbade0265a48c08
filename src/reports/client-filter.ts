/**
 * Which clients are meant: `label=Wholesale state=open employee=Anna last<2026-01-01`. Every term has to hold; several values of one term
 * stand between commas; a value with blanks stands in quotes; `none` is a client without any. Pure.
 */
import { readEmployee } from "../card/index.ts";
import { foldName } from "../reconcile/labels.ts";
import type { ClientView, Office } from "./lookup.ts";

export type Where = (view: ClientView) => boolean;

/** What is wrong with a filter, and what would be right. */
export type WhereProblem = {
  kind: "term" | "key" | "sign" | "value";
  typed: string;
  /** The key of the term, where it is known. */
  key: string;
  allowed: string[];
};

/** What the values of a filter may name. */
export type Named = { office: Office; labels: string[] };

type Sign = "=" | "!=" | "<" | "<=" | ">" | ">=";
type Term = { key: string; sign: Sign; values: string[]; typed: string };

const STATES = ["open", "done", "lost"];
const NONE = "none";
const DAYS: Record<string, (view: ClientView) => (string | null)[]> = {
  last: ({ lastTouch }) => [lastTouch],
  due: ({ due }) => due.map(({ day }) => day),
  opened: ({ card }) => card.orders.map(({ opened }) => opened),
  closed: ({ card }) => card.orders.map(({ closed }) => closed),
};
const KEYS = ["label", "state", "employee", ...Object.keys(DAYS)];
const TERM = /\s*([^\s=!<>"]+)\s*(!=|<=|>=|=|<|>)\s*((?:"[^"]*"|[^\s,"]+)(?:\s*,\s*(?:"[^"]*"|[^\s,"]+))*)(?=\s|$)/y;

export function readWhere(text: string, named: Named): { where: Where } | { problem: WhereProblem } {
  const tests: Where[] = [];
  let at = 0;
  while (text.slice(at).trim() !== "") {
    TERM.lastIndex = at;
    const found = TERM.exec(text);
    if (!found) return { problem: { kind: "term", typed: text.slice(at).trim(), key: "", allowed: KEYS } };
    at = TERM.lastIndex;
    const [typed, key, sign, listed] = found as unknown as [string, string, Sign, string];
    const values = listed.match(/"[^"]*"|[^\s,"]+/g)!.map((value) => value.replaceAll('"', ""));
    const read = readTerm({ key: key.toLowerCase(), sign, values, typed: typed.trim() }, named);
    if ("problem" in read) return read;
    tests.push(read.where);
  }
  return { where: (view) => tests.every((test) => test(view)) };
}

function readTerm(term: Term, named: Named): { where: Where } | { problem: WhereProblem } {
  const { key, sign, values, typed } = term;
  const day = DAYS[key];
  if (day && Object.hasOwn(DAYS, key)) return readDays(term, day);
  if (!KEYS.includes(key)) return { problem: { kind: "key", typed, key, allowed: KEYS } };
  if (sign !== "=" && sign !== "!=") return { problem: { kind: "sign", typed, key, allowed: ["=", "!="] } };
  const { known, valuesOf } = KNOWN[key]!(named);
  const wanted = new Set<string>();
  for (const value of values) {
    const meant = value.toLowerCase() === NONE ? NONE : known(value);
    if (meant === null)
      return { problem: { kind: "value", typed: value, key, allowed: [...listFor(key, named), NONE] } };
    wanted.add(meant);
  }
  const holds: Where = (view) => {
    const carried = valuesOf(view);
    return carried.length === 0 ? wanted.has(NONE) : carried.some((value) => wanted.has(value));
  };
  return { where: sign === "=" ? holds : (view) => !holds(view) };
}

type Reading = { known: (value: string) => string | null; valuesOf: (view: ClientView) => string[] };

const KNOWN: Record<string, (named: Named) => Reading> = {
  label: ({ labels }) => {
    const folded = new Set(labels.map(foldName));
    return {
      known: (value) => (folded.has(foldName(value)) ? foldName(value) : null),
      valuesOf: ({ marker, labels: others }) => [...(marker === null ? [] : [marker]), ...others].map(foldName),
    };
  },
  state: () => ({
    known: (value) => STATES.find((state) => state === value.toLowerCase()) ?? null,
    valuesOf: ({ card }) => [
      ...card.orders.map(({ state }) => state),
      ...(card.earlier && card.earlier.done > 0 ? ["done"] : []),
      ...(card.earlier && card.earlier.lost > 0 ? ["lost"] : []),
    ],
  }),
  employee: ({ office: { grammar } }) => ({
    known: (value) => readEmployee(grammar, value),
    valuesOf: ({ card: { orders, log } }) =>
      [...orders, ...orders.flatMap(({ steps }) => steps), ...log].flatMap(({ employee }) => employee ?? []),
  }),
};

function listFor(key: string, { office, labels }: Named): string[] {
  if (key === "label") return labels;
  return key === "state" ? STATES : office.template.card.employees.map(({ name }) => name);
}

/** Without a day a client matches `none` alone: nobody knows whether it would be before or after. */
function readDays({ key, sign, values, typed }: Term, daysOf: (view: ClientView) => (string | null)[]) {
  const [value = ""] = values;
  const day = value.toLowerCase() === NONE ? NONE : dayFrom(value);
  if (values.length > 1 || day === null) {
    const problem: WhereProblem = {
      kind: "value",
      typed: values.join(","),
      key,
      allowed: ["2026-01-31", "31.01.2026", NONE],
    };
    return { problem };
  }
  if (day === NONE && sign !== "=" && sign !== "!=") {
    const problem: WhereProblem = { kind: "sign", typed, key, allowed: ["=", "!="] };
    return { problem };
  }
  const where: Where = (view) => {
    const days = daysOf(view).filter((one) => one !== null);
    if (day === NONE) return (days.length === 0) === (sign === "=");
    return days.some((one) => compare(one, sign, day));
  };
  return { where };
}

function compare(day: string, sign: Sign, other: string): boolean {
  switch (sign) {
    case "=":
      return day === other;
    case "!=":
      return day !== other;
    case "<":
      return day < other;
    case "<=":
      return day <= other;
    case ">":
      return day > other;
    case ">=":
      return day >= other;
  }
}

function dayFrom(typed: string): string | null {
  const [, y, m, d, day, month, year] = /^(?:(\d{4})-(\d\d)-(\d\d)|(\d\d?)\.(\d\d?)\.(\d{4}))$/.exec(typed) ?? [];
  const iso = y ? `${y}-${m}-${d}` : year ? `${year}-${month!.padStart(2, "0")}-${day!.padStart(2, "0")}` : "";
  const at = new Date(`${iso}T00:00:00Z`);
  return !Number.isNaN(at.getTime()) && at.toISOString().startsWith(iso) ? iso : null;
}
