/** Refusals of the token endpoint: flat JSON with a 4xx (RFC 6749, 5.2; people-api reference, 11). */
import { type AppError, appError } from "../lib/errors.ts";
import { isRecord } from "./failure.ts";

type OAuthRefusal = { error: string; error_description?: unknown; error_subtype?: unknown };

/** True for an error of the HTTP client whose answer has the form of RFC 6749. The API's own errors are objects instead. */
export function isTokenError(error: unknown): boolean {
  return refusalOf(error) !== null;
}

/** `invalid_grant` = the sign-in has ended (revoked, unused, 7 days of a project in testing); anything else = Google refuses the client. */
export function classifyTokenError(error: unknown): AppError {
  const refusal = refusalOf(error);
  const name = refusal?.error ?? "unknown";
  const told = typeof refusal?.error_description === "string" ? `${name}: ${refusal.error_description}` : name;
  if (name === "invalid_grant")
    return appError({ code: "auth", reason: "expired", detail: `${told}. Sign in again: clientcard login` });
  if (name === "access_denied")
    return appError({ code: "auth", reason: "refused", detail: "the sign-in was declined" });
  if (name === "temporarily_unavailable" || name === "server_error")
    return appError({ code: "unavailable", detail: told });
  return appError({
    code: "auth",
    reason: "refused",
    detail: `${told}. Check CLIENTCARD_CLIENT_ID and CLIENTCARD_CLIENT_SECRET`,
  });
}

function refusalOf(error: unknown): OAuthRefusal | null {
  if (!isRecord(error) || !isRecord(error.response) || !isRecord(error.response.data)) return null;
  const { data } = error.response;
  return typeof data.error === "string" ? { ...data, error: data.error } : null;
}
