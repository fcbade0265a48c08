import { rmSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import {
  CLIENTS,
  contactsOf,
  doubles,
  good,
  googleOf,
  json,
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
