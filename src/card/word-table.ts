/**
 * A vocabulary by its folded words (chars.ts), looked up where a word stands in a line. Letters of the three alphabets are folded and
 * hashed as they are read, so that nothing is cut out of the line; a word with any other character takes the long way.
 */
import { fold } from "./chars.ts";

export type WordTable<T> = {
  slots: (Entry<T>[] | undefined)[];
  words: Map<string, T>;
  /** By the first two letters of a word: 1 where some word of the table may begin with them. */
  starts: Uint8Array;
};

type Entry<T> = { word: string; value: T };

/** A code unit that needs the full folding: decomposed, joining two words, or of another alphabet. */
const UNSURE = -1;

/** Of two words that fold to the same, the first counts. */
export function wordTable<T>(entries: Iterable<readonly [string, T]>): WordTable<T> {
  const words = new Map<string, T>();
  for (const [word, value] of entries) {
    const folded = fold(word);
    if (!words.has(folded)) words.set(folded, value);
  }
  // A power of two, so that most slots are empty and few words share one.
  const size = 2 ** Math.ceil(Math.log2(words.size * 4 + 1));
  const slots = new Array<Entry<T>[] | undefined>(size).fill(undefined);
  const starts = new Uint8Array(STARTS);
  for (const [word, value] of words) {
    const start = startOf(`${word}  `, 0);
    if (start !== UNSURE) starts[start] = 1;
    const hash = hashOf(word, 0, word.length);
    if (hash === UNSURE) continue;
    const slot = hash & (size - 1);
    slots[slot] = [...(slots[slot] ?? []), { word, value }];
  }
  return { slots, words, starts };
}

/** False where no word of the table can begin; most words of a line are told apart so, before their end is looked for. */
export function mayBegin<T>({ starts }: WordTable<T>, text: string, at: number): boolean {
  const start = startOf(text, at);
  return start === UNSURE || starts[start] === 1;
}

/** The first two letters as one small number; `UNSURE` where one of them is none of the three alphabets, or a mark behind them makes it another. */
function startOf(text: string, at: number): number {
  // Beyond the end there is no character to compare: a number that is none would slow down every comparison.
  if (at + 2 >= text.length) return UNSURE;
  const first = foldCode(text.charCodeAt(at));
  const second = foldCode(text.charCodeAt(at + 1));
  const behind = text.charCodeAt(at + 2);
  if (first === UNSURE || second === UNSURE || (behind >= 0x300 && behind < 0x370)) return UNSURE;
  return (first * 67 + second) & (STARTS - 1);
}

const STARTS = 4096;

/** What the table holds for the word between `from` and `to`. */
export function wordAt<T>(table: WordTable<T>, text: string, from: number, to: number): T | undefined {
  const hash = hashOf(text, from, to);
  if (hash === UNSURE) return table.words.get(fold(text.slice(from, to)));
  const entries = table.slots[hash & (table.slots.length - 1)];
  if (entries === undefined) return undefined;
  for (const { word, value } of entries) if (isWord(word, text, from, to)) return value;
  return undefined;
}

function isWord(word: string, text: string, from: number, to: number): boolean {
  if (word.length !== to - from) return false;
  for (let at = 0; at < word.length; at++)
    if (foldCode(text.charCodeAt(from + at)) !== word.charCodeAt(at)) return false;
  return true;
}

function hashOf(text: string, from: number, to: number): number {
  let hash = 0;
  for (let at = from; at < to; at++) {
    const folded = foldCode(text.charCodeAt(at));
    if (folded === UNSURE) return UNSURE;
    hash = (Math.imul(hash, 31) + folded) | 0;
  }
  return (hash ^ (hash >>> 12)) & 0x7fffffff;
}

/** The folded letter of the three alphabets, or `UNSURE`. */
function foldCode(code: number): number {
  if (code < 0x80) {
    const lower = code | 0x20;
    return lower >= 97 && lower <= 122 ? lower : UNSURE;
  }
  if (code >= 0x410 && code <= 0x44f) return code < 0x430 ? code + 0x20 : code;
  if (code === 0x401 || code === 0x451) return 0x435;
  if (code >= 0x531 && code <= 0x556) return code + 0x30;
  return code >= 0x561 && code <= 0x586 ? code : UNSURE;
}
