/** The face of the room: foreign bases come in as drafts, and workbooks go out. */
export type { RawBase, TextLook } from "./cell.ts";
export { type MappingProfile, profileOf, readProfile } from "./mapping-profile.ts";
export { type ReadOptions, readBase } from "./read-base.ts";
export { type DraftContext, type DraftsRead, readDrafts, type SheetReport } from "./read-drafts.ts";
export { type CellValue, openWorkbook, type SheetColumn, type SheetOut, type WorkbookOut } from "./styled-workbook.ts";
export { writeRejects } from "./write-rejects.ts";
