/** Every setting of the program: its names, what it may be, its default. `.env.example` and clientcard.yaml follow this table. */
import { isCalendarDay } from "../lib/day.ts";

/** The meaning of a typed value, or what is expected instead. */
export type Parsed<T> = { ok: true; value: T } | { ok: false; expected: string };

export type SettingSpec<T> = {
  /** Environment variable, also in `.env`. */
  variable: string;
  /** Kept out of flags and clientcard.yaml: command lines and shared files are read by others. */
  secret?: true;
  parse(typed: string): Parsed<T>;
};

const text: (typed: string) => Parsed<string> = (typed) => ({ ok: true, value: typed });

const oneOf =
  <T extends string>(...values: T[]) =>
  (typed: string): Parsed<T> => {
    const value = values.find((known) => known === typed.toLowerCase());
    return value === undefined ? { ok: false, expected: values.join(" or ") } : { ok: true, value };
  };

/** An http(s) address; the ending slash is dropped, so that paths can be put behind it. */
function url(typed: string): Parsed<string> {
  const at = URL.canParse(typed) ? new URL(typed) : null;
  if (!at || !/^https?:$/.test(at.protocol)) return { ok: false, expected: "an address such as http://127.0.0.1:8080" };
  return { ok: true, value: typed.replace(/\/+$/, "") };
}

function perMinute(typed: string): Parsed<number> {
  const value = /^\d{1,6}$/.test(typed) ? Number(typed) : 0;
  return value > 0 ? { ok: true, value } : { ok: false, expected: "a whole number of calls a minute, at least 1" };
}

/** A shorter journal could not put back what somebody notices next month. */
const SHORTEST_JOURNAL = 30;

function journalDays(typed: string): Parsed<number> {
  const value = /^\d{1,5}$/.test(typed) ? Number(typed) : 0;
  if (value >= SHORTEST_JOURNAL) return { ok: true, value };
  return { ok: false, expected: `a whole number of days, at least ${SHORTEST_JOURNAL}` };
}

function archiveDays(typed: string): Parsed<number | "forever"> {
  if (typed.toLowerCase() === "forever") return { ok: true, value: "forever" };
  const value = /^\d{1,5}$/.test(typed) ? Number(typed) : 0;
  return value > 0 ? { ok: true, value } : { ok: false, expected: "forever, or a whole number of days" };
}

function minutes(typed: string): Parsed<number> {
  const value = /^\d{1,4}$/.test(typed) ? Number(typed) : 0;
  return value > 0 ? { ok: true, value } : { ok: false, expected: "a whole number of minutes, at least 1" };
}

/** Shorter than a call may take, and a writer that is at work would be taken for dead. */
function leaseSeconds(typed: string): Parsed<number> {
  const value = /^\d{1,5}$/.test(typed) ? Number(typed) : 0;
  return value > 0 ? { ok: true, value } : { ok: false, expected: "a whole number of seconds, at least 1" };
}

/** RFC 3339 with an offset; seconds may be left out (`2026-11-23T18:00+04:00`). */
function instant(typed: string): Parsed<Date> {
  const form =
    /^(\d{4})-(\d\d)-(\d\d)[Tt ]([01]\d|2[0-3]):[0-5]\d(:[0-5]\d(\.\d+)?)?([Zz]|[+-]([01]\d|2[0-3]):[0-5]\d)$/;
  const match = form.exec(typed);
  if (!match || !isCalendarDay(Number(match[1]), Number(match[2]), Number(match[3])))
    return { ok: false, expected: "a time as RFC 3339 writes it, e.g. 2026-11-23T18:00:00+04:00" };
  return { ok: true, value: new Date(typed.replace(" ", "T").toUpperCase()) };
}

function timeZone(typed: string): Parsed<string> {
  const zone = typed.replace(/^:/, "");
  try {
    new Intl.DateTimeFormat("en", { timeZone: zone });
    if (!/^[+-]/.test(zone)) return { ok: true, value: zone };
  } catch {
    // Intl says no by throwing.
  }
  return { ok: false, expected: "a time zone such as Asia/Yerevan" };
}

export const settingSpecs = {
  home: { variable: "CLIENTCARD_HOME", parse: text },
  account: { variable: "CLIENTCARD_ACCOUNT", parse: oneOf("embedded", "google") },
  peopleUrl: { variable: "CLIENTCARD_PEOPLE_URL", parse: url },
  authorizeUrl: { variable: "CLIENTCARD_AUTHORIZE_URL", parse: url },
  tokenUrl: { variable: "CLIENTCARD_TOKEN_URL", parse: url },
  revokeUrl: { variable: "CLIENTCARD_REVOKE_URL", parse: url },
  clientId: { variable: "CLIENTCARD_CLIENT_ID", parse: text },
  clientSecret: { variable: "CLIENTCARD_CLIENT_SECRET", secret: true, parse: text },
  accessToken: { variable: "CLIENTCARD_ACCESS_TOKEN", secret: true, parse: text },
  template: { variable: "CLIENTCARD_TEMPLATE", parse: text },
  now: { variable: "CLIENTCARD_NOW", parse: instant },
  timeZone: { variable: "TZ", parse: timeZone },
  lang: { variable: "CLIENTCARD_LANG", parse: oneOf("en", "ru", "hy") },
  journalDays: { variable: "CLIENTCARD_JOURNAL_DAYS", parse: journalDays },
  archiveDays: { variable: "CLIENTCARD_ARCHIVE_DAYS", parse: archiveDays },
  listLagMinutes: { variable: "CLIENTCARD_LIST_LAG_MINUTES", parse: minutes },
  leaseSeconds: { variable: "CLIENTCARD_LEASE_SECONDS", parse: leaseSeconds },
  criticalReadsPerMinute: { variable: "CLIENTCARD_CRITICAL_READS_PER_MINUTE", parse: perMinute },
  criticalWritesPerMinute: { variable: "CLIENTCARD_CRITICAL_WRITES_PER_MINUTE", parse: perMinute },
  groupReadsPerMinute: { variable: "CLIENTCARD_GROUP_READS_PER_MINUTE", parse: perMinute },
  groupWritesPerMinute: { variable: "CLIENTCARD_GROUP_WRITES_PER_MINUTE", parse: perMinute },
} satisfies Record<string, SettingSpec<unknown>>;

export type SettingKey = keyof typeof settingSpecs;
export type SettingValue<K extends SettingKey> = Extract<
  ReturnType<(typeof settingSpecs)[K]["parse"]>,
  { ok: true }
>["value"];

export const settingKeys = Object.keys(settingSpecs) as SettingKey[];
/** Settings that name a file or folder: a relative one is meant from where it is written down. */
export const pathKeys: ReadonlySet<SettingKey> = new Set(["home", "template"]);
