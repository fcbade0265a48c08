import type { IncomingMessage, ServerResponse } from "node:http";
import type { Json } from "./json.ts";

/** `cutAt`: the connection ends after so many bytes of the body. */
export type Answer = { status: number; headers: Record<string, string>; body: string | Uint8Array; cutAt?: number };
export type Request = { method: string; url: URL; headers: IncomingMessage["headers"]; body: Buffer };

/** Headers of recorded answers (BEHAVIOUR 1, "Response headers actually seen"); there is no `ETag` and no rate limit among them. */
const commonHeaders = {
  Server: "ESF",
  "Cache-Control": "private",
  Vary: "X-Origin, Referer, Origin,Accept-Encoding",
  "X-XSS-Protection": "0",
  "X-Frame-Options": "SAMEORIGIN",
  "X-Content-Type-Options": "nosniff",
};

export function jsonAnswer(status: number, body: unknown, pretty = true, headers: Record<string, string> = {}): Answer {
  const text = `${JSON.stringify(body as Json, null, pretty ? 2 : 0)}\n`;
  return {
    status,
    headers: { ...commonHeaders, "Content-Type": "application/json; charset=UTF-8", ...headers },
    body: text,
  };
}

export function htmlAnswer(status: number, body: string): Answer {
  return { status, headers: { ...commonHeaders, "Content-Type": "text/html; charset=UTF-8" }, body };
}

export function redirect(to: string): Answer {
  return { status: 302, headers: { ...commonHeaders, Location: to }, body: "" };
}

/** Google's page for a URL that does not exist (BEHAVIOUR 1). */
export function notFoundPage(path: string): Answer {
  return htmlAnswer(
    404,
    `<!DOCTYPE html>
<html lang=en>
  <meta charset=utf-8>
  <meta name=viewport content="initial-scale=1, minimum-scale=1, width=device-width">
  <title>Error 404 (Not Found)!!1</title>
  <p><b>404.</b> <ins>That’s an error.</ins>
  <p>The requested URL <code>${escapeHtml(path)}</code> was not found on this server.  <ins>That’s all we know.</ins>
`,
  );
}

export function escapeHtml(text: string): string {
  const entities: Record<string, string> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&#39;" };
  return text.replace(/[&<>"']/g, (character) => entities[character]!);
}

/** A page of another site that made its own name lead to this machine still sends that name (DNS rebinding). */
export function isLoopbackHost({ headers }: Request): boolean {
  return ["127.0.0.1", "localhost", "[::1]"].includes((headers.host ?? "").replace(/:\d+$/, ""));
}

const bodyLimit = 64 * 1024 * 1024;

/** The whole body of a request, `null` when it is larger than 64 MB. */
export async function readBody(request: IncomingMessage): Promise<Buffer | null> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size <= bodyLimit) chunks.push(chunk);
  }
  return size <= bodyLimit ? Buffer.concat(chunks) : null;
}

export function send(response: ServerResponse, answer: Answer): void {
  const bytes = typeof answer.body === "string" ? Buffer.from(answer.body) : answer.body;
  response.writeHead(answer.status, { ...answer.headers, "Content-Length": bytes.length });
  if (answer.cutAt === undefined) response.end(bytes);
  else response.write(bytes.subarray(0, answer.cutAt), () => response.destroy());
}
