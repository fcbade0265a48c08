/**
 * `npm run bench [WORD…]`: runs `bench/*.bench.ts` (those whose name holds one of the words) and prints what they measured as one table.
 * `large` takes many minutes, and runs only when it is named.
 */
import { readdirSync } from "node:fs";
import { join } from "node:path";
import Table from "cli-table3";
import type { Measured } from "./measure.ts";

type Bench = { run(): Promise<Measured[]> };

const words = process.argv.slice(2);
const files = readdirSync(import.meta.dirname)
  .filter((file) => file.endsWith(".bench.ts"))
  .filter((file) => (words.length === 0 ? !file.startsWith("large") : words.some((word) => file.includes(word))))
  .sort();

const figure = (value: number) =>
  value.toLocaleString("en", { maximumFractionDigits: Math.abs(value) < 10 ? 2 : Math.abs(value) < 100 ? 1 : 0 });

const table = new Table({
  head: ["case", "measured", "unit", "beside", "ratio", "limit", ""],
  colAligns: ["left", "right", "left", "right", "right", "right", "left"],
  style: { head: [], border: [] },
});
let beyond = 0;
for (const file of files) {
  process.stderr.write(`${file}…\n`);
  const bench = (await import(join(import.meta.dirname, file))) as Bench;
  for (const { name, value, unit, beside, limit, note } of await bench.run()) {
    const ratio = beside === undefined ? null : value / beside;
    const over = limit !== undefined && (ratio ?? value) > limit;
    if (over) beyond++;
    table.push([
      name,
      figure(value),
      unit,
      beside === undefined ? "" : figure(beside),
      ratio === null ? "" : `${figure(ratio)}×`,
      limit === undefined ? "" : ratio === null ? figure(limit) : `${figure(limit)}×`,
      [over ? "OVER" : "", note ?? ""].filter(Boolean).join(" · "),
    ]);
  }
}
console.log(table.length > 0 ? table.toString() : `No bench matches ${words.join(" ") || "bench/*.bench.ts"}.`);
if (beyond > 0 || table.length === 0) process.exitCode = 1;
