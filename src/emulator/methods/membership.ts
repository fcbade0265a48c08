import type { Call } from "../call.ts";
import { openSystemGroups, systemGroups } from "../group.ts";
import { invalid, notFound } from "../refusal.ts";

/** The words are a third party's (BEHAVIOUR 4, memberships). */
export function deprecatedGroup() {
  return invalid("Cannot add contacts to deprecated system contact group");
}

/**
 * The groups of a contact after a write whose body names `named` (BEHAVIOUR 4, memberships): a group that is not there is a 404, a
 * retired system group takes no new members. `before` is empty for a create. With none named a contact lands in myContacts; in it it
 * stays until members.modify takes it out.
 */
export function groupsAfter(call: Call, named: string[], before: string[]): string[] {
  for (const id of named) {
    if (before.includes(id)) continue;
    if (systemGroups.has(id) ? !openSystemGroups.includes(id) : !call.account.liveGroup(id)) {
      throw systemGroups.has(id) ? deprecatedGroup() : notFound();
    }
  }
  const isNew = before.length === 0;
  const sticky = call.world.switches.myContactsSticky && (isNew || before.includes("myContacts"));
  const added = (sticky || named.length === 0) && !named.includes("myContacts") ? ["myContacts"] : [];
  return [...named, ...added];
}
