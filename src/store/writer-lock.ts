import { readFileSync } from "node:fs";
import { hostname } from "node:os";
import type { Ledger } from "../ports.ts";
import type { Sqlite } from "./sqlite.ts";

type Writer = { pid: number; host: string; command: string; at: string; started: string | null };

/** One writer at a time over all processes that share the store. */
export function writerLock(database: Sqlite): Pick<Ledger, "lock" | "unlock"> {
  let host = hostname();
  return {
    async lock(holder) {
      return database.transaction(() => {
        const held = database.get<Writer>("SELECT pid, host, command, at, started FROM writer");
        if (held && !isOurs(held, holder) && !isGone(held, holder.host)) {
          return { ok: false, holder: `${held.command} (process ${held.pid} on ${held.host})`, since: held.at };
        }
        host = holder.host;
        database.run(
          "INSERT OR REPLACE INTO writer (id, pid, host, command, at, started) VALUES (1, ?, ?, ?, ?, ?)",
          holder.pid,
          holder.host,
          holder.command,
          holder.at,
          startOf(holder.pid),
        );
        return { ok: true };
      });
    },

    async unlock(pid) {
      database.run("DELETE FROM writer WHERE pid = ? AND host = ?", pid, host);
    },
  };
}

function isOurs(held: Writer, holder: { pid: number; host: string }): boolean {
  return held.pid === holder.pid && held.host === holder.host;
}

/** Only a process of this host can be seen to be gone. One that has the number but began at another time is somebody else. */
function isGone(held: Writer, host: string): boolean {
  if (held.host !== host) return false;
  if (!isAlive(held.pid)) return true;
  const started = startOf(held.pid);
  return held.started !== null && started !== null && held.started !== started;
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as { code?: string }).code === "EPERM";
  }
}

/** When the process began: boot id and clock ticks since then (proc(5), field 22 of stat); `null` where the system does not tell. */
function startOf(pid: number): string | null {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
    // The command name in brackets may hold spaces and brackets itself.
    const ticks = stat.slice(stat.lastIndexOf(")") + 2).split(" ")[19];
    const boot = readFileSync("/proc/sys/kernel/random/boot_id", "utf8").trim();
    return ticks === undefined ? null : `${boot}/${ticks}`;
  } catch {
    return null;
  }
}
