/** Reading what a batch says of each of its contacts. */
import type { Person } from "../client/person.ts";
import { type AppError, appError } from "../lib/errors.ts";
import { stableJson } from "../lib/stable-json.ts";
import type { ItemResult } from "../ports.ts";
import { classifyAnswer } from "./classify.ts";
import { isRecord } from "./failure.ts";

/** Codes of google.rpc.Code as HTTP statuses and names, for the statuses inside an answer. */
const codes: Record<number, [status: number, reason: string]> = {
  1: [499, "CANCELLED"],
  2: [500, "UNKNOWN"],
  3: [400, "INVALID_ARGUMENT"],
  4: [504, "DEADLINE_EXCEEDED"],
  5: [404, "NOT_FOUND"],
  6: [409, "ALREADY_EXISTS"],
  7: [403, "PERMISSION_DENIED"],
  8: [429, "RESOURCE_EXHAUSTED"],
  9: [400, "FAILED_PRECONDITION"],
  10: [409, "ABORTED"],
  13: [500, "INTERNAL"],
  14: [503, "UNAVAILABLE"],
  16: [401, "UNAUTHENTICATED"],
};

export function asPerson(value: unknown): Person {
  if (isRecord(value) && typeof value.resourceName === "string" && value.resourceName !== "") return value as Person;
  throw appError({ code: "unavailable", detail: "the answer holds a contact without a name of its own" });
}

/** The fate of one contact, from its PersonResponse. No entry, or one that says nothing, means that its fate is not known. */
export function itemResult(response: unknown, name: string): ItemResult {
  if (!isRecord(response)) return { ok: false, error: unknownFate() };
  const refusal = refusalOf(response, name);
  if (refusal) return { ok: false, error: refusal };
  return isRecord(response.person)
    ? { ok: true, person: asPerson(response.person) }
    : { ok: false, error: unknownFate() };
}

/** The contact of a read, `null` when it is gone. */
export function readItem(response: Record<string, unknown>, name: string): Person | null {
  const refusal = refusalOf(response, name);
  if (refusal?.code === "not-found") return null;
  if (refusal) throw refusal;
  return asPerson(response.person);
}

function refusalOf(response: Record<string, unknown>, name: string): AppError | null {
  const { status, httpStatusCode } = response;
  const code = isRecord(status) && typeof status.code === "number" ? status.code : 0;
  const old = typeof httpStatusCode === "number" && httpStatusCode >= 400 ? httpStatusCode : null;
  if (code === 0 && old === null) return null;
  const [http, reason] = codes[code] ?? [old ?? 500, "UNKNOWN"];
  const message = isRecord(status) && typeof status.message === "string" ? status.message : "";
  const details = isRecord(status) && Array.isArray(status.details) ? status.details.filter(isRecord) : [];
  const answer = { status: http, reason, message, details, foreign: false, retryAfterMs: null };
  return classifyAnswer(answer, { what: "client", names: [name], list: "connections" });
}

/**
 * The answers of a batch of creates in the order in which the contacts were sent. The documents promise no order, so an answer is known by the
 * `clientData` that it carries, and only without such a mark by its place.
 */
export function inOrderSent(sent: Person[], responses: unknown[]): unknown[] {
  const byMark = new Map<string, unknown>();
  for (const response of responses) {
    const mark = isRecord(response) && isRecord(response.person) ? markOf(response.person as Person) : null;
    if (mark !== null) byMark.set(mark, byMark.has(mark) ? null : response);
  }
  const whole = responses.length === sent.length;
  return sent.map((person, place) => {
    const mark = markOf(person);
    const marked = mark === null ? null : byMark.get(mark);
    if (marked) return marked;
    const atPlace = whole ? responses[place] : undefined;
    const taken =
      isRecord(atPlace) && isRecord(atPlace.person) && mark !== null && markOf(atPlace.person as Person) !== mark;
    return taken ? undefined : atPlace;
  });
}

function markOf(person: Person): string | null {
  if (!Array.isArray(person.clientData) || person.clientData.length === 0) return null;
  return stableJson(person.clientData.map(({ key, value }) => [key ?? "", value ?? ""]));
}

function unknownFate(): AppError {
  return appError({ code: "unavailable", detail: "the answer does not say what became of this contact" });
}
