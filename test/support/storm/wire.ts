/** The wire between the program and the account: answers get lost on it, and whoever listens is told when a call of its choice goes by. */
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import type { Chance } from "./chance.ts";

/** `before` the account sees the call, `unanswered` once it took effect, `answered` so many milliseconds after the answer left. */
export type Moment = { call: number; when: "before" | "unanswered" | "answered"; afterMs: number };

export class Wire {
  url = "";
  readonly #target: string;
  readonly #chance: Chance;
  readonly #server = createServer((request, response) => void this.#pass(request, response));
  #moment: Moment | null = null;
  #strike = () => {};
  #calls = 0;
  /** Share of the writes whose answer is lost. */
  #loses = 0;

  constructor(target: string, chance: Chance) {
    this.#target = target;
    this.#chance = chance;
  }

  async open(): Promise<void> {
    await new Promise<void>((resolve) => this.#server.listen(0, "127.0.0.1", resolve));
    this.url = `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  close(): void {
    this.#server.closeAllConnections();
    this.#server.close();
  }

  /** From now on: `strike` is called once, at that moment of the calls to come. */
  watch(moment: Moment | null, strike: () => void, loses: number): void {
    this.#moment = moment;
    this.#strike = strike;
    this.#calls = 0;
    this.#loses = loses;
  }

  async #pass(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const moment = ++this.#calls === this.#moment?.call ? this.#moment : null;
    if (moment?.when === "before") return this.#strike();
    try {
      const chunks: Buffer[] = [];
      for await (const chunk of request) chunks.push(chunk as Buffer);
      const { method, headers, url = "/" } = request;
      const reply = await fetch(this.#target + url, {
        method,
        headers: { authorization: headers.authorization ?? "", "content-type": headers["content-type"] ?? "" },
        body: chunks.length > 0 ? Buffer.concat(chunks) : undefined,
      });
      const body = Buffer.from(await reply.arrayBuffer());
      if (moment?.when === "unanswered") return this.#strike();
      if (method !== "GET" && this.#chance.odds(this.#loses)) return void request.socket.destroy();
      response.writeHead(reply.status, { "content-type": reply.headers.get("content-type") ?? "" }).end(body);
      if (moment) setTimeout(this.#strike, moment.afterMs);
    } catch {
      // The program was killed while it was sending.
      request.socket.destroy();
    }
  }
}
