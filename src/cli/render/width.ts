import { stripVTControlCharacters } from "node:util";

const ZERO = /^(?:\p{M}|\p{Cf})$/u;
const WIDE =
  /^[\u1100-\u115f\u2e80-\u303e\u3041-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe4f\uff00-\uff60\uffe0-\uffe6\p{Emoji_Presentation}]$/u;
const PLAIN = /^[\x20-\x7e\u0400-\u04ff\u0531-\u058f]*$/;

/** Columns that a text takes in a terminal: styles take none, marks that combine none, East Asian and pictures two. */
export function textWidth(text: string): number {
  const bare = stripVTControlCharacters(text);
  if (PLAIN.test(bare)) return bare.length;
  let width = 0;
  for (const letter of bare) width += ZERO.test(letter) ? 0 : WIDE.test(letter) ? 2 : 1;
  return width;
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
