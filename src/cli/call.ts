import { appError } from "../lib/errors.ts";
import type { ExitCode } from "./exit-codes.ts";
import type { Session } from "./session.ts";

/** A command line as commander understood it. */
export type Call = {
  args: (string | string[] | undefined)[];
  options: Record<string, unknown>;
};

/** What every file in `commands/` offers. */
export type Command = (session: Session, call: Call) => Promise<ExitCode>;

export function argument(call: Call, index: number): string {
  const value = call.args[index];
  return Array.isArray(value) ? value.join(" ") : (value ?? "");
}

export function listArgument(call: Call, index: number): string[] {
  const value = call.args[index];
  return Array.isArray(value) ? value : value === undefined ? [] : [value];
}

/** The text of an option, `null` when it was not given. Names as commander keeps them: `nextNumber`. */
export function textOption({ options }: Call, name: string): string | null {
  const value = options[name];
  return typeof value === "string" ? value : null;
}

export function flag({ options }: Call, name: string): boolean {
  return options[name] === true;
}

const DAY = /^(?:(\d{4})-(\d{2})-(\d{2})|(\d{1,2})[./](\d{1,2})[./](\d{4}))$/;

/** An ISO day from `2026-11-23` or `23.11.2026`; `null` for what the calendar lacks. */
function dayFrom(typed: string): string | null {
  const [, y, m, d, day, month, year] = DAY.exec(typed.trim()) ?? [];
  const iso = y ? `${y}-${m}-${d}` : year ? `${year}-${month!.padStart(2, "0")}-${day!.padStart(2, "0")}` : "";
  const at = new Date(`${iso}T00:00:00Z`);
  return iso !== "" && !Number.isNaN(at.getTime()) && at.toISOString().startsWith(iso) ? iso : null;
}

/** Day and time from `2026-11-23`, `2026-11-23T14:05` or `23.11.2026 14:05`. */
export function momentFrom(typed: string): { day: string; time: string | null } | null {
  const [, date = "", hour, minute] = /^(\S+?)(?:[T ](\d{1,2}):(\d{2}))?$/.exec(typed.trim()) ?? [];
  const day = dayFrom(date);
  if (day === null || Number(hour ?? 0) > 23 || Number(minute ?? 0) > 59) return null;
  return { day, time: hour === undefined ? null : `${hour.padStart(2, "0")}:${minute}` };
}

export function dayOption(session: Session, call: Call, name: string): string | null {
  const typed = textOption(call, name);
  if (typed === null) return null;
  const day = dayFrom(typed);
  if (day === null) throw appError({ code: "usage", problem: session.words.usage.badDay(`--${name}`, typed) });
  return day;
}

/** A whole number from 1, `null` when the option was not given. */
export function numberOption(session: Session, call: Call, name: string, flagName = `--${name}`): number | null {
  const typed = textOption(call, name);
  return typed === null ? null : wholeNumber(session, flagName, typed.replace(/^#/, ""));
}

export function wholeNumber(session: Session, flagName: string, typed: string): number {
  if (/^\d{1,9}$/.test(typed) && Number(typed) > 0) return Number(typed);
  throw appError({ code: "usage", problem: session.words.usage.badNumber(flagName, typed) });
}

export function portOption(session: Session, call: Call): number | null {
  const typed = textOption(call, "port");
  if (typed === null) return null;
  if (/^\d{1,5}$/.test(typed) && Number(typed) <= 65535) return Number(typed);
  throw appError({ code: "usage", problem: session.words.usage.badPort("--port", typed) });
}
