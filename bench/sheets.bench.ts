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
import { CLIENTCARD, type Cost, costOf } from "./process-cost.ts";

const root = join(import.meta.dirname, "..");
const BARE_PARSE = fileURLToPath(new URL("./subjects/bare-parse.ts", import.meta.url));
const READ_DRAFTS = fileURLToPath(new URL("./subjects/read-drafts.ts", import.meta.url));
const TURNS = 3;
/** The most that a plan may cost beside the bare parse, in time and in memory. */
const LIMIT = 1.5;
const LINEAR = 1.2;

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
    measured.push(...(await measureAgain(folder, generated)));
    measured.push(...(await measureGrowth(folder, generated)));
    return measured;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** The plan of a base that was imported before. */
async function measureAgain(folder: string, base: string): Promise<Measured[]> {
  const home = join(folder, "home");
  await costOf([CLIENTCARD, "import", base, "--yes", "--quiet", "--rejects", join(folder, "rejects.xlsx")], home);
  const bare: Cost[] = [];
  const again: Cost[] = [];
  for (let turn = 0; turn < TURNS; turn++) {
    bare.push(await costOf([process.execPath, BARE_PARSE, base]));
    again.push(await costOf([CLIENTCARD, "import", base, "--dry-run", "--quiet"], home));
  }
  return besideBareParse("25,000 × 20, .xlsx: the same base again, import --dry-run", again, bare, LIMIT);
}

/** Four times the rows beside four times the processor's time, and four times the memory. */
async function measureGrowth(folder: string, base: string): Promise<Measured[]> {
  const large = join(folder, "large.xlsx");
  await generateBase(large, 100_000);
  const [four, one] = [await plan(large), await plan(base)];
  const rows = [
    ["processor", "ms", "cpu"],
    ["memory", "MB", "mb"],
  ] as const;
  return rows.map(([name, unit, key]) => ({
    name: `100,000 × 20, .xlsx: import --dry-run, ${name}`,
    value: four[key],
    unit,
    beside: 4 * one[key],
    limit: LINEAR,
    note: "beside four times the plan of 25,000",
  }));
}

/** As a person sees it: the plan is made, and shown in short. */
function plan(file: string, ...more: string[]): Promise<Cost> {
  return costOf([CLIENTCARD, "import", file, "--dry-run", "--quiet", ...more]);
}

/** In turns, so that a busy moment of the machine falls on all of them. */
async function measureBase(name: string, file: string): Promise<Measured[]> {
  const bare: Cost[] = [];
  const drafts: Cost[] = [];
  const plans: Cost[] = [];
  const texts: Cost[] = [];
  for (let turn = 0; turn < TURNS; turn++) {
    bare.push(await costOf([process.execPath, BARE_PARSE, file]));
    drafts.push(await costOf([process.execPath, READ_DRAFTS, file, join(root, "templates/office.ru.yaml")]));
    plans.push(await plan(file));
    texts.push(await plan(file, "--json"));
  }
  const rows = (what: string, costs: Cost[], limit?: number) => besideBareParse(`${name}: ${what}`, costs, bare, limit);
  return [
    ...rows("read into drafts", drafts),
    // Of a small base nearly all is the start of the programs.
    ...rows("import --dry-run", plans, name.startsWith("25,000") ? LIMIT : undefined),
    ...rows("import --dry-run --json, with every card", texts),
  ];
}

function besideBareParse(name: string, costs: Cost[], bare: Cost[], limit?: number): Measured[] {
  const of = (all: Cost[], key: keyof Cost) => median(all.map((cost) => cost[key]));
  return ROWS.map(([row, unit, key]) => ({
    name: `${name}, ${row}`,
    value: of(costs, key),
    unit,
    beside: of(bare, key),
    limit,
    note: "beside the bare parse by xlsx",
  }));
}

const ROWS = [
  ["time", "ms", "ms"],
  ["processor", "ms", "cpu"],
  ["memory", "MB", "mb"],
] as const;
