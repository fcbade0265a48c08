import type { Draft, RejectedRow } from "../client/draft.ts";
import { hashOf } from "../lib/hash.ts";
import { assertPlanSafe, planRisks, type Risk } from "../reconcile/guard.ts";
import type { ImportItem } from "../reconcile/import-drafts.ts";
import type { Plan } from "../reconcile/plan.ts";
import {
  type DraftContext,
  type DraftsRead,
  type OwnTable,
  type RawBase,
  readBase,
  readDrafts,
  type SheetReport,
  type TextLook,
  tellApart,
  writeRejects,
} from "../sheets/index.ts";
import type { Applied } from "../sync/applied.ts";
import { applyPlan } from "../sync/apply.ts";
import { prepareImport } from "../sync/prepare-import.ts";
import { catchUp, settleDown } from "../sync/sync-once.ts";
import type { Approve, Context } from "./context.ts";
import { addedOrders, ownEdits } from "./own-edits.ts";

export type ImportOptions = {
  sheet: string | null;
  encoding: string | null;
  create: boolean;
  force: boolean;
  dryRun: boolean;
  /** Where the rejected rows go, with the reason beside each; `null`: beside the file, as `NAME.rejects.xlsx`. */
  rejects: string | null;
};

export type ImportProposal = {
  files: string[];
  /** How the text files among them were read. */
  texts: (TextLook & { file: string })[];
  sheets: SheetReport[];
  rows: number;
  drafts: Draft[];
  items: ImportItem[];
  rejected: RejectedRow[];
  plan: Plan;
  risks: Risk[];
};

export type ImportReport = ImportProposal & {
  /** `null` when nothing was applied: a dry run, a refusal, or nothing to do. */
  applied: Applied | null;
  approved: boolean;
  rejectsFile: string | null;
  /** Runs that brought the imported cards in order afterwards. */
  followUps: Applied[];
};

/** Reads foreign bases, sets them against the account, and applies the plan once it is approved. */
export async function importBase(
  context: Context,
  files: string[],
  options: ImportOptions,
  approve: Approve<ImportProposal>,
): Promise<ImportReport> {
  const { template } = context;
  const bases: RawBase[] = [];
  for (const file of files) bases.push(await readBase(file, { sheet: options.sheet, encoding: options.encoding }));
  const { own, foreign, profiles } = tellApart(bases);
  const { drafts, rejected, sheets } = readForeign(foreign, {
    country: template.country,
    currency: template.card.currency,
    language: template.card.language,
    timeZone: template.timeZone,
    markers: template.markers,
    ownLabels: Object.values(template.statusLabels),
    columns: template.columns,
    hash: hashOf,
    profile: { sheets: profiles },
  });
  const reports = [...own.flatMap(({ tables }) => tables.map(ownReport)), ...sheets];
  rejected.push(...own.flatMap(addedOrders));
  return context.withRoad(`import ${files.join(" ")}`, async (road) => {
    await catchUp(road);
    const { plan, items } = await prepareImport(road, drafts, {
      create: options.create,
      keyOf,
      edits: await ownEdits(context, own),
    });
    const risks = planRisks(plan, template.guard, context.grammar);
    const rows = new Set(
      [...drafts, ...items.map(({ draft }) => draft)].flatMap(({ sources }) =>
        sources.map(({ file, sheet, row }) => `${file}|${sheet}|${row}`),
      ),
    ).size;
    const texts = bases.flatMap(({ file, text }) => (text ? [{ file, ...text }] : []));
    const proposal = {
      files,
      texts,
      sheets: reports,
      rows: rows + rejected.length,
      drafts,
      items,
      rejected,
      plan,
      risks,
    };
    const nothing = { ...proposal, applied: null, rejectsFile: null, followUps: [] };
    if (options.dryRun) return { ...nothing, approved: false };
    const conflicts = items.filter((item) => item.outcome === "conflict");
    const worthWriting = plan.changes.length > 0 || plan.accounted.length > 0;
    if (plan.changes.length > 0) assertPlanSafe(plan, template.guard, context.grammar, options.force);
    if (plan.changes.length > 0 && !(await approve(proposal))) return { ...nothing, approved: false };
    const rejectsFile = await keepRejects(
      files,
      [...rejected, ...conflicts.flatMap(conflictRows)],
      options.rejects,
      template.card.language,
    );
    if (!worthWriting) return { ...nothing, approved: true, rejectsFile };
    const applied = plan.changes.length > 0 ? await applyPlan(road, plan, files.join(", ")) : null;
    if (!applied) await road.store.ledger.putSources(plan.accounted, road.clock.now().toISOString());
    const { runs } = await settleDown(road, { force: options.force });
    return { ...proposal, applied, approved: true, rejectsFile, followUps: runs };
  });
}

/** A book of ours alone has nothing foreign to read. */
function readForeign(bases: RawBase[], context: DraftContext): DraftsRead {
  return bases.length > 0 ? readDrafts(bases, context) : { drafts: [], rejected: [], sheets: [], warnings: [] };
}

function ownReport({ sheet, header, rows, added }: OwnTable): SheetReport {
  const counts = { rows: rows.length + added.length, skipped: 0 };
  return { name: sheet, hidden: false, headerRow: header.row, ...counts, columns: [], content: "own" };
}

/** The same rows have the same key wherever and whenever they are imported. */
function keyOf(draft: Draft): string {
  return hashOf(draft.sources.map(({ hash }) => hash).sort()).slice(0, 32);
}

function conflictRows(item: ImportItem & { outcome: "conflict" }): RejectedRow[] {
  const detail = [item.subjects.join(", "), item.lines.join("; ")].filter((part) => part !== "").join(": ");
  return item.rows.map((source) => ({ source, reason: `conflict-${item.reason}` as const, detail }));
}

async function keepRejects(
  files: string[],
  rejected: RejectedRow[],
  wanted: string | null,
  language: "en" | "ru" | "hy",
): Promise<string | null> {
  if (rejected.length === 0) return null;
  const path = wanted ?? `${files[0]!.replace(/\.[^./\\]+$/, "")}.rejects.xlsx`;
  await writeRejects(path, rejected, { language });
  return path;
}
