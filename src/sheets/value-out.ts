/** What a workbook is given for a value: real numbers and days, links, and text that no reader of XML stumbles over. Pure. */

export type ColumnKind = "text" | "number" | "money" | "date" | "link";
/** A day is `YYYY-MM-DD`; a link is an https address with the words to show. What does not fit its column's kind is written as text. */
export type CellValue = string | number | { text: string; link: string } | null | undefined;

/** Excel takes no longer text into a cell (specification and limits of Excel). */
const LONGEST = 32_767;

/** `null`: nothing to write. */
export function valueFor(value: CellValue, kind: ColumnKind) {
  if (value === null || value === undefined || value === "") return null;
  if (typeof value === "number") return Number.isFinite(value) ? value : null;
  if (typeof value === "object") return linkOr(value.text, value.link);
  if (kind === "date" && /^\d{4}-\d{2}-\d{2}$/.test(value)) return new Date(`${value}T00:00:00Z`);
  return kind === "link" ? linkOr(value, value) : plainText(value);
}

function linkOr(text: string, link: string) {
  return link.startsWith("https://") ? { text: plainText(text), hyperlink: link } : plainText(link);
}

/** Characters that XML lacks would make Excel refuse the whole file. */
export function plainText(value: string): string {
  const text = UNUSUAL.test(value)
    ? value
        .toWellFormed()
        .replace(/\r\n?/g, "\n")
        .replace(/[\p{Cc}\ufffe\uffff]/gu, (letter) => (letter === "\n" || letter === "\t" ? letter : "\ufffd"))
    : value;
  return text.length <= LONGEST ? text : `${text.slice(0, LONGEST - 1)}…`;
}

/** Controls but for line ends and tabs, what is no letter, and halves of letters: whole ones are made of them as well. */
const UNUSUAL = /[^\t\n -~\u00a0-\ud7ff\ue000-\ufffd]/;
