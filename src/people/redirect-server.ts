/** The end of the sign-in on our side: a server on loopback that Google's page sends the browser back to (RFC 8252, 7.3). */
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import type { Language } from "../card/settings.ts";
import { redirectPage } from "./redirect-page.ts";

/** What the browser brought back, and how to answer it once it is known whether the sign-in worked. */
export type Redirect = { result: { code: string } | { error: string }; answer(worked: boolean): void };

export type RedirectServer = {
  /** `http://127.0.0.1:PORT` */
  redirectUri: string;
  /** The first request that carries our state. Never rejects. */
  redirected: Promise<Redirect>;
  close(): Promise<void>;
};

/**
 * Listens on a free port of 127.0.0.1. A request without the right `state` is shown a page and forgotten: any web page can make a browser ask
 * this address, and must neither sign us in as somebody else nor end the sign-in.
 */
export async function listenForRedirect(state: string, lang: Language): Promise<RedirectServer> {
  let settle: (redirect: Redirect) => void = () => undefined;
  const redirected = new Promise<Redirect>((resolve) => {
    settle = resolve;
  });
  let taken = false;
  const server = createServer((request, response) => {
    const query = queryOf(request, (server.address() as AddressInfo).port);
    if (query === null || query.get("state") !== state || taken)
      return reply(response, 400, redirectPage(lang, "stray"));
    const code = query.get("code");
    const error = query.get("error");
    if (!code && !error) return reply(response, 400, redirectPage(lang, "stray"));
    taken = true;
    settle({
      result: code && !error ? { code } : { error: error ?? "" },
      answer: (worked) =>
        reply(response, worked ? 200 : 400, redirectPage(lang, worked ? "done" : "failed", error ?? "")),
    });
  });
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(0, "127.0.0.1", resolve);
  });
  return {
    redirectUri: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    redirected,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeIdleConnections();
      }),
  };
}

/** The query of a GET of our own root, `null` for anything else. A foreign `Host` is a page that has its name point at us. */
function queryOf(request: IncomingMessage, port: number): URLSearchParams | null {
  if (request.method !== "GET" || request.headers.host !== `127.0.0.1:${port}`) return null;
  const target = URL.parse(request.url ?? "", "http://127.0.0.1");
  return target?.pathname === "/" ? target.searchParams : null;
}

function reply(response: ServerResponse, status: number, page: string): void {
  response.writeHead(status, {
    "content-type": "text/html; charset=utf-8",
    "content-security-policy": "default-src 'none'; style-src 'unsafe-inline'",
    "cache-control": "no-store",
    "referrer-policy": "no-referrer",
    "x-content-type-options": "nosniff",
    connection: "close",
  });
  response.end(page);
}
