import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { openSqliteStore } from "../../src/store/index.ts";
import { sqliteLedger } from "../../src/store/ledger.ts";
import { openLedgerFile } from "../../src/store/ledger-open.ts";
import { sqliteMirror } from "../../src/store/mirror.ts";
import { openMirrorFile } from "../../src/store/mirror-open.ts";
import type { Sqlite } from "../../src/store/sqlite.ts";
import { applyDelta, client, collect, intent, line, MONDAY, namesOf, TUESDAY } from "../contract/store-builders.ts";
import { temporaryFolders } from "./folder.ts";

const folder = temporaryFolders();
const LONG = "x".repeat(20_000);

/** Lets the file grow by a few pages and no more: SQLite then answers as on a full disk. */
function fill(database: Sqlite): void {
  const pages = database.get<{ page_count: number }>("PRAGMA page_count")!.page_count;
  database.exec(`PRAGMA max_page_count = ${pages + 8}`);
}

describe("a full disk", () => {
  it("refuses intents whole, names the file, and takes them when there is room again", async () => {
    const path = join(folder(), "ledger.db");
    const database = openLedgerFile(path, {});
    const ledger = sqliteLedger(database);
    const { id: run } = await ledger.beginRun("sync", "", MONDAY);
    const [kept] = await ledger.intend(run, [intent("people/c1", { archive: [line("kept")] })], MONDAY);
    fill(database);
    const many = Array.from({ length: 20 }, (_, index) => intent(`people/d${index}`, { archive: [line(LONG)] }));
    await expect(ledger.intend(run, many, TUESDAY)).rejects.toMatchObject({
      code: "disk",
      fields: { path, reason: "full" },
    });
    expect((await ledger.entriesOf(run)).map(({ id }) => id)).toEqual([kept]);
    expect(await ledger.archiveOf("people/d0")).toEqual([]);
    await ledger.settle([{ id: kept!, state: "confirmed" }], TUESDAY);
    database.exec("PRAGMA max_page_count = 100000");
    expect(await ledger.intend(run, many, TUESDAY)).toHaveLength(20);
    database.close();
  });

  it("leaves the mirror as it was before the list, token and search included", async () => {
    const dir = folder();
    const database = openMirrorFile(join(dir, "mirror.db"), {}, (make) => make());
    const mirror = sqliteMirror(database);
    const delta = { upserts: [client("people/c1")], deleted: [], peopleToken: "t1", at: MONDAY };
    await applyDelta(mirror, delta);
    fill(database);
    const upserts = Array.from({ length: 50 }, (_, index) => client(`people/d${index}`, { notes: `${index} ${LONG}` }));
    const full = { code: "disk", fields: { path: join(dir, "mirror.db"), reason: "full" } };
    await expect(
      applyDelta(mirror, { upserts, deleted: ["people/c1"], peopleToken: "t2", at: TUESDAY }),
    ).rejects.toMatchObject(full);
    expect(namesOf(await collect(mirror.all()))).toEqual(["people/c1"]);
    expect(await mirror.state()).toEqual({ peopleToken: "t1", fullAt: null, pulledAt: MONDAY });
    expect(namesOf(await mirror.find("anna", 5))).toEqual(["people/c1"]);
    database.close();
    const store = await openSqliteStore(dir);
    expect(await store.mirror.count()).toBe(1);
    await store.close();
  });
});
