import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { beginReading } from "../../src/use-cases/begin-reading.ts";
import { scratch } from "../sheets/make-files.ts";

const { folder } = scratch();

function fileOf(name: string, rows: number): string {
  const path = join(folder, `${name}.csv`);
  writeFileSync(
    path,
    `Name;Phone\n${Array.from({ length: rows }, (_, n) => `${name} ${n};+3749${1_000_000 + n}`).join("\n")}\n`,
  );
  return path;
}

const which = { sheet: null, encoding: null };

test("a reading that was begun gives all files when it is asked for, and tells of all their rows", async () => {
  const reading = beginReading([fileOf("one", 700), fileOf("two", 20)], which);
  const told: number[] = [];
  let started = 0;
  const bases = await reading.bases(
    (rows) => told.push(rows),
    () => (started += 1),
  );
  expect(bases.map(({ file, sheets }) => [file, sheets[0]?.rows.length])).toEqual([
    ["one.csv", 701],
    ["two.csv", 21],
  ]);
  expect(told.at(-1)).toBe(722);
  expect(started).toBe(2);
});

test("what is wrong with a file is said when it is asked for", async () => {
  const reading = beginReading([join(folder, "nowhere.csv")], which);
  await new Promise(setImmediate);
  await expect(
    reading.bases(
      () => {},
      () => {},
    ),
  ).rejects.toThrow(/missing/);
});

test("a reading that nobody asks for ends", async () => {
  const reading = beginReading([fileOf("many", 200_000)], which);
  reading.abandon();
  await expect(
    reading.bases(
      () => {},
      () => {},
    ),
  ).rejects.toMatchObject({ code: "internal" });
});
