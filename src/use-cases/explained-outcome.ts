/** What became of the rows that somebody asks about, in the light of the plan. */
import { hasLogLine } from "../card/index.ts";
import { foldedName } from "../client/same-name.ts";
import type { ImportItem } from "../reconcile/import-drafts.ts";
import { viewLabels } from "../reconcile/labels.ts";
import type { ExplainedRow } from "../sheets/index.ts";
import type { Context } from "./context.ts";

/** `outcome`: what the plan does about the client of the row; `null` where the row is no client's. */
export type ExplainedOutcome = ExplainedRow & { outcome: ImportItem["outcome"] | null };

type CellFate = ExplainedRow["cells"][number]["fates"][number];
/** `marker`: its id. */
type Kept = { name: string | null; marker: string | null };

/** To be called when the mirror is up to date. */
export async function explainedBy(
  context: Context,
  rows: ExplainedRow[],
  items: ImportItem[],
): Promise<ExplainedOutcome[]> {
  const explained: ExplainedOutcome[] = [];
  for (const row of rows) {
    const { fate } = row;
    const item = "draft" in fate ? items.find(({ draft }) => draft === fate.draft) : undefined;
    const kept = await keptBy(context, item);
    const cells = row.cells.map((cell) => ({ ...cell, fates: cell.fates.map((one) => fateNow(context, one, kept)) }));
    explained.push({ ...row, cells, outcome: item?.outcome ?? null });
  }
  return explained;
}

/** The name and the group that a client keeps whom the account has; `null` where the row says them. */
async function keptBy(context: Context, item: ImportItem | undefined): Promise<Kept> {
  const none = { name: null, marker: null };
  if (item?.outcome !== "same" && item?.outcome !== "update") return none;
  const { mirror, ledger } = context.store;
  const client = (await mirror.get(item.subject))?.client;
  if (!client) return none;
  // Staff may have given the label another name.
  const { roleOf } = viewLabels(context.template, await mirror.labels(), await ledger.labelRoles());
  const role = client.labels.map((label) => roleOf.get(label)).find((one) => one?.startsWith("marker:"));
  const fields = item.outcome === "update" ? (item.change?.fields ?? []) : [];
  const isRelabelled = item.outcome === "update" && item.removeLabels.length + item.addLabels.length > 0;
  return {
    name: fields.includes("names") ? null : client.name.display,
    marker: isRelabelled ? null : (role?.slice("marker:".length) ?? null),
  };
}

/** A remark without a day stands under no order; a client whom the account has keeps its name and group. */
function fateNow({ grammar, template }: Context, one: CellFate, kept: Kept): CellFate {
  switch (one.fate) {
    case "order-note":
      return hasLogLine(grammar, one.value) ? one : { ...one, fate: "note" };
    case "name":
      return kept.name === null || foldedName(one.value) === foldedName(kept.name) ? one : { ...one, fate: "variant" };
    case "group": {
      if (kept.marker === null || kept.marker === one.value) return one;
      const label = template.markers.find(({ id }) => id === one.value)?.label ?? one.value;
      return { fate: "group-variant", value: label };
    }
    default:
      return one;
  }
}
