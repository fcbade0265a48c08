/** The wire between the program and the account, which a test can cut at a call of its choice. */
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import type { AtEnd } from "./office.ts";

export type Cut = { path: RegExp; nth: number; when: "before" | "after" };

export async function openWire(target: string, atEnd: AtEnd) {
  let cut: Cut | null = null;
  let onCut = () => {};
  let onPause: (() => Promise<void>) | null = null;
  let seen = 0;
  const server = createServer(async (request, response) => {
    const { method, headers, url = "/" } = request;
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const { pathname } = new URL(url, target);
    const isRead = method === "GET" && !/connections/.test(pathname);
    const isCut = cut !== null && !isRead && cut.path.test(pathname) && ++seen === cut.nth;
    if (isCut && onPause && cut?.when === "before") await onPause();
    else if (isCut && cut?.when === "before") return hangUp();
    const reply = await fetch(target + url, {
      method,
      headers: { authorization: headers.authorization ?? "", "content-type": headers["content-type"] ?? "" },
      body: chunks.length > 0 ? Buffer.concat(chunks) : undefined,
    });
    const body = Buffer.from(await reply.arrayBuffer());
    if (isCut && onPause && cut?.when === "after") await onPause();
    else if (isCut && !onPause) return hangUp();
    // The account's own clock is part of what it says.
    const [type, date] = ["content-type", "date"].map((name) => reply.headers.get(name) ?? "");
    response.writeHead(reply.status, { "content-type": type!, date: date! }).end(body);

    /** The program is gone before it could see that nobody answers. */
    function hangUp(): void {
      onCut();
    }
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  atEnd(() => {
    server.closeAllConnections();
    server.close();
  });
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    cutAt(where: Cut, act: () => void): void {
      cut = where;
      onCut = act;
    },
    /** The call waits until `act` is through, and then takes its way: before the account sees it, or with its answer. */
    pauseAt(where: Cut, act: () => Promise<void>): void {
      cut = where;
      onPause = act;
    },
  };
}
