/** A law of the card: what must hold for any note, whatever a person wrote. */
import { isDeepStrictEqual } from "node:util";
import type { Card } from "../../../src/card/model.ts";
import { TODAY } from "../cards.ts";
import type { Note } from "./note.ts";

export type Law = {
  /** The number of the design's law, or the part of the card that it is about; unique together with `title`. */
  about: LawGroup;
  title: string;
  /** Throws `LawBroken`, saying what differs. */
  holds(note: Note): void;
};

export type LawGroup =
  | "1 lossless"
  | "2 nothing dropped"
  | "3 fixed point"
  | "4 read back"
  | "5 order-independent"
  | "6 bounded"
  | "7 quiet"
  | "completion"
  | "merge"
  | "compaction";

/** What a law throws, and nothing else does: an error of the code under test is no broken law. */
export class LawBroken extends Error {
  override readonly name = "LawBroken";
  /** Set where several laws are tried together. */
  about: string | null = null;
}

/** Two values are equal, or the law is broken. */
export function same(got: unknown, wanted: unknown, what: string): void {
  if (isDeepStrictEqual(got, wanted)) return;
  throw new LawBroken(`${what}\n  got:    ${JSON.stringify(got)}\n  wanted: ${JSON.stringify(wanted)}`);
}

/** The list is empty, or the law is broken. */
export function none(found: readonly unknown[], what: string): void {
  same(found, [], what);
}

// --------------------------------------------------------------------------------------------------- lines, as a stranger sees them

/** A line, white space apart. */
export function flat(line: string): string {
  return line.replace(/\s+/g, " ").trim();
}

/** The lines of a text that are not blank, white space apart. */
export function linesOf(text: string): string[] {
  return text.split("\n").map(flat).filter(Boolean);
}

/** What is in `wanted` more often than in `there`. */
export function without(wanted: readonly string[], there: readonly string[]): string[] {
  const counts = new Map<string, number>();
  for (const line of there) counts.set(line, (counts.get(line) ?? 0) + 1);
  return wanted.filter((line) => {
    const left = counts.get(line) ?? 0;
    counts.set(line, left - 1);
    return left <= 0;
  });
}

/** Whether a line could be one that the program writes of its own: the state line or the summary, in any of its languages. */
export function mayBeOwn(line: string): boolean {
  return line.includes(" · ") || /^(earlier|ранее|ավելի վաղ): /i.test(line);
}

/**
 * Whether every follow-up is marked as one, and nothing else is of a day to come. A text that would not read back and so was left as typed, with a
 * line of such a day in it, is no canonical card: when that day has come it may read back.
 */
export function isMarked(text: string, { orders, log }: Card): boolean {
  const lines = text.split("\n");
  const ahead = [...log, ...orders.flatMap(({ steps }) => steps)].filter(
    ({ kind, date }) => kind === "plan" || (date !== null && date > TODAY),
  );
  return ahead.every(({ kind, line }) => kind === "plan" && /→|->/.test(lines[line]!));
}
