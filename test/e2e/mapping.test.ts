/** What columns hold, as a person settles it at a terminal. */
import { execFile } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import { describe, expect, it } from "vitest";
import { type Folder, good, json, root, tempFolder } from "./office.ts";

const HEAD = "Кто;Телефон;Когда;Что";
const ROWS = ["Арам Григорян;091123456;3/11/2026;стол", "Олег Петров;093654321;4/5/2026;стул"];

function officeWith(name: string, lines: string[]): Folder {
  const folder = tempFolder();
  writeFileSync(join(folder.path, name), lines.join("\n"));
  return folder;
}

describe("at a terminal", () => {
  const [ENTER, DOWN] = ["\r", "\u001b[B"];

  it("the mapping is shown with values, changed by a person, kept, and used", async () => {
    const folder = officeWith("base.csv", [HEAD, ...ROWS]);
    const dialogue = [
      ["The columns of sheet", ""],
      ["Are the columns read rightly?", DOWN + ENTER],
      ["Which column?", DOWN + DOWN + DOWN + ENTER],
      // From the remark, the last field, up to the order.
      ["hold?", "\u001b[A".repeat(6) + ENTER],
      ["The columns of sheet", ""],
      ["Are the columns read rightly?", ENTER],
      ["Which comes first", DOWN + ENTER],
      ["Keep this mapping", `kept.yaml${ENTER}`],
      ["Apply this plan?", `\u001b[D${ENTER}`],
    ];
    const { stdout } = await onTerminal(folder, dialogue, ["import", "base.csv"]);
    expect(stdout).toContain("Арам Григорян · Олег Петров");
    expect(readFileSync(join(folder.path, "kept.yaml"), "utf8")).toContain('"Что": order');
    const shown = await good(folder, ["who", "091123456"]);
    expect(shown).toContain("стол");
    expect(shown).toContain("11 Mar 2026");
    const again = await good(folder, ["import", "base.csv", "--mapping", "kept.yaml", "--yes"]);
    expect(again).toContain("Nothing to change");
  });

  it("rows that name nobody go on with the client above, when the person says so", async () => {
    const lines = [
      "Клиент;Телефон;Заказ;Сумма",
      "Арам Григорян;091123456;стол;40000",
      ";;стул;15000",
      "Олег Петров;093654321;шкаф;90000",
    ];
    const folder = officeWith("base.csv", lines);
    const dialogue = [
      ["Are the columns read rightly?", ENTER],
      ["stand right below a client's: 3. Whose are they?", DOWN + ENTER],
      ["Keep this mapping", `kept.yaml${ENTER}`],
      ["Apply this plan?", `\u001b[D${ENTER}`],
    ];
    await onTerminal(folder, dialogue, ["import", "base.csv"]);
    expect(readFileSync(join(folder.path, "kept.yaml"), "utf8")).toContain("continued: true");
    const shown = await good(folder, ["show", "Арам"]);
    expect(shown).toContain("стол");
    expect(shown).toContain("стул");
  });

  it("Ctrl-C leaves everything as it was", async () => {
    const folder = officeWith("base.csv", [HEAD, ...ROWS]);
    const ended = onTerminal(folder, [["Are the columns read rightly?", "\u0003"]], ["import", "base.csv"]);
    await expect(ended).rejects.toMatchObject({ code: 1, stdout: expect.stringContaining("nothing was changed") });
    expect((await json(folder, ["runs"])).runs).toEqual([]);
  });
});

function onTerminal({ path, env }: Folder, dialogue: string[][], args: string[]) {
  const script = join(import.meta.dirname, "on-terminal.py");
  const program = [process.execPath, join(root, "src/cli/main.ts"), ...args];
  return promisify(execFile)("python3", [script, JSON.stringify(dialogue), ...program], {
    cwd: path,
    env: { ...env, TERM: "xterm" },
  });
}
