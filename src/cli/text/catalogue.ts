import type { Language } from "../../card/settings.ts";
import type { AppErrorCode, AppErrorShape } from "../../lib/errors.ts";
import type { help } from "./en/help.ts";
import type { usage } from "./en/usage.ts";
import type { views } from "./en/views.ts";
import type { Format } from "./format.ts";

/** What happened, to what; each detail on a line of its own; and the next step. */
export type Told = { what: string; details?: string[]; next?: string };

/** The words of every error, by its code. */
export type ErrorWords = { [C in AppErrorCode]: (error: Extract<AppErrorShape, { code: C }>) => Told };

/** Everything that a person reads, in one language. English is the measure: a key that another language lacks is a type error. */
export type Catalogue = {
  language: Language;
  format: Format;
  help: Help;
  usage: Usage;
  errors: ErrorWords;
  views: Views;
};

export type Help = typeof help;
export type Usage = typeof usage;
export type Views = typeof views;
