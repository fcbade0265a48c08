import { type Grammar, personLines } from "../../card/index.ts";
import type { Risk } from "../../reconcile/guard.ts";
import type { Change, Plan } from "../../reconcile/plan.ts";
import type { Applied } from "../../sync/applied.ts";
import { errorWords } from "./error-text.ts";
import type { Look } from "./look.ts";
import { indented } from "./width.ts";

/** What a plan would do, in counts. */
export function planView(plan: Plan, risks: Risk[], look: Look): string {
  const { words, style, width } = look;
  const { plan: said } = words.views;
  const lines = changeLines(plan.changes, look);
  if (lines.length === 0) return said.nothing;
  const [first, last] = [plan.numbers[0], plan.numbers.at(-1)];
  if (first !== undefined && last !== undefined) lines.push(said.numbers(first, last));
  const objections = risks.length > 0 ? ["", riskView(risks, look)] : [];
  return [style.bold(said.title), ...lines.map((line) => indented(line, 2, width)), ...objections].join("\n");
}

function changeLines(changes: Change[], { words }: Look): string[] {
  const { plan: said } = words.views;
  const of = <T extends Change["type"]>(type: T) =>
    changes.filter((change): change is Extract<Change, { type: T }> => change.type === type);
  const names = (list: { name: string }[]) => list.map(({ name }) => name).join(", ");
  const [made, dropped] = [of("create-label"), of("delete-label")];
  const counted = (type: Change["type"], line: (n: number) => string) => {
    const n = of(type).length;
    return n > 0 ? [line(n)] : [];
  };
  return [
    ...(made.length > 0 ? [said.createLabels(made.length, names(made))] : []),
    ...counted("create", said.create),
    ...counted("update", said.update),
    ...of("members").map(({ name, add, remove }) => said.members(name, add.length, remove.length)),
    ...counted("delete", said.delete),
    ...(dropped.length > 0 ? [said.deleteLabels(dropped.length, names(dropped))] : []),
  ];
}

function riskView(risks: Risk[], { words, style, width }: Look): string {
  const reasons = risks.map((risk) => JSON.stringify(risk));
  const { details = [] } = errorWords({ code: "unsafe-plan", reasons }, words);
  return [style.warn(words.views.plan.risks), ...details.map((line) => indented(line, 2, width))].join("\n");
}

/** What a run did, and what it could not do. */
export function appliedView(applied: Applied, look: Look): string {
  const { words, style } = look;
  const { applied: said } = words.views;
  const counts: [number, (n: number) => string][] = [
    [applied.labels, said.labels],
    [applied.created, said.created],
    [applied.updated, said.updated],
    [applied.deleted, said.deleted],
    [applied.membersAdded, said.membersAdded],
    [applied.membersRemoved, said.membersRemoved],
    [applied.stale.length, said.stale],
  ];
  const done = counts.filter(([n]) => n > 0).map(([n, line]) => line(n));
  const lines = [`${style.good(said.title(applied.run))} ${done.length > 0 ? done.join(", ") : said.nothing}`];
  lines.push(...parkedView(applied.parked, look));
  if (applied.inDoubt.length > 0)
    lines.push(style.warn(said.inDoubt), ...applied.inDoubt.map(({ subject, display }) => `  ${display || subject}`));
  return lines.join("\n");
}

/** Clients that the account refuses, each with what it said. */
export function parkedView(parked: Applied["parked"], { words, style, width }: Look): string[] {
  if (parked.length === 0) return [];
  const { applied: said } = words.views;
  const clients = parked.map(({ subject, display, detail }) => indented(`${display || subject}: ${detail}`, 2, width));
  return [style.bad(said.parked), ...clients, indented(said.parkedNext, 2, width)];
}

/** True when something of the plan did not arrive. */
export function isIncomplete(runs: Applied[]): boolean {
  return runs.some(({ parked, inDoubt }) => parked.length > 0 || inDoubt.length > 0);
}

/** The lines that a plan adds to a card, the program's own apart. */
export function addedLines(plan: Plan, grammar: Grammar, look: Look): string[] {
  return plan.changes.flatMap((change) => {
    if (change.type !== "update") return [];
    const own = new Set(personLines(grammar, change.after.biographies?.[0]?.value ?? ""));
    const { added } = noteDifference(change.before, change.after);
    return added.filter((line) => own.has(line)).map((line) => indented(line, 2, look.width));
  });
}

type Fields = { biographies?: { value?: string }[] };

/** Lines that came and lines that went, blanks apart. */
export function noteDifference(before: Fields, after: Fields): { added: string[]; removed: string[] } {
  const linesOf = (fields: Fields) => (fields.biographies?.[0]?.value ?? "").split("\n").filter((line) => line.trim());
  const [old, now] = [linesOf(before), linesOf(after)];
  return { added: now.filter((line) => !old.includes(line)), removed: old.filter((line) => !now.includes(line)) };
}
