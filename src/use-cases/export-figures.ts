/** The sheet of figures: one long table for whoever counts on, and charts of those parts that are seen at a glance. */
import type { Figures } from "../reports/figures.ts";
import type { CellValue, Chart, SheetOut } from "../sheets/index.ts";
import type { Column } from "./client-cells.ts";
import type { ExportWords } from "./export-words.ts";

export const FIGURE_COLUMNS: Column[] = [
  { key: "section", width: 34 },
  { key: "figure", width: 26 },
  { key: "value", width: 16, kind: "money" },
  { key: "currency", width: 10 },
];

/** Months that the chart shows; the table has all of them. */
const MONTHS = 12;

export async function writeFigures(total: Figures, words: ExportWords, sheet: SheetOut): Promise<void> {
  const say = words.figures;
  let row = 1;
  const write = async (section: string, rows: [label: string, value: number, currency?: string][]) => {
    const first = row + 1;
    for (const values of rows) {
      await sheet.row([section, ...values] satisfies CellValue[]);
      row += 1;
    }
    return { title: section, first, rows };
  };
  const sums = (label: string, amounts: Figures["doneSum"]) =>
    Object.entries(amounts).map(([currency, sum]): [string, number, string] => [label, sum, currency]);
  const byCount = (counts: Record<string, number>) => Object.entries(counts).sort(([, a], [, b]) => b - a);
  await write(say.office, [
    [say.clients, total.clients],
    [say.callBacks, total.callBacksDue],
  ]);
  const groups = await write(say.byGroup, byCount(total.byMarker));
  await write(say.orders, [
    [say.open, total.orders.open],
    [say.done, total.orders.done],
    [say.lost, total.orders.lost],
  ]);
  await write(say.sums, [
    ...sums(say.open, total.openSum),
    ...sums(say.done, total.doneSum),
    ...sums(say.lost, total.lostSum),
  ]);
  const employees = await write(
    say.byEmployee,
    byCount(Object.fromEntries(Object.entries(total.byEmployee).map(([name, { done }]) => [name, done]))),
  );
  await write(say.findings, byCount(total.findings));
  const months = await write(say.byMonth, everyMonth(total.doneByMonth));
  let top = 1;
  for (const [part, shape] of [
    [groups, "bar"],
    [months, "column"],
    [employees, "bar"],
  ] as const) {
    const chart = chartOf(part, shape, top);
    if (chart === null) continue;
    sheet.chart(chart);
    top += chart.at.height + 1;
  }
}

/** Months without an order are seen as such. */
function everyMonth(counts: Record<string, number>): [month: string, count: number][] {
  const known = Object.keys(counts).sort();
  const months: string[] = [];
  for (let month = known[0]; month !== undefined && month <= known.at(-1)!; month = nextMonth(month))
    months.push(month);
  return months.map((month) => [month, counts[month] ?? 0]);
}

function nextMonth(month: string): string {
  const [year = 0, number = 0] = month.split("-").map(Number);
  return number === 12 ? `${year + 1}-01` : `${year}-${String(number + 1).padStart(2, "0")}`;
}

type Part = { title: string; first: number; rows: [label: string, value: number, currency?: string][] };

/** The latest rows of a part, to the right of the table; `null` where there is nothing to compare. */
function chartOf({ title, first, rows }: Part, shape: Chart["shape"], top: number): Chart | null {
  const skipped = shape === "column" ? Math.max(0, rows.length - MONTHS) : 0;
  const shown = rows.slice(skipped);
  if (shown.length < 2 || shown.every(([, value]) => value === 0)) return null;
  return {
    title,
    shape,
    rows: [first + skipped, first + rows.length - 1],
    labels: 1,
    values: 2,
    data: shown.map(([label, value]) => ({ label, value })),
    at: {
      column: 5,
      row: top,
      width: 8,
      height: Math.min(24, Math.max(10, shape === "bar" ? shown.length * 2 + 4 : 14)),
    },
  };
}
