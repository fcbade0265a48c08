/**
 * The labels that the program keeps: exclusive sets (markers, kinds) and status labels. A label is known by its resource name, so staff may
 * rename it; its role (`marker:new`, `kind:supplier`, `status:call-back`) says what it means to the office.
 */
import type { Label } from "../client/person.ts";
import type { Template } from "../template/template.ts";
import type { LabelRef } from "./plan.ts";

/** Key of the program's own entry in a label's `clientData`; its value is the role. */
export const ROLE_KEY = "clientcard.role";

export const STATUS_ROLES = ["status:in-work", "status:call-back", "status:check-card"] as const;
export type StatusRole = (typeof STATUS_ROLES)[number];
export type RoleLabel = { role: string; name: string; aliases: string[] };

/** Every label that the template asks for, in the order in which they are made. */
export function roleLabels(template: Template): RoleLabel[] {
  const sets = (set: string, labels: Template["markers"]) =>
    labels.map(({ id, label, aliases }) => ({ role: `${set}:${id}`, name: label, aliases }));
  const { inWork, callBack, checkCard } = template.statusLabels;
  return [
    ...sets("marker", template.markers),
    ...sets(
      "kind",
      template.kinds.filter((kind) => kind.id !== template.defaultKind),
    ),
    { role: "status:in-work", name: inWork, aliases: [] },
    { role: "status:call-back", name: callBack, aliases: [] },
    { role: "status:check-card", name: checkCard, aliases: [] },
  ];
}

/** The account's labels by role. `vanished` are roles whose label was there once and is gone; `missing` were never there. */
export type LabelView = {
  byRole: Map<string, LabelRef>;
  /** Roles of labels, those that are gone among them. */
  roleOf: Map<LabelRef, string>;
  /** Labels that the account has now. */
  live: Set<LabelRef>;
  nameOf: Map<LabelRef, string>;
  missing: RoleLabel[];
  vanished: { label: RoleLabel; was: string }[];
  /** Roles found in the account that no binding names yet. */
  found: { role: string; resourceName: string }[];
};

/** The stand-in for a label that the same plan creates. */
export function roleRef(role: string): LabelRef {
  return `role:${role}`;
}

/**
 * Finds the account's label of every role: by the kept binding, else by the role in its `clientData`, else by name or alias. What is found
 * nowhere is to be created, and is referred to by its role until then.
 */
export function viewLabels(
  template: Template,
  labels: Label[],
  bindings: Map<string, string>,
  former: Map<string, string> = new Map(),
): LabelView {
  const users = labels.filter((label) => !label.system && !label.deleted);
  const byName = new Map(users.map((label) => [foldName(label.name), label]));
  const byTag = new Map(
    users.flatMap((label) => label.clientData.filter((d) => d.key === ROLE_KEY).map((d) => [d.value, label] as const)),
  );
  const live = new Map(users.map((label) => [label.resourceName, label]));
  const view: LabelView = {
    byRole: new Map(),
    roleOf: new Map(former),
    live: new Set(labels.filter(({ deleted }) => !deleted).map(({ resourceName }) => resourceName)),
    nameOf: new Map(labels.map((label) => [label.resourceName, label.name])),
    missing: [],
    vanished: [],
    found: [],
  };
  const taken = new Set<string>();
  for (const wanted of roleLabels(template)) {
    const bound = bindings.get(wanted.role);
    const named = [wanted.name, ...wanted.aliases].map((name) => byName.get(foldName(name)));
    const label = [bound ? live.get(bound) : undefined, byTag.get(wanted.role), ...named].find(
      (candidate) => candidate && !taken.has(candidate.resourceName),
    );
    if (label) {
      taken.add(label.resourceName);
      view.byRole.set(wanted.role, label.resourceName);
      view.roleOf.set(label.resourceName, wanted.role);
      if (bound !== label.resourceName) view.found.push({ role: wanted.role, resourceName: label.resourceName });
      continue;
    }
    const ref = roleRef(wanted.role);
    view.byRole.set(wanted.role, ref);
    view.roleOf.set(ref, wanted.role);
    view.nameOf.set(ref, wanted.name);
    if (bound) {
      view.vanished.push({ label: wanted, was: bound });
      view.roleOf.set(bound, wanted.role);
    } else view.missing.push(wanted);
  }
  return view;
}

/** Names of labels are compared without regard to case, blanks around them and Unicode form. */
export function foldName(name: string): string {
  return name.normalize("NFC").trim().toLowerCase();
}
