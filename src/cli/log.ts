import type { Log } from "../ports.ts";
import type { Io } from "./io.ts";

export type LogLevel = "debug" | "info" | "warn" | "error";

const ORDER = ["debug", "info", "warn", "error"] as const;

/** A log to stderr that costs nothing until something has to be said. */
export function lazyLog(io: Io, level: LogLevel): Log {
  let opened: Promise<Log> | null = null;
  const say =
    (at: (typeof ORDER)[number]) =>
    (fields: Record<string, unknown>, message: string): void => {
      if (ORDER.indexOf(at) < ORDER.indexOf(level)) return;
      opened ??= import("./render/log-lines.ts").then(({ logTo }) => logTo(io, level));
      void opened.then((log) => log[at](fields, message));
    };
  return { debug: say("debug"), info: say("info"), warn: say("warn"), error: say("error") };
}
