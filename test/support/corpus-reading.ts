/** What a note of the corpus is read as, line by line, and the card that comes of it: text for a person to go through. */
import { type Normalised, normaliseCard } from "../../src/card/index.ts";
import type { ArchivedLine, Order, Step } from "../../src/card/model.ts";
import { type Reading, readNotes } from "../../src/card/notes.ts";
import type { Item } from "../../src/card/order.ts";
import { grammarOf, numbers, TODAY } from "./cards.ts";
import { type CorpusFile, type CorpusNote, showInvisible } from "./corpus.ts";

const GUTTER = 9;

export function renderFile({ notes }: CorpusFile): string {
  return `${notes.map(renderNote).join("\n\n")}\n`;
}

function renderNote(note: CorpusNote): string {
  const { before, text, rowDate } = note;
  const row = rowDate === null ? "" : `, of a row of ${rowDate}`;
  const parts = [`=== [${note.language}${row}] ${note.title}`, ...note.remarks.map((remark) => `# ${remark}`), ""];
  const first = renderCard(text, normalise(note, null));
  parts.push(...renderReading(note), "", "--- card, at first sight", ...first);
  if (before === null) return parts.join("\n");
  if (before !== "") parts.push("", "--- before", ...showInvisible(before).split("\n").map(inset));
  const edited = renderCard(text, normalise(note, before));
  const same = edited.join("\n") === first.join("\n");
  parts.push("", before === "" ? "--- card, typed into an empty note" : "--- card, typed over the version before");
  parts.push(...(same ? ["(as at first sight)"] : edited));
  return parts.join("\n");
}

function normalise({ language, text, rowDate }: CorpusNote, previous: string | null): Normalised {
  return normaliseCard(grammarOf(language), {
    text,
    previous,
    today: TODAY,
    edited: TODAY,
    nextNumber: numbers(),
    marker: "Retail",
    rowDate,
  });
}

// ------------------------------------------------------------------------------------------------------------ line by line

function renderReading({ language, text, rowDate }: CorpusNote): string[] {
  const reading = readNotes(grammarOf(language), text, { today: TODAY, rowDate });
  const told = tellLines(reading);
  const lines: string[] = [];
  for (const line of reading.doc.lines) {
    const { what, facts } = told.get(line.index) ?? { what: "", facts: [] };
    lines.push(`${what.padEnd(GUTTER)}| ${showInvisible(line.text)}`.trimEnd());
    for (const fact of facts) lines.push(`${" ".repeat(GUTTER)}|   = ${showInvisible(fact)}`);
    for (const { rule } of reading.card.findings.filter((finding) => finding.line === line.index))
      lines.push(`${" ".repeat(GUTTER)}|   ! ${rule}`);
  }
  for (const { rule } of reading.card.findings.filter(({ line }) => line === null)) lines.push(`! ${rule}`);
  return lines;
}

type Told = { what: string; facts: string[] };

function tellLines(reading: Reading): Map<number, Told> {
  const told = new Map<number, Told>();
  const tell = (index: number, what: string, fact: string | null) => {
    const known = told.get(index) ?? { what, facts: [] };
    told.set(index, { what: known.what, facts: fact === null ? known.facts : [...known.facts, fact] });
  };
  for (const { index } of reading.doc.state) tell(index, "state", null);
  for (const { index } of reading.doc.earlier) {
    const { done, lost, amounts, from, to } = reading.card.earlier!;
    const sums = Object.entries(amounts).map(([currency, amount]) => `${amount} ${currency}`);
    tell(index, "earlier", [`${done} done`, ...sums, `${lost} lost`, `${from}–${to}`].join(", "));
  }
  for (const { block, items, order, closedBy } of reading.orders) {
    tell(block.header.index, "order", factsOfOrder(order));
    for (const item of items) tellItem(item, item === closedBy ? item.meaning.outcome! : null, tell);
  }
  for (const item of reading.logItems) tellItem(item, null, tell, "log");
  for (const lines of reading.doc.free)
    for (const { index, kind } of lines) tell(index, kind === "quoted" ? "quote" : "free", null);
  for (const step of reading.freeLog) tell(step.line, "free", `log too: ${factsOfStep(step)}`);
  return told;
}

type Tell = (index: number, what: string, fact: string | null) => void;

function tellItem({ role, head, more, step, meaning }: Item, closes: string | null, tell: Tell, as = "step"): void {
  if (role === "under") tell(head.index, "more", null);
  else {
    const what =
      closes ?? (step.kind === "plan" ? `${as === "log" ? "log " : ""}plan` : step.kind === "outcome" ? "outcome" : as);
    const paid = meaning.payments.map(({ amount, currency }) => `pays ${amount}${currency ? ` ${currency}` : ""}`);
    const says = [meaning.stage, ...paid, meaning.reopens ? "reopens" : null].filter((fact) => fact !== null);
    const own = role === "entry" ? "" : `${closes ?? "ordered"}: `;
    tell(head.index, what, `${own}${[factsOfStep(step), ...says].join(", ")}`);
  }
  for (const { index } of more) tell(index, "more", null);
}

function factsOfStep({ date, time, text, employee, met }: Step): string {
  const when = [date ?? "undated", time].filter((part) => part !== null).join(" ");
  const words = text.split("\n")[0]!;
  return `${when}, ${employee ?? "nobody"}, «${words}»${met ? ", met" : ""}`;
}

function factsOfOrder(order: Order): string {
  const { number, title, amount, currency, state, stage, paid, opened, closed, reason, employee } = order;
  return [
    `${number === null ? "no number" : `#${number}`} «${title}»`,
    amount === null ? "no amount" : `${amount} ${currency}`,
    state,
    stage,
    paid > 0 ? `paid ${paid}` : null,
    opened ? `opened ${opened}` : null,
    closed ? `closed ${closed}` : null,
    reason ? `because «${reason}»` : null,
    employee,
  ]
    .filter((fact) => fact !== null)
    .join(", ");
}

// ------------------------------------------------------------------------------------------------------------------ the card

function renderCard(typed: string, { text, findings, archived }: Normalised): string[] {
  const lines = text === typed ? ["(as typed)"] : showInvisible(text).split("\n").map(inset);
  const found = findings.map(({ rule, line }) => `! ${rule}${line === null ? "" : `: ${lineAt(text, line)}`}`);
  return [...lines, ...found, ...archived.map(tellArchived)];
}

function inset(line: string): string {
  return `  ${line}`.trimEnd();
}

function lineAt(text: string, line: number): string {
  return showInvisible((text.split("\n")[line] ?? "").trim());
}

function tellArchived({ reason, text, now }: ArchivedLine): string {
  const into = now === null ? "" : ` → ${showInvisible(now).replaceAll("\n", " ⏎ ")}`;
  return `~ ${reason}: ${showInvisible(text)}${into}`;
}
