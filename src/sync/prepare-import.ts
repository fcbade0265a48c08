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
  const view = await viewOf(road, drafts, options);
  const numbers = await openNumbers(road, road.store.mirror.changed());
  const office = await openOffice(road, numbers.next, false);
  const drafted = importDrafts(office, drafts, view, { create: options.create });
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
    if (item.outcome !== "same" && item.outcome !== "update") return [];
    const { subject, fresh = [], aside = [] } = item;
    return fresh.length > 0 ? [{ subject, sources: fresh, archive: aside }] : [];
  });
}

/** What is known of the rows of the drafts, and the clients that those may turn out to be which have something new. */
async function viewOf(road: Road, drafts: Draft[], options: ImportOptions): Promise<ImportView> {
  const { mirror, ledger } = road.store;
  const imported = currentRows(await ledger.sourceRows());
  const subjectByHash = new Map(
    imported.flatMap(({ subject, row }) => hashesOf(row).map((hash) => [hash, subject] as const)),
  );
  // Of rows that were imported before as they stand it is enough that their clients are there; an office that moves in has nobody yet.
  const isNobodyThere = imported.length === 0 && (await mirror.count()) === 0;
  const news = isNobodyThere
    ? []
    : drafts.filter(({ sources }) => sources.some(({ hash }) => !subjectByHash.has(hash)));
  const edited = news.length === 0 ? new Map() : editedRows(drafts, imported, options);
  const { byPhone, byEmail, byKey } = await lookUp(road, news, options);
  const subjects = unique([
    ...news.flatMap(({ sources }) =>
      sources.flatMap(({ hash }) => subjectOfRow({ subjectByHash, edited }, hash) ?? []),
    ),
    ...[...byPhone.values(), ...byEmail.values()].flat(),
    ...byKey.values(),
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
    living: await mirror.has(unique(imported.map(({ subject }) => subject))),
    sights: await sightsOf(road, subjects),
    archived: await archivedLines(road, subjects),
    inDoubt: contactsInDoubt(await createsInDoubt(road), road.template.country),
    keyOf: options.keyOf,
  };
}

/** Clients of the account by the phones, mails and keys of drafts. */
async function lookUp({ store: { mirror } }: Road, drafts: Draft[], { keyOf }: ImportOptions) {
  const phones = drafts.flatMap((draft) => draft.phones.flatMap(({ e164 }) => e164 ?? []));
  const emails = drafts.flatMap((draft) => draft.emails.map(({ value }) => value.toLowerCase()));
  return {
    byPhone: await mirror.byPhones(unique(phones)),
    byEmail: await mirror.byEmails(unique(emails)),
    byKey: await mirror.byKeys(unique(drafts.map(keyOf))),
  };
}

async function sightsOf(road: Road, names: string[]): Promise<ImportView["sights"]> {
  const sights: ImportView["sights"] = new Map();
  for (const [name, row] of await road.store.mirror.getMany(names)) sights.set(name, await sightOf(road, row));
  return sights;
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
