/** A telephone's calls as lines of the log of whoever has the number. Pure. */
import { composeCall, type PhoneCall } from "../card/index.ts";
import type { Language } from "../card/settings.ts";
import type { RejectedRow } from "../client/draft.ts";
import { toE164 } from "../client/phone.ts";
import { wallClock } from "../lib/day.ts";
import { CALL_FIELDS } from "./call-log.ts";
import type { RawRow, RawSheet } from "./cell.ts";
import { tidy } from "./read-name.ts";
import type { RowFacts } from "./read-row.ts";
import { dottedDay } from "./serial-day.ts";

export type CallReader = {
  file: string;
  country: string;
  language: Language;
  /** IANA: calls are kept as instants. */
  timeZone: string;
  hash: (value: unknown) => string;
};

export type CallsRead = { facts: RowFacts[]; rejected: RejectedRow[] };

export function readCalls(reader: CallReader, sheet: RawSheet): CallsRead {
  const read: CallsRead = { facts: [], rejected: [] };
  for (const row of sheet.rows) {
    const one = readCallRow(reader, sheet.name, row);
    if ("reason" in one) read.rejected.push({ ...one, detail: "" });
    else read.facts.push(one);
  }
  return read;
}

/** Types of calls (`CallLog.Calls` of Android). */
const KINDS: Record<string, PhoneCall["kind"]> = {
  1: "incoming",
  2: "outgoing",
  3: "missed",
  4: "voicemail",
  5: "declined",
  6: "blocked",
  7: "elsewhere",
};
const LATEST = Date.UTC(2100, 0);

type Refused = { source: RowFacts["source"]; reason: RejectedRow["reason"] };

function readCallRow(reader: CallReader, sheet: string, { row, cells }: RawRow): RowFacts | Refused {
  const [number = "", contact = "", type = "", duration = "", date = ""] = CALL_FIELDS.map(
    (_, column) => cells[column]?.text.trim() ?? "",
  );
  // What the phone calls the caller, and how it writes the date, may change from backup to backup: the call is the same.
  const hash = reader.hash(["calls", number, type, duration, date]);
  const shown = Object.fromEntries(
    CALL_FIELDS.flatMap((field, column) => (cells[column] ? [[field, cells[column].text]] : [])),
  );
  const source = { file: reader.file, sheet, row, id: null, hash, cells: shown };
  const kind = KINDS[type];
  const at = Number(date);
  if (kind === undefined || date === "" || !(at > 0 && at < LATEST)) return { source, reason: "unreadable" };
  // Hidden numbers are empty or below zero; `100` or `ALERT` is nobody's.
  const e164 = toE164(number, reader.country);
  if (e164 === null) return { source, reason: /^-|^$/.test(number) ? "no-name-no-phone" : "phone-invalid-only" };
  const { day, time } = wallClock(new Date(at), reader.timeZone);
  const said = composeCall(reader.language, { kind, seconds: Math.max(0, Number(duration) || 0) });
  return {
    source,
    name: { typed: "", given: "", family: "", middle: "" },
    caller: /^\(unknown\)$/i.test(contact) ? "" : tidy(contact),
    organization: null,
    phones: [{ value: number, e164, type: null }],
    emails: [],
    address: [],
    marker: null,
    kind: null,
    order: null,
    notes: [`${dottedDay(day)} ${time} ${said}`],
  };
}
