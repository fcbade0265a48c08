/**
 * A mapping that a person has confirmed or changed, to be used again for bases of the same make. Plain data, so that it can be kept as YAML or
 * JSON; it is checked when it is read. Pure.
 */
import { appError } from "../lib/errors.ts";
import { FIELDS, type Field } from "./column-words.ts";
import type { SheetReport } from "./read-drafts.ts";

export type SheetProfile = {
  /** Leave the sheet aside. */
  skip?: boolean;
  /** 1-based row of the header; found when absent. */
  header?: number;
  /** Fields by column title; columns that are not named are guessed. */
  columns?: Record<string, Field>;
};

/** By the name of the sheet; `*` stands for every sheet that is not named. */
export type MappingProfile = { sheets: Record<string, SheetProfile> };

/** What a guess would have to say to be made again. */
export function profileOf(reports: SheetReport[]): MappingProfile {
  const sheets = reports.map(({ name, headerRow, columns }): [string, SheetProfile] => {
    if (headerRow === null) return [name, { skip: true }];
    return [
      name,
      { header: headerRow, columns: Object.fromEntries(columns.map(({ title, field }) => [title, field])) },
    ];
  });
  return { sheets: Object.fromEntries(sheets) };
}

export function profileFor(profile: MappingProfile | null, sheet: string): SheetProfile {
  if (profile === null) return {};
  return Object.hasOwn(profile.sheets, sheet) ? profile.sheets[sheet]! : (profile.sheets["*"] ?? {});
}

/** Checks what stands in a profile's file. Throws `config` with every problem at once, each with its place in the file. */
export function readProfile(value: unknown): MappingProfile {
  const problems: { where: string; problem: string; next?: string }[] = [];
  const sheets = isRecord(value) && isRecord(value.sheets) ? value.sheets : null;
  if (sheets === null) problems.push({ where: "sheets", problem: "a mapping names its sheets under `sheets`" });
  for (const [name, sheet] of Object.entries(sheets ?? {})) problems.push(...problemsOf(`sheets.${name}`, sheet));
  if (problems.length > 0) throw appError({ code: "config", problems });
  return { sheets: sheets as MappingProfile["sheets"] };
}

function problemsOf(where: string, sheet: unknown): { where: string; problem: string; next?: string }[] {
  if (!isRecord(sheet)) return [{ where, problem: "a sheet has `skip`, or `header` and `columns`" }];
  const { skip, header, columns, ...others } = sheet;
  const problems = Object.keys(others).map((key) => ({
    where: `${where}.${key}`,
    problem: "nobody knows this setting",
  }));
  if (skip !== undefined && typeof skip !== "boolean")
    problems.push({ where: `${where}.skip`, problem: "it is true or false" });
  if (header !== undefined && !(Number.isInteger(header) && (header as number) > 0))
    problems.push({ where: `${where}.header`, problem: "it is the number of a row, from 1" });
  if (columns !== undefined && !isRecord(columns))
    problems.push({ where: `${where}.columns`, problem: "it names a field for each column" });
  for (const [title, field] of Object.entries(isRecord(columns) ? columns : {}))
    if (!(FIELDS as readonly unknown[]).includes(field))
      problems.push({
        where: `${where}.columns.${title}`,
        problem: `there is no field ${JSON.stringify(field)}; fields: ${FIELDS.join(", ")}`,
      });
  return problems;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
