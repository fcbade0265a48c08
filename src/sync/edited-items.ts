/** Edits of cells as items of an import. */
import type { Draft } from "../client/draft.ts";
import type { SourceRow } from "../client/source-row.ts";
import { type ClientEdits, editClient } from "../reconcile/edit-client.ts";
import type { ConflictReason, ImportItem } from "../reconcile/import-drafts.ts";
import type { Office } from "../reconcile/reconcile-client.ts";
import { sightOf } from "./prepare.ts";
import type { Road } from "./road.ts";

/** What the rows of one client in our own workbooks say. */
export type EditedRow = {
  subject: string;
  /** As the workbook names the client. */
  name: string;
  rows: SourceRow[];
  /** Those of them that were edited or added. */
  edited: SourceRow[];
  /** `null`: the rows are as they were written. */
  edits: ClientEdits | null;
  /** Cells that cannot be followed; `line` says which. */
  refused: { reason: ConflictReason; rows: SourceRow[]; line: string }[];
};

/** A client that another part of the same import changes already waits: two changes of one client would overwrite each other. */
export async function editedItems(
  road: Road,
  office: Office,
  edited: EditedRow[],
  others: ImportItem[],
): Promise<ImportItem[]> {
  const taken = new Set(others.flatMap((item) => (item.outcome === "update" ? [item.subject] : [])));
  const rows = await road.store.mirror.getMany(edited.map(({ subject }) => subject));
  const items: ImportItem[] = [];
  for (const one of edited) {
    const { subject, refused } = one;
    const draft = draftOf(one);
    const conflict = (reason: ConflictReason, sources: SourceRow[], line?: string): ImportItem => ({
      outcome: "conflict",
      draft,
      reason,
      subjects: [subject],
      rows: sources,
      lines: line === undefined ? [] : [line],
    });
    const row = rows.get(subject);
    const changed = one.edits !== null || refused.length > 0;
    if (!row) {
      items.push(changed ? conflict("client-deleted", one.edited) : same(draft, subject, true));
      continue;
    }
    items.push(...refused.map(({ reason, rows: sources, line }) => conflict(reason, sources, line)));
    if (one.edits === null) {
      if (!changed) items.push(same(draft, subject, false));
      continue;
    }
    if (taken.has(subject)) {
      items.push(conflict("several-drafts", one.edited));
      continue;
    }
    const result = editClient(office, await sightOf(road, row), one.edits);
    if (result.kind === "being-edited" || result.kind === "html-note") {
      items.push(conflict(result.kind, one.edited));
      continue;
    }
    items.push(...result.refused.map(({ source, line }) => conflict("cell-unclear", [source], line)));
    if (result.kind === "update") {
      const { change, addLabels, removeLabels } = result;
      items.push({ outcome: "update", draft, subject, change, addLabels, removeLabels });
    } else if (result.refused.length === 0) items.push(same(draft, subject, false));
  }
  return items;
}

function same(draft: Draft, subject: string, gone: boolean): ImportItem {
  return { outcome: "same", draft, subject, gone, fresh: [] };
}

/** Says whose rows they are; what they say stands in the edits. */
function draftOf({ name, rows }: EditedRow): Draft {
  return {
    name: { display: name, given: "", family: "", middle: "", company: false },
    phones: [],
    emails: [],
    addresses: [],
    organization: null,
    marker: null,
    orders: [],
    notes: [],
    variants: {},
    sources: rows,
  };
}
