import { execFileSync } from "node:child_process";
import { appendFileSync, copyFileSync, mkdirSync, readdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { Store } from "../../src/ports.ts";
import { openSqliteStore } from "../../src/store/index.ts";
import { client, intent, line, MONDAY, takeIn } from "../contract/store-builders.ts";
import { temporaryFolders } from "./folder.ts";

const folder = temporaryFolders();

/** A disk of its own, so small that it is full after a few pages; only root may make one, and not in every container. */
function mountSmallDisk(dir: string): boolean {
  try {
    execFileSync("mount", ["-t", "tmpfs", "-o", "size=600k,mode=700", "tmpfs", dir], { stdio: "ignore" });
    return true;
  } catch {
    return false;
  }
}

/** Writes until there is no room left at all. */
function fillUp(path: string): void {
  const page = Buffer.alloc(4_096);
  expect(() => {
    for (;;) appendFileSync(path, page);
  }).toThrow("ENOSPC");
}

describe("a small disk", () => {
  let dir = "";
  let mounted = false;
  beforeEach(() => {
    dir = join(folder(), "disk");
    mkdirSync(dir);
    mounted = mountSmallDisk(dir);
  });
  afterEach(() => {
    if (mounted) execFileSync("umount", ["--lazy", dir]);
  });

  it("that is full refuses what does not fit, keeps what was promised, and goes on when there is room", async ({
    skip,
  }) => {
    if (!mounted) skip("mounting a tmpfs needs root and is not allowed here");
    const store = await openSqliteStore(dir);
    await takeIn(store, [client("people/c1")]);
    const { id: run } = await store.ledger.beginRun("sync", "", MONDAY);
    const kept: number[] = [];
    const failure = await (async () => {
      for (;;) {
        const written = intent(`people/c${kept.length}`, { archive: [line("x".repeat(3_000))] });
        try {
          kept.push(...(await store.ledger.intend(run, [written], MONDAY)));
        } catch (error) {
          return error;
        }
      }
    })();
    expect(failure).toMatchObject({ code: "disk", fields: { path: join(dir, "ledger.db"), reason: "full" } });
    expect(kept.length).toBeGreaterThan(0);
    expect((await store.ledger.entriesOf(run)).map(({ id }) => id)).toEqual(kept);
    await store.close();

    fillUp(join(dir, "photo.jpg"));
    await expect(openSqliteStore(dir)).rejects.toMatchObject({ code: "disk", fields: { reason: "full" } });
    execFileSync("mount", ["-o", "remount,size=4m", dir]);
    const again = await openSqliteStore(dir);
    expect((await again.ledger.entriesOf(run)).map(({ id }) => id)).toEqual(kept);
    expect(await again.mirror.count()).toBe(1);
    expect(await again.ledger.intend(run, [intent("people/last")], MONDAY)).toHaveLength(1);
    await again.close();
  });

  it("that is full before there is a store takes none, and leaves no half of one", async ({ skip }) => {
    if (!mounted) skip("mounting a tmpfs needs root and is not allowed here");
    fillUp(join(dir, "photo.jpg"));
    await expect(openSqliteStore(dir)).rejects.toMatchObject({ code: "disk", fields: { reason: "full" } });
    expect(readdirSync(dir)).toEqual(["photo.jpg"]);
  });

  it("with any room for a part of a new store takes none, and all of it once there is room", async ({ skip }) => {
    if (!mounted) skip("mounting a tmpfs needs root and is not allowed here");
    for (let kilobytes = 40; kilobytes <= 400; kilobytes += 20) {
      execFileSync("mount", ["-o", `remount,size=${kilobytes}k`, dir]);
      const opened = await openSqliteStore(dir).catch((error: unknown) => error);
      if (opened instanceof Error) expect(opened).toMatchObject({ code: "disk", fields: { reason: "full" } });
      else await (opened as Store).close();
      execFileSync("mount", ["-o", "remount,size=4m", dir]);
      const store = await openSqliteStore(dir);
      expect(await store.ledger.reserveNumbers(3, 0)).toBeDefined();
      await store.close();
      for (const file of readdirSync(dir)) rmSync(join(dir, file), { recursive: true });
    }
  });

  it("that is read-only can be read, and says why it cannot be written", async ({ skip }) => {
    if (!mounted) skip("mounting a tmpfs needs root and is not allowed here");
    const store = await openSqliteStore(dir);
    await takeIn(store, [client("people/c1")]);
    await store.ledger.reserveNumbers(3, 0);
    await store.close();
    execFileSync("mount", ["-o", "remount,ro", dir]);
    await expect(openSqliteStore(dir)).rejects.toMatchObject({ code: "disk", fields: { reason: "read-only" } });
    const reader = await openSqliteStore(dir, { readonly: true });
    expect(await reader.mirror.count()).toBe(1);
    expect(await reader.ledger.lastNumber()).toBe(3);
    await expect(reader.ledger.reserveNumbers(1, 0)).rejects.toMatchObject({ fields: { reason: "read-only" } });
    await reader.close();
  });

  it("that is read-only, with a log that a killed process left, is not read past that log", async ({ skip }) => {
    if (!mounted) skip("mounting a tmpfs needs root and is not allowed here");
    const elsewhere = folder();
    const store = await openSqliteStore(elsewhere);
    await store.ledger.reserveNumbers(3, 0);
    for (const file of ["ledger.db", "ledger.db-wal"]) copyFileSync(join(elsewhere, file), join(dir, file));
    await store.close();
    execFileSync("mount", ["-o", "remount,ro", dir]);
    await expect(openSqliteStore(dir, { readonly: true })).rejects.toMatchObject({
      code: "disk",
      fields: { path: join(dir, "ledger.db"), reason: "read-only" },
    });
    execFileSync("mount", ["-o", "remount,rw", dir]);
    const reader = await openSqliteStore(dir, { readonly: true });
    expect(await reader.ledger.lastNumber()).toBe(3);
    await reader.close();
  });
});
