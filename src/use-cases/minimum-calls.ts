/** How few calls of the People API the same work could have taken, by Google's limits: pages of 1,000, batches of 200, 1,000 members. */
import type { PlanOutline } from "../reconcile/plan-outline.ts";

const PAGE = 1000;
const BATCH = 200;
const MEMBERS = 1000;

/** A whole pull: the clients' pages and one page of labels. A pull of changes takes one call of each. */
export function minimumOfPull(clients: number, full: boolean): number {
  return (full ? Math.max(1, Math.ceil(clients / PAGE)) : 1) + 1;
}

/** Applying a plan: one call a new label, batches of creates (their labels in the body) and updates, and each label's changes of members. */
export function minimumOfPlan({ labels, creates, updates, members }: PlanOutline): number {
  const calls = members.reduce((sum, names) => sum + Math.ceil(names / MEMBERS), 0);
  return labels + Math.ceil(creates / BATCH) + Math.ceil(updates / BATCH) + calls;
}
