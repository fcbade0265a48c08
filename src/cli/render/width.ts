import { stripVTControlCharacters } from "node:util";
import { columnsOf } from "../../lib/text-width.ts";

/** Columns that a text takes in a terminal: styles take none, marks that combine none, East Asian and pictures two. */
export function textWidth(text: string): number {
  return columnsOf(stripVTControlCharacters(text));
}

export function padEnd(text: string, width: number): string {
  return text + " ".repeat(Math.max(0, width - textWidth(text)));
}

/** Breaks a paragraph at blanks, never inside a number such as `1 240 000`; a longer word stands alone. `null` = do not break. */
export function wrap(text: string, width: number | null): string[] {
  if (width === null || textWidth(text) <= width) return [text];
  const lines: string[] = [];
  let line = "";
  for (const word of text.split(/(?<!\d) +| +(?!\d{3}(?!\d))/)) {
    const longer = line === "" ? word : `${line} ${word}`;
    if (line !== "" && textWidth(longer) > width) {
      lines.push(line);
      line = word;
    } else line = longer;
  }
  return [...lines, line];
}

/** A wrapped paragraph behind an indent; further lines stand `hang` deeper. */
export function indented(text: string, indent: number, width: number | null, hang = 2): string {
  const room = width === null ? null : Math.max(20, width - indent - hang);
  return text
    .split("\n")
    .flatMap((line) => wrap(line, room))
    .map((line, index) => " ".repeat(index === 0 ? indent : indent + hang) + line)
    .join("\n");
}

const ESCAPE = "\u001b";
const STYLE = new RegExp(`(${ESCAPE}\\[\\d+m)`);

/** At most `width` columns, with `…` for what is cut. A styled text is cut as well, and its style ends with it. */
export function cutTo(text: string, width: number): string {
  if (textWidth(text) <= width) return text;
  let cut = "";
  let left = width - 1;
  for (const part of text.split(STYLE)) {
    if (part.startsWith(ESCAPE)) {
      cut += part;
      continue;
    }
    for (const letter of part) {
      left -= textWidth(letter);
      if (left < 0) break;
      cut += letter;
    }
  }
  return `${cut}…`;
}
