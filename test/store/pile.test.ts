import { readdirSync } from "node:fs";
import { expect, it } from "vitest";
import { openSqliteStore } from "../../src/store/index.ts";
import { temporaryFolders } from "./folder.ts";

const folder = temporaryFolders();
const files = (dir: string) => readdirSync(dir).filter((name) => !/^(ledger|mirror)\.db/.test(name));

it("a pile leaves no file behind, also of a process that is killed on the way", async ({ skip }) => {
  if (process.platform === "win32") skip("an open file keeps its name there");
  const dir = folder();
  const store = await openSqliteStore(dir);
  const pile = await store.pile<string>();
  await pile.put("notes", ["kept until it is closed"]);
  expect(files(dir)).toEqual([]);
  await pile.close();
  await store.close();
});
