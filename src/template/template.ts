/** The office's template as the program uses it; `template/read.ts` makes it from the YAML that people write. */
import type { CardSettings } from "../card/settings.ts";

/** An exclusive label of a set (markers, kinds). `aliases` are other spellings, read in labels of the account and in legacy bases. */
export type MarkerLabel = { id: string; label: string; aliases: string[] };

/** What a contact is. Cards of all kinds share the grammar; words, phrases, rules and call-backs may be a kind's own. */
export type Kind = MarkerLabel & {
  card: CardSettings;
  /** As the template's; `null` = contacts of this kind are not called back for want of a touch. */
  callBackDays: number | null;
};

/** What a phone shows while it rings (docs/card.md, Caller line). */
export type CallerLineSettings = {
  /** Where the line is put; `off` = nowhere, and what was put there is taken back. */
  field: "off" | "phone-label";
  /** In the order in which they stand; what does not fit is left out from the end. */
  parts: ("marker" | "orders" | "due" | "last")[];
  /** The most letters that it may have. */
  length: number;
};

export type Template = {
  /** Path it was read from, for messages. */
  file: string;
  card: CardSettings;
  /** ISO 3166 alpha-2, e.g. `AM`: how phones without a country code are read. */
  country: string;
  /** IANA, e.g. `Asia/Yerevan`. */
  timeZone: string;
  markers: MarkerLabel[];
  defaultMarker: string;
  /** Marker that the first finished order leads to, from the default one; `null` = off. */
  returningMarker: string | null;
  kinds: Kind[];
  /** `card` is the settings of this kind. */
  defaultKind: string;
  statusLabels: { inWork: string; callBack: string; checkCard: string };
  callBackDays: number;
  /** A contact edited within these minutes is left alone: someone may still be typing. */
  quietMinutes: number;
  callerLine: CallerLineSettings;
  /** Shares and counts above which a plan needs `--force`. */
  guard: {
    maxLabelChanges: number;
    maxLabelShare: number;
    maxDeletes: number;
    maxDeleteShare: number;
    maxUnarchivedLines: number;
  };
  /** Words of column headers in legacy bases, added to the built-in ones, by field. */
  columns: Record<string, string[]>;
};
