/**
 * The line that a phone shows while it rings. A stock dialer shows the name and the label of the number, nothing of the notes; so the line
 * goes where the label stands (`mobile`, `work`). Never into the name: mail programs send saved names along, and a client may read them.
 * Pure. What was there is remembered in the contact's `clientData`, so that all of it can be put back.
 */
import type { Grammar } from "../card/index.ts";
import type { Card, Order } from "../card/model.ts";
import type { Person, PersonPhone } from "../client/person.ts";
import { assertNever } from "../lib/assert-never.ts";
import type { IsoDay } from "../lib/day.ts";
import { columnsOf, letterAt } from "../lib/text-width.ts";
import type { CallerLineSettings } from "../template/template.ts";
import { lastTouch } from "./status.ts";

/** Key of the program's own entry in `clientData`, which tells what stood where the line stands. */
export const LINE_KEY = "clientcard.caller-line";

const SEPARATOR = "·";

type Said = { marker: string | null; card: Card };

/** The line of a card, at most `length` letters; `null` when there is nothing to tell. */
export function callerLine(grammar: Grammar, { parts, length }: CallerLineSettings, said: Said): string | null {
  const { orders, log, earlier } = said.card;
  if (orders.length === 0 && log.length === 0 && earlier === null) return null;
  let line = "";
  for (const part of parts.flatMap((name) => partOf(grammar, name, said))) {
    const longer = line === "" ? part : `${line}${SEPARATOR}${part}`;
    if (line === "" || columnsOf(longer) <= length) line = longer;
  }
  return line === "" ? null : cutTo(line, length);
}

function partOf(grammar: Grammar, name: CallerLineSettings["parts"][number], { marker, card }: Said): string[] {
  switch (name) {
    case "marker":
      return marker === null ? [] : [marker];
    case "orders":
      return openOrders(grammar, card);
    case "due":
      return dayAfter("→", grammar, nextDue(card));
    case "last":
      return dayAfter(`${grammar.phrases.last} `, grammar, lastTouch(card));
    default:
      return assertNever(name);
  }
}

/** The stage of the newest open order, and how many others are open: `prepaid +2`. */
function openOrders(grammar: Grammar, { orders }: Card): string[] {
  const rank = ({ number }: Order) => number ?? Number.POSITIVE_INFINITY;
  const [first, ...others] = orders.filter(({ state }) => state === "open").sort((a, b) => rank(b) - rank(a) || 0);
  if (!first) return [];
  const state = first.stage === null ? `#${first.number ?? ""}` : grammar.phrases.stages[first.stage];
  return [others.length === 0 ? state : `${state} +${others.length}`];
}

function nextDue({ orders, log }: Card): IsoDay | null {
  const open = orders.filter(({ state }) => state === "open");
  const days = [...open.flatMap(({ steps }) => steps), ...log].flatMap(({ kind, met, date }) =>
    kind === "plan" && !met && date !== null ? date : [],
  );
  return days.sort()[0] ?? null;
}

/** Day and month: the year goes without saying on a screen that is seen for seconds. */
function dayAfter(mark: string, { settings: { dateForm } }: Grammar, day: IsoDay | null): string[] {
  if (day === null) return [];
  const [, month, date] = day.split("-");
  const forms = { "dd.mm.yyyy": `${date}.${month}`, "dd/mm/yyyy": `${date}/${month}`, iso: `${month}-${date}` };
  return [`${mark}${forms[dateForm]}`];
}

function cutTo(line: string, length: number): string {
  if (columnsOf(line) <= length) return line;
  let width = 1;
  let at = 0;
  while (at < line.length) {
    const letter = letterAt(line, at);
    if (width + letter.width > length) break;
    width += letter.width;
    at = letter.end;
  }
  return `${line.slice(0, at).trimEnd()}…`;
}

// ------------------------------------------------------------------------------------------------------- onto the phone numbers

/** Labels that are picked from a list; anything else a person has typed, and it stays. */
const PICKED = new Set(
  ["", "home", "work", "mobile", "main", "other", "homeFax", "workFax", "otherFax", "pager", "workMobile"].concat([
    "workPager",
    "googleVoice",
  ]),
);

/** By the number as it stands: the label that was there, and the line that was written. */
type Memory = Record<string, { was: string; wrote: string }>;

export type Projection = Required<Pick<Person, "phoneNumbers" | "clientData">>;

/**
 * The phone numbers with the line for their label, or, when it is `null`, with the labels that they had; `null` when nothing changes. A
 * label that a person has typed, before or after, is left and forgotten.
 */
export function projectCallerLine(person: Person, line: string | null): Projection | null {
  const entries = person.clientData ?? [];
  const known = readMemory(entries.find(({ key }) => key === LINE_KEY)?.value);
  if (line === null && known === null) return null;
  const memory: Memory = {};
  const phones = person.phoneNumbers ?? [];
  const phoneNumbers = phones.map((phone) => {
    const was = labelBefore(phone, known ?? {});
    if (was === null) return phone;
    if (line === null) return labelled(phone, was);
    memory[phone.value ?? ""] = { was, wrote: line };
    return labelled(phone, line);
  });
  const kept = entries.filter(({ key }) => key !== LINE_KEY);
  const value = JSON.stringify(memory);
  const clientData = value === "{}" ? kept : [...kept, { key: LINE_KEY, value }];
  const isSame = phones.every((phone, index) => phone === phoneNumbers[index]);
  return isSame && value === JSON.stringify(known ?? {}) ? null : { phoneNumbers, clientData };
}

/** The label under the line, or that the line may take the place of; `null` for one that a person has typed. */
function labelBefore({ value = "", type = "" }: PersonPhone, known: Memory): string | null {
  // A number that was corrected under its line is known by the line alone.
  const ours = [known[value], ...Object.values(known)].find((entry) => entry?.wrote === type);
  if (ours) return ours.was;
  return PICKED.has(type) ? type : null;
}

/** What the account derives from the label is not sent back. */
function labelled(phone: PersonPhone, type: string): PersonPhone {
  if ((phone.type ?? "") === type) return phone;
  const { type: _type, formattedType: _derived, ...rest } = phone as PersonPhone & { formattedType?: string };
  return type === "" ? rest : { ...rest, type };
}

function readMemory(value: string | undefined): Memory | null {
  if (value === undefined) return null;
  try {
    const read = JSON.parse(value) as unknown;
    const entries = Object.entries(read !== null && typeof read === "object" ? read : {});
    return Object.fromEntries(entries.filter(([, entry]) => isEntry(entry)));
  } catch {
    return {};
  }
}

function isEntry(entry: unknown): boolean {
  const { was, wrote } = (entry ?? {}) as Partial<Memory[string]>;
  return typeof was === "string" && typeof wrote === "string";
}
