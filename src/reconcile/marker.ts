import type { Card } from "../card/model.ts";
import type { Template } from "../template/template.ts";
import type { LabelView } from "./labels.ts";
import type { LabelRef } from "./plan.ts";

export type MarkerDecision = {
  /** Resource name (or role) to add, `null` when the contact has what it needs. */
  add: LabelRef | null;
  remove: LabelRef | null;
  /** Ids of the markers that the contact carries. */
  carried: string[];
  /** Id of the marker that the card shows; the first carried, or the one that is added; `null` for a contact that needs none. */
  shown: string | null;
};

/**
 * Which marker a client should carry. Exactly one: none → the one it was last seen with if that label vanished from the account, else, if
 * `give` and it was never seen with one, the default; several → all stay and a finding says so. The default becomes the returning marker when
 * a sync sees the first finished order; where there is no version before, the card itself says nothing and need not be read (`null`).
 */
export function decideMarker(
  template: Template,
  view: LabelView,
  labels: LabelRef[],
  before: { labels: LabelRef[]; card: Card } | null,
  card: Card | null,
  give = true,
): MarkerDecision {
  const carried = markersAmong(
    view,
    labels.filter((label) => view.live.has(label) || label.startsWith("role:")),
  );
  if (carried.length > 1) return { add: null, remove: null, carried, shown: carried[0]! };
  if (carried.length === 0) {
    const former = before?.labels ?? [];
    const [vanished] = markersAmong(
      view,
      former.filter((label) => !view.live.has(label)),
    );
    // Somebody took it off: to give another is theirs to do.
    const mayGive = give && markersAmong(view, former).length === 0;
    const id = vanished ?? (mayGive ? template.defaultMarker : null);
    if (id === null) return { add: null, remove: null, carried, shown: null };
    return { add: refOf(view, id), remove: null, carried, shown: id };
  }
  const [marker] = carried;
  const { returningMarker, defaultMarker } = template;
  const becameReturning = before !== null && card !== null && doneOrders(before.card) === 0 && doneOrders(card) > 0;
  if (returningMarker && marker === defaultMarker && becameReturning) {
    return { add: refOf(view, returningMarker), remove: refOf(view, marker), carried, shown: returningMarker };
  }
  return { add: null, remove: null, carried, shown: marker! };
}

/**
 * The labels that a client is remembered by, `former` being those of before: a marker that somebody took off stays known until another one is
 * given, so that the default never takes its place.
 */
export function rememberedLabels(roleOf: Map<LabelRef, string>, labels: LabelRef[], former: LabelRef[]): LabelRef[] {
  const isMarker = (label: LabelRef) => roleOf.get(label)?.startsWith("marker:") ?? false;
  if (labels.some(isMarker)) return labels;
  return [...new Set([...labels, ...former.filter(isMarker)])].sort();
}

function markersAmong(view: LabelView, labels: LabelRef[]): string[] {
  return labels.flatMap((label) => {
    const role = view.roleOf.get(label);
    return role?.startsWith("marker:") ? [role.slice("marker:".length)] : [];
  });
}

function refOf(view: LabelView, marker: string): LabelRef {
  return view.byRole.get(`marker:${marker}`)!;
}

/** Finished orders that a card tells of, folded ones included. */
function doneOrders(card: Card): number {
  return card.orders.filter((order) => order.state === "done").length + (card.earlier?.done ?? 0);
}
