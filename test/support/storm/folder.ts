import { cpSync, existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

export type StormFolder = {
  path: string;
  /** Puts a copy of it, under a name, where it stays; says where. */
  keep(name: string): string;
  remove(): void;
};

/** A folder in memory where there is such a thing: what a killed process wrote is there all the same, and nobody waits for a disk. */
export function stormFolder(): StormFolder {
  const root = existsSync("/dev/shm") ? "/dev/shm" : tmpdir();
  const path = mkdtempSync(join(root, "clientcard-storm-"));
  return {
    path,
    keep(name) {
      const kept = mkdtempSync(join(tmpdir(), `clientcard-broken-${name}-`));
      cpSync(path, kept, { recursive: true });
      return kept;
    },
    remove: () => rmSync(path, { recursive: true, force: true, maxRetries: 5 }),
  };
}
