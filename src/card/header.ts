/** `[DATE] WORD [№|#|N][NUMBER] SEP TITLE[, MONEY] [(EMPLOYEE)]`, and the closed line, which ends in ` – OUTCOME DATE[: REASON]`. */
import type { IsoDay } from "../lib/day.ts";
import { digitsEnd, isDash, isDigit, isSpace, skipSpaces, trimEndAt } from "./chars.ts";
import { isSeparator, type PartialDate, readDate } from "./dates.ts";
import { type EmployeeRead, readTrailing } from "./employees.ts";
import { type Grammar, leadAt } from "./grammar.ts";
import { type MoneyRead, nextMoney } from "./money.ts";

/** The outcome at the end of a closed line. Places count in the line; `dash` is where the closing part begins, blanks included. */
export type Closing = {
  state: "done" | "lost";
  word: string;
  dash: number;
  day: IsoDay | null;
  partial: PartialDate | null;
  /** Where the date stands. */
  dateStart: number;
  dateEnd: number;
  reason: string | null;
};

export type Header = {
  number: number | null;
  /** Where the order word ends. */
  wordEnd: number;
  /** Where a number may be put: after the word, or after a number sign. */
  numberAt: number;
  /** Where the title begins, after the separator. */
  titleAt: number;
  /** Where title, money and payments end: before the closing part or the employee. */
  end: number;
  title: string;
  amount: number | null;
  currency: string | null;
  /** A payment told in the header itself. */
  paid: { amount: number | null; currency: string | null; stage: "prepaid" | "paid" | null } | null;
  closing: Closing | null;
  trailing: EmployeeRead;
};

const MAX_NUMBER = 999_999_999;

/** Reads what follows the order word; `null` when there is no separator. Without `closed`, a closing part counts as title. */
export function readHeader(
  grammar: Grammar,
  text: string,
  wordAt: number,
  limit: IsoDay | null,
  closed = true,
): Header | null {
  const sign = numberSignEnd(text, wordAt);
  const digits = skipSpaces(text, sign);
  const digitEnd = digitsEnd(text, digits);
  const typed = digitEnd > digits && (digits > wordAt || sign > wordAt);
  const number = typed ? Number(text.slice(digits, digitEnd)) : null;
  if (number !== null && (number > MAX_NUMBER || digitEnd - digits > 9)) return null;
  const titleAt = separatorEnd(text, typed ? digitEnd : sign, typed);
  if (titleAt === -1) return null;
  const trailing = readTrailing(grammar, text, titleAt, text.length);
  const named = trailing.kind === "known" || trailing.kind === "ambiguous" ? trailing.start : text.length;
  const closing = closed ? readClosing(grammar, text, titleAt, named, limit) : null;
  const end = trimEndAt(text, titleAt, closing ? closing.dash : named);
  const header: Header = {
    number,
    wordEnd: wordAt,
    numberAt: sign,
    titleAt,
    end,
    title: "",
    amount: null,
    currency: null,
    paid: null,
    closing,
    trailing,
  };
  readTitle(grammar, text, header);
  return header;
}

/** Past `№`, `#`, `N` or `No.`; the place itself when none of them stands there. */
function numberSignEnd(text: string, at: number): number {
  const start = skipSpaces(text, at);
  const code = text.charCodeAt(start);
  if (code === 0x2116 || code === 0x23) return start + 1;
  if (start > at && (code === 0x4e || code === 0x6e)) {
    let end = start + 1;
    if (text[end] === "o") end++;
    if (text[end] === ".") end++;
    if (isDigit(text.charCodeAt(skipSpaces(text, end)))) return end;
  }
  return at;
}

/** Past `:` `։` `՝` or a spaced dash, -1 without one. `Order 12:30` is a time and no header. */
function separatorEnd(text: string, from: number, numbered: boolean): number {
  const at = skipSpaces(text, from);
  const code = text.charCodeAt(at);
  if (code === 0x3a || code === 0x589 || code === 0x55d) {
    if (numbered && code === 0x3a && digitsEnd(text, at + 1) === at + 3) return -1;
    return skipSpaces(text, at + 1);
  }
  const spaced = isDash(code) && at > from && (at + 1 >= text.length || isSpace(text.charCodeAt(at + 1)));
  return spaced ? skipSpaces(text, at + 1) : -1;
}

// ------------------------------------------------------------------------------------------------------- the closing part

/** `named` is where the brackets of the employee begin, or the end of the line. */
function readClosing(
  grammar: Grammar,
  text: string,
  from: number,
  named: number,
  limit: IsoDay | null,
): Closing | null {
  for (let at = from; at < text.length; at++) {
    if (!isDash(text.charCodeAt(at)) || !isSpace(text.charCodeAt(at + 1))) continue;
    if (at > from && !isSpace(text.charCodeAt(at - 1))) continue;
    const closing = closingAt(grammar, text, from, at, named, limit);
    if (closing) return closing;
  }
  // `Order 12 – done 14.08.2026`: the dash that parts word and title is the one before the outcome.
  const dash = trimEndAt(text, 0, from) - 1;
  return isDash(text.charCodeAt(dash)) ? closingAt(grammar, text, from, dash, named, limit) : null;
}

function closingAt(
  grammar: Grammar,
  text: string,
  from: number,
  dash: number,
  named: number,
  limit: IsoDay | null,
): Closing | null {
  const wordStart = skipSpaces(text, dash + 1);
  const lead = leadAt(grammar, text, wordStart);
  if (lead?.cls !== "done" && lead?.cls !== "lost") return null;
  const dateStart = skipSpaces(text, lead.end);
  const date = dateStart > lead.end ? readDate(text, dateStart, limit) : null;
  if (!date || date.impossible) return null;
  const reasonEnd = trimEndAt(text, date.end, named < date.end ? text.length : named);
  const reason = reasonBetween(text, date.end, reasonEnd);
  if (reason === undefined) return null;
  return {
    state: lead.cls,
    word: text.slice(wordStart, lead.end),
    dash: Math.max(from, trimEndAt(text, 0, dash)),
    day: date.day,
    partial: date.day
      ? null
      : date.offset === null
        ? { month: date.month, dayOfMonth: date.dayOfMonth }
        : { offset: date.offset },
    dateStart,
    dateEnd: date.end,
    reason,
  };
}

/** The reason after a separator, `null` for none, `undefined` when other words follow the date. */
function reasonBetween(text: string, from: number, to: number): string | null | undefined {
  if (from >= to) return null;
  let at = skipSpaces(text, from);
  const sign = isSeparator(text.charCodeAt(at)) || text.charCodeAt(at) === 0x2e;
  if (!sign) return text.charCodeAt(at) === 0x28 && at > from ? text.slice(at, to) : undefined;
  at = skipSpaces(text, at + 1);
  return at >= to ? null : text.slice(at, to);
}

// ------------------------------------------------------------------------------------------------------ title and amount

/** The amount is the last money before any paying word; it parts from the title only where it stands alone after a comma. */
function readTitle(grammar: Grammar, text: string, header: Header): void {
  const { titleAt, end } = header;
  if (!hasDigit(text, titleAt, end)) {
    header.title = text.slice(titleAt, end);
    return;
  }
  const paying = payingWordAt(grammar, text, titleAt, end);
  const limit = paying === -1 ? end : trimSigns(text, titleAt, paying);
  const money = lastMoney(text, titleAt, limit);
  if (paying !== -1) header.paid = readPaid(grammar, text, paying, end);
  if (money) {
    header.amount = money.amount;
    header.currency = money.currency ?? grammar.settings.currency;
  }
  const comma = money && trimEndAt(text, titleAt, limit) === money.end ? trimEndAt(text, titleAt, money.start) - 1 : -1;
  const alone = comma >= titleAt && text.charCodeAt(comma) === 0x2c;
  const whole = money && money.start === titleAt && money.end === limit;
  const titleEnd = alone ? comma : whole ? titleAt : paying === -1 || money ? limit : end;
  header.title = text.slice(titleAt, trimEndAt(text, titleAt, titleEnd));
}

function hasDigit(text: string, from: number, to: number): boolean {
  for (let at = from; at < to; at++) if (isDigit(text.charCodeAt(at))) return true;
  return false;
}

/** Money that says so, the last of all; else a plain number that stands alone after the last comma. */
function lastMoney(text: string, from: number, to: number): MoneyRead | null {
  let last: MoneyRead | null = null;
  const end = trimEndAt(text, from, to);
  for (let read = nextMoney(text, from, to); read; read = nextMoney(text, read.end, to)) {
    const comma = trimEndAt(text, from, read.start) - 1;
    const alone = read.end === end && comma >= from && text.charCodeAt(comma) === 0x2c;
    if (read.sure || (alone && read.plain)) last = read;
  }
  return last;
}

/** A paying word after a sign of the title: where it begins, -1 without one. */
function payingWordAt(grammar: Grammar, text: string, from: number, to: number): number {
  for (let at = from; at < to; at++) {
    const code = text.charCodeAt(at);
    const sign = code === 0x2c || code === 0x3b || code === 0x28 || isDash(code) || code === 0x2e;
    if (!sign) continue;
    const word = skipSpaces(text, at + 1);
    const lead = word < to ? leadAt(grammar, text, word) : null;
    if (lead && (lead.cls === "prepaid" || lead.cls === "paid" || lead.cls === "paying")) return word;
  }
  return -1;
}

function readPaid(grammar: Grammar, text: string, at: number, end: number): Header["paid"] {
  const lead = leadAt(grammar, text, at)!;
  const money = nextMoney(text, lead.end, end);
  const stage = lead.cls === "prepaid" || lead.cls === "paid" ? lead.cls : null;
  return { amount: money?.amount ?? null, currency: money?.currency ?? null, stage };
}

function trimSigns(text: string, from: number, to: number): number {
  let at = trimEndAt(text, from, to);
  while (at > from && (isSeparator(text.charCodeAt(at - 1)) || text.charCodeAt(at - 1) === 0x28))
    at = trimEndAt(text, from, at - 1);
  return at;
}
