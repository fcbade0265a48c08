/** Everything that the office holds, or the clients that a filter means, in the form that a file's name asks for. Nothing is asked of Google. */
import type { Client } from "../client/client.ts";
import { appError } from "../lib/errors.ts";
import { readWhere, type Where, type WhereProblem } from "../reports/client-filter.ts";
import { type ClientView, clientViews, type Office } from "../reports/lookup.ts";
import type { Context } from "./context.ts";
import { writeCsv, writeGoogleCsv, writeJson, writeVcards } from "./export-text.ts";
import { writeWorkbook } from "./export-workbook.ts";

/** Endings of names, the longer ones first; `passes`: how often the writer goes through the clients, or through what it has made of them. */
const WRITERS = {
  ".google.csv": { write: writeGoogleCsv, passes: 2 },
  ".xlsx": { write: writeWorkbook, passes: 2 },
  ".csv": { write: writeCsv, passes: 1 },
  ".vcf": { write: writeVcards, passes: 1 },
  ".json": { write: writeJson, passes: 1 },
} as const;

/** Often enough for a person to see it move. */
const REPORT_EVERY = 250;

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
  const { write, passes } = WRITERS[form];
  const count = await context.store.mirror.count();
  const total = count * passes;
  let done = 0;
  const chosen: Chosen = async function* () {
    for await (const row of context.store.mirror.all()) {
      done += 1;
      if (done % REPORT_EVERY === 0 || done === total) context.progress("export", done, total);
      const view = viewOf(row);
      if (where === null || where(view)) yield { client: row.client, view };
    }
  };
  const told = (share: number) => context.progress("export", Math.round((passes - 1 + share) * count), total);
  return { file, clients: await write(context, file, chosen, told) };
}

export function officeOf({ template, grammar, today }: Context): Office {
  return { template, grammar, today };
}

/** A filter as a person types it, against the labels and employees that there are. */
export async function filterOf(context: Context, text: string): Promise<{ where: Where } | { problem: WhereProblem }> {
  const labels = (await context.store.mirror.labels()).filter(({ system, deleted }) => !system && !deleted);
  return readWhere(text, { office: officeOf(context), labels: labels.map(({ name }) => name) });
}
