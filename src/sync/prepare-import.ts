import type { Draft } from "../client/draft.ts";
import type { SourceRow } from "../client/source-row.ts";
import { type ImportItem, type ImportView, idOf, importDrafts, subjectOfRow } from "../reconcile/import-drafts.ts";
import { currentRows, hashesOf, type Imported, matchRows } from "../reconcile/match-rows.ts";
import type { Change, Plan } from "../reconcile/plan.ts";
import { labelCreations, memberChanges } from "../reconcile/plan-changes.ts";
import { type EditedRow, editedItems } from "./edited-items.ts";
import { contactsInDoubt, createsInDoubt } from "./in-doubt.ts";
import { finishPlan, openNumbers, openOffice, sightOf } from "./prepare.ts";
import type { Road } from "./road.ts";

export type PreparedImport = { plan: Plan; items: ImportItem[] };

export type ImportOptions = {
  /** Whether clients that the account lacks are created. */
  create: boolean;
  /** Edits of cells of our own workbooks. */
  edits?: EditedRow[];
  /** Our key for a draft: the same rows have the same key, so an import that was cut off finds what it has made. */
  keyOf: (draft: Draft) => string;
  /** What other cells in the place of a row would say, alone; without it edited rows are a question. */
  reread?: (source: SourceRow, said: Pick<SourceRow, "cells" | "section">) => Draft | null;
};

/** Sets the drafts of a base against the account. To be called after `catchUp`; writes nothing but the reserved order numbers. */
export async function prepareImport(road: Road, drafts: Draft[], options: ImportOptions): Promise<PreparedImport> {
  const rows = await rowsFor(road, drafts, options);
  const numbers = await openNumbers(road, road.store.mirror.all());
  const office = await openOffice(road, numbers.next, false);
  const drafted = importDrafts(office, drafts, await viewOf(road, drafts, rows, options), { create: options.create });
  const items = [...drafted, ...(await editedItems(road, office, options.edits ?? [], drafted))];
  const relabelled = items.flatMap((item) => {
    if (item.outcome !== "update") return [];
    return [{ resourceName: item.subject, addLabels: item.addLabels, removeLabels: item.removeLabels }];
  });
  const changes: Change[] = [
    ...labelCreations(office.labels),
    ...items.flatMap((item) => (item.outcome === "create" || item.outcome === "update" ? (item.change ?? []) : [])),
    ...memberChanges(office.labels, relabelled),
  ];
  const writes = items.some(({ outcome }) => outcome === "create" || outcome === "update");
  const plan = await finishPlan(road, "import", writes ? changes : [], numbers.given);
  return { plan: { ...plan, accounted: accounted(items) }, items };
}

/**
 * Rows that need no write are remembered with their client, so that the next import knows them by themselves; not those that are known
 * already: they belong to the run that brought them, and are forgotten when it is undone.
 */
function accounted(items: ImportItem[]): Plan["accounted"] {
  return items.flatMap((item) => {
    const fresh = item.outcome === "same" || item.outcome === "update" ? (item.fresh ?? []) : [];
    return fresh.length > 0 && "subject" in item ? [{ subject: item.subject, sources: fresh }] : [];
  });
}

/** The clients that a draft may turn out to be, by rows imported before, by our key, by phone and by mail. */
async function rowsFor(road: Road, drafts: Draft[], options: ImportOptions) {
  const { mirror, ledger } = road.store;
  const imported = currentRows(await ledger.sourceRows());
  const nobody = new Map<string, never>();
  // An office that moves in has nobody yet whom its drafts could be.
  if ((await mirror.count()) === 0 && imported.length === 0)
    return { imported, byPhone: nobody, byEmail: nobody, byKey: nobody, rows: nobody };
  const byPhone = await mirror.byPhones(
    unique(drafts.flatMap(({ phones }) => phones.flatMap(({ e164 }) => e164 ?? []))),
  );
  const byEmail = await mirror.byEmails(
    unique(drafts.flatMap(({ emails }) => emails.map(({ value }) => value.toLowerCase()))),
  );
  const byKey = await mirror.byKeys(unique(drafts.map(options.keyOf)));
  const named = [...byPhone.values(), ...byEmail.values()].flat();
  const rows = await mirror.getMany(unique([...named, ...byKey.values(), ...imported.map(({ subject }) => subject)]));
  return { imported, byPhone, byEmail, byKey, rows };
}

async function viewOf(
  road: Road,
  drafts: Draft[],
  { imported, byPhone, byEmail, byKey, rows }: Awaited<ReturnType<typeof rowsFor>>,
  options: ImportOptions,
): Promise<ImportView> {
  const sights = new Map(
    await Promise.all([...rows].map(async ([name, row]) => [name, await sightOf(road, row)] as const)),
  );
  const subjectByHash = new Map(
    imported.flatMap(({ subject, row }) => hashesOf(row).map((hash) => [hash, subject] as const)),
  );
  const edited = editedRows(drafts, imported, options);
  const isNew = imported.length === 0 && rows.size === 0;
  const withNews = (isNew ? [] : drafts).filter(({ sources }) => sources.some(({ hash }) => !subjectByHash.has(hash)));
  const subjects = withNews.flatMap((draft) => [
    ...draft.sources.flatMap(({ hash }) => subjectOfRow({ subjectByHash, edited }, hash) ?? []),
    ...draft.phones.flatMap(({ e164 }) => (e164 ? (byPhone.get(e164) ?? []) : [])),
    ...draft.emails.flatMap(({ value }) => byEmail.get(value.toLowerCase()) ?? []),
    ...[byKey.get(options.keyOf(draft)) ?? []].flat(),
  ]);
  const files = new Set(drafts.flatMap(({ sources }) => sources.map(({ file }) => file)));
  const ofThese = imported.filter(({ row }) => files.has(row.file));
  return {
    subjectByHash,
    edited,
    subjectById: new Map(ofThese.map(({ subject, row }) => [idOf(row), subject])),
    byPhone,
    byEmail,
    byKey,
    sights,
    archived: await archivedLines(road, unique(subjects)),
    inDoubt: contactsInDoubt(await createsInDoubt(road), road.template.country),
    keyOf: options.keyOf,
  };
}

/** Rows of a later version of the base. Those of a telephone's calls are never edited. */
function editedRows(drafts: Draft[], imported: Imported[], { reread }: ImportOptions): ImportView["edited"] {
  const edited: ImportView["edited"] = new Map();
  if (!reread || imported.length === 0) return edited;
  const rows = drafts.flatMap((draft) => (draft.ofCalls ? [] : draft.sources));
  const byHash = new Map(rows.map((row) => [row.hash, row]));
  for (const [hash, { subject, row }] of matchRows(rows, imported)) {
    const source = byHash.get(hash)!;
    const [was, now] = [reread(source, row), reread(source, source)];
    if (was && now) edited.set(hash, { subject, replaces: row.hash, edit: { was, now } });
  }
  return edited;
}

/** Runs that are looked through for undos: more than an office makes in years. */
const UNDOS = 1_000_000;

async function archivedLines(road: Road, subjects: string[]): Promise<ImportView["archived"]> {
  const { ledger } = road.store;
  const lines: ImportView["archived"] = new Map();
  const undos = new Set((await ledger.runs(UNDOS)).flatMap(({ id, kind }) => (kind === "undo" ? [id] : [])));
  for (const subject of subjects) {
    let archived = await ledger.archiveOf(subject);
    if (undos.size > 0 && archived.length > 0) {
      // What an undo has taken out of a card may come again: that is why the base is imported anew.
      const entries = (await ledger.entriesAbout(subject)).filter(({ run }) => undos.has(run));
      const taken = new Set(entries.map(({ id }) => id));
      archived = archived.filter(({ entry }) => entry === null || !taken.has(entry));
    }
    if (archived.length > 0) lines.set(subject, archived);
  }
  return lines;
}

function unique(values: string[]): string[] {
  return [...new Set(values)];
}
