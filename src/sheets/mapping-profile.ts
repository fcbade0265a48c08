/**
 * A mapping that a person has confirmed or changed, to be used again for bases of the same make. Plain data, kept as YAML; it is checked when it
 * is read. Pure.
 */
import type { Language } from "../card/settings.ts";
import { appError } from "../lib/errors.ts";
import type { Problem } from "../template/locate.ts";
import { nearest } from "../template/nearest.ts";
import { problemWords } from "../template/words.ts";
import { readYaml } from "../template/yaml-file.ts";
import { FIELDS, type Field } from "./column-words.ts";
import { profileWords } from "./profile-words.ts";
import type { DayOrder } from "./read-day.ts";
import type { SheetReport } from "./read-drafts.ts";

export type SheetProfile = {
  /** Leave the sheet aside. */
  skip?: boolean;
  /** 1-based row of the header, found when absent; 0: there is none, and the columns go by their letters. */
  header?: number;
  /** Which number of `3/11/2026` is the day. */
  dates?: DayOrder;
  /** Rows that name nobody go on with the client of the row above. */
  continued?: boolean;
  /** Fields by column title; columns that are not named are guessed. */
  columns?: Record<string, Field>;
};

/** By the name of the sheet; `*` stands for every sheet that is not named. */
export type MappingProfile = { sheets: Record<string, SheetProfile> };

/** What a guess would have to say to be made again. Where the header stands is left to be found: by the titles, in later versions too. */
export function profileOf(reports: SheetReport[], known: MappingProfile | null = null): MappingProfile {
  const sheets: MappingProfile["sheets"] = { ...known?.sheets };
  for (const { name, headerRow, columns, content, dayOrder } of reports) {
    if (content !== undefined) continue;
    if (headerRow === null) {
      sheets[name] ??= { skip: true };
      continue;
    }
    const before = Object.hasOwn(sheets, name) ? sheets[name]! : {};
    sheets[name] = {
      ...(before.header === undefined && headerRow > 0 ? {} : { header: before.header ?? 0 }),
      ...(dayOrder === null ? {} : { dates: dayOrder }),
      ...(before.continued === undefined ? {} : { continued: before.continued }),
      columns: Object.fromEntries(columns.map(({ title, field }) => [title, field])),
    };
  }
  return { sheets };
}

export function profileFor(profile: MappingProfile | null, sheet: string): SheetProfile {
  if (profile === null) return {};
  return isNamed(profile, sheet) ? profile.sheets[sheet]! : (profile.sheets["*"] ?? {});
}

export function isNamed(profile: MappingProfile | null, sheet: string): boolean {
  return profile !== null && Object.hasOwn(profile.sheets, sheet);
}

/**
 * A kept mapping may name sheets that a later base lacks. Throws `mapping-sheets` where nothing of it would hold for any of `sheets`, or where
 * a name is that of a sheet which it leaves out, but for a letter or two.
 */
export function assertSheetsMeant(profile: MappingProfile, sheets: string[]): void {
  const names = Object.keys(profile.sheets).filter((name) => name !== "*");
  const unnamed = sheets.filter((sheet) => !isNamed(profile, sheet));
  // Лист2 is no slip for Лист3, nor 2025 for 2026.
  const meantBy = (name: string) =>
    nearest(
      name,
      unnamed.filter((sheet) => digitsOf(sheet) === digitsOf(name)),
    );
  const missing = names.filter((name) => !sheets.includes(name)).map((sheet) => ({ sheet, meant: meantBy(sheet) }));
  const holds = Object.hasOwn(profile.sheets, "*") || missing.length < names.length || names.length === 0;
  const wrong = holds ? missing.filter(({ meant }) => meant !== null) : missing;
  if (wrong.length > 0) throw appError({ code: "mapping-sheets", missing: wrong, sheets });
}

function digitsOf(name: string): string {
  return name.replace(/\D/g, "");
}

/** As a file that people can read and change. Quoted texts of JSON are YAML as well. */
export function printProfile(profile: MappingProfile, language: Language): string {
  const lines = [`# ${profileWords[language].about}`, `# ${FIELDS.filter((field) => field !== "reason").join(", ")}`];
  return `${[...lines, ...profileLines(profile)].join("\n")}\n`;
}

/** Without remarks, as an answer is shown. */
export function profileLines({ sheets }: MappingProfile): string[] {
  return ["sheets:", ...Object.entries(sheets).flatMap(([name, sheet]) => sheetLines(name, sheet))];
}

function sheetLines(name: string, { skip, header, dates, continued, columns }: SheetProfile): string[] {
  const key = JSON.stringify(name);
  if (skip) return [`  ${key}: { skip: true }`];
  const fields = Object.entries(columns ?? {}).map(([title, field]) => `      ${JSON.stringify(title)}: ${field}`);
  const lines = [
    ...(header === undefined ? [] : [`    header: ${header}`]),
    ...(dates === undefined ? [] : [`    dates: ${dates}`]),
    ...(continued === undefined ? [] : [`    continued: ${continued}`]),
    ...(fields.length > 0 ? ["    columns:", ...fields] : []),
  ];
  return lines.length > 0 ? [`  ${key}:`, ...lines] : [`  ${key}: {}`];
}

/** Checks what stands in a profile's file. Throws `config` with every problem at once, each with its place in the file, in `language`. */
export function readProfile(text: string, file: string, language: Language = "en"): MappingProfile {
  const { data, refusal } = readYaml(text, file, problemWords[language]);
  const words = profileWords[language];
  const problems: Problem[] = [];
  const sheets = isRecord(data) && isRecord(data.sheets) ? data.sheets : null;
  if (sheets === null) problems.push({ path: ["sheets"], problem: words.noSheets });
  for (const key of isRecord(data) ? Object.keys(data) : [])
    if (key !== "sheets") problems.push({ path: [], key, problem: words.unknown, ...suggestion(key, ["sheets"]) });
  for (const [name, sheet] of Object.entries(sheets ?? {})) problems.push(...problemsOf(["sheets", name], sheet));
  if (problems.length > 0) throw refusal(problems);
  return { sheets: sheets as MappingProfile["sheets"] };

  function problemsOf(path: string[], sheet: unknown): Problem[] {
    if (!isRecord(sheet)) return [{ path, problem: words.noSheet }];
    const { skip, header, columns, dates, continued, ...others } = sheet;
    const found: Problem[] = Object.keys(others).map((key) => ({
      path,
      key,
      problem: words.unknown,
      ...suggestion(key, ["skip", "header", "columns", "dates", "continued"]),
    }));
    const wrong = (key: string, isRight: boolean, problem: string) => {
      if (!isRight) found.push({ path: [...path, key], problem });
    };
    wrong("skip", skip === undefined || typeof skip === "boolean", words.skip);
    wrong("header", header === undefined || (Number.isInteger(header) && (header as number) >= 0), words.header);
    wrong("dates", dates === undefined || dates === "day-first" || dates === "month-first", words.dates);
    wrong("continued", continued === undefined || typeof continued === "boolean", words.skip);
    wrong("columns", columns === undefined || isRecord(columns), words.columns);
    for (const [title, field] of Object.entries(isRecord(columns) ? columns : {}))
      if (!(FIELDS as readonly unknown[]).includes(field))
        found.push({
          path: [...path, "columns", title],
          problem: words.noField(String(field)),
          ...suggestion(String(field), FIELDS),
        });
    return found;
  }

  function suggestion(word: string, candidates: readonly string[]): { next?: string } {
    const near = nearest(word, candidates);
    return { next: near === null ? words.oneOf(candidates.join(", ")) : words.didYouMean(near) };
  }
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
