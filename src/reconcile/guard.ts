import { type Grammar, personLines } from "../card/index.ts";
import { appError } from "../lib/errors.ts";
import type { Template } from "../template/template.ts";
import type { Plan, UpdateClient } from "./plan.ts";

/** A reason why a plan needs a person's word. `lines` are note lines that would be in neither the card nor the archive. */
export type Risk =
  | { kind: "label-changes"; label: string; count: number; limit: number }
  | { kind: "label-share"; label: string; share: number; limit: number }
  | { kind: "deletes"; count: number; limit: number }
  | { kind: "delete-share"; share: number; limit: number }
  | { kind: "lines"; count: number; limit: number; clients: string[] };

/** Below this number of clients a share says nothing: half of four clients is two. */
const SMALL_OFFICE = 20;

/** An update that would lose lines: of whom, and how many. */
export type Loss = { client: string; lines: number };

export function lossOf(change: UpdateClient, grammar: Grammar): Loss | null {
  const lines = unaccountedLines(change, grammar).length;
  return lines > 0 ? { client: change.display || change.resourceName, lines } : null;
}

/** What is dangerous about a plan, by the template's limits; empty when it may be applied without asking. */
export function planRisks(plan: Plan, guard: Template["guard"], grammar: Grammar): Risk[] {
  const losses = plan.changes.flatMap((change) => (change.type === "update" ? (lossOf(change, grammar) ?? []) : []));
  return risksBeside(plan, losses, guard);
}

/** The same of a plan whose updates were looked at one by one; those that it holds are not looked at. */
export function risksBeside(plan: Plan, losses: Loss[], guard: Template["guard"]): Risk[] {
  const risks: Risk[] = [];
  for (const change of plan.changes) {
    if (change.type !== "members") continue;
    const count = change.remove.length;
    const share = count / Math.max(1, plan.clients);
    if (count > guard.maxLabelChanges)
      risks.push({ kind: "label-changes", label: change.name, count, limit: guard.maxLabelChanges });
    else if (count > SMALL_OFFICE && share > guard.maxLabelShare)
      risks.push({ kind: "label-share", label: change.name, share, limit: guard.maxLabelShare });
  }
  risks.push(...deleteRisks(plan, guard));
  const count = losses.reduce((sum, { lines }) => sum + lines, 0);
  if (count > guard.maxUnarchivedLines)
    risks.push({
      kind: "lines",
      count,
      limit: guard.maxUnarchivedLines,
      clients: losses.map(({ client }) => client),
    });
  return risks;
}

/** A merged client lives on in another: it is not counted. */
function deleteRisks({ changes, clients }: Plan, guard: Template["guard"]): Risk[] {
  const count = changes.filter((change) => change.type === "delete" && change.into === undefined).length;
  const share = count / Math.max(1, clients);
  if (count > guard.maxDeletes) return [{ kind: "deletes", count, limit: guard.maxDeletes }];
  if (count <= SMALL_OFFICE || share <= guard.maxDeleteShare) return [];
  return [{ kind: "delete-share", share, limit: guard.maxDeleteShare }];
}

/** Throws `unsafe-plan` unless the plan is harmless or forced. */
export function assertPlanSafe(plan: Plan, guard: Template["guard"], grammar: Grammar, force: boolean): void {
  assertForced(planRisks(plan, guard, grammar), force);
}

/** Throws `unsafe-plan` when there is a risk that nobody has taken upon himself. */
export function assertForced(risks: Risk[], force: boolean): void {
  if (risks.length > 0 && !force)
    throw appError({ code: "unsafe-plan", reasons: risks.map((risk) => JSON.stringify(risk)) });
}

/** Lines that a person wrote which an update would leave neither in the card nor in the archive; blanks do not count. */
export function unaccountedLines(change: UpdateClient, grammar: Grammar): string[] {
  const before = change.before.biographies?.[0]?.value ?? "";
  if (!change.fields.includes("biographies")) return [];
  const kept = new Map<string, number>();
  const after = (change.after.biographies?.[0]?.value ?? "").split("\n");
  for (const line of [...after, ...change.archive.flatMap(({ text }) => text.split("\n"))]) {
    const key = squeeze(line);
    kept.set(key, (kept.get(key) ?? 0) + 1);
  }
  return personLines(grammar, before).filter((line) => {
    const left = kept.get(squeeze(line)) ?? 0;
    if (left === 0) return true;
    kept.set(squeeze(line), left - 1);
    return false;
  });
}

/** White space does not count, nor the form in which a character is composed. */
function squeeze(line: string): string {
  return line.normalize("NFC").replace(/\s+/g, " ").trim();
}
