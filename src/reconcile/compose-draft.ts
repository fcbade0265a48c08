/** Turns what a base says of a client into notes, in the card's own words, with nothing of it left out. */
import {
  beginsOrder,
  composeClosed,
  composeHeader,
  composeStep,
  type Grammar,
  hasLogLine,
  outcomeWord,
  parseNotes,
  readClosedLine,
  stageWord,
} from "../card/index.ts";
import type { OrderState, Stage } from "../card/model.ts";
import type { DraftOrder, DraftStatus } from "../client/draft.ts";
import { remembered } from "../lib/remembered.ts";

/**
 * The notes of a draft: its orders, then the remarks that belong to none, but those that are known. Blocks stand as the card puts them, as far as
 * the draft tells.
 */
export function composeDraft(
  grammar: Grammar,
  draft: { orders: DraftOrder[]; notes: string[] },
  nextNumber: () => number | null,
  isKnown: (remark: string) => boolean = () => false,
): string {
  const orders = draft.orders.map((order) => ({ order, number: nextNumber(), ...partDated(grammar, order.notes) }));
  const { dated: log, rest } = partDated(grammar, draft.notes);
  const free = new Set([...orders.flatMap((each) => each.rest), ...rest]);
  const compose = ({ order, number, dated }: Numbered) => composeOrder(grammar, order, number, dated);
  const closed = orders.filter((each) => !isOpen(each)).sort(byOutcome);
  // A remark that reads as an order stands by itself: what is beside it would be taken for its steps.
  const [ofOrders, plain] = parted(
    [...free].filter((line) => !isKnown(line)),
    (line) => beginsOrder(grammar, line),
  );
  return [
    ...orders.filter(isOpen).sort(byNumber).map(compose),
    log.join("\n"),
    closed.map(compose).join("\n"),
    plain.join("\n"),
    ...ofOrders,
  ]
    .filter((block) => block !== "")
    .join("\n\n");
}

/** Remarks that are lines of the log by themselves, and the others. */
function partDated(grammar: Grammar, remarks: string[]): { dated: string[]; rest: string[] } {
  const [dated, rest] = parted(remarks, (line) => hasLogLine(grammar, line));
  return { dated, rest };
}

function parted(lines: string[], isSuch: (line: string) => boolean): [such: string[], others: string[]] {
  const such: string[] = [];
  const others: string[] = [];
  for (const line of lines) (isSuch(line) ? such : others).push(line);
  return [such, others];
}

type Numbered = { order: DraftOrder; number: number | null; dated: string[] };

function isOpen({ order: { status } }: Numbered): boolean {
  return (status?.state ?? "open") === "open";
}

/** Highest first; ties as they come. */
function byNumber(a: Numbered, b: Numbered): number {
  return (b.number ?? 0) - (a.number ?? 0);
}

/** Latest outcome first, undated ones on top; ties as they come. */
function byOutcome({ order: a }: Numbered, { order: b }: Numbered): number {
  if (a.date === b.date) return 0;
  if (a.date === null || b.date === null) return a.date === null ? -1 : 1;
  return a.date < b.date ? 1 : -1;
}

/** One order as a block: a single closed line when nothing but its outcome is known, else a header with its `steps`, the dated of its remarks. */
export function composeOrder(
  grammar: Grammar,
  order: DraftOrder,
  number: number | null,
  steps = order.notes.filter((line) => hasLogLine(grammar, line)),
): string {
  const header = { number, title: order.title, amount: order.amount, currency: order.currency };
  const { status, date, employee } = order;
  const extras = [order.dateTyped, order.amountTyped].filter((text): text is string => text !== null);
  if (status && status.state !== "open" && date && steps.length === 0 && extras.length === 0) {
    const reason = reasonIn(grammar, status);
    const line = composeClosed(grammar, { ...header, outcome: status.state, date, reason, employee });
    if (isWhole(grammar, line, order)) return line;
  }
  const last = composeStep(grammar, { date, time: null, text: statusText(grammar, status, employee), employee });
  const lines = [composeHeader(grammar, header), ...steps, ...(last === "" ? [] : [last]), ...extras];
  return lines.join("\n");
}

/** `отказ: дорого` gives its reason. Only a word that says no more than the outcome gives way to the card's own: `передумала` is a reason too. */
function reasonIn(grammar: Grammar, status: DraftStatus): string | null {
  const isPlain = PLAIN.test(status.typed) && readsAs(grammar, status.typed, status);
  return isPlain ? statusIn(grammar, status.typed)!.reason : status.typed;
}

const PLAIN =
  /^[\s"'«(]*(?:отказ|отмен|выполн|заверш|законч|закры|готов|сделан|done|lost|cancel|refus|reject|closed|complet|finish|ավարտ|կատար|մերժ|հրաժար|չեղ|պատրաստ)/iu;

/** What the last line of the order says: the status as typed where the grammar understands it, else behind the word it stands for. */
export function statusText(grammar: Grammar, status: DraftStatus | null, employee: string | null): string {
  if (!status) return employee ? stageWord(grammar, "ordered") : "";
  const { typed, state, stage } = status;
  if (state === "open" && stage === null) return typed;
  const word = state === "open" ? stageWord(grammar, stage!) : outcomeWord(grammar, state);
  if (readsAs(grammar, typed, status)) return typed;
  // A reason that begins with a denial (`lost: не дозвонились`) would take the outcome back; in quotes it is a reason.
  const [plain, quoted] = [`${word}: ${typed}`, `${word}: «${typed}»`];
  return !readsAs(grammar, plain, status) && readsAs(grammar, quoted, status) ? quoted : plain;
}

/** Whether the grammar reads a text, as the only step of an order, as the status means it. */
function readsAs(grammar: Grammar, text: string, { state, stage }: DraftStatus): boolean {
  const read = statusIn(grammar, text);
  return read?.state === state && (state !== "open" || read.stage === stage);
}

/** Whether a closed line reads back as the order that it was made from. */
function isWhole(grammar: Grammar, line: string, { status, title, amount }: DraftOrder): boolean {
  const read = readClosedLine(grammar, line);
  return read !== null && read.state === status?.state && read.title === title && read.amount === amount;
}

/** How the grammar reads statuses: thousands of drafts have the same few. */
const statuses = new WeakMap<Grammar, (text: string) => StatusRead | null>();

function statusIn(grammar: Grammar, text: string): StatusRead | null {
  const known = statuses.get(grammar) ?? remembered((status: string) => readStatus(grammar, status));
  statuses.set(grammar, known);
  return known(text);
}

type StatusRead = { state: OrderState; stage: Stage | null; reason: string | null };

function readStatus(grammar: Grammar, text: string): StatusRead | null {
  const header = composeHeader(grammar, { number: 1, title: "x", amount: null, currency: null });
  const step = composeStep(grammar, { date: "2020-01-01", time: null, text, employee: null });
  const order = parseNotes(grammar, `${header}\n${step}`, { today: null }).card.orders[0];
  return order ? { state: order.state, stage: order.stage, reason: order.reason } : null;
}
