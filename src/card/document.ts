/** Lines put together: orders with their entries, the log, free paragraphs. Nothing is thrown away; every line has one place. */
import type { IsoDay } from "../lib/day.ts";
import { splitLines } from "./chars.ts";
import { farLimit, resolveDate } from "./dates.ts";
import type { Grammar } from "./grammar.ts";
import { readHeader } from "./header.ts";
import { endsInEmployee, forgetDate, type Line, leadOf, readLine } from "./line.ts";
import { readOrder } from "./order.ts";

/** A line with the lines that continue it. */
export type Entry = { head: Line; more: Line[] };

export type OrderBlock = {
  header: Line;
  /** Undated lines right under the header; they continue the step that the header itself tells of, if it does. */
  under: Line[];
  entries: Entry[];
};

export type Doc = {
  lines: Line[];
  state: Line[];
  earlier: Line[];
  orders: OrderBlock[];
  /** Lines of paragraphs that are dated throughout. */
  log: Entry[];
  /** Other paragraphs, verbatim. */
  free: Line[][];
};

export type ReadOptions = {
  today: IsoDay | null;
  /** Day of the row that the text was imported with: dates without year are read by it where nothing else tells. */
  rowDate?: IsoDay | null;
};

export function readDocument(grammar: Grammar, text: string, options: ReadOptions): Doc {
  const limit = farLimit(options.today);
  const lines = splitLines(text).map((raw, index) => readLine(grammar, raw.text, index, { limit }));
  return buildDocument(grammar, lines, options);
}

/** Builds the blocks of lines that were read; a second time where some lines turn out to belong to an order elsewhere. */
export function buildDocument(grammar: Grammar, lines: Line[], options: ReadOptions): Doc {
  const segments = splitSegments(lines);
  for (const segment of segments) resolveSegment(grammar, segment, options);
  const doc = new Builder(grammar, lines, segments, new Map()).build();
  const targets = findTargets(grammar, doc, options.today);
  return targets ? new Builder(grammar, lines, segments, targets).build() : doc;
}

type Segment = { header: Line | null; lines: Line[] };

/** A header with the lines under it, or a paragraph. Blank lines, headers and the summary part them; the state line is transparent. */
function splitSegments(lines: Line[]): Segment[] {
  const segments: Segment[] = [];
  let current: Segment | null = null;
  for (const line of lines) {
    if (line.kind === "state") continue;
    if (line.kind === "blank" || line.kind === "earlier") {
      current = null;
    } else if (line.kind === "header" || !current) {
      current = line.kind === "header" ? { header: line, lines: [] } : { header: null, lines: [line] };
      segments.push(current);
    } else {
      current.lines.push(line);
    }
  }
  return segments;
}

/** Gives dates without year the year that is nearest to the full dates beside them in the block; what stays open is words. */
function resolveSegment(grammar: Grammar, segment: Segment, { rowDate }: ReadOptions): void {
  const { header, lines } = segment;
  if (!(header && isUnresolved(header)) && !lines.some(isUnresolved)) return;
  const all = header ? [header, ...lines] : lines;
  const full = all.map((line) => line.date ?? line.header?.closing?.day ?? null);
  const before = [...full];
  for (let at = 1; at < before.length; at++) before[at] ??= before[at - 1] ?? null;
  const after = [...full];
  for (let at = after.length - 2; at >= 0; at--) after[at] ??= after[at + 1] ?? null;
  all.forEach((line, at) => {
    const near = before[at] ?? after[at] ?? rowDate ?? null;
    resolveLine(line, near);
    const closing = line.header?.closing;
    if (!closing?.partial) return;
    const day = near && !("offset" in closing.partial) ? resolveDate(closing.partial, near) : null;
    if (day) closing.day = day;
    else forgetClosing(grammar, line);
  });
}

function isUnresolved({ partial, header }: Line): boolean {
  return partial !== null || (header?.closing?.partial ?? null) !== null;
}

function resolveLine(line: Line, near: IsoDay | null): void {
  if (line.partial === null) return;
  if (near !== null && !("offset" in line.partial)) line.date = resolveDate(line.partial, near);
  if (line.date !== null || line.kind === "header") return;
  forgetDate(line);
  // A number behind words that are no date names no order.
  if (!line.text.slice(0, line.bare).includes("#")) line.ref = null;
}

/** A closing part whose date stays unknown closes nothing: it is part of the title. */
function forgetClosing(grammar: Grammar, line: Line): void {
  const { header } = line;
  if (!header) return;
  const open = readHeader(grammar, line.text, header.wordEnd, null, false);
  if (open) line.header = open;
}

function isDated(line: Line): boolean {
  return line.kind === "step" && line.date !== null;
}

/**
 * Orders that lines elsewhere may belong to: the only open one of its number. `null` when no line asks. A header that ends in an employee
 * is a target only where no other header has its number.
 */
function findTargets(grammar: Grammar, doc: Doc, today: IsoDay | null): Map<number, Line> | null {
  let asked = doc.lines.some(({ ref }) => ref !== null);
  if (!asked && doc.orders.length < 2) return null;
  const byNumber = new Map<number, OrderBlock[]>();
  for (const block of doc.orders) {
    const { number } = block.header.header!;
    if (number === null) continue;
    const same = byNumber.get(number);
    if (same) same.push(block);
    else byNumber.set(number, [block]);
    asked ||= same !== undefined;
  }
  if (!asked) return null;
  const targets = new Map<number, Line>();
  for (const [number, same] of byNumber) {
    const candidates = same.length === 1 ? same : same.filter(({ header }) => !mayRepeat(header));
    const open = candidates.filter((block) => readOrder(grammar, block, today).order.state === "open");
    if (open.length === 1) targets.set(number, open[0]!.header);
  }
  return targets;
}

/** A header that ends in an employee and closes nothing may be a step of the order whose number it repeats. */
function mayRepeat({ header }: Line): boolean {
  return header !== null && header.number !== null && !header.closing && header.trailing.kind === "known";
}

class Builder {
  readonly #grammar: Grammar;
  readonly #segments: Segment[];
  readonly #doc: Doc;
  /** Header lines of the orders that lines elsewhere may belong to, by number. */
  readonly #targets: Map<number, Line>;
  readonly #blocks = new Map<Line, OrderBlock>();
  /** Steps typed elsewhere; they come after those that stand under the header. */
  readonly #joining: { block: OrderBlock; entry: Entry; from: Line[] }[] = [];

  constructor(grammar: Grammar, lines: Line[], segments: Segment[], targets: Map<number, Line>) {
    this.#grammar = grammar;
    this.#targets = targets;
    this.#segments = segments;
    this.#doc = { lines, state: [], earlier: [], orders: [], log: [], free: [] };
    for (const line of lines) {
      if (line.kind === "state") this.#doc.state.push(line);
      if (line.kind === "earlier") this.#doc.earlier.push(line);
    }
  }

  build(): Doc {
    for (const { header } of this.#segments) if (header) this.#blocks.set(header, { header, under: [], entries: [] });
    for (const { header, lines } of this.#segments) {
      if (header) this.#order(this.#blocks.get(header)!, lines);
      else this.#paragraph(lines);
    }
    for (const { block, entry } of inOrderOfText(this.#joining)) block.entries.push(entry);
    return this.#doc;
  }

  /** The order that a line names by `#12`, if it is a step: dated, or one that says so itself. */
  #meant(line: Line): OrderBlock | undefined {
    const target = line.ref === null ? undefined : this.#targets.get(line.ref);
    if (!target || (line.date === null && !isOwnEntry(this.#grammar, line))) return undefined;
    return this.#blocks.get(target);
  }

  #order(own: OrderBlock, lines: Line[]): void {
    let block = own;
    let current: Entry | null = null;
    const target = this.#repeated(own.header);
    if (target) {
      block = target;
      current = { head: own.header, more: [] };
      this.#joining.push({ block, entry: current, from: [own.header, ...lines] });
    } else {
      this.#doc.orders.push(own);
    }
    const put = (entry: Entry, to: OrderBlock) => {
      if (to === own && !target) own.entries.push(entry);
      else this.#joining.push({ block: to, entry, from: [own.header, ...lines] });
      current = entry;
    };
    for (const line of lines) {
      const meant = this.#meant(line);
      if (line.kind === "quoted") this.#quote(line);
      else if (meant || line.date !== null || isOwnEntry(this.#grammar, line))
        put({ head: line, more: [] }, meant ?? block);
      else (current?.more ?? own.under).push(line);
    }
  }

  /** The open order whose number a header repeats that ends in an employee: a step of it, and no order of its own. */
  #repeated(line: Line): OrderBlock | undefined {
    const target = mayRepeat(line) ? this.#targets.get(line.header!.number!) : undefined;
    return target && target !== line ? this.#blocks.get(target) : undefined;
  }

  #paragraph(lines: Line[]): void {
    const rest = lines.filter((line) => {
      const block = this.#meant(line);
      if (block) this.#joining.push({ block, entry: { head: line, more: [] }, from: lines });
      return !block;
    });
    if (rest.length === 0) return;
    if (rest.every(isDated)) this.#doc.log.push(...rest.map((head) => ({ head, more: [] })));
    else this.#doc.free.push(rest);
  }

  /** A quoted line leaves the order; quotes that stand together stay together. */
  #quote(line: Line): void {
    const last = this.#doc.free.at(-1);
    if (last?.at(-1)?.index === line.index - 1 && last.every(({ kind }) => kind === "quoted")) last.push(line);
    else this.#doc.free.push([line]);
  }
}

/** Lines that join an order from several blocks come in an order that does not depend on where the blocks stand. */
function inOrderOfText<T extends { from: Line[] }>(joining: T[]): T[] {
  if (joining.length < 2) return joining;
  const keyed = joining.map((each) => ({ each, key: each.from.map(({ text }) => text).join("\n") }));
  keyed.sort((a, b) => (a.key < b.key ? -1 : a.key > b.key ? 1 : 0));
  return keyed.map(({ each }) => each);
}

/** An undated line of an order that is a step of its own: it ends in an employee, or begins with an outcome or stage word. */
export function isOwnEntry(grammar: Grammar, line: Line): boolean {
  if (endsInEmployee(grammar, line)) return true;
  const lead = leadOf(grammar, line);
  return lead !== null && lead.cls !== "order" && lead.cls !== "paying";
}
