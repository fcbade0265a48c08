import fc from "fast-check";
import { beforeEach, describe, expect, it } from "vitest";
import { isAppError } from "../../src/lib/errors.ts";
import type { Ledger } from "../../src/ports.ts";
import { intent, line, MONDAY, type StoreUnderTest, sourceRow, TUESDAY, WEDNESDAY } from "./store-builders.ts";

/** What every ledger keeps beside the journal: numbers, versions, trash, roles, settings, and who writes. */
export function booksContract(opened: () => StoreUnderTest): void {
  let ledger: Ledger;
  beforeEach(() => {
    ledger = opened().store.ledger;
  });

  describe("order numbers", () => {
    it("are never given twice, by whomever and above whatever they are reserved", async () => {
      const other = (await opened().second()).ledger;
      const reservation = fc.record({
        byOther: fc.boolean(),
        count: fc.integer({ min: 0, max: 5 }),
        floor: fc.integer({ min: -3, max: 60 }),
      });
      const given = new Set<number>();
      await fc.assert(
        fc.asyncProperty(fc.array(reservation, { maxLength: 8 }), async (reservations) => {
          const batches = await Promise.all(
            reservations.map(async ({ byOther, count, floor }) => {
              const numbers = await (byOther ? other : ledger).reserveNumbers(count, floor);
              expect(numbers).toHaveLength(count);
              for (const number of numbers) expect(number).toBeGreaterThan(floor);
              return numbers;
            }),
          );
          for (const number of batches.flat()) {
            expect(given.has(number)).toBe(false);
            expect(number).toBeGreaterThan(0);
            given.add(number);
          }
          expect(await ledger.lastNumber()).toBe(Math.max(0, ...given));
        }),
        { numRuns: 60, seed: 20261123 },
      );
    });

    it("go on after the store was closed", async () => {
      expect(await ledger.lastNumber()).toBe(0);
      expect(await ledger.reserveNumbers(3, 0)).toEqual([1, 2, 3]);
      const again = (await opened().reopen()).ledger;
      expect(await again.lastNumber()).toBe(3);
      expect(await again.reserveNumbers(2, 10)).toEqual([11, 12]);
      expect(await again.reserveNumbers(1, 5)).toEqual([13]);
    });

    it.each([
      [-1, 0],
      [1.5, 0],
      [1, Number.NaN],
      [Number.POSITIVE_INFINITY, 0],
    ])("cannot be reserved by the count of %s above %s", async (count, floor) => {
      await expect(ledger.reserveNumbers(count, floor)).rejects.toSatisfy((error) => isAppError(error, "internal"));
      expect(await ledger.lastNumber()).toBe(0);
    });
  });

  describe("versions", () => {
    const version = (notes: string, subject = "people/c1") => ({ subject, notes, at: MONDAY, by: "staff" as const });

    it("keep the newest eight of each subject, newest first", async () => {
      const texts = Array.from({ length: 11 }, (_, index) => `text ${index}`);
      await ledger.addVersions(texts.map((text) => version(text)));
      await ledger.addVersions([version("other", "people/c2")]);
      const kept = (await ledger.versionsOf("people/c1", 20)).map(({ notes }) => notes);
      expect(kept).toEqual(texts.toReversed().slice(0, 8));
      expect(await ledger.versionsOf("people/c1", 2)).toEqual([version("text 10"), version("text 9")]);
      expect(await ledger.versionsOf("people/c2", 2)).toEqual([version("other", "people/c2")]);
    });

    it("hold a text once while it stays the newest, and again when it comes back", async () => {
      await ledger.addVersions(["a", "a", "b", "a"].map((text) => version(text)));
      expect((await ledger.versionsOf("people/c1", 8)).map(({ notes }) => notes)).toEqual(["a", "b", "a"]);
    });

    it("keep every character", async () => {
      const text = "Պատվեր 12\r\n\u0000 🛋 \u2028 '; --";
      await ledger.addVersions([version(text)]);
      expect((await ledger.versionsOf("people/c1", 1))[0]?.notes).toBe(text);
    });
  });

  describe("the trash", () => {
    const item = (resourceName: string, deletedAt = MONDAY) => ({
      resourceName,
      display: "Anna",
      person: { resourceName, biographies: [{ value: "Order 12: sofa" }] },
      deletedAt,
      restoredAs: null,
    });

    it("keeps the last card of a deleted client, and what it was restored as", async () => {
      await ledger.putTrash([item("people/c1"), item("people/c2", TUESDAY)]);
      await ledger.markRestored("people/c1", "people/c7");
      expect(await ledger.trash()).toEqual([
        item("people/c2", TUESDAY),
        { ...item("people/c1"), restoredAs: "people/c7" },
      ]);
      expect(await ledger.trashOf("people/c2")).toEqual(item("people/c2", TUESDAY));
      expect(await ledger.trashOf("people/c9")).toBeNull();
      await ledger.putTrash([item("people/c1", WEDNESDAY)]);
      expect(await ledger.trashOf("people/c1")).toEqual(item("people/c1", WEDNESDAY));
    });

    it("follows a restored client to its next name, and is found by the name that was deleted", async () => {
      await ledger.putTrash([item("people/c1")]);
      await ledger.markRestored("people/c1", "people/c7");
      await ledger.renameSubject("people/c1", "people/c7");
      await ledger.renameSubject("people/c7", "people/c8");
      expect(await ledger.trashOf("people/c1")).toEqual({ ...item("people/c1"), restoredAs: "people/c8" });
    });
  });

  describe("a renamed subject", () => {
    it("keeps everything that was kept under both names", async () => {
      const run = (await ledger.beginRun("sync", "", MONDAY)).id;
      const kept = fc.array(fc.record({ subject: fc.constantFrom("s1", "s2", "s3"), text: fc.string() }), {
        maxLength: 6,
      });
      let round = 0;
      await fc.assert(
        fc.asyncProperty(kept, kept, kept, async (lines, sources, versions) => {
          round += 1;
          const at = (subject: string) => `${subject}-${round}`;
          const intents = lines.map(({ subject, text }) => intent(at(subject), { archive: [line(text)] }));
          await ledger.intend(run, intents, MONDAY);
          await ledger.putSources(
            sources.map(({ subject, text }) => ({ subject: at(subject), sources: [sourceRow(`${round}:${text}`)] })),
            MONDAY,
          );
          for (const { subject, text } of versions) {
            await ledger.addVersions([{ subject: at(subject), notes: text, at: MONDAY, by: "staff" }]);
          }
          const before = await everything(at("s1"), at("s2"));
          const untouched = await everything(at("s3"), at("s3"));
          await ledger.renameSubject(at("s1"), at("s2"));
          expect(await everything(at("s2"), at("s2"))).toEqual(before);
          expect(await everything(at("s1"), at("s1"))).toEqual({ entries: [], lines: [], rows: [], versions: [] });
          expect(await everything(at("s3"), at("s3"))).toEqual(untouched);
        }),
        { numRuns: 40, seed: 20261123 },
      );
    });

    it("keeps the newest eight versions of both, and a row that both had once", async () => {
      const texts = ["a", "b", "c", "d", "e", "f"];
      for (const [index, notes] of texts.entries()) {
        const subjects = ["people/c1", "people/c2"];
        const versions = subjects.map((subject) => ({
          subject,
          notes: `${notes} ${subject}`,
          at: MONDAY,
          by: "staff" as const,
        }));
        await ledger.addVersions(index % 2 === 0 ? versions : versions.toReversed());
      }
      await ledger.putSources(
        ["people/c1", "people/c2"].map((subject) => ({ subject, sources: [sourceRow("h1")] })),
        MONDAY,
      );
      await ledger.renameSubject("people/c1", "people/c2");
      const kept = (await ledger.versionsOf("people/c2", 20)).map(({ notes }) => notes.slice(0, 1));
      expect(kept).toEqual(["f", "f", "e", "e", "d", "d", "c", "c"]);
      expect(await ledger.sourceRows()).toEqual([{ subject: "people/c2", row: sourceRow("h1") }]);
    });

    it("moves the rest of a text along, over that of the new name", async () => {
      await ledger.putRests(
        [
          { subject: "people/c1", text: "one" },
          { subject: "people/c2", text: "two" },
        ],
        MONDAY,
      );
      await ledger.renameSubject("people/c1", "people/c2");
      expect(await ledger.rests()).toEqual(new Map([["people/c2", { text: "one", at: MONDAY }]]));
    });

    it("moves a label's role along", async () => {
      await ledger.bindLabelRole("marker:new", "contactGroups/a");
      await ledger.renameSubject("contactGroups/a", "contactGroups/b");
      expect(await ledger.labelRoles()).toEqual(new Map([["marker:new", "contactGroups/b"]]));
    });

    async function everything(one: string, two: string) {
      const subjects = one === two ? [one] : [one, two];
      const each = async <T>(read: (subject: string) => Promise<T[]>) => (await Promise.all(subjects.map(read))).flat();
      const rows = (await ledger.sourceRows()).filter(({ subject }) => subjects.includes(subject));
      return {
        entries: (await each((subject) => ledger.entriesAbout(subject))).map(({ id }) => id).sort(numerically),
        lines: (await each((subject) => ledger.archiveOf(subject))).map(({ id, text }) => `${id} ${text}`).sort(),
        rows: [...new Set(rows.map(({ row }) => row.hash))].sort(),
        versions: (await each((subject) => ledger.versionsOf(subject, 20))).map(({ notes }) => notes).sort(),
      };
    }
  });

  describe("rests", () => {
    it("are kept by subject until they are ended, the last mark wins", async () => {
      const mark = (subject: string, text: string | null) => ({ subject, text });
      await ledger.putRests([mark("people/c1", "a"), mark("people/c2", "b"), mark("people/c3", "c")], MONDAY);
      await ledger.putRests([mark("people/c2", null), mark("people/c3", "d"), mark("people/c4", null)], TUESDAY);
      const again = (await opened().reopen()).ledger;
      expect(await again.rests()).toEqual(
        new Map([
          ["people/c1", { text: "a", at: MONDAY }],
          ["people/c3", { text: "d", at: TUESDAY }],
        ]),
      );
    });
  });

  describe("roles and settings", () => {
    it("are kept by name, the last value wins", async () => {
      await ledger.bindLabelRole("marker:new", "contactGroups/a");
      await ledger.bindLabelRole("marker:new", "contactGroups/b");
      await ledger.bindLabelRole("status:in-work", "contactGroups/c");
      await ledger.unbindLabelRole("status:in-work");
      await ledger.unbindLabelRole("status:none");
      await ledger.putSetting("caller-line", "off");
      await ledger.putSetting("caller-line", "on");
      const again = (await opened().reopen()).ledger;
      expect(await again.labelRoles()).toEqual(new Map([["marker:new", "contactGroups/b"]]));
      expect(await again.getSetting("caller-line")).toBe("on");
      expect(await again.getSetting("nothing")).toBeNull();
    });
  });

  describe("the writer's lock", () => {
    const mine = { pid: process.pid, host: "office", command: "sync", at: TUESDAY };
    const elsewhere = { pid: process.pid, host: "warehouse", command: "serve", at: MONDAY };

    it("is held by one at a time and names its holder", async () => {
      const other = (await opened().second()).ledger;
      expect(await ledger.lock(elsewhere)).toEqual({ ok: true });
      const refused = await other.lock(mine);
      expect(refused).toMatchObject({ ok: false, since: MONDAY });
      expect(refused).toHaveProperty("holder", expect.stringMatching(/serve.*warehouse/));
      await ledger.unlock(process.pid);
      expect(await other.lock(mine)).toEqual({ ok: true });
      expect(await ledger.lock(elsewhere)).toMatchObject({ ok: false });
    });

    it("may be taken again by its holder", async () => {
      expect(await ledger.lock(mine)).toEqual({ ok: true });
      expect(await ledger.lock({ ...mine, at: WEDNESDAY })).toEqual({ ok: true });
    });

    it("of a process that is gone is taken over on its own host, and on no other", async () => {
      const gone = { pid: 2 ** 22 + 1, host: "office", command: "import", at: MONDAY };
      await ledger.lock(gone);
      expect(await ledger.lock({ ...mine, host: "warehouse" })).toMatchObject({ ok: false });
      expect(await ledger.lock(mine)).toEqual({ ok: true });
    });

    it("is not let go by a process that does not hold it", async () => {
      const other = (await opened().second()).ledger;
      await ledger.lock(elsewhere);
      expect(await other.lock(mine)).toMatchObject({ ok: false });
      await other.unlock(mine.pid);
      expect(await other.lock(mine)).toMatchObject({ ok: false });
    });

    it("is taken from a living holder by who asks for it; that one writes no more intents, but may say what became of its last", async () => {
      const other = (await opened().second()).ledger;
      await ledger.lock(elsewhere);
      const { id: run } = await ledger.beginRun("sync", "first", MONDAY);
      const [sent, intended] = await ledger.intend(run, [intent("people/c1"), intent("people/c2")], MONDAY);
      await ledger.markSent([sent!], MONDAY);
      await expect(ledger.assertWriter()).resolves.toBeUndefined();

      expect(await other.lock({ ...mine, takeOver: true })).toEqual({ ok: true });
      for (const late of [
        () => ledger.assertWriter(),
        () => ledger.beginRun("sync", "late", TUESDAY),
        () => ledger.intend(run, [intent("people/c3")], TUESDAY),
        () => ledger.markSent([intended!], TUESDAY),
      ])
        await expect(late()).rejects.toMatchObject({
          code: "locked",
          fields: { why: "taken-over", since: TUESDAY, holder: expect.stringMatching(/sync.*office/) },
        });
      await ledger.settle([{ id: sent!, state: "confirmed" }], TUESDAY);
      expect((await other.entriesOf(run)).map(({ state }) => state)).toEqual(["confirmed", "intended"]);
      expect((await other.runs(5)).map(({ about }) => about)).toEqual(["first"]);

      await other.unlock(mine.pid);
      await expect(ledger.assertWriter()).rejects.toMatchObject({ code: "locked", fields: { holder: "" } });
      await expect(other.assertWriter()).resolves.toBeUndefined();
    });
  });
}

function numerically(one: number, two: number): number {
  return one - two;
}
