/** A row of an imported file that a client came from. `cells` are the texts as typed, by column header. */
export type SourceRow = {
  /** Base name of the file. */
  file: string;
  sheet: string;
  /** 1-based, as the spreadsheet program shows it. */
  row: number;
  /** The base's own id of the row (a `№` column), `null` without one. */
  id: string | null;
  /** Hash of sheet, cells and section, the row number apart, so that a re-sorted file has the same rows. */
  hash: string;
  cells: Record<string, string>;
  /** What the subheader above the row says of it: `marker:wholesale`, `kind:supplier`; absent without one. */
  section?: string;
  /** The rejected row that this one was before it was mended: its row and hash in the base. */
  mends?: { row: number; hash: string };
  /** Hash of the row that this one was before it was edited in a later version of the base. */
  replaces?: string;
};
