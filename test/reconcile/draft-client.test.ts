/** Clients that the account lacks, and when their cards are made. */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { compileGrammar } from "../../src/card/index.ts";
import { stageNames } from "../../src/card/phrases.ts";
import type { Draft } from "../../src/client/draft.ts";
import { createOf } from "../../src/reconcile/draft-client.ts";
import { kindReader } from "../../src/reconcile/kinds.ts";
import { viewLabels } from "../../src/reconcile/labels.ts";
import type { Office } from "../../src/reconcile/reconcile-client.ts";
import { anyLine } from "../support/any-text.ts";
import { draft, order } from "../support/drafts.ts";
import { shippedTemplate } from "../support/template.ts";

/** An office that counts the order numbers it gives. */
function anOffice(language: "en" | "ru" | "hy") {
  const template = shippedTemplate(language);
  const grammar = compileGrammar(template.card);
  const labels = viewLabels(template, [], new Map());
  let number = 0;
  const office: Office = {
    template,
    grammar,
    kindOf: kindReader(template, labels, grammar),
    labels,
    today: "2026-11-23",
    now: Date.parse("2026-11-23T18:00:00+04:00"),
    nextNumber: () => ++number,
    compact: false,
  };
  return { office, given: () => number };
}

const anyRemark = fc.oneof(
  anyLine,
  fc.constantFrom(
    "Заказ: шкаф",
    "Order: sofa",
    "Պատվեր՝ սեղան",
    "12.03.2024 Заказ: стол",
    "- Order – chair",
    "Заказ 7: стул",
  ),
);
const anyOrder = fc
  .record({
    title: fc.constantFrom("стол", "Заказ: диван", "sofa", "սեղան"),
    notes: fc.array(anyRemark, { maxLength: 3 }),
    typed: fc.oneof(fc.constantFrom("done", "Заказ: отменён", "ждёт", "в работе", ""), anyRemark),
    state: fc.constantFrom("open" as const, "done" as const, "lost" as const),
    stage: fc.constantFrom(null, ...stageNames),
    employee: fc.constantFrom(null, "Анна"),
    date: fc.constantFrom(null, "2024-03-14"),
    dateTyped: fc.option(anyRemark),
    amountTyped: fc.option(anyRemark),
  })
  .map(({ typed, state, stage, ...rest }) => ({ ...order(rest.title), ...rest, status: { typed, state, stage } }));
const anyDraft = fc
  .record({ orders: fc.array(anyOrder, { maxLength: 3 }), notes: fc.array(anyRemark, { maxLength: 4 }) })
  .map((fields): Draft => draft({ row: 2, name: "Анна", ...fields }));

describe("the card of a new client", () => {
  test("is the same whenever somebody asks for it, and needs no order number that was not given before", () => {
    fc.assert(
      fc.property(
        fc.constantFrom("en" as const, "ru" as const, "hy" as const),
        fc.array(anyDraft, { maxLength: 5 }),
        fc.infiniteStream(fc.nat()),
        (language, drafts, places) => {
          const [late, early] = [anOffice(language), anOffice(language)];
          const changes = drafts.map((one, index) => createOf(late.office, one, `key ${index}`));
          const given = late.given();
          const shuffled = changes.map((change) => ({ change, place: places.next().value! }));
          shuffled.sort((a, b) => a.place - b.place);
          for (const { change } of shuffled) expect(change.person.clientData).toBeDefined();
          expect(late.given()).toBe(given);
          const atOnce = drafts.map((one, index) =>
            structuredClone({ ...createOf(early.office, one, `key ${index}`) }),
          );
          expect(changes.map((change) => ({ ...change }))).toEqual(atOnce);
          expect(early.given()).toBe(given);
        },
      ),
      { numRuns: 150 },
    );
  });

  test("tells an order that a remark begins by a number of its own, after those of the orders", () => {
    const { office, given } = anOffice("ru");
    const change = createOf(
      office,
      draft({ row: 2, name: "Анна", orders: [order("стол")], notes: ["Заказ: шкаф"] }),
      "k",
    );
    expect(given()).toBe(2);
    expect(change.person.biographies?.[0]?.value).toContain("Заказ 2: шкаф");
  });

  test("stands in the plan as JSON with all its parts", () => {
    const { office } = anOffice("en");
    const change = createOf(office, draft({ row: 2, name: "Anna", orders: [order("table")] }), "k");
    expect(Object.keys(JSON.parse(JSON.stringify(change)))).toEqual([
      "type",
      "key",
      "display",
      "person",
      "labels",
      "archive",
      "findings",
      "sources",
    ]);
  });
});
