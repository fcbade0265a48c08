import type { Store } from "../ports.ts";
import { isCallBackDue } from "../reconcile/status.ts";
import { type ClientView, clientViews, type Office } from "./lookup.ts";

/** Sums by ISO 4217 code. */
export type Sums = Record<string, number>;

export type Figures = {
  clients: number;
  byMarker: Record<string, number>;
  orders: { open: number; done: number; lost: number };
  /** Amounts of the orders that name one. `doneSum` includes folded ones. */
  openSum: Sums;
  doneSum: Sums;
  lostSum: Sums;
  callBacksDue: number;
  /** Orders done by the month of their closing, `YYYY-MM`; folded ones have no month. */
  doneByMonth: Record<string, number>;
  findings: Record<string, number>;
  byEmployee: Record<string, { done: number; doneSum: Sums; steps: number }>;
};

/** The office's figures from the store, over all clients. */
export async function figures(store: Store, office: Office): Promise<Figures> {
  const viewOf = await clientViews(store, office);
  const views = async function* () {
    for await (const row of store.mirror.all()) yield viewOf(row);
  };
  return figuresOf(views(), office);
}

/** One pass, nothing kept but the sums. */
export async function figuresOf(views: AsyncIterable<ClientView>, office: Office): Promise<Figures> {
  const total: Figures = {
    clients: 0,
    byMarker: {},
    orders: { open: 0, done: 0, lost: 0 },
    openSum: {},
    doneSum: {},
    lostSum: {},
    callBacksDue: 0,
    doneByMonth: {},
    findings: {},
    byEmployee: {},
  };
  for await (const view of views) count(total, view, office);
  return total;
}

function count(total: Figures, view: ClientView, office: Office): void {
  const { card } = view;
  total.clients += 1;
  const marker = view.marker ?? "–";
  total.byMarker[marker] = (total.byMarker[marker] ?? 0) + 1;
  if (isCallBackDue(card, office.today, office.template.callBackDays)) total.callBacksDue += 1;
  for (const { rule } of card.findings) total.findings[rule] = (total.findings[rule] ?? 0) + 1;
  for (const order of card.orders) {
    total.orders[order.state] += 1;
    const sums = { open: total.openSum, done: total.doneSum, lost: total.lostSum }[order.state];
    addSum(sums, order.currency, order.amount);
    if (order.state === "done" && order.closed) {
      const month = order.closed.slice(0, 7);
      total.doneByMonth[month] = (total.doneByMonth[month] ?? 0) + 1;
    }
    const employee = order.employee ?? order.steps.findLast((step) => step.employee)?.employee;
    if (order.state === "done" && employee) {
      const theirs = employeeOf(total, employee);
      theirs.done += 1;
      addSum(theirs.doneSum, order.currency, order.amount);
    }
    for (const step of order.steps) if (step.employee) employeeOf(total, step.employee).steps += 1;
  }
  for (const step of card.log) if (step.employee) employeeOf(total, step.employee).steps += 1;
  if (card.earlier) {
    total.orders.done += card.earlier.done;
    total.orders.lost += card.earlier.lost;
    for (const [currency, amount] of Object.entries(card.earlier.amounts)) addSum(total.doneSum, currency, amount);
  }
}

function employeeOf(total: Figures, name: string) {
  const known = total.byEmployee[name];
  if (known) return known;
  const fresh = { done: 0, doneSum: {}, steps: 0 };
  total.byEmployee[name] = fresh;
  return fresh;
}

function addSum(sums: Sums, currency: string | null, amount: number | null): void {
  if (currency !== null && amount !== null) sums[currency] = (sums[currency] ?? 0) + amount;
}
