/** Which line of one version is which line of another: by its words first, then by what it says, then by all but number or date. */
import { fold, squeeze } from "./chars.ts";
import type { Grammar } from "./grammar.ts";
import { employeeOf, type Line, wordsOf } from "./line.ts";
import { isPersonLine } from "./notes.ts";

/** For each line of `newer`, the index of its counterpart in `older`, or -1. `how` tells in which pass it was found. */
export type Matching = { pairs: number[]; how: (MatchKind | null)[] };

/**
 * `same` text; the same `reading`; `completed`: one lacks the number or date that the other has; `reshaped`: a header of the same number and
 * title that says something else; `edited`: an undated line that was changed in its place.
 */
export type MatchKind = "same" | "reading" | "completed" | "reshaped" | "edited";

/** Pairs each line of a person at most once, in time linear in the number of lines. */
export function matchLines(grammar: Grammar, older: Line[], newer: Line[]): Matching {
  const matcher = new Matcher(older, newer);
  matcher.ends();
  matcher.pass("same", ({ text }) => text);
  matcher.pass("same", ({ text }) => squeeze(text));
  if (!matcher.isComplete()) {
    matcher.pass("reading", (line) => readingKey(grammar, line));
    matcher.pass("completed", (line) => looseKey(grammar, line), isCompletion);
    matcher.pass("reshaped", ({ header }) => header && `${header.number} ${words(header.title)}`);
    matcher.edits();
  }
  return matcher.matching;
}

class Matcher {
  readonly matching: Matching;
  readonly #older: Line[];
  readonly #newer: Line[];
  readonly #used: boolean[];

  constructor(older: Line[], newer: Line[]) {
    this.#older = older;
    this.#newer = newer;
    this.#used = older.map((line) => !isPersonLine(line));
    this.matching = { pairs: newer.map(() => -1), how: newer.map(() => null) };
  }

  /** The same lines at the beginning and at the end. */
  ends(): void {
    const [older, newer] = [this.#older, this.#newer];
    const shorter = Math.min(older.length, newer.length);
    let head = 0;
    while (head < shorter && older[head]!.text === newer[head]!.text) this.#pair(head, head++, "same");
    for (let tail = 1; tail <= shorter - head; tail++) {
      const [a, b] = [older.length - tail, newer.length - tail];
      if (older[a]!.text !== newer[b]!.text) break;
      this.#pair(a, b, "same");
    }
  }

  /** Pairs what is left by a key, in the order of the lines. */
  pass(how: MatchKind, key: (line: Line) => string | null, fits?: (a: Line, b: Line) => boolean): void {
    const waiting = new Map<string, number[]>();
    this.#older.forEach((line, at) => {
      const name = this.#used[at] ? null : key(line);
      if (name === null) return;
      const same = waiting.get(name);
      if (same) same.push(at);
      else waiting.set(name, [at]);
    });
    if (waiting.size === 0) return;
    this.#newer.forEach((line, at) => {
      if (this.matching.pairs[at] !== -1 || !isPersonLine(line)) return;
      const name = key(line);
      const same = name === null ? undefined : waiting.get(name);
      if (!same || same.length === 0) return;
      const found = fits ? same.findIndex((older) => fits(this.#older[older]!, line)) : 0;
      if (found === -1 || found > 8) return;
      this.#pair(same[found]!, at, how);
      same.splice(found, 1);
    });
  }

  /** An undated line that stands in the same place with half of its words: an edit of that line, no new one. */
  edits(): void {
    this.#newer.forEach((line, at) => {
      if (at === 0 || this.matching.pairs[at] !== -1 || line.kind !== "step" || line.date !== null) return;
      const above = this.matching.pairs[at - 1]!;
      const older = above === -1 ? undefined : this.#older[above + 1];
      if (!older || this.#used[above + 1] || older.kind !== "step" || older.date !== null) return;
      if (isAlike(older.text, line.text)) this.#pair(above + 1, at, "edited");
    });
  }

  isComplete(): boolean {
    return (
      this.#used.every(Boolean) ||
      this.#newer.every((line, at) => this.matching.pairs[at] !== -1 || !isPersonLine(line))
    );
  }

  #pair(older: number, newer: number, how: MatchKind): void {
    if (!isPersonLine(this.#older[older]!)) return;
    this.#used[older] = true;
    this.matching.pairs[newer] = older;
    this.matching.how[newer] = how;
  }
}

/** Whether two lines say the same, however they are written, or the same but for a number or date that one of them lacks. */
export function saysNoOther(grammar: Grammar, a: Line, b: Line): boolean {
  const [first, second] = [readingKey(grammar, a), readingKey(grammar, b)];
  if (first !== null && first === second) return true;
  if (a.header && b.header) return lacksNumberOnly(grammar, a, b) || lacksNumberOnly(grammar, b, a);
  const key = looseKey(grammar, a);
  return key !== null && key === looseKey(grammar, b) && isCompletion(a, b);
}

/** Whether `a` is the header `b` without its number. */
export function lacksNumberOnly(grammar: Grammar, a: Line, b: Line): boolean {
  if (!a.header || !b.header || a.header.number !== null || b.header.number === null) return false;
  const numbered = { ...a, header: { ...a.header, number: b.header.number } };
  return readingKey(grammar, numbered) === readingKey(grammar, b);
}

/** What a line says, however it is written; `null` where only the letters count. */
function readingKey(grammar: Grammar, line: Line): string | null {
  if (line.header) {
    const { number, title, amount, currency, closing } = line.header;
    return JSON.stringify([
      number,
      words(title),
      amount,
      currency,
      closing?.state,
      closing?.day,
      closing?.reason,
      line.date ?? line.partial,
      actor(grammar, line),
    ]);
  }
  if (line.kind !== "step" || line.date === null) return null;
  return JSON.stringify([line.date, line.time, words(wordsOf(grammar, line)), actor(grammar, line)]);
}

/** All but the number of a header and the date of a step: what the program may have added since. */
function looseKey(grammar: Grammar, line: Line): string | null {
  if (line.header) return `order ${words(line.header.title)}`;
  if (line.kind !== "step") return null;
  const said = `${words(wordsOf(grammar, line))} ${actor(grammar, line)}`;
  return said === " " ? null : `step ${said}`;
}

/** One of the two lacks what the other has: the number of its order, or its date. */
function isCompletion(older: Line, newer: Line): boolean {
  if (older.header && newer.header) return (older.header.number === null) !== (newer.header.number === null);
  if (older.header || newer.header) return false;
  if (older.date === null && newer.date === null) return (older.ref === null) !== (newer.ref === null);
  return (older.date === null) !== (newer.date === null);
}

/** Who acted: the employee, or what stands in the brackets of a name that could be two people's. */
function actor(grammar: Grammar, line: Line): string {
  const { kind, name, start } = line.header ? line.header.trailing : employeeOf(grammar, line);
  return name ?? (kind === "ambiguous" ? words(line.text.slice(start)) : "");
}

function words(text: string): string {
  return fold(squeeze(text));
}

/** Half of the longer line is the same at its beginning and end. */
function isAlike(a: string, b: string): boolean {
  const longer = Math.max(a.length, b.length);
  const shorter = Math.min(a.length, b.length);
  let head = 0;
  while (head < shorter && a[head] === b[head]) head++;
  let tail = 0;
  while (tail < shorter - head && a[a.length - 1 - tail] === b[b.length - 1 - tail]) tail++;
  return head + tail >= longer / 2;
}
