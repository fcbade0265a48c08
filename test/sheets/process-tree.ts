/** How much memory a program and everything that it starts take together, as the kernel counts it. */
import { spawn } from "node:child_process";
import { readFileSync } from "node:fs";

/** The peak of each process (`VmHWM`), summed: they may not have had it at one time, so the tree never took more. */
export async function runMeasured(
  command: string,
  args: string[],
): Promise<{ out: string; code: number | null; megabytes: number; milliseconds: number }> {
  const started = performance.now();
  const child = spawn(command, args, { stdio: ["ignore", "pipe", "inherit"] });
  const peaks = new Map<number, number>();
  const look = setInterval(() => {
    for (const pid of treeOf(child.pid!)) peaks.set(pid, Math.max(peaks.get(pid) ?? 0, peakOf(pid)));
  }, 10);
  let out = "";
  child.stdout.setEncoding("utf8").on("data", (text: string) => {
    out += text;
  });
  const code = await new Promise<number | null>((done) => child.once("close", done));
  clearInterval(look);
  const kilobytes = [...peaks.values()].reduce((sum, one) => sum + one, 0);
  return { out, code, megabytes: kilobytes / 1024, milliseconds: performance.now() - started };
}

function treeOf(root: number): number[] {
  const children = readOr(`/proc/${root}/task/${root}/children`, "").split(" ").filter(Boolean).map(Number);
  return [root, ...children.flatMap(treeOf)];
}

function peakOf(pid: number): number {
  return Number(/VmHWM:\s+(\d+) kB/.exec(readOr(`/proc/${pid}/status`, ""))?.[1] ?? 0);
}

/** A process may be gone between one look and the next. */
function readOr(path: string, otherwise: string): string {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return otherwise;
  }
}
