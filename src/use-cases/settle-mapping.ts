/** What the columns of foreign bases hold, settled before anything is planned: by a mapping that was kept, by a person, or by a guess that is sure. */
import type { Language } from "../card/settings.ts";
import { appError } from "../lib/errors.ts";
import {
  answerTo,
  type DraftContext,
  type DraftsRead,
  type MappingProfile,
  printProfile,
  profileLines,
  profileOf,
  type RawBase,
  readDrafts,
  readProfile,
  type SheetReport,
} from "../sheets/index.ts";

export type Mapping = MappingProfile;
/** What a mapping, and guesses where it says nothing, make of the bases. */
export type MappingShown = Pick<DraftsRead, "sheets" | "questions"> & { mapping: Mapping | null };

/** Gives the mapping to go on with, `null` for the one that was shown; `look` shows what another would make of the bases. */
export type SettleMapping = (shown: MappingShown, look: (mapping: Mapping) => MappingShown) => Promise<Mapping | null>;

/** Throws `mapping-unsure` when questions are left. */
export async function settleMapping(
  bases: RawBase[],
  context: DraftContext,
  settle: SettleMapping | null,
): Promise<DraftsRead> {
  const readBy = (profile: Mapping | null) => readDrafts(bases, { ...context, profile });
  const mapping = context.profile ?? null;
  let read = readBy(mapping);
  if (settle) {
    const look = (other: Mapping) => ({ ...readBy(other), mapping: other });
    const settled = await settle({ ...read, mapping }, look);
    if (settled !== null) read = readBy(settled);
  }
  const { questions } = read;
  if (questions.length === 0) return read;
  const answer = answerTo(questions);
  const lines = Object.keys(answer.sheets).length > 0 ? profileLines(answer) : [];
  throw appError({ code: "mapping-unsure", questions, lines });
}

/** Throws `config`, naming line and column of whatever is wrong with the file. */
export function readMapping(text: string, file: string, language: Language): Mapping {
  return readProfile(text, file, language);
}

/** The whole mapping as it stands, as text of a file, with the usual answer where something is a question. */
export function printMapping(shown: MappingShown, language: Language): string {
  let mapping = confirmed(shown);
  for (const { kind, sheet } of shown.questions)
    if (kind === "dates") mapping = withSheet(mapping, sheet, { ...mapping.sheets[sheet], dates: "day-first" });
  // The only sheet goes by any name: that of a text file is the file's own, and the next one has another.
  const [only, ...others] = Object.values(mapping.sheets);
  return printProfile(only && others.length === 0 ? { sheets: { "*": only } } : mapping, language);
}

/** All that was shown, settled: what a person says by “yes”. */
export function confirmed({ sheets, mapping }: MappingShown): Mapping {
  return profileOf(sheets, mapping);
}

type Field = SheetReport["columns"][number]["field"];

/** One column read otherwise; another that was read so before gives way, where a client or an order has only one. */
export function withColumn(shown: MappingShown, sheet: string, title: string, field: Field): Mapping {
  const mapping = confirmed(shown);
  const known = mapping.sheets[sheet] ?? {};
  const isOne = !["phone", "email", "address", "notes", "other"].includes(field);
  const columns = Object.fromEntries(
    Object.entries(known.columns ?? {}).map(([name, of]) => [name, isOne && of === field ? ("other" as const) : of]),
  );
  return withSheet(mapping, sheet, { ...known, columns: { ...columns, [title]: field } });
}

export function withDates(shown: MappingShown, sheet: string, dates: "day-first" | "month-first"): Mapping {
  const mapping = confirmed(shown);
  return withSheet(mapping, sheet, { ...mapping.sheets[sheet], dates });
}

/** `continued`: rows that name nobody go on with the client above. */
export function withContinued(shown: MappingShown, sheet: string, continued: boolean): Mapping {
  const mapping = confirmed(shown);
  return withSheet(mapping, sheet, { ...mapping.sheets[sheet], continued });
}

export function withoutSheet(shown: MappingShown, sheet: string): Mapping {
  return withSheet(confirmed(shown), sheet, { skip: true });
}

function withSheet({ sheets }: Mapping, name: string, sheet: Mapping["sheets"][string]): Mapping {
  return { sheets: { ...sheets, [name]: sheet } };
}
