/** Which process of which machine somebody is, and what became of it: a number alone says little, for numbers are given anew. */
import { readFileSync, readlinkSync } from "node:fs";

type ProcessId = {
  pid: number;
  /** Boot of the machine, namespace of the number, and when the process began, as `processStart` tells; `null` where the system does not. */
  started: string | null;
};

/** `unknown`: it is not of this system, or this system does not tell. `other-boot`: of a system that has been started anew, or of another one. */
type ProcessFate = "alive" | "gone" | "other-boot" | "unknown";

/** `BOOT/NAMESPACE/TICKS` (proc(5): boot_id, ns/pid, field 22 of stat); `null` where the system does not tell. */
export function processStart(pid: number): string | null {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
    // The command name in brackets may hold spaces and brackets itself.
    const ticks = stat.slice(stat.lastIndexOf(")") + 2).split(" ")[19];
    return ticks === undefined ? null : `${thisSystem()}/${ticks}`;
  } catch {
    return null;
  }
}

/** What became of a process that said to be of a host with this one's name. */
export function processFate({ pid, started }: ProcessId): ProcessFate {
  if (started === null) return isAlive(pid) ? "unknown" : "gone";
  const system = thisSystem();
  const [boot, ...rest] = started.split("/");
  if (boot !== system?.split("/")[0]) return system === null ? "unknown" : "other-boot";
  // A container has numbers of its own; a record of two parts names no namespace.
  if (rest.length > 1 && !started.startsWith(`${system}/`)) return "unknown";
  if (!isAlive(pid)) return "gone";
  const now = processStart(pid);
  return now === null || now.endsWith(`/${rest.at(-1)}`) ? "alive" : "gone";
}

function thisSystem(): string | null {
  try {
    const boot = readFileSync("/proc/sys/kernel/random/boot_id", "utf8").trim();
    return `${boot}/${/\d+/.exec(readlinkSync("/proc/self/ns/pid"))?.[0] ?? ""}`;
  } catch {
    return null;
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as { code?: string }).code === "EPERM";
  }
}
