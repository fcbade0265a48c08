import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Store } from "../../src/ports.ts";
import { openSqliteStore } from "../../src/store/index.ts";
import { storeContract } from "../contract/store.ts";

storeContract("SQLite", async () => {
  const dir = mkdtempSync(join(tmpdir(), "store-"));
  const opened: Store[] = [];
  const open = async () => {
    const store = await openSqliteStore(dir);
    opened.push(store);
    return store;
  };
  return {
    store: await open(),
    async reopen() {
      for (const store of opened.splice(0)) await store.close();
      return open();
    },
    second: open,
    async release() {
      for (const store of opened) await store.close();
      rmSync(dir, { recursive: true, force: true });
    },
  };
});
