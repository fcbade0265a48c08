/** The reports by name: rows of plain values under named columns, for a terminal, JSON or a sheet. */
import { appError } from "../lib/errors.ts";
import type { Store } from "../ports.ts";
import { isCallBackDue } from "../reconcile/status.ts";
import { type ClientView, clientViews, type Office } from "./lookup.ts";

export const REPORTS = ["orders", "callbacks", "contacts"] as const;
export type ReportName = (typeof REPORTS)[number];

/** Column keys are stable; their titles are made at the edge, in the reader's language. */
export type Report = { name: ReportName; columns: string[]; rows: Record<string, string | number | null>[] };
export type Period = { from: string | null; to: string | null };

const builders: Record<ReportName, { columns: string[]; rows: (view: ClientView, office: Office) => Report["rows"] }> =
  {
    orders: {
      columns: [
        "number",
        "client",
        "title",
        "state",
        "stage",
        "amount",
        "currency",
        "paid",
        "opened",
        "closed",
        "employee",
      ],
      rows: ({ name, card }) =>
        card.orders.map(({ number, title, state, stage, amount, currency, paid, opened, closed, employee, steps }) => ({
          number,
          client: name,
          title,
          state,
          stage,
          amount,
          currency,
          paid,
          opened,
          closed,
          employee: employee ?? steps.findLast((step) => step.employee)?.employee ?? null,
        })),
    },
    callbacks: {
      columns: ["due", "overdueDays", "client", "phone", "order", "text", "employee", "lastTouch"],
      rows: (view, office) => {
        const { name, phones, due, lastTouch, card } = view;
        const base = { client: name, phone: phones[0] ?? null, lastTouch };
        if (due.length > 0)
          return due.map(({ day, overdueDays, order, text, employee }) => ({
            due: day,
            overdueDays,
            ...base,
            order,
            text,
            employee,
          }));
        if (!isCallBackDue(card, office.today, office.template.callBackDays)) return [];
        const last = [...card.orders.flatMap(({ steps }) => steps), ...card.log]
          .filter(({ date }) => date === lastTouch)
          .at(-1);
        return [
          {
            due: null,
            overdueDays: null,
            ...base,
            order: null,
            text: last?.text ?? null,
            employee: last?.employee ?? null,
          },
        ];
      },
    },
    contacts: {
      columns: ["client", "marker", "phone", "lastTouch", "open", "done", "lost", "labels"],
      rows: ({ name, marker, phones, lastTouch, card, labels }) => {
        const count = (state: string) => card.orders.filter((order) => order.state === state).length;
        return [
          {
            client: name,
            marker,
            phone: phones[0] ?? null,
            lastTouch,
            open: count("open"),
            done: count("done") + (card.earlier?.done ?? 0),
            lost: count("lost") + (card.earlier?.lost ?? 0),
            labels: labels.join(", "),
          },
        ];
      },
    },
  };

/** The day by which a row falls into a period. */
const dayOf: Record<ReportName, (row: Report["rows"][number]) => string | number | null | undefined> = {
  orders: (row) => row.closed ?? row.opened,
  callbacks: (row) => row.due ?? row.lastTouch,
  contacts: (row) => row.lastTouch,
};

export async function buildReport(store: Store, office: Office, name: string, period: Period): Promise<Report> {
  const builder = builders[name as ReportName];
  if (!builder) throw appError({ code: "usage", problem: `no report is called “${name}”`, next: REPORTS.join(", ") });
  const viewOf = await clientViews(store, office);
  const rows: Report["rows"] = [];
  for await (const row of store.mirror.all()) rows.push(...builder.rows(viewOf(row), office));
  const day = dayOf[name as ReportName];
  const kept = rows.filter((row) => isWithin(day(row), period));
  return { name: name as ReportName, columns: builder.columns, rows: kept.sort((a, b) => descending(day(a), day(b))) };
}

function isWithin(day: string | number | null | undefined, { from, to }: Period): boolean {
  if (from === null && to === null) return true;
  if (typeof day !== "string") return false;
  return (from === null || day >= from) && (to === null || day <= to);
}

function descending(a: unknown, b: unknown): number {
  const [left, right] = [String(a ?? ""), String(b ?? "")];
  return left < right ? 1 : left > right ? -1 : 0;
}
