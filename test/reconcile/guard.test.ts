import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { compileGrammar } from "../../src/card/index.ts";
import type { ArchivedLine } from "../../src/card/model.ts";
import { assertPlanSafe, planRisks, unaccountedLines } from "../../src/reconcile/guard.ts";
import type { Change, Plan, UpdateClient } from "../../src/reconcile/plan.ts";
import { shippedTemplate } from "../support/template.ts";

const template = shippedTemplate();
const grammar = compileGrammar(template.card);
const guard = { maxLabelChanges: 500, maxLabelShare: 0.5, maxDeletes: 200, maxDeleteShare: 0.5, maxUnarchivedLines: 0 };

function update(before: string, after: string, archive: string[] = []): UpdateClient {
  const lines = archive.map(
    (text): ArchivedLine => ({ reason: "compacted", text, now: null, order: null, title: null, date: null }),
  );
  return {
    type: "update",
    resourceName: "people/c1",
    display: "Anna",
    etag: "e",
    fields: ["biographies"],
    before: { biographies: [{ value: before }] },
    after: { biographies: after === "" ? [] : [{ value: after }] },
    archive: lines,
    findings: [],
    sources: [],
    why: ["card"],
  };
}

function plan(changes: Change[], clients = 100): Plan {
  return {
    version: 1,
    kind: "sync",
    at: "2026-11-23T14:00:00Z",
    changes,
    numbers: [],
    accounted: [],
    clients,
    seen: {},
  };
}

const leaving = (count: number): Change => ({
  type: "members",
  label: "contactGroups/a",
  name: "Wholesale",
  add: [],
  remove: Array.from({ length: count }, (_, n) => `people/c${n}`),
});

describe("the guard of a plan", () => {
  test("lets a line go that is in the archive or that only changed its blanks", () => {
    expect(unaccountedLines(update("called  Anna\nwants green", "called Anna", ["wants green"]), grammar)).toEqual([]);
  });

  test("names each line that would be nowhere, as often as it stood there", () => {
    expect(unaccountedLines(update("wants green\nwants green", "wants green"), grammar)).toEqual(["wants green"]);
    expect(unaccountedLines(update("wants green", ""), grammar)).toEqual(["wants green"]);
  });

  test("finds no loss in any text that stays, whatever it holds, and every loss of one that goes", () => {
    fc.assert(
      fc.property(fc.array(fc.string({ unit: "grapheme", minLength: 1 }), { maxLength: 8 }), (lines) => {
        const text = lines.join("\n");
        expect(unaccountedLines(update(text, text), grammar)).toEqual([]);
        expect(unaccountedLines(update(text, "", text.split("\n")), grammar)).toEqual([]);
      }),
      { seed: 1123 },
    );
  });

  test("stops a plan that loses a line, naming the client, unless it is forced", () => {
    const losing = plan([update("wants green", "")]);
    expect(planRisks(losing, guard, grammar)).toEqual([{ kind: "lines", count: 1, limit: 0, clients: ["Anna"] }]);
    expect(() => assertPlanSafe(losing, guard, grammar, false)).toThrow(
      expect.objectContaining({ code: "unsafe-plan" }),
    );
    expect(() => assertPlanSafe(losing, guard, grammar, true)).not.toThrow();
  });

  test("stops a plan that takes a label from a large share of the clients, or from very many", () => {
    expect(planRisks(plan([leaving(51)]), guard, grammar)).toEqual([
      { kind: "label-share", label: "Wholesale", share: 0.51, limit: 0.5 },
    ]);
    expect(planRisks(plan([leaving(501)], 100_000), guard, grammar)).toMatchObject([
      { kind: "label-changes", count: 501 },
    ]);
  });

  test("stops a plan that deletes very many clients, or a large share of them; merged ones do not count", () => {
    const deletes = (count: number, into?: string): Plan["changes"] =>
      Array.from({ length: count }, (_, n) => ({
        type: "delete",
        resourceName: `people/c${n}`,
        display: "",
        before: {},
        ...(into === undefined ? {} : { into }),
      }));
    expect(planRisks(plan(deletes(201), 10_000), guard, grammar)).toEqual([
      { kind: "deletes", count: 201, limit: 200 },
    ]);
    expect(planRisks(plan(deletes(51)), guard, grammar)).toEqual([{ kind: "delete-share", share: 0.51, limit: 0.5 }]);
    expect(planRisks(plan(deletes(50)), guard, grammar)).toEqual([]);
    expect(planRisks(plan(deletes(20), 20), guard, grammar)).toEqual([]);
    expect(planRisks(plan(deletes(201, "people/c999"), 10_000), guard, grammar)).toEqual([]);
  });

  test("lets small changes of labels pass, also in a small office", () => {
    expect(planRisks(plan([leaving(50)]), guard, grammar)).toEqual([]);
    expect(planRisks(plan([leaving(3)], 4), guard, grammar)).toEqual([]);
  });
});
