/** What a base says of an order, in the words of the card. */
import { describe, expect, it } from "vitest";
import { compileGrammar } from "../../src/card/index.ts";
import { composeOrder } from "../../src/reconcile/compose-draft.ts";
import { readStatus } from "../../src/sheets/read-status.ts";
import { order } from "../support/drafts.ts";
import { shippedTemplate } from "../support/template.ts";

const grammar = compileGrammar(shippedTemplate("ru").card);
const composed = (status: string) =>
  composeOrder(grammar, { ...order("стол"), employee: null, status: readStatus(status) }, 7);

describe("an order that has ended", () => {
  it.each([
    ["отказ", "Заказ 7: стол, 40 000 AMD – отказ 14.03.2024"],
    ["отказ, дорого", "Заказ 7: стол, 40 000 AMD – отказ 14.03.2024: дорого"],
    ["отказался - нашёл дешевле", "Заказ 7: стол, 40 000 AMD – отказ 14.03.2024: нашёл дешевле"],
    ["մերժվեց՝ թանկ է", "Заказ 7: стол, 40 000 AMD – отказ 14.03.2024: թանկ է"],
    ["Выполнено", "Заказ 7: стол, 40 000 AMD – выполнен 14.03.2024"],
  ])("keeps the reason that stands beside its outcome (%s)", (status, line) => {
    expect(composed(status).replace(/\u00a0|\u202f/g, " ")).toBe(line);
  });

  it.each(["выполнен (доставка 2 раза)", "сдан, забрал сам", "не купил: нет денег", "передумала, ждёт скидку"])(
    "keeps every word of its status (%s)",
    (status) => {
      for (const word of status.match(/[\p{L}\d]+/gu) ?? [])
        if (!/^выполнен$/.test(word)) expect(composed(status)).toContain(word);
    },
  );
});
