/** The notes as a whole: parsed without loss, read as a card, printed back. */
import type { IsoDay } from "../lib/day.ts";
import { type RawLine, splitLines } from "./chars.ts";
import type { Grammar } from "./grammar.ts";
import { lengthFindings } from "./length.ts";
import type { Card } from "./model.ts";
import { readNotes } from "./notes.ts";

/** A parsed note: its lines with their ends, character for character, and what they say. */
export type Notes = { lines: RawLine[]; card: Card };

/** Parses any text; never throws, keeps every character. With `today`, lines dated later are plans and far dates are slips. */
export function parseNotes(grammar: Grammar, text: string, options: { today: IsoDay | null }): Notes {
  const { card } = readNotes(grammar, text, options);
  if (options.today !== null) card.findings.push(...lengthFindings(grammar, text, options.today));
  return { lines: splitLines(text), card };
}

/** The characters that the notes were parsed from. */
export function printNotes(notes: Notes): string {
  return notes.lines.map(({ text, eol }) => text + eol).join("");
}
