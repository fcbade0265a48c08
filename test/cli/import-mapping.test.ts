/** What columns hold, as an office settles it by a file, and what is said of a row. */
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { folder as newFolder, type Ran, run as runIn } from "./support.ts";

const HEAD = "Кто;Телефон;Когда;Что";
const ROWS = ["Арам Григорян;091123456;3/11/2026;стол", "Олег Петров;093654321;4/5/2026;стул"];

function officeWith(name: string, lines: string[]): string {
  const folder = newFolder();
  writeFileSync(join(folder, name), lines.join("\n"));
  return folder;
}

function run(cwd: string, args: string[], env: Record<string, string> = {}): Promise<Ran> {
  return runIn(args, { cwd, env: { CLIENTCARD_HOME: join(cwd, "home"), TZ: "Asia/Yerevan", ...env } });
}

async function good(cwd: string, args: string[], env?: Record<string, string>): Promise<string> {
  const { code, out, err } = await run(cwd, args, env);
  expect({ code, err: code === 0 ? "" : err }).toEqual({ code: 0, err: "" });
  return out;
}

async function json(cwd: string, args: string[]) {
  return JSON.parse(await good(cwd, [...args, "--json"]));
}

describe("a base that reads both ways, with nobody to ask", () => {
  it("ends with 2, naming column and values; the lines that it shows are the answer", async () => {
    const folder = officeWith("base.csv", [HEAD, ...ROWS]);
    const { code, out, err } = await run(folder, ["import", "base.csv", "--yes"]);
    expect({ code, out }).toEqual({ code: 2, out: "" });
    for (const told of ["base.csv", "column C", "“Когда”", "“3/11/2026”", "--mapping"]) expect(err).toContain(told);
    const lines = err.slice(err.indexOf("  sheets:"), err.indexOf("→"));
    writeFileSync(join(folder, "m.yaml"), lines.replaceAll("day-first", "month-first"));
    const report = await json(folder, ["import", "base.csv", "--mapping", "m.yaml", "--yes"]);
    expect(report.applied).toMatchObject({ created: 2 });
    expect(await good(folder, ["who", "091123456"])).toContain("11 Mar 2026");
  });

  it("says the same as JSON", async () => {
    const folder = officeWith("base.csv", [HEAD, ...ROWS]);
    const { code, out } = await run(folder, ["import", "base.csv", "--json"]);
    expect(code).toBe(2);
    expect(JSON.parse(out).error).toMatchObject({
      code: "mapping-unsure",
      questions: [{ kind: "dates", sheet: "base", column: "C", samples: ["3/11/2026", "4/5/2026"] }],
    });
  });

  it("writes the whole mapping where it is told to, to be changed and used for this file and the next", async () => {
    const folder = officeWith("base.csv", [HEAD, ...ROWS]);
    expect((await run(folder, ["import", "base.csv", "--save-mapping", "m.yaml"])).code).toBe(2);
    const path = join(folder, "m.yaml");
    expect(readFileSync(path, "utf8")).toContain('"Когда": date');
    writeFileSync(path, readFileSync(path, "utf8").replace('"Что": other', '"Что": order'));
    const report = await json(folder, ["import", "base.csv", "--mapping", "m.yaml", "--dry-run"]);
    expect(report.sheets[0].columns.map(({ field }: { field: string }) => field)).toEqual([
      "name",
      "phone",
      "date",
      "order",
    ]);
    writeFileSync(join(folder, "next-month.csv"), [HEAD, "Анна Петрова;077111222;6/7/2026;полка"].join("\n"));
    const next = await json(folder, ["import", "next-month.csv", "--mapping", "m.yaml", "--dry-run"]);
    expect(next.sheets[0].columns[3]).toMatchObject({ field: "order", by: "profile" });
    writeFileSync(path, readFileSync(path, "utf8").replace(": order", ": ordre"));
    const wrong = await run(folder, ["import", "base.csv", "--mapping", "m.yaml", "--dry-run"]);
    expect(wrong.code).toBe(2);
    expect(wrong.err).toMatch(/m\.yaml:\d+:\d+: .*“ordre”.*order/);
  });
});

describe("a mapping or an encoding that is mistyped", () => {
  it.each([
    ["en_US", "Mend the name", "There is no encoding"],
    ["ru_RU", "Исправьте имя", "Кодировки «klingon» нет"],
    ["hy_AM", "Ուղղեք անունը", "կոդավորում չկա"],
  ])("is refused in %s, with what there is", async (lang, next, encoding) => {
    const folder = officeWith("base.csv", [HEAD, "Олег Петров;093654321;;стул"]);
    writeFileSync(join(folder, "m.yaml"), 'sheets:\n  "bsae": { columns: { "Что": order } }\n');
    const env = { LANG: `${lang}.UTF-8` };
    const { code, err } = await run(folder, ["import", "base.csv", "--mapping", "m.yaml", "--dry-run"], env);
    expect(code).toBe(2);
    for (const told of ["bsae", "base", next]) expect(err).toContain(told);
    const unread = await run(folder, ["import", "base.csv", "--encoding", "klingon", "--dry-run"], env);
    expect(unread.code).toBe(2);
    for (const told of ["base.csv", "windows-1251", "armscii-8", encoding]) expect(unread.err).toContain(told);
  });
});

describe("what became of a row", () => {
  it.each([
    ["en_US", "a phone"],
    ["ru_RU", "телефон"],
    ["hy_AM", "հեռախոս"],
  ])("is told cell by cell, in %s", async (lang, phone) => {
    const folder = officeWith("base.csv", [HEAD, "Олег Петров;093654321;;стул"]);
    const out = await good(folder, ["import", "base.csv", "--explain", "2"], { LANG: `${lang}.UTF-8` });
    expect(out).toContain(`${phone}: +37493654321`);
    expect(out).toContain("Что: стул");
  });

  it("and a row that is not there is a wrong question", async () => {
    const folder = officeWith("base.csv", [HEAD, "Олег Петров;093654321;;стул"]);
    const { code, err } = await run(folder, ["import", "base.csv", "--explain", "7"]);
    expect(code).toBe(2);
    expect(err).toContain("there is no row 7");
  });
});
