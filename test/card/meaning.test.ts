import fc from "fast-check";
import { expect, it } from "vitest";
import { parseNotes } from "../../src/card/index.ts";
import { meaningOf, saysTheSame } from "../../src/card/meaning.ts";
import { grammarOf, TODAY } from "../support/cards.ts";

const read = (text: string) => parseNotes(grammarOf("en"), text, { today: TODAY }).card;

const blocks = fc.constantFrom(
  "Order #1 – sofa – 100 000 AMD\n01.02.2026 called (Anna)\n03.02.2026 done",
  "Order #1 – sofa – 100 000 AMD\n01.02.2026 called",
  "Order #2 – table\n05.02.2026 prepaid",
  "Order – chair",
  "05.02.2026 rang about a chair",
  "06.02.2026  rang about  a chair",
  "06.02.2026 rang about a chair",
  "likes oak",
  "likes  oak",
);
const cards = fc.array(blocks, { maxLength: 4 }).map((list) => list.join("\n\n"));

it("two cards say the same exactly when what they mean, written out, is the same", () => {
  fc.assert(
    fc.property(cards, cards, fc.integer(), (one, other, turn) => {
      const list = one.split("\n\n");
      const at = Math.abs(turn) % list.length;
      const turned = [...list.slice(at), ...list.slice(0, at)].join("\n\n");
      for (const text of [other, turned, one])
        expect(saysTheSame(read(one), read(text))).toBe(meaningOf(read(one)) === meaningOf(read(text)));
    }),
  );
});
