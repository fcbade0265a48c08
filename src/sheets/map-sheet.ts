/** Finds the header of a sheet under its title rows, and what each column holds. Pure. */
import { appError } from "../lib/errors.ts";
import type { RawSheet } from "./cell.ts";
import { fieldOfCells, namesShare, numbersShare, type Office, wordsShare } from "./column-contents.ts";
import { type ColumnWords, type Field, fieldOfHeader, MANY } from "./column-words.ts";
import { findHeader, type Header, headerAt, titlesOf } from "./find-header.ts";
import type { SheetProfile } from "./mapping-profile.ts";
import type { NameOrder } from "./read-name.ts";
import { type ColumnSample, sampleColumns } from "./sample-columns.ts";
import { fold } from "./words.ts";

export type MappedColumn = {
  /** From 0. */
  column: number;
  /** The header as typed, blanks tidied; the column's letter when it has none; ` (2)` behind the second of one name. */
  title: string;
  field: Field;
  /** 0 … 1. */
  confidence: number;
  by: "profile" | "template" | "words" | "contents" | "none";
  /** Some of what stands in it, as shown. */
  samples: string[];
  /** The spreadsheet program does not show it. */
  hidden?: true;
};
type Guessed = Omit<MappedColumn, "samples">;

export type SheetMapping = {
  sheet: string;
  /** 1-based row of the header, the lower one of two; 0: there is none. */
  headerRow: number;
  columns: MappedColumn[];
  nameOrder: NameOrder;
};

export type MapOptions = {
  /** The template's words, added to the built-in ones, by field. */
  words: ColumnWords;
  office: Office;
  /** What a person has settled; the rest is found. */
  profile?: SheetProfile;
  /** For the error. */
  file?: string;
};

/** Throws `input-file` `no-header`, naming the sheet. */
export function mapSheet(sheet: RawSheet, options: MapOptions): SheetMapping {
  const { words, profile = {}, file = "" } = options;
  const header =
    profile.header === undefined ? findHeader(sheet, words, profile.columns ?? {}) : headerAt(sheet, profile.header);
  const mapping = mappedBy(sheet, header ?? headerAt(sheet, 0), options);
  if (header === null && !tellsOfClients(mapping))
    throw appError({ code: "input-file", file, reason: "no-header", sheet: sheet.name });
  return mapping;
}

/** Whether cells alone say that people stand in a sheet without any header: how they are called, and how they are reached. */
function tellsOfClients({ columns }: SheetMapping): boolean {
  const has = (...fields: Field[]) => columns.some(({ field }) => fields.includes(field));
  return has("name") && has("phone", "email");
}

function mappedBy(sheet: RawSheet, header: Header, { words, office, profile = {} }: MapOptions): SheetMapping {
  const data = sheet.rows.filter(({ row }) => row > header.row.row);
  const hidden = new Set(sheet.hiddenColumns);
  const named = titlesOf(sheet, header, words).map(({ column, title, words: said }): Guessed => {
    const at = { column, title, ...(hidden.has(column) ? { hidden: true as const } : {}) };
    const settled = Object.hasOwn(profile.columns ?? {}, title) ? profile.columns?.[title] : undefined;
    if (settled !== undefined) return { ...at, field: settled, confidence: 1, by: "profile" };
    const known = said === "" ? null : fieldOfHeader(said, words);
    return { ...at, ...(known ?? { field: "other", confidence: 0, by: "none" }) };
  });
  const samples = sampleColumns(data, named.length);
  const judged = named.map((column) => judgeByCells(column, named, samples, office));
  const columns = settle(judged, samples).map((column) => ({ ...column, samples: samples[column.column]!.shown }));
  return { sheet: sheet.name, headerRow: header.row.row, columns, nameOrder: nameOrderOf(columns) };
}

/** Cells decide where the header says nothing; they overrule it only where it is vague and they are nearly all phones or mails. */
function judgeByCells(column: Guessed, all: Guessed[], samples: ColumnSample[], office: Office): Guessed {
  const { cells } = samples[column.column]!;
  if (column.by === "profile" || column.by === "template" || column.field === "reason") return column;
  if (column.field === "order" && numbersShare(cells) > 0.8)
    return { ...column, field: all.some(({ field }) => field === "id") ? "other" : "id", confidence: 0.7 };
  const vague = column.confidence < 0.7 || column.field === "name" || column.field === "notes";
  if (!vague) return column;
  const guess = fieldOfCells(cells, office);
  if (guess === null) return column;
  // `Арам Григорян 091123456` in a column of clients: whoever is called there has no other column for the name.
  const isName = column.field === "name" && !all.some((one) => one !== column && one.field === "name");
  if (isName && wordsShare(cells) > 0.5) return column;
  const contact = guess.field === "phone" || guess.field === "email";
  if (column.by === "words")
    return contact && guess.confidence >= 0.8 ? { ...column, ...guess, by: "contents" } : column;
  const taken = !MANY.has(guess.field) && all.some(({ field, by }) => field === guess.field && by !== "none");
  return taken || guess.confidence < 0.7
    ? column
    : { ...column, field: guess.field, confidence: guess.confidence * 0.8, by: "contents" };
}

/** One column for each field that a client or an order has once; a base without a column of names takes the likeliest. */
function settle(columns: Guessed[], samples: ColumnSample[]): Guessed[] {
  const best = new Map<Field, Guessed>();
  for (const column of columns) {
    const rival = best.get(column.field);
    if (!rival || rank(column) > rank(rival)) best.set(column.field, column);
  }
  const settled = columns.map((column): Guessed => {
    if (MANY.has(column.field) || best.get(column.field) === column) return column;
    // `Наименование` is a client's name in one base, and what was ordered in a base that has the client besides.
    const titled =
      column.field === "name" && column.by === "words" && !best.has("order") && THING.test(fold(column.title));
    return { ...column, field: titled ? "order" : "other", confidence: titled ? 0.7 : 0 };
  });
  return withName(settled, samples);
}

const THING = /^(наименование|название|անվանում|item|title)/;

/** What a person has settled stands above what was found. */
function rank({ by, confidence }: Guessed): number {
  return by === "profile" ? 2 : confidence;
}

const PARTS: ReadonlySet<Field> = new Set<Field>(["family", "given", "middle"]);

function withName(columns: Guessed[], samples: ColumnSample[]): Guessed[] {
  const has = (field: Field) => columns.some((column) => column.field === field);
  if (has("given") && !has("family") && !has("name"))
    return columns.map((column) => (column.field === "given" ? { ...column, field: "name" } : column));
  // Beside whole names, parts of names are remarks.
  if (has("name")) return columns.map((column) => (PARTS.has(column.field) ? { ...column, field: "other" } : column));
  if (has("family") || has("given") || has("organization")) return columns;
  const free = columns.filter(({ by }) => by === "none");
  const shares = free.map((column) => ({ column, share: namesShare(samples[column.column]!.cells) }));
  const likely = shares.reduce((a, b) => (b.share > a.share ? b : a), {
    column: null as Guessed | null,
    share: 0.35,
  });
  return columns.map((column) =>
    column === likely.column ? { ...column, field: "name", confidence: likely.share * 0.8, by: "contents" } : column,
  );
}

/** `ФИО` and `Фамилия Имя` put the family first, `Անուն Ազգանուն` and `Full name` the given name. */
function nameOrderOf(columns: Guessed[]): NameOrder {
  const title = fold(columns.find(({ field }) => field === "name")?.title ?? "");
  const family = title.search(/фио|ф и о|фамили|ազգանուն|surname|last|family/);
  const given = title
    .replace(/ազգանուն|surname/g, (word) => " ".repeat(word.length))
    .search(/имя|անուն|name|first|given/);
  if (family >= 0 && (given === -1 || family < given)) return "family-first";
  return given >= 0 && family > given ? "given-first" : null;
}
