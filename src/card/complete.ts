/** Completes what staff leave out, line by line and in place: numbers, years, days, the order that a line belongs to. */
import type { IsoDay } from "../lib/day.ts";
import { printDay, resolveDate } from "./dates.ts";
import { buildDocument, type Doc, isOwnEntry, type OrderBlock } from "./document.ts";
import type { Grammar } from "./grammar.ts";
import { employeeOf, type Line, partialOf, readLine, wordsOf } from "./line.ts";
import { severityOf } from "./messages.ts";
import { outcomeWords, readOrder } from "./order.ts";
import { numberedHeader, printPrefix } from "./rewrite.ts";
import { readMeaning } from "./step.ts";
import { readUnclosed } from "./unclosed.ts";

export type CompletionOptions = {
  today: IsoDay;
  /** The day on which a new line was written, by its index. */
  editedOn: (index: number) => IsoDay;
  limit: IsoDay | null;
  rowDate: IsoDay | null;
  isNew: (line: Line) => boolean;
  nextNumber: () => number;
};

export type Completed = {
  lines: Line[];
  /** Indexes of lines that got the day of the edit. */
  stamped: Set<number>;
  /** Indexes of lines that could belong to several open orders. */
  undecided: number[];
};

export function completeLines(grammar: Grammar, lines: Line[], options: CompletionOptions): Completed {
  const isComplete = (line: Line) => line.header?.number !== null && !options.isNew(line);
  if (lines.every(isComplete)) return { lines, stamped: new Set(), undecided: [] };
  return new Completion(grammar, lines, options).run();
}

class Completion {
  readonly #grammar: Grammar;
  readonly #options: CompletionOptions;
  readonly #lines: Line[];
  readonly #new: boolean[];
  readonly #stamped = new Set<number>();
  readonly #undecided: number[] = [];

  constructor(grammar: Grammar, lines: Line[], options: CompletionOptions) {
    this.#grammar = grammar;
    this.#options = options;
    this.#lines = lines.slice();
    this.#new = lines.map((line) => options.isNew(line));
  }

  run(): Completed {
    const anyNew = this.#new.includes(true);
    if (anyNew) this.#resolveDates();
    this.#numberOrders();
    if (anyNew) {
      this.#joinOrders();
      this.#stampLines();
    }
    return { lines: this.#lines, stamped: this.#stamped, undecided: this.#undecided };
  }

  #document(): Doc {
    // Building resolves dates in place, so each look at the document starts from freshly read lines.
    const { limit, today, rowDate } = this.#options;
    const fresh = this.#lines.map((line, index) => readLine(this.#grammar, line.text, index, { limit }));
    return buildDocument(this.#grammar, fresh, { today, rowDate });
  }

  #reread(index: number, text: string): Line {
    return readLine(this.#grammar, text, index, { limit: this.#options.limit });
  }

  #isNew = (line: Line): boolean => this.#new[line.index] === true;

  // -------------------------------------------------------------------------------------------------------------- dates

  /** Gives the dates of new lines their year or day. Inside free text only lines that end in an employee are touched. */
  #resolveDates(): void {
    for (const paragraph of this.#paragraphs()) {
      const loose = paragraph[0]!.kind !== "header";
      const dated = paragraph.every((line) => line.date !== null || (line.partial !== null && this.#isNew(line)));
      for (const line of paragraph) {
        if (!this.#isNew(line)) continue;
        if (loose && !dated && employeeOf(this.#grammar, line).kind !== "known") continue;
        this.#resolveLine(line);
      }
    }
  }

  #paragraphs(): Line[][] {
    const paragraphs: Line[][] = [];
    let current: Line[] | null = null;
    for (const line of this.#lines) {
      if (line.kind === "state" || line.kind === "quoted") continue;
      if (line.kind === "blank" || line.kind === "earlier") current = null;
      else if (line.kind === "header" || !current) {
        current = [line];
        paragraphs.push(current);
      } else current.push(line);
    }
    return paragraphs;
  }

  #resolveLine(line: Line): void {
    const edited = this.#options.editedOn(line.index);
    const day = line.partial ? resolveDate(line.partial, edited) : line.date;
    const plan = line.marked || (day !== null && day > edited && line.kind === "step");
    if (day !== null && (line.partial !== null || plan !== line.marked)) {
      const text = `${printPrefix(this.#grammar, plan, day, line.time)}${this.#withRef(line)}`;
      const again = this.#reread(line.index, text.trimEnd());
      if (
        again.date === day &&
        again.kind === line.kind &&
        again.ref === line.ref &&
        sameWords(this.#grammar, line, again)
      )
        this.#lines[line.index] = again;
    }
    this.#resolveClosing(this.#lines[line.index]!);
    this.#resolveOutcome(this.#lines[line.index]!);
  }

  /** The line from its words on, with the order's number before them. */
  #withRef(line: Line, from = line.body): string {
    return line.ref === null ? line.text.slice(from) : `#${line.ref} ${line.text.slice(line.body)}`;
  }

  /** `– done 14.08` in a new closed line. */
  #resolveClosing(line: Line): void {
    const closing = line.header?.closing;
    if (!closing?.partial) return;
    const day = resolveDate(closing.partial, this.#options.editedOn(line.index));
    if (day === null) return;
    this.#replaceDate(line, closing.dateStart, closing.dateEnd, day);
  }

  /** `done 14.08` in a new step without a date of its own: the day moves to the front, unless it is still to come. */
  #resolveOutcome(line: Line): void {
    if (line.kind !== "step" || line.date !== null) return;
    const { limit } = this.#options;
    const edited = this.#options.editedOn(line.index);
    const end = line.body + wordsOf(this.#grammar, line).length;
    const meaning = readMeaning(this.#grammar, line.text, line.body, end, limit);
    if (!meaning.outcome || !meaning.date) return;
    const day = meaning.date.day ?? resolveDate(partialOf(meaning.date), edited);
    if (day === null) return;
    if (day > edited) {
      if (meaning.date.day === null) this.#replaceDate(line, meaning.wordEnd, meaning.date.end, day, " ");
      return;
    }
    const ref = line.ref === null ? "" : `#${line.ref} `;
    const words = `${ref}${outcomeWords(line.text, line.body, meaning)}`;
    const rest = line.text.slice(end).trimEnd();
    const again = this.#reread(line.index, `${printPrefix(this.#grammar, false, day, null)}${words}${rest}`);
    if (again.date === day && again.ref === line.ref) this.#lines[line.index] = again;
  }

  #replaceDate(line: Line, from: number, to: number, day: IsoDay, before = ""): void {
    const printed = printDay(day, this.#grammar.settings.dateForm);
    const rest = line.text.slice(to);
    this.#lines[line.index] = this.#reread(line.index, `${line.text.slice(0, from)}${before}${printed}${rest}`);
  }

  // ------------------------------------------------------------------------------------------------------------ numbers

  /** Every header gets a number, old ones too: an order without number cannot be spoken of. Unless the office wants to be asked. */
  #numberOrders(): void {
    if (severityOf(this.#grammar, "order.unnumbered") !== "fix") return;
    for (const line of this.#lines) {
      const { header, text } = line;
      if (!header || header.number !== null) continue;
      const again = this.#reread(line.index, numberedHeader(line, this.#options.nextNumber()));
      const same = again.header?.title === header.title && again.header.amount === header.amount;
      if (same && text !== again.text) this.#lines[line.index] = again;
    }
  }

  // ------------------------------------------------------------------------------------------- lines typed beside their order

  /** A new line outside orders that begins with an outcome, stage or paying word joins the only open order. */
  #joinOrders(): void {
    const doc = this.#document();
    const candidates = [...doc.log.map(({ head }) => [head]), ...doc.free].flatMap((lines) => this.#joining(lines));
    if (candidates.length === 0) return;
    const open = doc.orders.filter(
      (block) => readOrder(this.#grammar, block, this.#options.today).order.state === "open",
    );
    const number = open.length === 1 ? open[0]!.header.header!.number : null;
    for (const line of candidates) {
      if (open.length > 1) this.#undecided.push(line.index);
      if (number === null) continue;
      const prefix = printPrefix(this.#grammar, false, line.date, line.time);
      const again = this.#reread(line.index, `${prefix}#${number} ${line.text.slice(line.body)}`.trimEnd());
      if (again.ref === number && sameWords(this.#grammar, line, again)) this.#lines[line.index] = again;
    }
  }

  /** Of a paragraph, the lines that speak of an order. Several new lines of prose are pasted text, whatever word begins one. */
  #joining(lines: Line[]): Line[] {
    const fresh = lines.filter(
      (line) => this.#isNew(line) && line.kind === "step" && !line.marked && line.ref === null,
    );
    const speaking = fresh.filter((line) => this.#speaksOfOrder(line));
    return fresh.length - speaking.length > 1 ? [] : speaking;
  }

  #speaksOfOrder(line: Line): boolean {
    const { outcome, stage, payments, unclear } = readMeaning(
      this.#grammar,
      line.text,
      line.body,
      line.body + wordsOf(this.#grammar, line).length,
      this.#options.limit,
    );
    return !unclear && (outcome !== null || stage !== null || payments.length > 0);
  }

  // ------------------------------------------------------------------------------------------------------------- the day

  #stampLines(): void {
    const doc = this.#document();
    for (const block of doc.orders) this.#stampOrder(block);
    const open = this.#openNumbers(doc);
    for (const lines of doc.free) {
      for (const line of lines) {
        const meant = line.ref !== null && open.has(line.ref) && line.kind === "step" && this.#isNew(line);
        if (meant || this.#endsKnown(line)) this.#stamp(line);
      }
    }
  }

  #openNumbers(doc: Doc): Set<number | null> {
    const orders = doc.orders.map((block) => readOrder(this.#grammar, block, this.#options.today).order);
    return new Set(orders.filter(({ state }) => state === "open").map(({ number }) => number));
  }

  #stampOrder(block: OrderBlock): void {
    const open = this.#wasOpen(block);
    const lines = [...block.under, ...block.entries.flatMap(({ head, more }) => [head, ...more])];
    if (this.#mayStampHeader(block)) this.#stamp(block.header);
    for (const line of lines) {
      if (!this.#isNew(line) || line.date !== null || line.impossible) continue;
      const above = line.ref === null ? this.#lineAbove(line.index) : null;
      const first = above === null || !this.#isNew(above) || above.kind === "header";
      const own = line.kind === "header" || isOwnEntry(this.#grammar, line);
      if (this.#endsKnown(line) || line.kind === "header" || (open && (first || own))) this.#stamp(line);
    }
  }

  /**
   * A new header that ends in an employee got its order on the day of the edit, unless steps under it tell of days before: then it stays
   * their undated first step.
   */
  #mayStampHeader({ header: line, entries }: OrderBlock): boolean {
    const edited = this.#options.editedOn(line.index);
    const { header } = line;
    if (!this.#isNew(line) || line.date !== null || !header || header.closing) return false;
    if (header.trailing.kind !== "known" || readUnclosed(this.#grammar, line, this.#options.limit)) return false;
    return !entries.some(({ head }) => head.date !== null && head.date < edited);
  }

  /** Whether the order was open before the new lines came. */
  #wasOpen(block: OrderBlock): boolean {
    const old = (line: Line) => !this.#isNew(line);
    const before: OrderBlock = {
      header: block.header,
      under: block.under.filter(old),
      entries: block.entries.filter(({ head }) => old(head)),
    };
    return readOrder(this.#grammar, before, this.#options.today).order.state === "open";
  }

  #lineAbove(index: number): Line | null {
    for (let at = index - 1; at >= 0; at--) if (this.#lines[at]!.kind !== "state") return this.#lines[at]!;
    return null;
  }

  #endsKnown(line: Line): boolean {
    if (line.kind !== "step" || !this.#isNew(line) || line.date !== null || line.impossible) return false;
    return employeeOf(this.#grammar, line).kind === "known";
  }

  #stamp(line: Line): void {
    const { text, index } = line;
    if (line.kind === "step") {
      const { date } = readMeaning(this.#grammar, text, line.body, text.length, this.#options.limit);
      if (date?.day || text.charCodeAt(line.bare) === 0x2192 || text.startsWith("->", line.bare)) return;
    }
    const day = this.#options.editedOn(index);
    const again = this.#reread(
      index,
      `${printPrefix(this.#grammar, false, day, null)}${this.#withRef(line, line.bare)}`.trimEnd(),
    );
    if (again.date !== day || again.kind !== line.kind || again.ref !== line.ref) return;
    if (!sameWords(this.#grammar, line, again)) return;
    this.#lines[index] = again;
    this.#stamped.add(index);
  }
}

function sameWords(grammar: Grammar, a: Line, b: Line): boolean {
  if (a.header && b.header) return a.header.title === b.header.title && a.header.amount === b.header.amount;
  const [first, second] = [wordsOf(grammar, a), wordsOf(grammar, b)];
  // A time of day that the typed line began with is now read as one.
  return (
    (first === second || (a.time === null && first.endsWith(second) && b.time !== null)) &&
    employeeOf(grammar, a).name === employeeOf(grammar, b).name
  );
}
