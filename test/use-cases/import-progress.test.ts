/** Whoever waits for a base to be read sees that it goes on. */
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { importBase } from "../../src/use-cases/import-base.ts";
import { contextOf } from "../support/context.ts";
import { openOffice } from "../support/office.ts";

test("an import tells from its beginning that it reads, and how many rows of all its files it has", async ({
  onTestFinished,
}) => {
  const office = await openOffice();
  onTestFinished(() => office.close());
  const fileOf = (name: string, count: number) => {
    const rows = Array.from({ length: count }, (_, n) => `${name} ${n};+3749${1_000_000 + n}`);
    writeFileSync(join(office.folder, `${name}.csv`), `Name;Phone\n${rows.join("\n")}\n`);
    return join(office.folder, `${name}.csv`);
  };
  const told: [string, number, number | null][] = [];
  const context = await contextOf(office);
  const options = { sheet: null, encoding: null, create: true, force: false, dryRun: true, rejects: null };
  await importBase(
    { ...context, progress: (...report) => void told.push(report) },
    [fileOf("one", 1_200), fileOf("two", 300)],
    options,
    async () => true,
  );
  const reading = told.filter(([step]) => step === "read").map(([, done]) => done);
  expect(told[0]).toEqual(["read", 0, null]);
  expect(reading).toEqual(reading.toSorted((a, b) => a - b));
  expect(reading.length).toBeGreaterThan(3);
  expect(reading.at(-1)).toBe(1_502);
});
