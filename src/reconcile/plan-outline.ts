import type { ChangeMembers, Plan } from "./plan.ts";

/** A plan in figures: how many changes of each kind, of members by label. */
export type PlanOutline = {
  kind: Plan["kind"];
  labels: number;
  creates: number;
  updates: number;
  members: number[];
};

/** `beside`: updates that the plan does not hold itself. */
export function outlineOf({ kind, changes }: Pick<Plan, "kind" | "changes">, beside = 0): PlanOutline {
  const count = (type: Plan["changes"][number]["type"]) => changes.filter((change) => change.type === type).length;
  const members = changes.filter((change): change is ChangeMembers => change.type === "members");
  return {
    kind,
    labels: count("create-label"),
    creates: count("create"),
    updates: count("update") + beside,
    members: members.map(({ add, remove }) => add.length + remove.length),
  };
}
