import type { Draft, RejectedRow } from "../client/draft.ts";
import { hashOf } from "../lib/hash.ts";
import { assertPlanSafe, planRisks, type Risk } from "../reconcile/guard.ts";
import type { ImportItem } from "../reconcile/import-drafts.ts";
import type { Plan } from "../reconcile/plan.ts";
import {
  assertSheetsMeant,
  type DraftContext,
  type DraftsRead,
  type ExplainedRow,
  explainOwn,
  type RawBase,
  ReadAhead,
  type SheetReport,
  type TextLook,
  type ToldApart,
  tellApart,
} from "../sheets/index.ts";
import type { Applied } from "../sync/applied.ts";
import { applyPlan } from "../sync/apply.ts";
import { keepAccounted } from "../sync/keep-accounted.ts";
import { prepareImport } from "../sync/prepare-import.ts";
import { catchUp, settleDown } from "../sync/sync-once.ts";
import { beginReading, type Reading } from "./begin-reading.ts";
import type { Approve, Context } from "./context.ts";
import { type ExplainedOutcome, explainedBy } from "./explained-outcome.ts";
import { conflictRows, keepRejects, withoutMended } from "./keep-rejects.ts";
import { ownEdits } from "./own-edits.ts";
import { figuresReport, ownLook, ownReport } from "./own-reports.ts";
import { type Mapping, type SettleMapping, settleMapping } from "./settle-mapping.ts";

export type ImportOptions = {
  sheet: string | null;
  encoding: string | null;
  /** The files, where their reading was begun before. */
  reading?: Reading;
  create: boolean;
  force: boolean;
  dryRun: boolean;
  /** Where the rejected rows go, with the reason beside each; `null`: beside the file, as `NAME.rejects.xlsx`. */
  rejects: string | null;
  /** How the columns are read, where a person has said so before. */
  mapping?: Mapping | null;
  /** Asks whoever is there about the mapping; without it a guess that is not sure is an error. */
  settle?: SettleMapping | null;
  /** Tell what becomes of the cells of this row; nothing is written. */
  explain?: number | null;
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
  /** Rows that were rejected before, and have been mended and imported since. */
  mended: number;
  plan: Plan;
  risks: Risk[];
  /** The rows that were asked for. */
  explained: ExplainedOutcome[];
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
  const read = await readFiles(context, files, options);
  const { own, texts, drafts, foreignSheets, sheets, reread, explained } = read;
  return context.withRoad(`import ${files.join(" ")}`, async (road) => {
    await catchUp(road);
    const { edits, refused } = await ownEdits(context, own);
    const { rejected: unmended, mended } = await withoutMended(context, read.rejected);
    const rejected = [...unmended, ...refused];
    const { plan, items } = await prepareImport(road, drafts, {
      create: options.create,
      keyOf,
      reread,
      edits,
    });
    const risks = planRisks(plan, template.guard, context.grammar);
    const proposal = {
      files,
      texts,
      sheets,
      rows: rowsOf([...drafts, ...items.map(({ draft }) => draft)]) + rejected.length,
      drafts,
      items,
      rejected,
      mended,
      plan,
      risks,
      explained: await explainedBy(context, explained, items),
    };
    const nothing = { ...proposal, applied: null, rejectsFile: null, followUps: [] };
    if (options.dryRun || options.explain) return { ...nothing, approved: false };
    const conflicts = items.filter((item) => item.outcome === "conflict");
    const worthWriting = plan.changes.length > 0 || plan.accounted.length > 0;
    if (plan.changes.length > 0) assertPlanSafe(plan, template.guard, context.grammar, options.force);
    if (plan.changes.length > 0 && !(await approve(proposal))) return { ...nothing, approved: false };
    const rejectsFile = await keepRejects(files, [...rejected, ...conflicts.flatMap(conflictRows)], options.rejects, {
      language: template.card.language,
      sheets: [...own.flatMap(({ tables }) => tables.map(ownLook)), ...foreignSheets],
    });
    if (!worthWriting) return { ...nothing, approved: true, rejectsFile };
    const applied = plan.changes.length > 0 ? await applyPlan(road, plan, files.join(", ")) : null;
    if (!applied) await keepAccounted(road, plan.accounted, road.clock.now().toISOString());
    const { runs } = await settleDown(road, { force: options.force });
    return { ...proposal, applied, approved: true, rejectsFile, followUps: runs };
  });
}

/** How many rows the drafts come from. */
function rowsOf(drafts: Draft[]): number {
  const sheets = new Map<string, Set<number>>();
  for (const sources of new Set(drafts.map(({ sources }) => sources)))
    for (const { file, sheet, row } of sources) {
      const name = `${file}|${sheet}`;
      const rows = sheets.get(name) ?? new Set();
      sheets.set(name, rows.add(row));
    }
  return [...sheets.values()].reduce((sum, { size }) => sum + size, 0);
}

type FilesRead = Pick<ImportProposal, "texts" | "sheets" | "drafts" | "rejected"> & {
  own: ToldApart["own"];
  foreignSheets: SheetReport[];
  reread: DraftsRead["reread"];
  /** The rows that were asked for. */
  explained: ExplainedRow[];
};

/** What the files say. Their rows as they were read end here: what comes later needs the drafts alone. */
async function readFiles(context: Context, files: string[], options: ImportOptions): Promise<FilesRead> {
  const { template, progress } = context;
  const reading = options.reading ?? beginReading(files, options);
  const how: DraftContext = {
    country: template.country,
    currency: template.card.currency,
    language: template.card.language,
    timeZone: template.timeZone,
    markers: template.markers,
    kinds: template.kinds,
    ownLabels: Object.values(template.statusLabels),
    columns: template.columns,
    hash: hashOf,
    profile: options.mapping ?? null,
  };
  const ahead = new ReadAhead(how);
  progress("read", 0, null);
  const bases = await reading.bases(
    (rows, coming) => {
      progress("read", rows, null);
      ahead.take(coming);
    },
    () => context.readyRoad(),
  );
  const { own, foreign, profiles } = tellApart(bases);
  // Our own workbooks need no mapping.
  if (options.mapping && own.length < bases.length)
    assertSheetsMeant(options.mapping, [...new Set(bases.flatMap(({ sheets }) => sheets.map(({ name }) => name)))]);
  const profile = { sheets: { ...options.mapping?.sheets, ...profiles } };
  const read = await readForeign(foreign, { ...how, profile, ahead }, options.settle ?? null);
  return {
    own,
    texts: bases.flatMap(({ file, text }) => (text ? [{ file, ...text }] : [])),
    drafts: read.drafts,
    rejected: read.rejected,
    foreignSheets: read.sheets,
    sheets: [
      ...own.flatMap(({ tables, others }) => [...tables.map(ownReport), ...others.map(figuresReport)]),
      ...read.sheets,
    ],
    reread: read.reread,
    explained: options.explain ? [...explainOwn(own, options.explain), ...read.explain(options.explain)] : [],
  };
}

/** A book of ours alone has nothing foreign to read. */
async function readForeign(
  bases: RawBase[],
  context: DraftContext,
  settle: SettleMapping | null,
): Promise<Omit<DraftsRead, "warnings" | "questions">> {
  if (bases.length > 0) return settleMapping(bases, context, settle);
  return { drafts: [], rejected: [], sheets: [], explain: () => [], reread: () => null };
}

/** The same rows have the same key wherever and whenever they are imported. */
function keyOf(draft: Draft): string {
  const known = keys.get(draft) ?? keyOfRows(draft.sources.map(({ hash }) => hash));
  keys.set(draft, known);
  return known;
}

/** Of one row, the row's own hash. */
function keyOfRows(hashes: string[]): string {
  const [first = "", ...more] = hashes;
  return (more.length === 0 ? first : hashOf(hashes.sort().join(" "))).slice(0, 32);
}

/** It is asked for again and again while a draft is decided. */
const keys = new WeakMap<Draft, string>();
