import { execFileSync } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import { join, relative, sep } from "node:path";
import { describe, expect, it } from "vitest";
import { breachesOf, type House, importersOf, ONE_FILE_PACKAGES, PURE, ROOMS } from "./support/house.ts";
import { type ModuleReading, readModule } from "./support/module-imports.ts";

const root = join(import.meta.dirname, "..");

function readHouse(): Map<string, ModuleReading> {
  const paths = readdirSync(join(root, "src"), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && /\.[cm]?[jt]sx?$/.test(entry.name))
    .map((entry) => relative(root, join(entry.parentPath, entry.name)).split(sep).join("/"))
    .sort();
  return new Map(paths.map((path) => [path, readModule(path, readFileSync(join(root, path), "utf8"))]));
}

const house = readHouse();

/** The real house with one more module, or another text of one. */
function withModule(path: string, source: string): House {
  return new Map(house).set(path, readModule(path, source));
}

/** What a module of this text, planted at this path, breaks. */
function breachesAt(path: string, source: string): string[] {
  return breachesOf(withModule(path, source))
    .filter(({ module }) => module === path)
    .map(({ rule }) => rule);
}

describe("the house as it stands", () => {
  it("was read whole: as many modules as another walk finds", () => {
    const found = execFileSync("find", ["src", "-type", "f", "-name", "*.*s", "!", "-name", "*.css"], {
      cwd: root,
      encoding: "utf8",
    });
    expect(house.size).toBe(found.trim().split("\n").length);
    expect(house.size).toBeGreaterThan(60);
  });

  it("was understood: hundreds of imports, from every room but those of helpers", () => {
    const imports = [...house.values()].flatMap((reading) => reading.imports);
    expect(imports.length).toBeGreaterThan(200);
    expect(imports.some(({ form }) => form === "type")).toBe(true);
    expect(imports.some(({ form }) => form === "dynamic")).toBe(true);
  });

  it("holds every room of the table", () => {
    const rooms = new Set([...house.keys()].map((path) => path.split("/")[1]));
    expect([...rooms].sort()).toEqual(Object.keys(ROOMS).sort());
  });

  it("is the one that docs/architecture.md draws", () => {
    const page = readFileSync(join(root, "docs/architecture.md"), "utf8");
    const names = (cell: string) => [...cell.matchAll(/`([^`]+?)\/?`/g)].map(([, name = ""]) => name).sort();
    const drawn = page
      .split("\n")
      .map((line) => line.split("|").map((cell) => cell.trim()))
      .filter((cells) => cells.length === 6 && cells[1]?.startsWith("`"))
      .map(([, room = "", , may = "", packages = ""]) => {
        const pure = may.includes("pure rooms") ? PURE : [];
        return [names(room)[0], { may: [...pure, ...names(may)].sort(), packages: names(packages) }];
      });
    const rules = Object.entries(ROOMS).map(([room, { may, packages = [] }]) => [
      room,
      { may: [...may].sort(), packages: [...packages].sort() },
    ]);
    expect(Object.fromEntries(drawn)).toEqual(Object.fromEntries(rules));
  });

  it("keeps its rules", () => {
    expect(breachesOf(house).map(({ module, line, rule }) => `${module}:${line} ${rule}`)).toEqual([]);
  });

  it("grants no package to a room that does not use it", () => {
    const granted = Object.entries(ROOMS).flatMap(([room, { packages = [] }]) =>
      packages.map((name) => ({ room, name })),
    );
    const idle = granted.filter(
      ({ room, name }) => !importersOf(house, name).some((path) => path.split("/")[1] === room),
    );
    expect(idle).toEqual([]);
  });

  it("has one file each for the packages of sheets, and one room for Google's", () => {
    for (const name of ONE_FILE_PACKAGES) expect(importersOf(house, name).length, name).toBeLessThanOrEqual(1);
    expect(importersOf(house, "xlsx")).toHaveLength(1);
    const google = importersOf(house, "@googleapis/people");
    expect(google.length).toBeGreaterThan(0);
    expect(google.filter((path) => !path.startsWith("src/people/"))).toEqual([]);
  });
});

describe("a forbidden import is caught", () => {
  const forms: [string, (to: string) => string][] = [
    ["of a value", (to) => `import { x } from "${to}";`],
    ["of everything", (to) => `import * as x from "${to}";`],
    ["for its effect", (to) => `import "${to}";`],
    ["of a type", (to) => `import type { X } from "${to}";`],
    ["of a type among values", (to) => `import { type X } from "${to}";`],
    ["as a re-export", (to) => `export { x } from "${to}";`],
    ["as a re-export of everything", (to) => `export * from "${to}";`],
    ["as a re-export under a name", (to) => `export * as x from "${to}";`],
    ["as a re-exported type", (to) => `export type { X } from "${to}";`],
    ["at run time", (to) => `export const load = () => import("${to}");`],
    ["at run time, in a template", (to) => `export const load = () => import(\`${to}\`);`],
    ["inside a type", (to) => `export type X = import("${to}").X;`],
    ["inside typeof", (to) => `export type X = typeof import("${to}");`],
    ["by import equals", (to) => `import x = require("${to}");`],
    ["by require", (to) => `export const x = require("${to}");`],
    ["by require.resolve", (to) => `export const x = require.resolve("${to}");`],
    ["by a made require", (to) => `export const x = createRequire(import.meta.url)("${to}");`],
    ["by getBuiltinModule", (to) => `export const x = process.getBuiltinModule("${to}");`],
    ["by a reference", (to) => `/// <reference path="${to}" />`],
    ["on the second line of two", (to) => `import { y } from "./model.ts";\nimport { x } from "${to}";`],
  ];
  const targets: [string, string][] = [
    ["../store/index.ts", "card may not import store"],
    ["node:fs", "card may not import node:fs"],
    ["fs/promises", "card may not import fs/promises"],
    ["xlsx", "card may not import the package xlsx"],
    ["@googleapis/people/build/index.js", "card may not import the package @googleapis/people"],
    ["../../package.json", "card may not import the file package.json"],
    ["../lib/hash.ts", "pure card may not import src/lib/hash.ts: src/lib/hash.ts imports node:crypto"],
    ["../card/gone.ts", "src/card/gone.ts does not exist"],
  ];
  for (const [form, write] of forms)
    it(form, () => {
      for (const [to, rule] of targets) expect(breachesAt("src/card/planted.ts", write(to)), to).toContain(rule);
    });

  it("unless it is only spoken of", () => {
    const source = `// import "node:fs"\nexport const said = 'import "node:fs"';\n/** {@link import("node:fs")} */\nexport {};`;
    expect(breachesAt("src/card/planted.ts", source)).toEqual([]);
  });

  it("when it is computed", () => {
    const source = "export const load = (name: string) => import(`../$" + "{name}/index.ts`);";
    expect(breachesAt("src/cli/planted.ts", source)).toEqual(["a computed import cannot be judged"]);
  });

  it("between what runs in the browser and the rest", () => {
    const border = (to: string) => `${to} across the border between browser and server`;
    const page = "src/emulator/web/page/planted.js";
    for (const to of ["node:fs", "zod", "../reads.ts", "./assets.ts", "./gone.js", "../../other.js"])
      expect(breachesAt(page, `import { x } from "${to}";`)).toEqual([border(to)]);
    expect(breachesAt(page, `import { h } from "./dom.js";`)).toEqual([]);
    const near = "src/emulator/web/page/planted.ts";
    expect(breachesAt(near, `import { h } from "./dom.js";`)).toEqual([border("./dom.js")]);
  });

  it("through a helper that reaches further than it looks", () => {
    const reaching = new Map(withModule("src/lib/near.ts", `export { x } from "./far.ts";`))
      .set("src/lib/far.ts", readModule("src/lib/far.ts", `import { now } from "./clock.ts"; export const x = now;`))
      .set("src/lib/clock.ts", readModule("src/lib/clock.ts", "export const now = () => Date.now();"))
      .set("src/client/planted.ts", readModule("src/client/planted.ts", `import { x } from "../lib/near.ts";`));
    expect(breachesOf(reaching).filter(({ module }) => module === "src/client/planted.ts")).toEqual([
      {
        module: "src/client/planted.ts",
        line: 1,
        rule: "pure client may not import src/lib/near.ts: src/lib/clock.ts uses Date.now",
      },
    ]);
  });

  it.each([
    ["src/client/planted.ts", "../reconcile/plan.ts", "client may not import reconcile"],
    ["src/client/planted.ts", "zod", "client may not import the package zod"],
    ["src/reconcile/planted.ts", "../sync/pull.ts", "reconcile may not import sync"],
    ["src/template/planted.ts", "../config/index.ts", "template may not import config"],
    ["src/sync/planted.ts", "node:sqlite", "sync may not import node:sqlite"],
    ["src/sync/planted.ts", "../store/index.ts", "sync may not import store"],
    ["src/people/planted.ts", "../store/index.ts", "people may not import store"],
    ["src/store/planted.ts", "../reports/figures.ts", "store may not import reports"],
    ["src/sheets/planted.ts", "../ports.ts", "sheets may not import ports.ts"],
    ["src/emulator/planted.ts", "../client/person.ts", "emulator may not import client"],
    ["src/emulator/planted.ts", "../ports.ts", "emulator may not import ports.ts"],
    ["src/lib/planted.ts", "../card/model.ts", "lib may not import card"],
    ["src/cli/planted.ts", "../store/index.ts", "cli may not import store"],
    ["src/service/planted.ts", "@googleapis/people", "service may not import the package @googleapis/people"],
    ["src/attic/planted.ts", "../lib/day.ts", "room attic is not in the table"],
  ])("from %s to %s", (path, to, rule) => {
    expect(breachesAt(path, `import type { X } from "${to}";`)).toEqual([rule]);
  });

  it("when a second file takes a package that stands behind one", () => {
    for (const name of ONE_FILE_PACKAGES) {
      const source = `export const load = () => import("${name}");`;
      const two = new Map(withModule("src/sheets/aaa.ts", source)).set("src/sheets/zzz.ts", readModule("z.ts", source));
      expect(breachesOf(two)).toContainEqual({
        module: "src/sheets/zzz.ts",
        line: 1,
        rule: `only one file may import ${name}`,
      });
    }
  });
});

describe("a pure room has no clock, chance or surroundings", () => {
  it.each([
    ["Date.now()", "Date.now"],
    ["Date['now']()", "Date.now"],
    ["new Date()", "new Date()"],
    ["new Date(2026, 10, 23)", "new Date(…, …)"],
    ["Date()", "Date"],
    ["[Date]", "Date"],
    ["Math.random()", "Math.random"],
    ["(({ random }) => random())(Math)", "Math"],
    ["process.env.TZ", "process"],
    ["globalThis.Date.now()", "globalThis"],
    ["crypto.randomUUID()", "crypto"],
    ["performance.now()", "performance"],
    ["fetch('http://localhost')", "fetch"],
    ["setTimeout(() => {}, 1)", "setTimeout"],
    ["import.meta.dirname", "import.meta"],
    ["new Date(0).getHours()", ".getHours()"],
    ["'a'.localeCompare('b')", ".localeCompare() without a locale"],
    ["'i'.toLocaleUpperCase()", ".toLocaleUpperCase() without a locale"],
  ])("%s", (expression, what) => {
    expect(breachesAt("src/card/planted.ts", `export const x = ${expression};`)).toContain(`${what} in pure card`);
    expect(breachesAt("src/store/planted.ts", `export const x = ${expression};`)).toEqual([]);
  });

  it("but may reckon with given dates, and name things as it likes", () => {
    const source = `
      export type Timer = { process: string; fetch(): Date };
      export const at = (text: string, date: Date) => [new Date(text), date instanceof Date, Date.UTC(2026, 10), Date.parse(text)];
      export const day = (date: Date) => date.getUTCDate() + Math.floor(1.5);
      export const order = { process: 1, performance: 2 }.process;
      export const sorted = ["a"].sort((a, b) => a.localeCompare(b, "en"));`;
    expect(breachesAt("src/card/planted.ts", source)).toEqual([]);
  });
});

describe("the reader of modules", () => {
  it("refuses a text that does not parse", () => {
    expect(() => readModule("broken.ts", `import { from "x"`)).toThrow(SyntaxError);
  });

  it("tells the line of each import", () => {
    const { imports } = readModule("lines.ts", `\nimport a from "a";\n\nexport type B = import("b").B;\n`);
    expect(imports).toEqual([
      { specifier: "a", form: "value", line: 2 },
      { specifier: "b", form: "import type", line: 4 },
    ]);
  });
});
