/** What a foreign base says of its clients: sheets mapped, rows read, rows of one client joined. Pure. */
import type { Language } from "../card/settings.ts";
import type { Draft, RejectedRow } from "../client/draft.ts";
import type { SourceRow } from "../client/source-row.ts";
import { type AppError, appError, isAppError, type MappingQuestion } from "../lib/errors.ts";
import type { MarkerLabel } from "../template/template.ts";
import type { RawBase, RawRow, RawSheet } from "./cell.ts";
import type { Office } from "./column-contents.ts";
import type { ColumnWords } from "./column-words.ts";
import { joinRows } from "./join-rows.ts";
import { type ExplainedRow, explainer, rereader } from "./look-again.ts";
import { makeDraft } from "./make-draft.ts";
import { type MappedColumn, mapSheet, type SheetMapping } from "./map-sheet.ts";
import { isNamed, type MappingProfile, profileFor } from "./mapping-profile.ts";
import { questionsOf } from "./mapping-questions.ts";
import { officeOf, planSheet, readerOf, type SheetPlan } from "./plan-sheet.ts";
import type { ReadAhead } from "./read-ahead.ts";
import { readCalls } from "./read-calls.ts";
import { type DayOrder, datesSeen } from "./read-day.ts";
import { type RowFacts, type RowReader, readRow } from "./read-row.ts";
import { cellTexts, rowText } from "./row-plan.ts";
import { type DataRow, sortRows } from "./sort-rows.ts";
import { learnCase } from "./true-case.ts";

export type DraftContext = {
  /** ISO 3166 alpha-2. */
  country: string;
  /** ISO 4217, for sums without a currency. */
  currency: string;
  language: Language;
  /** IANA, e.g. `Asia/Yerevan`: whose clock a telephone's calls are told by. */
  timeZone: string;
  markers: MarkerLabel[];
  /** What a contact may be: client, supplier … */
  kinds: MarkerLabel[];
  /** Names of the labels that the program gives by itself. */
  ownLabels?: string[];
  /** Words of column headers, added to the built-in ones, by field. */
  columns: ColumnWords;
  hash: (value: unknown) => string;
  /** A mapping that a person has settled before; what it leaves open is found. */
  profile?: MappingProfile | null;
  /** Rows that were read while the others came. */
  ahead?: ReadAhead;
};

/** What was found in one sheet. */
export type SheetReport = {
  name: string;
  hidden: boolean;
  /** Rows that the spreadsheet program does not show; they are read as all others. */
  hiddenRows?: number;
  /** 1-based, 0 for a sheet that is read without one; `null` for a sheet without anything to read. */
  headerRow: number | null;
  /** Rows that tell of clients, rejected ones among them. */
  rows: number;
  /** Numbers of rows that name nobody, right below a client's, where no mapping says whether they go on with that one. */
  nameless?: number[];
  /** Titles above the header and repeated headers. */
  skipped: number;
  columns: MappedColumn[];
  /** Which number of `3/11/2026` is the day; `null` where nothing says so, or no column is one of dates. */
  dayOrder: DayOrder | null;
  /** A telephone's calls, a table of our own, a sheet beside it that only tells, or an address book of a known make: nothing in them is guessed. */
  content?: "calls" | "own" | "own-figures" | "book";
};

export type SheetWarning =
  | { kind: "sheet-without-header"; sheet: string }
  /** A phone or mail of clients whose names are clearly different: they stay apart. */
  | { kind: "shared-contact"; value: string; rows: { sheet: string; row: number }[] };

export type DraftsRead = {
  drafts: Draft[];
  rejected: RejectedRow[];
  sheets: SheetReport[];
  warnings: SheetWarning[];
  /** Until they are answered the drafts are a guess that nobody should act on. */
  questions: MappingQuestion[];
  /** What became of the cells of every row of that number, in all sheets; empty when there is none. */
  explain(row: number): ExplainedRow[];
  /** What other cells in the place of a row would say, alone: the row as it was imported before, say. `null` where it has no such columns. */
  reread(source: SourceRow, said: Pick<SourceRow, "cells" | "section">): Draft | null;
};

/**
 * Rows of one client are joined over all sheets of all files. Throws `input-file` `no-header` when no sheet of a file has a usable header,
 * `no-rows` when nothing stands below one, `all-skipped` when the mapping leaves every sheet aside.
 */
export function readDrafts(bases: RawBase | RawBase[], context: DraftContext): DraftsRead {
  const office = officeOf(context);
  const read = [bases].flat().flatMap((base) => readSheets(base, context, office));
  const facts = read.flatMap((sheet) => sheet.facts);
  const rejected = read.flatMap((sheet) => sheet.rejected);
  const orders = new Map(read.map(({ file, report, mapping }) => [`${file}|${report.name}`, mapping?.nameOrder]));
  const nameOrderOf = ({ file, sheet }: SourceRow) => orders.get(`${file}|${sheet}`) ?? null;
  const trueCase = learnCase(facts.flatMap(({ name }) => [name.typed, name.family, name.given, name.middle]));
  const { groups, shared } = joinRows(facts);
  const maker = { trueCase, nameOrderOf };
  const drafts = groups.map((rows) => makeDraft(maker, rows));
  return {
    drafts,
    rejected,
    sheets: read.map(({ report }) => report),
    warnings: [...read.flatMap(({ warnings }) => warnings), ...shared.map(sharedContact)],
    questions: read.flatMap(({ questions }) => questions),
    explain: explainer(read, drafts),
    reread: rereader(read, maker),
  };
}

function readSheets(base: RawBase, context: DraftContext, office: Office): SheetRead[] {
  const read = base.sheets.map((sheet) => readSheet(base.file, sheet, context, office));
  const problem = read.find((sheet) => sheet.problem !== null)?.problem;
  if (problem && read.every(({ mapping }) => mapping === null)) throw problem;
  if (read.every(({ facts, rejected }) => facts.length + rejected.length === 0))
    throw nothingRead(base, context.profile ?? null);
  return read;
}

function nothingRead({ file, sheets }: RawBase, profile: MappingProfile | null): AppError {
  const filled = sheets.filter(({ rows }) => rows.length > 0);
  const isSkipped = filled.every(({ name, content }) => content !== "calls" && profileFor(profile, name).skip);
  const reason = filled.length > 0 && isSkipped ? "all-skipped" : "no-rows";
  return appError({ code: "input-file", file, reason, sheet: sheets.map(({ name }) => name).join(", ") });
}

export type SheetRead = {
  file: string;
  sheet: RawSheet;
  /** How its rows were read; `null` where nothing was mapped. */
  reader: RowReader | null;
  report: SheetReport;
  mapping: SheetMapping | null;
  facts: RowFacts[];
  rejected: RejectedRow[];
  warnings: SheetWarning[];
  questions: MappingQuestion[];
  /** Why the sheet has no mapping; `null` for an empty one as well. */
  problem: AppError | null;
};

function readSheet(file: string, sheet: RawSheet, context: DraftContext, office: Office): SheetRead {
  const empty = {
    name: sheet.name,
    hidden: sheet.hidden,
    ...(sheet.hiddenRows ? { hiddenRows: sheet.hiddenRows } : {}),
    headerRow: null,
    rows: 0,
    skipped: sheet.rows.length,
    columns: [],
    dayOrder: null,
  };
  const none = { facts: [], rejected: [], warnings: [], questions: [] };
  const nothing = { file, sheet, reader: null, report: empty, mapping: null, ...none, problem: null };
  if (sheet.content === "calls") {
    const { rows } = sheet;
    const report = { ...empty, rows: rows.length, skipped: 0, content: "calls" as const };
    return { ...nothing, report, ...readCalls({ file, ...context }, sheet) };
  }
  const profile = profileFor(context.profile ?? null, sheet.name);
  if (sheet.rows.length === 0 || profile.skip) return nothing;
  const plan = planSheet(sheet, profile);
  try {
    const read = readMapped(file, plan, context, office);
    return plan.isKnown ? { ...read, report: { ...read.report, content: "book" }, questions: [] } : read;
  } catch (problem) {
    if (!isAppError(problem)) throw problem;
    return { ...nothing, problem, warnings: [{ kind: "sheet-without-header", sheet: sheet.name }] };
  }
}

function readMapped(
  file: string,
  { table: sheet, profile, places }: SheetPlan,
  context: DraftContext,
  office: Office,
): SheetRead {
  const mapping = mapSheet(sheet, { words: context.columns, office, profile, file });
  const { data, rejected, skipped } = sortRows(sheet, mapping, office.readGroup, profile.continued);
  const date = mapping.columns.find(({ field }) => field === "date");
  const dates = datesSeen(date ? data.map(({ cells }) => cells[date.column] ?? null) : []);
  const dayOrder = profile.dates ?? dates.order;
  const reader = readerOf({ file, mapping, dayOrder }, context, office);
  const ahead = places ? null : context.ahead?.readBy(reader);
  const facts: RowFacts[] = [];
  const refusals: RejectedRow[] = [];
  for (const row of data) {
    const known = row.section === null ? ahead?.(row.cells) : undefined;
    const read = known ?? readRow(reader, placed(row, places));
    if ("facts" in read) facts.push(read.facts);
    else refusals.push({ ...read, detail: "" });
  }
  const nameless = profile.continued === undefined && !places ? namelessRows(refusals, data) : [];
  const others = rejected.map(({ row, reason }) => ({ source: plainSource(reader, row, places), reason, detail: "" }));
  return {
    file,
    sheet,
    reader,
    report: {
      name: sheet.name,
      hidden: sheet.hidden,
      ...(sheet.hiddenRows ? { hiddenRows: sheet.hiddenRows } : {}),
      headerRow: mapping.headerRow,
      rows: data.length,
      ...(nameless.length > 0 ? { nameless } : {}),
      skipped: skipped.length,
      columns: mapping.columns,
      dayOrder: date && (profile.dates !== undefined || dates.unsure.length === 0) ? dayOrder : null,
    },
    mapping,
    facts,
    rejected: [...refusals, ...others].sort((a, b) => a.source.row - b.source.row),
    warnings: [],
    questions: questionsOf(
      { file, mapping, dates },
      { ...profile, isAny: !isNamed(context.profile ?? null, sheet.name) },
    ),
    problem: null,
  };
}

/** Those that stand right below a row that was read, or below one another there. */
function namelessRows(refusals: RejectedRow[], data: DataRow[]): number[] {
  if (refusals.length === 0) return [];
  const read = new Set(data.map(({ row }) => row));
  return refusals.flatMap(({ reason, source: { row } }) =>
    reason === "no-name-no-phone" && read.has(row - 1) ? [row] : [],
  );
}

/** A row that was rejected before, in its place in the base. */
function placed(row: DataRow, places: SheetPlan["places"]): DataRow {
  const place = places?.get(row.row);
  if (!place) return row;
  const { section, ...mends } = place;
  return { ...row, section, mends };
}

function plainSource(
  { file, plan, hash }: RowReader,
  { row, cells }: RawRow,
  places: SheetPlan["places"],
): RejectedRow["source"] {
  const place = places?.get(row);
  return {
    file,
    sheet: plan.sheet,
    row,
    id: null,
    hash: hash(rowText(plan, cells)),
    cells: cellTexts(plan, cells),
    ...(place ? { mends: { row: place.row, hash: place.hash } } : {}),
  };
}

function sharedContact({ value, rows }: { value: string; rows: RowFacts[] }): SheetWarning {
  return { kind: "shared-contact", value, rows: rows.map(({ source: { sheet, row } }) => ({ sheet, row })) };
}
