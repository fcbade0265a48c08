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
