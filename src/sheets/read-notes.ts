/** The remarks of a notes cell, verbatim: one a line; a `; ` before a date parts two remarks as well. Pure. */
const BREAK = /\r\n|[\r\n\u2028]|;\s+(?=\d{1,2}[./-]\d{1,2}(?!\d)|\d{4}-\d{2}-\d{2})/;

export function readNotes(text: string): string[] {
  const remarks = text.split(BREAK).map((remark) => remark.trim());
  return remarks.includes("") ? remarks.filter((remark) => remark !== "") : remarks;
}
