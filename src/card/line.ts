/** One line of the notes: its prefix (bullet, plan mark, date, time), its words, its employee. */
import type { IsoDay } from "../lib/day.ts";
import { isDash, isDigit, isLetter, isSpace, skipInvisible, skipSpaces, trimEndAt } from "./chars.ts";
import { isSeparator, type PartialDate, readDate, readTime } from "./dates.ts";
import { readEarlier } from "./earlier.ts";
import { type EmployeeRead, readTrailing } from "./employees.ts";
import { type FoundWord, type Grammar, leadAt } from "./grammar.ts";
import { type Header, readHeader } from "./header.ts";
import type { Earlier } from "./model.ts";
import { isStateLine } from "./state-line.ts";

export type LineKind = "blank" | "state" | "earlier" | "quoted" | "header" | "step";

export type Line = {
  index: number;
  text: string;
  kind: LineKind;
  /** `→` or `->` before the date. */
  marked: boolean;
  date: IsoDay | null;
  /** A date whose year or day the context must tell. */
  partial: PartialDate | null;
  /** A three-part date that the calendar lacks, or too far ahead. */
  impossible: boolean;
  time: string | null;
  /** Where the words begin, after prefix and bullet. */
  body: number;
  /** Where the words begin if the date is not read as one: after the bullet. */
  bare: number;
  /** `#12` before the words: the order meant. The words then begin after it. */
  ref: number | null;
  header: Header | null;
  /** An order word at the start without a separator. */
  unclear: boolean;
  /** The order, outcome or stage word that the words begin with, as far as it was looked up. */
  lead: FoundWord | null | undefined;
  /** What a summary line says. */
  earlier: Earlier | null;
  /** Read on demand by `employeeOf`. */
  trailing: EmployeeRead | null;
};

export type LineContext = { limit: IsoDay | null };

export function readLine(grammar: Grammar, text: string, index: number, context: LineContext): Line {
  const line = emptyLine(text, index);
  const start = skipInvisible(text, 0);
  if (start === text.length) {
    line.kind = skipSpaces(text, 0) === text.length ? "blank" : "step";
    return line;
  }
  const code = text.charCodeAt(start);
  if (code === 0x3e) {
    line.kind = "quoted";
    return line;
  }
  if (text.includes(" · ") && isStateLine(grammar, text)) {
    line.kind = "state";
    return line;
  }
  line.earlier = readEarlier(grammar, text);
  if (line.earlier) {
    line.kind = "earlier";
    return line;
  }
  line.bare = line.body = skipBullet(text, start);
  readPrefix(line, context.limit);
  if (!line.marked || line.date === null) readHeaderOf(grammar, line, context.limit);
  if (line.header === null) readRef(line, context.limit);
  return line;
}

function emptyLine(text: string, index: number): Line {
  return {
    index,
    text,
    kind: "step",
    marked: false,
    date: null,
    partial: null,
    impossible: false,
    time: null,
    body: 0,
    bare: 0,
    ref: null,
    header: null,
    unclear: false,
    lead: undefined,
    earlier: null,
    trailing: null,
  };
}

const roundBullets = new Set([..."•●▪◦‣*·○■□▸"].map((bullet) => bullet.charCodeAt(0)));

/** Past one bullet: a round one, or a dash or plus with a blank after it. */
function skipBullet(text: string, at: number): number {
  const code = text.charCodeAt(at);
  if (isDigit(code) || isLetter(code)) return at;
  if (!roundBullets.has(code) && code !== 0x2b && !isDash(code)) return at;
  const next = skipInvisible(text, at + 1);
  if (next === text.length) return at;
  return next > at + 1 || (roundBullets.has(code) && code > 0x7f) ? next : at;
}

/** Reads mark, date and time; leaves the line undated when there is no date. */
function readPrefix(line: Line, limit: IsoDay | null): void {
  const { text } = line;
  let at = line.body;
  const mark = markEnd(text, at);
  if (mark !== at) at = skipInvisible(text, mark);
  const bracket = text.charCodeAt(at) === 0x5b;
  if (bracket) at = skipInvisible(text, at + 1);
  // `[14:05, 20.11.2026]`, as WhatsApp Web copies it.
  const first = bracket ? readTime(text, at) : null;
  if (first) at = skipSigns(text, first.end);
  const code = text.charCodeAt(at);
  if (!isDigit(code) && !isLetter(code)) return;
  const read = readDate(text, at, limit);
  if (!read) return;
  if (read.impossible) {
    line.impossible = true;
    return;
  }
  let end = read.end;
  const digits = skipSigns(text, end);
  const time = first === null && digits > end ? readTime(text, digits) : null;
  if (time) end = time.end;
  if (bracket) {
    end = skipSpaces(text, end);
    if (text.charCodeAt(end) !== 0x5d) return;
    end++;
  }
  const body = wordsAfter(text, end);
  if (body === -1) return;
  line.marked = mark !== line.body;
  line.date = read.day;
  line.partial = read.day ? null : partialOf(read);
  line.time = (first ?? time)?.time ?? null;
  line.body = body;
}

/** The part of a date that was read without its year. */
export function partialOf(read: { month: number; dayOfMonth: number; offset: number | null }): PartialDate {
  return read.offset === null ? { month: read.month, dayOfMonth: read.dayOfMonth } : { offset: read.offset };
}

function markEnd(text: string, at: number): number {
  const code = text.charCodeAt(at);
  if (code === 0x2192) return at + 1;
  return code === 0x2d && text.charCodeAt(at + 1) === 0x3e ? at + 2 : at;
}

/** Where the words after a date begin: signs between are passed over. -1 when what follows touches the date. */
function wordsAfter(text: string, end: number): number {
  if (end >= text.length) return end;
  const code = text.charCodeAt(end);
  if (isLetter(code) || isDigit(code) || code === 0x2f) return -1;
  if (isDash(code) && !isSpace(text.charCodeAt(end + 1))) return -1;
  return skipSigns(text, end);
}

/** Past blanks and the signs that may part a date from what follows; a dash only where a blank or the end follows it. */
function skipSigns(text: string, from: number): number {
  let at = from;
  for (;;) {
    at = skipSpaces(text, at);
    const code = text.charCodeAt(at);
    if (at >= text.length || !isSeparator(code)) return at;
    const parted = at + 1 >= text.length || isSpace(text.charCodeAt(at + 1));
    if (!parted && (isDash(code) || at > from)) return at;
    at++;
  }
}

function readHeaderOf(grammar: Grammar, line: Line, limit: IsoDay | null): void {
  const { text, body } = line;
  if (!isLetter(text.charCodeAt(body))) return;
  const lead = leadAt(grammar, text, body);
  line.lead = lead;
  if (lead?.cls !== "order") return;
  line.header = readHeader(grammar, text, lead.end, limit);
  if (lead.numbered && line.header?.number === null) line.header = null;
  if (line.header) line.kind = "header";
  else if (!lead.numbered && line.date === null && line.partial === null) line.unclear = true;
}

/** `#12 TEXT`. */
function readRef(line: Line, limit: IsoDay | null): void {
  const { text, body } = line;
  if (text.charCodeAt(body) !== 0x23 || !isDigit(text.charCodeAt(body + 1))) return;
  let at = body + 1;
  let number = 0;
  while (isDigit(text.charCodeAt(at))) number = number * 10 + text.charCodeAt(at++) - 48;
  const words = wordsAfter(text, at);
  if (number > 999_999_999 || words <= at || words >= text.length) return;
  line.ref = number;
  line.body = words;
  line.lead = undefined;
  // The date may stand before the number or behind it.
  if (line.date !== null || line.partial !== null) return;
  line.bare = words;
  readPrefix(line, limit);
  // A date with no words behind it is no step, and as a follow-up it could not be marked: it stays as the words.
  if (line.body === text.length) forgetDate(line);
}

/** What was read as a date is part of the words. */
export function forgetDate(line: Line): void {
  line.date = null;
  line.partial = null;
  line.marked = false;
  line.time = null;
  line.body = line.bare;
  line.lead = undefined;
  line.trailing = null;
}

/** The word of the vocabulary that the line's words begin with. */
export function leadOf(grammar: Grammar, line: Line): FoundWord | null {
  if (line.lead === undefined) line.lead = leadAt(grammar, line.text, line.body);
  return line.lead;
}

/** The brackets at the line's end, read once. */
export function employeeOf(grammar: Grammar, line: Line): EmployeeRead {
  line.trailing ??= readTrailing(grammar, line.text, line.body, line.text.length);
  return line.trailing;
}

/** Where the line's words end: before a known employee, else at the last character that is no white space. */
export function wordsEnd(grammar: Grammar, line: Line): number {
  const { kind, start } = employeeOf(grammar, line);
  return trimEndAt(line.text, line.body, kind === "known" || kind === "ambiguous" ? start : line.text.length);
}

/** True when the line ends in somebody of the office (one or several of that name). */
export function endsInEmployee(grammar: Grammar, line: Line): boolean {
  const { kind } = employeeOf(grammar, line);
  return kind === "known" || kind === "ambiguous";
}

/** What the line says, without date, time, mark, employee and the number of the order that it names. */
export function wordsOf(grammar: Grammar, line: Line): string {
  return line.text.slice(line.body, wordsEnd(grammar, line));
}
