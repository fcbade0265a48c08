/** The updates of one plan: in the plan itself, or, of a plan of the whole base, on a pile beside it. */
import type { Plan, UpdateClient } from "../reconcile/plan.ts";

export type Updates = {
  readonly size: number;
  /** Parts of at most `most` updates, all of one mask. */
  parts(most: number): AsyncIterable<UpdateClient[]>;
};

/** Updates of one mask go in one call. */
export function maskOf({ fields }: UpdateClient): string {
  return fields.join();
}

export function updatesIn({ changes }: Pick<Plan, "changes">): Updates {
  const updates = changes.filter((change) => change.type === "update");
  return {
    size: updates.length,
    async *parts(most) {
      for (const group of Map.groupBy(updates, maskOf).values())
        for (let start = 0; start < group.length; start += most) yield group.slice(start, start + most);
    },
  };
}
