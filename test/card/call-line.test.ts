import { describe, expect, it } from "vitest";
import { type CallKind, composeCall, readCall } from "../../src/card/call-line.ts";
import { compileGrammar, parseNotes } from "../../src/card/index.ts";
import { shippedTemplate } from "../support/template.ts";

const KINDS: CallKind[] = ["incoming", "outgoing", "missed", "declined", "blocked", "voicemail", "elsewhere"];
const LENGTHS = [0, 7, 59, 60, 154, 5400];
const languages = ["en", "ru", "hy"] as const;

describe("a call in a card", () => {
  it("tells what it was and how long", () => {
    expect(composeCall("en", { kind: "incoming", seconds: 154 })).toBe("incoming call, 3 min");
    expect(composeCall("en", { kind: "outgoing", seconds: 0 })).toBe("outgoing call, no answer");
    expect(composeCall("ru", { kind: "missed", seconds: 0 })).toBe("пропущенный звонок");
    expect(composeCall("hy", { kind: "incoming", seconds: 42 })).toBe("մուտքային զանգ, 42 վրկ");
  });

  it.each(languages)("reads as a line of the log, with nothing to find, in the template of %s", (template) => {
    const grammar = compileGrammar(shippedTemplate(template).card);
    for (const language of languages)
      for (const kind of KINDS)
        for (const seconds of LENGTHS) {
          const text = composeCall(language, { kind, seconds });
          const notes = `20.11.2026 14:05 ${text}`;
          const { card } = parseNotes(grammar, notes, { today: "2026-11-23" });
          expect(card).toMatchObject({
            orders: [],
            free: [],
            log: [{ date: "2026-11-20", time: "14:05", text, employee: null, kind: "step" }],
          });
          expect(card.findings).toEqual([]);
        }
  });

  it("is read back in any language, its length as it stands", () => {
    for (const language of languages)
      for (const kind of KINDS)
        for (const seconds of LENGTHS) {
          const minutes = seconds < 60 ? seconds : Math.round(seconds / 60) * 60;
          expect(readCall(composeCall(language, { kind, seconds }))).toEqual({ kind, seconds: minutes });
        }
  });

  it("is nothing that a person says of one", () => {
    for (const text of [
      "incoming call",
      "incoming call, 3 min (Anna)",
      "Incoming call, about the sofa",
      "called, 3 min",
    ])
      expect(readCall(text) !== null).toBe(text === "incoming call");
  });
});
