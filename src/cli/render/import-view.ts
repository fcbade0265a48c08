/** An import before and after: what was found in the files, the plan, what became of it. */
import type { RejectedRow } from "../../client/draft.ts";
import type { ImportItem } from "../../reconcile/import-drafts.ts";
import type { ImportProposal, ImportReport } from "../../use-cases/import-base.ts";
import { noteLine } from "./client-view.ts";
import { joined, type Look } from "./look.ts";
import { appliedView, planView } from "./plan-view.ts";
import { table } from "./table.ts";
import { indented } from "./width.ts";

/** Clients shown as a sample, and rows named one by one. */
const SAMPLES = 3;
const ROWS = 25;

type Outcome = ImportItem["outcome"];

export function proposalView(proposal: ImportProposal, look: Look): string {
  const { words } = look;
  const { import: said } = words.views;
  const { sheets, rows, plan, risks } = proposal;
  const parts = [
    proposal.texts.map((text) => textView(text, look)).join("\n"),
    sheets.map((sheet) => sheetView(sheet, look)).join("\n"),
    said.found(rows, new Set(proposal.items.map(({ draft }) => draft)).size),
    planTable(proposal, look),
    planView(plan, risks, look),
    conflictsView(proposal.items, look),
    rejectsView(proposal.rejected, look),
    samplesView(proposal.items, look),
  ];
  return parts.filter((part) => part !== "").join("\n\n");
}

export function importedView({ applied, followUps, rejectsFile }: ImportReport, look: Look): string {
  const { views } = look.words;
  const lines = [
    ...(applied ? [appliedView(applied, look)] : []),
    ...followUps.map((run) => appliedView(run, look)),
    ...(rejectsFile ? [views.import.rejectsFile(rejectsFile)] : []),
    ...(applied ? [look.style.dim(views.applied.undoHint(applied.run))] : []),
  ];
  return lines.join("\n");
}

/** The sample stands on a line of its own: whoever sees it knows whether the letters are right. */
function textView({ file, encoding, delimiter, sample }: ImportProposal["texts"][number], look: Look): string {
  const { words, style, width } = look;
  const between = delimiter === "\t" ? "Tab" : delimiter;
  return `${words.views.import.text(file, encoding, between)}\n${indented(style.dim(sample), 2, width)}`;
}

function sheetView(sheet: ImportProposal["sheets"][number], { words, style, width }: Look): string {
  const { name, headerRow, columns, content, rows, hiddenRows = 0 } = sheet;
  const { import: said } = words.views;
  if (content === "calls") return style.bold(said.calls(rows));
  if (content === "own") {
    const strangers = columns.map(({ title }) => title).join(", ");
    const own = style.bold(said.own(name, rows));
    return strangers === "" ? own : `${own}\n${indented(said.ownStrangers(strangers), 2, width)}`;
  }
  if (content === "own-figures") return style.dim(said.ownFigures(name));
  if (headerRow === null) return style.dim(said.skippedSheet(name));
  const mapped = columns.filter(({ field }) => field !== "other");
  const kept = columns.filter(({ field }) => field === "other").map(({ title }) => title);
  const read = mapped.map(({ title, field }) => `${title} → ${said.fields[field]}`).join(" · ");
  const hidden = columns.filter((column) => column.hidden).map(({ title }) => title);
  const remarks = [
    ...(kept.length > 0 ? [said.unmapped(kept.join(", "))] : []),
    ...(sheet.hidden ? [said.hiddenSheet] : []),
    ...(hidden.length > 0 ? [said.hiddenColumns(hidden.join(", "))] : []),
    ...(hiddenRows > 0 ? [said.hiddenRows(hiddenRows)] : []),
  ];
  return [
    style.bold(headerRow === 0 ? said.headerless(name) : said.sheet(name, headerRow)),
    indented(read, 2, width),
    ...remarks.map((remark) => indented(remark, 2, width)),
  ].join("\n");
}

function planTable({ items, rejected, mended }: ImportProposal, look: Look): string {
  const { words, style } = look;
  const { import: said, heads } = words.views;
  const count = (outcome: Outcome) => items.filter((item) => item.outcome === outcome).length;
  const outcomes: Outcome[] = ["create", "update", "same", "conflict"];
  const rows = [
    ...outcomes.map((outcome) => [said.outcomes[outcome], words.format.number(count(outcome))]),
    [said.outcomes.reject, words.format.number(rejected.length)],
  ];
  const gone = items.filter((item) => item.outcome === "same" && item.gone).length;
  const drawn = table([{ head: heads.client }, { head: heads.count, align: "right" }], rows, look);
  const remarks = [...(gone > 0 ? [said.gone(gone)] : []), ...(mended > 0 ? [said.mended(mended)] : [])];
  return [drawn, ...remarks.map((remark) => style.dim(remark))].join("\n");
}

function rejectsView(rejected: RejectedRow[], look: Look): string {
  if (rejected.length === 0) return "";
  const { words, style } = look;
  const { import: said, heads, more } = words.views;
  const rows = rejected
    .slice(0, ROWS)
    .map(({ source, reason, detail }) => [
      source.sheet,
      String(source.row),
      said.reasons[reason],
      detail || Object.values(source.cells).filter(Boolean).join(" | "),
    ]);
  const columns = [
    { head: heads.sheet },
    { head: heads.row, align: "right" as const },
    { head: heads.reason },
    { head: "" },
  ];
  const rest = rejected.length > ROWS ? [more(rejected.length - ROWS)] : [];
  const isNameless = rejected.some(({ reason }) => reason === "no-name-no-phone");
  const hint = isNameless ? [style.dim(said.continued)] : [];
  return [style.bold(said.rejected), table(columns, rows, look), ...rest, ...hint].join("\n");
}

function conflictsView(items: ImportItem[], look: Look): string {
  const conflicts = items.filter((item) => item.outcome === "conflict");
  if (conflicts.length === 0) return "";
  const { words, style } = look;
  const { import: said, heads, more } = words.views;
  const rows = conflicts
    .slice(0, ROWS)
    .map(({ draft, reason, subjects, rows, lines }) => [
      draft.name.display || draft.phones[0]?.value || words.views.noName,
      rows.map(({ row }) => row).join(", "),
      said.reasons[`conflict-${reason}`],
      [...subjects, ...lines].join(", "),
    ]);
  const columns = [{ head: heads.client }, { head: heads.row }, { head: heads.reason }, { head: "" }];
  const rest = conflicts.length > ROWS ? [more(conflicts.length - ROWS)] : [];
  return [style.bold(said.conflicts), table(columns, rows, look), ...rest].join("\n");
}

/** The first clients with the most to tell, as their cards will stand. */
function samplesView(items: ImportItem[], look: Look): string {
  const { words, style } = look;
  const made = items.filter((item) => item.outcome === "create");
  const samples = made
    .toSorted((a, b) => b.draft.orders.length - a.draft.orders.length)
    .slice(0, SAMPLES)
    .map(({ change, draft }) => {
      const { name, phones } = draft;
      const notes = change.person.biographies?.[0]?.value ?? "";
      const head = joined([style.bold(name.display || words.views.noName), ...phones.map((p) => p.e164 ?? p.value)]);
      return [`  ${head}`, ...notes.split("\n").map((line) => noteLine(line, look))].join("\n");
    });
  return samples.length === 0 ? "" : [style.bold(words.views.import.samples), ...samples].join("\n\n");
}

export function importDocument(report: ImportReport) {
  const {
    files,
    texts,
    sheets,
    rows,
    drafts,
    items,
    rejected,
    mended,
    plan,
    risks,
    applied,
    approved,
    rejectsFile,
    followUps,
  } = report;
  const count = (outcome: Outcome) => items.filter((item) => item.outcome === outcome).length;
  return {
    files,
    texts,
    sheets,
    rows,
    clients: drafts.length,
    counts: {
      create: count("create"),
      update: count("update"),
      same: count("same"),
      conflict: count("conflict"),
      reject: rejected.length,
      mended,
    },
    conflicts: items.flatMap((item) =>
      item.outcome === "conflict"
        ? [
            {
              reason: item.reason,
              clients: item.subjects,
              rows: item.rows.map(({ file, sheet, row }) => ({ file, sheet, row })),
            },
          ]
        : [],
    ),
    rejected: rejected.map(({ source, reason, detail }) => ({ sheet: source.sheet, row: source.row, reason, detail })),
    plan,
    risks,
    approved,
    applied,
    followUps,
    rejectsFile,
  };
}
