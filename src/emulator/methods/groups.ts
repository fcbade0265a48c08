import type { Account } from "../account.ts";
import type { Call } from "../call.ts";
import { blindProject, commit, textOf } from "../call.ts";
import { foreignTo, shownTo, writtenBy } from "../client-data.ts";
import type { Group } from "../group.ts";
import { renderGroup, renderSystemGroup, systemGroups } from "../group.ts";
import type { JsonObject } from "../json.ts";
import { isObject } from "../json.ts";
import { pageSizeOf, tokenOwner, walkOf } from "../listing.ts";
import type { GroupPath } from "../masks.ts";
import { groupMask, groupPaths } from "../masks.ts";
import { invalid, invalidArgument, notFound, Refusal, staleGroup } from "../refusal.ts";
import { encodeToken } from "../tokens.ts";
import { atMost } from "./read.ts";
import { rewrite } from "./write.ts";

/** What list and get show when no mask is named (discovery document); a create leaves out the count (BEHAVIOUR 1). */
const readDefault: GroupPath[] = ["metadata", "groupType", "name", "memberCount"];
const createDefault = ["metadata", "groupType", "name"] as const;
/** A create can't be asked for the count either (discovery document). */
const createPaths = [...createDefault, "clientData"] as const;
const writablePaths = ["name", "clientData"] as const;

/** The id of a group that is there, system or user. */
export function groupId(call: Call, resourceName: string): string {
  const id = resourceName.replace(/^contactGroups\//, "");
  if (!systemGroups.has(id) && !call.account.liveGroup(id)) throw notFound();
  return id;
}

function membersOf(call: Call, id: string, max: number) {
  const members = call.account.members(id);
  const names = [...members].slice(0, Math.max(max, 0)).map((contact) => `people/c${contact}`);
  return { count: members.size, names };
}

function show(call: Call, id: string, mask: GroupPath[], maxMembers = 0): JsonObject {
  const members = membersOf(call, id, maxMembers);
  if (systemGroups.has(id)) return renderSystemGroup(id, mask, members);
  const group = call.account.groups.get(id)!;
  return renderGroup({ ...group, clientData: shownTo(group.clientData, blindProject(call)) }, mask, members);
}

function readGroupMask(
  text: string | undefined,
  name = "groupFields",
  fallback: readonly GroupPath[] = readDefault,
): GroupPath[] {
  return groupMask(text, name, groupPaths, fallback);
}

/** A group's place in the listing: the eight system groups, then the user's by their last change. */
function places(account: Account): { place: number; id: string; deleted: boolean }[] {
  const system = [...systemGroups.keys()].map((id, index) => ({ place: index + 1, id, deleted: false }));
  const user = [...account.groups.values()].map(({ id, seq, deleted }) => ({
    place: systemGroups.size + seq,
    id,
    deleted,
  }));
  return [...system, ...user.sort((a, b) => a.place - b.place)];
}

/** contactGroups.list: system groups first; a sync token on every page, unasked (BEHAVIOUR 5). Its tokens count in places. */
export function listGroups(call: Call): JsonObject {
  const { account, params } = call;
  const mask = readGroupMask(params.text("groupFields"));
  const size = pageSizeOf(call, 30);
  const parameters = JSON.stringify(["groups", mask]);
  const walk = walkOf(call, "groups", parameters, systemGroups.size + account.seq);
  const rest = places(account).filter(({ place, deleted }) => place > walk.after && (walk.incremental || !deleted));
  const page = rest.slice(0, size);
  const answer: JsonObject = {};
  if (page.length > 0) answer.contactGroups = page.map(({ id }) => show(call, id, mask));
  const total = walk.incremental ? rest.length : systemGroups.size + account.liveGroups().length;
  if (total > 0) answer.totalItems = total;
  const token = { parameters, ...walk };
  if (rest.length > size) {
    answer.nextPageToken = encodeToken({ ...token, kind: "groups-page", seq: page.at(-1)!.place }, tokenOwner(call));
  }
  answer.nextSyncToken = encodeToken({ ...token, kind: "groups-sync", seq: walk.startSeq }, tokenOwner(call));
  return answer;
}

/** contactGroups.get */
export function getGroup(call: Call): JsonObject {
  const mask = readGroupMask(call.params.text("groupFields"));
  return show(call, groupId(call, call.resourceName), mask, call.params.number("maxMembers"));
}

/** contactGroups.batchGet: each name has its own fate. */
export function batchGetGroups(call: Call): JsonObject {
  const names = call.params.list("resourceNames");
  const mask = readGroupMask(call.params.text("groupFields"));
  if (names.length === 0) throw invalid("At least one resource name is required.");
  atMost(names.length, 200, "resource names");
  const responses = names.map((name) => {
    try {
      const contactGroup = show(call, groupId(call, name), mask, call.params.number("maxMembers"));
      return { requestedResourceName: name, contactGroup, status: {} };
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      return { requestedResourceName: name, status: error.rpcStatus() };
    }
  });
  return { responses };
}

/** contactGroups.create */
export function createGroup(call: Call): JsonObject {
  const named = textOf(call.body, "readGroupFields");
  const mask: GroupPath[] = groupMask(named, "readGroupFields", createPaths, createDefault);
  const sent = isObject(call.body.contactGroup) ? call.body.contactGroup : {};
  const name = freeName(call, textOf(sent, "name") ?? "", null);
  const id = call.account.freeGroupId();
  commit(call, { groups: [{ id, name, clientData: writtenBy(clientDataOf(sent), call.project), deleted: false }] });
  return show(call, id, mask);
}

/** contactGroups.update: a stale or missing etag is a 409 ABORTED (BEHAVIOUR 7). */
export function updateGroup(call: Call): JsonObject {
  const mask = readGroupMask(textOf(call.body, "readGroupFields"), "readGroupFields", createDefault);
  const paths = groupMask(textOf(call.body, "updateGroupFields"), "updateGroupFields", writablePaths, ["name"]);
  const group = userGroup(call);
  const sent = isObject(call.body.contactGroup) ? call.body.contactGroup : {};
  if (sent.etag !== group.etag) throw staleGroup();
  const name = paths.includes("name") ? freeName(call, textOf(sent, "name") ?? "", group.id) : group.name;
  const written = writtenBy(clientDataOf(sent), call.project);
  const replaced = [...foreignTo(group.clientData, blindProject(call)), ...written];
  const clientData = paths.includes("clientData") ? replaced : group.clientData;
  commit(call, { groups: [{ id: group.id, name, clientData, deleted: false }] });
  return show(call, group.id, mask);
}

/** contactGroups.delete: the label goes; its contacts stay, in myContacts at least, unless `deleteContacts`. */
export function deleteGroup(call: Call): JsonObject {
  const { account, world } = call;
  const { id, name, clientData } = userGroup(call);
  const deleted = call.params.flag("deleteContacts");
  const contacts = [...account.members(id)].map((member) => {
    const contact = account.contacts.live(member)!;
    const rest = contact.groups.filter((group) => group !== id);
    const groups = rest.length > 0 ? rest : ["myContacts"];
    return { ...rewrite(contact), groups, deleted, touch: deleted || world.switches.groupDeletionTouchesContacts };
  });
  commit(call, { contacts, groups: [{ id, name, clientData, deleted: true }] });
  return {};
}

/** System groups can't be renamed or deleted; the error's text is not known (BEHAVIOUR 7). */
function userGroup(call: Call): Group {
  const id = groupId(call, call.resourceName);
  const group = call.account.liveGroup(id);
  if (!group) throw invalid("Cannot modify a system contact group.");
  return group;
}

/** Names are unique among the user's groups: 409 (BEHAVIOUR 7; message believed, rules of comparison a switch). */
function freeName(call: Call, name: string, own: string | null): string {
  if (name === "") throw invalidArgument();
  const key = (text: string) => (call.world.switches.groupNames === "caseless" ? text.toLowerCase() : text);
  if (call.account.liveGroups().some((group) => group.id !== own && key(group.name) === key(name))) {
    throw new Refusal("ALREADY_EXISTS", "Contact group name already exists.");
  }
  return name;
}

function clientDataOf(sent: JsonObject): JsonObject[] {
  return Array.isArray(sent.clientData) ? sent.clientData.filter(isObject) : [];
}
