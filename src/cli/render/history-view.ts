import type { HistoryLine } from "../../reports/lookup.ts";
import type { Look } from "./look.ts";
import { table } from "./table.ts";

/** A client's life, a line an event, oldest first. Nothing is cut. */
export function historyView(name: string, lines: HistoryLine[], look: Look): string {
  const { words, style } = look;
  const { views, format } = words;
  const { heads } = views;
  if (lines.length === 0) return views.historyEmpty(name || views.noName);
  const rows = lines.map((line) => [
    line.date === null ? style.dim(views.undated) : format.day(line.date) + (line.time ? ` ${line.time}` : ""),
    orderOf(line),
    wordsOf(line, look),
    line.employee ?? "",
    line.from === "archive" ? style.dim(views.fromArchive) : "",
  ]);
  const columns = [
    { head: heads.date },
    { head: heads.order, wrap: true as const },
    { head: heads.what, wrap: true as const },
    { head: heads.who },
    { head: heads.where },
  ];
  return `${style.bold(name || views.noName)}\n\n${table(columns, rows, look)}`;
}

function orderOf({ order, title }: HistoryLine): string {
  return [order === null ? null : `#${order}`, title].filter(Boolean).join(" ");
}

function wordsOf({ kind, text }: HistoryLine, { words }: Look): string {
  const { states } = words.views;
  if (kind === "plan") return `→ ${text}`;
  if (kind !== "closed") return text;
  return text.replace(/^(open|done|lost)(?=$|:)/, (state) => states[state as keyof typeof states]);
}
