import type { Json, JsonObject } from "./json.ts";

/** Canonical codes of google.rpc.Code that the API answers with: their number and HTTP status. */
const codes = {
  INVALID_ARGUMENT: { code: 3, http: 400 },
  NOT_FOUND: { code: 5, http: 404 },
  ALREADY_EXISTS: { code: 6, http: 409 },
  PERMISSION_DENIED: { code: 7, http: 403 },
  RESOURCE_EXHAUSTED: { code: 8, http: 429 },
  FAILED_PRECONDITION: { code: 9, http: 400 },
  ABORTED: { code: 10, http: 409 },
  UNIMPLEMENTED: { code: 12, http: 501 },
  INTERNAL: { code: 13, http: 500 },
  UNAVAILABLE: { code: 14, http: 503 },
  UNAUTHENTICATED: { code: 16, http: 401 },
} as const;

export type StatusName = keyof typeof codes;

/**
 * A request that the API refuses. Thrown by the methods, rendered as Google's error JSON by the server; nothing took effect.
 * It is an answer of the emulated service, not a failure of this program, so it is no `AppError`.
 */
export class Refusal extends Error {
  readonly status: StatusName;
  readonly details: JsonObject[];

  constructor(status: StatusName, message: string, details: JsonObject[] = []) {
    super(message);
    this.name = "Refusal";
    this.status = status;
    this.details = details;
  }

  get httpStatus(): number {
    return codes[this.status].http;
  }

  /** The `google.rpc.Status` of one entry of a batch. */
  rpcStatus(): JsonObject {
    return { code: codes[this.status].code, message: this.message };
  }

  /** Google's error body: `details` only when there are any (BEHAVIOUR 4 and 7 recordings). */
  body(): JsonObject {
    const error: JsonObject = { code: this.httpStatus, message: this.message, status: this.status };
    if (this.details.length > 0) error.details = this.details;
    return { error };
  }
}

/** The names of google.rpc.Code by which rules of faults may call a status. */
export function isStatusName(name: string): name is StatusName {
  return Object.hasOwn(codes, name);
}

const badRequest = (violations: { field?: string; description: string }[]): JsonObject => ({
  "@type": "type.googleapis.com/google.rpc.BadRequest",
  fieldViolations: violations as Json,
});

export function errorInfo(reason: string, domain: string, metadata?: JsonObject): JsonObject {
  const info: JsonObject = { "@type": "type.googleapis.com/google.rpc.ErrorInfo", reason, domain };
  if (metadata) info.metadata = metadata;
  return info;
}

/** The number of the project that the emulator's client belongs to. */
export const project = "123456789012";

/** A request that does not fit the proto: every violation is named, and the message is all of them unless another is given. */
export function malformed(
  violations: { field?: string; description: string }[],
  message = violations.map((violation) => violation.description).join("\n"),
): Refusal {
  return new Refusal("INVALID_ARGUMENT", message, [badRequest(violations)]);
}

export function invalid(message: string): Refusal {
  return new Refusal("INVALID_ARGUMENT", message);
}

/** BEHAVIOUR 2, "generic". */
export function invalidArgument(): Refusal {
  return invalid("Request contains an invalid argument.");
}

/** get, updateContact and the groups on an absent resource (BEHAVIOUR 4). */
export function notFound(): Refusal {
  return new Refusal("NOT_FOUND", "Requested entity was not found.");
}

/** deleteContact and batchDeleteContacts on absent contacts, with the internal string that leaks (BEHAVIOUR 4, AMP). */
export function contactsNotFound(indexes: number[]): Refusal {
  const violations = indexes.map((index) => ({ field: `resourceNames[${index}]`, description: "Resource not found." }));
  const message = "<eye3 title='NOT_FOUND'/> generic::NOT_FOUND: Contact person resources are not found.";
  return new Refusal("NOT_FOUND", message, [badRequest(violations)]);
}

/** A stale etag of a contact (BEHAVIOUR 4): `person.etag` from BUTEO, `person.metadata.sources.etag` from RAPID-22. */
export function stalePerson(path: "person.etag" | "person.metadata.sources.etag"): Refusal {
  return new Refusal(
    "FAILED_PRECONDITION",
    `Request ${path} is different than the current ${path}. Clear local cache and get the latest person.`,
  );
}

/** An etag is missing altogether; the status is reported both ways (BEHAVIOUR 4, unsettled). */
export function etagRequired(status: "INVALID_ARGUMENT" | "FAILED_PRECONDITION"): Refusal {
  return new Refusal(
    status,
    "Request must set person.etag or person.metadata.sources.etag for the source that is being updated.",
  );
}

/** A stale or missing etag of a group (BEHAVIOUR 7, AMP). */
export function staleGroup(): Refusal {
  return new Refusal(
    "ABORTED",
    "Contact group etag is outdated. Clear the cache and get the latest contact group to set the etag.",
  );
}

/** BEHAVIOUR 5. The status is disputed, so the caller says which. */
export function syncTokenExpired(status: "INVALID_ARGUMENT" | "FAILED_PRECONDITION"): Refusal {
  return new Refusal(status, "Sync token is expired. Clear local cache and retry call without the sync token.", [
    errorInfo("EXPIRED_SYNC_TOKEN", "people.googleapis.com"),
  ]);
}
