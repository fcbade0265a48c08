import { describe, expect, test } from "vitest";
import { dueFollowUps, isCallBackDue, lastTouch, statusRoles } from "../../src/reconcile/status.ts";
import { card, order, step } from "../support/card-builder.ts";

const today = "2026-11-23";

describe("the status of a card", () => {
  test("is in work while an order is open", () => {
    const roles = statusRoles(card({ orders: [order({ stage: "paid", opened: today })] }), today, 14, false);
    expect([...roles]).toEqual(["status:in-work"]);
  });

  test("asks for a person when a finding does", () => {
    expect([...statusRoles(card(), today, 14, true)]).toEqual(["status:check-card"]);
  });

  test("asks for a call back on the day of a follow-up and after it, not before", () => {
    const plan = (date: string) =>
      card({ orders: [order({ stage: "paid", steps: [step({ kind: "plan", date, text: "call" })] })] });
    expect(isCallBackDue(plan("2026-11-24"), today, 14)).toBe(false);
    expect(isCallBackDue(plan("2026-11-23"), today, 14)).toBe(true);
    expect(dueFollowUps(plan("2026-11-20"), today)).toMatchObject([{ day: "2026-11-20", overdueDays: 3 }]);
  });

  test("asks for nothing once the follow-up was met", () => {
    const met = card({
      orders: [order({ stage: "paid", steps: [step({ kind: "plan", date: "2026-11-20", met: true })] })],
    });
    expect(isCallBackDue(met, today, 14)).toBe(false);
  });

  test("asks for a call back when an early order was left untouched, not when it went further", () => {
    const untouched = (stage: "offer" | "prepaid") =>
      card({ orders: [order({ stage, steps: [step({ date: "2026-11-09" })] })] });
    expect(isCallBackDue(untouched("offer"), today, 14)).toBe(true);
    expect(isCallBackDue(untouched("offer"), "2026-11-22", 14)).toBe(false);
    expect(isCallBackDue(untouched("prepaid"), today, 14)).toBe(false);
  });

  test("asks for a call back when a talk led to nothing, not when it came before the last order", () => {
    const talk = [step({ date: "2026-10-01" })];
    expect(isCallBackDue(card({ log: talk }), today, 14)).toBe(true);
    const closed = order({ state: "done", closed: "2026-10-05" });
    expect(isCallBackDue(card({ log: talk, orders: [closed] }), today, 14)).toBe(false);
    expect(isCallBackDue(card({ log: [step({ date: "2026-10-09" })], orders: [closed] }), today, 14)).toBe(true);
  });

  test("takes no plan for a touch", () => {
    const planned = card({ log: [step({ date: "2026-11-01" }), step({ date: "2026-12-01", kind: "plan" })] });
    expect(lastTouch(planned)).toBe("2026-11-01");
    expect(lastTouch(card())).toBeNull();
  });
});
