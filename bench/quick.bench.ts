/** The look-ups at a call, cold: a new process each time, from the bundle, beside bare node. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Measured, timeCommand, timeInTurns } from "./measure.ts";

const root = join(import.meta.dirname, "..");
const LIMIT = 3;

export async function run(): Promise<Measured[]> {
  const home = mkdtempSync(join(tmpdir(), "clientcard-bench-"));
  const env = {
    CLIENTCARD_HOME: home,
    CLIENTCARD_NOW: "2026-11-23T18:00:00+04:00",
    NODE_COMPILE_CACHE: join(home, "compiled"),
  };
  const main = join(root, "dist/main.js");
  try {
    timeCommand([process.execPath, "scripts/build.ts"], {}, root);
    timeCommand(
      [
        process.execPath,
        main,
        "import",
        join(root, "samples/office-base.xls"),
        "--yes",
        "--quiet",
        "--rejects",
        join(home, "rejects.xlsx"),
      ],
      env,
    );
    const [bare, who, find, show] = timeInTurns(9, [
      () => timeCommand([process.execPath, "-e", "0"]),
      () => timeCommand([process.execPath, main, "who", "091349358"], env),
      () => timeCommand([process.execPath, main, "find", "Нор"], env),
      () => timeCommand([process.execPath, main, "show", "091349358"], env),
    ]);
    const row = (name: string, value = Number.NaN): Measured => ({
      name,
      value,
      unit: "ms",
      beside: bare,
      limit: LIMIT,
      note: "beside bare node",
    });
    return [row("who NUMBER, cold", who), row("find TEXT, cold", find), row("show CLIENT, cold", show)];
  } finally {
    rmSync(home, { recursive: true, force: true });
  }
}
