import type { Severity } from "./model.ts";
import type { OwnPhrases } from "./phrases.ts";
import type { Screen } from "./screen.ts";

export type Language = "en" | "ru" | "hy";

/** Numeric date forms that the program prints; `iso` is `2026-11-23`. Reading understands all of them. */
export type DateForm = "dd.mm.yyyy" | "dd/mm/yyyy" | "iso";

export type Employee = { name: string; aliases: string[]; left: boolean };

/** Words that a template adds to the built-in vocabulary; each is matched whole, in any case. */
export type AddedWords = {
  order?: string[];
  done?: string[];
  lost?: string[];
  reopen?: string[];
  enquiry?: string[];
  offer?: string[];
  ordered?: string[];
  prepaid?: string[];
  paid?: string[];
  delivered?: string[];
};

/** How the cards of one kind of contact speak: words that are read on them, and those that the program writes. */
export type KindWords = { words: AddedWords; phrases: OwnPhrases };

export type CompactionSettings = {
  /** Days that a finished order rests before its steps leave the card. */
  graceDays: number;
  /** Closed orders that stay as lines; older ones fold into `Earlier`. */
  keepClosed: number;
  /** Log lines that stay. */
  keepLog: number;
  /** Length budget of the whole note, in characters. */
  maxLength: number;
};

/** Everything about an office that the grammar needs: plain data, made from the template file by `template/`. */
export type CardSettings = {
  language: Language;
  dateForm: DateForm;
  /** ISO 4217, e.g. `AMD`. */
  currency: string;
  employees: Employee[];
  words: AddedWords;
  /** Instead of the language's own; each is read as well. */
  phrases: OwnPhrases;
  /** Words of the office's other kinds of contact: a card may have changed its kind, so its numbered orders are orders still. */
  otherKinds: KindWords[];
  stateLine: boolean;
  compaction: CompactionSettings;
  /** Overrides of the rules' built-in severities, by rule id. */
  severities: Record<string, Severity>;
  /** Days without a touch after which an open order is `order.stale`. */
  staleDays: number;
  /** Screens of the office's phones by name: their first sight has to tell how things stand. */
  screens: Record<string, Screen>;
};
