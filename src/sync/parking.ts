/**
 * Updates that the account refuses. One is sent again only when the client, the office's settings or the day have changed: what was refused a
 * minute ago is refused now, and costs calls and a run in the journal each time. Until then every sync tells of it.
 */
import { hashOf } from "../lib/hash.ts";
import type { UpdateClient } from "../reconcile/plan.ts";
import type { Applied } from "./applied.ts";
import { type Road, reconciledMark } from "./road.ts";
import type { Updates } from "./updates.ts";

export type Parked = Applied["parked"][number];

const PARKED = "updates.parked";
const PART = 200;

type Kept = Parked & { mark: string };

/** What is known to be refused, for the time of one plan. */
export class Parking {
  readonly #road: Road;
  readonly #kept: Map<string, Kept>;
  /** Updates that were left out of the plan. */
  readonly parked: Parked[] = [];

  private constructor(road: Road, kept: Map<string, Kept>) {
    this.#road = road;
    this.#kept = kept;
  }

  static async open(road: Road): Promise<Parking> {
    return new Parking(road, await keptOf(road));
  }

  /** Whether the update is one that was refused; it is remembered as left out. */
  leavesOut(change: UpdateClient): boolean {
    const known = this.#kept.get(change.resourceName);
    if (!known || known.mark !== markOf(this.#road, change)) return false;
    const { subject, display, detail } = known;
    this.parked.push({ subject, display, detail });
    return true;
  }

  /** Remembers what this application of the plan could not write. */
  async keep(updates: Updates, { parked }: Pick<Applied, "parked">): Promise<void> {
    const before = this.#kept.size;
    const refused = new Map(parked.map((item) => [item.subject, item]));
    if (before + refused.size === 0) return;
    for await (const part of updates.parts(PART))
      for (const change of part) {
        const { resourceName } = change;
        this.#kept.delete(resourceName);
        const item = refused.get(resourceName);
        if (item) this.#kept.set(resourceName, { ...item, mark: markOf(this.#road, change) });
      }
    if (before + this.#kept.size > 0)
      await this.#road.store.ledger.putSetting(PARKED, JSON.stringify([...this.#kept.values()]));
  }
}

async function keptOf({ store }: Road): Promise<Map<string, Kept>> {
  const kept = JSON.parse((await store.ledger.getSetting(PARKED)) ?? "[]") as Kept[];
  return new Map(kept.map((item) => [item.subject, item]));
}

/** Not the text: a number that it would give out is another one each time. */
function markOf(road: Road, { etag, fields, why }: UpdateClient): string {
  return hashOf({ etag, fields, why, mark: reconciledMark(road) });
}
