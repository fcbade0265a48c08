import type { AppErrorCode } from "../lib/errors.ts";

/** What a script can rely on (docs, “The command line”): the only place where exit codes are given a meaning. */
export const exitCodes = {
  done: 0,
  failed: 1,
  usage: 2,
  approval: 3,
  findings: 4,
  credentials: 5,
  locked: 6,
} as const;

export type ExitCode = (typeof exitCodes)[keyof typeof exitCodes];

const ofError: Record<AppErrorCode, ExitCode> = {
  usage: exitCodes.usage,
  config: exitCodes.usage,
  "input-file": exitCodes.usage,
  "mapping-sheets": exitCodes.usage,
  "mapping-unsure": exitCodes.usage,
  auth: exitCodes.credentials,
  "stale-etag": exitCodes.failed,
  "sync-token-expired": exitCodes.failed,
  quota: exitCodes.failed,
  "unsafe-plan": exitCodes.approval,
  "plan-refused": exitCodes.approval,
  "approval-needed": exitCodes.approval,
  "not-found": exitCodes.failed,
  refused: exitCodes.approval,
  "formatted-note": exitCodes.failed,
  locked: exitCodes.locked,
  disk: exitCodes.failed,
  unavailable: exitCodes.failed,
  account: exitCodes.failed,
  interrupted: exitCodes.failed,
  internal: exitCodes.failed,
};

export function exitCodeOf(code: AppErrorCode): ExitCode {
  return ofError[code];
}
