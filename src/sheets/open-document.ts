/** What the library passes over in a workbook of LibreOffice (OpenDocument 1.2, part 1): columns that are not shown, and signs in names of sheets. */

const TABLE = "<table:table ";
const COLUMN = /<table:table-column(?=[\s/>])([^<>]*)>/g;
/** The last column of a sheet of LibreOffice (16,384, as Excel's); a crafted file may repeat one more often. */
const MOST_COLUMNS = 16_384;

/** Columns that are not shown (9.1.6, 19.749), of every sheet in a `content.xml` in their order; columns from 0. */
export function hiddenColumnsIn(content: Buffer): number[][] {
  const sheets: number[][] = [];
  for (let at = content.indexOf(TABLE); at !== -1; at = content.indexOf(TABLE, at + 1)) {
    // Columns are told before the first row.
    const ends = ["<table:table-row", "</table:table>"].map((end) => content.indexOf(end, at)).filter((end) => end > 0);
    sheets.push(hiddenAmong(content.toString("utf8", at, Math.min(content.length, ...ends))));
  }
  return sheets;
}

function hiddenAmong(head: string): number[] {
  const hidden: number[] = [];
  let column = 0;
  for (const [, said = ""] of head.matchAll(COLUMN)) {
    const repeated = Number(/\stable:number-columns-repeated="(\d{1,9})"/.exec(said)?.[1] ?? 1);
    const end = Math.min(column + repeated, MOST_COLUMNS);
    if (/\stable:visibility="(?:collapse|filter)"/.test(said)) for (let at = column; at < end; at++) hidden.push(at);
    column = end;
  }
  return hidden;
}

const NAMED: Record<string, string> = { "&quot;": '"', "&apos;": "'", "&gt;": ">", "&lt;": "<", "&amp;": "&" };

/** The name of a sheet, of which the library gives the text of the file. */
export function sheetNameIn(name: string): string {
  return name.replace(/&(?:quot|apos|gt|lt|amp);/g, (reference) => NAMED[reference]!);
}
