import { existsSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { json, run, tempFolder } from "./office.ts";

describe("the demonstration", () => {
  it("tells its story within a minute, and the second time on the same folder has nothing to create or update", async () => {
    const folder = tempFolder();
    const began = performance.now();
    const first = await run(folder, ["demo", "--dir", "story"]);
    expect({ code: first.code, err: first.err }).toEqual({ code: 0, err: "" });
    expect(performance.now() - began).toBeLessThan(60_000);
    const chapters = [...first.out.matchAll(/^(\d)\. (.+)$/gm)].map(([, number, title]) => `${number} ${title}`);
    expect(chapters).toEqual([
      "1 An office account",
      "2 The legacy base comes in",
      "3 The cards are brought in order",
      "4 A day in the office",
      "5 Finished orders are compacted",
      "6 Figures and the workbook",
      "7 What it cost",
    ]);
    expect(first.out).toMatch(/create +664/);
    expect(first.out).toContain("becomes: 23.11.2026 called, agrees with the price (Anna)");
    expect(first.out).not.toContain("\u001b");
    for (const file of ["clients.xlsx", "rejects.xlsx", "ledger.db", "mirror.db", "account/emulator.db"])
      expect(existsSync(join(folder.path, "story", file)), file).toBe(true);
    // Nothing of it is in the office's own home.
    expect(existsSync(folder.home)).toBe(false);

    const again = await run(folder, ["demo", "--dir", "story"]);
    expect({ code: again.code, err: again.err }).toEqual({ code: 0, err: "" });
    expect(again.out).toContain("the staged day is skipped");
    expect(again.out).not.toContain("A day in the office");

    const summary = await json(folder, ["demo", "--dir", "story"]);
    expect(summary).toMatchObject({ again: true, clients: 663, creates: 0, updates: 0 });
    expect(summary.calls).toBeLessThanOrEqual(summary.minimumCalls);
  });
});
