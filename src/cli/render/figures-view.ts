import type { Figures, Sums } from "../../reports/figures.ts";
import type { Catalogue } from "../text/catalogue.ts";
import type { Look } from "./look.ts";
import { table } from "./table.ts";

/** The office in figures. */
export function figuresView(total: Figures, look: Look): string {
  const { words, style } = look;
  const { views, format } = words;
  const { figures: said, heads } = views;
  const { orders } = total;
  const main = [
    [said.clients, format.number(total.clients), ""],
    ...byCount(total.byMarker).map(([marker, count]) => [`  ${marker}`, format.number(count), ""]),
    [`${said.orders}: ${said.open}`, format.number(orders.open), sumText(total.openSum, words)],
    [`${said.orders}: ${said.done}`, format.number(orders.done), sumText(total.doneSum, words)],
    [`${said.orders}: ${said.lost}`, format.number(orders.lost), sumText(total.lostSum, words)],
    [said.callBacks, format.number(total.callBacksDue), ""],
  ];
  const right = (head: string) => ({ head, align: "right" as const });
  const parts = [table([{ head: said.title }, right(heads.count), right(heads.sum)], main, look)];
  const employees = Object.entries(total.byEmployee).sort(([, a], [, b]) => b.done - a.done || b.steps - a.steps);
  if (employees.length > 0) {
    const rows = employees.map(([name, { done, doneSum, steps }]) => [
      name,
      format.number(done),
      sumText(doneSum, words),
      format.number(steps),
    ]);
    parts.push(table([{ head: said.byEmployee }, right(heads.done), right(heads.sum), right(heads.steps)], rows, look));
  }
  const findings = byCount(total.findings).map(([rule, count]) => [rule, format.number(count)]);
  if (findings.length > 0) parts.push(table([{ head: said.findings }, right(heads.count)], findings, look));
  return [...parts, style.dim(said.reports)].join("\n\n");
}

/** `1 240 000 AMD + 300 USD`. */
export function sumText(sums: Sums, { format }: Catalogue): string {
  return Object.entries(sums)
    .map(([currency, sum]) => format.money(sum, currency))
    .join(" + ");
}

function byCount(counts: Record<string, number>): [string, number][] {
  return Object.entries(counts).sort(([, a], [, b]) => b - a);
}
