import { appError } from "../../lib/errors.ts";
import type { FaultAction, FaultRule } from "../faults.ts";
import type { JsonObject } from "../json.ts";
import { isObject } from "../json.ts";
import { isStatusName } from "../refusal.ts";
import type { Switches } from "../switches.ts";
import { defaultSwitches } from "../switches.ts";

function wrong(problem: string): Error {
  return appError({ code: "usage", problem });
}

const choices: Partial<Record<keyof Switches, readonly string[]>> = {
  expiredTokenStatus: ["INVALID_ARGUMENT", "FAILED_PRECONDITION"],
  parameterMismatch: ["refuse", "ignore"],
  batchFailure: ["whole", "per-item"],
  noteLineEnds: ["keep", "lf"],
  htmlNotes: ["keep", "as-plain"],
  organizationDates: ["500", "accept"],
  groupNames: ["exact", "caseless"],
  foreignClientData: ["shown", "hidden"],
  formerNames: ["answer", "gone"],
};

/** Switches out of JSON: each must exist and have the type of its default. Throws `usage` and changes nothing otherwise. */
export function readSwitches(sent: JsonObject): Partial<Switches> {
  for (const [name, value] of Object.entries(sent)) {
    if (!Object.hasOwn(defaultSwitches, name)) throw wrong(`there is no switch ${name}`);
    const fallback = defaultSwitches[name as keyof Switches];
    const allowed = choices[name as keyof Switches];
    if (typeof value !== typeof fallback || (allowed && !allowed.includes(String(value)))) {
      throw wrong(`the switch ${name} takes ${allowed ? allowed.join(" or ") : `a ${typeof fallback}`}`);
    }
    if (isObject(fallback)) requireSameMembers(name, value, fallback);
  }
  return sent as Partial<Switches>;
}

function requireSameMembers(name: string, value: unknown, fallback: JsonObject): void {
  const same = isObject(value) && Object.keys(fallback).every((key) => typeof value[key] === typeof fallback[key]);
  if (!same) throw wrong(`the switch ${name} takes an object of ${Object.keys(fallback).join(", ")}`);
}

const metrics = ["criticalRead", "criticalWrite", "read", "write"];
const plainKinds = [
  "storage-limit",
  "api-disabled",
  "drop-before",
  "drop-after",
  "truncate",
  "duplicate",
  "expire-token",
  "concurrent-writer",
  "storm",
];

/** A rule out of JSON, checked. Throws `usage`. */
export function readFault(sent: JsonObject): FaultRule {
  const { method, skip, times, every, action } = sent;
  if (method !== undefined && typeof method !== "string")
    throw wrong("method is the id of a method, as people.get or people.*");
  for (const [name, value, least] of [
    ["skip", skip, 0],
    ["times", times, 0],
    ["every", every, 1],
  ] as const) {
    if (value !== undefined && !(Number.isInteger(value) && Number(value) >= least))
      throw wrong(`${name} is a whole number from ${least}`);
  }
  if (!isObject(action) || !isAction(action)) throw wrong("action is none of the known faults, or lacks what it needs");
  return sent as unknown as FaultRule;
}

function isAction(action: JsonObject): boolean {
  const kind = action.kind as FaultAction["kind"];
  if (kind === "status" || kind === "status-after")
    return typeof action.status === "string" && isStatusName(action.status);
  if (kind === "rate-limit") return metrics.includes(String(action.metric));
  if (kind === "stale-read") return typeof action.ms === "number" && action.ms >= 0;
  if (kind === "delay") return typeof action.ms === "number" && action.ms >= 0 && action.ms <= 600_000;
  return plainKinds.includes(kind);
}
