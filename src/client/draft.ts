import type { Stage } from "../card/model.ts";
import type { IsoDay } from "../lib/day.ts";
import type { SourceRow } from "./source-row.ts";

/** What the status cell of an order row means. `typed` is the cell as it stands. */
export type DraftStatus = { typed: string; state: "open" | "done" | "lost"; stage: Stage | null };

export type DraftOrder = {
  title: string;
  amount: number | null;
  /** The amount cell when it is no amount (`сто тысяч`), to be kept as text. */
  amountTyped: string | null;
  currency: string | null;
  status: DraftStatus | null;
  date: IsoDay | null;
  /** The date cell when the calendar lacks it (`31.02.2024`), to be kept as text. */
  dateTyped: string | null;
  /** As typed; the card's grammar knows the aliases. */
  employee: string | null;
  /** The notes cell of the row, verbatim, one remark a line. */
  notes: string[];
  row: number;
  /** Hash of the row that it stands in. */
  source: string;
};

/** A remark, verbatim, with the hashes of the rows that make it. */
export type DraftNote = { text: string; sources: string[] };

export type DraftPhone = { value: string; e164: string | null; type: string | null };

/** What one or more rows of a foreign base say about one client; nothing of it is in the account yet. */
export type Draft = {
  name: { display: string; given: string; family: string; middle: string; company: boolean };
  phones: DraftPhone[];
  emails: { value: string; valid: boolean }[];
  addresses: string[];
  organization: string | null;
  /** Id of the template's kind (`supplier` …), absent when the base says none. */
  kind?: string;
  /** Id of the template's marker (`new`, `wholesale` …), `null` when the base says none. */
  marker: string | null;
  orders: DraftOrder[];
  /** Remarks that belong to no order, each once, in the order of the rows. */
  notes: DraftNote[];
  /** Names of the fields where the rows disagree, with every value that was typed (`name`: ["АРАМ", "Арам Г."]). */
  variants: Record<string, string[]>;
  sources: SourceRow[];
  /** Made of a telephone's calls: the number alone says whose they are, whatever the telephone calls it. */
  ofCalls?: true;
};

export type RejectReason =
  | "empty"
  | "no-name-no-phone"
  | "totals"
  | "subheader"
  | "phone-invalid-only"
  | "unreadable"
  | "conflict-several-clients"
  | "conflict-several-drafts"
  | "conflict-shared-contact"
  | "conflict-client-deleted"
  | "conflict-being-edited"
  | "conflict-html-note"
  | "conflict-row-edited"
  | "conflict-no-create"
  | "conflict-in-doubt"
  | "conflict-cell-moved"
  | "conflict-cell-derived"
  | "conflict-cell-unclear"
  | "conflict-line-archived"
  | "conflict-row-copied"
  | "client-unknown";

export type RejectedRow = { source: SourceRow; reason: RejectReason; detail: string };
