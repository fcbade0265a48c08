import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { compileGrammar, parseNotes } from "../../src/card/index.ts";
import type { Person } from "../../src/client/person.ts";
import { columnsOf } from "../../src/lib/text-width.ts";
import { callerLine, LINE_KEY, projectCallerLine } from "../../src/reconcile/caller-line.ts";
import type { CallerLineSettings } from "../../src/template/template.ts";
import { anyCard } from "../support/any-card.ts";
import { grammarOf, TODAY } from "../support/cards.ts";
import { shippedTemplate } from "../support/template.ts";

const template = shippedTemplate();
const grammar = compileGrammar(template.card);
const usual: CallerLineSettings = { ...template.callerLine, field: "phone-label" };

const lineOf = (notes: string, settings: Partial<CallerLineSettings> = {}, marker: string | null = "Wholesale") =>
  callerLine(grammar, { ...usual, ...settings }, { marker, card: parseNotes(grammar, notes, { today: TODAY }).card });

const ORDER = "Order 12: sofa, 120 000\n10.11.2026 prepaid 50 000 (Anna)\n→ 01.12.2026 call (Anna)";

describe("the caller line", () => {
  it("tells marker, order state and due day", () => {
    expect(lineOf(ORDER)).toBe("Wholesale·prepaid·→01.12");
  });

  it("tells what the template names, in that order", () => {
    expect(lineOf(ORDER, { parts: ["due", "last", "marker"], length: 40 })).toBe("→01.12·last 10.11·Wholesale");
  });

  it("leaves out whole what does not fit, and cuts only a first part that is too long", () => {
    expect(lineOf(ORDER, { length: 20 })).toBe("Wholesale·prepaid");
    expect(lineOf(ORDER, { length: 8 })).toBe("Wholesa…");
  });

  it("counts the open orders, and names one without a stage by its number", () => {
    expect(lineOf("Order 12: sofa\n\nOrder 9: lamp\n01.11.2026 offer sent (Anna)")).toBe("Wholesale·#12 +1");
  });

  it("is none for a contact of which nothing is told, and not a word of money or debt for any other", () => {
    expect(lineOf("Prefers calls after 18:00.")).toBeNull();
    expect(lineOf(ORDER, { length: 60 })).not.toMatch(/\d{3}|AMD/);
  });

  it("never is longer than the template says, on any card", () => {
    fc.assert(
      fc.property(anyCard, fc.integer({ min: 8, max: 60 }), ({ language, text }, length) => {
        const { card } = parseNotes(grammarOf(language), text, { today: TODAY });
        const line = callerLine(
          grammarOf(language),
          { field: "phone-label", parts: ["marker", "orders", "due", "last"], length },
          { marker: "Մեծածախ 漢字", card },
        );
        expect(line === null ? 0 : columnsOf(line)).toBeLessThanOrEqual(length);
      }),
      { seed: 41, numRuns: 100 },
    );
  });
});

const person = (...phones: [string, string | undefined][]): Person => ({
  phoneNumbers: phones.map(([value, type]) => (type === undefined ? { value } : { value, type, formattedType: type })),
  clientData: [{ key: "clientcard", value: "k" }],
});
const labels = ({ phoneNumbers }: Pick<Person, "phoneNumbers">) => phoneNumbers?.map(({ type }) => type);
const after = (before: Person, line: string | null): Person => ({ ...before, ...projectCallerLine(before, line) });

describe("the line on phone numbers", () => {
  const before = person(["091 111111", "mobile"], ["091 222222", undefined], ["091 333333", "wife of Aram"]);

  it("takes the place of labels that are picked from a list, and no other", () => {
    const now = after(before, "New·offer");
    expect(labels(now)).toEqual(["New·offer", "New·offer", "wife of Aram"]);
    expect(now.clientData?.[0]).toEqual({ key: "clientcard", value: "k" });
  });

  it("changes nothing the second time, follows the card, and goes without a trace", () => {
    const once = after(before, "New·offer");
    expect(projectCallerLine(once, "New·offer")).toBeNull();
    const twice = after(once, "New·prepaid");
    expect(labels(twice)).toEqual(["New·prepaid", "New·prepaid", "wife of Aram"]);
    const gone = after(twice, null);
    expect(labels(gone)).toEqual(labels(before));
    expect(gone.clientData).toEqual(before.clientData);
    expect(projectCallerLine(gone, null)).toBeNull();
  });

  it("leaves what a person types over it, for good", () => {
    const once = after(before, "New·offer");
    const typed = { ...once, phoneNumbers: once.phoneNumbers!.with(0, { value: "091 111111", type: "Anna's desk" }) };
    const now = after(typed, "New·prepaid");
    expect(labels(now)).toEqual(["Anna's desk", "New·prepaid", "wife of Aram"]);
    expect(labels(after(now, null))).toEqual(["Anna's desk", undefined, "wife of Aram"]);
  });

  it("is still known when the number under it was corrected", () => {
    const once = after(person(["091 111111", "work"]), "New·offer");
    const corrected = { ...once, phoneNumbers: [{ value: "091 111112", type: "New·offer" }] };
    expect(labels(after(corrected, "New·prepaid"))).toEqual(["New·prepaid"]);
    expect(labels(after(corrected, null))).toEqual(["work"]);
  });

  it("touches no contact that it never stood on, and survives a memory that was spoilt", () => {
    expect(projectCallerLine(before, null)).toBeNull();
    for (const value of ["", "no JSON", "[1]", '{"091 111111":{"was":7}}']) {
      const spoilt = { ...before, clientData: [{ key: LINE_KEY, value }] };
      expect(labels(after(spoilt, "x·y"))).toEqual(["x·y", "x·y", "wife of Aram"]);
    }
  });

  it("can always be taken back, whatever the labels and however often the line has changed", () => {
    const label = fc.constantFrom(undefined, "mobile", "home", "work", "desk", "Անի", "other");
    fc.assert(
      fc.property(
        fc.uniqueArray(fc.tuple(fc.stringMatching(/^0\d{8}$/), label), { selector: ([value]) => value, maxLength: 4 }),
        fc.array(fc.constantFrom("New·offer", "New·prepaid", "Retail", null), { maxLength: 5 }),
        (phones, lines) => {
          const start = person(...phones);
          const end = after(lines.reduce(after, start), null);
          expect(labels(end)).toEqual(labels(start));
          expect(end.clientData).toEqual(start.clientData);
        },
      ),
      { seed: 42, numRuns: 300 },
    );
  });
});
