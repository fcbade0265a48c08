/** One random note with all that the laws need to try it: an office, versions, edits of two people, clocks. What several laws look at is made once. */
import fc from "fast-check";
import { compactCard, type Grammar, type Normalised, normaliseCard, parseNotes } from "../../../src/card/index.ts";
import type { Card } from "../../../src/card/model.ts";
import type { CompactionSettings, DateForm, Language } from "../../../src/card/settings.ts";
import { addDays, type IsoDay } from "../../../src/lib/day.ts";
import { anyParts, type CardParts, composeCard } from "../any-card.ts";
import { anyLine, anyText } from "../any-text.ts";
import { grammarOf, numbers, TODAY, withSettings } from "../cards.ts";

/** What somebody does to one line of a text; `at` counts lines, turned round at the end. */
export type Edit = {
  do: "delete" | "insert" | "append" | "replace" | "move" | "mistype" | "undate";
  at: number;
  line: string;
};

export type NoteParts = {
  language: Language;
  dateForm: DateForm;
  stateLine: boolean;
  text: string;
  before: string;
  /** What somebody made of `before`, just as it stands; `null`: of its canonical form, by `ours`. */
  edit: string | null;
  card: CardParts;
  ours: Edit[];
  theirs: Edit[];
  /** A later day on which somebody looks again. */
  days: number;
  /** Draws an order of blocks or of entries. */
  shuffle: number[];
  compaction: CompactionSettings;
  /** Which of the laws that take turns are tried on this note. */
  turn: number;
};

const anyEdits = fc.array(
  fc.record({
    do: fc.constantFrom<Edit["do"]>(
      "delete",
      "insert",
      "insert",
      "append",
      "append",
      "replace",
      "move",
      "mistype",
      "undate",
    ),
    at: fc.nat({ max: 40 }),
    line: anyLine,
  }),
  { maxLength: 5 },
);

export const anyNote: fc.Arbitrary<NoteParts> = fc.record({
  language: fc.constantFrom<Language>("en", "ru", "hy"),
  dateForm: fc.constantFrom<DateForm>("dd.mm.yyyy", "dd.mm.yyyy", "dd/mm/yyyy", "iso"),
  stateLine: fc.constantFrom(true, true, false),
  text: anyText,
  before: anyText,
  edit: fc.constant(null),
  card: anyParts,
  ours: anyEdits,
  theirs: anyEdits,
  days: fc.integer({ min: 0, max: 900 }),
  shuffle: fc.array(fc.nat({ max: 99 }), { minLength: 1, maxLength: 6 }),
  compaction: fc.record({
    graceDays: fc.constantFrom(0, 3, 30),
    keepClosed: fc.nat({ max: 6 }),
    keepLog: fc.nat({ max: 6 }),
    maxLength: fc.oneof(fc.constant(4000), fc.integer({ min: 60, max: 900 })),
  }),
  // A smaller example is one of the same laws.
  turn: fc.noShrink(fc.nat({ max: 9_999 })),
});

/** The three texts of a note that most laws are about: as typed at first sight, as edited, as the program composed it. */
export type Subject = "first" | "edited" | "card";
export const subjects: readonly Subject[] = ["first", "edited", "card"];

export class Note {
  readonly parts: NoteParts;
  readonly grammar: Grammar;
  readonly text: string;
  #first: Normalised | undefined;
  #card: string | undefined;
  #previous: string | undefined;
  #edited: Normalised | undefined;
  /** What was made of which texts: several laws look at the same, which none of them changes. */
  readonly #made = new Map<string, unknown>();

  readonly #only: Subject | null;

  /** With `only`, the laws look at that one of the note's texts, and at the others only where they must. */
  constructor(parts: NoteParts, only: Subject | null = null) {
    this.parts = parts;
    this.#only = only;
    this.text = parts.text;
    const { dateForm, stateLine } = parts;
    this.grammar = withSettings(grammarOf(parts.language), { dateForm, stateLine });
  }

  /** The text at first sight. */
  get first(): Normalised {
    this.#first ??= this.sight(this.text);
    return this.#first;
  }

  /** A valid card, canonical. */
  get card(): string {
    this.#card ??= this.sight(composeCard(this.grammar, this.parts.card)).text;
    return this.#card;
  }

  /** The version that stood there before. */
  get previous(): string {
    this.#previous ??= this.parts.edit === null ? this.sight(this.parts.before).text : this.parts.before;
    return this.#previous;
  }

  /** `previous` as somebody left it who edited it, or wrote another text below. */
  get edit(): string {
    if (this.parts.edit !== null) return this.parts.edit;
    return this.parts.days % 3 === 0 ? `${this.previous}\n\n${this.text}` : editText(this.previous, this.parts.ours);
  }

  /** That edit, normalised. */
  get edited(): Normalised {
    this.#edited ??= this.save(this.edit, this.previous);
    return this.#edited;
  }

  looksAt(subject: Subject): boolean {
    return this.#only === null || this.#only === subject;
  }

  /** Texts in canonical form. */
  get canonical(): Normalised[] {
    const made = { first: () => this.first, edited: () => this.edited, card: () => this.sight(this.card) };
    return subjects.filter((subject) => this.looksAt(subject)).map((subject) => made[subject]());
  }

  get later(): IsoDay {
    return addDays(TODAY, this.parts.days);
  }

  sight(text: string, today: IsoDay = TODAY): Normalised {
    const input = { text, previous: null, today, edited: null, marker: "Retail" };
    return this.#once(["sight", text, today], () =>
      normaliseCard(this.grammar, { ...input, nextNumber: this.#numbersFor([text]) }),
    );
  }

  save(text: string, previous: string, recent: string[] = [], today: IsoDay = TODAY, edited = today): Normalised {
    const input = { text, previous, recent, today, edited, marker: "Retail" };
    return this.#once(["save", text, previous, today, edited, ...recent], () =>
      normaliseCard(this.grammar, { ...input, nextNumber: this.#numbersFor([text, previous, ...recent]) }),
    );
  }

  read(text: string, today: IsoDay | null = TODAY): Card {
    return this.#once(["read", text, today], () => parseNotes(this.grammar, text, { today }).card);
  }

  compact(text: string, today: IsoDay, settings = this.parts.compaction): Normalised {
    return this.#once(["compact", text, today, JSON.stringify(settings)], () =>
      compactCard(withSettings(this.grammar, { compaction: settings }), { text, today, marker: "Retail" }),
    );
  }

  /** Numbers for orders without one; like those of an account, none that an order has already. */
  #numbersFor(texts: string[]): () => number {
    const next = numbers();
    return () => {
      const taken = texts.flatMap((text) => this.read(text).orders.map((order) => order.number));
      for (let number = next(); ; number = next()) if (!taken.includes(number)) return number;
    };
  }

  #once<T>(what: (string | null)[], make: () => T): T {
    const key = what.join("\u0000");
    const known = this.#made.get(key);
    if (known !== undefined) return known as T;
    const made = make();
    this.#made.set(key, made);
    return made;
  }
}

export function noteOf(given: Parameters<typeof partsOf>[0]): Note {
  return new Note(partsOf(given));
}

/** A note of which only the texts are known. */
export function partsOf(
  given: Pick<NoteParts, "language" | "text" | "before" | "edit"> & Partial<NoteParts>,
): NoteParts {
  return {
    dateForm: "dd.mm.yyyy",
    stateLine: true,
    card: { open: [], finished: [], closed: [], log: [], earlier: false, free: [] },
    ours: [{ do: "append", at: 0, line: "called (Anna)" }],
    theirs: [{ do: "append", at: 0, line: "Prefers calls." }],
    days: 30,
    shuffle: [1, 0, 2],
    compaction: { graceDays: 3, keepClosed: 5, keepLog: 5, maxLength: 4000 },
    turn: 0,
    ...given,
  };
}

export function editText(text: string, edits: readonly Edit[]): string {
  return edits.reduce((lines, edit) => editLines(lines, edit), text.split("\n")).join("\n");
}

function editLines(lines: string[], { do: what, at, line }: Edit): string[] {
  const place = at % Math.max(1, lines.length);
  const [before, there, after] = [lines.slice(0, place), lines[place] ?? "", lines.slice(place + 1)];
  switch (what) {
    case "delete":
      return [...before, ...after];
    case "insert":
      return [...before, there, line, ...after];
    case "append":
      return [...lines, "", line];
    case "replace":
      return [...before, line, ...after];
    case "move":
      return [...before, ...after, there];
    case "mistype":
      return [
        ...before,
        there.slice(0, at % (there.length + 1)) + there.slice((at % (there.length + 1)) + 1),
        ...after,
      ];
    case "undate":
      return [...before, there.replace(/^(→ )?\d[\d./-]+ /, "").replace(/^(\p{L}+) \d+:/u, "$1:"), ...after];
  }
}

/** The items in an order drawn by numbers. */
export function shuffled<T>(items: readonly T[], draw: readonly number[]): T[] {
  const left = [...items];
  return items.map((_, turn) => left.splice(draw[turn % draw.length]! % left.length, 1)[0]!);
}
