/** Dates as people type them, read at one place of a line; numeric ones day first. */
import { addDays, dayNumber, type IsoDay, isCalendarDay, isoDay } from "../lib/day.ts";
import { remembered } from "../lib/remembered.ts";
import { digitsEnd, fold, isDash, isDigit, isDot, isLetter, skipSpaces, wordEnd } from "./chars.ts";
import type { DateForm } from "./settings.ts";
import {
  currencyWords,
  daySuffixes,
  months,
  multiplierWords,
  relativeDays,
  units,
  yearSuffixes,
} from "./vocabulary.ts";
import { mayBegin, wordAt, wordTable } from "./word-table.ts";

/**
 * What stands at a place: a full `day`; a `month` and `dayOfMonth` without year; an `offset` from the day of writing; or, when
 * `impossible`, a three-part date that the calendar lacks. `end` is the place after it, with `г.` or `թ.`.
 */
export type DateRead = {
  day: IsoDay | null;
  month: number;
  dayOfMonth: number;
  offset: number | null;
  impossible: boolean;
  end: number;
};

/** A date that has no year yet. */
export type PartialDate = { month: number; dayOfMonth: number } | { offset: number };

type DateWord = { month: number } | { offset: number };

const dateWords = wordTable<DateWord>([
  ...[...relativeDays].map(([word, offset]) => [word, { offset }] as const),
  ...[...months].map(([word, month]) => [word, { month }] as const),
]);

/** How far ahead of the day of reading a date may lie before it is taken for a slip of the finger. */
const YEARS_AHEAD = 2;

export function farLimit(today: IsoDay | null): IsoDay | null {
  return today === null ? null : limitFrom(today);
}

const limitFrom = remembered((today: IsoDay): IsoDay => {
  const [year, month, day] = [num(today, 0, 4) + YEARS_AHEAD, num(today, 5, 7), num(today, 8, 10)];
  // Two years after 29 February there is none.
  return isCalendarDay(year, month, day) ? isoDay(year, month, day) : isoDay(year, month, day - 1);
});

/** The last day on which `day` was still too far ahead. */
export function lastDayTooFarFrom(day: IsoDay): IsoDay {
  let today = addDays(day, -365 * YEARS_AHEAD);
  while (farLimit(today)! >= day) today = addDays(today, -1);
  return today;
}

/** Reads a date at `at`, or `null`. Days after `limit` are impossible (no limit when `null`). */
export function readDate(text: string, at: number, limit: IsoDay | null): DateRead | null {
  const code = text.charCodeAt(at);
  if (isDigit(code)) return readNumeric(text, at, limit);
  return isLetter(code) ? readWord(text, at, limit) : null;
}

function readNumeric(text: string, at: number, limit: IsoDay | null): DateRead | null {
  const first = digitsEnd(text, at);
  const length = first - at;
  if (length === 4) return readYearFirst(text, at, first, limit);
  if (length > 2) return null;
  const code = text.charCodeAt(first);
  if (isDot(code) || code === 0x2f || code === 0x2d) {
    const read = readSeparated(text, at, first, code, limit);
    if (read) return read;
  }
  return readDayThenMonth(text, at, first, limit);
}

/** `2026-11-03`, `2026.11.03`, `2026 թ. նոյեմբերի 3`. */
function readYearFirst(text: string, at: number, first: number, limit: IsoDay | null): DateRead | null {
  const sep = text.charCodeAt(first);
  if (sep === 0x2d || isDot(sep) || sep === 0x2f) {
    const second = digitsEnd(text, first + 1);
    if (second === first + 1 || second > first + 3 || text.charCodeAt(second) !== sep) return null;
    const third = digitsEnd(text, second + 1);
    if (third === second + 1 || third > second + 3 || touches(text, third)) return null;
    const year = num(text, at, first);
    return fullDate(year, num(text, first + 1, second), num(text, second + 1, third), third, limit);
  }
  const suffix = yearSuffixEnd(text, first);
  if (suffix === first) return null;
  const read = readWord(text, skipSpaces(text, suffix), null);
  if (!read || read.month === 0) return null;
  return fullDate(num(text, at, first), read.month, read.dayOfMonth, read.end, limit);
}

/** `3.11`, `03.11.26`, `3/11/2026`, `3-11-2026`. */
function readSeparated(text: string, at: number, first: number, sep: number, limit: IsoDay | null): DateRead | null {
  const second = digitsEnd(text, first + 1);
  if (second === first + 1 || second > first + 3) return null;
  const day = num(text, at, first);
  const month = num(text, first + 1, second);
  if (text.charCodeAt(second) === sep && isDigit(text.charCodeAt(second + 1))) {
    const third = digitsEnd(text, second + 1);
    const digits = third - second - 1;
    if ((digits !== 4 && (digits !== 2 || sep === 0x2d)) || touches(text, third)) return null;
    const typed = num(text, second + 1, third);
    if (digits === 2 && (day > 31 || month > 12 || day === 0 || month === 0)) return null;
    return fullDate(digits === 2 ? 2000 + typed : typed, month, day, yearSuffixEnd(text, third), limit);
  }
  if (sep === 0x2d) return null;
  const stop = isDot(text.charCodeAt(second)) && !isDigit(text.charCodeAt(second + 1)) ? second + 1 : second;
  return partialDate(text, month, day, stop);
}

/** `3 nov`, `3 ноября 2026 г.`, `3-го ноября`, `3 նոյեմբերի`. */
function readDayThenMonth(text: string, at: number, first: number, limit: IsoDay | null): DateRead | null {
  const name = skipSpaces(text, suffixEnd(text, first, daySuffixes));
  const end = wordEnd(text, name);
  const month = end === name ? undefined : months.get(fold(text.slice(name, end)));
  if (month === undefined) return null;
  const stop = isDot(text.charCodeAt(end)) && !isDigit(text.charCodeAt(end + 1)) ? end + 1 : end;
  return withYear(text, month, num(text, at, first), stop, limit);
}

/** `nov 3`, `նոյեմբերի 3-ին`, `today`, `վաղը`. */
function readWord(text: string, at: number, limit: IsoDay | null): DateRead | null {
  if (!mayBegin(dateWords, text, at)) return null;
  const end = wordEnd(text, at);
  const word = end === at ? undefined : wordAt(dateWords, text, at, end);
  if (word === undefined) return null;
  if ("offset" in word) return { day: null, month: 0, dayOfMonth: 0, offset: word.offset, impossible: false, end };
  const { month } = word;
  const stop = isDot(text.charCodeAt(end)) ? end + 1 : end;
  const digits = skipSpaces(text, stop);
  const after = digitsEnd(text, digits);
  if (digits === end || after === digits || after > digits + 2) return null;
  return withYear(text, month, num(text, digits, after), suffixEnd(text, after, daySuffixes), limit);
}

/** The year that may follow a month's name, else a date without year. */
function withYear(text: string, month: number, day: number, end: number, limit: IsoDay | null): DateRead | null {
  const comma = text.charCodeAt(end) === 0x2c ? end + 1 : end;
  const start = skipSpaces(text, comma);
  const stop = digitsEnd(text, start);
  if (start > end && stop === start + 4 && (text[start] === "2" || text[start] === "1") && !touches(text, stop)) {
    if (!isCalendarDay(2000, month, day)) return null;
    return fullDate(num(text, start, stop), month, day, yearSuffixEnd(text, stop), limit);
  }
  return partialDate(text, month, day, end);
}

function fullDate(year: number, month: number, day: number, end: number, limit: IsoDay | null): DateRead {
  const known = year >= 1900 && isCalendarDay(year, month, day);
  const iso = known ? isoDay(year, month, day) : null;
  const impossible = iso === null || (limit !== null && iso > limit);
  return { day: impossible ? null : iso, month: 0, dayOfMonth: 0, offset: null, impossible, end };
}

function partialDate(text: string, month: number, day: number, end: number): DateRead | null {
  if (!isCalendarDay(2000, month, day) || isCounted(text, end)) return null;
  return { day: null, month, dayOfMonth: day, offset: null, impossible: false, end };
}

/** True when a unit, `×`, `%`, a currency or a number follows, so that `3.11` is an amount of something and no day. */
function isCounted(text: string, from: number): boolean {
  const at = skipSpaces(text, from);
  if (at >= text.length) return false;
  const code = text.charCodeAt(at);
  if (isDigit(code)) return at === from || readTime(text, at) === null;
  if (isDash(code)) return isDigit(text.charCodeAt(skipSpaces(text, at + 1)));
  if (isLetter(code)) {
    const end = wordEnd(text, at);
    const word = fold(text.slice(at, end));
    if (at === from) return true;
    const cross =
      (word === "x" || word === "х") && (isDigit(text.charCodeAt(skipSpaces(text, end))) || end === text.length);
    return cross || units.has(word) || currencyWords.has(word) || multiplierWords.has(word) || months.has(word);
  }
  return text[at] === "×" || text[at] === "%" || text[at] === "*" || text[at] === "°" || currencyWords.has(text[at]!);
}

/** A digit or letter, or a separator with a digit, right after what looked like the end of a date. */
function touches(text: string, at: number): boolean {
  const code = text.charCodeAt(at);
  if (isDigit(code)) return true;
  if (isLetter(code)) return yearSuffixEnd(text, at) === at;
  return (isDot(code) || code === 0x2f || isDash(code)) && isDigit(text.charCodeAt(at + 1));
}

function yearSuffixEnd(text: string, at: number): number {
  const start = skipSpaces(text, at);
  // Almost every word after a date is none of these: its first letter tells.
  if (!yearInitials.includes(text.charCodeAt(start))) return at;
  const end = suffixEnd(text, start, yearSuffixes);
  if (end === start) return at;
  return isDot(text.charCodeAt(end)) ? end + 1 : end;
}

const yearInitials = [
  ...new Set([...yearSuffixes].flatMap((word) => [word.charCodeAt(0), word.toUpperCase().charCodeAt(0)])),
];

/** After `3-го`, `3го`, `3rd`: where the suffix ends, or `at` when there is none. */
function suffixEnd(text: string, at: number, suffixes: Set<string>): number {
  const start = text.charCodeAt(at) === 0x2d ? at + 1 : at;
  const end = wordEnd(text, start);
  if (end === start || !suffixes.has(fold(text.slice(start, end)))) return at;
  return end;
}

function num(text: string, from: number, to: number): number {
  let value = 0;
  for (let at = from; at < to; at++) value = value * 10 + text.charCodeAt(at) - 48;
  return value;
}

/** `14:05` or `14:05:33` at a place: `HH:MM` and where it ends. */
export function readTime(text: string, at: number): { time: string; end: number } | null {
  const colon = digitsEnd(text, at);
  if (colon === at || colon > at + 2 || text.charCodeAt(colon) !== 0x3a) return null;
  const end = digitsEnd(text, colon + 1);
  if (end !== colon + 3) return null;
  const hours = num(text, at, colon);
  const minutes = num(text, colon + 1, end);
  if (hours > 23 || minutes > 59) return null;
  const seconds = text.charCodeAt(end) === 0x3a ? digitsEnd(text, end + 1) : end;
  const stop = seconds === end + 3 ? seconds : end;
  const next = text.charCodeAt(stop);
  if (isDigit(next) || isLetter(next) || next === 0x3a || followsHalfOfDay(text, stop)) return null;
  return { time: `${String(hours).padStart(2, "0")}:${text.slice(colon + 1, end)}`, end: stop };
}

/** `2:05 PM`: not read as a time, since the words around it then say something else. */
function followsHalfOfDay(text: string, at: number): boolean {
  const start = skipSpaces(text, at);
  const word = text.slice(start, wordEnd(text, start)).toLowerCase();
  return word === "am" || word === "pm";
}

/** The day that a date without year means when it was written on or about `near`: the nearest, ties to the past. */
export function resolveDate(partial: PartialDate, near: IsoDay): IsoDay | null {
  if ("offset" in partial) return addDays(near, partial.offset);
  const { month, dayOfMonth } = partial;
  const year = Number(near.slice(0, 4));
  let best: IsoDay | null = null;
  let distance = Number.POSITIVE_INFINITY;
  // Earlier years first, so that a tie goes to the past; eight years to either side hold a 29 February in any century.
  for (let candidate = year - 8; candidate <= year + 8; candidate++) {
    if (!isCalendarDay(candidate, month, dayOfMonth)) continue;
    const days = Math.abs(
      dayNumber(candidate, month, dayOfMonth) - dayNumber(year, Number(near.slice(5, 7)), Number(near.slice(8))),
    );
    if (days >= distance) continue;
    distance = days;
    best = isoDay(candidate, month, dayOfMonth);
  }
  return best;
}

export function printDay(day: IsoDay, form: DateForm): string {
  if (form === "iso") return day;
  const sep = form === "dd/mm/yyyy" ? "/" : ".";
  return `${day.slice(8)}${sep}${day.slice(5, 7)}${sep}${day.slice(0, 4)}`;
}

/** Whether a character may stand between a date and the words after it. */
export function isSeparator(code: number): boolean {
  return code === 0x3a || code === 0x2c || code === 0x3b || isDash(code) || code === 0x55d || code === 0x589;
}
