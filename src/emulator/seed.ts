import type { Account, ContactWrite } from "./account.ts";
import type { Fields } from "./contact.ts";
import { systemGroups } from "./group.ts";
import type { Json, JsonObject } from "./json.ts";
import { otherContactPaths, updatePaths } from "./masks.ts";
import { storedFields } from "./person-in.ts";
import { validateBody } from "./validate.ts";
import type { World } from "./world.ts";

/** What an account may begin with. Persons are as the API takes them; labels are named, and made when they are not there. */
export type Seed = {
  labels?: string[];
  people?: { person: JsonObject; labels?: string[] }[];
  /** Persons with names, mails and phones who are in no group. */
  otherContacts?: JsonObject[];
};

/** Puts a seed into an account as one change, with the checks that a create makes; returns the new resource names in order. */
export function applySeed(world: World, account: Account, seed: Seed): string[] {
  const wanted = [...(seed.labels ?? []), ...(seed.people ?? []).flatMap((entry) => entry.labels ?? [])];
  const labelIds = new Map(account.liveGroups().map((group) => [group.name, group.id]));
  const groups = [...new Set(wanted)]
    .filter((name) => !labelIds.has(name) && !systemGroups.has(name))
    .map((name) => ({ id: account.freeGroupId(), name, clientData: [], deleted: false }));
  for (const { id, name } of groups) labelIds.set(name, id);
  const people = (seed.people ?? []).map(({ person, labels = [] }) => {
    const ids = labels.map((name) => labelIds.get(name) ?? name);
    return newContact(account, fieldsOf(world, person), [
      ...ids,
      ...(ids.includes("myContacts") ? [] : ["myContacts"]),
    ]);
  });
  const others = (seed.otherContacts ?? []).map((person) => {
    const fields = fieldsOf(world, person);
    const kept = Object.fromEntries(otherContactPaths.flatMap((path) => (fields[path] ? [[path, fields[path]]] : [])));
    return { ...newContact(account, kept, []), book: "others" as const };
  });
  account.write({ groups, contacts: [...people, ...others] }, world.now(), world.keepSince());
  return people.map(({ id }) => `people/c${id}`);
}

function fieldsOf(world: World, person: JsonObject): Fields {
  const rules = { region: world.region, switches: world.switches };
  return storedFields(validateBody(person as Json, "Person", "person"), updatePaths, rules);
}

function newContact(account: Account, fields: Fields, groups: string[]): ContactWrite {
  const filled = Object.fromEntries(Object.entries(fields).filter(([, items]) => items.length > 0));
  return {
    id: account.freeId(),
    groups,
    fields: JSON.stringify(filled),
    photo: null,
    previousNames: [],
    deleted: false,
    touch: true,
  };
}
