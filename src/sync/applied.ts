import type { Run } from "../ports.ts";

/** What became of a plan that was applied. */
export type Applied = {
  run: number;
  labels: number;
  created: number;
  updated: number;
  deleted: number;
  membersAdded: number;
  membersRemoved: number;
  /** Clients that had moved on; they were read again and are due for the next preparation. */
  stale: string[];
  /** Clients whose write the account refuses, with what it said. */
  parked: { subject: string; display: string; detail: string }[];
  /** Writes whose fate is unknown; the next start looks them up. */
  inDoubt: { subject: string; display: string }[];
};

/** The account of a run that has only begun. */
export function nothingApplied(run: number): Applied {
  const none = { labels: 0, created: 0, updated: 0, deleted: 0, membersAdded: 0, membersRemoved: 0 };
  return { run, ...none, stale: [], parked: [], inDoubt: [] };
}

/** The account of a run that goes on: what it did before counts, what it could not do is tried again. */
export function appliedBefore({ id, summary }: Pick<Run, "id" | "summary">): Applied {
  const none = nothingApplied(id);
  const figures = Object.entries(none).filter(([name, value]) => name !== "run" && typeof value === "number");
  return { ...none, ...Object.fromEntries(figures.map(([name]) => [name, summary[name] ?? 0])) };
}

/** Its figures, as the run keeps them. */
export function summaryOf(applied: Applied): Record<string, number> {
  const { labels, created, updated, deleted, membersAdded, membersRemoved, stale, parked, inDoubt } = applied;
  return {
    labels,
    created,
    updated,
    deleted,
    membersAdded,
    membersRemoved,
    stale: stale.length,
    parked: parked.length,
    inDoubt: inDoubt.length,
  };
}
