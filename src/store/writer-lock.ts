import { hostname } from "node:os";
import { appError } from "../lib/errors.ts";
import { processFate, processStart } from "../lib/process-identity.ts";
import type { Ledger } from "../ports.ts";
import type { Sqlite } from "./sqlite.ts";

type Writer = { pid: number; host: string; command: string; at: string; started: string | null };

export type WriterLock = Pick<Ledger, "lock" | "unlock" | "assertWriter"> & {
  /** Inside a transaction: throws `locked` when the lock that was taken here is another's by now. */
  assertHeld(): void;
};

/** One writer at a time over all processes that share the store. Who has lost the lock to another writes no more intents. */
export function writerLock(database: Sqlite): WriterLock {
  let mine: Writer | null = null;
  const present = () => database.get<Writer>("SELECT pid, host, command, at, started FROM writer");
  const assertHeld = () => {
    if (mine === null) return;
    const held = present();
    if (held && isSame(held, mine)) return;
    throw appError({
      code: "locked",
      why: "taken-over",
      holder: held ? nameOf(held) : "",
      since: held?.at ?? "",
    });
  };
  return {
    async lock({ takeOver = false, ...holder }) {
      return database.transaction(() => {
        const held = present();
        if (held && !isOurs(held, holder) && !isGone(held, holder.host) && !takeOver)
          return { ok: false, holder: nameOf(held), since: held.at };
        mine = { ...holder, started: processStart(holder.pid) };
        database.run(
          "INSERT OR REPLACE INTO writer (id, pid, host, command, at, started) VALUES (1, ?, ?, ?, ?, ?)",
          mine.pid,
          mine.host,
          mine.command,
          mine.at,
          mine.started,
        );
        return { ok: true };
      });
    },

    async unlock(pid) {
      database.run("DELETE FROM writer WHERE pid = ? AND host = ?", pid, mine?.host ?? hostname());
      mine = null;
    },

    async assertWriter() {
      assertHeld();
    },

    assertHeld,
  };
}

function nameOf({ command, pid, host }: Writer): string {
  return `${command} (process ${pid} on ${host})`;
}

function isOurs(held: Writer, holder: { pid: number; host: string }): boolean {
  return held.pid === holder.pid && held.host === holder.host;
}

function isSame(held: Writer, mine: Writer): boolean {
  return isOurs(held, mine) && held.started === mine.started;
}

/** Only a process of this host can be seen to be gone. One that has the number but began at another time is somebody else. */
function isGone(held: Writer, host: string): boolean {
  if (held.host !== host) return false;
  const fate = processFate(held);
  return fate === "gone" || fate === "other-boot";
}
