import type { Draft, DraftOrder } from "../../src/client/draft.ts";
import { hashOf } from "../../src/lib/hash.ts";
import { applyPlan } from "../../src/sync/apply.ts";
import { prepareImport } from "../../src/sync/prepare-import.ts";
import { catchUp, settleDown } from "../../src/sync/sync-once.ts";
import type { TestOffice } from "./office.ts";

/** Drafts of a foreign base as a test spells them out, and their way into an office. */
const keyOf = (draft: Draft) => hashOf(draft.sources.map(({ hash }) => hash)).slice(0, 32);

export function draft(fields: {
  row: number;
  name: string;
  phone?: string;
  id?: string;
  cells?: Record<string, string>;
  orders?: DraftOrder[];
  notes?: string[];
}): Draft {
  const { row, name, phone, id = null, orders = [], notes = [] } = fields;
  // A row that says something else is another row: its hash is made of everything that stands in it.
  const cells: Record<string, string> = {
    name,
    ...(phone ? { phone } : {}),
    ...(orders.length > 0 ? { order: orders.map(({ title }) => title).join("\n") } : {}),
    ...(notes.length > 0 ? { notes: notes.join("\n") } : {}),
    ...fields.cells,
  };
  return {
    name: { display: name, given: name, family: "", middle: "", company: false },
    phones: phone ? [{ value: phone, e164: phone, type: null }] : [],
    emails: [],
    addresses: [],
    organization: null,
    marker: null,
    orders: orders.map((one) => ({ ...one, source: hashOf(cells) })),
    notes: notes.map((text) => ({ text, sources: [hashOf(cells)] })),
    variants: {},
    sources: [{ file: "base.xlsx", sheet: "1", row, id, hash: hashOf(cells), cells }],
  };
}

export function order(title: string, row = 2, source = ""): DraftOrder {
  const status = { typed: "done", state: "done" as const, stage: null };
  return {
    title,
    amount: 40_000,
    amountTyped: null,
    currency: "AMD",
    status,
    date: "2024-03-14",
    dateTyped: null,
    employee: "Анна",
    notes: [],
    row,
    source,
  };
}

export async function importAll(office: Pick<TestOffice, "road">, drafts: Draft[], create = true) {
  await catchUp(office.road);
  const { plan, items } = await prepareImport(office.road, drafts, { create, keyOf });
  await applyPlan(office.road, plan, "test");
  await settleDown(office.road, {});
  return items;
}

export const outcomes = (items: Awaited<ReturnType<typeof importAll>>) =>
  items.map((item) => (item.outcome === "conflict" ? item.reason : item.outcome));
