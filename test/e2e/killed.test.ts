import { rmSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import {
  CLIENTS,
  call,
  contactsOf,
  doubles,
  good,
  googleOf,
  json,
  query,
  run,
  sample,
  start,
  tempFolder,
  writesOf,
} from "./office.ts";
import { openWire } from "./wire.ts";

describe("the mirror", () => {
  it.concurrent("may be deleted in mid-life: the next sync reads everything anew and writes nothing to the account", async ({
    onTestFinished,
  }) => {
    const folder = tempFolder(onTestFinished);
    const emulator = await googleOf(folder, {}, onTestFinished);
    await good(folder, ["import", sample, "--yes", "--quiet", "--rejects", join(folder.path, "rejects.xlsx")]);
    await good(folder, ["compact", "--quiet"]);
    const history = await json(folder, ["history", "+37494959372"]);
    const before = writesOf(emulator);
    for (const name of ["mirror.db", "mirror.db-wal", "mirror.db-shm"])
      rmSync(join(folder.home, name), { force: true });

    // The account's own times are all that is known of the cards now: nobody is typing any more.
    folder.env.CLIENTCARD_NOW = "2026-11-23T18:15:00+04:00";
    expect(await good(folder, ["sync"])).toContain("All cards are in order");
    expect(await good(folder, ["import", sample, "--rejects", join(folder.path, "rejects.xlsx")])).toContain(
      "Nothing to change",
    );
    expect(writesOf(emulator)).toEqual(before);
    expect(await json(folder, ["history", "+37494959372"])).toEqual(history);
  });
});

describe("an import that is killed in the middle", () => {
  /** Killed when the so-manieth call of that path arrives: before the account sees it, or after it took effect and before the answer. */
  const moments: [what: string, path: RegExp, nth: number, when: "before" | "after"][] = [
    ["while the account is read", /connections/, 1, "after"],
    ["at the fifth label, which is made", /contactGroups$/, 5, "after"],
    ["with the first batch on its way, which never arrives", /batchCreateContacts/, 1, "before"],
    ["with the second batch made, but unanswered", /batchCreateContacts/, 2, "after"],
    ["with the last batch on its way, which never arrives", /batchCreateContacts/, 4, "before"],
  ];

  it.concurrent.for(moments)(
    "%s: the next one ends with every client once",
    async ([, path, nth, when], { onTestFinished }) => {
      const folder = tempFolder(onTestFinished);
      const emulator = await googleOf(folder, {}, onTestFinished);
      const wire = await openWire(emulator.url, onTestFinished);
      const importing = ["import", sample, "--yes", "--quiet", "--rejects", join(folder.path, "rejects.xlsx")];
      const first = start(folder, importing, { env: { CLIENTCARD_PEOPLE_URL: wire.url } });
      wire.cutAt({ path, nth, when }, () => first.process.kill("SIGKILL"));
      expect((await first.ended).signal).toBe("SIGKILL");

      // A list may run behind the writes, so what was on its way counts as lost only some minutes later.
      const next = await run(folder, importing, { env: { CLIENTCARD_NOW: "2026-11-23T18:15:00+04:00" } });
      expect({ code: next.code, err: next.err }).toEqual({ code: 0, err: "" });
      const contacts = await contactsOf(emulator);
      expect(contacts).toHaveLength(CLIENTS);
      expect(doubles(contacts)).toEqual([]);

      const before = writesOf(emulator);
      expect(await good(folder, ["sync"])).toContain("All cards are in order");
      expect(writesOf(emulator)).toEqual(before);
      const { runs } = await json(folder, ["runs"]);
      expect(runs.filter(({ state }: { state: string }) => state === "running")).toEqual([]);
    },
  );
});

describe("a merge that is killed in the middle", () => {
  const sofa = "Order 12: sofa, 120 000 AMD\n03.11.2026 asked for the price (Anna)";
  const dog = "Dog in the yard.";
  const moments: [what: string, path: RegExp, nth: number, when: "before" | "after", left: number][] = [
    ["with the survivor's card on its way, which never arrives", /batchUpdateContacts/, 1, "before", 2],
    ["with the survivor's card written, but unanswered", /batchUpdateContacts/, 1, "after", 1],
    ["with the delete on its way, which never arrives", /batchDeleteContacts/, 1, "before", 1],
    ["with the delete done, but unanswered", /batchDeleteContacts/, 1, "after", 1],
  ];

  it.concurrent.for(moments)(
    "%s: the next sync ends it or leaves both, and no line is lost or doubled",
    { timeout: 90_000 },
    async ([, path, nth, when, left], { onTestFinished }) => {
      const folder = tempFolder(onTestFinished);
      const emulator = await googleOf(folder, {}, onTestFinished);
      const add = (name: string, note: string) =>
        call(emulator, "POST", "/v1/people:createContact", {
          names: [{ givenName: name }],
          biographies: [{ value: note, contentType: "TEXT_PLAIN" }],
        });
      const [anna, ani] = [await add("Anna", sofa), await add("Ani", dog)];
      await good(folder, ["sync", "--quiet"], { env: { CLIENTCARD_NOW: "2026-11-23T18:10:00+04:00" } });
      const wire = await openWire(emulator.url, onTestFinished);
      const merging = start(folder, ["merge", anna.resourceName, ani.resourceName, "--yes"], {
        env: { CLIENTCARD_PEOPLE_URL: wire.url, CLIENTCARD_NOW: "2026-11-23T18:20:00+04:00" },
      });
      wire.cutAt({ path, nth, when }, () => merging.process.kill("SIGKILL"));
      expect((await merging.ended).signal).toBe("SIGKILL");

      await good(folder, ["sync", "--quiet"], { env: { CLIENTCARD_NOW: "2026-11-23T18:40:00+04:00" } });
      const notes = (await contactsOf(emulator)).map(({ biographies }) => biographies?.[0]?.value ?? "").sort();
      expect(notes).toHaveLength(left);
      for (const line of [...sofa.split("\n"), dog])
        expect(notes.flatMap((note) => note.split("\n")).filter((one) => one === line)).toEqual([line]);
      expect(query(folder, "ledger.db", "SELECT id FROM entries WHERE state IN ('intended', 'sent')")).toEqual([]);
      const before = writesOf(emulator);
      await good(folder, ["sync", "--quiet"], { env: { CLIENTCARD_NOW: "2026-11-23T18:50:00+04:00" } });
      expect(writesOf(emulator)).toEqual(before);
    },
  );
});
