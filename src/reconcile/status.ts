import type { Card, Order, Step } from "../card/model.ts";
import { daysBetween, type IsoDay } from "../lib/day.ts";
import type { StatusRole } from "./labels.ts";

/** A follow-up that nobody has met yet. */
export type FollowUp = {
  day: IsoDay;
  text: string;
  employee: string | null;
  order: number | null;
  overdueDays: number;
};

/** The status labels that a card earns today: a pure function of the card, the day and the findings. */
export function statusRoles(
  card: Card,
  today: IsoDay,
  callBackDays: number | null,
  needsPerson: boolean,
): Set<StatusRole> {
  const roles = new Set<StatusRole>();
  if (card.orders.some((order) => order.state === "open")) roles.add("status:in-work");
  if (isCallBackDue(card, today, callBackDays)) roles.add("status:call-back");
  if (needsPerson) roles.add("status:check-card");
  return roles;
}

/** A follow-up is due, or (unless `callBackDays` is `null`) a conversation (a log, or an open order no further than the offer) has been untouched for `callBackDays`. */
export function isCallBackDue(card: Card, today: IsoDay, callBackDays: number | null): boolean {
  if (dueFollowUps(card, today).length > 0) return true;
  if (callBackDays === null) return false;
  const open = card.orders.filter((order) => order.state === "open");
  const early = open.filter((order) => order.stage === null || order.stage === "enquiry" || order.stage === "offer");
  if (open.length > early.length) return false;
  if (early.length === 0 && !talksSinceLastOrder(card)) return false;
  const touched = lastTouch(card);
  return touched !== null && daysBetween(touched, today) >= callBackDays;
}

/** A log line later than every outcome: somebody spoke with the client and no order came of it yet. */
function talksSinceLastOrder(card: Card): boolean {
  const spoken = latest(card.log.map(happened));
  const closed = latest(card.orders.map((order) => order.closed));
  return spoken !== null && (closed === null || spoken > closed);
}

export function dueFollowUps(card: Card, today: IsoDay): FollowUp[] {
  const ofOrder = (order: Order) => order.steps.map((step) => ({ step, order: order.number }));
  const open = card.orders.filter((order) => order.state === "open");
  return [...open.flatMap(ofOrder), ...card.log.map((step) => ({ step, order: null }))]
    .filter(({ step }) => step.kind === "plan" && !step.met && step.date !== null && step.date <= today)
    .map(({ step, order }) => ({
      day: step.date!,
      text: step.text,
      employee: step.employee,
      order,
      overdueDays: daysBetween(step.date!, today),
    }))
    .sort((a, b) => (a.day < b.day ? -1 : a.day > b.day ? 1 : 0));
}

/** The last day on which something happened with the client: steps, outcomes and log lines, never plans. */
export function lastTouch(card: Card): IsoDay | null {
  return latest([
    ...card.orders.flatMap((order) => [order.opened, order.closed, ...order.steps.map(happened)]),
    ...card.log.map(happened),
  ]);
}

function latest(days: (IsoDay | null)[]): IsoDay | null {
  return days.reduce<IsoDay | null>((last, day) => (day !== null && (last === null || day > last) ? day : last), null);
}

function happened(step: Step): IsoDay | null {
  return step.kind === "plan" ? null : step.date;
}
