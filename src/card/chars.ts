/** Characters and words of a line, read by code unit: no regular expression, so time is linear in the length of the text. */

/** White space as `String.prototype.trim` knows it. */
export function isSpace(code: number): boolean {
  if (code < 0x80) return code === 32 || (code >= 9 && code <= 13);
  if (code === 0xa0 || code === 0xfeff) return true;
  if (code < 0x1680) return false;
  return (
    code === 0x1680 ||
    (code >= 0x2000 && code <= 0x200a) ||
    code === 0x2028 ||
    code === 0x2029 ||
    code === 0x202f ||
    code === 0x205f ||
    code === 0x3000
  );
}

/** Direction marks and joiners without width, which messengers put before pasted lines. */
export function isInvisible(code: number): boolean {
  return (code >= 0x200b && code <= 0x200f) || (code >= 0x202a && code <= 0x202e) || (code >= 0x2060 && code <= 0x2069);
}

export function isDigit(code: number): boolean {
  return code >= 48 && code <= 57;
}

const otherLetter = /[\p{L}\p{M}]/u;
/** What is known of each code unit beyond the three alphabets: 0 not asked yet, 1 no letter, 2 a letter. */
const otherLetters = new Uint8Array(0x10000);

/** A letter of any alphabet, or a mark that is written over one. */
export function isLetter(code: number): boolean {
  if (!(code >= 0x80)) return (code >= 97 && code <= 122) || (code >= 65 && code <= 90);
  if (code >= 0x400 && code <= 0x481) return true;
  if ((code >= 0x531 && code <= 0x556) || (code >= 0x560 && code <= 0x588)) return true;
  return isOtherLetter(code);
}

function isOtherLetter(code: number): boolean {
  const known = otherLetters[code];
  if (known !== 0) return known === 2;
  const letter = (code < 0xd800 || code > 0xdfff) && otherLetter.test(String.fromCharCode(code));
  otherLetters[code] = letter ? 2 : 1;
  return letter;
}

export function isDash(code: number): boolean {
  return code === 0x2d || code === 0x2013 || code === 0x2014 || code === 0x2212;
}

/** A full stop, or the dot that Armenian keyboards type. */
export function isDot(code: number): boolean {
  return code === 0x2e || code === 0x2024;
}

export function skipSpaces(text: string, from: number): number {
  let at = from;
  while (at < text.length && isSpace(text.charCodeAt(at))) at++;
  return at;
}

export function skipInvisible(text: string, from: number): number {
  let at = from;
  while (at < text.length && (isSpace(text.charCodeAt(at)) || isInvisible(text.charCodeAt(at)))) at++;
  return at;
}

/** The position after the last character that is no white space, going back from `end`. */
export function trimEndAt(text: string, from: number, end: number): number {
  let at = end;
  while (at > from && isSpace(text.charCodeAt(at - 1))) at--;
  return at;
}

/**
 * Where the word that begins at `from` ends; `from` itself when there is none. An apostrophe or hyphen between letters belongs to the
 * word, so that `today's` is not `today` and `lost-and-found` is not `lost`.
 */
export function wordEnd(text: string, from: number): number {
  let at = from;
  for (;;) {
    while (at < text.length && isLetter(text.charCodeAt(at))) at++;
    if (at === from || at + 1 >= text.length) return at;
    const code = text.charCodeAt(at);
    if (code >= 0xd800 && code <= 0xdbff && otherLetter.test(text.slice(at, at + 2))) {
      at += 2;
      continue;
    }
    const joins = code === 0x2d || code === 0x27 || code === 0x2019 || code === 0x2bc;
    if (!joins || !isLetter(text.charCodeAt(at + 1))) return at;
    at++;
  }
}

/** The next run of ASCII digits: where it ends. */
export function digitsEnd(text: string, from: number): number {
  let at = from;
  while (at < text.length && isDigit(text.charCodeAt(at))) at++;
  return at;
}

/** The form in which words are compared: lower case, composed, `ё` as `е`, the Armenian ligature `և` as `եւ`. */
export function fold(word: string): string {
  if (isSmall(word)) return word;
  const lower = word.toLowerCase();
  return isSmall(lower) ? lower : lower.normalize("NFC").replaceAll("ё", "е").replaceAll("և", "եւ");
}

/** Only small letters that fold to themselves, and what is no letter. */
function isSmall(word: string): boolean {
  for (let at = 0; at < word.length; at++) {
    const code = word.charCodeAt(at);
    if (code < 0x80 ? code >= 65 && code <= 90 : !(code >= 0x430 && code <= 0x44f) && !(code >= 0x561 && code <= 0x586))
      return false;
  }
  return true;
}

/** A line with its white space made even: how lines are compared when only their words count. */
export function squeeze(line: string): string {
  if (isSqueezed(line)) return line;
  return line.normalize("NFC").replace(/\s+/g, " ").trim();
}

/** Single blanks between letters and signs that are composed already: most lines, known without making them again. */
function isSqueezed(line: string): boolean {
  let blank = true;
  for (let at = 0; at < line.length; at++) {
    const code = line.charCodeAt(at);
    if (code === 0x20) {
      if (blank) return false;
      blank = true;
      continue;
    }
    blank = false;
    const composed = code < 0x80 ? code > 0x20 : (code > 0xa0 && code < 0x300) || (code >= 0x400 && code <= 0x58f);
    if (!composed) return false;
  }
  return !blank || line === "";
}

export type RawLine = { text: string; eol: string };

/**
 * Lines with their ends; joining `text + eol` gives the same characters back. Only `\n` ends a line, and the last line its text; whatever
 * `\r` stand before that belong to the end, so that a line means the same wherever it is moved.
 */
export function splitLines(text: string): RawLine[] {
  const lines: RawLine[] = [];
  let from = 0;
  for (let at = text.indexOf("\n"); at !== -1; at = text.indexOf("\n", from)) {
    const end = returnsStart(text, from, at);
    lines.push({ text: text.slice(from, end), eol: end === at ? "\n" : text.slice(end, at + 1) });
    from = at + 1;
  }
  if (from < text.length || lines.length === 0) {
    const end = returnsStart(text, from, text.length);
    lines.push({ text: text.slice(from, end), eol: text.slice(end) });
  }
  return lines;
}

/** Where the carriage returns before `end` begin. */
function returnsStart(text: string, from: number, end: number): number {
  let at = end;
  while (at > from && text.charCodeAt(at - 1) === 13) at--;
  return at;
}
