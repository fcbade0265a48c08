/** Which of our errors an answer of the API means: a table, read from the top. Sources: people-api reference, sections 2–8 and 11. */
import { type AppError, type AppErrorShape, appError, isAppError } from "../lib/errors.ts";
import { type Answer, isRecord, readFailure } from "./failure.ts";
import { classifyTokenError, isTokenError } from "./token-error.ts";

/** What the call was about, for the message. */
export type CallSubject = { what: "client" | "label"; names: string[]; list: "connections" | "contactGroups" };

const noSubject: CallSubject = { what: "client", names: [], list: "connections" };

/** A per-minute quota is back within a minute; the account's own limit ("FBS") takes minutes to hours. */
const MINUTE_MS = 60_000;
const LASTING_MS = 900_000;

type Row = { when: (answer: Answer) => boolean; means: (answer: Answer, subject: CallSubject) => AppErrorShape };

const rows: Row[] = [
  // Not the API's own words: a gateway's page, a sign-in page, or an address that the API does not know (HTML 404).
  { when: ({ foreign, status }) => foreign && (status >= 500 || status < 400 || status === 408), means: unavailable },
  { when: ({ foreign, status }) => foreign && status === 429, means: (answer) => quota(answer, false) },
  { when: ({ foreign, status }) => foreign && status === 401, means: (answer) => auth(answer, "refused") },
  { when: ({ foreign, status }) => foreign && status === 410, means: expired },
  { when: ({ foreign }) => foreign, means: (answer) => refused(answer, "NOT_THE_API", "the answer was no JSON") },

  // Credentials. A missing scope needs a new sign-in, a disabled API does not (section 11).
  { when: (answer) => answer.status === 401, means: (answer) => auth(answer, "refused") },
  {
    when: (answer) => is403(answer, "ACCESS_TOKEN_SCOPE_INSUFFICIENT", /insufficient.*scope/i),
    means: (answer) => auth(answer, "scope"),
  },
  {
    when: (answer) => is403(answer, "SERVICE_DISABLED", /has not been used|is disabled/i),
    means: (answer) => auth(answer, "disabled"),
  },
  {
    when: (answer) => is403(answer, "RATE_LIMIT_EXCEEDED", /rate ?limit|quota exceeded/i),
    means: (answer) => quota(answer, false),
  },
  { when: (answer) => answer.status === 403, means: (answer) => auth(answer, "refused") },

  // Too many contacts: a limit of the account that no waiting lifts (section 8); seen with several statuses.
  {
    when: ({ message }) => message.includes("MY_CONTACTS_OVERFLOW_COUNT"),
    means: (answer) => refused(answer, "MY_CONTACTS_OVERFLOW_COUNT"),
  },

  // The reason decides, the status is disputed (section 5); 410 is what older pages say.
  {
    when: (answer) => hasReason(answer, "EXPIRED_SYNC_TOKEN") || /sync token is expired/i.test(answer.message),
    means: expired,
  },
  { when: ({ status }) => status === 410, means: expired },

  // Contacts: 400 and this sentence (section 4). Groups: 409 ABORTED (section 7).
  { when: ({ message }) => /person\.(metadata\.sources\.)?etag is different/.test(message), means: stale },
  { when: ({ status, reason }) => status === 409 && reason === "ABORTED", means: stale },
  { when: ({ status }) => status === 409, means: (answer) => refused(answer, "ALREADY_EXISTS") },
  { when: ({ status }) => status === 404, means: notFound },

  { when: (answer) => answer.status === 429, means: (answer) => quota(answer, isLasting(answer)) },
  { when: ({ status }) => status >= 500 || status === 408, means: unavailable },
];

/** The error that an answer means. `subject` names what the call was about. */
export function classifyAnswer(answer: Answer, subject: CallSubject = noSubject): AppError {
  const row = rows.find(({ when }) => when(answer));
  return appError(row ? row.means(answer, subject) : refused(answer, answer.reason || "REFUSED"));
}

/**
 * The error that a failed call means: an answer by the table, no answer = `unavailable`, anything else is a fault of our own. The HTTP
 * client's error is not kept as the cause: it carries the request, with notes and phone numbers.
 */
export function classifyPeopleError(
  error: unknown,
  subject: CallSubject = noSubject,
  now: Date = new Date(0),
): AppError {
  if (isAppError(error)) return error;
  if (isTokenError(error)) return classifyTokenError(error);
  const failure = readFailure(error, now);
  if (failure === null)
    return appError({ code: "internal", detail: error instanceof Error ? error.message : String(error) });
  if (failure.kind === "answered") return classifyAnswer(failure.answer, subject);
  return appError({ code: "unavailable", detail: short(failure.code || failure.message || "no answer") });
}

function unavailable({ status, message }: Answer): AppErrorShape {
  const detail = status < 400 ? "the answer was not whole" : message || `HTTP ${status}`;
  return { code: "unavailable", status, detail: short(detail) };
}

function auth({ message }: Answer, reason: "refused" | "scope" | "disabled"): AppErrorShape {
  return { code: "auth", reason, detail: short(message) };
}

function quota({ retryAfterMs, message, details }: Answer, lasting: boolean): AppErrorShape {
  const metric = details
    .map(({ metadata }) => (isRecord(metadata) ? metadata.quota_metric : null))
    .find((name) => typeof name === "string");
  const detail = typeof metric === "string" ? metric : message || "too many requests";
  return {
    code: "quota",
    lasting,
    retryAfterMs: retryAfterMs ?? (lasting ? LASTING_MS : MINUTE_MS),
    detail: short(detail),
  };
}

function expired(_: Answer, { list }: CallSubject): AppErrorShape {
  return { code: "sync-token-expired", list };
}

/** A batch that is refused does not reliably say which of its contacts moved on: all of them are to be read again. */
function stale(answer: Answer, { names }: CallSubject): AppErrorShape {
  const named = answer.details.flatMap(({ contactErrors }) =>
    isRecord(contactErrors) ? Object.keys(contactErrors) : [],
  );
  const culprits = names.filter((name) => named.includes(name));
  return { code: "stale-etag", resourceNames: culprits.length > 0 ? culprits : names };
}

function notFound(_: Answer, { what, names }: CallSubject): AppErrorShape {
  return { code: "not-found", what, query: names.join(", ") };
}

function refused({ status, message }: Answer, reason: string, instead = ""): AppErrorShape {
  return { code: "account", status, reason, detail: short(message || instead) };
}

function is403(answer: Answer, reason: string, words: RegExp): boolean {
  return answer.status === 403 && (hasReason(answer, reason) || words.test(answer.message));
}

function hasReason({ details }: Answer, reason: string): boolean {
  return details.some((detail) => detail.reason === reason);
}

/** The second form of 429: a QuotaFailure without the metric of any minute (section 6). */
function isLasting({ details, message }: Answer): boolean {
  const failure = details.some((detail) => String(detail["@type"]).endsWith("QuotaFailure"));
  return (
    failure || (/check quota/i.test(message) && !details.some((detail) => detail.reason === "RATE_LIMIT_EXCEEDED"))
  );
}

function short(text: string): string {
  return text.length > 300 ? `${text.slice(0, 299)}…` : text;
}
