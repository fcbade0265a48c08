import type { Call } from "../call.ts";
import type { JsonObject } from "../json.ts";
import type { Order } from "../listing.ts";
import { pageByChange, pageByOrder, pageSizeOf, tokenOwner, walkOf } from "../listing.ts";
import { includeFieldMask, readMask } from "../masks.ts";
import type { PersonView } from "../person-out.ts";
import { renderPerson, renderTombstone } from "../person-out.ts";
import { invalidArgument } from "../refusal.ts";
import { encodeToken } from "../tokens.ts";
import { showsContacts } from "./read.ts";

/** people.connections.list: full walks, syncs, tombstones (BEHAVIOUR 1 and 5). */
export function listConnections(call: Call): JsonObject {
  const { params, account, world } = call;
  const mask = readMask(
    params.text("personFields") ?? includeFieldMask(params.text("requestMask.includeField")),
    "personFields",
  );
  if (call.resourceName !== "people/me") throw invalidArgument();
  const size = pageSizeOf(call, 100);
  const order = params.text("sortOrder") || "LAST_MODIFIED_ASCENDING";
  const wantsToken = params.flag("requestSyncToken") || params.text("syncToken") !== undefined;
  if (wantsToken && order !== "LAST_MODIFIED_ASCENDING") throw invalidArgument();
  const sources = params.list("sources");
  const parameters = JSON.stringify(["connections", mask, [...sources].sort(), order]);
  const walk = walkOf(call, "connections", parameters, newestSeen(call));
  const token = { kind: "connections-page" as const, parameters, ...walk };
  const book = account.contacts;
  const page = !showsContacts(sources)
    ? { contacts: [] }
    : order === "LAST_MODIFIED_ASCENDING"
      ? pageByChange(call, book, walk, size, token)
      : pageByOrder(call, book, order as Order, walk, size, token);
  const view: PersonView = { mask, root: world.root, type: "CONTACT", cap: 100 };
  const answer: JsonObject = {};
  const people = page.contacts.map((contact) =>
    contact.deletedAt === null
      ? renderPerson(contact, view)
      : renderTombstone(contact, view, !world.switches.tombstoneFollowsMask),
  );
  if (people.length > 0) answer.connections = people;
  if (page.nextPageToken) answer.nextPageToken = page.nextPageToken;
  else if (wantsToken) {
    const next = { ...token, kind: "connections-sync" as const, seq: walk.startSeq };
    answer.nextSyncToken = encodeToken(next, tokenOwner(call));
  }
  const total = walk.incremental ? 0 : book.liveCount;
  if (total > 0) Object.assign(answer, { totalPeople: total, totalItems: total });
  return answer;
}

/**
 * The newest change that a list may show now. A walk's sync token stands for the moment of its first page: what changes while its pages
 * are read comes again with the next sync, so nothing falls between the two.
 */
function newestSeen({ account, world }: Call): number {
  const cutoff = world.listCutoff();
  if (cutoff === Number.POSITIVE_INFINITY) return account.seq;
  let newest = 0;
  for (const contact of account.contacts.changedSince(0, cutoff)) newest = contact.seq;
  return newest;
}
