/** How many columns a text takes where all letters are equally wide, letter by letter as a reader counts them. Needs no ICU of the machine. */

/** Latin, Cyrillic and Armenian without marks, and the signs around them: nearly every line of an office. */
const PLAIN =
  /^[\x20-\x7e\xa0-\xac\xae-\u02ff\u0400-\u0482\u048a-\u04ff\u0531-\u058f\u2010-\u2027\u20a0-\u20bf\u2116\u2192]*$/;
const ZERO = /^[\p{M}\p{Cf}]$/u;
const WIDE =
  /^[\u1100-\u115f\u2e80-\u303e\u3041-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe4f\uff00-\uff60\uffe0-\uffe6\p{Emoji_Presentation}]$/u;

const JOINER = 0x200d;
const PICTURE_STYLE = 0xfe0f;

/** Columns of a line: marks that combine take none, East Asian letters and pictures two. */
export function columnsOf(text: string): number {
  if (isPlain(text)) return text.length;
  let width = 0;
  for (let at = 0; at < text.length; ) {
    const letter = letterAt(text, at);
    width += letter.width;
    at = letter.end;
  }
  return width;
}

/** True when every code unit of the text is a letter of one column. */
export function isPlain(text: string): boolean {
  return PLAIN.test(text);
}

/** The letter that begins at `at`: where it ends, with all that is written over it or joined to it, and how many columns it takes. */
export function letterAt(text: string, at: number): { end: number; width: number } {
  const first = text.codePointAt(at)!;
  let end = at + lengthOf(first);
  if (isFlagHalf(first)) {
    const second = text.codePointAt(end);
    return second !== undefined && isFlagHalf(second) ? { end: end + 2, width: 2 } : { end, width: 1 };
  }
  let width = widthOf(first);
  while (end < text.length) {
    const next = text.codePointAt(end)!;
    if (next === JOINER && end + 1 < text.length) {
      end += 1 + lengthOf(text.codePointAt(end + 1)!);
      continue;
    }
    if (next === PICTURE_STYLE) width = Math.max(width, 2);
    else if (!isSkinTone(next) && (next < 0x300 || !ZERO.test(String.fromCodePoint(next)))) break;
    end += lengthOf(next);
  }
  return { end, width };
}

function widthOf(code: number): number {
  if (code < 0x300) return code === 0xad ? 0 : 1;
  const letter = String.fromCodePoint(code);
  return ZERO.test(letter) ? 0 : WIDE.test(letter) ? 2 : 1;
}

function lengthOf(code: number): number {
  return code > 0xffff ? 2 : 1;
}

/** Two of these letters make a flag. */
function isFlagHalf(code: number): boolean {
  return code >= 0x1f1e6 && code <= 0x1f1ff;
}

function isSkinTone(code: number): boolean {
  return code >= 0x1f3fb && code <= 0x1f3ff;
}
