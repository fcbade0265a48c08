/**
 * A plan is plain data: what would change in the account and why. Reading it changes nothing; `sync/apply.ts` performs it. The card of an imported
 * client is made when it is read first (`draft-client.ts`), and is the same whenever that is.
 */
import type { ArchivedLine, Finding } from "../card/model.ts";
import type { Person, PersonField } from "../client/person.ts";
import type { SourceRow } from "../client/source-row.ts";

/** A label by its resource name, or by its role (`role:marker:new`) when the same plan creates it. */
export type LabelRef = string;

/** Values of the fields that a change names, as they go into a Person. */
export type FieldValues = Partial<Pick<Person, PersonField>>;

export type CreateLabel = {
  type: "create-label";
  role: string;
  name: string;
  /** What it was called before an undone run deleted it; what is kept under that name moves along. */
  formerly?: string;
};

export type CreateClient = {
  type: "create";
  /** Our key, kept in `clientData`, by which a create whose answer was lost is found again. */
  key: string;
  display: string;
  person: Person;
  labels: LabelRef[];
  archive: ArchivedLine[];
  findings: Finding[];
  sources: SourceRow[];
  /** The resource name that a deleted client had; what is kept under it moves along. */
  formerly?: string;
};

export type UpdateClient = {
  type: "update";
  resourceName: string;
  display: string;
  etag: string;
  fields: PersonField[];
  before: FieldValues;
  after: FieldValues;
  archive: ArchivedLine[];
  findings: Finding[];
  sources: SourceRow[];
  /** Ids of the rules that ask for it, sorted: `card.normalised`, `compaction`, `import.phone` … */
  why: string[];
  /** Archive lines (ids) that the new text brings back into the card. */
  unarchive?: number[];
};

export type ChangeMembers = {
  type: "members";
  label: LabelRef;
  name: string;
  /** Resource names, sorted. */
  add: string[];
  remove: string[];
};

/** Only an undo deletes, what a run created and nobody has touched since; and a merge, who lives on in another client. */
export type DeleteClient = {
  type: "delete";
  resourceName: string;
  display: string;
  before: Person;
  /** The client in whom a merged one lives on: nothing is deleted before its update is confirmed. */
  into?: string;
};

/** Only an undo deletes a label, and only one that the undone run created. */
export type DeleteLabel = { type: "delete-label"; label: string; name: string; role: string };

export type Change = CreateLabel | CreateClient | UpdateClient | ChangeMembers | DeleteClient | DeleteLabel;

export type PlanKind = "sync" | "import" | "compact" | "log" | "undo" | "restore" | "merge";

export type Plan = {
  version: 1;
  kind: PlanKind;
  /** When it was made, RFC 3339. */
  at: string;
  /** Sorted: labels to create, clients to create, updates by resource name, members by label. */
  changes: Change[];
  /** Order numbers that the plan gives out. */
  numbers: number[];
  /** Import rows that need no change but are accounted for, with the client that holds them, and what of them goes to its archive. */
  accounted: { subject: string; sources: SourceRow[]; archive: ArchivedLine[] }[];
  /** Clients in the account when the plan was made, for the guard's shares. */
  clients: number;
  /** The version (etag) of every client whose labels the plan changes, as it was seen. */
  seen: Record<string, string>;
};
