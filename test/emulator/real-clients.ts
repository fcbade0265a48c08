/** What clients that others wrote need around them: a process, tokens as an installed application has them, and Google's addresses. */
import { execFileSync, spawn } from "node:child_process";
import { createHash } from "node:crypto";
import { once } from "node:events";
import { readFileSync } from "node:fs";
import { createServer, type IncomingMessage, request, type ServerResponse } from "node:http";
import { createServer as createTlsServer } from "node:https";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import type { Emulator } from "../../src/emulator/index.ts";
import type { Body } from "./support.ts";

export type Ended = { code: number | null; out: string; err: string };

/** Runs a program of the system with no environment but what is given. */
export function run(
  program: string,
  args: string[],
  { input = "", env = {} }: { input?: string; env?: NodeJS.ProcessEnv } = {},
): Promise<Ended> {
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, { env: { PATH: "/usr/bin:/bin", LANG: "C.UTF-8", ...env } });
    let [out, err] = ["", ""];
    child.stdout.setEncoding("utf8").on("data", (text: string) => {
      out += text;
    });
    child.stderr.setEncoding("utf8").on("data", (text: string) => {
      err += text;
    });
    child.once("error", reject);
    child.once("close", (code) => resolve({ code, out, err }));
    child.stdin.end(input);
  });
}

/** Tokens by consent and code. The emulator has to run with `autoApprove`. */
export async function consent(running: Emulator, scope: string): Promise<Body> {
  const verifier = "v".repeat(43);
  const client = { client_id: running.clientId, redirect_uri: "http://127.0.0.1:49152/" };
  const query = new URLSearchParams({
    ...client,
    response_type: "code",
    access_type: "offline",
    scope,
    code_challenge: createHash("sha256").update(verifier).digest("base64url"),
    code_challenge_method: "S256",
  });
  const reply = await fetch(`${running.authorizeUrl}?${query}`, { redirect: "manual" });
  const code = new URL(reply.headers.get("location")!).searchParams.get("code")!;
  const grant = { grant_type: "authorization_code", code, code_verifier: verifier };
  const body = new URLSearchParams({ ...client, ...grant, client_secret: running.clientSecret });
  return (await (await fetch(running.tokenUrl, { method: "POST", body })).json()) as Body;
}

/**
 * A proxy behind which `https://*.googleapis.com` is the emulator: CONNECT, then TLS with a certificate made in `folder`, which the client has
 * to trust. `reached` notes every host and path that came this way.
 */
export async function googleProxy(emulatorUrl: string, folder: string) {
  const [key, certificate] = [join(folder, "key.pem"), join(folder, "certificate.pem")];
  const subject = ["-subj", "/CN=Test of clientcard", "-addext", "subjectAltName=DNS:*.googleapis.com"];
  const curve = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes"];
  execFileSync("openssl", ["req", "-x509", ...curve, ...subject, "-days", "2", "-keyout", key, "-out", certificate], {
    stdio: "ignore",
  });
  const reached: string[] = [];
  const google = createTlsServer({ key: readFileSync(key), cert: readFileSync(certificate) }, (incoming, response) => {
    reached.push(`${incoming.headers.host}${incoming.url}`);
    forward(emulatorUrl, incoming, response);
  });
  const proxy = createServer((_, response) => response.writeHead(405).end());
  proxy.on("connect", (incoming, socket) => {
    if (!incoming.url?.endsWith(".googleapis.com:443")) return socket.end("HTTP/1.1 403 Forbidden\r\n\r\n");
    socket.write("HTTP/1.1 200 OK\r\n\r\n");
    return google.emit("connection", socket);
  });
  proxy.listen(0, "127.0.0.1");
  await once(proxy, "listening");
  const url = `http://127.0.0.1:${(proxy.address() as AddressInfo).port}`;
  const close = () => {
    proxy.closeAllConnections();
    google.closeAllConnections();
    proxy.close();
  };
  return { url, certificate, reached, close };
}

function forward(to: string, incoming: IncomingMessage, response: ServerResponse): void {
  const { method, headers, url } = incoming;
  const inner = request(to + url, { method, headers }, (answer) => {
    response.writeHead(answer.statusCode ?? 502, answer.headers);
    answer.pipe(response);
  });
  inner.once("error", () => response.destroy());
  incoming.pipe(inner);
}
