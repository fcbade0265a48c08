import type { Card, Finding, Order, Step } from "../../card/model.ts";
import { orderLine } from "./client-view.ts";
import { joined, type Look } from "./look.ts";
import { indented } from "./width.ts";

/** What notes mean, for a person who tries the grammar out. */
export function cardView(card: Card, look: Look): string {
  const { words, style, width } = look;
  const { card: said } = words.views;
  const parts: string[] = [];
  const add = (title: string, lines: string[]) => {
    if (lines.length > 0) parts.push([style.bold(title), ...lines].join("\n"));
  };
  const steps = (list: Step[], indent: number) => list.map((step) => indented(stepLine(step, look), indent, width));
  add(
    said.orders,
    card.orders.flatMap((order) => [indented(orderState(order, look), 2, width), ...steps(order.steps, 4)]),
  );
  add(said.log, steps(card.log, 2));
  if (card.earlier) {
    const { done, lost } = card.earlier;
    parts.push(`${style.bold(words.views.earlier)}: ${words.views.doneCount(done)}, ${words.views.lostCount(lost)}`);
  }
  add(
    said.free,
    card.free.map((line) => indented(line, 2, width)),
  );
  if (card.findings.length > 0) add(said.findings, [findingLines(card.findings, look)]);
  return parts.length === 0 ? said.empty : parts.join("\n\n");
}

/** One finding a line, with the line of the notes that it is about. */
export function findingLines(findings: Finding[], { words, style, width }: Look): string {
  const { card: said } = words.views;
  if (findings.length === 0) return said.clean;
  return findings
    .map(({ rule, severity, line, message }) => {
      const place = line === null ? said.wholeCard : said.line(line + 1);
      const paint = severity === "ask" ? style.warn : style.dim;
      return indented(`${place}: ${paint(message)} ${style.dim(`[${rule}, ${said.severities[severity]}]`)}`, 2, width);
    })
    .join("\n");
}

function orderState(order: Order, look: Look): string {
  const { views, format } = look.words;
  const { state, closed, reason, employee } = order;
  const end =
    state === "open" ? "" : joined([views.states[state], closed && format.day(closed), reason, employee], ", ");
  return joined([orderLine(order, look), end || views.states.open]);
}

function stepLine({ date, time, text, employee, kind }: Step, { words }: Look): string {
  const { views, format } = words;
  const when = date === null ? views.undated : joined([format.day(date), time], " ");
  const mark = kind === "plan" ? "→ " : kind === "outcome" ? "■ " : "";
  return `${mark}${when}  ${text.split("\n").join(" ")}${employee === null ? "" : ` (${employee})`}`;
}
