import { isAbsolute, resolve } from "node:path";
import type { App } from "../app.ts";
import type { Language } from "../card/settings.ts";
import type { Office } from "../reports/lookup.ts";
import type { Context } from "../use-cases/context.ts";
import { type Interruption, watchInterruption } from "./interruption.ts";
import type { Io } from "./io.ts";
import { jsonPieces } from "./json-text.ts";
import { type LogLevel, lazyLog } from "./log.ts";
import { progressTo, type ShownProgress } from "./render/progress.ts";
import { type Style, styleFor } from "./render/style.ts";
import type { Catalogue } from "./text/catalogue.ts";
import { loadCatalogue } from "./text/language.ts";

/** One run of one command: its terminal, its language, and the app as far as it is needed. */
export class Session {
  readonly io: Io;
  readonly json: boolean;
  readonly quiet: boolean;
  readonly style: Style;
  readonly #flags: Record<string, unknown>;
  readonly #progress: ShownProgress;
  #words: Catalogue;
  #app: Promise<App> | null = null;
  #interruption: Interruption | null = null;

  constructor(io: Io, words: Catalogue, flags: Record<string, unknown>) {
    this.io = io;
    this.#words = words;
    this.#flags = flags;
    this.json = flags.json === true;
    this.quiet = flags.quiet === true;
    this.style = styleFor(io.tty.out, io.env);
    this.#progress = progressTo(io, () => this.#words, this.quiet);
  }

  /** The catalogue; once the settings are read, in the language that they name. */
  get words(): Catalogue {
    return this.#words;
  }

  /** How wide tables may be; `null`: as wide as they are. */
  get width(): number | null {
    return this.io.width;
  }

  /** A path as typed, from the folder in which the command was given. */
  path(typed: string): string {
    return isAbsolute(typed) ? typed : resolve(this.io.cwd, typed);
  }

  /** The app; what it logs from `level` on goes to stderr. */
  app(level: LogLevel = "warn"): Promise<App> {
    this.#app ??= this.#open(level);
    return this.#app;
  }

  async context(level: LogLevel = "warn"): Promise<Context> {
    return (await this.app(level)).context();
  }

  /** The part of the context that views are made from. */
  async office(): Promise<{ context: Context; office: Office }> {
    const context = await this.context();
    const { template, grammar, today } = context;
    return { context, office: { template, grammar, today } };
  }

  /** From here on the first Ctrl-C stops at the next safe point, not at once. */
  interruptible(): Interruption {
    this.#interruption ??= watchInterruption(() => this.#words, {
      err: (text) => {
        this.#progress.end();
        this.io.err(text);
      },
    });
    return this.#interruption;
  }

  /** Takes the progress bar off the screen: to be called before a person is asked something. */
  endProgress(): void {
    this.#progress.end();
  }

  /** Goes on in the language that the settings name. */
  async speak(language: Language): Promise<void> {
    if (language !== this.#words.language) this.#words = await loadCatalogue(language);
  }

  async release(): Promise<void> {
    this.#progress.end();
    this.#interruption?.release();
    const app = await this.#app?.catch(() => null);
    await app?.release();
  }

  // -------------------------------------------------------------------------------------------------------------- output

  /** What the command was asked for: as JSON, or as a view. */
  show(document: unknown, view: () => string): void {
    this.#progress.end();
    if (this.json) this.#printJson(document);
    else this.#print(view());
  }

  /** What the command has done: as JSON, or as a view that `--quiet` leaves out. */
  tell(document: unknown, view: () => string): void {
    this.#progress.end();
    if (this.json) this.#printJson(document);
    else if (!this.quiet) this.#print(view());
  }

  /** A remark beside the result. */
  remark(text: string): void {
    if (!this.quiet) this.io.err(`${text}\n`);
  }

  #printJson(document: unknown): void {
    for (const piece of jsonPieces(document)) this.io.out(piece);
    this.io.out("\n");
  }

  #print(text: string): void {
    if (text !== "") this.io.out(text.endsWith("\n") ? text : `${text}\n`);
  }

  async #open(level: LogLevel): Promise<App> {
    const { openApp } = await import("../app.ts");
    const app = await openApp({
      env: this.io.env,
      flags: this.#flags,
      cwd: this.io.cwd,
      log: lazyLog(this.io, level),
      progress: this.#progress.report,
      checkpoint: () => this.#interruption?.checkpoint(),
    });
    await this.speak(app.settings.lang);
    return app;
  }
}
