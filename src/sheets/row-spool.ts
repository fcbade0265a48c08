/**
 * Rows that wait for their turn: in a workbook one sheet is written after the other, but what they tell of is read once for all of them. So
 * many rows are held as are worth a write; the others stand in a file.
 */
import { type FileHandle, open, rm } from "node:fs/promises";

/** `Row` is what JSON has a form for. */
export type RowSpool<Row> = {
  add(row: Row): Promise<void>;
  /** In the order in which they were added; to be read once, after the last of them. */
  rows(): AsyncIterable<Row>;
  /** Leaves no file behind. */
  discard(): Promise<void>;
};

/** In letters. */
const ENOUGH = 262_144;

/** The file comes into being at `path` when it is needed, for its owner alone, and without a name where the system allows it. */
export function rowSpool<Row>(path: string): RowSpool<Row> {
  let file: FileHandle | null = null;
  let waiting = "";
  return {
    async add(row) {
      waiting += `${JSON.stringify(row)}\n`;
      if (waiting.length < ENOUGH) return;
      file ??= await openPrivate(path);
      await file.appendFile(waiting);
      waiting = "";
    },
    async *rows() {
      if (file !== null) {
        let open = "";
        for await (const piece of file.createReadStream({ start: 0, autoClose: false, encoding: "utf8" })) {
          const lines = (open + piece).split("\n");
          open = lines.pop()!;
          for (const line of lines) yield JSON.parse(line) as Row;
        }
      }
      for (const line of waiting.split("\n")) if (line !== "") yield JSON.parse(line) as Row;
    },
    async discard() {
      const opened = file;
      file = null;
      waiting = "";
      await opened?.close();
      if (opened !== null) await rm(path, { force: true });
    },
  };
}

/** The file loses its name at once, so that a killed process leaves nothing behind; where an open file keeps it, it goes in the end. */
async function openPrivate(path: string): Promise<FileHandle> {
  const file = await open(path, "w+", 0o600);
  await rm(path).catch(() => {});
  return file;
}
