import type { Seen } from "./prepare.ts";

/** Runs a sync, and keeps what was made of each client: as first seen, or as last changed. Of a large base that is much. */
export async function withSeen<T extends object>(
  run: (look: (seen: Seen) => void) => Promise<T>,
): Promise<T & { seen: Seen[] }> {
  const byName = new Map<string, Seen>();
  const report = await run((look) => {
    const { resourceName } = look.row.client;
    if (!byName.has(resourceName) || look.change) byName.set(resourceName, look);
  });
  return { ...report, seen: [...byName.values()] };
}
