/**
 * Rows of a base that were edited since they were imported, as edits of their client: what stood in the row, what stands there now, and what
 * staff have made of it meanwhile, brought together. What both have changed is left as it is, and told. Pure.
 */
import { composeStep, type Grammar, hasLogLine, parseNotes } from "../card/index.ts";
import type { Order } from "../card/model.ts";
import type { Client } from "../client/client.ts";
import type { Draft, DraftOrder } from "../client/draft.ts";
import type { Person } from "../client/person.ts";
import { nameTokens } from "../client/same-name.ts";
import type { IsoDay } from "../lib/day.ts";
import { stableJson } from "../lib/stable-json.ts";
import { composeOrder, statusText } from "./compose-draft.ts";
import { personOf } from "./draft-client.ts";
import { editOrder, type OrderEdit, sameOrder } from "./edit-order.ts";
import { addTold, isSameOrder, KnownLines, lastLineOf } from "./told-orders.ts";

/** One row alone, as it was imported and as it is now. */
export type RowEdit = { was: Draft; now: Draft };

export type RowEdited = {
  text: string;
  person: Person;
  /** The marker and the kind that the row now names, where it named those that the client has. */
  marker: string | null;
  kind: string | null;
  /** Orders and remarks of the row that are new: they are added as those of any new row. */
  orders: DraftOrder[];
  notes: string[];
  /** Values of the contact that gave way. */
  left: string[];
  /** What cannot be followed: staff have changed the same. */
  conflicts: string[];
};

export type Present = {
  client: Client;
  text: string;
  person: Person;
  /** Ids of what it carries. */
  marker: string | null;
  kind: string;
  /** What the program gives to a client of whom no row says more. */
  defaultMarker: string | null;
  defaultKind: string;
  today: IsoDay;
};

/** `whole` is the client as all its rows have it: what another row still says stays. */
export function editRow(grammar: Grammar, present: Present, { was, now }: RowEdit, whole: Draft): RowEdited {
  const edited: RowEdited = {
    text: present.text,
    person: { ...present.person },
    marker: null,
    kind: null,
    orders: [],
    notes: [],
    left: [],
    conflicts: [],
  };
  editContacts(present, { was, now }, whole, edited);
  editName(present, { was, now }, whole, edited);
  editGroup(present, { was, now }, whole, edited);
  editOrders(grammar, present, { was, now }, edited);
  editNotes(grammar, { was, now }, whole, edited);
  return edited;
}

// ------------------------------------------------------------------------------------------------------------- the fields

/** Values that the row gave up leave the client, unless another row says them; what is new is added with everything else. */
function editContacts({ client }: Present, { was, now }: RowEdit, whole: Draft, { person, left }: RowEdited): void {
  const said = [...now.phones, ...whole.phones].map(({ e164, value }) => e164 ?? value);
  const gone = was.phones.filter(({ e164, value }) => !said.includes(e164 ?? value));
  if (gone.length > 0)
    person.phoneNumbers = person.phoneNumbers?.filter(({ value }) => {
      const known = client.phones.find((phone) => phone.value === value);
      return !gone.some((phone) => (phone.e164 ? known?.e164 === phone.e164 : phone.value === value));
    });
  left.push(...gone.map(({ value }) => `phone: ${value}`));
  const mails = [...now.emails, ...whole.emails].map(({ value }) => value);
  const goneMails = was.emails.flatMap(({ value }) => (mails.includes(value) ? [] : [value]));
  if (goneMails.length > 0)
    person.emailAddresses = person.emailAddresses?.filter(
      ({ value }) => !goneMails.includes((value ?? "").toLowerCase()),
    );
  left.push(...goneMails.map((value) => `email: ${value}`));
  const places = [...now.addresses, ...whole.addresses];
  const gonePlaces = was.addresses.filter((address) => !places.includes(address));
  if (gonePlaces.length > 0)
    person.addresses = person.addresses?.filter(({ formattedValue }) => !gonePlaces.includes(formattedValue ?? ""));
  left.push(...gonePlaces.map((value) => `address: ${value}`));
}

function editName({ client }: Present, { was, now }: RowEdit, whole: Draft, edited: RowEdited): void {
  const [before, after] = [was, now].map(({ name, organization }) => `${name.display}|${organization ?? ""}`);
  // Other rows of the client may agree on another spelling: theirs stands.
  if (before === after || whole.name.display !== now.name.display || now.name.display === "") return;
  const { names, organizations } = personOf(whole);
  const isAt = (display: string) => sameWords(client.name.display, display);
  if (isAt(was.name.display) || client.name.display === "") {
    edited.left.push(`name: ${client.name.display}`);
    if (names && !isAt(now.name.display)) edited.person.names = names;
    const [own, ...others] = edited.person.organizations ?? [];
    const wasCompany = was.organization ?? (was.name.company ? was.name.display : undefined);
    if (organizations && (own === undefined || own.name === wasCompany))
      edited.person.organizations = [{ ...own, ...organizations[0] }, ...others];
  } else if (!isAt(now.name.display)) edited.conflicts.push(now.name.display);
}

function editGroup(present: Present, { was, now }: RowEdit, whole: Draft, edited: RowEdited): void {
  if (now.marker !== was.marker && now.marker !== null && whole.marker === now.marker) {
    const isOurs = present.marker === null || present.marker === (was.marker ?? present.defaultMarker);
    if (isOurs) edited.marker = now.marker;
    else if (present.marker !== now.marker) edited.conflicts.push(now.marker);
  }
  if (now.kind !== was.kind && now.kind !== undefined && whole.kind === now.kind) {
    if (present.kind === (was.kind ?? present.defaultKind)) edited.kind = now.kind;
    else if (present.kind !== now.kind) edited.conflicts.push(now.kind);
  }
}

function sameWords(one: string, other: string): boolean {
  return one === other || nameTokens(one).sort().join(" ") === nameTokens(other).sort().join(" ");
}

// -------------------------------------------------------------------------------------------------------------- the order

function editOrders(grammar: Grammar, { today }: Present, { was, now }: RowEdit, edited: RowEdited): void {
  const [before] = was.orders;
  const [after] = now.orders;
  if (!before && after) edited.orders.push(after);
  if (!before || (after && said(grammar, before) === said(grammar, after))) return;
  const orders = ordersOf(grammar, edited.text);
  const order = orders.find((one) => isSameOrder(one, before));
  if (after && !order && orders.some((one) => isSameOrder(one, after))) return;
  const changed = after && order ? editedOrder(grammar, edited.text, order, before, after, today) : null;
  if (changed === null) edited.conflicts.push((after ?? before).title);
  else {
    edited.text = changed.text;
    edited.notes.push(...changed.loose);
  }
}

/** Undated remarks stand outside the block of the order. */
function said(grammar: Grammar, { row: _row, source: _source, notes, ...order }: DraftOrder): string {
  return stableJson({ ...order, notes: notes.filter((line) => hasLogLine(grammar, line)) });
}

/** An order that stands as the row told it is told anew; in one that staff have gone on with, what the row changed is changed. */
function editedOrder(
  grammar: Grammar,
  text: string,
  order: Order,
  before: DraftOrder,
  after: DraftOrder,
  today: IsoDay,
): { text: string; loose: string[] } | null {
  const [told] = ordersOf(grammar, composeOrder(grammar, before, order.number));
  if (told && sameOrder(told, order)) {
    const anew = replaced(grammar, text, order, composeOrder(grammar, after, order.number));
    return anew === null ? null : { text: anew, loose: [] };
  }
  const now = goneOn(grammar, text, order, before, after, today);
  if (now === null) return null;
  const steps = after.notes.filter((line) => hasLogLine(grammar, line) && !before.notes.includes(line));
  const more = { ...after, notes: steps, employee: null, dateTyped: null, amountTyped: null };
  return addTold(grammar, now, [more], new KnownLines([now], []));
}

/** Title, sum and outcome; a day or an employee alone has no place of its own any more. */
function goneOn(
  grammar: Grammar,
  text: string,
  order: Order,
  before: DraftOrder,
  after: DraftOrder,
  today: IsoDay,
): string | null {
  const edit: OrderEdit = {
    ...(before.title === after.title ? {} : { title: after.title }),
    ...(before.amount === after.amount ? {} : { amount: after.amount, currency: after.currency }),
  };
  if (before.dateTyped !== after.dateTyped || before.amountTyped !== after.amountTyped) return null;
  const [from, to] = [before.status, after.status];
  const isMoved = stableJson(from) !== stableJson(to);
  if (!isMoved && (before.date !== after.date || before.employee !== after.employee)) return null;
  if (isMoved && to !== null && to.state !== "open" && (from === null || from.state === "open"))
    edit.close = { outcome: to.state, date: after.date ?? today, reason: null };
  else if (isMoved && to?.state !== "open") return null;
  const now = Object.keys(edit).length > 0 ? editOrder(grammar, text, order.number ?? -1, edit, today) : text;
  if (now === null || !isMoved || edit.close || to === null) return now;
  const { date, employee } = after;
  const step = composeStep(grammar, { date, time: null, text: statusText(grammar, to, employee), employee });
  const lines = now.split("\n");
  lines.splice(lastLineOf(order) + 1, 0, step);
  return lines.join("\n");
}

function replaced(grammar: Grammar, text: string, order: Order, block: string): string | null {
  const lines = text.split("\n");
  lines.splice(order.line, lastLineOf(order) + 1 - order.line, ...block.split("\n"));
  const changed = lines.join("\n");
  const [wanted] = ordersOf(grammar, block);
  const [before, after] = [text, changed].map((one) => ordersOf(grammar, one));
  const isKept =
    wanted !== undefined &&
    after!.length === before!.length &&
    after!.every((one, index) => sameOrder(index === orderIndex(before!, order) ? wanted : before![index]!, one));
  return isKept ? changed : null;
}

function orderIndex(orders: Order[], { line }: Order): number {
  return orders.findIndex((one) => one.line === line);
}

// ------------------------------------------------------------------------------------------------------------ the remarks

/** A remark that was changed is changed where it stands; one that staff have changed too stays, and the new one comes beside it. */
function editNotes(grammar: Grammar, { was, now }: RowEdit, whole: Draft, edited: RowEdited): void {
  const [before, after] = [was, now].map((draft) => remarksOf(grammar, draft));
  const others = remarksOf(grammar, whole);
  const gone = before!.filter((line) => !after!.includes(line) && !others.includes(line));
  const added = after!.filter((line) => !before!.includes(line));
  const lines = edited.text.split("\n");
  for (const line of gone) {
    const at = lineOf(grammar, lines, line);
    if (at !== -1) lines.splice(at, 1, ...added.splice(0, 1));
  }
  edited.text = lines.join("\n");
  edited.notes.push(...added);
}

/** Those of an order that are dated stand in its block. */
function remarksOf(grammar: Grammar, { notes, orders }: Draft): string[] {
  const loose = orders.flatMap((order) => order.notes.filter((line) => !hasLogLine(grammar, line)));
  return [...notes.map(({ text }) => text), ...loose];
}

/** Where a remark stands: as it was typed, or as the line of the log that it became. */
function lineOf(grammar: Grammar, lines: string[], remark: string): number {
  const verbatim = lines.findIndex((line) => line.trim() === remark.trim());
  if (verbatim !== -1) return verbatim;
  const [wanted] = parseNotes(grammar, remark, { today: null }).card.log;
  if (!wanted || wanted.date === null) return -1;
  const { log } = parseNotes(grammar, lines.join("\n"), { today: null }).card;
  return log.find(({ date, text }) => date === wanted.date && text === wanted.text)?.line ?? -1;
}

function ordersOf(grammar: Grammar, text: string): Order[] {
  return parseNotes(grammar, text, { today: null }).card.orders;
}
