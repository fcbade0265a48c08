import type { Risk } from "../../reconcile/guard.ts";

/** The guard hands its reasons over as JSON; `null` for a text that is none. */
export function riskOf(reason: string): Risk | null {
  try {
    const risk = JSON.parse(reason) as Risk;
    return typeof risk === "object" && risk !== null && "kind" in risk ? risk : null;
  } catch {
    return null;
  }
}
