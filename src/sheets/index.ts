/** The face of the room: foreign bases come in as drafts, and workbooks go out. */
export type { Cell, RawBase, TextLook } from "./cell.ts";
export type { Chart } from "./chart-parts.ts";
export type { ExplainedRow } from "./look-again.ts";
export {
  assertSheetsMeant,
  type MappingProfile,
  printProfile,
  profileLines,
  profileOf,
  readProfile,
} from "./mapping-profile.ts";
export { answerTo } from "./mapping-questions.ts";
export { explainOwn, type ToldApart, tellApart } from "./own-books.ts";
export {
  type CellEdit,
  isMarked,
  isOwnTitle,
  marksOf,
  type OwnKind,
  type OwnRow,
  type OwnTable,
  ownTitles,
  saysSame,
} from "./own-table.ts";
export { ReadAhead } from "./read-ahead.ts";
export { type ReadOptions, readBase } from "./read-base.ts";
export { readDay } from "./read-day.ts";
export { type DraftContext, type DraftsRead, readDrafts, type SheetReport } from "./read-drafts.ts";
export { readMoney } from "./read-money.ts";
export { type OwnClientCells, readOwnClient } from "./read-own-cells.ts";
export type { Told } from "./run-child.ts";
export { openWorkbook, type SheetColumn, type SheetOut, type WorkbookOut } from "./styled-workbook.ts";
export type { CellValue } from "./value-out.ts";
export { googleHeader, googleRow, NARROWEST, widthsWith } from "./write-google-csv.ts";
export { writeRejects } from "./write-rejects.ts";
export { vcardOf } from "./write-vcard.ts";
