import { beforeEach, describe, expect, it } from "vitest";
import { isAppError } from "../../src/lib/errors.ts";
import type { Ledger } from "../../src/ports.ts";
import { intent, line, MONDAY, type StoreUnderTest, sourceRow, TUESDAY, WEDNESDAY } from "./store-builders.ts";

/** What every ledger does: runs, the journal and what its entries carry. */
export function ledgerContract(opened: () => StoreUnderTest): void {
  let ledger: Ledger;
  beforeEach(() => {
    ledger = opened().store.ledger;
  });

  async function begun(): Promise<number> {
    return (await ledger.beginRun("sync", "the account", MONDAY)).id;
  }

  describe("runs", () => {
    it("are numbered in their order and listed newest first", async () => {
      const first = await ledger.beginRun("import", "base.xls", MONDAY);
      const second = await ledger.beginRun("undo", `run ${first.id}`, TUESDAY);
      await ledger.endRun(second.id, "done", { updated: 3 }, WEDNESDAY);
      expect(second.id).toBeGreaterThan(first.id);
      const ended = { ...second, state: "done", summary: { updated: 3 }, endedAt: WEDNESDAY };
      expect(await ledger.runs(10)).toEqual([ended, first]);
      expect(await ledger.runs(1)).toEqual([ended]);
      expect(await ledger.run(first.id)).toEqual({
        id: first.id,
        kind: "import",
        about: "base.xls",
        startedAt: MONDAY,
        endedAt: null,
        state: "running",
        summary: {},
        prunedAt: null,
      });
      expect(await ledger.run(999)).toBeNull();
    });

    it("cannot be ended when they never began", async () => {
      await expect(ledger.endRun(999, "done", {}, MONDAY)).rejects.toSatisfy((error) => isAppError(error, "internal"));
    });
  });

  describe("the journal", () => {
    it("reads an intent back whole, its lines and rows in their order, also after the store was closed", async () => {
      const run = await begun();
      const whole = intent("people/c1", {
        before: { biographies: [{ value: "ա\u0000\ud800\n" }] },
        after: null,
        archive: [
          line("03.11.2026 asked (Anna)"),
          line("typed", { reason: "rewritten", now: "made", order: null, title: null, date: null }),
        ],
        sources: [sourceRow("h1"), sourceRow("h2", { id: null, row: 5 }), sourceRow("h1", { row: 6 })],
      });
      const ids = await ledger.intend(run, [whole, intent("people/c2")], MONDAY);
      const entry = { ...whole, id: ids[0], run, state: "intended", at: MONDAY, sentAt: null, detail: null };
      expect(await ledger.entriesAbout("people/c1")).toEqual([entry]);
      const again = await opened().reopen();
      expect((await again.ledger.entriesOf(run)).map(({ id }) => id)).toEqual(ids);
      expect((await again.ledger.entriesOf(run))[0]).toEqual(entry);
    });

    it("holds an entry open until its fate is known", async () => {
      const run = await begun();
      const [first, second, third] = await ledger.intend(run, [intent("a"), intent("b"), intent("c")], MONDAY);
      await ledger.markSent([first!, second!], TUESDAY);
      await ledger.settle(
        [
          { id: first!, state: "confirmed" },
          { id: third!, state: "failed", detail: "stale-etag" },
        ],
        WEDNESDAY,
      );
      expect(await ledger.openEntries()).toMatchObject([{ id: second, state: "sent", sentAt: TUESDAY }]);
      expect(await ledger.entriesOf(run)).toMatchObject([
        { state: "confirmed", sentAt: TUESDAY, detail: null },
        { state: "sent" },
        { state: "failed", sentAt: null, detail: "stale-etag" },
      ]);
    });

    it("takes all intents or none", async () => {
      const run = await begun();
      const bad = { ...intent("people/c2"), display: undefined as unknown as string };
      await expect(ledger.intend(run, [intent("people/c1", { archive: [line("a")] }), bad], MONDAY)).rejects.toThrow();
      expect(await ledger.entriesOf(run)).toEqual([]);
      expect(await ledger.archiveOf("people/c1")).toEqual([]);
      await expect(ledger.intend(999, [intent("people/c1")], MONDAY)).rejects.toThrow();
    });

    it("settles all fates or none, and knows an entry that never was", async () => {
      const [id] = await ledger.intend(await begun(), [intent("key:1")], MONDAY);
      const fates = [
        { id: id!, state: "confirmed" as const, resourceName: "people/c1" },
        { id: 999, state: "confirmed" as const },
      ];
      await expect(ledger.settle(fates, TUESDAY)).rejects.toSatisfy((error) => isAppError(error, "internal"));
      expect(await ledger.openEntries()).toMatchObject([{ id, subject: "key:1" }]);
    });

    it("refuses to send what is settled", async () => {
      const [id] = await ledger.intend(await begun(), [intent("people/c1")], MONDAY);
      await ledger.settle([{ id: id!, state: "confirmed" }], MONDAY);
      await expect(ledger.markSent([id!], TUESDAY)).rejects.toSatisfy((error) => isAppError(error, "internal"));
      expect(await ledger.openEntries()).toEqual([]);
    });

    it("keeps a confirmed create under the name that the account gave it", async () => {
      const create = intent("key:1", { action: "create", archive: [line("a")], sources: [sourceRow("h1")] });
      const [id] = await ledger.intend(await begun(), [create], MONDAY);
      await ledger.addVersions([{ subject: "key:1", notes: "drafted", at: MONDAY, by: "program" }]);
      const fate = { id: id!, state: "confirmed" as const, resourceName: "people/c1", version: "Order 1: sofa" };
      await ledger.settle([fate], TUESDAY);
      expect(await ledger.entriesAbout("people/c1")).toMatchObject([{ id, subject: "people/c1" }]);
      expect(await ledger.archiveOf("people/c1")).toMatchObject([{ text: "a", subject: "people/c1", entry: id }]);
      expect(await ledger.sourceRows()).toEqual([{ subject: "people/c1", row: sourceRow("h1") }]);
      expect(await ledger.versionsOf("people/c1", 8)).toEqual([
        { subject: "people/c1", notes: "Order 1: sofa", at: TUESDAY, by: "program" },
        { subject: "people/c1", notes: "drafted", at: MONDAY, by: "program" },
      ]);
      expect(await ledger.entriesAbout("key:1")).toEqual([]);
      expect(await ledger.archiveOf("key:1")).toEqual([]);
      expect(await ledger.versionsOf("key:1", 8)).toEqual([]);
    });
  });

  describe("rows of imports", () => {
    it("do not count while their client is deleted by an undo, whoever found them", async () => {
      const create = intent("people/c1", { action: "create", sources: [sourceRow("h1")] });
      const run = await begun();
      const [made] = await ledger.intend(run, [create], MONDAY);
      await ledger.settle([{ id: made!, state: "confirmed" }], MONDAY);
      await ledger.putSources([{ subject: "people/c1", sources: [sourceRow("h2")] }], MONDAY);
      await ledger.putSources([{ subject: "people/c2", sources: [sourceRow("h3")] }], MONDAY);
      const hashes = async () => (await ledger.sourceRows()).map(({ row }) => row.hash);
      const [deletion] = await ledger.intend(run, [intent("people/c1", { action: "delete" })], TUESDAY);
      await ledger.settle([{ id: made!, state: "undone" }], TUESDAY);
      expect(await hashes()).toEqual(["h2", "h3"]);
      await ledger.settle([{ id: deletion!, state: "confirmed" }], TUESDAY);
      expect(await hashes()).toEqual(["h3"]);
      await ledger.settle([{ id: deletion!, state: "undone" }], WEDNESDAY);
      expect(await hashes()).toEqual(["h2", "h3"]);
    });
  });

  describe("the archive", () => {
    async function texts(subject: string): Promise<string[]> {
      return (await ledger.archiveOf(subject)).map(({ text }) => text);
    }

    it("counts a line from its intent on, unless the write failed or was undone", async () => {
      const run = await begun();
      const archive = (text: string) => intent("people/c1", { archive: [line(text)] });
      const ids = await ledger.intend(run, ["a", "b", "c", "d", "e"].map(archive), MONDAY);
      const [, sent, confirmed, failed, undone] = ids as [number, number, number, number, number];
      expect(await texts("people/c1")).toEqual(["a", "b", "c", "d", "e"]);
      await ledger.markSent([sent], MONDAY);
      await ledger.settle(
        [
          { id: confirmed, state: "confirmed" },
          { id: failed, state: "failed" },
          { id: undone, state: "undone" },
        ],
        TUESDAY,
      );
      expect(await texts("people/c1")).toEqual(["a", "b", "c"]);
    });

    it("gives up the lines that were put back, and keeps them in their entry", async () => {
      const run = await begun();
      const written = intent("people/c1", { archive: [line("a"), line("b")] });
      await ledger.intend(run, [written], MONDAY);
      const lines = await ledger.archiveOf("people/c1");
      expect(lines[0]).toEqual({
        ...line("a"),
        id: lines[0]?.id,
        subject: "people/c1",
        entry: lines[0]?.entry,
        at: MONDAY,
      });
      await ledger.unarchive([lines[0]!.id], TUESDAY);
      await ledger.unarchive([lines[0]!.id, 999], WEDNESDAY);
      expect(await texts("people/c1")).toEqual(["b"]);
      expect((await ledger.entriesOf(run))[0]?.archive).toEqual(written.archive);
    });
  });

  describe("what was put back", () => {
    it("is known by its client from its day on, one by one and by an undone entry", async () => {
      const run = await begun();
      const archive = (subject: string) => intent(subject, { archive: [line("a"), line("b")] });
      const ids = await ledger.intend(run, ["c1", "c2", "c3", "c4"].map(archive), MONDAY);
      const lines = await ledger.archiveOf("c1");
      await ledger.unarchive([lines[0]!.id], TUESDAY);
      await ledger.settle([{ id: ids[1]!, state: "undone" }], WEDNESDAY);
      await ledger.settle([{ id: ids[2]!, state: "failed" }], WEDNESDAY);
      expect(await ledger.putBackSince(MONDAY)).toEqual(new Set(["c1", "c2"]));
      expect(await ledger.putBackSince(TUESDAY)).toEqual(new Set(["c1", "c2"]));
      expect(await ledger.putBackSince(WEDNESDAY)).toEqual(new Set(["c2"]));
      await ledger.renameSubject("c2", "c9");
      expect(await ledger.putBackSince(WEDNESDAY)).toEqual(new Set(["c9"]));
    });
  });

  describe("source rows", () => {
    it("count when their write took effect or none was needed", async () => {
      const sources = (hash: string) => [sourceRow(hash)];
      const intents = ["h1", "h2", "h3", "h4"].map((hash) => intent(`key:${hash}`, { sources: sources(hash) }));
      const [confirmed, failed, undone] = await ledger.intend(await begun(), intents, MONDAY);
      await ledger.settle(
        [
          { id: confirmed!, state: "confirmed" },
          { id: failed!, state: "failed" },
          { id: undone!, state: "undone" },
        ],
        TUESDAY,
      );
      await ledger.putSources([{ subject: "people/c5", sources: [sourceRow("h5"), sourceRow("h6")] }], TUESDAY);
      await ledger.putSources([{ subject: "people/c5", sources: [sourceRow("h5", { file: "new.xls" })] }], WEDNESDAY);
      expect(await ledger.sourceRows()).toEqual([
        { subject: "key:h1", row: sourceRow("h1") },
        { subject: "people/c5", row: sourceRow("h5", { file: "new.xls" }) },
        { subject: "people/c5", row: sourceRow("h6") },
      ]);
    });
  });
}
