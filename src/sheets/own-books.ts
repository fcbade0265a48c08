/** Tells our own tables from everything else in the bases that were read. Pure. */
import { columnLetter, type RawBase, type RawSheet } from "./cell.ts";
import type { Field } from "./column-words.ts";
import type { CellFate, ExplainedCell } from "./explain-row.ts";
import type { ExplainedRow } from "./look-again.ts";
import type { SheetProfile } from "./mapping-profile.ts";
import { type OwnTable, readOwnTable } from "./own-table.ts";

export type ToldApart = {
  own: { file: string; tables: OwnTable[]; others: RawSheet[] }[];
  /** Foreign bases, and the rows of clients that a person has added to one of ours. */
  foreign: RawBase[];
  /** How to read the latter, by the name of the sheet. */
  profiles: Record<string, SheetProfile>;
};

/** What a new client's cells mean; the rest is worked out by the program. */
const FIELDS: Record<string, Field> = {
  name: "name",
  group: "group",
  phones: "phone",
  emails: "email",
  address: "address",
  notes: "notes",
};

/** A workbook with one of our tables is ours as a whole: its `others` only tell. */
export function tellApart(bases: RawBase[]): ToldApart {
  const told: ToldApart = { own: [], foreign: [], profiles: {} };
  for (const base of bases) {
    const tables = base.sheets.flatMap((sheet) => readOwnTable(sheet) ?? []);
    if (tables.length === 0) {
      told.foreign.push(base);
      continue;
    }
    const read = new Set(tables.map(({ sheet }) => sheet));
    const others = base.sheets.filter(({ name, rows }) => rows.length > 0 && !read.has(name));
    told.own.push({ file: base.file, tables, others: others.map((sheet) => ({ ...sheet, rows: [] })) });
    const added = tables.filter(({ kind, added }) => kind === "clients" && added.length > 0);
    if (added.length === 0) continue;
    told.foreign.push({ ...base, sheets: added.map(sheetOfAdded) });
    for (const { sheet, header, keys } of added) {
      const columns = Object.entries(keys).map(([title, key]) => [title, FIELDS[key] ?? "other"]);
      told.profiles[sheet] = { header: header.row, columns: Object.fromEntries(columns) };
    }
  }
  return told;
}

/** The columns that people see. */
function sheetOfAdded({ sheet, header, added, keys }: OwnTable): RawSheet {
  const shown = header.cells.filter((cell) => cell !== null && Object.hasOwn(keys, cell.text.trim()));
  const fields = shown.map((cell) => keys[cell!.text.trim()]!);
  const rows = [{ row: header.row, cells: shown }, ...added.map(({ row, at }) => ({ row, cells: fields.map(at) }))];
  return {
    name: sheet,
    hidden: false,
    merges: [],
    rows: rows.filter(({ cells }) => cells.some((cell) => cell !== null)),
  };
}

/** What becomes of the cells of a row of ours: those that were edited are what counts. */
export function explainOwn(own: ToldApart["own"], number: number): ExplainedRow[] {
  return own.flatMap(({ file, tables }) =>
    tables.flatMap(({ sheet, header, rows, copies, keys }) => {
      const row = [...rows, ...copies].find((one) => one.row === number);
      if (!row) return [];
      const edited = new Set(row.edits.map(({ title }) => title));
      const cells = header.cells.flatMap((title, column): ExplainedCell[] => {
        const key = title === null ? undefined : keys[title.text.trim()];
        if (key === undefined) return [];
        const isEdited = edited.has(title!.text.trim());
        const text = row.at(key)?.text ?? "";
        if (text === "" && !isEdited) return [];
        const fates: CellFate[] = [{ fate: isEdited ? "own-edited" : "own-as-written", value: "" }];
        return [{ column: columnLetter(column), title: title!.text.trim(), text, field: null, fates }];
      });
      return [{ file, sheet, row: number, fate: { kind: "own" as const }, cells }];
    }),
  );
}
