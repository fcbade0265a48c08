import { composeStep, parseNotes } from "../card/index.ts";
import { appError } from "../lib/errors.ts";
import type { MirrorRow } from "../ports.ts";
import type { Plan } from "../reconcile/plan.ts";
import { biographies, clientChange } from "../reconcile/plan-changes.ts";
import { isFormatted, reconcileClient } from "../reconcile/reconcile-client.ts";
import { finishPlan, openNumbers, openOffice, sightOf } from "./prepare.ts";
import { officeTime, type Road } from "./road.ts";

/** A line to add to a card: to an order by its number, to the only open order if the text belongs there, else to the log. */
export type NewStep = {
  text: string;
  employee: string | null;
  at: { day: string; time: string | null } | null;
  order: number | null;
};

/**
 * The plan that adds one line to one client's card. To be called after `catchUp`. Throws `not-found` for an order that is not open,
 * `formatted-note` for a note that is no plain text: writing it as such would take its format away.
 */
export async function prepareStep(road: Road, row: MirrorRow, step: NewStep): Promise<Plan> {
  const { client } = row;
  if (isFormatted(client))
    throw appError({ code: "formatted-note", client: client.name.display || client.resourceName });
  const today = officeTime(road).day;
  const numbers = await openNumbers(road, [row]);
  const office = await openOffice(road, numbers.next, false);
  const { grammar } = office.kindOf(client.labels, row.base?.labels);
  const { orders } = parseNotes(grammar, client.notes, { today }).card;
  if (step.order !== null && !orders.some(({ number, state }) => number === step.order && state === "open")) {
    const candidates = orders.flatMap(({ number, state }) =>
      number !== null && state === "open" ? [`#${number}`] : [],
    );
    throw appError({ code: "not-found", what: "order", query: `#${step.order}`, candidates });
  }
  const { employee } = step;
  const line = composeStep(grammar, {
    date: step.at?.day ?? today,
    time: step.at?.time ?? null,
    text: step.text,
    employee,
  });
  const typed = step.order === null ? line : `#${step.order} ${line}`;
  const notes = client.notes.trim() === "" ? typed : `${client.notes.trimEnd()}\n\n${typed}`;
  const sight = await sightOf(road, row);
  const edited = { ...client, notes, updateTime: null, person: { ...client.person, biographies: biographies(notes) } };
  const result = reconcileClient(office, {
    ...sight,
    client: edited,
    base: sight.base ?? { notes: client.notes, labels: client.labels },
  });
  const change = clientChange(client, result, ["log"]);
  return finishPlan(road, "log", change ? [change] : [], numbers.given);
}
