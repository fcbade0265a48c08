import type { Log } from "../../src/ports.ts";

/** For tests that are not about the log. */
export const silent: Log = { debug() {}, info() {}, warn() {}, error() {} };
