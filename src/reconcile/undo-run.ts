import type { Grammar } from "../card/index.ts";
import type { Client } from "../client/client.ts";
import type { Person } from "../client/person.ts";
import { CLIENT_KEY } from "../client/read-client.ts";
import type { Change, ChangeMembers, CreateClient, LabelRef, PlanKind } from "./plan.ts";
import { undoUpdate } from "./undo-update.ts";

/** One confirmed step of the run that is to be put back. */
export type DoneStep = {
  id: number;
  subject: string;
  action: "create-label" | "create" | "update" | "members" | "delete" | "delete-label";
  display: string;
  before: unknown;
  after: unknown;
  /** Of a delete by which a merge ended: in whom the client lived on. */
  into?: string;
};

/** What could not be put back as it was, because somebody has worked on it since. */
export type UndoRemark = {
  subject: string;
  display: string;
  remark: "edited-since" | "lines-kept" | "gone" | "in-use" | "label-gone";
};

/** What an undo has to know of the account and the journal. */
export type UndoView = {
  /** What the run was that is put back. */
  kind: PlanKind;
  /** The clients of the steps as they are now, by the subject of the step. */
  present: Map<string, Client>;
  /** Clients of the steps that the program itself has deleted since. */
  deleted: ReadonlySet<string>;
  /** Labels that the account has now, and those of them that are bound to a role, by the role. */
  labels: ReadonlySet<string>;
  byRole: Map<string, LabelRef>;
  /** Who carries a label of the run, by its resource name. */
  carriers: Map<string, string[]>;
  /** Whether nobody but the program has changed a created client. */
  isUntouched: (step: DoneStep, client: Client) => boolean;
  /** Lines of a client's archive that count again once the step is undone: those of the run that it had undone. */
  returning: Map<string, string[]>;
  /** In whom clients of the steps had been merged before they were made again. */
  mergedInto: Map<string, string>;
};

export type Undo = {
  changes: Change[];
  remarks: UndoRemark[];
  /** Steps that are put back once the change of that token is confirmed, `null`: by doing nothing. The other steps stay in force. */
  puts: { step: number; by: string | null }[];
  /** Lines of a client that leave its card and need no archive, by resource name. */
  accounted: Map<string, string[]>;
};

/** Names a change among those of one plan, as `puts` does. */
function tokenOf(change: Change): string {
  switch (change.type) {
    case "create-label":
      return `create-label ${change.role}`;
    case "create":
      return `create ${change.key}`;
    case "members":
    case "delete-label":
      return `${change.type} ${change.label}`;
    default:
      return `${change.type} ${change.resourceName}`;
  }
}

/**
 * The changes that put a run back: what it created is deleted unless somebody has edited it since, what it changed gets its former text with
 * the lines that people have added meanwhile, what it deleted is made again. Pure.
 */
export function undoRun(grammar: Grammar, steps: DoneStep[], view: UndoView): Undo {
  return new Undoing(grammar, steps, view).run();
}

class Undoing {
  readonly #grammar: Grammar;
  readonly #steps: DoneStep[];
  readonly #view: UndoView;
  readonly #undo: Undo = { changes: [], remarks: [], puts: [], accounted: new Map() };
  readonly #deletes = new Set<string>();
  /** Labels that the run deleted: what they are called once they are there again. */
  readonly #again: Map<string, LabelRef>;

  constructor(grammar: Grammar, steps: DoneStep[], view: UndoView) {
    this.#grammar = grammar;
    this.#steps = steps;
    this.#view = view;
    this.#again = new Map(
      steps
        .filter(({ action }) => action === "delete-label")
        .map((step) => [step.subject, view.byRole.get(roleOf(step)) ?? `role:${roleOf(step)}`]),
    );
  }

  /** Clients before memberships, memberships before labels: each depends on what is left of those before. */
  run(): Undo {
    const reversed = [...this.#steps].reverse();
    const of = (...actions: DoneStep["action"][]) => reversed.filter(({ action }) => actions.includes(action));
    for (const step of of("delete-label")) this.#makeLabel(step);
    for (const step of of("create")) this.#deleteClient(step);
    for (const step of of("update")) this.#putBack(step);
    for (const step of of("delete")) this.#makeClient(step);
    for (const step of of("members")) this.#changeMembers(step);
    for (const step of of("create-label")) this.#deleteLabel(step);
    return this.#undo;
  }

  #plan(step: DoneStep, change: Change): void {
    this.#undo.changes.push(change);
    this.#undo.puts.push({ step: step.id, by: tokenOf(change) });
  }

  #isPutBack(step: DoneStep): void {
    this.#undo.puts.push({ step: step.id, by: null });
  }

  #remark({ subject, display }: DoneStep, remark: UndoRemark["remark"]): void {
    this.#undo.remarks.push({ subject, display, remark });
  }

  #deleteClient(step: DoneStep): void {
    const { subject, display } = step;
    const client = this.#view.present.get(subject);
    if (!client) {
      if (!this.#view.deleted.has(subject)) this.#remark(step, "gone");
      return void this.#isPutBack(step);
    }
    if (!this.#view.isUntouched(step, client)) return void this.#remark(step, "edited-since");
    this.#deletes.add(subject);
    const into = this.#view.mergedInto.get(subject);
    const lives = into !== undefined && this.#steps.some((other) => other.subject === into);
    this.#plan(step, {
      type: "delete",
      resourceName: subject,
      display,
      before: client.person,
      ...(lives ? { into } : {}),
    });
  }

  #putBack(step: DoneStep): void {
    const { kind, present, returning } = this.#view;
    const client = present.get(step.subject);
    // The lines that it took out of the card stay in the archive.
    if (!client) return void this.#remark(step, "gone");
    const { change, accounted, isEdited, keepsLines } = undoUpdate(this.#grammar, kind, step, client, [
      ...(returning.get(step.subject) ?? []),
      ...this.#linesOfReturning(step.subject),
    ]);
    if (isEdited) this.#remark(step, "edited-since");
    if (keepsLines) this.#remark(step, "lines-kept");
    this.#undo.accounted.set(step.subject, accounted);
    if (change) this.#plan(step, change);
    else if (!isEdited) this.#isPutBack(step);
  }

  /** What clients who lived on in this one take along, once the undo has made them again. */
  #linesOfReturning(survivor: string): string[] {
    const merged = this.#steps.filter(({ action, into }) => action === "delete" && into === survivor);
    return merged.flatMap(({ before }) => ((before as Person).biographies?.[0]?.value ?? "").split("\n"));
  }

  /** A deleted client is made again with all its fields; the account gives it a new resource name. One that is there again is not made twice. */
  #makeClient(step: DoneStep): void {
    if (this.#view.present.has(step.subject)) return void this.#isPutBack(step);
    const person = step.before as Person;
    const wanted = userLabelsOf(person).map((name) => ({ name, now: this.#labelNow(name) }));
    const labels = wanted.flatMap(({ now }) => now ?? []);
    if (labels.length < wanted.length) this.#remark(step, "label-gone");
    this.#plan(step, recreate(step, person, labels));
  }

  #changeMembers(step: DoneStep): void {
    const label = this.#labelNow(step.subject);
    if (label === null) return void this.#isPutBack(step);
    const { add, remove } = step.after as { add: string[]; remove: string[] };
    const { present } = this.#view;
    // Memberships of clients that the same undo deletes need no change.
    const differing = (names: string[], has: boolean) =>
      names.filter((name) => !this.#deletes.has(name) && present.get(name)?.labels.includes(label) === has).sort();
    const change: ChangeMembers = {
      type: "members",
      label,
      name: step.display,
      add: differing(remove, false),
      remove: differing(add, true),
    };
    if (change.add.length + change.remove.length > 0) this.#plan(step, change);
    else this.#isPutBack(step);
  }

  #makeLabel(step: DoneStep): void {
    const role = roleOf(step);
    if (this.#view.byRole.has(role)) return void this.#isPutBack(step);
    this.#plan(step, { type: "create-label", role, name: step.display, formerly: step.subject });
  }

  /** A label that somebody carries whom this undo does not take it from is in use. */
  #deleteLabel(step: DoneStep): void {
    const { subject: label, display } = step;
    if (!this.#view.labels.has(label)) return void this.#isPutBack(step);
    const changes = this.#undo.changes.filter((change) => change.type === "members" && change.label === label);
    const members = changes.filter((change) => change.type === "members");
    const losing = new Set(members.flatMap(({ remove }) => remove));
    const carriers = (this.#view.carriers.get(label) ?? []).filter(
      (name) => !losing.has(name) && !this.#deletes.has(name),
    );
    if (carriers.length > 0 || members.some(({ add }) => add.length > 0)) return void this.#remark(step, "in-use");
    this.#plan(step, { type: "delete-label", label, name: display, role: roleOf(step) });
  }

  /** What a label of then is called now, or will be when the undo has made it again; `null` when somebody has deleted it since. */
  #labelNow(name: string): LabelRef | null {
    return this.#again.get(name) ?? (this.#view.labels.has(name) ? name : null);
  }
}

function roleOf({ after }: DoneStep): string {
  return (after as { role: string }).role;
}

/** The labels of the office that a contact carries. */
export function userLabelsOf({ memberships }: Person): string[] {
  return (memberships ?? [])
    .flatMap(({ contactGroupMembership }) => contactGroupMembership?.contactGroupResourceName ?? [])
    .filter((name) => name !== "contactGroups/myContacts");
}

/** A deleted client as one that is made again, under its key; what is kept under its former name moves along. */
export function recreate(
  { subject, display }: Pick<DoneStep, "subject" | "display">,
  deleted: Person,
  labels: LabelRef[],
): CreateClient {
  const { resourceName, etag, metadata, memberships, photos, coverPhotos, ageRanges, skills, ...person } = deleted;
  const key = person.clientData?.find((entry) => entry.key === CLIENT_KEY)?.value ?? `again-${subject}`;
  const clientData = [
    ...(person.clientData ?? []).filter((entry) => entry.key !== CLIENT_KEY),
    { key: CLIENT_KEY, value: key },
  ];
  const again = { ...person, clientData } as Person;
  return {
    type: "create",
    key,
    display,
    person: again,
    labels,
    archive: [],
    findings: [],
    sources: [],
    formerly: subject,
  };
}
