import type { Command } from "./call.ts";
import type { Help } from "./text/catalogue.ts";

export type CommandName = keyof Help["commands"];
type ArgumentName = keyof Help["arguments"];
type OptionName = keyof Help["options"];

export type OptionSpec = {
  name: OptionName;
  /** What stands for the value in help; left out for a switch. */
  value?: string;
  /** Takes as many values as follow. */
  many?: true;
  /** Written as `--no-NAME`. */
  negated?: true;
  choices?: readonly string[];
};

export type CommandSpec = {
  name: CommandName;
  group: keyof Help["groups"];
  arguments: { name: ArgumentName; kind: "one" | "optional" | "many" }[];
  options: OptionSpec[];
  example: string;
  /** Loaded only when the command is given. */
  load: () => Promise<Command>;
};

const one = (name: ArgumentName) => ({ name, kind: "one" as const });
const optional = (name: ArgumentName) => ({ name, kind: "optional" as const });
const many = (name: ArgumentName) => ({ name, kind: "many" as const });
const toggle = (name: OptionName): OptionSpec => ({ name });
const value = (name: OptionName, shown: string, choices?: readonly string[]): OptionSpec => ({
  name,
  value: shown,
  choices,
});

const dryRun = toggle("dry-run");
const yes = toggle("yes");
const force = toggle("force");
const takeOver = toggle("take-over");
const port = value("port", "port");

const REPORT_FORMATS = ["table", "json"] as const;

/** Every command: what it is called with, and where its work is. */
export const commands: CommandSpec[] = [
  {
    name: "demo",
    group: "start",
    arguments: [],
    options: [value("dir", "dir")],
    example: "clientcard demo --dir ./demo",
    load: async () => (await import("./commands/demo.ts")).demo,
  },
  {
    name: "login",
    group: "start",
    arguments: [],
    options: [],
    example: "clientcard login",
    load: async () => (await import("./commands/login.ts")).login,
  },
  {
    name: "logout",
    group: "start",
    arguments: [],
    options: [],
    example: "clientcard logout",
    load: async () => (await import("./commands/login.ts")).logout,
  },
  {
    name: "doctor",
    group: "start",
    arguments: [],
    options: [],
    example: "clientcard doctor",
    load: async () => (await import("./commands/doctor.ts")).doctor,
  },
  {
    name: "import",
    group: "start",
    arguments: [many("files")],
    options: [
      value("sheet", "name"),
      value("mapping", "file"),
      value("save-mapping", "file"),
      value("encoding", "name"),
      value("rejects", "file"),
      value("explain", "row"),
      { name: "create", negated: true },
      dryRun,
      yes,
      force,
      takeOver,
    ],
    example: "clientcard import clients.xls --dry-run",
    load: async () => (await import("./commands/import.ts")).importCommand,
  },
  {
    name: "export",
    group: "start",
    arguments: [one("file")],
    options: [value("where", "filter")],
    example: 'clientcard export clients.xlsx --where "label=Wholesale state=open last<2026-01-01"',
    load: async () => (await import("./commands/export.ts")).exportCommand,
  },
  {
    name: "who",
    group: "lookup",
    arguments: [many("number")],
    options: [],
    example: "clientcard who 091 23-45-67",
    load: async () => (await import("./commands/who.ts")).who,
  },
  {
    name: "find",
    group: "lookup",
    arguments: [many("words")],
    options: [value("limit", "n")],
    example: "clientcard find Milan",
    load: async () => (await import("./commands/find.ts")).find,
  },
  {
    name: "show",
    group: "lookup",
    arguments: [many("client")],
    options: [],
    example: 'clientcard show "Aram Grigoryan"',
    load: async () => (await import("./commands/show.ts")).show,
  },
  {
    name: "history",
    group: "lookup",
    arguments: [many("client")],
    options: [],
    example: "clientcard history 091234567",
    load: async () => (await import("./commands/history.ts")).history,
  },
  {
    name: "report",
    group: "lookup",
    arguments: [optional("report")],
    options: [value("from", "day"), value("to", "day"), value("format", "format", REPORT_FORMATS)],
    example: "clientcard report orders --from 2026-11-01 --to 2026-11-30",
    load: async () => (await import("./commands/report.ts")).report,
  },
  {
    name: "log",
    group: "work",
    arguments: [one("client"), many("text")],
    options: [value("by", "employee"), value("at", "time"), value("order", "n"), dryRun, takeOver],
    example: 'clientcard log 091234567 "called, wants a table in spring" --by Anna',
    load: async () => (await import("./commands/log.ts")).log,
  },
  {
    name: "card",
    group: "work",
    arguments: [],
    options: [],
    example: "clientcard card parse --json < notes.txt",
    load: async () => (await import("./commands/card.ts")).cardVerbs.parse,
  },
  {
    name: "sync",
    group: "keep",
    arguments: [],
    options: [toggle("full"), dryRun, force, takeOver],
    example: "clientcard sync",
    load: async () => (await import("./commands/sync.ts")).sync,
  },
  {
    name: "plan",
    group: "keep",
    arguments: [],
    options: [value("out", "file"), dryRun],
    example: "clientcard plan --out monday.json",
    load: async () => (await import("./commands/plan.ts")).plan,
  },
  {
    name: "apply",
    group: "keep",
    arguments: [one("plan")],
    options: [dryRun, force, takeOver],
    example: "clientcard apply monday.json",
    load: async () => (await import("./commands/apply.ts")).apply,
  },
  {
    name: "check",
    group: "keep",
    arguments: [],
    options: [toggle("fix"), dryRun, takeOver],
    example: "clientcard check",
    load: async () => (await import("./commands/check.ts")).check,
  },
  {
    name: "compact",
    group: "keep",
    arguments: [],
    options: [dryRun, force, takeOver],
    example: "clientcard compact --dry-run",
    load: async () => (await import("./commands/compact.ts")).compact,
  },
  {
    name: "caller-line",
    group: "keep",
    arguments: [one("switch")],
    options: [dryRun, force, takeOver],
    example: "clientcard caller-line on",
    load: async () => (await import("./commands/caller-line.ts")).callerLine,
  },
  {
    name: "duplicates",
    group: "keep",
    arguments: [],
    options: [{ name: "not", value: "client", many: true }, dryRun],
    example: "clientcard duplicates",
    load: async () => (await import("./commands/duplicates.ts")).duplicates,
  },
  {
    name: "merge",
    group: "keep",
    arguments: [many("clients")],
    options: [dryRun, force, yes, takeOver],
    example: "clientcard merge people/c17 people/c42",
    load: async () => (await import("./commands/merge.ts")).merge,
  },
  {
    name: "restore-client",
    group: "keep",
    arguments: [many("deleted")],
    options: [dryRun, force, takeOver],
    example: "clientcard restore-client 091234567",
    load: async () => (await import("./commands/restore-client.ts")).restoreClient,
  },
  {
    name: "backup",
    group: "keep",
    arguments: [optional("backup")],
    options: [dryRun],
    example: "clientcard backup /mnt/disk/office.backup",
    load: async () => (await import("./commands/backup.ts")).backup,
  },
  {
    name: "restore",
    group: "keep",
    arguments: [one("backup")],
    options: [dryRun, yes],
    example: "clientcard restore /mnt/disk/office.backup --dry-run",
    load: async () => (await import("./commands/backup.ts")).restore,
  },
  {
    name: "rebuild",
    group: "keep",
    arguments: [],
    options: [toggle("verify"), dryRun, takeOver],
    example: "clientcard rebuild --verify",
    load: async () => (await import("./commands/rebuild.ts")).rebuild,
  },
  {
    name: "runs",
    group: "keep",
    arguments: [optional("run")],
    options: [value("limit", "n")],
    example: "clientcard runs 7",
    load: async () => (await import("./commands/runs.ts")).runs,
  },
  {
    name: "undo",
    group: "keep",
    arguments: [one("run")],
    options: [dryRun, force, yes, takeOver],
    example: "clientcard undo 7 --dry-run",
    load: async () => (await import("./commands/undo.ts")).undo,
  },
  {
    name: "serve",
    group: "tools",
    arguments: [],
    options: [port, takeOver],
    example: "clientcard serve --port 8484",
    load: async () => (await import("./commands/serve.ts")).serve,
  },
  {
    name: "emulator",
    group: "tools",
    arguments: [],
    options: [port, value("data", "dir"), value("seed", "file"), value("faults", "file"), toggle("control")],
    example: "clientcard emulator --port 8080 --control",
    load: async () => (await import("./commands/emulator.ts")).emulator,
  },
];

/** All of them are taken by each, so that one command line can be tried with another verb. */
const cardOptions = [
  value("previous", "file"),
  value("edited", "day"),
  value("next-number", "n"),
  value("marker", "marker"),
  value("screen", "screen"),
  value("archive", "file"),
];

function cardCommand(verb: "parse" | "format" | "check" | "compact" | "expand", example: string): CommandSpec {
  return {
    name: `card ${verb}`,
    group: "work",
    arguments: [],
    options: cardOptions,
    example,
    load: async () => (await import("./commands/card.ts")).cardVerbs[verb],
  };
}

export const cardCommands: CommandSpec[] = [
  cardCommand("parse", "clientcard card parse --json < notes.txt"),
  cardCommand("format", "clientcard card format --previous before.txt --now 2026-11-23T18:00+04:00 < notes.txt"),
  cardCommand("check", "clientcard card check < notes.txt"),
  cardCommand("compact", "clientcard card compact --json < notes.txt"),
  cardCommand("expand", "clientcard card expand --archive archive.json < short.txt"),
];

/** Options of every command. The rest of the settings can be given as well, without crowding the help. */
export const globalOptions: OptionSpec[] = [
  toggle("json"),
  toggle("quiet"),
  value("lang", "lang", ["en", "ru", "hy"]),
  value("home", "dir"),
  value("account", "kind"),
  value("template", "file"),
  value("now", "time"),
];

export const hiddenOptions: OptionSpec[] = [
  value("time-zone", "zone"),
  value("people-url", "url"),
  value("authorize-url", "url"),
  value("token-url", "url"),
  value("revoke-url", "url"),
  value("client-id", "id"),
  value("journal-days", "n"),
  value("archive-days", "n"),
  value("lease-seconds", "n"),
  value("critical-reads-per-minute", "n"),
  value("critical-writes-per-minute", "n"),
  value("group-reads-per-minute", "n"),
  value("group-writes-per-minute", "n"),
];
