/** What a newcomer waits for: a clone, the installation, and the demonstration. Limits in seconds are those that the README promises. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Measured, timeCommand } from "./measure.ts";

const root = join(import.meta.dirname, "..");
const MINUTE = 60;

export async function run(): Promise<Measured[]> {
  const folder = mkdtempSync(join(tmpdir(), "clientcard-bench-"));
  const clone = join(folder, "clone");
  try {
    timeCommand(["git", "clone", "--quiet", root, clone]);
    const seconds = (args: string[]) => timeCommand([join(clone, "scripts/clientcard"), ...args], {}, folder) / 1000;
    const install = seconds(["--version"]);
    const first = seconds(["demo", "--dir", join(folder, "office")]);
    const again = seconds(["demo", "--dir", join(folder, "office")]);
    return [
      { name: "fresh clone: first command, with the installation", value: install, unit: "s" },
      { name: "fresh clone: the demonstration", value: first, unit: "s", limit: MINUTE },
      { name: "fresh clone: the demonstration again", value: again, unit: "s", limit: MINUTE },
    ];
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
