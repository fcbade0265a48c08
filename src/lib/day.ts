/**
 * Calendar days as ISO strings (`YYYY-MM-DD`) and the office's wall clock. Pure: the instant and the time zone are
 * parameters, never read from the machine.
 */
export type IsoDay = string;

/** The office's wall clock at one instant: `day` is `YYYY-MM-DD`, `time` is `HH:MM`, both in the office's time zone. */
export type WallClock = { day: IsoDay; time: string };

const formats = new Map<string, Intl.DateTimeFormat>();

/** Wall clock of an instant in an IANA time zone, e.g. `Asia/Yerevan`. Throws RangeError on an unknown zone. */
export function wallClock(at: Date, timeZone: string): WallClock {
  let format = formats.get(timeZone);
  if (!format) {
    format = new Intl.DateTimeFormat("en-CA", {
      timeZone,
      year: "numeric",
      month: "2-digit",
      day: "2-digit",
      hour: "2-digit",
      minute: "2-digit",
      hourCycle: "h23",
    });
    formats.set(timeZone, format);
  }
  const part: Record<string, string> = {};
  for (const { type, value } of format.formatToParts(at)) part[type] = value;
  return { day: `${part.year}-${part.month}-${part.day}`, time: `${part.hour}:${part.minute}` };
}

/** True for a day that the (proleptic Gregorian) calendar has. */
export function isCalendarDay(year: number, month: number, day: number): boolean {
  if (month < 1 || month > 12 || day < 1) return false;
  return day <= daysInMonth(year, month);
}

function daysInMonth(year: number, month: number): number {
  if (month === 2) return (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0 ? 29 : 28;
  return month === 4 || month === 6 || month === 9 || month === 11 ? 30 : 31;
}

const twoDigits = Array.from({ length: 100 }, (_, value) => String(value).padStart(2, "0"));

export function isoDay(year: number, month: number, day: number): IsoDay {
  return `${year > 999 ? year : String(year).padStart(4, "0")}-${twoDigits[month]}-${twoDigits[day]}`;
}

/** `day` moved by whole days, either way. */
export function addDays(day: IsoDay, days: number): IsoDay {
  const at = new Date(`${day}T00:00:00Z`);
  at.setUTCDate(at.getUTCDate() + days);
  return at.toISOString().slice(0, 10);
}

/** Whole days from `from` to `to`; negative when `to` is earlier. */
export function daysBetween(from: IsoDay, to: IsoDay): number {
  return dayNumberOf(to) - dayNumberOf(from);
}

/** Days since 1 March of the year 0 (proleptic Gregorian): only differences of such numbers mean something. */
export function dayNumber(year: number, month: number, day: number): number {
  // Counted from March, the leap day is the last of its year, and the months before any month take 30.6 days each.
  const shifted = month > 2 ? year : year - 1;
  const leaps = Math.floor(shifted / 4) - Math.floor(shifted / 100) + Math.floor(shifted / 400);
  return shifted * 365 + leaps + Math.floor(((month > 2 ? month - 3 : month + 9) * 153 + 2) / 5) + day - 1;
}

function dayNumberOf(day: IsoDay): number {
  return dayNumber(Number(day.slice(0, 4)), Number(day.slice(5, 7)), Number(day.slice(8, 10)));
}
