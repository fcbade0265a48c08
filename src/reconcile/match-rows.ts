/** A later version of a base: which of its rows are rows that were imported before, in another wording. Pure. */
import type { SourceRow } from "../client/source-row.ts";

export type Imported = { subject: string; row: SourceRow };

/** The share of equal cells from which two rows are one: in the same place or of the same id, and anywhere in the sheet. */
const SAME_PLACE = 0.5;
const ANYWHERE = 0.7;
/** A cell that this many rows have tells nothing of one. */
const COMMON = 40;

/** Rows as they were imported last: a row that replaced another stands in its place, in the order given. */
export function currentRows(imported: Imported[]): Imported[] {
  const current = new Map<string, Imported>();
  for (const one of imported) {
    const { hash, replaces } = one.row;
    if (replaces !== undefined) current.delete(replaces);
    current.delete(hash);
    current.set(hash, one);
  }
  return [...current.values()];
}

/**
 * Rows of this import that are not known, each with the row that it has grown out of, by the hash of the former. A base is a later version of
 * another if it has its name (saved in another form, or as the rows that were rejected of it), or if it knows half of the rows of a sheet.
 */
export function matchRows(rows: SourceRow[], current: Imported[]): Map<string, Imported> {
  const known = new Map(current.flatMap((one) => hashesOf(one.row).map((hash) => [hash, one] as const)));
  const matched = new Map<string, Imported>();
  for (const [sheet, ofSheet] of Map.groupBy(rows, (row) => row.sheet)) {
    const present = new Set(ofSheet.map(({ hash }) => hash));
    const kept = ofSheet.flatMap(({ hash }) => known.get(hash) ?? []);
    const isVersion = kept.length * 2 >= ofSheet.length;
    const files = new Set([...ofSheet, ...(isVersion ? kept.map(({ row }) => row) : [])].map(({ file }) => stem(file)));
    const vanished = current.filter(
      ({ row }) => row.sheet === sheet && files.has(stem(row.file)) && !hashesOf(row).some((hash) => present.has(hash)),
    );
    if (vanished.length === 0) continue;
    const fresh = ofSheet.filter(({ hash }) => !known.has(hash));
    new Matching(fresh, vanished).into(matched);
  }
  return matched;
}

class Matching {
  readonly #fresh: SourceRow[];
  readonly #vanished: Imported[];
  readonly #taken = new Set<Imported>();

  constructor(fresh: SourceRow[], vanished: Imported[]) {
    this.#fresh = fresh;
    this.#vanished = vanished;
  }

  /** Rows that say the same under another subheader, then by the base's own id, by place, and by what most of the cells say. */
  into(matched: Map<string, Imported>): void {
    const byText = Map.groupBy(this.#vanished, ({ row }) => textOf(row));
    const byId = Map.groupBy(this.#vanished, ({ row }) => row.id);
    const byPlace = Map.groupBy(this.#vanished, ({ row }) => placeOf(row));
    const byCell = Map.groupBy(
      this.#vanished.flatMap((one) => cellKeys(one.row).map((key) => ({ key, one }))),
      ({ key }) => key,
    );
    const passes: [(row: SourceRow) => Imported[], least: number][] = [
      [(row) => byText.get(textOf(row)) ?? [], 1],
      [(row) => (row.id === null ? [] : (byId.get(row.id) ?? [])), SAME_PLACE],
      [(row) => byPlace.get(placeOf(row))?.filter((one) => row.mends || one.row.file === row.file) ?? [], SAME_PLACE],
      [
        // A row that was rejected may have much in common with others that were not.
        (row) =>
          (row.mends ? [] : cellKeys(row)).flatMap((key) => {
            const sharing = byCell.get(key) ?? [];
            return sharing.length > COMMON ? [] : sharing.map(({ one }) => one);
          }),
        ANYWHERE,
      ],
    ];
    for (const [candidates, least] of passes)
      for (const row of this.#fresh) {
        if (matched.has(row.hash)) continue;
        const best = this.#best(row, candidates(row), least);
        if (best === null) continue;
        this.#taken.add(best);
        matched.set(row.hash, best);
      }
  }

  #best(row: SourceRow, candidates: Imported[], least: number): Imported | null {
    let best: { one: Imported; share: number } | null = null;
    for (const one of new Set(candidates)) {
      // Two ids are two rows.
      if (this.#taken.has(one) || (row.id !== null && one.row.id !== null && row.id !== one.row.id)) continue;
      const share = equalShare(row, one.row);
      if (share >= least && share > (best?.share ?? 0)) best = { one, share };
    }
    return best?.one ?? null;
  }
}

/** Of a mended row, that of the base. */
function placeOf({ row, mends }: SourceRow): number {
  return mends?.row ?? row;
}

function stem(file: string): string {
  return file.replace(/(\.rejects(-\d+)?)*\.[^.]*$/, "");
}

/** A row that was mended stands for the one that was rejected as well. */
export function hashesOf({ hash, mends }: SourceRow): string[] {
  return mends ? [hash, mends.hash] : [hash];
}

function textOf(row: SourceRow): string {
  return cellKeys(row).sort().join("\u001e");
}

function cellKeys({ cells }: SourceRow): string[] {
  return Object.entries(cells).map(([title, text]) => `${title}\u001f${text}`);
}

function equalShare(one: SourceRow, other: SourceRow): number {
  const keys = new Set(cellKeys(other));
  const own = cellKeys(one);
  return own.filter((key) => keys.has(key)).length / Math.max(own.length, keys.size, 1);
}
