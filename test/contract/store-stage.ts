import fc from "fast-check";
import { beforeEach, describe, expect, it } from "vitest";
import type { Client } from "../../src/client/client.ts";
import type { Mirror, MirrorRow, Store } from "../../src/ports.ts";
import { client, collect, MONDAY, named, namesOf, type StoreUnderTest, TUESDAY, takeIn } from "./store-builders.ts";

const PHONE = { value: "+37491000001", e164: "+37491000001", type: null };
const DONE = { peopleToken: "t2", fullAt: MONDAY, at: TUESDAY };

/** What every mirror does with a full list: nothing before it is complete, then exactly the difference. */
export function stageContract(opened: () => StoreUnderTest): void {
  let store: Store;
  let mirror: Mirror;
  beforeEach(() => {
    store = opened().store;
    mirror = store.mirror;
  });

  describe("a full list", () => {
    it("shows nothing in the mirror before it is committed, and leaves none when it is given up", async () => {
      await takeIn(store, [client("people/c1")]);
      await mirror.stage([client("people/c2")]);
      expect(namesOf(await collect(mirror.all()))).toEqual(["people/c1"]);
      expect(await mirror.state()).toMatchObject({ peopleToken: "token-1", fullAt: null });
      await mirror.clearStage();
      await mirror.stage([client("people/c1")]);
      expect(await mirror.missingFromStage()).toEqual([]);
      await mirror.commitStage(DONE);
      expect(namesOf(await collect(mirror.all()))).toEqual(["people/c1"]);
      expect(await mirror.state()).toEqual({ peopleToken: "t2", fullAt: MONDAY, pulledAt: TUESDAY });
    });

    it("survives the closing of the store half-way without touching the mirror", async () => {
      await takeIn(store, [client("people/c1")]);
      await mirror.stage([client("people/c2")]);
      const again = await opened().reopen();
      expect(namesOf(await collect(again.mirror.all()))).toEqual(["people/c1"]);
      expect((await again.mirror.state()).fullAt).toBeNull();
    });

    it("starts empty after a commit", async () => {
      await mirror.stage([client("people/c1")]);
      await mirror.commitStage(DONE);
      expect(namesOf(await mirror.missingFromStage())).toEqual(["people/c1"]);
    });

    it("tells which of those who are gone are like one that is new, and keeps the base of whom it is told to", async () => {
      await takeIn(store, [
        client("people/c1", { notes: "same" }),
        client("people/c2", { notes: "was", key: "k" }),
        client("people/c3", { notes: "gone" }),
        client("people/c4", { notes: "known" }),
        client("people/c8", { notes: "called", phones: [PHONE] }),
      ]);
      const base = { notes: "same", labels: [] };
      await mirror.settle([{ resourceName: "people/c1", base, reconciled: "m", at: MONDAY }]);
      await mirror.stage([
        client("people/c5", { notes: "same" }),
        client("people/c6", { notes: "is", key: "k" }),
        client("people/c7", { notes: "other" }),
        client("people/c4", { notes: "gone" }),
        client("people/c9", { notes: "called twice", phones: [PHONE] }),
      ]);
      const moves = [
        { previous: "people/c1", resourceName: "people/c5" },
        { previous: "people/c2", resourceName: "people/c6" },
        { previous: "people/c8", resourceName: "people/c9" },
      ];
      expect(await mirror.alikeInStage()).toEqual(moves);
      await mirror.noteMoves(moves);
      expect(namesOf(await mirror.missingFromStage())).toEqual(["people/c3"]);
      await mirror.commitStage(DONE);
      expect(await mirror.get("people/c5")).toMatchObject({ base, reconciled: "m" });
      expect(namesOf(await collect(mirror.all()))).toEqual([
        "people/c4",
        "people/c5",
        "people/c6",
        "people/c7",
        "people/c9",
      ]);
    });

    it("takes the later answer when a contact moved from page to page during the list", async () => {
      await mirror.stage([client("people/c1", { notes: "early" })]);
      await mirror.stage([client("people/c1", { notes: "late" })]);
      await mirror.commitStage(DONE);
      expect((await mirror.get("people/c1"))?.client.notes).toBe("late");
    });

    it("keeps the base of a client under a new name, which is no deletion", async () => {
      await takeIn(store, [client("people/c1", { notes: "kept" }), client("people/c2", { notes: "two" })]);
      const moved = client("people/c3", { notes: "kept", previousResourceNames: ["people/c1"] });
      const grown = client("people/c4", { notes: "two, edited", previousResourceNames: ["people/c2"] });
      await mirror.stage([moved, grown]);
      expect(await mirror.missingFromStage()).toEqual([]);
      await mirror.commitStage(DONE);
      const rows = await collect(mirror.all());
      expect(rows).toEqual([
        { client: moved, seenAt: MONDAY, base: { notes: "kept", labels: moved.labels }, reconciled: "monday" },
        { client: grown, seenAt: TUESDAY, base: { notes: "two", labels: grown.labels }, reconciled: null },
      ]);
    });

    it("keeps one of two clients that were merged under a third name", async () => {
      await takeIn(store, [client("people/c1", { notes: "one" }), client("people/c2", { notes: "two" })]);
      await mirror.stage([client("people/c3", { previousResourceNames: ["people/c1", "people/c2"] })]);
      await mirror.commitStage(DONE);
      const rows = await collect(mirror.all());
      expect(namesOf(rows)).toEqual(["people/c3"]);
      expect(rows[0]?.base?.notes).toBe("one");
    });

    it("differs from the mirror exactly as the sets differ", async () => {
      await fc.assert(
        fc.asyncProperty(accounts(), accounts(), async (before, after) => {
          await emptyOut(mirror);
          await takeIn(store, [...before.values()]);
          await mirror.clearStage();
          for (const one of after.values()) await mirror.stage([one]);

          const missing = [...before.keys()].filter((name) => !after.has(name)).sort();
          expect(namesOf(await mirror.missingFromStage())).toEqual(missing);

          await mirror.commitStage(DONE);
          const rows = await collect(mirror.all());
          expect(rows).toEqual([...after.keys()].sort().map((name) => expectedRow(before.get(name), after.get(name)!)));
          for (const word of ["armen", "bella", "vahe"]) {
            const holders = rows.filter((row) => row.client.name.display.toLowerCase() === word);
            expect(namesOf(await mirror.find(word, 50)).sort()).toEqual(namesOf(holders));
          }
        }),
        { numRuns: 40, seed: 20261123 },
      );
    });
  });
}

/** Accounts of a few contacts under few names, so that two of them overlap, agree and differ. */
function accounts(): fc.Arbitrary<Map<string, Client>> {
  const contact = fc.record({
    number: fc.integer({ min: 1, max: 9 }),
    name: fc.constantFrom("Armen", "Bella", "Vahe"),
    notes: fc.constantFrom("", "a line"),
    etag: fc.constantFrom("e1", "e2"),
  });
  return fc.uniqueArray(contact, { selector: ({ number }) => number, maxLength: 8 }).map(
    (list) =>
      new Map(
        list.map(({ number, name, notes, etag }) => {
          const resourceName = `people/c${number}`;
          return [resourceName, client(resourceName, { name: named(name), notes, etag })];
        }),
      ),
  );
}

function expectedRow(before: Client | undefined, after: Client): MirrorRow {
  if (!before) return { client: after, seenAt: TUESDAY, base: null, reconciled: null };
  const base = { notes: before.notes, labels: before.labels };
  const same = before.notes === after.notes && before.name.display === after.name.display;
  return { client: after, seenAt: same ? MONDAY : TUESDAY, base, reconciled: same ? "monday" : null };
}

async function emptyOut(mirror: Mirror): Promise<void> {
  await mirror.remove(namesOf(await collect(mirror.all())));
}
