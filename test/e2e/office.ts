/** The program as people start it: real processes, in a folder that goes away with the test. */
import { type ChildProcess, spawn } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { expect, onTestFinished } from "vitest";
import { type Emulator, type EmulatorOptions, startEmulator } from "../../src/emulator/index.ts";

export const root = join(import.meta.dirname, "../..");
export const sample = join(root, "samples/office-base.xls");
const NOW = "2026-11-23T18:00:00+04:00";
/** The sources, or the bundle where the checks have made one. */
const MAIN = process.env.CLIENTCARD_TEST_MAIN ?? join(root, "src/cli/main.ts");
/** What the sample base comes to. */
export const CLIENTS = 664;

export type Ended = { code: number | null; signal: NodeJS.Signals | null; out: string; err: string };
type Options = { env?: Record<string, string>; input?: string };
export type Started = {
  process: ChildProcess;
  ended: Promise<Ended>;
  /** Resolves when stdout or stderr so far matches; throws when the process ends first. */
  says(pattern: RegExp): Promise<RegExpExecArray>;
};

export type Folder = { path: string; home: string; env: Record<string, string> };

/** A temporary folder with a home in it; `keep` for one that outlives the test: call `remove` then. */
export function newFolder(): Folder & { remove(): void } {
  const path = mkdtempSync(join(tmpdir(), "clientcard-e2e-"));
  const home = join(path, "home");
  const env = {
    PATH: process.env.PATH ?? "",
    HOME: path,
    LANG: "en_US.UTF-8",
    TZ: "Asia/Yerevan",
    CLIENTCARD_HOME: home,
    CLIENTCARD_NOW: NOW,
    NODE_COMPILE_CACHE: join(root, "node_modules/.cache/compiled"),
  };
  return { path, home, env, remove: () => rmSync(path, { recursive: true, force: true, maxRetries: 5 }) };
}

/** What is to be done when a test has ended; tests that run beside each other hand in their own. */
export type AtEnd = (work: () => void | Promise<void>) => void;

export function tempFolder(atEnd: AtEnd = onTestFinished): Folder {
  const folder = newFolder();
  atEnd(folder.remove);
  return folder;
}

/** Starts `clientcard ARGS` with a pipe at each end, as a script or a cron line would. */
export function start(folder: Folder, args: string[], { env, input }: Options = {}): Started {
  const child = spawn(process.execPath, [MAIN, ...args], {
    cwd: folder.path,
    env: { ...folder.env, ...env },
    stdio: ["pipe", "pipe", "pipe"],
  });
  let [out, err] = ["", ""];
  const watchers = new Set<() => void>();
  const heard = () => {
    for (const look of watchers) look();
  };
  child.stdout.setEncoding("utf8").on("data", (text: string) => {
    out += text;
    heard();
  });
  child.stderr.setEncoding("utf8").on("data", (text: string) => {
    err += text;
    heard();
  });
  child.stdin.on("error", () => {});
  child.stdin.end(input ?? "");
  const ended = new Promise<Ended>((resolve, reject) => {
    child.on("error", reject);
    child.on("close", (code, signal) => resolve({ code, signal, out, err }));
  });
  const says = (pattern: RegExp) =>
    new Promise<RegExpExecArray>((resolve, reject) => {
      const look = () => {
        const match = pattern.exec(out) ?? pattern.exec(err);
        if (match) resolve(match);
      };
      watchers.add(look);
      look();
      void ended.then(() => reject(new Error(`it ended without saying ${pattern}:\n${out}\n${err}`)));
    });
  return { process: child, ended, says };
}

export function run(folder: Folder, args: string[], options?: Options): Promise<Ended> {
  return start(folder, args, options).ended;
}

/** Runs a command that has to end with 0, and gives what it wrote to stdout. */
export async function good(folder: Folder, args: string[], options?: Options): Promise<string> {
  const { code, out, err } = await run(folder, args, options);
  expect({ args, code, err: code === 0 ? "" : err }).toEqual({ args, code: 0, err: "" });
  return out;
}

// biome-ignore lint/suspicious/noExplicitAny: documents are looked into as a script of the office would
export type Document = Record<string, any>;

/** The one JSON document of a `--json` command. */
export async function json(folder: Folder, args: string[], options?: Options): Promise<Document> {
  return JSON.parse(await good(folder, [...args, "--json"], options)) as Document;
}

// -------------------------------------------------------------------------------------------------------------- the accounts

/** The account of `CLIENTCARD_ACCOUNT=google`: an emulator in the test's own process, which counts the calls. */
export async function googleOf(
  folder: Folder,
  options: EmulatorOptions = {},
  atEnd: AtEnd = onTestFinished,
): Promise<Emulator> {
  const emulator = await startEmulator({ data: null, clock: () => new Date(NOW), ...options });
  atEnd(() => emulator.close());
  Object.assign(folder.env, {
    CLIENTCARD_ACCOUNT: "google",
    CLIENTCARD_PEOPLE_URL: emulator.url,
    CLIENTCARD_ACCESS_TOKEN: emulator.token,
  });
  return emulator;
}

/** The account on disk as another program sees it, while no command runs on it. */
export async function embeddedAccount(folder: Folder): Promise<Emulator> {
  const emulator = await startEmulator({ data: join(folder.home, "account"), clock: () => new Date(NOW) });
  return emulator;
}

export function writesOf(emulator: Pick<Emulator, "calls">): string[] {
  return emulator
    .calls()
    .map(({ method }) => method)
    .filter((method) => /create|update|delete|modify/i.test(method));
}

export type Contact = {
  resourceName: string;
  etag: string;
  names?: { displayName: string }[];
  biographies?: { value: string }[];
  clientData?: { key: string; value: string }[];
  memberships?: { contactGroupMembership: { contactGroupResourceName: string } }[];
};

const FIELDS = "names,biographies,clientData,memberships,phoneNumbers";

/** One call of the API, as staff's own programs make them. */
export async function call(
  { url, token }: Pick<Emulator, "url" | "token">,
  method: string,
  path: string,
  body?: unknown,
): Promise<Document> {
  const reply = await fetch(url + path, {
    method,
    headers: { authorization: `Bearer ${token}`, "content-type": "application/json" },
    body: body === undefined ? undefined : JSON.stringify(body),
  });
  const answer = (await reply.json()) as Document;
  if (!reply.ok) throw new Error(JSON.stringify(answer));
  return answer;
}

export async function contactsOf(emulator: Pick<Emulator, "url" | "token">): Promise<Contact[]> {
  const list = await call(emulator, "GET", `/v1/people/me/connections?pageSize=1000&personFields=${FIELDS}`);
  expect(list.nextPageToken).toBeUndefined();
  return (list.connections ?? []) as Contact[];
}

/** Saves a note as Contacts web does. */
export async function saveNote(
  emulator: Pick<Emulator, "url" | "token">,
  resourceName: string,
  edit: (note: string) => string,
): Promise<void> {
  const { etag, biographies } = (await call(
    emulator,
    "GET",
    `/v1/${resourceName}?personFields=${FIELDS}`,
  )) as unknown as Contact;
  const value = edit(biographies?.[0]?.value ?? "");
  await call(emulator, "PATCH", `/v1/${resourceName}:updateContact?updatePersonFields=biographies`, {
    resourceName,
    etag,
    biographies: [{ value, contentType: "TEXT_PLAIN" }],
  });
}

/** Contacts that carry the same key of ours, or share name and number: what a create sent twice would leave. */
export function doubles(contacts: Contact[]): string[] {
  const keys = contacts.flatMap(({ clientData }) => clientData?.map(({ value }) => value) ?? []);
  return keys.filter((key, index) => keys.indexOf(key) !== index);
}

// ---------------------------------------------------------------------------------------------------------------- the folder

/** Every file below a folder with the hash of its bytes: equal before and after when nothing was written. */
export function filesIn(folder: string): Record<string, string> {
  if (!existsSync(folder)) return {};
  const entries = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  return Object.fromEntries(
    entries
      .map((entry) => join(entry.parentPath, entry.name))
      .map((path) => [path.slice(folder.length + 1), createHash("sha256").update(readFileSync(path)).digest("hex")]),
  );
}

/** What a query of a store's file says, read while no command runs. */
export function query(folder: Folder, file: "ledger.db" | "mirror.db", sql: string): Document[] {
  const path = join(folder.home, file);
  if (!existsSync(path)) return [];
  const database = new DatabaseSync(path, { readOnly: true });
  try {
    return database.prepare(sql).all() as Document[];
  } finally {
    database.close();
  }
}
