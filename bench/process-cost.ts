/** What a program costs from its start to its end, with all that it starts. */
import { spawn } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** `ms`: by the clock on the wall; `cpu`: milliseconds of all processors; `mb`: the most memory that its processes hold at once. */
export type Cost = { ms: number; cpu: number; mb: number };

const PAGE = 4096;
/** Linux tells processor time in hundredths of a second. */
const TICK_MS = 10;

/** The program as an office starts it: it takes the bundle while that is newer than the sources. */
export const CLIENTCARD = join(import.meta.dirname, "../scripts/clientcard");

/** Of a command, by default in a new home; throws when it ends with another code than 0. */
export function costOf([program = "", ...args]: string[], home?: string): Promise<Cost> {
  const start = performance.now();
  const own = home ?? mkdtempSync(join(tmpdir(), "clientcard-bench-home-"));
  const env = {
    // As scripts/clientcard starts it; the library alone has the same.
    NODE_COMPILE_CACHE: join(import.meta.dirname, "../node_modules/.cache/compiled"),
    ...process.env,
    CLIENTCARD_HOME: own,
    CLIENTCARD_NOW: "2026-11-23T18:00:00+04:00",
  };
  const child = spawn(program, args, { stdio: ["ignore", "ignore", "inherit"], env });
  const peak = { cpu: 0, mb: 0 };
  const watch = setInterval(() => {
    const { bytes, ticks } = treeOf(child.pid!);
    peak.mb = Math.max(peak.mb, bytes / 2 ** 20);
    peak.cpu = Math.max(peak.cpu, ticks * TICK_MS);
  }, 10);
  return new Promise((resolve, reject) => {
    child.on("close", (code) => {
      clearInterval(watch);
      if (home === undefined) rmSync(own, { recursive: true, force: true });
      if (code === 0) resolve({ ms: performance.now() - start, ...peak });
      else reject(new Error(`${program} ${args.join(" ")} ended with ${code}`));
    });
  });
}

/** Resident memory and processor time of a process and its children, ended ones among them, from Linux's /proc; 0 elsewhere. */
function treeOf(pid: number): { bytes: number; ticks: number } {
  try {
    const pages = Number(readFileSync(`/proc/${pid}/statm`, "utf8").split(" ")[1]);
    // Behind the name, which may hold anything, user and system time are the 12th and 13th field, those of ended children the next two.
    const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
    const times = stat
      .slice(stat.lastIndexOf(")") + 2)
      .split(" ")
      .slice(11, 15)
      .map(Number);
    const children = readdirSync(`/proc/${pid}/task`).flatMap((task) =>
      readFileSync(`/proc/${pid}/task/${task}/children`, "utf8").split(" ").filter(Boolean).map(Number),
    );
    return children.map(treeOf).reduce((sum, one) => ({ bytes: sum.bytes + one.bytes, ticks: sum.ticks + one.ticks }), {
      bytes: pages * PAGE,
      ticks: times.reduce((sum, time) => sum + time, 0),
    });
  } catch {
    return { bytes: 0, ticks: 0 };
  }
}
