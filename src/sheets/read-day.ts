/** A day as people write it in a cell. Pure. */
import { months, yearSuffixes } from "../card/vocabulary.ts";
import { type IsoDay, isCalendarDay, isoDay } from "../lib/day.ts";
import { remembered } from "../lib/remembered.ts";
import type { Cell } from "./cell.ts";
import { daySerial } from "./serial-day.ts";
import { fold } from "./words.ts";

export type DayRead =
  | { day: IsoDay; typed: null }
  /** The calendar lacks the day, or the cell is none: it stays as text. */
  | { day: null; typed: string };

/** Which number of `3/11/2026` is the day. */
export type DayOrder = "day-first" | "month-first";

const YEAR_FIRST = /^(\d{4})[-./](\d{1,2})[-./](\d{1,2})(?:[T\s].*)?$/;
const NUMERIC = /^(\d{1,2})\s*[-./]\s*(\d{1,2})\s*[-./]\s*(\d{4}|\d{2})\s*(.*)$/;
const NAMED =
  /^(?:(\d{1,2})(?:-?\p{L}{1,2})?\s+)?(\p{L}+)\.?\s+(?:(\d{1,2})(?:-?\p{L}{1,2})?,?\s+)?(\d{4}|\d{2})\s*(.*)$/u;
/** `2026 թ. սեպտեմբերի 5`: so Armenian writes a date in full. */
const YEAR_NAMED = /^(\d{4})(?:\s*(\p{L}+)\.?)?,?\s+(\p{L}+)\s+(\d{1,2})(?:-?\p{L}{1,3})?$/u;
const TIME = /^,?\s*\d{1,2}:\d{2}(:\d{2})?$/;
/** Serial numbers of 1954 … 2119: a number outside is no day. */
const SERIALS = { least: 20_000, most: 80_000 };

/** Serials, ISO, `dd.mm.yyyy`, `d.m.yy`, names of months in three languages. `null` for an empty cell. */
export function readDay(cell: Cell | null, order: DayOrder = "day-first"): DayRead | null {
  if (cell === null) return null;
  if (cell.kind === "date") return { day: String(cell.value).slice(0, 10), typed: null };
  if (cell.kind === "number") {
    const serial = cell.value as number;
    const at = serial >= SERIALS.least && serial <= SERIALS.most ? daySerial(serial, false) : null;
    return at ? { day: at.day, typed: null } : { day: null, typed: cell.text };
  }
  const typed = cell.text.trim();
  const day = READERS[order](typed);
  return day === null ? { day: null, typed } : { day, typed: null };
}

/** Orders of one day are many. */
const READERS = {
  "day-first": remembered((typed) => readText(typed.replace(/\s+/g, " "), "day-first")),
  "month-first": remembered((typed) => readText(typed.replace(/\s+/g, " "), "month-first")),
};

function readText(text: string, order: DayOrder): IsoDay | null {
  const yearFirst = YEAR_FIRST.exec(text);
  if (yearFirst) return calendarDay(yearFirst[1]!, Number(yearFirst[2]), Number(yearFirst[3]));
  const numeric = NUMERIC.exec(text);
  if (numeric) {
    const [, first, second, year, tail] = numeric;
    if (!isYearTail(tail!)) return null;
    const [day, month] = order === "day-first" ? [first, second] : [second, first];
    return calendarDay(year!, Number(month), Number(day));
  }
  const inFull = YEAR_NAMED.exec(text);
  const monthInFull = inFull && isYearTail(inFull[2] ?? "") ? months.get(fold(inFull[3]!)) : undefined;
  if (inFull && monthInFull !== undefined) return calendarDay(inFull[1]!, monthInFull, Number(inFull[4]));
  const named = NAMED.exec(text);
  const month = named ? months.get(fold(named[2]!)) : undefined;
  const date = named?.[1] ?? named?.[3];
  if (!named || month === undefined || date === undefined || !isYearTail(named[5]!)) return null;
  return calendarDay(named[4]!, month, Number(date));
}

/** `г.`, `թ.` or a time may follow the year. */
function isYearTail(tail: string): boolean {
  return tail === "" || TIME.test(tail) || yearSuffixes.has(fold(tail));
}

function calendarDay(year: string, month: number, day: number): IsoDay | null {
  const typed = Number(year);
  const full = year.length === 4 ? typed : typed < 70 ? 2000 + typed : 1900 + typed;
  if (full < 1950 || full > 2119 || !isCalendarDay(full, month, day)) return null;
  return isoDay(full, month, day);
}

/** How the days of a column are written, and those of them that nothing decides. */
export type DatesSeen = { order: DayOrder; unsure: string[] };

/**
 * Month first only if the column has days that nothing else explains, and none that speaks against it. Points are written between day and
 * month by those who put the day first; with slashes and dashes a column where each day could be either, or where some days say the one and
 * some the other, is a question.
 */
export function datesSeen(cells: Iterable<Cell | null>): DatesSeen {
  let [dayFirst, monthFirst] = [0, 0];
  const either = new Set<string>();
  for (const cell of cells) {
    const typed = cell?.kind === "text" ? cell.text.trim() : "";
    const numeric = NUMERIC.exec(typed);
    if (!numeric) continue;
    const [first, second] = [Number(numeric[1]), Number(numeric[2])];
    if (first > 12) dayFirst += 1;
    else if (second > 12) monthFirst += typed.includes(".") ? 0 : 1;
    else if (typed.includes(".")) dayFirst += 1;
    else if (first !== second) either.add(typed);
  }
  const order = monthFirst >= 2 && dayFirst === 0 ? "month-first" : "day-first";
  const decided = monthFirst === 0 ? dayFirst > 0 : order === "month-first";
  return { order, unsure: decided ? [] : [...either] };
}
