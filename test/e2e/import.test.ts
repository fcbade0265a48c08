import { copyFileSync, existsSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import {
  type AtEnd,
  CLIENTS,
  contactsOf,
  embeddedAccount,
  filesIn,
  good,
  json,
  run,
  sample,
  tempFolder,
  writesOf,
} from "./office.ts";

function officeWithBase(atEnd: AtEnd) {
  const folder = tempFolder(atEnd);
  copyFileSync(sample, join(folder.path, "base.xls"));
  return folder;
}

/** What the account holds, and the writes that it has seen, once no command runs. */
async function accountOf(folder: ReturnType<typeof tempFolder>) {
  const emulator = await embeddedAccount(folder);
  try {
    return { contacts: await contactsOf(emulator), writes: writesOf(emulator) };
  } finally {
    await emulator.close();
  }
}

describe("an import", () => {
  it.concurrent("as a dry run shows the plan and writes nothing, neither to the account nor beside the file", async ({
    onTestFinished,
  }) => {
    const folder = officeWithBase(onTestFinished);
    const out = await good(folder, ["import", "base.xls", "--dry-run"]);
    expect(out).toContain("create 664 clients");
    expect(out).toContain("Nothing was changed");
    expect(existsSync(join(folder.path, "base.rejects.xlsx"))).toBe(false);
    expect(await accountOf(folder)).toEqual({ contacts: [], writes: [] });
    expect((await json(folder, ["runs"])).runs).toEqual([]);
  });

  it.concurrent("with nobody to ask prints its plan, changes nothing and ends with 3, with --quiet and as JSON", async ({
    onTestFinished,
  }) => {
    const folder = officeWithBase(onTestFinished);
    // A plan that waits has to be seen, however quiet the command is asked to be.
    const { code, out, err } = await run(folder, ["import", "base.xls", "--quiet"]);
    expect(code).toBe(3);
    expect(out).toContain("create 664 clients");
    expect(err).toContain("--yes applies it");
    const asked = await run(folder, ["import", "base.xls", "--json"]);
    expect(asked.code).toBe(3);
    expect(JSON.parse(asked.out)).toMatchObject({ approved: false, applied: null });
    expect(existsSync(join(folder.path, "base.rejects.xlsx"))).toBe(false);
    expect(await accountOf(folder)).toEqual({ contacts: [], writes: [] });
  });

  it.concurrent("with --yes makes every client once and keeps the rejected rows; again it plans nothing; undone and redone it is whole", async ({
    onTestFinished,
  }) => {
    const folder = officeWithBase(onTestFinished);
    const base = filesIn(folder.path)["base.xls"];
    const imported = await json(folder, ["import", "base.xls", "--yes"]);
    expect(filesIn(folder.path)["base.xls"]).toBe(base);
    expect(imported).toMatchObject({ approved: true, applied: { run: 1, created: CLIENTS, labels: 10 } });
    expect(existsSync(join(folder.path, "base.rejects.xlsx"))).toBe(true);
    const before = await accountOf(folder);
    expect(before.contacts).toHaveLength(CLIENTS);

    const again = await good(folder, ["import", "base.xls", "--rejects", "put aside.xlsx"]);
    expect(existsSync(join(folder.path, "put aside.xlsx"))).toBe(true);
    expect(again).toContain("Nothing to change");
    expect((await accountOf(folder)).writes).toEqual(before.writes);

    expect(await good(folder, ["runs"])).toMatch(/^ *1 +import .*664 clients created/m);
    const one = await json(folder, ["runs", "1"]);
    expect(one.run).toMatchObject({ id: 1, kind: "import", state: "done" });
    expect(one.entries).toHaveLength(CLIENTS + 10);
    expect(new Set(one.entries.map(({ state }: { state: string }) => state))).toEqual(new Set(["confirmed"]));

    const asked = await run(folder, ["undo", "1", "--yes"]);
    expect(asked.code).toBe(3);
    expect(asked.err).toContain("deletes 664 clients (limit 200)");
    expect((await accountOf(folder)).writes).toEqual(before.writes);

    await good(folder, ["undo", "1", "--yes", "--force"]);
    expect((await accountOf(folder)).contacts).toEqual([]);
    await good(folder, ["undo", "2", "--yes"]);
    const after = await accountOf(folder);
    const texts = ({ contacts }: typeof after) =>
      contacts.map(({ names, biographies }) => `${names?.[0]?.displayName}\n${biographies?.[0]?.value}`).sort();
    expect(texts(after)).toEqual(texts(before));
    const labels = ({ contacts }: typeof after) => contacts.flatMap(({ memberships }) => memberships ?? []).length;
    expect(labels(after)).toBe(labels(before));
    expect(await good(folder, ["sync"])).toContain("All cards are in order");
    expect((await accountOf(folder)).writes).toEqual(after.writes);
  });
});
