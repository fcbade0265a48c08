import { readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";

/** Where the emulator of a data directory is reached, kept in `endpoint.json` beside its state, readable by its owner only. */
export type Endpoint = { url: string; token: string; pid: number };

const fileOf = (directory: string) => join(directory, "endpoint.json");

export function writeEndpoint(directory: string, endpoint: Endpoint): void {
  const file = fileOf(directory);
  const draft = `${file}.${endpoint.pid}.tmp`;
  writeFileSync(draft, `${JSON.stringify(endpoint)}\n`, { mode: 0o600 });
  renameSync(draft, file);
}

/** Removes the file if it is this emulator's own. */
export function removeEndpoint(directory: string, url: string): void {
  if (readEndpoint(directory)?.url === url) rmSync(fileOf(directory), { force: true });
}

/** The emulator that runs on a data directory; `null` when there is none: the process is gone, or nothing answers to the token. */
export async function findEmulator(directory: string): Promise<Endpoint | null> {
  const endpoint = readEndpoint(directory);
  if (!endpoint || !isAlive(endpoint.pid)) return null;
  try {
    const headers = { authorization: `Bearer ${endpoint.token}` };
    const reply = await fetch(`${endpoint.url}/oauth2/v3/userinfo`, { headers, signal: AbortSignal.timeout(2_000) });
    return reply.ok ? endpoint : null;
  } catch {
    return null;
  }
}

function readEndpoint(directory: string): Endpoint | null {
  try {
    const { url, token, pid } = JSON.parse(readFileSync(fileOf(directory), "utf8")) as Partial<Endpoint>;
    return typeof url === "string" && typeof token === "string" && typeof pid === "number" ? { url, token, pid } : null;
  } catch {
    return null;
  }
}

/** What the file says of a holder, for messages: the process, or nothing when the file is not there. */
export function holderOf(directory: string): string {
  const endpoint = readEndpoint(directory);
  return endpoint ? `process ${endpoint.pid} at ${endpoint.url}` : "another emulator";
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
}
