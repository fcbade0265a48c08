import { describe, expect, it } from "vitest";
import { cardCommands, commands } from "../../src/cli/registry.ts";
import { run } from "./support.ts";

describe("a wrong command line", () => {
  it.each([
    [["imprt"], "There is no command “imprt”.", "Did you mean import?"],
    [["sync", "--fulll"], "There is no option --fulll.", "Did you mean --full?"],
    [["import", "x.xls", "--dryrun"], "There is no option --dryrun.", "Did you mean --dry-run?"],
    [["card", "prase"], "There is no command “prase”.", "Did you mean parse?"],
    [["undo"], "RUN is missing.", "clientcard undo --help"],
    [["sync", "now"], "more arguments", "clientcard sync --help"],
    [["plan", "--out"], "--out needs a value.", "clientcard plan --help"],
    [["report", "orders", "--format", "pdf"], "--format cannot be “pdf”", "table, json"],
    [["sync", "--lang", "de"], "--lang cannot be “de”", "en, ru, hy"],
    [["find", "x", "--limit", "none"], "--limit has to be a whole number", ""],
    [["undo", "seven"], "RUN has to be a whole number", ""],
    [["serve", "--port", "70000"], "--port has to be a port", ""],
    [["report", "orders", "--from", "31.02.2026"], "--from has to be a day", ""],
    [["report", "turnover"], "There is no report “turnover”", "orders, callbacks, contacts"],
    [["report", "--from", "2026-01-01"], "REPORT is missing", ""],
    [["log", "Ani", " "], "line to add is empty", ""],
    [["log", "Ani", "called", "--at", "yesterday-ish"], "--at has to be a day", ""],
    [["export", "clients.doc"], "clients.doc", ".xlsx"],
    [["card", "format", "--screen", "big"], "There is no screen “big”", ""],
    [["card", "format", "--next-number", "0"], "--next-number has to be", ""],
    [["card", "format", "--edited", "soon"], "--edited has to be", ""],
    [["card", "expand"], "--archive is missing", ""],
  ])("%j is refused with exit code 2, and nothing on stdout", async (args, what, next) => {
    const { code, out, err } = await run(args);
    expect({ code, out }).toEqual({ code: 2, out: "" });
    expect(err).toContain(what);
    expect(err).toContain(next);
  });

  it("is told in the language that it asks for", async () => {
    const { code, err } = await run(["--lang", "ru", "sinc"]);
    expect(code).toBe(2);
    expect(err).toBe("Нет команды «sinc».\n→ Может быть, sync? Как пользоваться: `clientcard --help`.\n");
  });

  it("is one JSON document with --json", async () => {
    const { code, out, err } = await run(["sync", "--fulll", "--json"]);
    expect(code).toBe(2);
    expect(JSON.parse(out)).toMatchObject({ error: { code: "usage", message: "There is no option --fulll." } });
    expect(err).toContain("--fulll");
  });

  it("that names no command shows the commands, and is no success", async () => {
    const { code, out, err } = await run([]);
    expect(code).toBe(2);
    expect(out).toBe("");
    expect(err).toContain("  import FILES…");
  });
});

describe("help", () => {
  const all = [...commands, ...cardCommands];
  const writing = [
    "backup",
    "restore",
    "rebuild",
    "duplicates",
    "merge",
    "restore-client",
    "import",
    "sync",
    "plan",
    "apply",
    "check",
    "compact",
    "log",
    "undo",
  ];

  it.each(all.map(({ name, example }) => [name, example]))(
    "of %s has an example and the options of all",
    async (name, example) => {
      for (const lang of ["en", "ru", "hy"]) {
        const { code, out, err } = await run([...name.split(" "), "--help", "--lang", lang]);
        expect({ code, err }).toEqual({ code: 0, err: "" });
        expect(out).toContain(`\n  ${example}\n`);
        for (const option of ["--json", "--quiet", "--lang", "--home", "--help"]) expect(out).toContain(option);
        if (writing.includes(name)) expect(out).toContain("--dry-run");
      }
    },
  );

  it("of the program lists every command, and what the exit codes mean", async () => {
    const { code, out } = await run(["--help"]);
    expect(code).toBe(0);
    for (const { name } of commands) expect(out).toMatch(new RegExp(`\\n  ${name} `));
    for (const code of [0, 1, 2, 3, 4, 5, 6])
      expect(out.replace(/\s+/g, " ")).toContain(`${code === 0 ? ":" : " ·"} ${code} `);
  });

  it("is in the reader's language, headings too", async () => {
    const { out } = await run(["help", "import", "--lang", "hy"]);
    expect(out).toContain("Օգտագործում՝ clientcard import [պարամետրեր] FILES…");
    expect(out).toContain("Արգումենտներ՝");
    expect(out).not.toMatch(/\b(Usage|Options|Arguments|Example|Commands)\b/);
  });

  it("fits the terminal", async () => {
    const { out } = await run(["import", "--help", "--lang", "ru"], {
      width: 60,
      tty: { out: true },
      env: { NO_COLOR: "1" },
    });
    for (const line of out.split("\n")) expect(line.length).toBeLessThanOrEqual(60);
  });

  it("prints the version", async () => {
    const { code, out } = await run(["--version"]);
    expect(code).toBe(0);
    expect(out).toMatch(/^\d+\.\d+\.\d+\n$/);
  });
});
