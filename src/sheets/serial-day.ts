/** Day numbers of spreadsheets. Counted in whole days, never through a Date of the machine's time zone, which shifts them by hours. */
import { addDays, type IsoDay } from "../lib/day.ts";

const MINUTES = 24 * 60;

/**
 * The day (and the time, when there is one) of a serial number. The 1900 system counts a 29 February 1900 that never was, so from 1 March on
 * it stands one off; the 1904 system counts from 1 January 1904 (ECMA-376 part 1, 18.17.4.1). `null` outside 1900 … 2199.
 */
export function daySerial(serial: number, system1904: boolean): { day: IsoDay; time: string | null } | null {
  if (!Number.isFinite(serial) || serial < 1) return null;
  const minutes = Math.round(serial * MINUTES);
  const whole = Math.floor(minutes / MINUTES);
  if (whole > 109_575) return null;
  const day = system1904 ? addDays("1904-01-01", whole) : addDays(whole < 60 ? "1899-12-31" : "1899-12-30", whole);
  const rest = minutes - whole * MINUTES;
  const time = `${String(Math.floor(rest / 60)).padStart(2, "0")}:${String(rest % 60).padStart(2, "0")}`;
  return { day, time: rest === 0 ? null : time };
}

/** `2024-08-24` as `24.08.2024`. */
export function dottedDay(day: IsoDay): string {
  const [year, month, date] = day.split("-");
  return `${date}.${month}.${year}`;
}
