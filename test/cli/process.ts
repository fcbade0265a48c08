/** The real program in a process of its own. */
import { type ChildProcess, spawn } from "node:child_process";
import { join } from "node:path";

const MAIN = join(import.meta.dirname, "../../src/cli/main.ts");

export type Ended = { code: number | null; out: string; err: string };

export function start(args: string[], { env = {}, cwd }: { env?: Record<string, string>; cwd: string }): ChildProcess {
  const own = {
    PATH: process.env.PATH,
    HOME: cwd,
    CLIENTCARD_NOW: "2026-11-23T18:00+04:00",
    LANG: "en_US.UTF-8",
    ...env,
  };
  return spawn(process.execPath, [MAIN, ...args], { cwd, env: own });
}

/** Collects what a process prints and how it ends. */
export function ended(child: ChildProcess): Promise<Ended> {
  let out = "";
  let err = "";
  child.stdout?.setEncoding("utf8").on("data", (text: string) => {
    out += text;
  });
  child.stderr?.setEncoding("utf8").on("data", (text: string) => {
    err += text;
  });
  return new Promise((resolve) => child.on("close", (code) => resolve({ code, out, err })));
}

export function runProcess(
  args: string[],
  options: { env?: Record<string, string>; cwd: string; input?: string },
): Promise<Ended> {
  const child = start(args, options);
  const result = ended(child);
  child.stdin?.on("error", () => {});
  child.stdin?.end(options.input ?? "");
  return result;
}
