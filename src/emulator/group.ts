import type { JsonObject } from "./json.ts";
import type { GroupPath } from "./masks.ts";
import { rfc3339 } from "./time.ts";

/** A group that the user made. System groups have no state of their own but their members. */
export type Group = {
  /** Lower hex; `contactGroups/<id>` (BEHAVIOUR 3). */
  id: string;
  seq: number;
  at: number;
  etag: string;
  name: string;
  clientData: JsonObject[];
  deleted: boolean;
};

/** The eight system groups in the order of the listing, with their English names (BEHAVIOUR 7, AMP). */
export const systemGroups: ReadonlyMap<string, string> = new Map([
  ["starred", "Starred"],
  ["friends", "Friends"],
  ["family", "Family"],
  ["coworkers", "Coworkers"],
  ["myContacts", "My Contacts"],
  ["chatBuddies", "Chat contacts"],
  ["all", "All Contacts"],
  ["blocked", "Blocked"],
]);

/** The system groups that take new members (BEHAVIOUR 7). */
export const openSystemGroups: readonly string[] = ["myContacts", "starred"];

export type Members = { count: number; names: string[] };

/** Members come in the order of recordings (BEHAVIOUR 7): metadata, groupType, name, formattedName, members, memberCount. */
export function renderSystemGroup(id: string, mask: readonly GroupPath[], members: Members): JsonObject {
  const shown: JsonObject = { resourceName: `contactGroups/${id}` };
  if (mask.includes("groupType")) shown.groupType = "SYSTEM_CONTACT_GROUP";
  if (mask.includes("name")) Object.assign(shown, { name: id, formattedName: systemGroups.get(id) });
  return addMembers(shown, mask, members);
}

export function renderGroup(group: Group, mask: readonly GroupPath[], members: Members): JsonObject {
  const shown: JsonObject = { resourceName: `contactGroups/${group.id}`, etag: group.etag };
  if (mask.includes("metadata")) {
    shown.metadata = { updateTime: rfc3339(group.at), ...(group.deleted ? { deleted: true } : {}) };
  }
  if (mask.includes("groupType")) shown.groupType = "USER_CONTACT_GROUP";
  // A tombstone's name may be absent (BEHAVIOUR 5).
  if (mask.includes("name") && !group.deleted) Object.assign(shown, { name: group.name, formattedName: group.name });
  addMembers(shown, mask, members);
  if (mask.includes("clientData") && group.clientData.length > 0 && !group.deleted) shown.clientData = group.clientData;
  return shown;
}

function addMembers(shown: JsonObject, mask: readonly GroupPath[], members: Members): JsonObject {
  if (members.names.length > 0) shown.memberResourceNames = members.names;
  if (mask.includes("memberCount") && members.count > 0) shown.memberCount = members.count;
  return shown;
}
