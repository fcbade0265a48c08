import { describe, expect, it } from "vitest";
import { exitCodeOf } from "../../src/cli/exit-codes.ts";
import { errorDocument, errorText, errorWords, shapeOf } from "../../src/cli/render/error-text.ts";
import { styleFor } from "../../src/cli/render/style.ts";
import { LANGUAGES, loadCatalogue } from "../../src/cli/text/language.ts";
import { type AppErrorCode, appError } from "../../src/lib/errors.ts";
import { sampleErrors } from "./samples.ts";

const plain = styleFor(false, {});
const samples = Object.values(sampleErrors).flat();

describe.each(LANGUAGES)("the words of errors in %s", (language) => {
  it.each(samples.map((sample) => [JSON.stringify(sample.shape).slice(0, 70), sample] as const))(
    "%s",
    async (_, { shape, names }) => {
      const words = await loadCatalogue(language);
      const text = errorText(shape, words, plain, null);
      for (const name of names) expect(text).toContain(name);
      expect(text).not.toMatch(/undefined|null|NaN|\[object/);
      const { next } = errorWords(shape, words);
      if (shape.code !== "not-found") expect(next).toMatch(/\S/);
    },
  );

  it("never falls back to another language", async () => {
    if (language === "en") return;
    const [english, own] = await Promise.all([loadCatalogue("en"), loadCatalogue(language)]);
    for (const { shape } of samples) {
      const { what, next } = errorWords(shape, own);
      const told = errorWords(shape, english);
      if (shape.code !== "usage") expect(what).not.toBe(told.what);
      if (next && shape.code !== "usage") expect(next).not.toBe(told.next);
    }
  });
});

describe("an error on the terminal", () => {
  it("stands on its own lines: what happened, the details, the next step", async () => {
    const words = await loadCatalogue("en");
    const shape = { code: "locked", holder: "sync of another computer", since: "18:00" } as const;
    expect(errorText(shape, words, plain, null)).toBe(
      "Another run is working on this account.\n" +
        "  sync of another computer, since 18:00\n" +
        "→ Wait until it has ended and run the command again. If it will not end any more, --take-over takes its place.\n",
    );
  });

  it("is broken at the width of the terminal, and loses no word by it", async () => {
    const words = await loadCatalogue("ru");
    for (const { shape } of samples) {
      const wide = errorText(shape, words, plain, null);
      const narrow = errorText(shape, words, plain, 50);
      expect(narrow.split(/\s+/)).toEqual(wide.split(/\s+/));
    }
  });

  it("names a foreign error as internal, with its message", () => {
    expect(shapeOf(new TypeError("x is not a function"))).toEqual({
      code: "internal",
      detail: "TypeError: x is not a function",
    });
    expect(shapeOf("just a text")).toEqual({ code: "internal", detail: "just a text" });
    expect(shapeOf(appError({ code: "interrupted", what: "" }))).toEqual({ code: "interrupted", what: "" });
  });

  it("carries its code, its fields and the words as JSON", async () => {
    const shape = { code: "not-found", what: "run", query: "9", candidates: ["1"] } as const;
    expect(errorDocument({ ...shape, candidates: ["1"] }, await loadCatalogue("en"))).toEqual({
      error: { ...shape, message: "There is no run “9”.", next: null },
    });
  });
});

describe("exit codes", () => {
  const promised: Record<AppErrorCode, number> = {
    usage: 2,
    config: 2,
    "input-file": 2,
    "mapping-unsure": 2,
    "mapping-sheets": 2,
    auth: 5,
    "stale-etag": 1,
    "sync-token-expired": 1,
    quota: 1,
    "unsafe-plan": 3,
    "plan-refused": 3,
    "approval-needed": 3,
    "not-found": 1,
    refused: 3,
    "formatted-note": 1,
    locked: 6,
    disk: 1,
    unavailable: 1,
    account: 1,
    interrupted: 1,
    internal: 1,
  };

  it.each(Object.entries(promised))("%s ends with %i", (code, exit) => {
    expect(exitCodeOf(code as AppErrorCode)).toBe(exit);
  });
});
