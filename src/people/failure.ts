/** What a failed call looked like from outside: an answer with a status, or none. */

/** A refusal, as its HTTP status and Google's error body say (people-api reference, 2–7). */
export type Answer = {
  status: number;
  /** Canonical name of the code, e.g. `FAILED_PRECONDITION`; empty when the body does not say. */
  reason: string;
  message: string;
  details: Record<string, unknown>[];
  /** The body is no JSON: the address is wrong, or something between us and the API has answered. */
  foreign: boolean;
  /** What the server says to wait, in milliseconds. */
  retryAfterMs: number | null;
};

export type Failure =
  | { kind: "answered"; answer: Answer }
  | { kind: "unanswered"; code: string; message: string; sent: boolean };

/**
 * Codes of a connection that was never made, so that nothing can have taken effect. A time-out or a reset may come after the request, so they
 * are not here.
 */
const neverSent = new Set([
  "ECONNREFUSED",
  "ENOTFOUND",
  "EAI_AGAIN",
  "EHOSTUNREACH",
  "ENETUNREACH",
  "UND_ERR_CONNECT_TIMEOUT",
]);

/** Reads an error of the HTTP client; `null` when it is none of its kind. */
export function readFailure(error: unknown, now: Date): Failure | null {
  if (!isRecord(error)) return null;
  const response = error.response;
  if (isRecord(response) && typeof response.status === "number")
    return { kind: "answered", answer: readAnswer(response.status, response.data, response.headers, now) };
  if (!("config" in error)) return null;
  const code = codeOf(error);
  const message = typeof error.message === "string" ? error.message : "";
  return { kind: "unanswered", code, message, sent: !neverSent.has(code) };
}

export function readAnswer(status: number, data: unknown, headers: unknown, now: Date): Answer {
  const body = isRecord(data) && isRecord(data.error) ? data.error : null;
  const details = body && Array.isArray(body.details) ? body.details.filter(isRecord) : [];
  return {
    status,
    reason: typeof body?.status === "string" ? body.status : "",
    message: typeof body?.message === "string" ? body.message : "",
    details,
    foreign: body === null,
    retryAfterMs: retryAfter(headers, now) ?? endOfWindow(details, now),
  };
}

function codeOf(error: Record<string, unknown>): string {
  for (let at: unknown = error; isRecord(at); at = at.cause) {
    if (typeof at.code === "string" && at.code !== "") return at.code;
  }
  return "";
}

/** RFC 9110, 10.2.3: seconds or a date. Never seen from this API, but a proxy may say it. */
function retryAfter(headers: unknown, now: Date): number | null {
  const typed = headerOf(headers, "retry-after");
  if (typed === null || typed.trim() === "") return null;
  const wait = /^\d+$/.test(typed.trim()) ? Number(typed) * 1000 : Date.parse(typed) - now.getTime();
  return Number.isFinite(wait) && wait >= 0 && wait <= 86_400_000 ? wait : null;
}

/** Headers come as a plain object, as the platform's `Headers`, or as those of another implementation of fetch. */
export function headerOf(headers: unknown, name: string): string | null {
  if (!isRecord(headers)) return null;
  const value: unknown = typeof headers.get === "function" ? headers.get(name) : headers[name];
  return typeof value === "string" ? value : null;
}

/** Newer quota errors name the start of their minute (people-api reference, 6). Useless when our clock is elsewhere. */
function endOfWindow(details: Record<string, unknown>[], now: Date): number | null {
  for (const { metadata } of details) {
    if (!isRecord(metadata) || typeof metadata.window_start_time !== "string") continue;
    const wait = Date.parse(metadata.window_start_time) + 60_000 - now.getTime();
    if (wait >= 0 && wait <= 60_000) return wait;
  }
  return null;
}

export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
