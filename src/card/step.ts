/** What the words of one step mean for its order: outcome, stage, payments. */
import type { IsoDay } from "../lib/day.ts";
import { fold, isDash, isDigit, isLetter, isSpace, skipSpaces, trimEndAt, wordEnd } from "./chars.ts";
import { type DateRead, isSeparator, readDate } from "./dates.ts";
import { type FoundWord, type Grammar, leadAt } from "./grammar.ts";
import type { Stage } from "./model.ts";
import { nextMoney } from "./money.ts";
import { negations, toCome } from "./vocabulary.ts";

export type Payment = { amount: number; currency: string | null };

export type Meaning = {
  outcome: "done" | "lost" | null;
  reason: string | null;
  /** A date right after the outcome word (`done 14.08.2026`), which counts where the line has none of its own. */
  date: DateRead | null;
  /** Where the outcome word ends. */
  wordEnd: number;
  stage: Stage | null;
  reopens: boolean;
  payments: Payment[];
  /** An outcome word that other words or a negation follow. */
  unclear: boolean;
};

export const plainWords: Meaning = {
  outcome: null,
  reason: null,
  date: null,
  wordEnd: 0,
  stage: null,
  reopens: false,
  payments: [],
  unclear: false,
};

/**
 * Reads the words between `from` and `to`. `limit` is the last day that a date may name, `lead` the
 * word that stands at `from`, where it is known.
 */
export function readMeaning(
  grammar: Grammar,
  text: string,
  from: number,
  to: number,
  limit: IsoDay | null,
  lead: FoundWord | null = leadAt(grammar, text, from),
): Meaning {
  const pays = lead?.cls === "prepaid" || lead?.cls === "paid" || lead?.cls === "paying";
  const payments = mayPay(text, from, to) ? readPayments(grammar, text, from, to) : [];
  if (!lead || lead.end > to || lead.cls === "order")
    return payments.length > 0 ? { ...plainWords, payments } : plainWords;
  if (lead.cls === "done" || lead.cls === "lost") return readOutcome(text, lead, lead.cls, to, limit, payments);
  if (isNegated(text, lead.end, to)) return plainWords;
  if (lead.cls === "reopen") return { ...plainWords, reopens: true, payments };
  if (lead.cls === "paying") return { ...plainWords, payments };
  return { ...plainWords, stage: lead.cls, payments: pays || payments.length > 0 ? payments : [] };
}

function readOutcome(
  text: string,
  lead: FoundWord,
  outcome: "done" | "lost",
  to: number,
  limit: IsoDay | null,
  payments: Payment[],
): Meaning {
  const closes = { ...plainWords, outcome, wordEnd: lead.end, payments };
  const unclear = { ...plainWords, unclear: true, wordEnd: lead.end };
  const at = skipSpaces(text, lead.end);
  if (at >= to) return closes;
  const code = text.charCodeAt(at);
  if (isLetter(code) || isDigit(code)) {
    const date = at > lead.end ? readDate(text, at, limit) : null;
    if (date && !date.impossible && endsFree(text, date.end, to)) {
      return { ...closes, date, reason: reasonFrom(text, date.end, to) };
    }
    const money = nextMoney(text, at, to);
    return money?.start === at && money.sure ? { ...closes, reason: text.slice(at, to) } : unclear;
  }
  const money = nextMoney(text, at, to);
  if (money?.start === at) return { ...closes, reason: text.slice(at, to) };
  // A question (`done?`, `ավարտված՞`) says nothing yet; a hash or a plus glues on a number.
  if (text[at] === "?" || text[at] === "՞" || (isDash(code) && at === lead.end)) return unclear;
  if (isDenied(text, at, to, outcome)) return unclear;
  return { ...closes, reason: reasonFrom(text, at, to) };
}

/**
 * Whether a negation behind a sign takes the outcome back (`done, not yet`) or begins the reason: after a colon or dash (`done: no
 * complaints`), and of a lost order always (`lost, no money`), unless nothing but the negation follows (`done: no`).
 */
function isDenied(text: string, sign: number, to: number, outcome: "done" | "lost"): boolean {
  const after = skipSigns(text, sign, to);
  if (after >= to || !isNegation(text, after)) return false;
  if (reasonFrom(text, wordEnd(text, after), to) === null) return true;
  const code = text.charCodeAt(sign);
  return outcome === "done" && code !== 0x3a && !isDash(code);
}

function endsFree(text: string, at: number, to: number): boolean {
  return at >= to || !(isLetter(text.charCodeAt(at)) || isDigit(text.charCodeAt(at)));
}

function reasonFrom(text: string, from: number, to: number): string | null {
  const at = skipSigns(text, from, to);
  return at >= to ? null : text.slice(at, to);
}

function skipSigns(text: string, from: number, to: number): number {
  let at = from;
  while (at < to) {
    const code = text.charCodeAt(at);
    const sign =
      isSpace(code) || isSeparator(code) || code === 0x2e || code === 0x21 || code === 0x55c || code === 0x55b;
    if (!sign) break;
    at++;
  }
  return at;
}

function isNegation(text: string, at: number): boolean {
  const end = wordEnd(text, at);
  return end > at && negations.has(fold(text.slice(at, end)));
}

/** One of the next two words denies (`offer not sent`, `предоплата пока не получена`), or the next says that it is to come. */
function isNegated(text: string, from: number, to: number): boolean {
  let at = from;
  for (let word = 0; word < 2; word++) {
    const start = skipSpaces(text, at);
    const end = wordEnd(text, start);
    if (end === start || end > to) return false;
    const next = fold(text.slice(start, end));
    if (negations.has(next) || (word === 0 && toCome.has(next))) return true;
    at = end;
  }
  return false;
}

/** A payment takes a number. */
function mayPay(text: string, from: number, to: number): boolean {
  for (let at = from; at < to; at++) if (isDigit(text.charCodeAt(at))) return true;
  return false;
}

/** Money after each paying word that begins the text or follows a sign: `paid 50 000`, `done, prepaid 20 000 AMD`. */
function readPayments(grammar: Grammar, text: string, from: number, to: number): Payment[] {
  const payments: Payment[] = [];
  let fresh = true;
  let at = from;
  while (at < to) {
    const code = text.charCodeAt(at);
    if (!isLetter(code)) {
      if (!isSpace(code)) fresh = isSeparator(code) || code === 0x2e || code === 0x28 || code === 0x2b;
      at++;
      continue;
    }
    const lead = fresh ? leadAt(grammar, text, at) : null;
    if (lead && isPaying(lead) && !isNegated(text, lead.end, to)) {
      const money = paidAfter(text, lead.end, to);
      if (money) payments.push(money);
    }
    at = lead?.end ?? wordEnd(text, at);
    fresh = lead?.cls === "done" || lead?.cls === "lost";
  }
  return payments;
}

function isPaying(lead: FoundWord): boolean {
  return lead.cls === "prepaid" || lead.cls === "paid" || lead.cls === "paying";
}

/** The first money of the same clause. A bare small number before a word counts things: `paid 2 invoices`. */
function paidAfter(text: string, from: number, to: number): Payment | null {
  const read = nextMoney(text, from, clauseEnd(text, from, to));
  if (!read) return null;
  if (!read.sure && (!read.plain || (read.amount < 100 && read.end < trimEndAt(text, from, to)))) return null;
  return { amount: read.amount, currency: read.currency };
}

/** A comma or full stop ends the clause unless digits follow it at once. */
function clauseEnd(text: string, from: number, to: number): number {
  for (let at = from; at < to; at++) {
    const code = text.charCodeAt(at);
    if (code === 0x3b) return at;
    if (
      (code === 0x2c || code === 0x2e) &&
      at > from &&
      isDigit(text.charCodeAt(at - 1)) &&
      !isDigit(text.charCodeAt(at + 1))
    )
      return at;
  }
  return to;
}
