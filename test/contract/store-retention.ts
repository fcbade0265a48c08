import { beforeEach, describe, expect, it } from "vitest";
import type { Ledger } from "../../src/ports.ts";
import { intent, line, MONDAY, type StoreUnderTest, sourceRow, TUESDAY, WEDNESDAY } from "./store-builders.ts";

/** What every ledger lets go of with time, and what it never does. */
export function retentionContract(opened: () => StoreUnderTest): void {
  describe("pruning", () => {
    let ledger: Ledger;
    beforeEach(() => {
      ledger = opened().store.ledger;
    });

    async function ran(at: string, ended: string | null = at): Promise<number> {
      const { id } = await ledger.beginRun("import", "base.xls", at);
      const written = intent("people/c1", { archive: [line(`line of ${at}`)], sources: [sourceRow(`row of ${at}`)] });
      const label = intent("contactGroups/1", { action: "members", after: { add: ["people/c1"], remove: [] } });
      const ids = await ledger.intend(id, [written, label], at);
      const fates = ids.map((entry) => ({ id: entry, state: "confirmed" as const, version: `notes of ${at}` }));
      if (ended) await ledger.settle(fates, at);
      if (ended) await ledger.endRun(id, "done", {}, ended);
      return id;
    }

    it("lets go of texts before and after old writes and of old versions, and keeps all that hangs on their fates", async () => {
      const old = await ran(MONDAY);
      const fresh = await ran(WEDNESDAY);
      expect(await ledger.prune({ journal: TUESDAY, archive: null }, WEDNESDAY)).toMatchObject({
        entries: 1,
        lines: 0,
      });
      expect(await ledger.entriesOf(old)).toMatchObject([
        {
          subject: "people/c1",
          state: "confirmed",
          before: null,
          after: null,
          archive: [{ text: `line of ${MONDAY}` }],
        },
        { subject: "contactGroups/1", after: { add: ["people/c1"], remove: [] } },
      ]);
      expect((await ledger.entriesOf(fresh))[0]).toMatchObject({ after: { biographies: [{ value: "after" }] } });
      expect(await ledger.run(old)).toMatchObject({ prunedAt: WEDNESDAY, state: "done" });
      expect(await ledger.run(fresh)).toMatchObject({ prunedAt: null });
      expect((await ledger.versionsOf("people/c1", 8)).map(({ notes }) => notes)).toEqual([`notes of ${WEDNESDAY}`]);
      expect((await ledger.archiveOf("people/c1")).map(({ text }) => text)).toEqual([
        `line of ${MONDAY}`,
        `line of ${WEDNESDAY}`,
      ]);
      expect(await ledger.sourceRows()).toHaveLength(2);
      expect(await ledger.prune({ journal: TUESDAY, archive: null }, WEDNESDAY)).toMatchObject({ entries: 0 });
    });

    it("touches no run of which a write is open", async () => {
      const old = await ran(MONDAY, null);
      await ledger.endRun(old, "interrupted", {}, MONDAY);
      await ledger.prune({ journal: WEDNESDAY, archive: null }, WEDNESDAY);
      expect(await ledger.run(old)).toMatchObject({ prunedAt: null });
      expect((await ledger.entriesOf(old))[0]).toMatchObject({ before: { biographies: [{ value: "before" }] } });
    });

    it("lets go of archive and trash only when it is told to", async () => {
      await ran(MONDAY);
      await ran(WEDNESDAY);
      const item = { display: "Anna", person: { resourceName: "people/c2" }, restoredAs: null };
      await ledger.putTrash([
        { ...item, resourceName: "people/c2", deletedAt: MONDAY },
        { ...item, resourceName: "people/c3", deletedAt: WEDNESDAY },
      ]);
      await ledger.prune({ journal: MONDAY, archive: null }, WEDNESDAY);
      expect(await ledger.trash()).toHaveLength(2);
      const pruned = await ledger.prune({ journal: MONDAY, archive: TUESDAY }, WEDNESDAY);
      expect(pruned).toMatchObject({ lines: 1, trash: 1 });
      expect((await ledger.archiveOf("people/c1")).map(({ text }) => text)).toEqual([`line of ${WEDNESDAY}`]);
      expect((await ledger.trash()).map(({ resourceName }) => resourceName)).toEqual(["people/c3"]);
    });
  });
}
