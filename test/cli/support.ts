/** A command line run in this process, with its own terminal. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { onTestFinished } from "vitest";
import type { Io } from "../../src/cli/io.ts";
import { runCli } from "../../src/cli/program.ts";

export type Ran = { code: number; out: string; err: string };
export type Terminal = {
  env?: Record<string, string>;
  cwd?: string;
  input?: string;
  width?: number | null;
  tty?: Partial<Io["tty"]>;
};

const NOW = "2026-11-23T18:00+04:00";

/** Runs `args` to their end and keeps what was printed. */
export async function run(
  args: string[],
  { env = {}, cwd, input = "", width = null, tty = {} }: Terminal = {},
): Promise<Ran> {
  let out = "";
  let err = "";
  const io: Io = {
    args,
    env: { CLIENTCARD_NOW: NOW, LANG: "en_US.UTF-8", HOME: tmpdir(), ...env },
    cwd: cwd ?? tmpdir(),
    tty: { in: false, out: false, err: false, ...tty },
    width,
    readInput: async () => input,
    out: (text) => {
      out += text;
    },
    err: (text) => {
      err += text;
    },
    flush: async () => {},
  };
  const code = await runCli(io);
  return { code, out, err };
}

/** A folder of the test's own, gone when it ends. */
export function folder(): string {
  const path = mkdtempSync(join(tmpdir(), "clientcard-cli-"));
  onTestFinished(() => rmSync(path, { recursive: true, force: true }));
  return path;
}
