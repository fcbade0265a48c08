import { STATUS_CODES } from "node:http";
import type { Api } from "./api.ts";
import { answerApi } from "./api.ts";
import type { Answer, Request } from "./http.ts";
import { jsonAnswer } from "./http.ts";
import { invalid } from "./refusal.ts";

type Part = { id: string | null; request: Request };

/**
 * The old multipart batch, POST /batch (BEHAVIOUR 1, BUTEO): parts of `application/http`, each a request with a fate and cost of its own.
 * The outer credential holds where a part brings none. `null` when a fault dropped one of the replies.
 */
export async function answerBatch(api: Api, request: Request): Promise<Answer | null> {
  const parts = readParts(request);
  if (!parts) {
    const refusal = invalid("Failed to parse batch request, error: the body is no multipart/mixed of HTTP requests.");
    return jsonAnswer(refusal.httpStatus, refusal.body());
  }
  const boundary = `batch_${crypto.randomUUID().replaceAll("-", "")}`;
  const lines: string[] = [];
  for (const { id, request: inner } of parts) {
    const answer = await answerApi(api, inner);
    if (!answer) return null;
    lines.push(`--${boundary}`, "Content-Type: application/http", ...(id ? [`Content-ID: ${responseId(id)}`] : []), "");
    lines.push(`HTTP/1.1 ${answer.status} ${STATUS_CODES[answer.status] ?? ""}`.trimEnd());
    lines.push(...Object.entries(answer.headers).map(([name, value]) => `${name}: ${value}`));
    lines.push(`Content-Length: ${Buffer.byteLength(answer.body)}`, "", String(answer.body));
  }
  lines.push(`--${boundary}--`, "");
  return {
    status: 200,
    headers: { "Content-Type": `multipart/mixed; boundary=${boundary}` },
    body: lines.join("\r\n"),
  };
}

/** `<a + 1>` is answered as `<response-a + 1>`. */
function responseId(id: string): string {
  return id.startsWith("<") ? `<response-${id.slice(1)}` : `response-${id}`;
}

function readParts({ headers, body }: Request): Part[] | null {
  const boundary = /^multipart\/mixed\s*;.*\bboundary="?([^";]+)"?/i.exec(headers["content-type"] ?? "")?.[1];
  if (!boundary) return null;
  const texts = `\r\n${body.toString("utf8").replace(/\r?\n/g, "\r\n")}`.split(`\r\n--${boundary}`).slice(1);
  if (texts.pop()?.startsWith("--") !== true) return null;
  const parts = texts.map((text) => readPart(text, headers.authorization));
  return parts.length > 0 && parts.every((part) => part !== null) ? parts : null;
}

function readPart(text: string, authorization: string | undefined): Part | null {
  const outer = splitHead(text.replace(/^[ \t]*\r\n/, ""));
  const inner = splitHead(outer.body.replace(/^(\r\n)+/, ""));
  const [line = "", ...fields] = inner.head;
  const [, method, target] = /^([A-Z]+) (\S+)(?: HTTP\/1\.[01])?$/.exec(line) ?? [];
  const url = target ? URL.parse(target, "http://127.0.0.1") : null;
  if (!method || !url) return null;
  const headers = { authorization, ...readFields(fields) };
  return {
    id: readFields(outer.head)["content-id"] ?? null,
    request: { method, url, headers, body: Buffer.from(inner.body.trimEnd()) },
  };
}

function splitHead(text: string): { head: string[]; body: string } {
  const end = text.indexOf("\r\n\r\n");
  if (end < 0) return { head: text.split("\r\n"), body: "" };
  return { head: text.slice(0, end).split("\r\n"), body: text.slice(end + 4) };
}

function readFields(lines: string[]): Record<string, string> {
  return Object.fromEntries(
    lines.flatMap((line) => {
      const [, name, value] = /^([^:\s]+):\s*(.*)$/.exec(line) ?? [];
      return name ? [[name.toLowerCase(), value ?? ""]] : [];
    }),
  );
}
