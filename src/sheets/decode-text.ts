/** What the bytes of a text file say. Pure. */

export type DecodedText = { text: string; encoding: string };

/** Encodings of one byte a letter that old bases come in, likeliest first. */
const SINGLE_BYTE = ["windows-1251", "koi8-r", "ibm866", "armscii-8"];
const SAMPLE = 40_000;

/**
 * Decodes by byte order mark, else UTF-16 by its zero bytes, else UTF-8 if all of it is valid, else the old encoding whose letters look most
 * like words. `encoding` overrides the guess; a label that nobody knows throws RangeError.
 */
export function decodeText(bytes: Uint8Array, encoding: string | null = null): DecodedText {
  const chosen = encoding === null ? guessEncoding(bytes) : encoding.toLowerCase();
  return { text: decodeAs(bytes, chosen), encoding: chosen };
}

function decodeAs(bytes: Uint8Array, encoding: string): string {
  if (/^arm-?scii-?8a?$/.test(encoding)) return decodeArmscii(bytes);
  return new TextDecoder(encoding === "cp866" ? "ibm866" : encoding).decode(bytes);
}

/** Lines looked at for a sample. */
const LINES = 200;
const LONGEST_SAMPLE = 120;

/** The line by which a person sees whether the encoding is right: the first with letters beyond ASCII, else the first. */
export function sampleOf(text: string): string {
  const lines = text
    .slice(0, SAMPLE)
    .replace(/^\ufeff/, "")
    .split(/\r\n|[\r\n]/, LINES)
    .filter((line) => line.trim() !== "");
  const line = lines.find((one) => /[^\p{ASCII}]/u.test(one)) ?? lines[0] ?? "";
  return line.length <= LONGEST_SAMPLE ? line : `${line.slice(0, LONGEST_SAMPLE).toWellFormed()}…`;
}

function guessEncoding(bytes: Uint8Array): string {
  const wide = wideEncoding(bytes.subarray(0, SAMPLE));
  if (wide !== null) return wide;
  if (isUtf8(bytes)) return "utf-8";
  const sample = bytes.subarray(0, SAMPLE);
  const scored = SINGLE_BYTE.map((name) => ({ name, score: likeness(decodeAs(sample, name)) }));
  return scored.reduce((best, one) => (one.score > best.score ? one : best)).name;
}

/**
 * UTF-16 by its mark, or without one by its high bytes: those of Latin, Cyrillic and Armenian letters are 0, 4 and 5, all on one side.
 * `null` for anything else.
 */
export function wideEncoding(bytes: Uint8Array): "utf-16le" | "utf-16be" | null {
  const [first, second] = bytes;
  if (first === 0xff && second === 0xfe) return "utf-16le";
  if (first === 0xfe && second === 0xff) return "utf-16be";
  const high = [0, 0];
  for (const [index, byte] of bytes.entries()) if (byte === 0 || byte === 4 || byte === 5) high[index % 2]! += 1;
  const half = Math.max(1, bytes.length / 2);
  const [even = 0, odd = 0] = high.map((count) => count / half);
  if (odd > 0.8 && even < 0.1) return "utf-16le";
  return even > 0.8 && odd < 0.1 ? "utf-16be" : null;
}

function isUtf8(bytes: Uint8Array): boolean {
  try {
    new TextDecoder("utf-8", { fatal: true }).decode(bytes);
    return true;
  } catch {
    return false;
  }
}

/**
 * How much a text looks like written words: common letters count for it; a capital after a small letter (the sign of a mixed-up KOI8 and
 * 1251), a mark inside a word and letters that hardly occur count against it.
 */
function likeness(text: string): number {
  let score = 0;
  let before = "";
  for (const letter of text) {
    if (/[оеаинтсрвлкпмду]/.test(letter)) score += 2;
    else if (/[աենիրոմտսյուկ]/.test(letter)) score += 2;
    else if (/[а-яёա-և]/.test(letter)) score += 1;
    else if (/[А-ЯЁԱ-Ֆ]/.test(letter)) score += /[а-яёա-և]/.test(before) ? -3 : 0.5;
    else if (/[^\p{ASCII}№«»„“”–—’՝։՛՜՞\u00a0]/u.test(letter)) score -= 3;
    before = letter;
  }
  return score;
}

/** Signs of ArmSCII-8 from 0xA2 to 0xB1 (AST 34.002-2004); letters follow in pairs of capital and small, then the apostrophe. */
const ARMSCII_SIGNS = "և։)(»«—.՝,-֊…՜՛՞";

function decodeArmscii(bytes: Uint8Array): string {
  let text = "";
  for (const byte of bytes) {
    if (byte < 0xa2) text += byte === 0xa0 ? "\u00a0" : String.fromCharCode(byte);
    else if (byte < 0xb2) text += ARMSCII_SIGNS[byte - 0xa2];
    else if (byte < 0xfe) {
      const letter = (byte - 0xb2) >> 1;
      text += String.fromCharCode(((byte - 0xb2) & 1) === 0 ? 0x531 + letter : 0x561 + letter);
    } else text += byte === 0xfe ? "՚" : "\ufffd";
  }
  return text;
}
