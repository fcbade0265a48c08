import type { Call } from "../call.ts";
import { commit, textsOf } from "../call.ts";
import type { Contact } from "../contact.ts";
import { resourceNameOf } from "../contact.ts";
import { openSystemGroups, systemGroups } from "../group.ts";
import type { JsonObject } from "../json.ts";
import { Refusal } from "../refusal.ts";
import { groupId } from "./groups.ts";
import { deprecatedGroup } from "./membership.ts";
import { atMost, contactId } from "./read.ts";
import { rewrite } from "./write.ts";

/**
 * contactGroups.members.modify: at most 1,000 names in both lists; a 200 even when some failed. Adding a member again or removing a
 * stranger is no error (BEHAVIOUR 7); a contact keeps its last group.
 */
export function modifyMembers(call: Call): JsonObject {
  const id = groupId(call, call.resourceName);
  const add = textsOf(call.body, "resourceNamesToAdd");
  const remove = textsOf(call.body, "resourceNamesToRemove");
  atMost(add.length + remove.length, 1000, "resource names");
  if (add.length > 0 && systemGroups.has(id) && !openSystemGroups.includes(id)) throw deprecatedGroup();
  const notFound: string[] = [];
  const lastGroup: string[] = [];
  const changed = new Map<string, { contact: Contact; groups: string[] }>();
  const visit = (name: string, change: (groups: string[]) => string[]): void => {
    const contact = find(call, name);
    if (!contact) {
      notFound.push(name);
      return;
    }
    const before = changed.get(contact.id)?.groups ?? contact.groups;
    const groups = change(before);
    if (groups.length === 0) lastGroup.push(resourceNameOf(contact));
    else if (groups !== before) changed.set(contact.id, { contact, groups });
  };
  for (const name of add) visit(name, (groups) => (groups.includes(id) ? groups : [...groups, id]));
  for (const name of remove)
    visit(name, (groups) => (groups.includes(id) ? groups.filter((group) => group !== id) : groups));
  const touch = call.world.switches.labelChangesTouchContacts;
  commit(call, {
    contacts: [...changed.values()].map(({ contact, groups }) => ({ ...rewrite(contact), groups, touch })),
  });
  const answer: JsonObject = {};
  if (notFound.length > 0) answer.notFoundResourceNames = notFound;
  if (lastGroup.length > 0) answer.canNotRemoveLastContactGroupResourceNames = lastGroup;
  return answer;
}

function find(call: Call, name: string): Contact | undefined {
  try {
    const id = contactId(name);
    return id === null ? undefined : call.account.contacts.live(id);
  } catch (error) {
    if (error instanceof Refusal) return undefined;
    throw error;
  }
}
