import { describe, expect, it } from "vitest";
import type { Pile } from "../../src/ports.ts";
import type { StoreUnderTest } from "./store-builders.ts";

/** What every pile does: it gives back what was put on it, in parts, and leaves nothing behind. */
export function pileContract(opened: () => StoreUnderTest): void {
  async function partsOf<T>(pile: Pile<T>, most: number): Promise<T[][]> {
    const parts: T[][] = [];
    for await (const part of pile.parts(most)) parts.push(part);
    return parts;
  }

  describe("a pile", () => {
    it("gives back in parts of one kind what was put on it, kinds and items in the order in which they came", async () => {
      const pile = await opened().store.pile<{ n: number; text: string | null }>();
      const item = (n: number) => ({ n, text: n % 2 === 0 ? "Արամ «№ 5»" : null });
      await pile.put("notes", [item(1), item(2)]);
      await pile.put("names", [item(3)]);
      await pile.put("notes", [item(4), item(5)]);
      await pile.put("phones", []);
      expect(pile.size).toBe(5);
      expect(await partsOf(pile, 3)).toEqual([[item(1), item(2), item(4)], [item(5)], [item(3)]]);
      expect(await partsOf(pile, 2)).toEqual([[item(1), item(2)], [item(4), item(5)], [item(3)]]);
      await pile.close();
    });

    it("is its own: others of the same store, and of another process, hold something else", async () => {
      const [one, other] = [await opened().store.pile<number>(), await opened().store.pile<number>()];
      const foreign = await (await opened().second()).pile<number>();
      await one.put("a", [1]);
      await other.put("a", [2]);
      expect([await partsOf(one, 9), await partsOf(other, 9), await partsOf(foreign, 9)]).toEqual([[[1]], [[2]], []]);
      for (const pile of [one, other, foreign]) await pile.close();
    });
  });
}
