/** The settings of one run, from everywhere they may be written down. Needs neither zod nor yaml where no settings file changed. */
import { existsSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import type { Language } from "../card/settings.ts";
import { appError } from "../lib/errors.ts";
import { defaultHome, findProject, isFolder } from "./home.ts";
import {
  fromEnvFile,
  fromEnvironment,
  fromFlags,
  fromSettingsFile,
  type SettingProblem,
  type Source,
} from "./sources.ts";
import { pathKeys, type SettingKey, type SettingValue, settingKeys, settingSpecs } from "./table.ts";

export type Settings = {
  /** Absolute. Store, ledger, tokens, emulator data and backups live here. */
  home: string;
  /** The home does not exist yet. */
  homeIsNew: boolean;
  account: "embedded" | "google";
  /** Root of the People API instead of Google's; endpoints of OAuth likewise; `null` = Google's. */
  peopleUrl: string | null;
  authorizeUrl: string | null;
  tokenUrl: string | null;
  revokeUrl: string | null;
  /** The OAuth client of the desktop app that the office registered. */
  clientId: string | null;
  clientSecret: string | null;
  /** A static bearer token instead of a sign-in. */
  accessToken: string | null;
  /** Absolute path of the office's template. */
  template: string;
  /** The fixed clock, `null` = the system's. */
  now: Date | null;
  /** Clock of an office whose template names none, IANA; `null` = the system's. */
  timeZone: string | null;
  /** Language of messages. */
  lang: Language;
  /** How many days the journal keeps what stood before each write, and the archive its lines (`null`: for ever). */
  retention: { journalDays: number; archiveDays: number | null };
  /** So long may the account's lists run behind writes, minutes: a create without an answer is not repeated before. */
  listLagMinutes: number;
  /** How long a writer that says nothing is believed to be at work, milliseconds; `null` = as long as usual. */
  leaseMs: number | null;
  /** Calls a minute that the account allows, by class; `undefined` = Google's usual figures. */
  quota: { criticalReads?: number; criticalWrites?: number; groupReads?: number; groupWrites?: number };
};

/** A year, and time to notice. */
const JOURNAL_DAYS = 400;
/** Google says "several minutes" (people-api reference, 5). */
const LIST_LAG_MINUTES = 10;

export type SettingsInput = {
  env: Record<string, string | undefined>;
  /** Options of the command line by the setting's name (`home`, `account`, `template`, `now`, `lang` …). */
  flags: Record<string, unknown>;
  cwd: string;
  /** Root folder of the program, where its own `templates/` lies; found from this module when left out. */
  programDir?: string;
};

/** Flag > environment > `.env` > clientcard.yaml > default. Throws `config` with every problem at once. */
export async function readSettings({ env, flags, cwd, programDir = findProgram() }: SettingsInput): Promise<Settings> {
  const project = findProject(cwd);
  const folders = [...new Set([cwd, project ?? cwd])];
  const sources: Source[] = [
    fromFlags(flags, cwd),
    fromEnvironment(env, cwd),
    ...folders.map(fromEnvFile),
    ...(project === null ? [] : [await fromSettingsFile(project)]),
  ];
  const problems = sources.flatMap((source) => source.problems);
  const get = <K extends SettingKey>(key: K) => value(key, sources, problems);
  const typed = Object.fromEntries(settingKeys.map((key) => [key, get(key)])) as {
    [K in SettingKey]: SettingValue<K> | null;
  };
  const home = typed.home ?? homeByRule(cwd, env, problems);
  if (existsSync(home) && !isFolder(home))
    problems.push({ where: home, problem: "is a file, not a folder", next: "set CLIENTCARD_HOME" });
  if (problems.length > 0) throw appError({ code: "config", problems });
  return {
    home,
    homeIsNew: !existsSync(home),
    account: typed.account ?? "embedded",
    peopleUrl: typed.peopleUrl,
    authorizeUrl: typed.authorizeUrl,
    tokenUrl: typed.tokenUrl,
    revokeUrl: typed.revokeUrl,
    clientId: typed.clientId,
    clientSecret: typed.clientSecret,
    accessToken: typed.accessToken,
    template: typed.template ?? defaultTemplate(project, programDir),
    now: typed.now,
    timeZone: typed.timeZone,
    leaseMs: typed.leaseSeconds === null ? null : typed.leaseSeconds * 1000,
    lang: typed.lang ?? languageOf(env),
    retention: {
      journalDays: typed.journalDays ?? JOURNAL_DAYS,
      archiveDays: typed.archiveDays === "forever" ? null : typed.archiveDays,
    },
    listLagMinutes: typed.listLagMinutes ?? LIST_LAG_MINUTES,
    quota: {
      criticalReads: typed.criticalReadsPerMinute ?? undefined,
      criticalWrites: typed.criticalWritesPerMinute ?? undefined,
      groupReads: typed.groupReadsPerMinute ?? undefined,
      groupWrites: typed.groupWritesPerMinute ?? undefined,
    },
  };
}

/** The first source that says something decides, even if it says it wrongly: a mistake is never papered over by a weaker source. */
function value<K extends SettingKey>(key: K, sources: Source[], problems: SettingProblem[]): SettingValue<K> | null {
  const typed = sources.map(({ values }) => values[key]).find((found) => found !== undefined);
  if (typed === undefined) return null;
  const text = pathKeys.has(key) ? resolve(typed.folder, typed.text) : typed.text;
  const parsed = settingSpecs[key].parse(text);
  if (parsed.ok) return parsed.value as SettingValue<K>;
  const shown = "secret" in settingSpecs[key] ? "the value" : JSON.stringify(typed.text);
  problems.push({ where: typed.where, problem: `${shown} cannot be used`, next: `write ${parsed.expected}` });
  return null;
}

function homeByRule(cwd: string, env: Record<string, string | undefined>, problems: SettingProblem[]): string {
  const found = defaultHome(cwd, env);
  if (found.ok) return found.home;
  problems.push({
    where: "CLIENTCARD_HOME",
    problem: `a new home at ${found.wanted} would hide the one at ${found.existing}`,
    next: "set CLIENTCARD_HOME to the one that is meant",
  });
  return found.existing;
}

/** The office's own `templates/office.en.yaml`, else the one that the program brings. */
function defaultTemplate(project: string | null, programDir: string): string {
  const name = join("templates", "office.en.yaml");
  const own = project === null ? null : join(project, name);
  return own !== null && existsSync(own) ? own : join(programDir, name);
}

/** Source and bundle lie at different depths below the program's root. */
function findProgram(): string {
  for (let at = import.meta.dirname; dirname(at) !== at; at = dirname(at))
    if (existsSync(join(at, "templates"))) return at;
  return import.meta.dirname;
}

/** POSIX order: LC_ALL, LC_MESSAGES, LANG; English where the language is none of ours. */
function languageOf(env: Record<string, string | undefined>): Language {
  const locale = env.LC_ALL || env.LC_MESSAGES || env.LANG || "";
  const language = /^(ru|hy)(?![a-z])/i.exec(locale)?.[1]?.toLowerCase();
  return language === "ru" || language === "hy" ? language : "en";
}
