/** The canonical form of a text whose lines are complete: its blocks in their order, where that says the same. */
import { archived, arrange } from "./arrange.ts";
import { squeeze } from "./chars.ts";
import { type ReadOptions, readDocument } from "./document.ts";
import type { Grammar } from "./grammar.ts";
import type { Line } from "./line.ts";
import { saysTheSame } from "./meaning.ts";
import type { ArchivedLine } from "./model.ts";
import { type Reading, readDoc } from "./notes.ts";
import { readingBelow } from "./state-change.ts";

export type Settling = {
  /** Before anything was completed, and after. */
  text: string;
  source: string;
  /** Of `source`; it may become the reading of what comes out. */
  reading: Reading;
  /** The lines of `text`. */
  typed: string[];
  marker: string | null;
  options: ReadOptions;
};

/** `reading`: of `text`, without findings. */
export type Settled = { text: string; rewritten: ArchivedLine[]; reading: Reading };

/** Arranges the blocks, if what comes out reads as what went in; else everything stays where it was typed. */
export function settle(grammar: Grammar, settling: Settling): Settled {
  const { text, source, typed, reading, marker, options } = settling;
  const { doc } = reading;
  const read = (now: string) => {
    if (now === source) return reading;
    const { today } = options;
    return readDoc(grammar, readDocument(grammar, now, { today }), today);
  };
  const typedText = (line: Line) => typed[line.index]!;
  const isOnlyFree = doc.orders.length + doc.log.length + doc.earlier.length + doc.state.length === 0;
  if (!isOnlyFree) {
    const arranged = arrange(grammar, reading, { marker, typed: typedText });
    const { rewritten } = arranged;
    if (arranged.text === text) return { text, rewritten, reading: read(text) };
    const moved = readingBelow(grammar, { source, reading, options }, arranged);
    if (moved) return { text: arranged.text, rewritten, reading: moved };
    const again = read(arranged.text);
    if (saysTheSame(again.card, reading.card)) return { text: arranged.text, rewritten, reading: again };
  }
  const rewritten = inPlace(doc.lines, typedText);
  const kept = rewritten.length === 0 ? text : source;
  return { text: kept, rewritten, reading: read(kept) };
}

function inPlace(lines: Line[], typedText: (line: Line) => string): ArchivedLine[] {
  return lines
    .filter((line) => squeeze(line.text) !== squeeze(typedText(line)))
    .map((line) => ({ ...archived("rewritten", typedText(line), line.text), date: line.date }));
}
