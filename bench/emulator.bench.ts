/**
 * The emulator on the largest account that Google allows, and on one ten times as large: opening it, pages, syncs, writes, search. A page stands
 * beside a bare server of Node's that sends the same bytes.
 */
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Emulator, startEmulator } from "../src/emulator/index.ts";
import { type Measured, median } from "./measure.ts";

const fields = "names,phoneNumbers,biographies,memberships,clientData,metadata";
const list = `/v1/people/me/connections?personFields=${fields}&pageSize=1000&requestSyncToken=true`;

export async function run(): Promise<Measured[]> {
  return [...(await measure(25_000)), ...(await measure(250_000))];
}

async function measure(count: number): Promise<Measured[]> {
  const data = mkdtempSync(join(tmpdir(), "clientcard-bench-"));
  const options = { data, switches: { contactLimit: 1_000_000 } };
  const row = (name: string, value: number, more: Partial<Measured> = {}): Measured => ({
    name: `${count.toLocaleString("en")} contacts: ${name}`,
    value,
    unit: "ms",
    ...more,
  });
  try {
    const first = await startEmulator({ ...options, seed: { people: Array.from({ length: count }, personOf) } });
    await first.close();
    const start = performance.now();
    const emulator = await startEmulator(options);
    const opened = performance.now() - start;
    try {
      const [page, bare] = await pagesBesideBare(emulator);
      const syncToken = await lastToken(emulator);
      const search = "/v1/people:searchContacts?readMask=names&query=";
      return [
        row("open from disk", opened),
        row("page of 1,000, as a client reads it", page, { beside: bare, limit: 8, note: "beside a bare server" }),
        row("sync without changes", await timed(() => ask(emulator, `${list}&syncToken=${syncToken}`))),
        row(
          "create, on disk",
          await timed(() => ask(emulator, "/v1/people:createContact", { names: [{ givenName: "N" }] })),
        ),
        row("search that finds", await timed(() => ask(emulator, `${search}Client`))),
        row("search that finds nobody", await timed(() => ask(emulator, `${search}nobody`))),
      ];
    } finally {
      await emulator.close();
    }
  } finally {
    rmSync(data, { recursive: true, force: true });
  }
}

/** Medians of the first 25 pages, and of as many answers of a bare server, in turns. */
async function pagesBesideBare(emulator: Emulator): Promise<[number, number]> {
  const body = await (await fetch(emulator.url + list, { headers: authorization(emulator) })).arrayBuffer();
  const server = createServer((_, response) => response.end(Buffer.from(body))).listen(0, "127.0.0.1");
  await once(server, "listening");
  const bareUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const times: [number[], number[]] = [[], []];
  let token = "";
  try {
    for (let n = 0; n < 25; n++) {
      const before = performance.now();
      token = (await ask(emulator, `${list}${token && `&pageToken=${token}`}`)).nextPageToken ?? "";
      const between = performance.now();
      await (await fetch(bareUrl)).json();
      times[0].push(between - before);
      times[1].push(performance.now() - between);
    }
  } finally {
    server.close();
    server.closeAllConnections();
  }
  return [median(times[0]), median(times[1])];
}

/** The sync token of a whole walk, with no more of each contact than its name. */
async function lastToken(emulator: Emulator): Promise<string> {
  for (let token = ""; ; ) {
    const page = await ask(emulator, `${list}&fields=nextPageToken,nextSyncToken${token && `&pageToken=${token}`}`);
    if (page.nextSyncToken) return page.nextSyncToken;
    token = page.nextPageToken ?? "";
  }
}

const authorization = ({ token }: Emulator) => ({ authorization: `Bearer ${token}` });

async function ask(emulator: Emulator, path: string, body?: object): Promise<Record<string, string>> {
  const sent = body ? { method: "POST", body: JSON.stringify(body) } : {};
  const headers = { ...authorization(emulator), "content-type": "application/json" };
  const reply = await fetch(emulator.url + path, { headers, ...sent });
  if (!reply.ok) throw new Error(await reply.text());
  return (await reply.json()) as Record<string, string>;
}

async function timed(work: () => Promise<unknown>): Promise<number> {
  const times: number[] = [];
  for (let n = 0; n < 9; n++) {
    const before = performance.now();
    await work();
    times.push(performance.now() - before);
  }
  return median(times);
}

/** A client with a note of two orders; every tenth has a phone, as numbers are what takes time to seed. */
function personOf(_: unknown, n: number) {
  const order = `№ ${n} kitchen 12.03.2026, 250000 AMD, Anna\ncalled, will come on Friday\nmeasured, sent to the workshop`;
  return {
    person: {
      names: [{ givenName: `Client${n}`, familyName: "Sargsyan" }],
      ...(n % 10 === 0 ? { phoneNumbers: [{ value: `+3749${1_000_000 + n}`, type: "mobile" }] } : {}),
      biographies: [{ value: `${order}\n\n${order}` }],
      clientData: [{ key: "clientcard", value: `key-${n}` }],
    },
    labels: ["Clients"],
  };
}
