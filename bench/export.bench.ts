/** The workbook of 25,000 clients beside the same cells written by the library alone, each in a process of its own; and that of 100,000. */
import { createWriteStream, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { fileURLToPath } from "node:url";
import { readBase } from "../src/sheets/index.ts";
import { fillHome } from "./fill-home.ts";
import { type Measured, median } from "./measure.ts";
import { CLIENTCARD, type Cost, costOf } from "./process-cost.ts";

const BARE_WRITE = fileURLToPath(new URL("./subjects/bare-write.ts", import.meta.url));
const SMALL = 25_000;
const LARGE = 100_000;
const TURNS = 3;
/** The most that an export may cost beside the bare write. */
const LIMIT = 1.5;
/** Time beside four times that of a fourth of the clients. */
const LINEAR = 1.2;
/** Memory beside that of a fourth: the library keeps the links of a sheet, of which Excel allows 65,000. */
const BOUNDED = 2;

export async function run(): Promise<Measured[]> {
  const folder = mkdtempSync(join(tmpdir(), "clientcard-bench-"));
  const file = join(folder, "office.xlsx");
  const exported = (home: string) => costOf([CLIENTCARD, "export", file, "--quiet"], home);
  try {
    const [small, large] = [join(folder, "small"), join(folder, "large")];
    await fillHome(small, SMALL);
    await exported(small);
    const rows = join(folder, "rows.jsonl");
    await pipeline(Readable.from(cellsOf(file)), createWriteStream(rows));
    const ours: Cost[] = [];
    const bare: Cost[] = [];
    for (let turn = 0; turn < TURNS; turn++) {
      bare.push(await costOf([process.execPath, BARE_WRITE, rows, join(folder, "bare.xlsx")]));
      ours.push(await exported(small));
    }
    const of = (costs: Cost[], key: keyof Cost) => median(costs.map((cost) => cost[key]));
    const beside = (key: keyof Cost, name: string, unit: string): Measured => ({
      name: `export of 25,000 clients, .xlsx: ${name}`,
      value: of(ours, key),
      unit,
      beside: of(bare, key),
      limit: LIMIT,
      note: "beside the bare write by exceljs",
    });
    await fillHome(large, LARGE);
    const four = await exported(large);
    const linear = (key: "cpu" | "mb", name: string, unit: string, times: number): Measured => ({
      name: `export of 100,000 clients, .xlsx: ${name}`,
      value: four[key],
      unit,
      beside: times * of(ours, key),
      limit: times === 1 ? BOUNDED : LINEAR,
      note: times === 1 ? "beside that of 25,000" : "beside four times that of 25,000",
    });
    return [
      beside("ms", "time", "ms"),
      beside("cpu", "processor", "ms"),
      beside("mb", "memory", "MB"),
      linear("cpu", "processor", "ms", 4),
      linear("mb", "memory", "MB", 1),
    ];
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Lines of JSON: the name of a sheet, and then its rows. */
async function* cellsOf(file: string): AsyncGenerator<string> {
  for (const { name, rows } of (await readBase(file)).sheets) {
    yield `${JSON.stringify(name)}\n`;
    for (const { cells } of rows) {
      const values = cells.map((cell) => (cell?.kind === "date" ? { day: cell.value } : (cell?.value ?? null)));
      yield `${JSON.stringify(values)}\n`;
    }
  }
}
