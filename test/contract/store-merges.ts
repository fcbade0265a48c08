import { beforeEach, describe, expect, it } from "vitest";
import type { Ledger } from "../../src/ports.ts";
import { intent, line, MONDAY, type StoreUnderTest, sourceRow, TUESDAY } from "./store-builders.ts";

/** What every ledger knows of clients who are one, and of those who are not. */
export function mergesContract(opened: () => StoreUnderTest): void {
  let ledger: Ledger;
  let run: number;

  /** A client with a line and a row of its own. */
  async function known(subject: string): Promise<void> {
    const written = intent(subject, {
      archive: [line(`line of ${subject}`)],
      sources: [sourceRow(`row of ${subject}`)],
    });
    const [id] = await ledger.intend(run, [written], MONDAY);
    await ledger.settle([{ id: id!, state: "confirmed" }], MONDAY);
  }

  async function deleted(subject: string, into: string): Promise<number> {
    const [id] = await ledger.intend(run, [intent(subject, { action: "delete", after: null, into })], MONDAY);
    await ledger.settle([{ id: id!, state: "confirmed" }], TUESDAY);
    return id!;
  }

  const archive = async (subject: string) => (await ledger.archiveOf(subject)).map(({ text }) => text);
  const rowsOf = async (subject: string) =>
    (await ledger.sourceRows()).filter((row) => row.subject === subject).map(({ row }) => row.hash);

  describe("a client that lives on in another", () => {
    beforeEach(async () => {
      ledger = opened().store.ledger;
      run = (await ledger.beginRun("merge", "Anna + Ani", MONDAY)).id;
      for (const subject of ["people/c1", "people/c2", "people/c3"]) await known(subject);
    });

    it("takes its archive and its rows along, over any number of merges, as long as they are in force", async () => {
      await deleted("people/c3", "people/c2");
      const last = await deleted("people/c2", "people/c1");
      expect(await archive("people/c1")).toEqual(["line of people/c1", "line of people/c2", "line of people/c3"]);
      expect(await rowsOf("people/c1")).toEqual(["row of people/c1", "row of people/c2", "row of people/c3"]);
      expect(await ledger.merged()).toEqual([
        { subject: "people/c3", survivor: "people/c2", run },
        { subject: "people/c2", survivor: "people/c1", run },
      ]);
      await ledger.settle([{ id: last, state: "undone" }], TUESDAY);
      expect(await archive("people/c1")).toEqual(["line of people/c1"]);
      expect(await archive("people/c2")).toEqual(["line of people/c2", "line of people/c3"]);
      expect(await rowsOf("people/c2")).toEqual(["row of people/c2", "row of people/c3"]);
    });

    it("is not one before the delete is confirmed", async () => {
      const [id] = await ledger.intend(run, [intent("people/c2", { action: "delete", into: "people/c1" })], MONDAY);
      expect(await archive("people/c1")).toEqual(["line of people/c1"]);
      expect(await ledger.merged()).toEqual([]);
      expect(await ledger.openEntries()).toMatchObject([{ id, into: "people/c1" }]);
    });

    it("follows both to new names", async () => {
      await deleted("people/c2", "people/c1");
      await ledger.renameSubject("people/c1", "people/c8");
      await ledger.renameSubject("people/c2", "people/c9");
      expect(await ledger.merged()).toEqual([{ subject: "people/c9", survivor: "people/c8", run }]);
      expect(await archive("people/c8")).toEqual(["line of people/c1", "line of people/c2"]);
    });

    it("and back does not go round in circles", async () => {
      await deleted("people/c2", "people/c1");
      await deleted("people/c1", "people/c2");
      expect(await archive("people/c1")).toEqual(["line of people/c1", "line of people/c2"]);
      expect(await ledger.sourceRows()).toHaveLength(3);
    });
  });

  describe("pairs that are not the same", () => {
    it("are remembered once, in either order, and follow a new name", async () => {
      ledger = opened().store.ledger;
      await ledger.putNotSame("people/c2", "people/c1", MONDAY);
      await ledger.putNotSame("people/c1", "people/c2", TUESDAY);
      await ledger.putNotSame("people/c1", "people/c3", TUESDAY);
      await ledger.renameSubject("people/c1", "people/c9");
      const again = (await opened().reopen()).ledger;
      expect((await again.notSame()).toSorted()).toEqual([
        ["people/c2", "people/c9"],
        ["people/c3", "people/c9"],
      ]);
    });
  });
}
