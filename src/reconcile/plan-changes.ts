import type { Client } from "../client/client.ts";
import type { PersonField } from "../client/person.ts";
import { assertNever } from "../lib/assert-never.ts";
import type { LabelView } from "./labels.ts";
import type { Change, ChangeMembers, CreateLabel, FieldValues, LabelRef, UpdateClient } from "./plan.ts";
import type { Reconciled } from "./reconcile-client.ts";

/** The change of one client's own fields (notes, phones, caller line), or `null` when they are as they should be. */
export function clientChange(client: Client, result: Reconciled, why: string[]): UpdateClient | null {
  const after: FieldValues = {
    ...(result.notes === client.notes ? {} : { biographies: biographies(result.notes) }),
    ...(result.phones ? { phoneNumbers: result.phones } : {}),
    // Made of the phones as mended.
    ...result.projection,
  };
  const fields = (Object.keys(after) as PersonField[]).sort();
  if (fields.length === 0) return null;
  return {
    type: "update",
    resourceName: client.resourceName,
    display: client.name.display,
    etag: client.etag,
    fields,
    before: Object.fromEntries(fields.map((field) => [field, client.person[field]])),
    after,
    archive: result.archive,
    findings: result.findings,
    sources: [],
    why: [
      ...("biographies" in after ? why : []),
      ...(result.phones ? ["phone.not-e164"] : []),
      ...(result.projection ? ["caller-line"] : []),
    ],
  };
}

/** A note as it is written: plain text, or no value at all, which clears the singleton when the mask names it. */
export function biographies(notes: string) {
  return notes === "" ? [] : [{ value: notes, contentType: "TEXT_PLAIN" as const }];
}

/** Who joins and who leaves labels. */
type LabelChanges = { resourceName: string; addLabels: LabelRef[]; removeLabels: LabelRef[] };

/** Gathers who joins and leaves each label, as `members.modify` wants it: one change a label. Keeps nothing of a client but its name. */
export class MemberGathering {
  readonly #changes = new Map<LabelRef, ChangeMembers>();
  readonly #view: LabelView;

  constructor(view: LabelView) {
    this.#view = view;
  }

  add({ resourceName, addLabels, removeLabels }: LabelChanges): void {
    for (const label of addLabels) this.#of(label).add.push(resourceName);
    for (const label of removeLabels) this.#of(label).remove.push(resourceName);
  }

  changes(): ChangeMembers[] {
    for (const change of this.#changes.values()) {
      change.add.sort();
      change.remove.sort();
    }
    return [...this.#changes.values()];
  }

  #of(label: LabelRef): ChangeMembers {
    const known = this.#changes.get(label);
    if (known) return known;
    const name = this.#view.nameOf.get(label) ?? label;
    const fresh: ChangeMembers = { type: "members", label, name, add: [], remove: [] };
    this.#changes.set(label, fresh);
    return fresh;
  }
}

export function memberChanges(view: LabelView, results: LabelChanges[]): ChangeMembers[] {
  const gathering = new MemberGathering(view);
  for (const result of results) gathering.add(result);
  return gathering.changes();
}

/** The labels that the template asks for and the account lacks. */
export function labelCreations(view: LabelView): CreateLabel[] {
  const wanted = [...view.missing, ...view.vanished.map(({ label }) => label)];
  return wanted.map(({ role, name }) => ({ type: "create-label", role, name }));
}

/** The order in which changes are listed and applied: labels, creates, updates, memberships; each by name, so equal plans have equal text. */
export function sortChanges(changes: Change[]): Change[] {
  const keyed = changes.map((change) => ({ change, key: sortKey(change) }));
  keyed.sort((a, b) => (a.key < b.key ? -1 : a.key > b.key ? 1 : 0));
  return keyed.map(({ change }) => change);
}

function sortKey(change: Change): string {
  switch (change.type) {
    case "create-label":
      return `0 ${change.role}`;
    case "create":
      return `1 ${change.key}`;
    case "update":
      return `2 ${change.resourceName}`;
    case "members":
      return `3 ${change.label}`;
    case "delete":
      return `4 ${change.resourceName}`;
    case "delete-label":
      return `5 ${change.label}`;
    default:
      return assertNever(change);
  }
}
