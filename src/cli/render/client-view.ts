/** One client as a person wants to see it: at a call (brief), or with the whole card. */
import type { Order, Step } from "../../card/model.ts";
import type { ClientView } from "../../reports/lookup.ts";
import { joined, type Look } from "./look.ts";
import { indented } from "./width.ts";

/** Three to six lines: who it is, what is open, what is due, when somebody last spoke with them. */
export function clientBrief(view: ClientView, look: Look): string {
  const { words, style, width } = look;
  const { views, format } = words;
  const { card } = view;
  const open = card.orders.filter(({ state }) => state === "open");
  const lines = [
    joined([style.bold(view.name || views.noName), view.marker && style.accent(view.marker), ...view.phones]),
    ...open.map((order) => indented(orderLine(order, look), 2, width)),
    ...dueLines(view, look),
    touchLine(view, look),
    indented(closedLine(view, look), 2, width),
    view.labels.length > 0 ? style.dim(indented(view.labels.join(", "), 2, width)) : "",
  ];
  if (open.length === 0 && card.log.length === 0 && card.free.length > 0)
    lines.splice(1, 0, indented(card.free[0]!, 2, width));
  const undated = lines.filter((line) => line.trim() !== "").join("\n");
  return undated === "" ? format.day(null) : undated;
}

/** Everything, with the notes as they stand. */
export function clientCard(view: ClientView, look: Look): string {
  const { words, style, width } = look;
  const { views } = words;
  const { card, notes } = view;
  const contact: [string, string[]][] = [
    [views.phones, view.phones],
    [views.emails, view.emails],
    [views.addresses, view.addresses],
    [views.labels, view.labels],
  ];
  const open = card.orders.filter(({ state }) => state === "open");
  const head = joined([style.bold(view.name || views.noName), view.marker && style.accent(view.marker)]);
  const facts = contact
    .filter(([, values]) => values.length > 0)
    .map(([title, values]) => indented(`${style.dim(`${title}:`)} ${values.join(", ")}`, 2, width));
  const state = [
    ...open.map((order) => indented(orderLine(order, look), 2, width)),
    ...dueLines(view, look),
    ...nextLines(view, look),
    touchLine(view, look),
    indented(closedLine(view, look), 2, width),
  ].filter((line) => line.trim() !== "");
  const text =
    notes.trim() === ""
      ? []
      : [
          "",
          ...notes
            .trimEnd()
            .split("\n")
            .map((line) => noteLine(line, look)),
        ];
  return [head, ...facts, "", ...state, ...text, "", `  ${style.dim(view.link)}`].join("\n");
}

/** A line of the notes as it stands, beside a rule: never broken or cut by us. */
export function noteLine(line: string, { style }: Look): string {
  return `  ${style.dim("│")} ${line}`.trimEnd();
}

export function orderLine(order: Order, { words, style }: Look): string {
  const { views, format } = words;
  const { number, title, amount, currency, paid, stage } = order;
  const sum = amount === null ? null : format.money(amount, currency);
  const money =
    paid > 0 && sum
      ? views.paidOf(format.number(paid), sum)
      : paid > 0
        ? views.paid(format.money(paid, currency))
        : sum;
  const head = `${views.orderWord}${number === null ? "" : ` ${number}`}: ${title}`;
  return joined([head, stage && style.accent(views.stages[stage]), money]);
}

function dueLines({ due }: ClientView, { words, style, width }: Look): string[] {
  const { views } = words;
  return due.map(({ text, employee, order, overdueDays }) => {
    const when = overdueDays > 0 ? style.bad(views.overdue(overdueDays)) : style.warn(views.dueToday);
    return indented(`${when}: ${withEmployee(text, employee)}${order === null ? "" : ` (#${order})`}`, 2, width);
  });
}

/** The first plan that is not due yet. */
function nextLines({ card, due }: ClientView, { words, width }: Look): string[] {
  const open = card.orders.filter(({ state }) => state === "open").flatMap(({ steps }) => steps);
  const dueDays = new Set(due.map(({ day }) => day));
  const [next] = [...open, ...card.log]
    .filter((step): step is Step & { date: string } => step.kind === "plan" && !step.met && step.date !== null)
    .filter(({ date }) => !dueDays.has(date))
    .sort((a, b) => (a.date < b.date ? -1 : 1));
  if (!next) return [];
  const { views, format } = words;
  return [indented(`${views.dueOn(format.day(next.date))}: ${withEmployee(next.text, next.employee)}`, 2, width)];
}

function touchLine({ card, lastTouch }: ClientView, { words, width }: Look): string {
  if (lastTouch === null) return "";
  const { views, format } = words;
  const steps = [...card.orders.flatMap(({ steps }) => steps), ...card.log];
  const last = steps.findLast(({ date, kind }) => date === lastTouch && kind !== "plan");
  const said = last ? `: ${withEmployee(last.text, last.employee)}` : "";
  return indented(`${views.lastTouch(format.day(lastTouch))}${said}`, 2, width);
}

function closedLine({ card }: ClientView, { words }: Look): string {
  const { views } = words;
  const count = (state: Order["state"]) => card.orders.filter((order) => order.state === state).length;
  const done = count("done") + (card.earlier?.done ?? 0);
  const lost = count("lost") + (card.earlier?.lost ?? 0);
  return joined([done > 0 && views.doneCount(done), lost > 0 && views.lostCount(lost)]);
}

function withEmployee(text: string, employee: string | null): string {
  const first = text.split("\n").join(" ");
  return employee === null ? first : `${first} (${employee})`;
}
