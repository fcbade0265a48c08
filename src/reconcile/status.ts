import { lastTouch as lastTouchAmong } from "../card/index.ts";
import type { Card, Step } from "../card/model.ts";
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
  const isOpen = ({ state }: Card["orders"][number]) => state === "open";
  const due = (step: Step) => isDue(step, today);
  if (card.orders.some((order) => isOpen(order) && order.steps.some(due)) || card.log.some(due)) return true;
  if (callBackDays === null) return false;
  const open = card.orders.filter(isOpen);
  const early = open.filter(({ stage }) => stage === null || stage === "enquiry" || stage === "offer");
  if (open.length > early.length) return false;
  if (early.length === 0 && !talksSinceLastOrder(card)) return false;
  const touched = lastTouch(card);
  return touched !== null && daysBetween(touched, today) >= callBackDays;
}

/** A log line later than every outcome: somebody spoke with the client and no order came of it yet. */
function talksSinceLastOrder(card: Card): boolean {
  const spoken = lastTouchAmong([], card.log);
  return spoken !== null && card.orders.every(({ closed }) => closed === null || spoken > closed);
}

export function dueFollowUps(card: Card, today: IsoDay): FollowUp[] {
  const open = card.orders.filter((order) => order.state === "open");
  return [
    ...open.flatMap(({ steps, number }) => steps.map((step) => ({ step, order: number }))),
    ...card.log.map((step) => ({ step, order: null })),
  ]
    .filter(({ step }) => isDue(step, today))
    .map(({ step, order }) => ({
      day: step.date!,
      text: step.text,
      employee: step.employee,
      order,
      overdueDays: daysBetween(step.date!, today),
    }))
    .sort((a, b) => (a.day < b.day ? -1 : a.day > b.day ? 1 : 0));
}

function isDue({ kind, met, date }: Step, today: IsoDay): boolean {
  return kind === "plan" && !met && date !== null && date <= today;
}

/** The last day on which something happened with the client: steps, outcomes and log lines, never plans. */
export function lastTouch({ orders, log }: Card): IsoDay | null {
  return lastTouchAmong(orders, log);
}
