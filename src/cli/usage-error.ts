import type { CommanderError } from "commander";
import { type AppError, appError } from "../lib/errors.ts";
import { nearest } from "../template/nearest.ts";
import { cardCommands, commands, globalOptions, type OptionSpec } from "./registry.ts";
import type { Catalogue } from "./text/catalogue.ts";

/** What commander says of a wrong command line, in our words, with what was probably meant. */
export function usageError(error: CommanderError, args: string[], { usage }: Catalogue): AppError {
  const quoted = [...error.message.matchAll(/'([^']*)'/g)].map(([, name = ""]) => name);
  const [name = ""] = quoted;
  const command = commandOf(args);
  const help = usage.seeHelp(command ? `clientcard ${command}` : "clientcard");
  const meant = (found: string | null) => (found ? `${usage.didYouMean(found)} ${help}` : help);
  switch (error.code) {
    case "commander.unknownCommand":
      return appError({
        code: "usage",
        problem: usage.unknownCommand(name),
        next: meant(nearest(name, namesIn(args))),
      });
    case "commander.unknownOption":
      return appError({
        code: "usage",
        problem: usage.unknownOption(name),
        next: meant(nearest(name, flagsOf(command))),
      });
    case "commander.missingArgument":
      return appError({ code: "usage", problem: usage.missingArgument(name.toUpperCase()), next: help });
    case "commander.optionMissingArgument":
      return appError({ code: "usage", problem: usage.missingValue(flagOf(name)), next: help });
    case "commander.excessArguments":
      return appError({ code: "usage", problem: usage.tooMany(), next: help });
    case "commander.invalidArgument": {
      const [flag = "", value = ""] = quoted;
      const choices = /Allowed choices are (.*)\./.exec(error.message)?.[1] ?? "";
      return appError({ code: "usage", problem: usage.badChoice(flagOf(flag), value, choices), next: help });
    }
    default:
      return appError({ code: "usage", problem: error.message.replace(/^error: /, ""), next: help });
  }
}

/** `--sheet <name>` → `--sheet`. */
function flagOf(flags: string): string {
  return flags.split(/[ ,]/)[0] ?? flags;
}

/** The command that was meant, as far as it can be seen: `import`, `card parse`. */
function commandOf(args: string[]): string | null {
  const names = args.filter((arg) => !arg.startsWith("-"));
  const known = [...cardCommands, ...commands].map(({ name }) => name as string);
  return known.find((name) => names.join(" ").startsWith(name)) ?? null;
}

function namesIn(args: string[]): string[] {
  const within = args.includes("card") ? cardCommands : commands;
  return within.map(({ name }) => name.split(" ").at(-1)!);
}

function flagsOf(command: string | null): string[] {
  const own = [...commands, ...cardCommands].find(({ name }) => name === command)?.options ?? [];
  const flag = ({ name, negated }: OptionSpec) => (negated ? `--no-${name}` : `--${name}`);
  return [...own, ...globalOptions].map(flag).concat("--help", "--version");
}
