/** The office's sign-in, kept in the home: readable by its owner alone. */
import { chmodSync, mkdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { appError } from "../lib/errors.ts";
import { isRecord } from "./failure.ts";

/** Whose contacts these are: Google's lasting id of the account, and its mail address. */
export type AccountOwner = { id: string; name: string };

export type SavedTokens = {
  /** The OAuth client that they were given to. */
  clientId: string;
  refreshToken: string;
  accessToken: string | null;
  /** When the access token ends, milliseconds since 1970; `null` = unknown. */
  expiryDate: number | null;
  /** What the office allowed, as Google says it: addresses separated by blanks. */
  scope: string;
  /** `null` for a sign-in that does not say. */
  owner: AccountOwner | null;
};

export function tokenFile(home: string): string {
  return join(home, "google-token.json");
}

/** The saved sign-in, `null` when there is none. Refuses a file that others can read: they could act as the office. */
export function readTokens(home: string): SavedTokens | null {
  const file = tokenFile(home);
  const found = statSync(file, { throwIfNoEntry: false });
  if (!found) return null;
  // Windows has no such modes: every file looks open to all there.
  if (process.platform !== "win32" && (found.mode & 0o077) !== 0)
    throw unusable(file, "other users of this computer can read it", `chmod 600 '${file}'`);
  const tokens = parse(file);
  if (tokens === null) throw unusable(file, "is no saved sign-in", "sign in again: clientcard login");
  return tokens;
}

/** Who has signed in, as far as the saved sign-in says. */
export function signedInAs(home: string): AccountOwner | null {
  return readTokens(home)?.owner ?? null;
}

/** Whole or not at all: a process that is killed here leaves the file as it was. */
export function saveTokens(home: string, tokens: SavedTokens): void {
  const file = tokenFile(home);
  const draft = `${file}.${process.pid}.tmp`;
  try {
    mkdirSync(home, { recursive: true, mode: 0o700 });
    rmSync(draft, { force: true });
    writeFileSync(draft, `${JSON.stringify(tokens, null, 2)}\n`, { mode: 0o600, flag: "wx" });
    chmodSync(draft, 0o600);
    renameSync(draft, file);
  } catch (error) {
    rmSync(draft, { force: true });
    const code = (error as NodeJS.ErrnoException).code;
    const reason = code === "ENOSPC" ? "full" : code === "EROFS" ? "read-only" : "denied";
    throw appError({ code: "disk", path: file, reason, detail: code ?? "" });
  }
}

export function forgetTokens(home: string): void {
  rmSync(tokenFile(home), { force: true });
}

function parse(file: string): SavedTokens | null {
  try {
    const saved: unknown = JSON.parse(readFileSync(file, "utf8"));
    if (!isRecord(saved) || typeof saved.refreshToken !== "string" || typeof saved.clientId !== "string") return null;
    return {
      clientId: saved.clientId,
      refreshToken: saved.refreshToken,
      accessToken: typeof saved.accessToken === "string" ? saved.accessToken : null,
      expiryDate: typeof saved.expiryDate === "number" ? saved.expiryDate : null,
      scope: typeof saved.scope === "string" ? saved.scope : "",
      owner: ownerIn(saved.owner),
    };
  } catch {
    return null;
  }
}

function ownerIn(value: unknown): AccountOwner | null {
  if (!isRecord(value) || typeof value.id !== "string" || typeof value.name !== "string") return null;
  return { id: value.id, name: value.name };
}

function unusable(file: string, problem: string, next: string) {
  return appError({ code: "config", problems: [{ where: file, problem, next }] });
}
