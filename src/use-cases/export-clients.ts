/** Everything that the office holds, or the clients that a filter means, in the form that a file's name asks for. Nothing is asked of Google. */
import type { Client } from "../client/client.ts";
import { appError } from "../lib/errors.ts";
import { readWhere, type Where, type WhereProblem } from "../reports/client-filter.ts";
import { type ClientView, clientViews, type Office } from "../reports/lookup.ts";
import type { Context } from "./context.ts";
import { writeCsv, writeGoogleCsv, writeJson, writeVcards } from "./export-text.ts";
import { writeWorkbook } from "./export-workbook.ts";

/** Endings of names, the longer ones first. */
const WRITERS = {
  ".google.csv": writeGoogleCsv,
  ".xlsx": writeWorkbook,
  ".csv": writeCsv,
  ".vcf": writeVcards,
  ".json": writeJson,
} as const;

export const EXPORT_FORMS = Object.keys(WRITERS) as (keyof typeof WRITERS)[];

export function formOf(file: string): keyof typeof WRITERS | null {
  return EXPORT_FORMS.find((ending) => file.toLowerCase().endsWith(ending)) ?? null;
}

export type Exported = { file: string; clients: number };

/** The clients that are written, again from the beginning with every call. */
export type Chosen = () => AsyncGenerator<{ client: Client; view: ClientView }>;

/** Throws `usage` for an ending that names no form, `disk` when the file cannot be written; an unfinished file never stands there. */
export async function exportClients(context: Context, file: string, where: Where | null = null): Promise<Exported> {
  const form = formOf(file);
  if (!form)
    throw appError({ code: "usage", problem: `“${file}” names no form of export`, next: EXPORT_FORMS.join(", ") });
  const viewOf = await clientViews(context.store, officeOf(context));
  const chosen: Chosen = async function* () {
    for await (const row of context.store.mirror.all()) {
      const view = viewOf(row);
      if (where === null || where(view)) yield { client: row.client, view };
    }
  };
  return { file, clients: await WRITERS[form](context, file, chosen) };
}

export function officeOf({ template, grammar, today }: Context): Office {
  return { template, grammar, today };
}

/** A filter as a person types it, against the labels and employees that there are. */
export async function filterOf(context: Context, text: string): Promise<{ where: Where } | { problem: WhereProblem }> {
  const labels = (await context.store.mirror.labels()).filter(({ system, deleted }) => !system && !deleted);
  return readWhere(text, { office: officeOf(context), labels: labels.map(({ name }) => name) });
}
