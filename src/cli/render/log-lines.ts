import { type Logger, pino } from "pino";
import { isAppError } from "../../lib/errors.ts";
import { fromCommonJs } from "../../lib/from-common-js.ts";
import type { Log } from "../../ports.ts";
import type { Io } from "../io.ts";
import type { LogLevel } from "../log.ts";

/** What never reaches a log, whoever hands it over (docs, privacy): tokens, numbers, names, notes. */
const SECRET = [
  "authorization",
  "token",
  "accessToken",
  "refreshToken",
  "access_token",
  "refresh_token",
  "clientSecret",
];
const PRIVATE = ["notes", "phone", "phones", "email", "emails", "name", "display", "person", "query", "text"];
const REDACTED = [...SECRET, ...PRIVATE].flatMap((key) => [key, `*.${key}`, `*.*.${key}`]);

/** One JSON line an event; for a person at a terminal, a readable line. */
export async function logTo(io: Io, level: LogLevel): Promise<Log> {
  const options = {
    level,
    base: null,
    redact: { paths: REDACTED, censor: "…" },
    serializers: { error: safeError, err: safeError },
    timestamp: () => `,"time":"${new Date().toISOString()}"`,
  };
  const write = { write: (line: string) => io.err(line) };
  if (!io.tty.err) return asLog(pino(options, write));
  const { prettyFactory } = fromCommonJs(await import("pino-pretty"));
  const pretty = prettyFactory({ colorize: !io.env.NO_COLOR, ignore: "pid,hostname", translateTime: "SYS:HH:MM:ss" });
  return asLog(pino(options, { write: (line: string) => io.err(pretty(line)) }));
}

function asLog(logger: Logger): Log {
  return {
    debug: (fields, message) => logger.debug(fields, message),
    info: (fields, message) => logger.info(fields, message),
    warn: (fields, message) => logger.warn(fields, message),
    error: (fields, message) => logger.error(fields, message),
  };
}

/** An error without its message, which may quote a client: the code says what it is, the stack where. */
export function safeError(error: unknown): Record<string, unknown> {
  if (isAppError(error)) {
    const { fields } = error;
    const status = "status" in fields ? { status: fields.status } : {};
    const reason = "reason" in fields ? { reason: fields.reason } : {};
    return { code: error.code, ...status, ...reason };
  }
  if (!(error instanceof Error)) return { type: typeof error };
  const frames = (error.stack ?? "").split("\n").filter((line) => /^\s+at /.test(line));
  return { type: error.name, stack: frames.map((line) => line.trim()).join("\n") };
}
