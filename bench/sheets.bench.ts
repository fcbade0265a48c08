/**
 * Reading a base into drafts and planning it, beside what the library alone does, each in a process of its own. Time is that which passes from
 * its start to its end, and the processor's, of its whole tree; memory is the most that the tree holds at once.
 */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { generateBase } from "./generate-base.ts";
import { type Measured, median } from "./measure.ts";
import { type Cost, costOf } from "./process-cost.ts";

const root = join(import.meta.dirname, "..");
const BARE_PARSE = fileURLToPath(new URL("./subjects/bare-parse.ts", import.meta.url));
const READ_DRAFTS = fileURLToPath(new URL("./subjects/read-drafts.ts", import.meta.url));
const MAIN = join(root, "src/cli/main.ts");
const TURNS = 3;
/** The most that a plan may cost beside the bare parse, in time and in memory. */
const LIMIT = 1.5;

export async function run(): Promise<Measured[]> {
  const folder = mkdtempSync(join(tmpdir(), "clientcard-bench-"));
  try {
    const generated = join(folder, "base.xlsx");
    await generateBase(generated, 25_000);
    const bases = [
      ["the sample base, .xlsx", join(root, "samples/office-base.xlsx")],
      ["25,000 × 20, .xlsx", generated],
    ] as const;
    const measured: Measured[] = [];
    for (const [name, file] of bases) measured.push(...(await measureBase(name, file)));
    measured.push(await measureGrowth(folder, generated));
    return measured;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Four times the rows beside four times the time. */
async function measureGrowth(folder: string, base: string): Promise<Measured> {
  const large = join(folder, "large.xlsx");
  await generateBase(large, 100_000);
  const plan = (file: string) => costOf([MAIN, "import", file, "--dry-run", "--quiet", "--json"]);
  const [four, one] = [await plan(large), await plan(base)];
  const note = "beside four times the plan of 25,000";
  return {
    name: "100,000 × 20, .xlsx: import --dry-run",
    value: four.ms,
    unit: "ms",
    beside: 4 * one.ms,
    limit: 1.25,
    note,
  };
}

/** In turns, so that a busy moment of the machine falls on both. */
async function measureBase(name: string, file: string): Promise<Measured[]> {
  const ours: Cost[] = [];
  const bare: Cost[] = [];
  const plans: Cost[] = [];
  for (let turn = 0; turn < TURNS; turn++) {
    bare.push(await costOf([BARE_PARSE, file]));
    ours.push(await costOf([READ_DRAFTS, file, join(root, "templates/office.ru.yaml")]));
    plans.push(await costOf([MAIN, "import", file, "--dry-run", "--quiet", "--json"]));
  }
  const of = (costs: Cost[], key: keyof Cost) => median(costs.map((cost) => cost[key]));
  const note = "beside the bare parse by xlsx";
  // Of a small base nearly all is the start of the programs.
  const limit = name.startsWith("25,000") ? LIMIT : undefined;
  return [
    { name: `${name}: read into drafts`, value: of(ours, "ms"), unit: "ms", beside: of(bare, "ms"), note },
    { name: `${name}: memory of the tree`, value: of(ours, "mb"), unit: "MB", beside: of(bare, "mb"), note },
    { name: `${name}: import --dry-run`, value: of(plans, "ms"), unit: "ms", beside: of(bare, "ms"), limit, note },
    { name: `${name}: memory of the plan`, value: of(plans, "mb"), unit: "MB", beside: of(bare, "mb"), limit, note },
  ];
}
