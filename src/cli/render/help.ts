import type { Command, HelpConfiguration, Option } from "commander";
import type { Catalogue } from "../text/catalogue.ts";
import type { Style } from "./style.ts";

/** How help looks: titles and placeholders in the reader's language. */
export function helpLook({ help }: Catalogue, style: Style): HelpConfiguration {
  const titles: Record<string, string> = {
    "Usage:": help.titles.usage,
    "Arguments:": help.titles.arguments,
    "Options:": help.titles.options,
    "Global Options:": help.titles.globals,
    "Commands:": help.titles.commands,
  };
  return {
    showGlobalOptions: true,
    minWidthToWrap: 20,
    styleTitle: (title) => style.bold(titles[title] ?? title),
    commandUsage: (command) => usageLine(command, help.placeholders),
    optionDescription: (option) => describe(option),
    subcommandTerm: (command) => [command.name(), ...command.registeredArguments.map(argumentTerm)].join(" "),
  };
}

function usageLine(command: Command, placeholders: Catalogue["help"]["placeholders"]): string {
  const path: string[] = [];
  for (let at: Command | null = command; at; at = at.parent) path.unshift(at.name());
  const inner = command.commands.length > 0 ? [placeholders.command] : [];
  return [...path, placeholders.options, ...inner, ...command.registeredArguments.map(argumentTerm)].join(" ");
}

function argumentTerm(argument: Command["registeredArguments"][number]): string {
  const name = argument.name().toUpperCase() + (argument.variadic ? "…" : "");
  return argument.required ? name : `[${name}]`;
}

function describe({ description, argChoices }: Option): string {
  return argChoices ? `${description} (${argChoices.join(", ")})` : description;
}
