/** Whether a kept plan still fits the account. To be asked after a pull. */
import { parseNotes } from "../card/index.ts";
import { isSameVersion } from "../client/etag.ts";
import type { Plan } from "../reconcile/plan.ts";
import type { Road } from "../sync/road.ts";

/** What stands in the way of a plan, by the name of the client or label; empty when it may be applied as it is. */
export type MovedOn = { client: string; reason: string };

export async function whatMovedOn(road: Road, plan: Plan): Promise<MovedOn[]> {
  return [
    ...(await changedClients(road, plan)),
    ...(await madeMeanwhile(road, plan)),
    ...(await changedLabels(road, plan)),
    ...(await takenNumbers(road, plan)),
  ];
}

/** Clients whose contents or labels the plan changes. */
async function changedClients({ store }: Road, { changes, seen }: Plan): Promise<MovedOn[]> {
  const expected = new Map(Object.entries(seen).map(([name, etag]) => [name, { etag, display: "" }]));
  for (const change of changes)
    if (change.type === "update") expected.set(change.resourceName, { etag: change.etag, display: change.display });
  const rows = await store.mirror.getMany([...expected.keys()].sort());
  return [...expected].sort().flatMap(([name, { etag, display }]): MovedOn[] => {
    const client = rows.get(name)?.client;
    const shown = display || client?.name.display || name;
    if (!client) return [{ client: shown, reason: "gone" }];
    return isSameVersion(client.etag, etag) ? [] : [{ client: shown, reason: "edited since" }];
  });
}

async function madeMeanwhile({ store }: Road, { changes }: Plan): Promise<MovedOn[]> {
  const creates = changes.filter((change) => change.type === "create");
  const made = await store.mirror.byKeys(creates.map(({ key }) => key));
  return creates.flatMap(({ key, display }) => (made.has(key) ? [{ client: display, reason: "created already" }] : []));
}

async function changedLabels({ store }: Road, { changes }: Plan): Promise<MovedOn[]> {
  const labels = await store.mirror.labels();
  const names = new Set(labels.map(({ name }) => name));
  const live = new Set(labels.map(({ resourceName }) => resourceName));
  return changes.flatMap((change): MovedOn[] => {
    if (change.type === "create-label" && names.has(change.name))
      return [{ client: change.name, reason: "label created already" }];
    if (change.type === "members" && !change.label.startsWith("role:") && !live.has(change.label))
      return [{ client: change.name, reason: "label gone" }];
    return [];
  });
}

/** Numbers that the plan gives out and that a person has typed into another card meanwhile. */
async function takenNumbers(road: Road, plan: Plan): Promise<MovedOn[]> {
  if (plan.numbers.length === 0) return [];
  const planned = new Set(plan.numbers);
  const taken: MovedOn[] = [];
  for await (const { client } of road.store.mirror.all()) {
    for (const { number } of parseNotes(road.grammar, client.notes, { today: null }).card.orders) {
      if (number !== null && planned.has(number))
        taken.push({ client: client.name.display, reason: `order number ${number} is taken` });
    }
  }
  return taken;
}
