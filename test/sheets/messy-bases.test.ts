/** Bases with a known truth, messy in every way that the office's own may be: all of it is recovered, and every cell accounted for. */
import { describe, expect, it } from "vitest";
import type { Draft } from "../../src/client/draft.ts";
import { type DraftsRead, readDrafts } from "../../src/sheets/index.ts";
import { MESSES, messyBase, type TrueClient } from "./messy-bases.ts";
import { byPhone, officeContext } from "./read-sample.ts";

const SEEDS = Array.from({ length: Number(process.env.MESSY_RUNS ?? 6) }, (_, index) => 20_261_123 + index);

const words = (name: string) => name.toLowerCase().split(/\s+/).sort().join(" ");

function asTruth({ name, phones, emails, marker, orders }: Draft): TrueClient {
  return {
    name: words(name.display),
    phones: phones.map(({ e164, value }) => e164 ?? value).sort(),
    email: emails[0]?.value ?? null,
    group: marker ?? "",
    orders: orders
      .map(({ title, amount, status, date }) => ({
        title,
        amount: amount ?? 0,
        state: status?.state ?? "open",
        date: date ?? "",
      }))
      .sort((a, b) => a.title.localeCompare(b.title)),
  };
}

function plain(client: TrueClient): TrueClient {
  const orders = client.orders.toSorted((a, b) => a.title.localeCompare(b.title));
  return { ...client, name: words(client.name), phones: client.phones.toSorted(), orders };
}

/** Everything that is said of a client, and where a fate must have left its value. */
function holds(draft: Draft, fate: string, value: string): boolean {
  const notes = [...draft.notes.map(({ text }) => text), ...draft.orders.flatMap((order) => order.notes)];
  switch (fate) {
    case "name":
      return draft.name.display === value;
    case "variant":
      return draft.variants.name?.some((typed) => typed.includes(value)) ?? false;
    case "phone":
      return draft.phones.some(({ e164 }) => value.startsWith(e164 ?? "none"));
    case "email":
      return draft.emails.some((mail) => mail.value === value);
    case "group":
      return draft.marker === value;
    case "note":
    case "order-note":
      return notes.includes(value);
    case "order":
      return draft.orders.some(({ title }) => title === value);
    case "amount":
      return draft.orders.some(({ amount, currency }) => `${amount} ${currency}` === value);
    case "status":
      return draft.orders.some(({ status }) => [status?.state, status?.stage].filter(Boolean).join(", ") === value);
    case "date":
      return draft.orders.some(({ date }) => date === value);
    case "row-id":
      return draft.sources.some(({ id }) => id === value);
    default:
      return false;
  }
}

function unaccounted(read: DraftsRead, rows: number[]): string[] {
  return rows.flatMap((row) => {
    const [explained] = read.explain(row);
    if (!explained) return [`row ${row}`];
    const { fate, cells } = explained;
    return cells.flatMap(({ title, text, fates }) => {
      if (fates.length === 0) return [`row ${row}, ${title}: ${text} has no fate`];
      if (fate.kind !== "client") return [];
      return fates.flatMap((one) =>
        holds(fate.draft, one.fate, one.value) ? [] : [`row ${row}, ${title}: ${one.fate} ${one.value} is not there`],
      );
    });
  });
}

describe.each(Object.entries(MESSES))("%s", (_, mess) => {
  it.each(SEEDS)("is read as it truly is (seed %i)", (seed) => {
    const { base, clients } = messyBase(seed, mess);
    const read = readDrafts(base, officeContext());
    expect(read.questions).toEqual([]);
    const found = byPhone(read.drafts);
    expect(clients.map(({ phones }) => asTruth(found.get(phones[0]!)!))).toEqual(clients.map(plain));
    expect(read.drafts).toHaveLength(clients.length);
    expect(read.rejected.filter(({ reason }) => !["totals", "subheader", "empty"].includes(reason))).toEqual([]);
    const rows = base.sheets[0]!.rows.map(({ row }) => row);
    expect(unaccounted(read, rows)).toEqual([]);
  });
});
