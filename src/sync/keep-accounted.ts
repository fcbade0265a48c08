import type { Plan } from "../reconcile/plan.ts";
import type { Road } from "./road.ts";

/** Remembers rows that needed no write, and puts what their clients do not show of them into the archive. `at`: RFC 3339, UTC. */
export async function keepAccounted(
  { store: { ledger } }: Road,
  accounted: Plan["accounted"],
  at: string,
): Promise<void> {
  await ledger.putSources(accounted, at);
  for (const { subject, archive } of accounted)
    if (archive.length > 0) await ledger.putArchive(subject, archive, at, at);
}
