/**
 * What a card says. All dates are ISO days (`YYYY-MM-DD`), times `HH:MM`, `null` where the text does not say.
 * The grammar that these are read from is described in docs/card.md.
 */
import type { IsoDay } from "../lib/day.ts";

export type OrderState = "open" | "done" | "lost";
export type Stage = "enquiry" | "offer" | "ordered" | "prepaid" | "paid" | "delivered";
export type StepKind = "step" | "plan" | "outcome";

/** A dated (or undated) line of an order or of the log. `line` counts from 0 in the text that was parsed. */
export type Step = {
  date: IsoDay | null;
  time: string | null;
  /** The words without date, time, plan mark and employee; continuation lines follow after `\n`. */
  text: string;
  /** The employee's name in the template's spelling, `null` when none or unknown. */
  employee: string | null;
  kind: StepKind;
  /** A plan that a later line of its block, dated on or after its day, has met; such a plan is due no more. */
  met: boolean;
  line: number;
};

export type Order = {
  number: number | null;
  title: string;
  amount: number | null;
  /** ISO 4217 code of `amount`; the office's currency when none was typed; `null` without an amount. */
  currency: string | null;
  /** Sum of the payments read from the steps, in `currency`. */
  paid: number;
  state: OrderState;
  stage: Stage | null;
  opened: IsoDay | null;
  closed: IsoDay | null;
  reason: string | null;
  employee: string | null;
  steps: Step[];
  line: number;
};

/** The summary of closed orders that were folded away. `amount` is the sum in the office's currency. */
export type Earlier = {
  done: number;
  lost: number;
  amount: number;
  amounts: Record<string, number>;
  from: number | null;
  to: number | null;
};

export type Severity = "fix" | "ask" | "off";

/** Where in its line a finding points: from the first character to the one after the last, in UTF-16 units. */
export type Range = [from: number, to: number];

/** A coded remark on one line (0-based; `null` = the whole card) and a part of it. `message` is in the template's language. */
export type Finding = { rule: string; severity: Severity; line: number | null; range: Range | null; message: string };

export type Card = {
  orders: Order[];
  log: Step[];
  earlier: Earlier | null;
  /** Lines of free text, verbatim, without the blank lines between paragraphs. */
  free: string[];
  findings: Finding[];
};

/** Why a line left the card (or its typed form did). */
export type ArchiveReason = "compacted" | "folded" | "pruned" | "met" | "rewritten" | "removed" | "imported";

/**
 * A line on its way to the archive, as it stood. `order` and `title` name the order it belonged to (`null`: the log or free text);
 * `date` orders it in the history. For `rewritten`, `text` is what was typed and `now` what stands instead.
 */
export type ArchivedLine = {
  reason: ArchiveReason;
  text: string;
  now: string | null;
  order: number | null;
  title: string | null;
  date: IsoDay | null;
};
