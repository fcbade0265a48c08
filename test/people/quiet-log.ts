import type { Log } from "../../src/ports.ts";

export const quietLog: Log = { debug() {}, info() {}, warn() {}, error() {} };

/** A log that keeps what it was told, to look for secrets in it. */
export function keepingLog(): Log & { lines: string[] } {
  const lines: string[] = [];
  const keep = (fields: Record<string, unknown>, message: string) =>
    void lines.push(`${message} ${JSON.stringify(fields)}`);
  return { lines, debug: keep, info: keep, warn: keep, error: keep };
}
