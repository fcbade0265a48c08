import type { Answer, Request } from "../http.ts";
import { isLoopbackHost, jsonAnswer } from "../http.ts";

/** A contact of Google's is a matter of kilobytes; a body beyond this is no form of the page. */
const bodyLimit = 1024 * 1024;

/**
 * Nothing but this server's own files runs, loads or frames the page, and text never becomes markup (`trusted-types`), so that a name or a note
 * can't do anything but be read.
 */
const policy = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self'",
  "connect-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
  "require-trusted-types-for 'script'",
  "trusted-types 'none'",
].join("; ");

export const pageHeaders: Readonly<Record<string, string>> = {
  "Cache-Control": "no-store",
  "Content-Security-Policy": policy,
  "Cross-Origin-Opener-Policy": "same-origin",
  "Cross-Origin-Resource-Policy": "same-origin",
  "Referrer-Policy": "no-referrer",
  "X-Content-Type-Options": "nosniff",
  "X-Frame-Options": "DENY",
};

export function pageJson(status: number, body: unknown): Answer {
  return jsonAnswer(status, body, false, pageHeaders);
}

/**
 * Why a request is not the page's own, as an answer; `null` when it may go on. The page takes no token, so what keeps other sites out is
 * the name under which it is asked for, the browser's word on where a request comes from, and for writes an origin that no other site has.
 */
export function refuseForeign(request: Request): Answer | null {
  const { headers, method, body } = request;
  if (!isLoopbackHost(request)) return pageJson(403, { error: "only under a loopback name" });
  const site = headers["sec-fetch-site"];
  const isNavigation = headers["sec-fetch-mode"] === "navigate" && method === "GET";
  if (site !== undefined && site !== "same-origin" && site !== "none" && !isNavigation)
    return pageJson(403, { error: "only for the page of this server" });
  if (method === "GET" || method === "HEAD") return null;
  if (headers.origin !== `http://${headers.host}`) return pageJson(403, { error: "only for the page of this server" });
  if (!/^application\/json\b/.test(headers["content-type"] ?? ""))
    return pageJson(415, { error: "send the content type application/json" });
  if (body.length > bodyLimit) return pageJson(413, { error: "this is more than a contact can hold" });
  return null;
}
