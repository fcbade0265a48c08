import { describe, expect, test } from "vitest";
import { compileGrammar } from "../../src/card/index.ts";
import { cardMaker, type NewClient } from "../../src/reconcile/draft-client.ts";
import { kindReader } from "../../src/reconcile/kinds.ts";
import { viewLabels } from "../../src/reconcile/labels.ts";
import type { Office } from "../../src/reconcile/reconcile-client.ts";
import { makeCards } from "../../src/use-cases/make-cards.ts";
import { draft, order } from "../support/drafts.ts";
import { shippedTemplate } from "../support/template.ts";

/** `first`: the number of the first order that is given one. */
function openOffice(first: number): Office {
  const template = shippedTemplate();
  const grammar = compileGrammar(template.card);
  const labels = viewLabels(template, [], new Map());
  let last = first - 1;
  return {
    template,
    grammar,
    kindOf: kindReader(template, labels, grammar),
    labels,
    today: "2026-11-23",
    now: Date.parse("2026-11-23T18:00:00+04:00"),
    nextNumber: () => ++last,
    compact: false,
  };
}

const COUNT = 2_000;
/** Of every fiftieth client a remark tells of an order as well. */
const clients: NewClient[] = Array.from({ length: COUNT }, (_, index) => ({
  draft: {
    ...draft({ row: index + 2, name: `Client ${index}`, phone: `+374910${String(index).padStart(5, "0")}` }),
    marker: index % 3 === 0 ? "wholesale" : null,
    orders: [{ ...order(`table ${index}`), notes: ["14.03.2024 measured (Anna)", "ring twice"] }],
    notes: index % 50 === 7 ? [{ text: "Order: sofa", sources: [] }] : [],
  },
  numbers: [index + 1],
}));

describe("the cards of many new clients", () => {
  test("made by two threads are those that one would make, with numbers in the order of the clients", async () => {
    const made = await makeCards(openOffice(COUNT + 1), clients);
    const office = openOffice(COUNT + 1);
    expect(made).toEqual(clients.map(cardMaker(office, office.nextNumber)));
    const told = made
      .filter(({ notes }) => notes.includes("sofa"))
      .map(({ notes }) => notes.match(/Order (\d+): sofa/)?.[1]);
    expect(told).toEqual(Array.from({ length: COUNT / 50 }, (_, index) => String(COUNT + 1 + index)));
  });

  test("fail as a whole when one of them does", async () => {
    const broken = clients.with(COUNT - 1, { draft: { ...clients[0]!.draft, orders: null as never }, numbers: [] });
    await expect(makeCards(openOffice(1), broken)).rejects.toThrow(TypeError);
  });
});
