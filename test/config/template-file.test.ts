import {
  chmodSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { compiledForm } from "../../src/config/compiled.ts";
import { readTemplateFile } from "../../src/config/index.ts";
import { isAppError } from "../../src/lib/errors.ts";

const shipped = new URL("../../templates/office.en.yaml", import.meta.url);
const reader = vi.hoisted(() => ({ reads: 0 }));
vi.mock("../../src/template/read.ts", async (load) => {
  const real = await load<typeof import("../../src/template/read.ts")>();
  return {
    readTemplate: (...given: Parameters<typeof real.readTemplate>) => {
      reader.reads += 1;
      return real.readTemplate(...given);
    },
  };
});

let root: string;
let file: string;
let cacheDir: string;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), "clientcard-template-"));
  file = join(root, "office.yaml");
  cacheDir = join(root, "home", "cache");
  mkdirSync(join(root, "home"));
  cpSync(shipped, file);
  reader.reads = 0;
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

describe("a template file", () => {
  it("is compiled once and then known, to the last member", async () => {
    const first = await readTemplateFile(file, { cacheDir });
    const second = await readTemplateFile(file, { cacheDir });
    expect(second).toEqual(first);
    expect(reader.reads).toBe(1);
  });

  it("is compiled again when its text changes, even to one of the same length, and when the office's clock does", async () => {
    await readTemplateFile(file, { cacheDir });
    writeFileSync(
      file,
      readFileSync(file, "utf8").replace("quietMinutes: 5", "quietMinutes: 6").replace("timeZone:", "#imeZone:"),
    );
    expect((await readTemplateFile(file, { cacheDir, timeZone: "Europe/Paris" })).quietMinutes).toBe(6);
    expect((await readTemplateFile(file, { cacheDir, timeZone: "Europe/Rome" })).timeZone).toBe("Europe/Rome");
    expect(reader.reads).toBe(3);
  });

  it("with a mistake is never answered from an older text", async () => {
    await readTemplateFile(file, { cacheDir });
    writeFileSync(file, readFileSync(file, "utf8").replace("language: en", "language: xx"));
    for (let time = 0; time < 2; time++) {
      const error = await readTemplateFile(file, { cacheDir }).catch((thrown: unknown) => thrown);
      expect(isAppError(error, "config") && error.fields.problems[0]?.where).toMatch(new RegExp(`^${file}:\\d+:11$`));
    }
  });

  it.each(["", "{", "null", '{"key":1}', "[]"])("does not trust a damaged cache (%j)", async (text) => {
    const first = await readTemplateFile(file, { cacheDir });
    const [kept] = readdirSync(cacheDir);
    writeFileSync(join(cacheDir, kept!), text);
    expect(await readTemplateFile(file, { cacheDir })).toEqual(first);
    expect(reader.reads).toBe(2);
  });

  it("needs no cache: without one, in a home that does not exist yet, or where it cannot be written", async () => {
    await readTemplateFile(file, { cacheDir: null });
    await readTemplateFile(file, { cacheDir: join(root, "no-home", "cache") });
    expect(existsSync(join(root, "no-home"))).toBe(false);
    writeFileSync(cacheDir, "a file in the way");
    await expect(readTemplateFile(file, { cacheDir })).resolves.toMatchObject({ country: "AM" });
  });

  it("keeps the templates of two offices apart", async () => {
    const other = join(root, "other.yaml");
    writeFileSync(other, readFileSync(file, "utf8").replace("quietMinutes: 5", "quietMinutes: 9"));
    for (let time = 0; time < 2; time++) {
      expect((await readTemplateFile(file, { cacheDir })).quietMinutes).toBe(5);
      expect((await readTemplateFile(other, { cacheDir })).quietMinutes).toBe(9);
    }
    expect(reader.reads).toBe(2);
  });

  it.each([
    ["that is not there", () => rmSync(file), /is not there/],
    [
      "that is a folder",
      () => {
        rmSync(file);
        mkdirSync(file);
      },
      /is a folder/,
    ],
    ["that is no text", () => writeFileSync(file, Buffer.from([0xff, 0xfe, 0x00])), /UTF-8/],
  ])("%s says what to do", async (_, prepare, problem) => {
    prepare();
    const error = await readTemplateFile(file, { cacheDir }).catch((thrown: unknown) => thrown);
    if (!isAppError(error, "config")) throw error;
    expect(error.fields.problems).toEqual([
      { where: file, problem: expect.stringMatching(problem), next: expect.stringContaining("CLIENTCARD_TEMPLATE") },
    ]);
  });

  it.skipIf(process.getuid?.() === 0)("that may not be read says so", async () => {
    chmodSync(file, 0);
    const error = await readTemplateFile(file, { cacheDir }).catch((thrown: unknown) => thrown);
    expect(isAppError(error, "config") && error.fields.problems[0]?.problem).toMatch(/permission denied/);
  });
});

describe("the compiled form", () => {
  /** Names of the members, lists by their first entry. */
  const shapeOf = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.length > 0 ? [shapeOf(value[0])] : [];
    if (value === null || typeof value !== "object") return typeof value;
    return Object.fromEntries(Object.entries(value).map(([key, member]) => [key, shapeOf(member)]));
  };

  it("carries another number when its shape changes, so that no program reads an older one's", async () => {
    const template = await readTemplateFile(file, { cacheDir: null });
    expect({ compiledForm, shape: shapeOf(template) }).toMatchInlineSnapshot(`
      {
        "compiledForm": 5,
        "shape": {
          "callBackDays": "number",
          "callerLine": {
            "field": "string",
            "length": "number",
            "parts": [
              "string",
            ],
          },
          "card": {
            "compaction": {
              "graceDays": "number",
              "keepClosed": "number",
              "keepLog": "number",
              "maxLength": "number",
            },
            "currency": "string",
            "dateForm": "string",
            "employees": [
              {
                "aliases": [
                  "string",
                ],
                "left": "boolean",
                "name": "string",
              },
            ],
            "language": "string",
            "otherKinds": [
              {
                "phrases": {
                  "delivered": "string",
                  "order": "string",
                },
                "words": {
                  "order": [
                    "string",
                  ],
                },
              },
            ],
            "phrases": {},
            "screens": {
              "overlay": {
                "characters": "number",
                "lines": "number",
              },
              "phone": {
                "characters": "number",
                "lines": "number",
              },
            },
            "severities": {
              "name.shouting": "string",
              "phone.not-e164": "string",
            },
            "staleDays": "number",
            "stateLine": "boolean",
            "words": {
              "reopen": [
                "string",
              ],
            },
          },
          "columns": {},
          "country": "string",
          "defaultKind": "string",
          "defaultMarker": "string",
          "file": "string",
          "guard": {
            "maxDeleteShare": "number",
            "maxDeletes": "number",
            "maxLabelChanges": "number",
            "maxLabelShare": "number",
            "maxUnarchivedLines": "number",
          },
          "kinds": [
            {
              "aliases": [
                "string",
              ],
              "callBackDays": "number",
              "card": {
                "compaction": {
                  "graceDays": "number",
                  "keepClosed": "number",
                  "keepLog": "number",
                  "maxLength": "number",
                },
                "currency": "string",
                "dateForm": "string",
                "employees": [
                  {
                    "aliases": [
                      "string",
                    ],
                    "left": "boolean",
                    "name": "string",
                  },
                ],
                "language": "string",
                "otherKinds": [
                  {
                    "phrases": {
                      "delivered": "string",
                      "order": "string",
                    },
                    "words": {
                      "order": [
                        "string",
                      ],
                    },
                  },
                ],
                "phrases": {},
                "screens": {
                  "overlay": {
                    "characters": "number",
                    "lines": "number",
                  },
                  "phone": {
                    "characters": "number",
                    "lines": "number",
                  },
                },
                "severities": {
                  "name.shouting": "string",
                  "phone.not-e164": "string",
                },
                "staleDays": "number",
                "stateLine": "boolean",
                "words": {
                  "reopen": [
                    "string",
                  ],
                },
              },
              "id": "string",
              "label": "string",
            },
          ],
          "markers": [
            {
              "aliases": [
                "string",
              ],
              "id": "string",
              "label": "string",
            },
          ],
          "quietMinutes": "number",
          "returningMarker": "string",
          "statusLabels": {
            "callBack": "string",
            "checkCard": "string",
            "inWork": "string",
          },
          "timeZone": "string",
        },
      }
    `);
  });
});
