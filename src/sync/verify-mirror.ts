/** Whether the mirror is what the account holds: read whole, compared client by client. Nothing is written to the account. */
import type { Client } from "../client/client.ts";
import { isTombstone, readClient } from "../client/read-client.ts";
import { sameValues } from "../client/same-values.ts";
import { stableJson } from "../lib/stable-json.ts";
import { pullChanges } from "./pull.ts";
import type { Road } from "./road.ts";

export type MirrorDifference = {
  resourceName: string;
  name: string;
  kind: "missing" | "extra" | "differs";
  /** What differs, by the name of the field. */
  fields: string[];
};

/** To be called under the writer's lock. What changes in the account meanwhile is no difference: it is looked at once more in the end. */
export async function verifyMirror(road: Road): Promise<{ clients: number; differences: MirrorDifference[] }> {
  const { mirror } = road.store;
  const { template, account } = road;
  await pullChanges(road);
  const listed = new Set<string>();
  const suspects = new Set<string>();
  for await (const { people } of account.listPeople(null)) {
    const clients = people
      .filter((person) => !isTombstone(person))
      .map((person) => readClient(person, template.country));
    const rows = await mirror.getMany(clients.map(({ resourceName }) => resourceName));
    for (const client of clients) {
      listed.add(client.resourceName);
      const row = rows.get(client.resourceName);
      if (!row || differingFields(row.client, client).length > 0) suspects.add(client.resourceName);
    }
    road.progress("pull", listed.size, null);
    road.checkpoint();
  }
  for await (const { client } of mirror.all()) if (!listed.has(client.resourceName)) suspects.add(client.resourceName);
  return { clients: listed.size, differences: suspects.size > 0 ? await lookAgain(road, [...suspects].sort()) : [] };
}

/** A list may run behind writes, and people write while it is read: what counts is what the account says of each by name. */
async function lookAgain(road: Road, names: string[]): Promise<MirrorDifference[]> {
  await pullChanges(road);
  const people = await road.account.getPeople(names);
  const rows = await road.store.mirror.getMany(names);
  return names.flatMap((resourceName): MirrorDifference[] => {
    const person = people.get(resourceName) ?? null;
    const present = person && !isTombstone(person) ? readClient(person, road.template.country) : null;
    const kept = rows.get(resourceName)?.client ?? null;
    const name = (present ?? kept)?.name.display ?? "";
    if (!present || !kept) {
      if (present === kept) return [];
      return [{ resourceName, name, kind: present ? "missing" : "extra", fields: [] }];
    }
    const fields = differingFields(kept, present);
    return fields.length > 0 ? [{ resourceName, name, kind: "differs", fields }] : [];
  });
}

/** Groups that contacts come and go in without anybody's doing (people-api reference, 7). */
const NOT_COMPARED = new Set(
  ["all", "chatBuddies", "blocked", "friends", "family", "coworkers", "starred"].map((id) => `contactGroups/${id}`),
);

function differingFields(kept: Client, present: Client): string[] {
  const compared: [string, unknown, unknown][] = [
    ["name", kept.name, present.name],
    ["phones", kept.phones, present.phones],
    ["emails", kept.emails, present.emails],
    ["notes", kept.notes, present.notes],
    ["labels", labelsOf(kept), labelsOf(present)],
    ["key", kept.key, present.key],
  ];
  const fields = compared.flatMap(([field, a, b]) => (stableJson(a) === stableJson(b) ? [] : [field]));
  const others = (["addresses", "organizations"] as const).filter(
    (field) => !sameValues(kept.person[field], present.person[field]),
  );
  return [...fields, ...others];
}

function labelsOf({ labels }: Client): string[] {
  return labels.filter((label) => !NOT_COMPARED.has(label)).sort();
}
