import type { Answer, Request } from "../http.ts";
import { escapeHtml, htmlAnswer, redirect } from "../http.ts";
import type { Parts } from "../routes.ts";
import { clientId, isLoopback } from "./client.ts";
import { knownScopes, parseScopes } from "./scopes.ts";

type Asked = {
  scopes: string[];
  redirectUri: string;
  state: string | null;
  challenge: string | null;
  offline: boolean;
  nonce: string | null;
  email: string;
};

/**
 * The page where the user consents (GET shows it, POST is its button). Requests that can't be trusted to redirect, an unknown client or
 * a foreign address, get a page that says so; everything else goes back to the client as `error`.
 */
export function authorizePage(parts: Parts, request: Request): Answer {
  const sent =
    request.method === "POST" ? new URLSearchParams(request.body.toString("utf8")) : request.url.searchParams;
  const problem = untrusted(sent);
  if (problem) return errorPage(problem);
  const redirectUri = sent.get("redirect_uri")!;
  const state = sent.get("state");
  const error = refusedRequest(sent);
  if (error) return back(redirectUri, { error, state });
  const asked: Asked = {
    scopes: parseScopes(sent.get("scope") ?? ""),
    redirectUri,
    state,
    challenge: sent.get("code_challenge"),
    offline: sent.get("access_type") === "offline",
    nonce: sent.get("nonce"),
    email: sent.get("login_hint") || parts.accountEmail,
  };
  if (request.method === "POST" && sent.get("answer") !== "allow")
    return back(redirectUri, { error: "access_denied", state });
  if (request.method === "POST" || parts.options.autoApprove) return grant(parts, asked);
  return consentPage(sent, asked);
}

function untrusted(sent: URLSearchParams): string | null {
  if (sent.get("client_id") !== clientId) return "Error 401: invalid_client";
  const redirectUri = sent.get("redirect_uri");
  if (!redirectUri) return "Error 400: invalid_request (missing redirect_uri)";
  return isLoopback(redirectUri) ? null : "Error 400: redirect_uri_mismatch";
}

function refusedRequest(sent: URLSearchParams): string | null {
  if (sent.get("response_type") !== "code") return "unsupported_response_type";
  const scopes = parseScopes(sent.get("scope") ?? "");
  if (scopes.length === 0 || scopes.some((scope) => !knownScopes.includes(scope))) return "invalid_scope";
  const method = sent.get("code_challenge_method");
  if (sent.get("code_challenge") && method !== "S256") return "invalid_request";
  return null;
}

function grant({ grants }: Parts, { state, redirectUri, ...asked }: Asked): Answer {
  const code = grants.issueCode({ ...asked, redirectUri, clientId });
  return back(redirectUri, { state, code, scope: asked.scopes.join(" ") });
}

function back(redirectUri: string, parameters: Record<string, string | null>): Answer {
  const url = new URL(redirectUri);
  for (const [name, value] of Object.entries(parameters)) if (value !== null) url.searchParams.set(name, value);
  return redirect(url.href);
}

function consentPage(sent: URLSearchParams, { scopes, email }: Asked): Answer {
  const hidden = [...sent]
    .map(([name, value]) => `<input type="hidden" name="${escapeHtml(name)}" value="${escapeHtml(value)}">`)
    .join("\n    ");
  const wanted = scopes.map((scope) => `<li><code>${escapeHtml(scope)}</code></li>`).join("");
  return page(
    "Sign in",
    `<p>A program asks for access to the embedded account <b>${escapeHtml(email)}</b>:</p>
  <ul>${wanted}</ul>
  <form method="post">
    ${hidden}
    <button name="answer" value="allow" autofocus>Allow</button>
    <button name="answer" value="deny">Deny</button>
  </form>`,
    200,
  );
}

function errorPage(problem: string): Answer {
  return page("Access blocked", `<p>${escapeHtml(problem)}</p>`, 400);
}

function page(title: string, content: string, status: number): Answer {
  const html = `<!DOCTYPE html>
<html lang="en">
<head><meta charset="utf-8"><title>${title}</title>
<style>body{font:16px/1.5 sans-serif;max-width:32em;margin:4em auto;padding:0 1em}button{font:inherit;padding:.4em 1.2em}</style></head>
<body>
  <h1>${title}</h1>
  ${content}
</body>
</html>
`;
  return htmlAnswer(status, html);
}
