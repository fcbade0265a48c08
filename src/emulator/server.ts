import { createServer, type IncomingMessage, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { appError } from "../lib/errors.ts";
import type { Answer, Request } from "./http.ts";
import { jsonAnswer, readBody, send } from "./http.ts";

/** Answers a request; `null` drops the connection without a reply. */
export type Handler = (request: Request) => Answer | null | Promise<Answer | null>;

/** Listens on the loopback address only. Port 0 takes a free one. */
export async function listen(port: number, handler: Handler): Promise<{ server: Server; root: string }> {
  const server = createServer((incoming, response) => {
    answer(incoming, handler).then(
      (result) => (result ? send(response, result) : response.destroy()),
      // A fault of ours, not one of Google's answers: it says so and is not taken for one.
      (error: unknown) =>
        send(response, jsonAnswer(500, { emulatorError: error instanceof Error ? error.message : "unknown" })),
    );
  });
  server.keepAliveTimeout = 30_000;
  await new Promise<void>((resolve, reject) => {
    server.once("error", (error: NodeJS.ErrnoException) => {
      const problem = `the emulator can't listen on port ${port}: ${error.code ?? error.message}`;
      reject(appError({ code: "usage", problem, next: "choose another port, or 0 for a free one" }, error));
    });
    server.listen(port, "127.0.0.1", resolve);
  });
  return { server, root: `http://127.0.0.1:${(server.address() as AddressInfo).port}` };
}

async function answer(incoming: IncomingMessage, handler: Handler): Promise<Answer | null> {
  const body = await readBody(incoming);
  const url = URL.parse(incoming.url ?? "/", "http://127.0.0.1");
  if (!body) return jsonAnswer(413, { error: { code: 413, message: "Request payload size exceeds the limit." } });
  if (!url) return jsonAnswer(400, { error: { code: 400, message: "Bad Request" } });
  return handler({ method: incoming.method ?? "GET", url, headers: incoming.headers, body });
}

/** Stops listening and ends open connections. */
export async function stop(server: Server): Promise<void> {
  const closed = new Promise<void>((resolve) => server.close(() => resolve()));
  server.closeAllConnections();
  await closed;
}
