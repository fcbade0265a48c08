/** From what stands in Google, and what stood there, to what should stand there. */
import type { IsoDay } from "../lib/day.ts";
import { archived } from "./arrange.ts";
import { splitLines, squeeze } from "./chars.ts";
import { completeLines } from "./complete.ts";
import { farLimit } from "./dates.ts";
import { buildDocument, type Doc, readDocument } from "./document.ts";
import { findingsOf } from "./findings.ts";
import type { Grammar } from "./grammar.ts";
import { isInOrder } from "./in-order.ts";
import { lengthFindings } from "./length.ts";
import { type Line, readLine } from "./line.ts";
import { readLinesOfCard } from "./lone-line.ts";
import { matchLines } from "./match.ts";
import { mergeLines, readLines, removedLine, rewrittenLine } from "./merge.ts";
import { cardFinding } from "./messages.ts";
import type { ArchivedLine, Card, Finding } from "./model.ts";
import { nearestBase } from "./nearest.ts";
import { fullest, isPersonLine, readDoc, readNotes } from "./notes.ts";
import { numberedHeader } from "./rewrite.ts";
import { settle } from "./settle.ts";
import { isStateLine } from "./state-line.ts";

export type NormaliseInput = {
  text: string;
  /** What the program saw last; `null` at first sight, when nothing undated is stamped. */
  previous: string | null;
  /** Versions before it, newest first: a save may come from an editor that was open all the while. */
  recent?: string[];
  today: IsoDay;
  /** Day of the edit in the office's time zone; today when unknown. */
  edited: IsoDay | null;
  /**
   * Texts that were seen since `previous` and not brought in order (somebody was typing), oldest first, each with the day of its pull: a new
   * line was written on the day of the first that has it.
   */
  sightings?: { text: string; day: IsoDay }[];
  /** The last pull is over a day older than the edit was seen: stamped lines get a finding. */
  late?: boolean;
  /** Gives the next order number, each time another. */
  nextNumber: () => number;
  /** Name of the marker label, for the state line. */
  marker: string | null;
  /** Day of the imported row that the text comes from. */
  rowDate?: IsoDay | null;
};

export type Normalised = {
  text: string;
  card: Card;
  findings: Finding[];
  /** Lines that left the card, and the typed form of lines that were rewritten. */
  archived: ArchivedLine[];
  changed: boolean;
};

export function normaliseCard(grammar: Grammar, input: NormaliseInput): Normalised {
  const { text, previous, today, marker } = input;
  const options = { today, rowDate: input.rowDate ?? null };
  if (text === previous) {
    const reading = readNotes(grammar, text, options);
    if (isInOrder(grammar, text, reading, marker)) return unchanged(grammar, text, reading.card, today);
  }
  const limit = farLimit(today);
  const typed = readLinesOfCard(grammar, text, limit);
  const restored = restore(grammar, typed, input, limit);
  const completed = completeLines(grammar, restored.lines, {
    today,
    editedOn: daysOfLines(restored.typed, input),
    limit,
    rowDate: options.rowDate,
    isNew: restored.isNew,
    nextNumber: input.nextNumber,
  });
  const isTyped = completed.lines.every((line, index) => line === typed[index]) && restored.text === text;
  const source = isTyped ? text : completed.lines.map((line) => line.text).join("\n");
  const doc = isTyped ? buildDocument(grammar, typed, options) : readDocument(grammar, source, options);
  const reading = readDoc(grammar, doc, today);
  const result = settle(grammar, { text: restored.text, source, typed: restored.typed, reading, marker, options });
  const { card } = result.reading;
  const late = input.late ? [...completed.stamped].map((index) => completed.lines[index]!.text) : [];
  const undecided = completed.undecided.map((index) => completed.lines[index]!.text);
  card.findings.push(
    ...findingsOf(grammar, result.reading, today),
    ...findingsFor(grammar, "step.date-late", result.text, late),
    ...findingsFor(grammar, "order.which", result.text, undecided),
    ...findingsFor(grammar, "notes.conflict", result.text, restored.conflicts),
    ...lengthFindings(grammar, result.text, today),
  );
  const lines = [...result.rewritten, ...restored.aside, ...goneStateLines(grammar, typed, input, result.text)];
  const removed =
    previous === null ? [] : removedLines(grammar, previous, [result.text, ...lines.map((line) => line.text)]);
  const all = [...lines, ...removed];
  return { text: result.text, card, findings: card.findings, archived: all, changed: result.text !== text };
}

/** The day on which each line first appeared. */
function daysOfLines(typed: string[], { edited, today, sightings = [] }: NormaliseInput): (index: number) => IsoDay {
  const first = new Map<string, IsoDay>();
  for (const { text, day } of sightings)
    for (const line of splitLines(text)) if (!first.has(squeeze(line.text))) first.set(squeeze(line.text), day);
  return (index) => first.get(squeeze(typed[index] ?? "")) ?? edited ?? today;
}

function unchanged(grammar: Grammar, text: string, card: Card, today: IsoDay): Normalised {
  card.findings.push(...lengthFindings(grammar, text, today));
  return { text, card, findings: card.findings, archived: [], changed: false };
}

// ------------------------------------------------------------------------------------------------------- against the version before

type Restored = {
  /** The text whose lines these are. */
  text: string;
  lines: Line[];
  /** The lines as they were before anything was completed. */
  typed: string[];
  isNew: (line: Line) => boolean;
  /** Lines of a stale save that stay away, and those that stand in another form. */
  aside: ArchivedLine[];
  /** Lines that both a person and somebody else changed. */
  conflicts: string[];
};

/** Tells new lines from old ones; a save from an older version is first brought together with what happened since. */
function restore(grammar: Grammar, typed: Line[], input: NormaliseInput, limit: IsoDay | null): Restored {
  const { text, previous, recent = [] } = input;
  const asTyped = typed.map((line) => line.text);
  if (previous === null) return { text, lines: typed, typed: asTyped, isNew: () => false, aside: [], conflicts: [] };
  const versions = [previous, ...recent];
  const base = versions[nearestBase(versions, text)]!;
  const before = readLines(grammar, previous);
  const restored =
    base !== previous
      ? mergeStale(grammar, base, previous, typed, limit)
      : { text, ...compare(grammar, before, typed, limit) };
  return keepSummary(before, restored);
}

/** The summary is the program's: it stays as the version before tells it, whatever an edit made of it. */
function keepSummary(before: Line[], restored: Restored): Restored {
  const told = before.filter(({ kind }) => kind === "earlier");
  const summary = fullest(told);
  if (!summary) return restored;
  const known = new Set(told.map(({ text }) => squeeze(text)));
  const isEdited = ({ kind, text }: Line) => kind === "earlier" && !known.has(squeeze(text));
  const { lines, typed, aside } = restored;
  const edited = lines.filter(isEdited);
  const isShown = edited.length > 0 || lines.some(({ text }) => squeeze(text) === squeeze(summary.text));
  if (isShown && edited.length === 0) return restored;
  const kept = lines.map((line) => (isEdited(line) ? { ...summary, index: line.index } : line));
  if (!isShown) {
    for (const line of [{ ...summary, text: "", kind: "blank" as const, earlier: null }, summary])
      kept.push({ ...line, index: kept.length });
  }
  return {
    ...restored,
    text: kept.map(({ text }) => text).join("\n"),
    lines: kept,
    // An edited one is told here, once.
    typed: kept.map((line, index) => (index < lines.length && !isEdited(lines[index]!) ? typed[index]! : line.text)),
    aside: [...aside, ...edited.map(({ text }) => archived("rewritten", text, summary.text.trim()))],
  };
}

/** Gives back what the program had added to a line that returns without it. */
function compare(grammar: Grammar, before: Line[], typed: Line[], limit: IsoDay | null): Omit<Restored, "text"> {
  const { pairs, how } = matchLines(grammar, before, typed);
  const lines = typed.map((line, index) => {
    const older = how[index] === "completed" ? before[pairs[index]!]! : null;
    const text = older && givenBack(older, line);
    return text ? readLine(grammar, text, index, { limit }) : line;
  });
  return {
    lines,
    typed: typed.map((line) => line.text),
    isNew: (line) => (how[line.index] === null || how[line.index] === "reshaped") && isPersonLine(line),
    aside: [],
    conflicts: [],
  };
}

/** Lines of people in the version before that are in none of the texts of now, each with the order that it belonged to. */
export function removedLines(grammar: Grammar, previous: string, present: string[]): ArchivedLine[] {
  const left = new Map<string, number>();
  for (const text of present) {
    for (const line of splitLines(text)) {
      const key = squeeze(line.text);
      left.set(key, (left.get(key) ?? 0) + 1);
    }
  }
  const doc = readDocument(grammar, previous, { today: null });
  const gone = doc.lines.filter((line) => {
    if (!isPersonLine(line)) return false;
    const key = squeeze(line.text);
    const count = left.get(key) ?? 0;
    left.set(key, count - 1);
    return count <= 0;
  });
  if (gone.length === 0) return [];
  const owners = ownersOf(doc);
  return gone.map((line) => ({ ...removedLine(line), ...owners.get(line.index) }));
}

/** The order that each line belongs to. */
function ownersOf({ orders }: Doc): Map<number, { order: number | null; title: string }> {
  const owners = new Map<number, { order: number | null; title: string }>();
  for (const { header, under, entries } of orders) {
    const owner = { order: header.header!.number, title: header.header!.title };
    for (const line of [header, ...under, ...entries.flatMap(({ head, more }) => [head, ...more])])
      owners.set(line.index, owner);
  }
  return owners;
}

/** A header with the number, a step with the date that the program had given it; `null` when the line lacks neither. */
function givenBack(older: Line, line: Line): string | null {
  if (line.header) {
    const number = line.header.number === null ? older.header?.number : null;
    return typeof number === "number" ? numberedHeader(line, number) : null;
  }
  return line.date === null && older.date !== null ? older.text : null;
}

/** Lines that left the card since the save's version was read stay away; what the save added joins what stands now. */
function mergeStale(grammar: Grammar, base: string, previous: string, typed: Line[], limit: IsoDay | null): Restored {
  const merge = mergeLines(grammar, readLines(grammar, base), readLines(grammar, previous), typed);
  const lines = merge.lines.map(({ text }, index) => readLine(grammar, text, index, { limit }));
  return {
    text: merge.lines.map(({ text }) => text).join("\n"),
    lines,
    typed: lines.map((line) => line.text),
    conflicts: merge.lines.flatMap(({ text, conflict }) => (conflict ? [text] : [])),
    isNew: ({ index }) => merge.lines[index]?.fresh === true,
    aside: [
      ...merge.absent.map((line) => rewrittenLine(line, null)),
      ...merge.rewritten.map(({ line, now }) => rewrittenLine(line, now)),
    ],
  };
}

/** A line in the form of the state line that the program never wrote is somebody's: it goes to the archive before it is made anew. */
function goneStateLines(
  grammar: Grammar,
  typed: Line[],
  { previous, recent = [] }: NormaliseInput,
  result: string,
): ArchivedLine[] {
  const state = typed.filter((line) => line.kind === "state");
  if (state.length === 0) return [];
  const first = splitLines(result)[0]!.text;
  if (state.every((line) => line.text.trim() === first)) return [];
  const known = new Set(
    [previous ?? "", ...recent, result].flatMap((version) => splitLines(version).map(({ text }) => text.trim())),
  );
  return state
    .filter((line) => !known.has(line.text.trim()))
    .map((line) => archived("rewritten", line.text, isStateLine(grammar, first) ? first : null));
}

function findingsFor(
  grammar: Grammar,
  rule: "step.date-late" | "order.which" | "notes.conflict",
  text: string,
  lines: string[],
): Finding[] {
  if (lines.length === 0) return [];
  const raw = splitLines(text);
  const places = raw.map((line) => squeeze(line.text));
  return lines.flatMap((line) => {
    const wanted = squeeze(line);
    const at = places.findIndex((place) => place === wanted || (place !== "" && wanted.endsWith(place)));
    return cardFinding(grammar, rule, at === -1 ? null : at, at === -1 ? line : raw[at]!.text) ?? [];
  });
}
