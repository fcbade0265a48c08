import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";

const root = join(import.meta.dirname, "..");
const read = (file: string) => readFileSync(join(root, file), "utf8");

/** The promises of the page: what is said in bold, and what stands below it. */
const promises = read("docs/guarantees.md")
  .split(/\n(?=\*\*)/)
  .slice(1)
  .map((text) => ({
    promise: text.slice(0, text.indexOf("**", 2)).replaceAll(/\*|\n/g, ""),
    proofs: [...text.matchAll(/^- `([^`]+)`: (.+)$/gm)].map(([, file, title]) => ({ file: file!, title: title! })),
    means: [...text.matchAll(/`((?:src|test)\/[^`]+)`/g)].map(([, file]) => file!),
  }));

/** Titles of tests as they stand in a file, in any of the quotes. */
const titlesIn = (file: string) =>
  [...read(file).matchAll(/\b(?:test|it)\b[\s\S]{0,300}?\(\s*(["'`])((?:(?!\1)[^\\]|\\.)+)\1/g)].map(
    ([, , title]) => title!,
  );

describe("every promise of docs/guarantees.md", () => {
  test("is read by this test", () => expect(promises.length).toBeGreaterThan(15));

  test.each(promises)("$promise", ({ proofs, means }) => {
    expect(proofs.length).toBeGreaterThan(0);
    for (const file of means) expect(existsSync(join(root, file)), file).toBe(true);
    for (const { file, title } of proofs)
      expect(
        titlesIn(file).some((known) => known.startsWith(title)),
        `${file}: ${title}`,
      ).toBe(true);
  });
});

test("a title that no test has is found out", () => {
  expect(titlesIn("test/guarantees.test.ts")).toContain("a title that no test has is found out");
  expect(titlesIn("test/sync/pull.test.ts").some((title) => title.startsWith("costs no write, and leaves half"))).toBe(
    false,
  );
});
