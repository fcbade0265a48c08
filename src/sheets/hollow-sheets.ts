/** Takes the rows out of the sheets of an .xlsx, so that they can be read apart from the rest of the workbook. */
import { randomUUID } from "node:crypto";

export type HollowSheets = {
  /** A part as the library is to see it: a sheet with a single cell, by which its rows are found again. */
  withoutRows: (part: string, content: Buffer) => Buffer;
  /** The rows of the sheet with that cell; `null` for a sheet that was left as it is. */
  rowsOf: (mark: unknown) => Buffer | null;
};

const SHEET = /(?:^|\/)xl\/worksheets\/[^/]+\.xml$/;
const BEGIN = "<sheetData>";
const END = "</sheetData>";
/** What the library understands beyond plain elements, or in another order than they stand. */
const UNUSUAL = ["<!--", "<![CDATA[", ":sheetData"];

export function hollowSheets(): HollowSheets {
  const taken = new Map<unknown, Buffer>();
  return {
    withoutRows(part, content) {
      const from = SHEET.test(part) ? content.indexOf(BEGIN) : -1;
      const to = from === -1 ? -1 : content.indexOf(END, from);
      if (to === -1 || content.indexOf(BEGIN, to) !== -1 || UNUSUAL.some((sign) => content.includes(sign)))
        return content;
      // A text that no file can hold by foresight.
      const mark = randomUUID();
      taken.set(mark, content.subarray(from + BEGIN.length, to));
      return Buffer.concat([
        content.subarray(0, from + BEGIN.length),
        Buffer.from(`<row r="1"><c r="A1" t="str"><v>${mark}</v></c></row>`),
        content.subarray(to),
      ]);
    },
    rowsOf: (mark) => taken.get(mark) ?? null,
  };
}
