/** Which room may import which, and what else a room may touch: the table of docs/architecture.md, and how a module is judged by it. */
import { isBuiltin } from "node:module";
import { dirname, join, normalize } from "node:path/posix";
import type { ModuleReading } from "./module-imports.ts";

type RoomRule = {
  /** Rooms, and modules that stand alone (`ports.ts`), besides the room itself. */
  may: readonly string[];
  /** Packages of node_modules. */
  packages?: readonly string[];
  /** May it import `node:*`? */
  node: boolean;
  /** Pure: no clock, chance, environment or world either, not even through `lib`. */
  pure?: boolean;
  /** Files beside `src`, by their path in the project. */
  files?: readonly string[];
};

export const PURE: readonly string[] = ["card", "client", "template", "reconcile"];
const LOOKS: readonly string[] = [...PURE, "ports.ts", "lib"];

export const ROOMS: Readonly<Record<string, RoomRule>> = {
  // A helper that needs node:* is no helper of the pure rooms: they are judged by all that they reach.
  lib: { may: [], node: true },
  card: { may: ["lib"], node: false, pure: true },
  client: { may: ["card", "lib"], packages: ["libphonenumber-js"], node: false, pure: true },
  template: { may: ["card", "client", "lib"], packages: ["yaml", "zod"], node: false, pure: true },
  reconcile: { may: ["card", "client", "template", "lib"], node: false, pure: true },
  "ports.ts": { may: [...PURE, "lib"], node: false, pure: true },
  sync: { may: LOOKS, node: false },
  people: { may: LOOKS, packages: ["@googleapis/people", "google-auth-library"], node: true },
  store: { may: LOOKS, node: true },
  sheets: { may: [...PURE, "lib"], packages: ["exceljs", "xlsx"], node: true },
  reports: { may: LOOKS, node: true },
  // Its own view of numbers, so that it does not agree with `client` by sharing its code.
  emulator: { may: ["lib"], packages: ["libphonenumber-js"], node: true },
  config: { may: ["template", "card", "lib"], packages: ["yaml"], node: true, files: ["package.json"] },
  "use-cases": { may: [...LOOKS, "sync", "sheets", "reports", "config"], node: true },
  "app.ts": {
    may: [...LOOKS, "sync", "people", "store", "sheets", "reports", "emulator", "config", "use-cases"],
    node: true,
  },
  service: {
    may: [...LOOKS, "app.ts", "use-cases", "sync", "reports", "config"],
    packages: ["fastify", "node-cron"],
    node: true,
  },
  cli: {
    may: [...LOOKS, "app.ts", "use-cases", "service", "sync", "reports", "config"],
    packages: ["@clack/prompts", "cli-progress", "cli-table3", "commander", "pino", "pino-pretty"],
    node: true,
  },
};

/** Packages that stand behind one file, so that they can be replaced there; `@googleapis/people` stands behind its room (the table above). */
export const ONE_FILE_PACKAGES: readonly string[] = ["exceljs", "xlsx"];

/** By its path from the project's root, with slashes: `src/card/lex.ts`. */
export type House = ReadonlyMap<string, ModuleReading>;

export type Breach = { module: string; line: number; rule: string };

const roomOf = (path: string): string => path.split("/")[1] ?? "";

type Target =
  | { kind: "module"; path: string }
  | { kind: "file"; path: string }
  | { kind: "node" }
  | { kind: "package"; name: string };

function targetOf(from: string, specifier: string): Target {
  if (specifier.startsWith(".")) {
    const path = normalize(join(dirname(from), specifier));
    return { kind: path.startsWith("src/") && /\.[jt]s$/.test(path) ? "module" : "file", path };
  }
  if (isBuiltin(specifier)) return { kind: "node" };
  const [scope = "", name = ""] = specifier.split("/");
  return { kind: "package", name: specifier.startsWith("@") ? `${scope}/${name}` : scope };
}

/** Every breach of the table, module by module. A specifier that leads nowhere, or that is computed, is a breach as well. */
export function breachesOf(house: House): Breach[] {
  const breaches: Breach[] = [];
  for (const [module, reading] of house) {
    const room = roomOf(module);
    const rule = ROOMS[room];
    const breach = (line: number, text: string) => breaches.push({ module, line, rule: text });
    if (rule === undefined) {
      breach(1, `room ${room} is not in the table`);
      continue;
    }
    for (const { specifier, line } of reading.imports) {
      const said =
        specifier === null ? "a computed import cannot be judged" : judge(house, module, room, rule, specifier);
      if (said !== null) breach(line, said);
    }
    if (reading.ambient.some(({ what }) => what === "createRequire")) breach(1, "createRequire hides what is imported");
    if (!rule.pure) continue;
    for (const { what, line } of reading.ambient) breach(line, `${what} in pure ${room}`);
  }
  return [...breaches, ...onePlaceBreaches(house)];
}

/** What runs in the browser is JavaScript, reaches only its own folder, and is reached from nowhere else: it is served. */
const runsInBrowser = (path: string): boolean => path.endsWith(".js");

function judge(house: House, module: string, room: string, rule: RoomRule, specifier: string): string | null {
  const target = targetOf(module, specifier);
  const served = target.kind === "module" && runsInBrowser(target.path);
  if (served || runsInBrowser(module)) {
    const together =
      served && runsInBrowser(module) && house.has(target.path) && dirname(target.path) === dirname(module);
    return together ? null : `${specifier} across the border between browser and server`;
  }
  switch (target.kind) {
    case "node":
      return rule.node ? null : `${room} may not import ${specifier}`;
    case "package":
      return rule.packages?.includes(target.name) ? null : `${room} may not import the package ${target.name}`;
    case "file":
      return rule.files?.includes(target.path) ||
        (target.path.startsWith(`src/${room}/`) && /\.json$/.test(target.path))
        ? null
        : `${room} may not import the file ${target.path}`;
    case "module": {
      if (!house.has(target.path)) return `${target.path} does not exist`;
      const other = roomOf(target.path);
      if (other !== room && !rule.may.includes(other)) return `${room} may not import ${other}`;
      const impure = rule.pure && other === "lib" ? impurityOf(house, target.path) : null;
      return impure === null ? null : `pure ${room} may not import ${target.path}: ${impure}`;
    }
  }
}

/** What makes a module of lib, or anything that it reaches, impure. Types count too: a pure room needs none of Node's. */
function impurityOf(house: House, start: string, seen = new Set<string>()): string | null {
  if (seen.has(start)) return null;
  seen.add(start);
  const reading = house.get(start);
  if (reading === undefined) return null;
  const [ambient] = reading.ambient;
  if (ambient) return `${start} uses ${ambient.what}`;
  for (const { specifier } of reading.imports) {
    if (specifier === null) return `${start} has a computed import`;
    const target = targetOf(start, specifier);
    if (target.kind !== "module") return `${start} imports ${specifier}`;
    const deeper = impurityOf(house, target.path, seen);
    if (deeper !== null) return deeper;
  }
  return null;
}

/** Files of `src` that import the package, in whatever form. */
export function importersOf(house: House, name: string): string[] {
  const imports = (path: string, { imports }: ModuleReading) =>
    imports.some(({ specifier }) => {
      const target = specifier === null ? null : targetOf(path, specifier);
      return target?.kind === "package" && target.name === name;
    });
  return [...house].filter(([path, reading]) => imports(path, reading)).map(([path]) => path);
}

function onePlaceBreaches(house: House): Breach[] {
  return ONE_FILE_PACKAGES.flatMap((name) => {
    const [, ...more] = importersOf(house, name).sort();
    return more.map((module) => ({ module, line: 1, rule: `only one file may import ${name}` }));
  });
}
