import { readFileSync } from "node:fs";
import { fastify } from "fastify";
import { expect, it } from "vitest";
import { parse } from "yaml";
import { schemaFile, templateJsonSchema } from "../../scripts/template-schema.ts";
import { isAppError } from "../../src/lib/errors.ts";
import { readTemplate } from "../../src/template/read.ts";

const written = readFileSync(schemaFile, "utf8");
const shipped = (language: string) =>
  readFileSync(new URL(`../../templates/office.${language}.yaml`, import.meta.url), "utf8");
const languages = ["en", "ru", "hy"];

/** The file as an editor sees it: checked by Ajv, which knows nothing of how it was made. */
const judge = fastify({
  ajv: { customOptions: { removeAdditional: false, coerceTypes: false, useDefaults: false, allErrors: true } },
});
judge.post("/", { schema: { body: JSON.parse(written) } }, () => "accepted");
async function complaint(text: string): Promise<string | null> {
  const answer = await judge.inject({ method: "POST", url: "/", payload: parse(text) });
  return answer.statusCode === 200 ? null : answer.json().message;
}

function isRefused(text: string): boolean {
  try {
    readTemplate(text, "office.yaml");
    return false;
  } catch (error) {
    if (isAppError(error, "config")) return true;
    throw error;
  }
}

it("is what the program's own schema says: npm run schema writes it anew", () => {
  expect(written).toBe(templateJsonSchema());
});

it("tells what each setting is for", () => {
  const settings = Object.entries<{ description?: string }>(JSON.parse(written).properties);
  expect(settings.length).toBeGreaterThan(19);
  expect(settings.filter(([, { description }]) => !description)).toEqual([]);
});

it.each(languages)("accepts the shipped template, which names it in its first line (%s)", async (language) => {
  expect(shipped(language).split("\n")[0]).toBe("# yaml-language-server: $schema=./office.schema.json");
  expect(await complaint(shipped(language))).toBeNull();
});

it("accepts headings that are left empty, as the program does", async () => {
  const text = shipped("en").replace(/^rules:\n(?: {2}.*\n)+/m, "rules:\n");
  expect(text).toMatch(/^rules:\n\n/m);
  expect(await complaint(text)).toBeNull();
  expect(isRefused(text)).toBe(false);
});

it.each([
  ["language: en", "language: de"],
  ["currency: AMD", "currency: drams"],
  ["country: AM", "country: Armenia"],
  ["quietMinutes: 5", "quietMinutes: soon"],
  ["quietMinutes: 5", "quietMinute: 5"],
  ["callBackDays: 14", "callBackDays: 0"],
  ["phone: { lines: 6, characters: 38 }", "phone: { lines: 6 }"],
  ["phone: { lines: 6, characters: 38 }", "phone: 6x38"],
  ["  field: off", "  field: name"],
  ["parts: [marker, orders, due]", "parts: [debt]"],
  ["phone.not-e164: off", "phone.not-e164: never"],
  ["phone.not-e164: off", "phone.not-e165: off"],
  ["phrases: { order: Purchase, delivered: received }", "phrases: { order: 'Purchase №' }"],
  ["phrases: { order: Purchase, delivered: received }", "phrase: { order: Purchase }"],
  ["    - id: new", "    - id: Brand new"],
  ["      label: New", "      name: New"],
  ["  - name: Anna", "  - name: Anna (M)"],
  ["maxLabelShare: 0.3", "maxLabelShare: 30"],
  ["\ncolumns:", "\ncolumns: { phon: [cell] }"],
])("refuses what the program refuses: %s → %s", async (right, wrong) => {
  const text = shipped("en").replace(right, wrong);
  expect(text).not.toBe(shipped("en"));
  expect(await complaint(text)).not.toBeNull();
  expect(isRefused(text)).toBe(true);
});
