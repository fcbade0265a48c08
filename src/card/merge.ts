/**
 * Two edited versions of one card and the version that both began with, brought together by line. Lines are known by what they say
 * (match.ts), not by their place, since the program moves blocks about; blank lines follow the line that they stand before.
 */
import { splitLines, squeeze } from "./chars.ts";
import { addEarlier, printEarlier, readEarlier } from "./earlier.ts";
import type { Grammar } from "./grammar.ts";
import { type Line, readLine } from "./line.ts";
import { lacksNumberOnly, matchLines, saysNoOther } from "./match.ts";
import { cardFinding } from "./messages.ts";
import type { ArchivedLine, Finding } from "./model.ts";
import { isPersonLine } from "./notes.ts";
import { numberedHeader } from "./rewrite.ts";

export type Merged = {
  text: string;
  /** One on each line that both sides changed, each in its own way. */
  conflicts: Finding[];
  /** Lines of either side that are not in the text as typed: deleted by the other side, or written differently (`rewritten`). */
  removed: ArchivedLine[];
};

/** One line of the merged text, and where it comes from. */
export type MergedLine = { text: string; fresh: boolean; conflict: boolean };

export type LineMerge = {
  lines: MergedLine[];
  /** Lines of ours that theirs deleted. */
  deleted: Line[];
  /** Lines of theirs that ours had deleted before. */
  absent: Line[];
  /** Lines of either side that stand in the other's form. */
  rewritten: { line: Line; now: string }[];
};

export function mergeThreeWay(grammar: Grammar, base: string, ours: string, theirs: string): Merged {
  if (theirs === base || ours === theirs) return { text: ours, conflicts: [], removed: deletions(grammar, base, ours) };
  if (ours === base) return { text: theirs, conflicts: [], removed: deletions(grammar, base, theirs) };
  const merge = mergeLines(grammar, readLines(grammar, base), readLines(grammar, ours), readLines(grammar, theirs));
  const conflicts = merge.lines.flatMap(({ text, conflict }, index) =>
    conflict ? (cardFinding(grammar, "notes.conflict", index, text) ?? []) : [],
  );
  return {
    text: merge.lines.map(({ text }) => text).join("\n"),
    conflicts,
    removed: [
      ...[...merge.deleted, ...merge.absent].map((line) => removedLine(line)),
      ...merge.rewritten.map(({ line, now }) => rewrittenLine(line, now)),
    ],
  };
}

export function readLines(grammar: Grammar, text: string): Line[] {
  return splitLines(text).map((raw, index) => readLine(grammar, raw.text, index, { limit: null }));
}

export function removedLine(line: Line): ArchivedLine {
  const { header, date, text } = line;
  return { reason: "removed", text, now: null, order: header?.number ?? null, title: header?.title ?? null, date };
}

/** Lines of `before` that `after` lacks, and those that stand there in another form. */
function deletions(grammar: Grammar, before: string, after: string): ArchivedLine[] {
  const [older, newer] = [readLines(grammar, before), readLines(grammar, after)];
  const { pairs, how } = matchLines(grammar, older, newer);
  const kept = new Map(
    pairs.flatMap((from, index) => (how[index] === "edited" ? [] : [[from, newer[index]!] as const])),
  );
  return older.filter(isPersonLine).flatMap((line) => {
    const now = kept.get(line.index);
    if (!now) return [removedLine(line)];
    return squeeze(now.text) === squeeze(line.text) ? [] : [rewrittenLine(line, now.text)];
  });
}

export function rewrittenLine(line: Line, now: string | null): ArchivedLine {
  return { ...removedLine(line), reason: "rewritten", now };
}

export function mergeLines(grammar: Grammar, base: Line[], ours: Line[], theirs: Line[]): LineMerge {
  return new LineMerger(grammar, base, ours, theirs).run();
}

/** A line of the result with what is put behind it: `tail` in the same paragraph, `blocks` after the paragraph. */
type Place = { text: string; gap: boolean; fresh: boolean; conflict: boolean; tail: Place[]; blocks: Place[] };

function place(text: string, gap: boolean, fresh: boolean): Place {
  return { text, gap, fresh, conflict: false, tail: [], blocks: [] };
}

class LineMerger {
  readonly #grammar: Grammar;
  readonly #base: Line[];
  readonly #ours: Line[];
  readonly #theirs: Line[];
  readonly #oursOf = new Map<number, number>();
  readonly #theirsOf = new Map<number, number>();
  /** Lines that both sides added alike, theirs → ours. */
  readonly #bothAdded = new Map<number, number>();
  readonly #result: LineMerge = { lines: [], deleted: [], absent: [], rewritten: [] };

  constructor(grammar: Grammar, base: Line[], ours: Line[], theirs: Line[]) {
    this.#grammar = grammar;
    this.#base = base;
    this.#ours = ours;
    this.#theirs = theirs;
    pairUp(grammar, base, ours, this.#oursOf);
    pairUp(grammar, base, theirs, this.#theirsOf);
    const paired = { ours: new Set(this.#oursOf.values()), theirs: new Set(this.#theirsOf.values()) };
    const added = ours.filter((line) => isPersonLine(line) && !paired.ours.has(line.index));
    const alsoAdded = theirs.filter((line) => isPersonLine(line) && !paired.theirs.has(line.index));
    const both = new Map<number, number>();
    pairUp(grammar, added, alsoAdded, both);
    for (const [first, second] of both) this.#bothAdded.set(alsoAdded[second]!.index, added[first]!.index);
  }

  run(): LineMerge {
    const root = place("", false, false);
    const places = this.#placeOurs();
    this.#insertTheirs(root, places);
    const earlier = this.#mergeEarlier();
    const kept = [...places.values()];
    if (earlier !== null) kept.push(place(earlier, true, false));
    this.#emit(root, kept);
    return this.#result;
  }

  /** Our lines in their order, without those that theirs deleted. */
  #placeOurs(): Map<number, Place> {
    const baseOf = inverse(this.#oursOf);
    const addedOf = inverse(this.#bothAdded);
    const gaps = { base: gapsOf(this.#base), ours: gapsOf(this.#ours), theirs: gapsOf(this.#theirs) };
    const places = new Map<number, Place>();
    let carried = false;
    for (const line of this.#ours) {
      if (!isPersonLine(line)) continue;
      const from = baseOf.get(line.index);
      const other = from === undefined ? addedOf.get(line.index) : this.#theirsOf.get(from);
      const gap = gaps.ours[line.index]!;
      if (from !== undefined && other === undefined && !this.#isOtherwise(from, line)) {
        this.#result.deleted.push(line);
        carried ||= gap;
        continue;
      }
      const theirs = other === undefined ? undefined : this.#theirs[other]!;
      const changed = from === undefined || other === undefined || gap !== gaps.base[from];
      const parted = carried || (changed ? gap : gaps.theirs[other]!);
      const put = theirs
        ? this.#placeBoth(from === undefined ? undefined : this.#base[from], line, theirs, parted)
        : { ...place(line.text, parted, false), conflict: from !== undefined };
      places.set(line.index, put);
      carried = false;
    }
    return places;
  }

  /** Whether a line of one side, deleted by the other, says something else than it did: then it stays, a conflict. */
  #isOtherwise(from: number, line: Line): boolean {
    const base = this.#base[from]!;
    return squeeze(base.text) !== squeeze(line.text) && !saysNoOther(this.#grammar, base, line);
  }

  /** One line in two forms: the one that was changed; of two changed ones that say the same the fuller; else both, a conflict. */
  #placeBoth(base: Line | undefined, ours: Line, theirs: Line, gap: boolean): Place {
    const [first, second] = [squeeze(ours.text), squeeze(theirs.text)];
    const was = base && squeeze(base.text);
    if (first === second || second === was) return place(this.#settleOn(ours.text, [ours, theirs]), gap, false);
    if (first === was) return place(this.#settleOn(theirs.text, [ours, theirs]), gap, false);
    const numbered = base && (this.#numberedBy(base, ours, theirs) ?? this.#numberedBy(base, theirs, ours));
    if (numbered) return place(this.#settleOn(numbered, [ours, theirs]), gap, false);
    const [kept, other] = isFuller(ours, theirs) ? [ours, theirs] : [theirs, ours];
    if (saysNoOther(this.#grammar, ours, theirs)) return place(this.#settleOn(kept.text, [ours, theirs]), gap, false);
    const put = place(kept.text, gap, false);
    // A second header in the same paragraph would take the steps of the first.
    const list = other.header ? put.blocks : put.tail;
    list.push({ ...place(other.text, other.header !== null, true), conflict: true });
    return put;
  }

  /** One form stands for several lines; those that it is not are told as rewritten. */
  #settleOn(now: string, lines: Line[]): string {
    for (const line of lines) if (squeeze(line.text) !== squeeze(now)) this.#result.rewritten.push({ line, now });
    return now;
  }

  /** What one side made of a header to which the other only gave its number: both changes together. */
  #numberedBy(base: Line, numbering: Line, changed: Line): string | null {
    const number = numbering.header?.number ?? null;
    if (number === null || changed.header?.number !== null) return null;
    return lacksNumberOnly(this.#grammar, base, numbering) ? numberedHeader(changed, number) : null;
  }

  /** Their new lines, each behind the line that it was typed behind. */
  #insertTheirs(root: Place, places: Map<number, Place>): void {
    const baseOf = inverse(this.#theirsOf);
    const gaps = gapsOf(this.#theirs);
    const conflicts = this.#conflictingAnchors();
    let anchor = root;
    let list = root.tail;
    let gap = false;
    let anchorBase = -1;
    for (const line of this.#theirs) {
      if (!isPersonLine(line)) continue;
      gap ||= gaps[line.index]!;
      const from = baseOf.get(line.index);
      const ours = from === undefined ? this.#bothAdded.get(line.index) : this.#oursOf.get(from);
      if (from !== undefined) anchorBase = from;
      const isOtherwise = from !== undefined && ours === undefined && this.#isOtherwise(from, line);
      if (from !== undefined && ours === undefined && !isOtherwise) {
        this.#result.absent.push(line);
        continue;
      }
      const known = ours === undefined ? undefined : places.get(ours);
      if (known) {
        anchor = known;
        list = known.tail;
      } else {
        const fresh = place(line.text, gap, true);
        // One finding a place, so that it does not matter who comes first.
        fresh.conflict = isOtherwise || conflicts.delete(anchorBase);
        if (gap && list === anchor.tail && anchor !== root) list = anchor.blocks;
        list.push(fresh);
      }
      gap = false;
    }
  }

  /** Base lines behind which both sides put something of their own in the place of a line that neither has any more. */
  #conflictingAnchors(): Set<number> {
    const added = (lines: Line[], of: Map<number, number>, both: Set<number>): Set<number> => {
      const baseOf = inverse(of);
      const anchors = new Set<number>();
      let anchor = -1;
      for (const line of lines) {
        if (!isPersonLine(line)) continue;
        const from = baseOf.get(line.index);
        if (from !== undefined) anchor = from;
        else if (!both.has(line.index)) anchors.add(anchor);
      }
      return anchors;
    };
    const ours = added(this.#ours, this.#oursOf, new Set(this.#bothAdded.values()));
    const theirs = added(this.#theirs, this.#theirsOf, new Set(this.#bothAdded.keys()));
    const gone = (index: number) => {
      let next = index + 1;
      while (next < this.#base.length && !isPersonLine(this.#base[next]!)) next++;
      return next < this.#base.length && !this.#oursOf.has(next) && !this.#theirsOf.has(next);
    };
    return new Set([...ours].filter((anchor) => theirs.has(anchor) && gone(anchor)));
  }

  /** The summary is the program's: never twice; two that grew apart add up only where they come from different clients. */
  #mergeEarlier(): string | null {
    const find = (lines: Line[]) => lines.find(({ kind }) => kind === "earlier")?.text.trim() ?? null;
    const [base, ours, theirs] = [find(this.#base), find(this.#ours), find(this.#theirs)];
    if (ours === base || ours === theirs) return theirs;
    if (theirs === base || ours === null || theirs === null) return ours ?? theirs;
    const [first, second] = [readEarlier(this.#grammar, ours), readEarlier(this.#grammar, theirs)];
    if (!first || !second) return ours;
    const strangers = !this.#base.some(isPersonLine) && base === null;
    if (strangers) return printEarlier(this.#grammar, addEarlier(first, second, this.#grammar.settings.currency)!);
    return second.done + second.lost > first.done + first.lost ? theirs : ours;
  }

  #emit(root: Place, kept: Place[]): void {
    const { lines } = this.#result;
    let waiting: Place[] = [];
    const write = ({ text, gap, fresh, conflict }: Place, parted = gap) => {
      if (parted && lines.length > 0) lines.push({ text: "", fresh: false, conflict: false });
      lines.push({ text, fresh, conflict });
    };
    for (const tail of root.tail) write(tail);
    for (const each of kept) {
      if (each.gap) {
        for (const block of waiting) write(block);
        waiting = [];
      }
      write(each);
      for (const tail of each.tail) write(tail);
      waiting.push(...each.blocks);
    }
    for (const block of waiting) write(block);
    // Even an empty text has a line.
    if (lines.length === 0) lines.push({ text: "", fresh: false, conflict: false });
  }
}

function pairUp(grammar: Grammar, older: Line[], newer: Line[], into: Map<number, number>): void {
  const { pairs, how } = matchLines(grammar, older, newer);
  pairs.forEach((from, index) => {
    if (from !== -1 && how[index] !== "edited") into.set(from, index);
  });
}

function inverse(map: Map<number, number>): Map<number, number> {
  return new Map([...map].map(([a, b]) => [b, a]));
}

/** For each line, whether something other than a line of the same paragraph stands before it. */
function gapsOf(lines: Line[]): boolean[] {
  let gap = true;
  return lines.map((line) => {
    if (!isPersonLine(line)) {
      if (line.kind !== "state") gap = true;
      return gap;
    }
    const before = gap;
    gap = false;
    return before;
  });
}

/** Has the number or date that the other lacks; else the first in order of characters, so that the sides may be swapped. */
function isFuller(a: Line, b: Line): boolean {
  const rank = (line: Line) => Number(line.header ? line.header.number !== null : line.date !== null);
  return rank(a) === rank(b) ? a.text <= b.text : rank(a) > rank(b);
}
