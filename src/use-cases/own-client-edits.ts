/** Edited cells of a client in our own workbook, as edits of the client. */
import type { ClientEdits } from "../reconcile/edit-client.ts";
import { foldName, type LabelView } from "../reconcile/labels.ts";
import type { ClientView } from "../reports/lookup.ts";
import { type CellEdit, type OwnClientCells, readOwnClient } from "../sheets/index.ts";
import type { Context } from "./context.ts";

export type Reader = { context: Context; labels: LabelView };
/** Tells of a cell that cannot be followed. */
export type Refuse = (edit: CellEdit, reason: "cell-derived" | "cell-unclear" | "line-archived" | "cell-moved") => void;

export function addClient(
  { context, labels }: Reader,
  into: ClientEdits,
  edits: CellEdit[],
  view: ClientView,
  refuse: Refuse,
): void {
  const { cells, unreadable } = readOwnClient(edits, context.template.country);
  for (const { edit, reason } of unreadable) refuse(edit, reason);
  const { group, labels: names, ...plain } = cells;
  Object.assign(into, plain satisfies OwnClientCells);
  const editOf = (key: string) => edits.find((edit) => edit.key === key)!;
  if (group !== undefined) {
    const marker = group === "" ? null : markerNamed(context, labels, group);
    if (marker === undefined) refuse(editOf("group"), "cell-unclear");
    else into.marker = marker;
  }
  if (names !== undefined) {
    const changes = labelChanges(labels, view.labels, names);
    if (typeof changes === "string") refuse(editOf("labels"), changes);
    else Object.assign(into, changes);
  }
}

function markerNamed({ template }: Context, { byRole, nameOf }: LabelView, typed: string): string | undefined {
  const wanted = foldName(typed);
  for (const { id, label, aliases } of template.markers) {
    const ref = byRole.get(`marker:${id}`);
    const names = [label, ...aliases, ...(ref === undefined ? [] : [nameOf.get(ref) ?? ""])];
    if (ref !== undefined && names.some((name) => foldName(name) === wanted)) return ref;
  }
  return undefined;
}

/** Labels of the program's own come and go by what the cards say. */
function labelChanges(labels: LabelView, present: string[], typed: string[]) {
  const refs = new Map([...labels.live].map((ref) => [foldName(labels.nameOf.get(ref) ?? ""), ref]));
  const [before, after] = [present, typed].map((names) => new Set(names.map(foldName)));
  const added = [...after!].filter((name) => !before!.has(name)).map((name) => refs.get(name));
  const removed = [...before!].filter((name) => !after!.has(name)).map((name) => refs.get(name));
  const changed = [...added, ...removed];
  if (changed.includes(undefined)) return "cell-unclear";
  const isOwn = (ref: string | undefined) => /^(status|marker):/.test(labels.roleOf.get(ref ?? "") ?? "");
  if (changed.some(isOwn)) return "cell-derived";
  return { addLabels: added as string[], removeLabels: removed as string[] };
}
