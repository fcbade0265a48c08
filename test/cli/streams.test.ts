import { spawn } from "node:child_process";
import { once } from "node:events";
import { closeSync, openSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { watchInterruption } from "../../src/cli/interruption.ts";
import { harmless } from "../../src/cli/io.ts";
import { jsonText } from "../../src/cli/json-text.ts";
import { lazyLog } from "../../src/cli/log.ts";
import { logTo, safeError } from "../../src/cli/render/log-lines.ts";
import { en } from "../../src/cli/text/en.ts";
import { appError } from "../../src/lib/errors.ts";
import { ended, start } from "./process.ts";
import { folder, run } from "./support.ts";

const MAIN = join(import.meta.dirname, "../../src/cli/main.ts");

describe("other people's text on a terminal", () => {
  it("cannot move the cursor, clear the screen, set a title or turn the writing", () => {
    expect(harmless("a\u001b[2Jb\u001b]0;title\u0007c\u009b1Ad\u202ee\rf")).toBe("abcd�e�f");
  });

  it("keeps our own styles, line ends and tabs", () => {
    const ours = "\u001b[31mred\u001b[39m\n\tx\r\n";
    expect(harmless(ours)).toBe(ours);
  });

  it("is escaped in JSON as well", () => {
    const text = jsonText({ name: "a\u009b2J\u202e\u001b" });
    expect(text).not.toMatch(/(?!\n)[\p{Cc}\u202e]/u);
    expect(JSON.parse(text)).toEqual({ name: "a\u009b2J\u202e\u001b" });
  });
});

describe("standard output", () => {
  it("that nobody reads any more ends the program quietly", async () => {
    const child = start(["--help"], { cwd: folder() });
    child.stdout?.destroy();
    const { code, err } = await ended(child);
    expect({ code, err }).toEqual({ code: 0, err: "" });
  });

  it("that is full is an error, not a silent loss", async () => {
    const full = openSync("/dev/full", "w");
    const child = spawn(process.execPath, [MAIN, "--help"], { stdio: ["ignore", full, "pipe"] });
    const { code, err } = await ended(child);
    closeSync(full);
    expect(code).toBe(1);
    expect(err).toContain("The disk is full");
  });
});

describe("Ctrl-C", () => {
  it("lets a service come to its end, with exit code 0", async () => {
    const child = start(["emulator", "--json"], { cwd: folder() });
    const result = ended(child);
    await once(child.stdout!, "data");
    child.kill("SIGINT");
    const { code, out, err } = await result;
    expect(code).toBe(0);
    expect(JSON.parse(out).url).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/);
    expect(err).toContain("Stopping at the next safe point");
  });

  it("throws at the next safe point, once asked", () => {
    const said: string[] = [];
    const watch = watchInterruption(() => en, { err: (text) => said.push(text) });
    try {
      expect(() => watch.checkpoint()).not.toThrow();
      process.emit("SIGINT");
      expect(() => watch.checkpoint()).toThrow(expect.objectContaining({ code: "interrupted" }));
      expect(watch.signal.aborted).toBe(true);
      expect(said.join("")).toContain("next safe point");
    } finally {
      watch.release();
    }
  });

  it("is nobody's business any more after release", () => {
    const before = process.listenerCount("SIGINT");
    watchInterruption(() => en, { err: () => {} }).release();
    expect(process.listenerCount("SIGINT")).toBe(before);
  });
});

describe("the log", () => {
  const io = (lines: string[]) => ({
    tty: { in: false, out: false, err: false },
    env: {},
    err: (text: string) => lines.push(text),
  });

  it("is one JSON line an event, without tokens, numbers, names or notes", async () => {
    const lines: string[] = [];
    const log = await logTo(io(lines) as never, "info");
    log.info({ token: "ya29.secret", client: { phone: "+37491234567", notes: "private" }, count: 3 }, "done");
    log.debug({}, "left out");
    expect(lines).toHaveLength(1);
    expect(JSON.parse(lines[0]!)).toMatchObject({ count: 3, msg: "done" });
    expect(lines[0]).not.toMatch(/ya29|37491234567|private/);
  });

  it("tells of an error its code and place, never its words", async () => {
    const error = appError({ code: "not-found", what: "client", query: "+37491234567" });
    expect(safeError(error)).toEqual({ code: "not-found" });
    expect(safeError(appError({ code: "account", status: 400, reason: "X", detail: "private" }))).toEqual({
      code: "account",
      status: 400,
      reason: "X",
    });
    const foreign = safeError(new TypeError("private"));
    expect(foreign.type).toBe("TypeError");
    expect(JSON.stringify(foreign)).not.toContain("private");
  });

  it("costs nothing below its level, and is told in order above it", async () => {
    const lines: string[] = [];
    const log = lazyLog(io(lines) as never, "warn");
    log.info({}, "left out");
    log.warn({}, "first");
    log.error({}, "second");
    await expect.poll(() => lines.map((line) => JSON.parse(line).msg)).toEqual(["first", "second"]);
  });
});

describe("the emulator as a command", () => {
  it("begins with the seed and plays the faults of its files", async () => {
    const cwd = folder();
    writeFileSync(join(cwd, "seed.json"), JSON.stringify({ people: [{ person: { names: [{ givenName: "Ani" }] } }] }));
    writeFileSync(
      join(cwd, "faults.json"),
      JSON.stringify([{ times: 1, action: { kind: "status", status: "UNAVAILABLE" } }]),
    );
    const child = start(["emulator", "--json", "--seed", "seed.json", "--faults", "faults.json"], { cwd });
    const result = ended(child);
    const [first] = (await once(child.stdout!, "data")) as [string];
    const { url, token, contacts } = JSON.parse(first);
    expect(await (await fetch(contacts)).text()).toContain("An emulator, not Google.");
    const ask = () =>
      fetch(`${url}/v1/people/me/connections?personFields=names`, { headers: { authorization: `Bearer ${token}` } });
    expect((await ask()).status).toBe(503);
    expect(await (await ask()).json()).toMatchObject({ connections: [{ names: [{ givenName: "Ani" }] }] });
    child.kill("SIGTERM");
    expect((await result).code).toBe(0);
  });

  it("refuses files that hold something else, by their name", async () => {
    const cwd = folder();
    writeFileSync(join(cwd, "seed.json"), "[1");
    writeFileSync(join(cwd, "faults.json"), '[{"action": {"kind": "earthquake"}}]');
    const seed = await run(["emulator", "--seed", "seed.json"], { cwd });
    expect(seed).toMatchObject({ code: 2, out: "" });
    expect(seed.err).toContain(join(cwd, "seed.json"));
    expect((await run(["emulator", "--faults", "faults.json"], { cwd })).code).toBe(2);
    expect((await run(["emulator", "--seed", "none.json"], { cwd })).err).toContain("There is no file");
  });
});
