/** What was typed where: flags, environment, `.env`, clientcard.yaml. Nothing is interpreted here but the form of the files. */

import { dirname, join } from "node:path";
import { parseEnv } from "node:util";
import { fromCommonJs } from "../lib/from-common-js.ts";
import { nearest } from "../template/nearest.ts";
import { readCompiled } from "./compiled.ts";
import { HOME_FOLDER, SETTINGS_FILE } from "./home.ts";
import { type SettingKey, settingKeys, settingSpecs } from "./table.ts";
import { readTextFile } from "./text-file.ts";

export type SettingProblem = { where: string; problem: string; next?: string };

/** A value as typed; `folder` is where relative paths in it are meant from. */
export type Typed = { text: string; where: string; folder: string };
export type Source = { values: Partial<Record<SettingKey, Typed>>; problems: SettingProblem[] };

const secrets = settingKeys.filter((key) => "secret" in settingSpecs[key]);

/** Flags by the setting's name; other options of a command are not ours and left alone. */
export function fromFlags(flags: Record<string, unknown>, cwd: string): Source {
  const values: Source["values"] = {};
  for (const key of settingKeys) {
    const text = flags[key];
    if (typeof text === "string" && !secrets.includes(key))
      values[key] = { text, where: `--${kebab(key)}`, folder: cwd };
  }
  return { values, problems: [] };
}

/** An empty variable counts as not set, as in shells. */
export function fromEnvironment(env: Record<string, string | undefined>, cwd: string, file?: string): Source {
  const values: Source["values"] = {};
  for (const key of settingKeys) {
    const { variable } = settingSpecs[key];
    const text = env[variable]?.trim();
    if (text) values[key] = { text, where: file ? `${file}: ${variable}` : variable, folder: cwd };
  }
  return { values, problems: [] };
}

export function fromEnvFile(folder: string): Source {
  const file = join(folder, ".env");
  const read = readTextFile(file);
  if (!read.ok) return { values: {}, problems: read.missing ? [] : [{ where: file, problem: read.problem }] };
  const env = parseEnv(read.text) as Record<string, string>;
  const known = settingKeys.map((key) => settingSpecs[key].variable as string);
  const strange = Object.keys(env).filter((name) => name.startsWith("CLIENTCARD_") && !known.includes(name));
  const problems = strange.map((name) => unknownName(`${file}: ${name}`, name, known));
  return { values: fromEnvironment(env, folder, file).values, problems };
}

/** `clientcard.yaml`: one setting a line, by its name. Its meaning is kept compiled in the home beside it, where there is one. */
export async function fromSettingsFile(folder: string): Promise<Source> {
  const file = join(folder, SETTINGS_FILE);
  const read = readTextFile(file);
  if (!read.ok) return { values: {}, problems: read.missing ? [] : [{ where: file, problem: read.problem }] };
  const cacheDir = join(folder, HOME_FOLDER, "cache");
  return readCompiled({
    file,
    text: read.text,
    cacheDir,
    salt: "settings",
    compile: (text) => parseSettings(text, file),
  });
}

async function parseSettings(text: string, file: string): Promise<Source> {
  const { isMap, isScalar, LineCounter, parseDocument } = fromCommonJs(await import("yaml"));
  const lines = new LineCounter();
  const at = (offset: number) => `${file}:${lines.linePos(offset).line}:${lines.linePos(offset).col}`;
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false });
  const problems: SettingProblem[] = document.errors.map(({ pos, message }) => ({
    where: at(pos[0]),
    problem: message,
  }));
  const values: Source["values"] = {};
  if (document.contents !== null && !isMap(document.contents))
    problems.push({
      where: at(0),
      problem: "is no list of settings",
      next: "write one setting a line: `account: google`",
    });
  for (const pair of isMap(document.contents) ? document.contents.items : []) {
    if (!isScalar(pair.key)) continue;
    const name = String(pair.key.value);
    const where = at(pair.key.range?.[0] ?? 0);
    const key = settingKeys.find((known) => known === name);
    if (key === undefined) problems.push(unknownName(where, name, settingKeys));
    else if (secrets.includes(key)) problems.push(misplacedSecret(where, name, settingSpecs[key].variable));
    else if (!isScalar(pair.value)) problems.push({ where, problem: `"${name}" has to be one value` });
    else if (pair.value.value !== null) values[key] = { text: sourceOf(pair.value), where, folder: dirname(file) };
  }
  return { values, problems };
}

/** A number or date is taken as it was typed, not as YAML understood it. */
function sourceOf(scalar: { value: unknown; source?: string }): string {
  return typeof scalar.value === "string" ? scalar.value.trim() : (scalar.source ?? String(scalar.value));
}

function unknownName(where: string, name: string, known: readonly string[]): SettingProblem {
  const meant = nearest(name, known);
  const next = meant ? `did you mean ${meant}?` : "all settings are listed in .env.example";
  return { where, problem: `there is no setting ${name}`, next };
}

function misplacedSecret(where: string, name: string, variable: string): SettingProblem {
  return {
    where,
    problem: `${name} is a secret and does not belong in a shared file`,
    next: `put ${variable} into .env`,
  };
}

function kebab(key: string): string {
  return key.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
}
