/** The columns of a foreign base, shown to the person at the terminal and changed as they say. What a change means is settled in the use-case. */

import { appError } from "../lib/errors.ts";
import {
  confirmed,
  type Mapping,
  type MappingShown,
  printMapping,
  type SettleMapping,
  withColumn,
  withContinued,
  withDates,
  withoutSheet,
} from "../use-cases/settle-mapping.ts";
import { type Call, flag, textOption } from "./call.ts";
import { writeWhole } from "./files.ts";
import { harmless } from "./io.ts";
import { lookOf } from "./render/look.ts";
import { columnsView } from "./render/mapping-view.ts";
import type { Session } from "./session.ts";
import type { ColumnField } from "./text/column-field.ts";

/** Asks where somebody is there and something is to be said; keeps the mapping where `--save-mapping` says so, or the person. */
export function mappingSettler(session: Session, call: Call): SettleMapping {
  const { tty } = session.io;
  const isThere = !session.json && tty.in && tty.err;
  const wanted = textOption(call, "saveMapping");
  const isGiven = textOption(call, "mapping") !== null || flag(call, "yes");
  return async (shown, look) => {
    const asks = isThere && (shown.questions.length > 0 || (!isGiven && guessedSheets(shown).length > 0));
    const settled = asks ? await new Wizard(session, look).settle(shown) : null;
    const { shown: now, isChanged } = settled ?? { shown, isChanged: false };
    const file = wanted ?? (isChanged ? await askFile(session) : null);
    if (file !== null) {
      const path = session.path(file);
      await writeWhole(path, printMapping(now, session.words.language));
      session.remark(session.words.views.mapping.saved(path));
    }
    return settled === null ? null : confirmed(now);
  };
}

/** Sheets of which something is guessed. */
function guessedSheets({ sheets }: MappingShown): string[] {
  const guessed = sheets.filter(
    ({ headerRow, content, columns }) =>
      headerRow !== null && content === undefined && columns.some(({ by }) => by !== "profile"),
  );
  return [...new Set(guessed.map(({ name }) => name))];
}

async function askFile(session: Session): Promise<string | null> {
  const { text } = await import("@clack/prompts");
  const message = session.words.views.mapping.save;
  const answer = await text({ message, placeholder: "mapping.yaml", output: process.stderr });
  return typeof answer === "string" && answer.trim() !== "" ? answer.trim() : null;
}

type Choice<T extends string> = { value: T; label: string; hint?: string };

class Wizard {
  readonly #session: Session;
  readonly #look: (mapping: Mapping) => MappingShown;

  constructor(session: Session, look: (mapping: Mapping) => MappingShown) {
    this.#session = session;
    this.#look = look;
  }

  async settle(first: MappingShown): Promise<{ shown: MappingShown; isChanged: boolean }> {
    this.#session.endProgress();
    let shown = first;
    for (const sheet of guessedSheets(first)) shown = await this.#settleSheet(shown, sheet);
    for (const question of shown.questions) {
      if (question.kind !== "dates") continue;
      const { mapping: said } = this.#session.words.views;
      const order = await this.#select(said.dates(question.samples.join(", ")), [
        { value: "day-first" as const, label: said.dayFirst },
        { value: "month-first" as const, label: said.monthFirst },
      ]);
      shown = this.#look(withDates(shown, question.sheet, order));
    }
    for (const { name, nameless = [] } of shown.sheets)
      if (nameless.length > 0) shown = await this.#settleNameless(shown, name, nameless);
    return { shown, isChanged: shown !== first || first.questions.length > 0 };
  }

  async #settleSheet(first: MappingShown, sheet: string): Promise<MappingShown> {
    const { mapping: said } = this.#session.words.views;
    let shown = first;
    for (;;) {
      const columns = shown.sheets.find(({ name }) => name === sheet)?.columns ?? [];
      this.#session.io.err(`${columnsView(sheet, columns, lookOf(this.#session))}\n`);
      const answer = await this.#select(said.right, [
        { value: "go-on" as const, label: said.goOn },
        { value: "change" as const, label: said.change },
        { value: "skip" as const, label: said.skip },
      ]);
      if (answer === "go-on") return shown;
      if (answer === "skip") return this.#look(withoutSheet(shown, sheet));
      const title = await this.#select(
        said.which,
        columns.map(({ title, samples }) => ({ value: title, label: title, hint: samples.join(" · ") })),
      );
      const { fields } = this.#session.words.views.import;
      const names = (Object.keys(fields) as ColumnField[]).filter((field) => field !== "reason");
      const field = await this.#select(
        said.what(title),
        names.map((name) => ({ value: name, label: fields[name] })),
        columns.find((column) => column.title === title)?.field,
      );
      shown = this.#look(withColumn(shown, sheet, title, field));
    }
  }

  async #settleNameless(shown: MappingShown, sheet: string, rows: number[]): Promise<MappingShown> {
    const { mapping: said } = this.#session.words.views;
    const some = `${rows.slice(0, 5).join(", ")}${rows.length > 5 ? "…" : ""}`;
    const answer = await this.#select(said.nameless(sheet, some), [
      { value: "apart" as const, label: said.apart },
      { value: "go-on" as const, label: said.goesOn },
    ]);
    return this.#look(withContinued(shown, sheet, answer === "go-on"));
  }

  async #select<T extends string>(message: string, choices: Choice<T>[], initialValue?: T): Promise<T> {
    const { isCancel, select } = await import("@clack/prompts");
    const options = choices.map(({ value, label, hint }) => ({
      value: value as string,
      label: harmless(label),
      ...(hint ? { hint: harmless(hint) } : {}),
    }));
    const answer = await select<string>({
      message: harmless(message),
      options,
      ...(initialValue === undefined ? {} : { initialValue: initialValue as string }),
      maxItems: 12,
      output: process.stderr,
    });
    if (isCancel(answer)) throw appError({ code: "interrupted", what: this.#session.words.views.mapping.stopped });
    return answer as T;
  }
}
