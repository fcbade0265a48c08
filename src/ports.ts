/** The interfaces that the road needs. Adapters implement them; `test/contract/` holds one suite for each. */
import type { ArchivedLine } from "./card/model.ts";
import type { Client } from "./client/client.ts";
import type { Label, Person, PersonField } from "./client/person.ts";
import type { SourceRow } from "./client/source-row.ts";
import type { AppError } from "./lib/errors.ts";
import type { PlanKind } from "./reconcile/plan.ts";

export type Clock = { now(): Date };

export type Log = {
  debug(fields: Record<string, unknown>, message: string): void;
  info(fields: Record<string, unknown>, message: string): void;
  warn(fields: Record<string, unknown>, message: string): void;
  error(fields: Record<string, unknown>, message: string): void;
};

// ---------------------------------------------------------------------------------------------------------- the account

/** The fate of one item of a batch that was answered. */
export type ItemResult = { ok: true; person: Person } | { ok: false; error: AppError };

/** One page of a list. `syncToken` is set on the last page, and only there. */
export type PeoplePage = { people: Person[]; syncToken: string | null };

/**
 * The contacts of one account, with the People API's semantics (people-api reference, sections 3–7).
 *
 * Every method either does all it says or throws an `AppError`: `auth`, `quota`, `sync-token-expired`, `stale-etag`, `not-found`,
 * `account` (refused: nothing took effect) or `unavailable` (the fate of a write is unknown). Lists finish or throw.
 */
export type ContactsAccount = {
  /** All contacts (`syncToken` null) or those changed since the token, tombstones included. The last page carries the next token. */
  listPeople(syncToken: string | null): AsyncIterable<PeoplePage>;
  /** All labels (tombstones left out of a full list). System groups are included. */
  listLabels(): Promise<Label[]>;
  /** Resource names of the members of a label, at most `limit`. */
  labelMembers(label: string, limit: number): Promise<string[]>;
  /**
   * The named contacts, in batches of 200 as needed; `null` for one that is gone. One that has another name by now comes under the name that
   * was asked for, and names it among its `previousResourceNames`.
   */
  getPeople(resourceNames: string[]): Promise<Map<string, Person | null>>;
  /** At most 200 at once; `memberships` in the body are honoured. Results in the order given. */
  createPeople(people: Person[]): Promise<ItemResult[]>;
  /** At most 200 at once, all with one mask; each needs `resourceName` and `etag`. Results in the order given. */
  updatePeople(people: Person[], fields: PersonField[]): Promise<ItemResult[]>;
  /** At most 500 at once. A name that is gone already is no error. */
  deletePeople(resourceNames: string[]): Promise<void>;
  createLabel(name: string, clientData: { key: string; value: string }[]): Promise<Label>;
  renameLabel(resourceName: string, name: string): Promise<Label>;
  /**
   * Replaces all entries of a label's `clientData`, if its etag is still the label's: `stale-etag` otherwise, with nothing changed. Sent at
   * once, out of turn and unguarded: a write that waits may be waiting for it.
   */
  setLabelData(label: Pick<Label, "resourceName" | "etag">, clientData: Label["clientData"]): Promise<Label>;
  deleteLabel(resourceName: string): Promise<void>;
  /** At most 1,000 names in both lists together. Names that the account does not know come back in `notFound`. */
  modifyMembers(label: string, add: string[], remove: string[]): Promise<{ notFound: string[] }>;
  /** How many calls were made since the account was opened, by the API's method name. */
  calls(): Record<string, number>;
  /** The moment by the account's own clock, from the last answer that told it; `null` before one did. */
  serverTime(): Date | null;
  /**
   * From now on `check` is awaited right before a write is sent, each try of it, after every wait for quotas. What it throws is the write's
   * error, with nothing sent. `null` ends it.
   */
  guardWrites(check: (() => Promise<void>) | null): void;
};

// ------------------------------------------------------------------------------------------------------------ the store

export type MirrorState = {
  /** Token of the last finished list, `null` before the first. */
  peopleToken: string | null;
  /** When the last complete full list began, RFC 3339. */
  fullAt: string | null;
  /** When the last pull of any kind finished, RFC 3339. */
  pulledAt: string | null;
};

/** What the program knew of a client when it last brought it in order; `null` = the client is at first sight. */
export type Base = { notes: string; labels: string[] };

export type MirrorRow = {
  client: Client;
  /** When the present content was first pulled, RFC 3339: the edit's day. */
  seenAt: string;
  base: Base | null;
  /** Mark of the last reconciliation that found nothing more to do (day and settings), `null` = due. */
  reconciled: string | null;
};

/** The disposable half of the store: what the account looked like, and the search over it. Every write is one transaction. */
export type Mirror = {
  state(): Promise<MirrorState>;
  /** A list goes into staging page by page, and becomes the mirror only in `commitDelta` or `commitStage`. */
  clearStage(): Promise<void>;
  stage(clients: Client[]): Promise<void>;
  /**
   * Takes in a delta: the staged clients, and those that are gone. A client whose owned content is unchanged keeps `seenAt`, `base` and
   * `reconciled`; otherwise `seenAt` is set and `reconciled` cleared. A client that comes under a new resource name keeps its base
   * (`previousResourceNames`). Resets nothing else.
   */
  commitDelta(done: { deleted: string[]; peopleToken: string; at: string }): Promise<void>;
  /** Clients that the mirror holds and the staged list lacks: deletions, if the list was complete. */
  missingFromStage(): Promise<MirrorRow[]>;
  /**
   * Pairs of a client that the staged list lacks and one that only it has, which are alike: by our key, by name and phones, or in all that is read of a
   * contact.
   * One may stand in several pairs.
   */
  alikeInStage(): Promise<{ previous: string; resourceName: string }[]>;
  /** Takes a staged client for the one that the mirror has under a previous name. */
  noteMoves(moves: { previous: string; resourceName: string }[]): Promise<void>;
  /** Takes in a whole list. `anew`: nothing that is kept of a client is taken over but what the program last brought in order, and all are due. */
  commitStage(done: { peopleToken: string; fullAt: string; at: string; anew?: boolean }): Promise<void>;
  putLabels(labels: Label[]): Promise<void>;
  labels(): Promise<Label[]>;
  get(resourceName: string): Promise<MirrorRow | null>;
  getMany(resourceNames: string[]): Promise<Map<string, MirrorRow>>;
  /** Those of the names that the mirror holds. */
  has(resourceNames: string[]): Promise<Set<string>>;
  /** Every client, sorted by resource name. */
  all(): AsyncIterable<MirrorRow>;
  /** Clients whose `reconciled` differs from `mark`, sorted by resource name. */
  due(mark: string): AsyncIterable<MirrorRow>;
  countDue(mark: string): Promise<number>;
  /** Clients that were not in order since they came or were changed (`reconciled` is `null`), sorted by resource name. */
  changed(): AsyncIterable<MirrorRow>;
  count(): Promise<number>;
  /** After a reconciliation or a confirmed write: new content if `client` is given, the base, the mark. */
  settle(
    rows: { resourceName: string; client?: Client; base: Base; reconciled: string | null; at: string }[],
  ): Promise<void>;
  /** Contacts read one by one, outside a list: taken in as in `commitDelta`, the token stays. */
  refresh(clients: Client[], at: string): Promise<void>;
  /** After a confirmed change of members: the labels of these clients in content and base; content hashes follow. */
  changeMembers(label: string, add: string[], remove: string[]): Promise<void>;
  /** Clients that carry a label, sorted by resource name. */
  membersOf(label: string): Promise<string[]>;
  /** What others have changed of a label's members: content as in `applyDelta`, the base stays. A name that the mirror lacks is passed over. */
  takeInMembers(label: string, add: string[], remove: string[], at: string): Promise<void>;
  remove(resourceNames: string[]): Promise<void>;
  byPhones(e164: string[]): Promise<Map<string, string[]>>;
  byEmails(emails: string[]): Promise<Map<string, string[]>>;
  byKeys(keys: string[]): Promise<Map<string, string>>;
  /** Full-text over names, phones, mails and notes, in any of the alphabets; best first. */
  find(text: string, limit: number): Promise<MirrorRow[]>;
  /** By number as typed or shown by a phone: E.164 first, then the last 9 digits, then the last 8. */
  who(digitsOrE164: string): Promise<MirrorRow[]>;
};

export type EntryState = "intended" | "sent" | "confirmed" | "failed" | "undone";
export type EntryAction = "create-label" | "create" | "update" | "members" | "delete" | "delete-label";

/** What is about to be done to one subject, with all that is needed to see whether it was done, and to put it back. */
export type JournalIntent = {
  /** `people/c…`, `contactGroups/…`, or `key:…` for a client that has no resource name yet. */
  subject: string;
  action: EntryAction;
  display: string;
  before: unknown;
  after: unknown;
  archive: ArchivedLine[];
  sources: SourceRow[];
  /** Of a delete by which a merge ends: the client in whom the deleted one lives on, archive and rows of imports with it. */
  into?: string;
};
export type JournalEntry = JournalIntent & {
  id: number;
  run: number;
  state: EntryState;
  at: string;
  sentAt: string | null;
  detail: string | null;
};
export type RunState = "running" | "done" | "failed" | "interrupted" | "undone";
export type Run = {
  id: number;
  kind: PlanKind;
  startedAt: string;
  endedAt: string | null;
  state: RunState;
  /** What the run was about: the file, the client, the run it undoes. */
  about: string;
  summary: Record<string, number>;
  /** When its texts were let go, RFC 3339: it cannot be put back any more. */
  prunedAt: string | null;
};
/** How much a pruning let go. */
export type Pruned = { entries: number; versions: number; lines: number; trash: number };
export type ArchiveEntry = ArchivedLine & { id: number; subject: string; entry: number | null; at: string };
export type Version = { subject: string; notes: string; at: string; by: "program" | "staff" };
/** A client that lives on in another, since that run. */
export type Merged = { subject: string; survivor: string; run: number };
export type TrashItem = {
  resourceName: string;
  display: string;
  person: Person;
  deletedAt: string;
  restoredAs: string | null;
};

/** The half of the store that is never dropped. Every write is durable when its promise resolves. */
export type Ledger = {
  beginRun(kind: PlanKind, about: string, at: string): Promise<Run>;
  endRun(id: number, state: RunState, summary: Record<string, number>, at: string): Promise<void>;
  runs(limit: number): Promise<Run[]>;
  run(id: number): Promise<Run | null>;
  /** Intents, their archive lines and source rows in one transaction; ids in the order given. */
  intend(run: number, intents: JournalIntent[], at: string): Promise<number[]>;
  markSent(ids: number[], at: string): Promise<void>;
  /**
   * Fates in one transaction. A confirmed create names the `resourceName`, under which archive, source rows and versions of its key are
   * kept from then on; `version` is the text of the notes that the account answered with. Archive lines of a failed entry do not count.
   */
  settle(
    fates: { id: number; state: EntryState; resourceName?: string; version?: string; detail?: string }[],
    at: string,
  ): Promise<void>;
  /** Entries whose fate is open: intended or sent. */
  openEntries(): Promise<JournalEntry[]>;
  entriesOf(run: number): Promise<JournalEntry[]>;
  entriesAbout(subject: string): Promise<JournalEntry[]>;
  /** Lines that left the card of a subject, or of one that lives on in it, and were not put back, oldest first. */
  archiveOf(subject: string): Promise<ArchiveEntry[]>;
  /** Lines that a person took out of a card, of no entry; a line of that subject already archived at or after `since` is not kept twice. */
  putArchive(subject: string, lines: ArchivedLine[], since: string, at: string): Promise<void>;
  /** Marks lines as put back into the card. */
  unarchive(ids: number[], at: string): Promise<void>;
  /** Subjects of which lines were put back at or after `at` (RFC 3339, UTC). */
  putBackSince(at: string): Promise<Set<string>>;
  addVersions(versions: Version[]): Promise<void>;
  /** Newest first. */
  versionsOf(subject: string, limit: number): Promise<Version[]>;
  putTrash(items: TrashItem[]): Promise<void>;
  trash(): Promise<TrashItem[]>;
  trashOf(resourceName: string): Promise<TrashItem | null>;
  markRestored(resourceName: string, restoredAs: string): Promise<void>;
  /** The next `count` order numbers, each above `floor` and above all given before. Gaps are allowed, doubles never. */
  reserveNumbers(count: number, floor: number): Promise<number[]>;
  /** The highest order number given so far, 0 before the first. */
  lastNumber(): Promise<number>;
  /** Lifts the sequence to a number that a person typed; it never falls. */
  raiseNumbers(floor: number): Promise<void>;
  /**
   * Source rows of earlier imports that took effect, without those of clients that an undo has deleted since; those of a merged client under
   * the one in whom it lives on.
   */
  sourceRows(): Promise<{ subject: string; row: SourceRow }[]>;
  /** Source rows that needed no write. */
  putSources(rows: { subject: string; sources: SourceRow[] }[], at: string): Promise<void>;
  /** Merges in force, oldest first. */
  merged(): Promise<Merged[]>;
  /** Two clients that a person has told apart; the order does not count. */
  putNotSame(one: string, other: string, at: string): Promise<void>;
  /** Pairs told apart, each sorted. */
  notSame(): Promise<(readonly [string, string])[]>;
  labelRoles(): Promise<Map<string, string>>;
  bindLabelRole(role: string, resourceName: string): Promise<void>;
  /** Roles of labels that were bound before and are not any more, by resource name: what a client once carried. */
  formerLabels(): Promise<Map<string, string>>;
  unbindLabelRole(role: string): Promise<void>;
  /** Everything kept under one subject moves to another (a new resource name of the same client). */
  renameSubject(from: string, to: string): Promise<void>;
  /** Texts that were put back and are left as they are: a hash of each; `null` ends the rest. */
  putRests(marks: { subject: string; text: string | null }[], at: string): Promise<void>;
  rests(): Promise<Map<string, { text: string; at: string }>>;
  /**
   * Lets go of what is older than that (RFC 3339), in one transaction: of the journal, the texts and values before and after each settled write
   * and the recent versions; of the archive, its lines and the trash (`null`: nothing). Numbers, fates, and what follows from them stay.
   */
  prune(before: { journal: string; archive: string | null }, at: string): Promise<Pruned>;
  getSetting(name: string): Promise<string | null>;
  putSetting(name: string, value: string): Promise<void>;
  /** Takes the writer's lock, or says who holds it. A lock of a process that is gone is taken over, any other one if `takeOver` says so. */
  lock(holder: {
    pid: number;
    host: string;
    command: string;
    at: string;
    takeOver?: boolean;
  }): Promise<{ ok: true } | { ok: false; holder: string; since: string }>;
  /** Throws `locked` when the lock that was taken here has been taken over since; `beginRun`, `intend` and `markSent` do so by themselves. */
  assertWriter(): Promise<void>;
  unlock(pid: number): Promise<void>;
};

/**
 * Things that are put aside while a plan of the whole base is made and carried out, so that it needs no memory. Of this process alone, and gone
 * with it.
 */
export type Pile<T> = {
  readonly size: number;
  /** What can be said in JSON, by kind. */
  put(kind: string, items: T[]): Promise<void>;
  /** One kind after another, the one that came first first, each in the order in which it was put; a part has one kind and at most `most` items. */
  parts(most: number): AsyncIterable<T[]>;
  close(): Promise<void>;
};

export type Store = { mirror: Mirror; ledger: Ledger; pile<T>(): Promise<Pile<T>>; close(): Promise<void> };
