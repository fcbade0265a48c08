/**
 * An import on the road: what a foreign base says of its clients, set against what the account holds. Pure. A client is found by a row that
 * was imported before, then by phone, then by mail; never by name alone, and never against a clearly different name. What a person typed in
 * the account stays; the base only adds.
 */
import type { ArchivedLine } from "../card/model.ts";
import type { Draft } from "../client/draft.ts";
import type { SourceRow } from "../client/source-row.ts";
import { Claims } from "./draft-claims.ts";
import { createOf } from "./draft-client.ts";
import { areApart, isAnother } from "./draft-names.ts";
import { type Additions, additionsTo } from "./draft-update.ts";
import type { RowEdit } from "./edit-rows.ts";
import type { CreateClient, LabelRef, UpdateClient } from "./plan.ts";
import type { Office, Sight } from "./reconcile-client.ts";

/** What the account and the ledger know that bears on an import. */
export type ImportView = {
  /** Subject of an imported row by the row's hash, and by `idOf`. */
  subjectByHash: Map<string, string>;
  /** By the hash of a row that was imported before in another wording: whose it is, and what was edited in it. */
  edited: Map<string, { subject: string; replaces: string; edit: RowEdit }>;
  subjectById: Map<string, string>;
  byPhone: Map<string, string[]>;
  byEmail: Map<string, string[]>;
  byKey: Map<string, string>;
  /** Of the clients that rows were imported to, those that the account still has. */
  living: Set<string>;
  /** Every client that a draft may turn out to be which has something new. */
  sights: Map<string, Sight>;
  /** Lines that have left the card of a client, by resource name: they need not come back. */
  archived: Map<string, ArchivedLine[]>;
  /** Creates whose fate is unknown: nobody who may be one of them is created until it is known. */
  inDoubt: InDoubt;
  keyOf: (draft: Draft) => string;
};

/** Hashes of rows, E.164 phones and mails in lower case. */
export type InDoubt = { hashes: Set<string>; phones: Set<string>; emails: Set<string> };

export type ConflictReason =
  /** Its rows, phones or mails belong to several clients. */
  | "several-clients"
  /** Another draft of the same import is, or may be, the same client. */
  | "several-drafts"
  /** Its phone or mail belongs to a client of a clearly different name. */
  | "shared-contact"
  | "client-deleted"
  | "row-edited"
  | "no-create"
  | "in-doubt"
  /** Within the quiet minutes: what staff type there is brought in order first. */
  | "being-edited"
  /** A formatted note is never written; what the base adds to it is in `lines`. */
  | "html-note"
  /** A cell of our own workbook was edited, and what it tells of has changed in the account since it was written. */
  | "cell-moved"
  /** An edited cell that only tells what the program works out of others. */
  | "cell-derived"
  /** An edited cell, or an added row, that says nothing that could stand there: no such group, label or employee, no day, no amount. */
  | "cell-unclear"
  /** An edited cell of a line that stands in the archive. */
  | "line-archived"
  /** The row is a copy of another one, and it cannot be told what of it is meant. */
  | "row-copied";

export type ImportItem =
  | { outcome: "create"; draft: Draft; change: CreateClient }
  /** `change` is `null` when labels alone change. */
  | {
      outcome: "update";
      draft: Draft;
      subject: string;
      change: UpdateClient | null;
      addLabels: LabelRef[];
      removeLabels: LabelRef[];
      /** Rows to be remembered with the client where `change` is `null`, and lines for its archive. */
      fresh?: SourceRow[];
      aside?: ArchivedLine[];
    }
  /** `fresh`: rows that were not imported before, but say nothing new; `aside`: what of it the contact does not show. */
  | { outcome: "same"; draft: Draft; subject: string; gone: boolean; fresh: SourceRow[]; aside?: ArchivedLine[] }
  | {
      outcome: "conflict";
      draft: Draft;
      reason: ConflictReason;
      subjects: string[];
      /** The rows that wait for a decision. */
      rows: SourceRow[];
      /** What would have been added to the card. */
      lines: string[];
    };

type Options = { create: boolean };

/** Decides for every draft, in the order given. A draft whose note may not be written can be both an update and a conflict. */
export function importDrafts(office: Office, drafts: Draft[], view: ImportView, options: Options): ImportItem[] {
  const claims = new Claims(drafts, view);
  return drafts.flatMap((draft) => new Decision(office, draft, view, claims).decide(options));
}

/** Names a row in `subjectById`: by the base's own id, else by its place. */
export function idOf({ file, sheet, id, row }: SourceRow): string {
  return JSON.stringify(id === null ? [file, sheet, row] : [file, sheet, id]);
}

/** Whose a row is that was imported before, in this wording or another. */
export function subjectOfRow({ subjectByHash, edited }: Pick<ImportView, "subjectByHash" | "edited">, hash: string) {
  return subjectByHash.get(hash) ?? edited.get(hash)?.subject;
}

/** Who a draft is: a client of the account, nobody there, or a question to a person. */
type Found = { subject: string } | { reason: ConflictReason; subjects: string[] } | null;

class Decision {
  readonly #office: Office;
  readonly #draft: Draft;
  readonly #view: ImportView;
  readonly #claims: Claims;
  readonly #fresh: SourceRow[];
  /** Subjects of the rows that were imported before. */
  readonly #known: string[];
  /** Whether a draft that came before and has a contact in common with this one is such. */
  readonly #hasMet: ReturnType<Claims["meet"]>;

  constructor(office: Office, draft: Draft, view: ImportView, claims: Claims) {
    this.#office = office;
    this.#draft = draft;
    this.#view = view;
    this.#claims = claims;
    this.#hasMet = claims.meet(draft);
    // Of a base that is new to the office, no row has to be looked up.
    const isFirst = view.subjectByHash.size === 0 && view.edited.size === 0;
    this.#fresh = isFirst ? draft.sources : freshRows(draft.sources, view);
    this.#known = isFirst ? [] : unique(draft.sources.flatMap(({ hash }) => subjectOfRow(view, hash) ?? []));
  }

  decide({ create }: Options): ImportItem[] {
    if (this.#fresh.length === 0) {
      const living = this.#known.find(this.#isLiving);
      return [this.#same(living ?? this.#known[0]!, [], living === undefined)];
    }
    const edited = unique(this.#fresh.flatMap((source) => this.#subjectOfEdited(source) ?? []));
    if (edited.length > 0) return [this.#conflict("row-edited", edited)];
    if (this.#isInDoubt()) return [this.#conflict("in-doubt", [])];
    const found = this.#find();
    if (found && "reason" in found) return [this.#conflict(found.reason, found.subjects)];
    if (found) return this.#add(found.subject);
    if (!create) return [this.#conflict("no-create", [])];
    if (this.#hasMet((earlier) => !areApart(earlier, this.#draft))) return [this.#conflict("several-drafts", [])];
    const change = createOf(this.#office, this.#draft, this.#view.keyOf(this.#draft));
    return [{ outcome: "create", draft: this.#draft, change }];
  }

  #isLiving = (subject: string): boolean => this.#view.living.has(subject);

  #same(subject: string, aside: ArchivedLine[] = [], gone = false): ImportItem {
    return { outcome: "same", draft: this.#draft, subject, gone, fresh: this.#fresh, aside };
  }

  #conflict(reason: ConflictReason, subjects: string[], lines: string[] = []): ImportItem {
    return { outcome: "conflict", draft: this.#draft, reason, subjects, rows: this.#fresh, lines };
  }

  /** Whose row this was when it was imported before in another wording. By its place alone only where nothing else can tell: no phone, no mail. */
  #subjectOfEdited(source: SourceRow): string | undefined {
    const { emails, phones } = this.#draft;
    // Of a base that is new to the office, no place of a row has to be looked up.
    if (this.#view.subjectById.size === 0 || this.#view.edited.has(source.hash)) return undefined;
    const isFindable = emails.length > 0 || phones.some(({ e164 }) => e164 !== null);
    return source.id !== null || !isFindable ? this.#view.subjectById.get(idOf(source)) : undefined;
  }

  /** The same row, or a phone or mail, of a client that may or may not have been created. */
  #isInDoubt(): boolean {
    const { hashes, phones, emails } = this.#view.inDoubt;
    if (this.#fresh.some(({ hash }) => hashes.has(hash))) return true;
    if (this.#known.length > 0) return false;
    return (
      this.#draft.phones.some(({ e164 }) => e164 !== null && phones.has(e164)) ||
      this.#draft.emails.some(({ value }) => emails.has(value.toLowerCase()))
    );
  }

  // ---------------------------------------------------------------------------------------------------------- who it is

  /** By rows imported before, else by our key, else by phone, else by mail. */
  #find(): Found {
    const draft = this.#draft;
    const { byPhone, byEmail, byKey, keyOf } = this.#view;
    if (this.#known.length > 0) return this.#findKnown();
    const made = byKey.get(keyOf(draft));
    if (made !== undefined) return this.#claim(made, "sure");
    const phones = unique(draft.phones.flatMap(({ e164 }) => (e164 ? (byPhone.get(e164) ?? []) : []))).sort();
    const emails = unique(draft.emails.flatMap(({ value }) => byEmail.get(value.toLowerCase()) ?? [])).sort();
    return this.#findAmong(phones) ?? this.#findAmong(emails);
  }

  /** A client that staff deleted stays deleted, and what is new of it is a question; one that staff merged into another lives on there. */
  #findKnown(): Found {
    const living = this.#known.filter(this.#isLiving);
    if (living.length === 0) return { reason: "client-deleted", subjects: this.#known };
    if (living.length > 1) return { reason: "several-clients", subjects: living };
    return this.#claim(living[0]!, "sure");
  }

  /**
   * Of the clients that share a phone or mail, the one whose name does not speak against it. `null` when there are none, or only such as
   * other rows of this import have made: the base keeps them apart, and so did the run that was cut off before it came to this one.
   */
  #findAmong(subjects: string[]): Found {
    const alike = subjects.filter((subject) => {
      const sight = this.#view.sights.get(subject);
      return sight !== undefined && (this.#draft.ofCalls === true || !isAnother(this.#draft, sight.client));
    });
    if (alike.length > 1) return { reason: "several-clients", subjects: alike };
    if (alike.length === 1) return this.#claim(alike[0]!, "likely");
    const others = subjects.filter((subject) => !this.#claims.isMadeByOthers(subject, this.#draft));
    return others.length === 0 ? null : { reason: "shared-contact", subjects: others };
  }

  #claim(subject: string, certainty: "sure" | "likely"): Found {
    const isFree = this.#claims.claim(subject, this.#draft, certainty);
    return isFree ? { subject } : { reason: "several-drafts", subjects: [subject] };
  }

  // -------------------------------------------------------------------------------------------------- what it adds to it

  #add(subject: string): ImportItem[] {
    const draft = this.#draft;
    const sight = this.#view.sights.get(subject)!;
    const archived = this.#view.archived.get(subject) ?? [];
    const edited = new Map(
      this.#fresh.flatMap(({ hash }) => {
        const one = this.#view.edited.get(hash);
        return one ? [[hash, one.edit] as const] : [];
      }),
    );
    const added = additionsTo(this.#office, draft, sight, { fresh: this.#fresh, archived, edited });
    switch (added.kind) {
      case "nothing":
        return added.conflicts ? [this.#edited(subject, added.conflicts)] : [this.#same(subject, added.aside)];
      case "being-edited":
        return [this.#conflict("being-edited", [subject])];
      case "update":
        return [this.#update(subject, added), ...(added.conflicts ? [this.#edited(subject, added.conflicts)] : [])];
      case "html-note":
        return [
          ...(added.update ? [this.#update(subject, { ...added.update, aside: [] })] : []),
          this.#conflict("html-note", [subject], added.lines),
        ];
    }
  }

  #edited(subject: string, { rows, lines }: { rows: SourceRow[]; lines: string[] }): ImportItem {
    return { ...this.#conflict("row-edited", [subject], lines), rows } as ImportItem;
  }

  #update(subject: string, update: Omit<Extract<Additions, { kind: "update" }>, "conflicts">): ImportItem {
    const { change, addLabels, removeLabels, aside } = update;
    const rest = change === null ? { fresh: this.#fresh, aside } : {};
    return { outcome: "update", draft: this.#draft, subject, change, addLabels, removeLabels, ...rest };
  }
}

/** The rows that were not imported before as they stand; of one in another wording, with what it replaces. */
function freshRows(rows: SourceRow[], { subjectByHash, edited }: ImportView): SourceRow[] {
  return rows.flatMap((source) => {
    if (subjectByHash.has(source.hash)) return [];
    const known = edited.get(source.hash);
    return [known ? { ...source, replaces: known.replaces } : source];
  });
}

function unique<T>(values: T[]): T[] {
  return [...new Set(values)];
}
