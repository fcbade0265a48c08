/** A sheet that is filled before its turn comes: a zip takes one sheet after the other, and the library would hold those behind in memory. */
import type { Chart } from "./chart-parts.ts";
import { rowSpool } from "./row-spool.ts";
import type { OpenSheet, SheetOut } from "./styled-workbook.ts";
import type { CellValue } from "./value-out.ts";

export type WaitingSheet = SheetOut & {
  count(): number;
  /** Opens the sheet, writes all that waits for it, and ends it. */
  write(step: () => void): Promise<void>;
  discard(): Promise<void>;
};

/** `path` is that of the file where its rows wait; `failure` tells what goes wrong with it. */
export function waitingSheet(path: string, open: () => OpenSheet, failure: (error: unknown) => unknown): WaitingSheet {
  const spool = rowSpool<readonly CellValue[]>(path);
  const charts: Chart[] = [];
  let count = 0;
  let ended = false;
  return {
    count: () => count,
    chart: (chart) => void charts.push(chart),
    async row(values) {
      if (ended) throw new TypeError("the sheet is written already");
      count += 1;
      await spool.add(values).catch((error) => {
        throw failure(error);
      });
    },
    async write(step) {
      ended = true;
      const sheet = open();
      for await (const values of spool.rows()) {
        await sheet.row(values);
        step();
      }
      for (const chart of charts) sheet.chart(chart);
      sheet.end();
      await spool.discard();
    },
    discard: () => spool.discard(),
  };
}
