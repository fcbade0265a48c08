import type { Emulator } from "../../src/emulator/index.ts";
import type { Body } from "./support.ts";

export type WebReply = { status: number; body: Body };

/** Asks as the page itself does. */
export function webPage({ url }: Pick<Emulator, "url">, account?: string) {
  const address = (action: string, query: Record<string, string> = {}) =>
    `${url}/web/api/${action}?${new URLSearchParams({ ...query, ...(account ? { account } : {}) })}`;
  const reply = async (response: Response): Promise<WebReply> => ({
    status: response.status,
    body: (await response.json()) as Body,
  });
  const attempt = async (action: string, body: unknown): Promise<WebReply> =>
    reply(
      await fetch(address(action), {
        method: "POST",
        headers: { "content-type": "application/json", origin: url },
        body: JSON.stringify(body),
      }),
    );
  const good = ({ status, body }: WebReply): Body => {
    if (status !== 200) throw new Error(`${status}: ${JSON.stringify(body)}`);
    return body;
  };
  return {
    attempt,
    look: async (action: string, query?: Record<string, string>) => reply(await fetch(address(action, query))),
    ask: async (action: string, query?: Record<string, string>) =>
      good(await reply(await fetch(address(action, query)))),
    tell: async (action: string, body: unknown) => good(await attempt(action, body)),
  };
}

export const idOf = ({ resourceName }: Body): string => String(resourceName).replace(/^.*\/c?/, "");
