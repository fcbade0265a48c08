/**
 * The closed set of errors that the program raises on purpose. Each has a `code` and plain fields; the words, the exit code
 * and the HTTP status are made from them in one place each (`cli/render/error-text.ts`, `cli/exit-codes.ts`).
 */
export type AppErrorShape =
  | { code: "usage"; problem: string; next?: string }
  | { code: "config"; problems: { where: string; problem: string; next?: string }[] }
  | { code: "input-file"; file: string; reason: InputFileReason; sheet?: string; row?: number; detail?: string }
  /** What columns of a base hold is not sure. `lines`: the mapping that would answer, with the guesses as they stand. */
  | { code: "mapping-unsure"; questions: MappingQuestion[]; lines: string[] }
  /** A mapping names sheets that no file has; `meant` is the one that such a name is near to, `sheets` are those that there are. */
  | { code: "mapping-sheets"; missing: { sheet: string; meant: string | null }[]; sheets: string[] }
  | { code: "auth"; reason: "missing" | "refused" | "expired" | "scope" | "disabled"; detail?: string }
  | { code: "stale-etag"; resourceNames: string[] }
  | { code: "sync-token-expired"; list: "connections" | "contactGroups" }
  | { code: "quota"; lasting: boolean; retryAfterMs: number; detail: string }
  | { code: "unsafe-plan"; reasons: string[] }
  | { code: "plan-refused"; reasons: { client: string; reason: string }[] }
  | { code: "approval-needed"; what: string }
  | { code: "not-found"; what: string; query: string; candidates?: string[] }
  /** What was asked for is not done, and nothing was changed. `detail`: the run that stands in the way. */
  | {
      code: "refused";
      what: "merge" | "restore-client" | "undo";
      reasons: { client: string; reason: RefusalReason; detail?: string }[];
    }
  /** The note of a client is formatted text, which the program never writes. */
  | { code: "formatted-note"; client: string }
  /**
   * Another writer is at work; or it has taken this one's place (`taken-over`); or it has just made clients that the account's lists need not
   * show before `until` (`settling`). Times are RFC 3339; `holder` and `since` may be empty when nobody knows.
   */
  | { code: "locked"; holder: string; since: string; why?: "taken-over" | "settling"; until?: string }
  | { code: "disk"; path: string; reason: "full" | "read-only" | "denied" | "corrupt"; detail?: string }
  | { code: "unavailable"; detail: string; status?: number }
  | { code: "account"; status: number; reason: string; detail: string }
  | { code: "interrupted"; what: string }
  | { code: "internal"; detail: string };

/** `column` is its letter, `title` its header as typed, `field` what was guessed; `samples` are some of its values, as shown. */
export type MappingQuestion = { file: string; sheet: string; title: string } & (
  | { kind: "column"; column: string; field: string; samples: string[] }
  /** Dates like 3/11/2026: which number is the day? */
  | { kind: "dates"; column: string; samples: string[] }
  /** The mapping names a column that the sheet lacks; `titles` are those that it has. */
  | { kind: "missing-column"; field: string; titles: string[] }
  /** No row names the columns, and the first one seems to be somebody's: is that so? `columns` are guessed by what they hold. */
  | { kind: "no-header"; columns: { title: string; field: string }[]; samples: string[] }
);

export type RefusalReason =
  /** Somebody may still be typing in its card. */
  | "being-edited"
  | "formatted-note"
  /** The fate of a write is unknown. */
  | "write-undecided"
  | "named-twice"
  | "alive"
  | "merged"
  | "same-contact"
  /** A run so old that what stood before is no longer kept. */
  | "too-old"
  | "nothing-left";

export type InputFileReason =
  | "missing"
  | "empty"
  | "directory"
  | "not-a-spreadsheet"
  | "password-protected"
  | "truncated"
  | "no-header"
  | "no-rows"
  /** The mapping leaves all of its sheets aside. */
  | "all-skipped"
  | "too-large"
  | "sheet-missing"
  | "not-a-plan"
  | "not-an-archive"
  | "not-utf8"
  /** `detail`: the encoding that was asked for. */
  | "unknown-encoding"
  | "denied"
  | "not-a-backup"
  | "damaged-backup"
  | "newer-backup"
  | "other-account"
  | "unsupported";

export type AppErrorCode = AppErrorShape["code"];
type ShapeOf<C extends AppErrorCode> = Extract<AppErrorShape, { code: C }>;

export class AppError<S extends AppErrorShape = AppErrorShape> extends Error {
  readonly code: S["code"];
  readonly fields: S;

  constructor(fields: S, options?: { cause?: unknown }) {
    super(`${fields.code}: ${JSON.stringify(fields)}`, options);
    this.name = "AppError";
    this.code = fields.code;
    this.fields = fields;
  }
}

/** Builds an `AppError` from its shape: `throw appError({ code: "usage", problem: "…" })`. */
export function appError(shape: AppErrorShape, cause?: unknown): AppError {
  return new AppError(shape, cause === undefined ? undefined : { cause });
}

export function isAppError(error: unknown): error is AppError;
export function isAppError<C extends AppErrorCode>(error: unknown, code: C): error is AppError<ShapeOf<C>>;
export function isAppError(error: unknown, code?: AppErrorCode): boolean {
  return error instanceof AppError && (code === undefined || error.code === code);
}
