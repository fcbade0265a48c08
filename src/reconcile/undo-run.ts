import { type Grammar, mergeThreeWay } from "../card/index.ts";
import type { Client } from "../client/client.ts";
import type { Person, PersonField } from "../client/person.ts";
import { CLIENT_KEY } from "../client/read-client.ts";
import { stableJson } from "../lib/stable-json.ts";
import type { Change, FieldValues, LabelRef, UpdateClient } from "./plan.ts";
import { biographies } from "./plan-changes.ts";

/** One confirmed step of the run that is to be put back. */
export type DoneStep = {
  subject: string;
  action: "create-label" | "create" | "update" | "members" | "delete" | "delete-label";
  display: string;
  before: unknown;
  after: unknown;
};

/** What could not be put back as it was, because somebody has worked on it since. */
export type UndoRemark = { subject: string; display: string; remark: "edited-since" | "lines-kept" | "gone" };

export type Undo = { changes: Change[]; remarks: UndoRemark[] };

/**
 * The changes that put a run back: what it created is deleted unless somebody has edited it since, what it changed gets its former text with
 * the lines that people have added meanwhile, what it deleted is made again. `present` holds the clients of the steps as they are now, `labels` are those that the account has now. Pure.
 */
export function undoRun(
  grammar: Grammar,
  steps: DoneStep[],
  present: Map<string, Client>,
  labels: ReadonlySet<string>,
): Undo {
  const undo: Undo = { changes: [], remarks: [] };
  const labelNow = labelsAfter(steps, labels);
  const merged = new Map<string, UpdateClient>();
  for (const step of [...steps].reverse()) {
    const client = present.get(step.subject);
    switch (step.action) {
      case "create":
        undoCreate(step, client, undo);
        break;
      case "update":
        undoUpdate(grammar, step, client, undo, merged);
        break;
      case "delete":
        // One that is there again (a person or a second import has made it) is not made twice.
        if (!client) undo.changes.push(recreate(step, labelNow));
        break;
      case "members": {
        const { add, remove } = step.after as { add: string[]; remove: string[] };
        const living = (names: string[]) => names.filter((name) => present.has(name));
        const label = labelNow(step.subject);
        if (label === null) break;
        undo.changes.push({
          type: "members",
          label,
          name: step.display,
          add: living(remove),
          remove: living(add),
        });
        break;
      }
      case "create-label":
        undo.changes.push({
          type: "delete-label",
          label: step.subject,
          name: step.display,
          role: roleOf(step),
        });
        break;
      case "delete-label":
        undo.changes.push({
          type: "create-label",
          role: roleOf(step),
          name: step.display,
          formerly: step.subject,
        });
        break;
    }
  }
  return { ...undo, changes: withoutMoot(undo.changes) };
}

function roleOf({ after }: DoneStep): string {
  return (after as { role: string }).role;
}

/** What a label of the run is called once it is put back: by its role when it is made again, `null` when somebody has deleted it since. */
function labelsAfter(steps: DoneStep[], labels: ReadonlySet<string>): (name: string) => LabelRef | null {
  const again = new Map(
    steps.flatMap((step) => (step.action === "delete-label" ? [[step.subject, `role:${roleOf(step)}`] as const] : [])),
  );
  return (name) => again.get(name) ?? (labels.has(name) ? name : null);
}

function undoCreate(step: DoneStep, client: Client | undefined, undo: Undo): void {
  const { subject, display } = step;
  if (!client) return void undo.remarks.push({ subject, display, remark: "gone" });
  const created = step.after as Person;
  const isAsCreated = (field: PersonField) => sameValues(client.person[field], created[field]);
  const edited =
    client.notes !== (created.biographies?.[0]?.value ?? "") ||
    !(["phoneNumbers", "emailAddresses"] as const).every(isAsCreated);
  if (edited) return void undo.remarks.push({ subject, display, remark: "edited-since" });
  undo.changes.push({ type: "delete", resourceName: subject, display, before: client.person });
}

function undoUpdate(
  grammar: Grammar,
  step: DoneStep,
  client: Client | undefined,
  undo: Undo,
  merged: Map<string, UpdateClient>,
): void {
  const { subject, display } = step;
  if (!client) return void undo.remarks.push({ subject, display, remark: "gone" });
  const before = step.before as FieldValues;
  const after = step.after as FieldValues;
  const restored: FieldValues = {};
  for (const field of Object.keys(after) as PersonField[]) {
    if (field === "biographies") {
      const [former, written] = [textOf(before), textOf(after)];
      const notes = client.notes === written ? former : mergeThreeWay(grammar, written, former, client.notes).text;
      if (client.notes !== written) undo.remarks.push({ subject, display, remark: "lines-kept" });
      if (notes !== client.notes) restored.biographies = biographies(notes);
    } else if (sameValues(client.person[field], after[field])) restored[field] = (before[field] ?? []) as never;
    else undo.remarks.push({ subject, display, remark: "edited-since" });
  }
  const fields = Object.keys(restored) as PersonField[];
  if (fields.length === 0) return;
  const change: UpdateClient = {
    type: "update",
    resourceName: subject,
    display,
    etag: client.etag,
    fields: fields.sort(),
    before: Object.fromEntries(fields.map((field) => [field, client.person[field]])),
    after: restored,
    archive: [],
    findings: [],
    sources: [],
    why: ["undo"],
  };
  merged.set(subject, change);
  undo.changes.push(change);
}

/** A deleted client is made again with all its fields; the account gives it a new resource name. */
function recreate(
  step: { display: string; before: unknown; subject: string },
  labelNow: (name: string) => LabelRef | null,
): Change {
  const { resourceName, etag, metadata, memberships, photos, coverPhotos, ageRanges, skills, ...person } =
    step.before as Person;
  const labels = (memberships ?? [])
    .flatMap(({ contactGroupMembership }) => contactGroupMembership?.contactGroupResourceName ?? [])
    .filter((name) => name !== "contactGroups/myContacts")
    .flatMap((name) => labelNow(name) ?? []);
  const key = person.clientData?.find((entry) => entry.key === CLIENT_KEY)?.value ?? `again-${step.subject}`;
  const clientData = [
    ...(person.clientData ?? []).filter((entry) => entry.key !== CLIENT_KEY),
    { key: CLIENT_KEY, value: key },
  ];
  const again = { ...person, clientData } as Person;
  const { display, subject: formerly } = step;
  return { type: "create", key, display, person: again, labels, archive: [], findings: [], sources: [], formerly };
}

function textOf(values: FieldValues): string {
  return values.biographies?.[0]?.value ?? "";
}

/** Values as a person would compare them: what the server adds to each (metadata, derived forms) does not count. */
function sameValues(left: unknown, right: unknown): boolean {
  return stableJson(plain(left)) === stableJson(plain(right));
}

function plain(values: unknown): unknown {
  if (!Array.isArray(values)) return [];
  return values.map((value: Record<string, unknown>) => {
    const { metadata, canonicalForm, formattedType, displayName, displayNameLastFirst, unstructuredName, ...own } =
      value;
    return own;
  });
}

/** Memberships of clients that the same undo deletes need no change, nor those of labels that go with it. */
function withoutMoot(changes: Change[]): Change[] {
  const deleted = new Set(changes.flatMap((change) => (change.type === "delete" ? [change.resourceName] : [])));
  const labels = new Set(changes.flatMap((change) => (change.type === "delete-label" ? [change.label] : [])));
  return changes.flatMap((change): Change[] => {
    if (change.type !== "members") return [change];
    if (labels.has(change.label)) return [];
    const left = (names: string[]) => names.filter((name) => !deleted.has(name));
    const [add, remove] = [left(change.add), left(change.remove)];
    return add.length + remove.length > 0 ? [{ ...change, add, remove }] : [];
  });
}
