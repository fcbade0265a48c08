/** What a person at a terminal sees: standard error is a pseudo-terminal (util-linux `script`), standard output a file. */
import { spawn } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { type AtEnd, contactsOf, doubles, type Folder, good, googleOf, root, tempFolder } from "./office.ts";
import { openWire } from "./wire.ts";

const CLIENTS = 610;
const MAIN = join(root, "src/cli/main.ts");

async function officeWithBase(atEnd: AtEnd) {
  const folder = tempFolder(atEnd);
  const emulator = await googleOf(folder, {}, atEnd);
  const rows = Array.from({ length: CLIENTS }, (_, n) => `Ani Petrosyan ${n},+3749${1_000_000 + n}`);
  writeFileSync(join(folder.path, "base.csv"), ["Name,Phone", ...rows].join("\n"));
  const wire = await openWire(emulator.url, atEnd);
  return { folder, emulator, wire };
}

/** Imports at a terminal of its own; `type` is the keyboard. */
function importing(folder: Folder, url: string) {
  const command = `exec '${process.execPath}' '${MAIN}' import base.csv --yes --json > out.json`;
  const child = spawn("script", ["--quiet", "--return", "--flush", "--command", command, "typescript"], {
    cwd: folder.path,
    env: { ...folder.env, CLIENTCARD_PEOPLE_URL: url, TERM: "xterm", SHELL: "/bin/sh" },
    stdio: ["pipe", "pipe", "inherit"],
  });
  let screen = "";
  let onText = () => {};
  child.stdout.setEncoding("utf8").on("data", (text: string) => {
    screen += text;
    onText();
  });
  return {
    type: (keys: string) => child.stdin.write(keys),
    /** Resolves when the screen so far matches. */
    shows: (pattern: RegExp) =>
      new Promise<void>((resolve) => {
        onText = () => pattern.test(screen) && resolve();
        onText();
      }),
    ended: new Promise<{ code: number | null; screen: string }>((resolve) => {
      child.on("close", (code) => resolve({ code, screen }));
    }),
    out: () => readFileSync(join(folder.path, "out.json"), "utf8"),
  };
}

it.concurrent("a long import shows how far it is, how fast, and how long it will take; standard output is one JSON document", async ({
  onTestFinished,
}) => {
  const { folder, emulator, wire } = await officeWithBase(onTestFinished);
  let terminal: ReturnType<typeof importing> | null = null;
  wire.pauseAt({ path: /batchCreateContacts/, nth: 3, when: "before" }, async () =>
    terminal!.shows(/creating clients 400\/610 {2}[\d.,]+\/s, \d+:\d\d left/),
  );
  terminal = importing(folder, wire.url);
  const { code, screen } = await terminal.ended;
  expect(code).toBe(0);
  expect(screen).toMatch(/creating clients 0\/610/);
  // The cursor comes back, and the bar leaves no line behind.
  expect(screen.lastIndexOf("\u001b[?25h")).toBeGreaterThan(screen.lastIndexOf("\u001b[?25l"));
  expect(JSON.parse(terminal.out())).toMatchObject({ applied: { created: CLIENTS } });
  expect(await contactsOf(emulator)).toHaveLength(CLIENTS);
});

it.concurrent.for([
  ["once stops at the next safe point and says what comes next", "\u0003", /Stopping at the next safe point/],
  ["twice stops at once", "\u0003\u0003", /Stopped at once/],
] as const)("Ctrl-C %s; the next run goes on", async ([, keys, said], { onTestFinished }) => {
  const { folder, emulator, wire } = await officeWithBase(onTestFinished);
  let terminal: ReturnType<typeof importing> | null = null;
  wire.pauseAt({ path: /batchCreateContacts/, nth: 2, when: "before" }, async () => {
    await terminal!.shows(/creating clients/);
    for (const key of keys) {
      terminal!.type(key);
      await terminal!.shows(/Stopping at the next safe point/);
    }
    await terminal!.shows(said);
  });
  terminal = importing(folder, wire.url);
  const { code, screen } = await terminal.ended;
  expect(code).toBe(1);
  expect(screen.lastIndexOf("\u001b[?25h")).toBeGreaterThan(screen.lastIndexOf("\u001b[?25l"));
  if (keys.length === 1) expect(JSON.parse(terminal.out())).toMatchObject({ error: { code: "interrupted" } });

  // A list may run behind the writes, so what was on its way counts as lost only some minutes later.
  const later = "2026-11-23T18:15:00+04:00";
  emulator.setClock(() => new Date(later));
  await good(folder, ["import", "base.csv", "--yes", "--quiet"], { env: { CLIENTCARD_NOW: later } });
  const contacts = await contactsOf(emulator);
  expect(contacts).toHaveLength(CLIENTS);
  expect(doubles(contacts)).toEqual([]);
});
