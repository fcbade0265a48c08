import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Folder, newFolder, run, sample } from "./office.ts";

const NOTES = `Order 12: table, 45 000 AMD
01.02.2024 called (Anna)
05.02.2024 prepaid 10 000 (Anna)
20.02.2024 done (Anna)

wants a chair
`;

/** One office that every command is tried on, with the base in its embedded account. */
let folder: Folder & { remove(): void };
beforeAll(async () => {
  folder = newFolder();
  const rejects = join(folder.path, "rejects.xlsx");
  expect(await run(folder, ["import", sample, "--yes", "--quiet", "--rejects", rejects])).toMatchObject({ code: 0 });
  writeFileSync(join(folder.path, "notes.txt"), NOTES);
});
afterAll(() => folder.remove());

/** Whether there is anything but text, line ends and tabs in it. */
const CODES = /[\p{Cc}--[\n\t]]/v;

describe("with --json, standard output is one document and nothing else", () => {
  type Try = [args: string[], code?: number, input?: string];
  /** These take the account for themselves, so one after the other. */
  const writers: Try[] = [
    [["import", sample, "--dry-run"]],
    [["import", sample, "--rejects", "rejects.xlsx"]],
    [["sync"]],
    [["sync", "--full"]],
    [["sync", "--dry-run"]],
    [["plan"]],
    [["plan", "--out", "plan.json"]],
    [["apply", "plan.json"]],
    [["check"], 4],
    [["compact", "--dry-run"]],
    [["compact"]],
    [["undo", "1"], 3],
    [["undo", "1", "--dry-run"]],
    [["log", "094959372", "hello", "--dry-run"]],
    [["doctor"]],
  ];
  const readers: Try[] = [
    [["runs"]],
    [["runs", "1"]],
    [["find", "Милан"]],
    [["who", "094959372"]],
    [["show", "094959372"]],
    [["history", "094959372"]],
    [["report"]],
    [["report", "orders"]],
    [["export", "out.csv"]],
    [["logout"]],
    [["card", "parse"], 0, NOTES],
    [["card", "format"], 0, NOTES],
    [["card", "check"], 0, NOTES],
    [["card", "compact"], 0, NOTES],
    // Also when the command fails.
    [["who", "000"], 1],
    [["import", "gone.xls"], 2],
    [["snyc"], 2],
    [["sync", "--lang", "fr"], 2],
  ];
  async function expectOneDocument([args, code = 0, input = ""]: Try): Promise<void> {
    const ended = await run(folder, [...args, "--json"], { input });
    expect({ code: ended.code, err: code === 0 ? ended.err : "" }).toEqual({ code, err: "" });
    expect(JSON.parse(ended.out)).toBeTypeOf("object");
    if (code === 1 || code === 2) expect(JSON.parse(ended.out)).toMatchObject({ error: { code: expect.any(String) } });
    expect(ended.out).not.toMatch(CODES);
  }

  it.for(writers)("%j", (command) => expectOneDocument(command));
  it.concurrent.for(readers)("%j", (command) => expectOneDocument(command));
});

describe("in a pipe", () => {
  it.concurrent.for([
    ["check"],
    ["report", "contacts"],
    ["show", "094959372"],
    ["runs"],
    ["--help"],
    ["import", "--help"],
    ["snyc"],
  ])("%j has no colours, bars or other codes", async (args) => {
    const env: Record<string, string> = args[0] === "show" ? { NO_COLOR: "1" } : { TERM: "xterm-256color" };
    const { out, err } = await run(folder, args, { env });
    expect(out + err).not.toBe("");
    expect(out + err).not.toMatch(CODES);
  });

  it("--help of every command shows an example", async () => {
    const { out } = await run(folder, ["--help"]);
    const names = [...out.matchAll(/^ {2}([a-z]+) /gm)]
      .map(([, name]) => name!)
      .filter((name) => !["clientcard", "help"].includes(name));
    expect(names).toEqual(expect.arrayContaining(["demo", "import", "serve", "card", "undo", "emulator"]));
    const helps = await Promise.all(names.map((name) => run(folder, [name, "--help"])));
    for (const [index, { code, out }] of helps.entries()) {
      expect({ name: names[index], code }).toEqual({ name: names[index], code: 0 });
      expect(out).toContain("clientcard ");
      expect(out).toContain("Example");
    }
  });
});

describe.concurrent("the card on its own, on standard input", () => {
  const card = (verb: string, input: string, ...more: string[]) => run(folder, ["card", verb, ...more], { input });

  it("is read", async () => {
    const { code, out } = await card("parse", NOTES, "--json");
    expect(code).toBe(0);
    const { orders, free } = JSON.parse(out);
    expect(orders).toEqual([
      expect.objectContaining({
        number: 12,
        title: "table",
        amount: 45_000,
        currency: "AMD",
        paid: 10_000,
        state: "done",
        closed: "2024-02-20",
        employee: "Anna",
      }),
    ]);
    expect(orders[0].steps).toHaveLength(3);
    expect(free).toEqual(["wants a chair"]);
  });

  it("is brought into its form, in which it stays", async () => {
    const { out } = await card("format", NOTES, "--marker", "New");
    expect(out).toMatch(/^New · last 20\.02\.2024 · 1 done\n/);
    for (const line of NOTES.trim().split("\n")) expect(out).toContain(line);
    expect((await card("format", out, "--marker", "New")).out).toBe(out);
  });

  it("dates and numbers what was typed since", async () => {
    writeFileSync(join(folder.path, "before.txt"), "Order 12: table, 45 000 AMD\n");
    const { out } = await card(
      "format",
      "Order 12: table, 45 000 AMD\ncalled (Anna)\n\nOrder: chair\n",
      "--previous",
      "before.txt",
    );
    expect(out).toContain("23.11.2026 called (Anna)");
    expect(out).toContain("Order 13: chair");
  });

  it("is checked: 4 when a person is needed", async () => {
    expect((await card("check", NOTES)).code).toBe(0);
    const { code, out } = await card("check", "Order 3: table\n31.02.2024 called (Anna)\n");
    expect(code).toBe(4);
    expect(out).toContain("step.date-impossible");
  });

  it("is compacted, and expanded again from the archive without the loss of a line", async () => {
    const { out } = await card("compact", NOTES, "--json");
    const compacted = JSON.parse(out);
    expect(compacted.notes).toContain("Order 12: table, 45 000 AMD – done 20.02.2024 (Anna)");
    expect(compacted.notes).not.toContain("01.02.2024 called");
    writeFileSync(join(folder.path, "archive.json"), out);
    const expanded = await card("expand", compacted.notes, "--archive", "archive.json");
    expect(expanded.code).toBe(0);
    for (const line of NOTES.trim().split("\n")) expect(expanded.out).toContain(line);
  });

  it("that is no text is refused", async () => {
    const { code, err } = await run(folder, ["card", "expand"], { input: NOTES });
    expect(code).toBe(2);
    expect(err).toContain("--archive");
  });
});
