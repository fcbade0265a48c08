import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";

type Statement = { id: string; text: string; uncovered: string | null };

const page = readFileSync(join(import.meta.dirname, "../../src/emulator/BEHAVIOUR.md"), "utf8");
const lines = page.split("\n").filter((line) => line.startsWith("- **"));
const statements = lines.map(readStatement);

function readStatement(line: string): Statement {
  const [, id = "", text = ""] = /^- \*\*(\d+\.\d+)\*\* \[[DR][^\]]*\] (.+)$/.exec(line) ?? [];
  return { id, text, uncovered: /\*Not covered: (.+)\*$/.exec(text)?.[1] ?? null };
}

/** The statements that a text cites: `BEHAVIOUR 4.2`, or several as `BEHAVIOUR 4.2, 4.3`. A section alone is no citation. */
function citedIn(text: string): string[] {
  return [...text.matchAll(/BEHAVIOUR (\d+\.\d+(?:, \d+\.\d+)*)/g)].flatMap(([, list = ""]) => list.split(", "));
}

const cited = new Set(
  readdirSync(import.meta.dirname)
    .filter((name) => name.endsWith(".test.ts") && name !== "behaviour.test.ts")
    .flatMap((name) => citedIn(readFileSync(join(import.meta.dirname, name), "utf8"))),
);

describe("BEHAVIOUR.md", () => {
  it("numbers its statements within each section without a gap", () => {
    const sections = [...page.matchAll(/^## (\d+)\. /gm)].map(([, section]) => section!);
    const expected = sections.flatMap((section) => {
      const own = statements.filter(({ id }) => id.startsWith(`${section}.`));
      return own.map((_, index) => `${section}.${index + 1}`);
    });
    expect(statements.map(({ id }) => id)).toEqual(expected);
    expect(statements.length).toBeGreaterThan(100);
  });

  it("has a test for every statement, or the reason why it has none", () => {
    const missing = statements.filter(({ id, uncovered }) => !cited.has(id) && uncovered === null);
    expect(missing.map(({ id, text }) => `${id} ${text}`)).toEqual([]);
  });

  it("excuses no statement that has a test, and is cited by its own numbers only", () => {
    expect(statements.filter(({ id, uncovered }) => cited.has(id) && uncovered !== null)).toEqual([]);
    const known = new Set(statements.map(({ id }) => id));
    expect([...cited].filter((id) => !known.has(id))).toEqual([]);
  });

  it("is read right: citations singly and in lists, excuses apart", () => {
    expect(citedIn("// BEHAVIOUR 4.2\n (BEHAVIOUR 1.3, 12.15) BEHAVIOUR 4 and BEHAVIOUR 6: 7.1")).toEqual([
      "4.2",
      "1.3",
      "12.15",
    ]);
    expect(readStatement("- **1.2** [R a, b] It is so. *Not covered: too hard.*")).toMatchObject({
      id: "1.2",
      uncovered: "too hard.",
    });
  });
});
