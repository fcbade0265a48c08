/** The columns of a base as they are read, and what became of the cells of a row. */
import type { ExplainedOutcome } from "../../use-cases/explained-outcome.ts";
import type { ImportProposal } from "../../use-cases/import-base.ts";
import type { Look } from "./look.ts";
import { table } from "./table.ts";

type Columns = ImportProposal["sheets"][number]["columns"];

export function columnsView(sheet: string, columns: Columns, look: Look): string {
  const { words, style } = look;
  const { mapping: said, import: imported } = words.views;
  const rows = columns.map(({ title, field, by, samples, hidden }) => [
    hidden ? `${title} (${said.hidden})` : title,
    samples.join(" · "),
    imported.fields[field] + (by === "contents" ? ` (${said.guessed})` : ""),
  ]);
  const heads = [{ head: said.column }, { head: said.holds }, { head: said.readAs }];
  return [style.bold(said.heading(sheet)), table(heads, rows, look)].join("\n");
}

export function explainedView(rows: ExplainedOutcome[], look: Look): string {
  return rows.map((row) => explainedRowView(row, look)).join("\n\n");
}

function explainedRowView(explained: ExplainedOutcome, look: Look): string {
  const { words, style } = look;
  const { explain: said } = words.views.mapping;
  const { file, sheet, row, cells } = explained;
  const rows = cells.map(({ column, title, text, fates, hidden }) => [
    hidden ? `${column} (${words.views.mapping.hidden})` : column,
    title,
    text,
    fates.map(({ fate, value }) => said.fates[fate] + (value === "" || value === text ? "" : `: ${value}`)).join("\n"),
  ]);
  const heads = [{ head: "" }, { head: words.views.mapping.column }, { head: said.cell }, { head: said.became }];
  return [
    `${style.bold(said.row(file, sheet, row))}: ${rowFate(explained, look)}`,
    ...(rows.length > 0 ? [table(heads, rows, look)] : []),
  ].join("\n");
}

function rowFate({ fate, outcome }: ExplainedOutcome, { words }: Look): string {
  const { mapping, import: imported, noName } = words.views;
  const said = mapping.explain.rows;
  switch (fate.kind) {
    case "client":
    case "call": {
      const { name, phones } = fate.draft;
      const told = said[fate.kind](name.display || phones[0]?.value || noName);
      return outcome === null ? told : `${told} – ${imported.outcomes[outcome]}`;
    }
    case "rejected":
      return said.rejected(imported.reasons[fate.reason]);
    default:
      return said[fate.kind];
  }
}

/** For a program: the client by name alone, since its draft holds all its rows. */
export function explainedDocument({ file, sheet, row, fate, outcome, cells }: ExplainedOutcome) {
  const { draft, ...rest } = "draft" in fate ? fate : { ...fate, draft: null };
  return { file, sheet, row, ...rest, client: draft?.name.display ?? null, outcome, cells };
}
