/** The switch of the caller line: what the office says at the command line holds before what its template says. */
import { hashOf } from "../lib/hash.ts";
import type { Ledger } from "../ports.ts";
import type { Road } from "../sync/road.ts";
import { type SyncReport, syncOnce } from "../sync/sync-once.ts";
import type { CallerLineSettings, Template } from "../template/template.ts";
import type { Context } from "./context.ts";
import { type Look, lookAlong, type WithLook } from "./keep-up.ts";

/** Name of the ledger's setting; its value is a field of the template, or none was ever chosen. */
const CHOSEN = "caller-line";

type Rules = Pick<Road, "template" | "settingsHash">;

/** What a road works by: the template, with the caller line as the office has switched it. */
export async function officeRules(ledger: Ledger, template: Template): Promise<Rules> {
  const chosen = await ledger.getSetting(CHOSEN);
  return chosen === "off" || chosen === "phone-label" ? rulesWith(template, chosen) : rulesOf(template);
}

/** Switches the line and syncs: it is put onto every client's numbers, or everything is put back. An interrupted run is carried on by any sync. */
export function switchCallerLine(
  context: Context,
  { on, ...options }: { on: boolean; force: boolean } & WithLook,
): Promise<SyncReport> {
  const field = fieldOf(on);
  return context.withRoad(`caller-line ${on ? "on" : "off"}`, async (road) => {
    await road.store.ledger.putSetting(CHOSEN, field);
    return syncOnce({ ...road, ...rulesWith(road.template, field) }, options);
  });
}

/** What switching it would change. */
export function lookAtCallerLine(context: Context, on: boolean, options: WithLook = {}): Promise<Look> {
  return context.withRoad("plan", (road) =>
    lookAlong({ ...road, ...rulesWith(road.template, fieldOf(on)) }, { compact: false, ...options }),
  );
}

function fieldOf(on: boolean): CallerLineSettings["field"] {
  return on ? "phone-label" : "off";
}

function rulesWith(template: Template, field: CallerLineSettings["field"]): Rules {
  return rulesOf({ ...template, callerLine: { ...template.callerLine, field } });
}

function rulesOf(template: Template): Rules {
  return { template, settingsHash: hashOf({ ...template, file: "" }).slice(0, 16) };
}
