import type { Card, Step } from "../../card/model.ts";
import type { ClientView } from "../../reports/lookup.ts";

/** The card as `--json` shows it: the shape is promised in the docs, so it is written out here and follows no model by chance. */
export function cardDocument({ orders, log, earlier, free, findings }: Card) {
  return {
    orders: orders.map(
      ({ number, title, amount, currency, paid, state, stage, opened, closed, reason, employee, steps }) => ({
        number,
        title: title === "" ? null : title,
        amount,
        currency,
        paid,
        state,
        stage,
        opened,
        closed,
        reason,
        employee,
        steps: steps.map(stepDocument),
      }),
    ),
    log: log.map(stepDocument),
    earlier: earlier && {
      done: earlier.done,
      lost: earlier.lost,
      amount: earlier.amount,
      amounts: earlier.amounts,
      from: earlier.from,
      to: earlier.to,
    },
    free,
    findings: findings.map(({ rule, severity, line, range, message }) => ({ rule, severity, line, range, message })),
  };
}

function stepDocument({ date, time, text, employee, kind }: Step) {
  return { date, time, text, employee, kind };
}

export function clientDocument(view: ClientView) {
  const { resourceName, name, kind, marker, labels, phones, emails, addresses, lastTouch, due, link, notes, card } =
    view;
  return {
    resourceName,
    name,
    kind,
    marker,
    labels,
    phones,
    emails,
    addresses,
    lastTouch,
    due,
    link,
    notes,
    card: cardDocument(card),
  };
}
