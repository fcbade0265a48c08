import { Argument, Command as Commander, CommanderError, Option } from "commander";
import { version } from "../config/version.ts";
import type { Call } from "./call.ts";
import { type ExitCode, exitCodeOf, exitCodes } from "./exit-codes.ts";
import type { Io } from "./io.ts";
import { jsonText } from "./json-text.ts";
import { type CommandSpec, cardCommands, commands, globalOptions, hiddenOptions, type OptionSpec } from "./registry.ts";
import { errorDocument, errorText, shapeOf } from "./render/error-text.ts";
import { helpLook } from "./render/help.ts";
import { styleFor } from "./render/style.ts";
import { indented } from "./render/width.ts";
import { Session } from "./session.ts";
import type { Catalogue } from "./text/catalogue.ts";
import { languageFor, loadCatalogue } from "./text/language.ts";
import { usageError } from "./usage-error.ts";

/** Width of help where there is no terminal. */
const HELP_WIDTH = 100;

/** Runs one command line to its end and says with which exit code the process should end. Never throws. */
export async function runCli(io: Io): Promise<ExitCode> {
  let words = await loadCatalogue(languageFor(io.args, io.env));
  let code: ExitCode = exitCodes.done;
  let session: Session | null = null;
  try {
    const chosen = choose(io, words);
    if (typeof chosen === "number") code = chosen;
    else {
      session = new Session(io, words, chosen.call.options);
      const command = await chosen.spec.load();
      code = await command(session, chosen.call);
    }
  } catch (error) {
    if (session) words = session.words;
    code = report(error, io, words, session);
  }
  try {
    await session?.release();
    await io.flush();
  } catch (error) {
    if (code === exitCodes.done) code = report(error, io, words, session);
    await io.flush().catch(() => {});
  }
  return code;
}

type Chosen = { spec: CommandSpec; call: Call };

/** Reads the command line; an exit code when it asked for help or the version, which is printed, or named no command. */
function choose(io: Io, words: Catalogue): Chosen | ExitCode {
  let chosen: Chosen | null = null;
  const program = buildProgram(io, words, (spec, call) => {
    chosen = { spec, call };
  });
  try {
    program.parse(io.args, { from: "user" });
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    if (error.exitCode === 0) return exitCodes.done;
    if (error.code === "commander.help") return exitCodes.usage;
    throw usageError(error, io.args, words);
  }
  return chosen ?? exitCodes.usage;
}

function report(error: unknown, io: Io, words: Catalogue, session: Session | null): ExitCode {
  const shape = shapeOf(error);
  session?.endProgress();
  io.err(errorText(shape, words, styleFor(io.tty.err, io.env), io.width));
  if (shape.code === "internal" && error instanceof Error) io.err(`${framesOf(error)}\n`);
  if (io.args.includes("--json")) io.out(`${jsonText(errorDocument(shape, words))}\n`);
  return exitCodeOf(shape.code);
}

/** Where it happened, without the message: that stands above already. */
function framesOf({ stack = "" }: Error): string {
  return stack
    .split("\n")
    .filter((line) => /^\s+at /.test(line))
    .join("\n");
}

/** The commands and their help, in one language. */
function buildProgram(io: Io, words: Catalogue, take: (spec: CommandSpec, call: Call) => void): Commander {
  const { help } = words;
  const program = dress(new Commander("clientcard"), io, words).description(help.about);
  program.version(version, "-V, --version", help.version);
  for (const spec of globalOptions) program.addOption(optionOf(spec, words));
  for (const spec of hiddenOptions) program.addOption(optionOf(spec, words).hideHelp());
  const helper = new Commander("help").argument("[command]").description(help.helpCommand).helpGroup(help.groups.tools);
  program.addHelpCommand(helper);
  program.addHelpText("after", `\n${help.titles.example}\n  clientcard demo`);
  program.addHelpText("after", `\n${indented(help.exitCodes, 0, io.width ?? HELP_WIDTH)}`);
  for (const spec of commandsFor(io.args)) {
    const command = addCommand(program, spec, io, words, take);
    if (spec.name !== "card") continue;
    command.helpCommand(false);
    for (const inner of cardCommands) addCommand(command, inner, io, words, take);
  }
  return program;
}

/** A command that is named at once is the only one to be made ready: at a call, every millisecond counts. */
function commandsFor([first]: string[]): CommandSpec[] {
  const named = commands.filter(({ name }) => name === first);
  return named.length > 0 ? named : commands;
}

function addCommand(
  parent: Commander,
  spec: CommandSpec,
  io: Io,
  words: Catalogue,
  take: (spec: CommandSpec, call: Call) => void,
): Commander {
  const { help } = words;
  const command = dress(parent.command(spec.name.split(" ").at(-1)!), io, words);
  command.description(help.commands[spec.name]).helpGroup(help.groups[spec.group]);
  for (const { name, kind } of spec.arguments) {
    const shown = { one: `<${name}>`, optional: `[${name}]`, many: `<${name}...>` }[kind];
    command.addArgument(new Argument(shown, help.arguments[name]));
  }
  for (const option of spec.options) command.addOption(optionOf(option, words));
  command.addHelpText("after", `\n${help.titles.example}\n  ${spec.example}`);
  if (spec.name !== "card")
    command.action(() => take(spec, { args: command.processedArgs, options: command.optsWithGlobals() }));
  return command;
}

function optionOf({ name, value, many, negated, choices }: OptionSpec, { help }: Catalogue): Option {
  const flags = negated ? `--no-${name}` : value ? `--${name} <${value}${many ? "..." : ""}>` : `--${name}`;
  const option = new Option(flags, help.options[name]);
  return choices ? option.choices(choices) : option;
}

/** No command ends the process or prints by itself, and all look alike. */
function dress(command: Commander, io: Io, words: Catalogue): Commander {
  const { help } = words;
  return command
    .exitOverride()
    .helpOption("-h, --help", help.help)
    .configureOutput({
      writeOut: (text) => io.out(text),
      writeErr: (text) => io.err(text),
      outputError: () => {},
      getOutHelpWidth: () => io.width ?? HELP_WIDTH,
      getErrHelpWidth: () => io.width ?? HELP_WIDTH,
    })
    .configureHelp(helpLook(words, styleFor(io.tty.out, io.env)));
}
