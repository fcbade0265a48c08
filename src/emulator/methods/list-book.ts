import type { Call } from "../call.ts";
import { blindProject } from "../call.ts";
import type { Contact, ContactBook } from "../contact.ts";
import type { JsonObject } from "../json.ts";
import type { Order } from "../listing.ts";
import { pageByChange, pageByOrder, pageSizeOf, tokenOwner, walkOf } from "../listing.ts";
import type { PersonPath } from "../masks.ts";
import type { PersonView } from "../person-out.ts";
import { renderPerson, renderTombstone } from "../person-out.ts";
import { invalidArgument } from "../refusal.ts";
import { encodeToken } from "../tokens.ts";

export type BookList = {
  list: "connections" | "others";
  book: ContactBook;
  mask: readonly PersonPath[];
  type: PersonView["type"];
  /** False when the sources asked for hold no contacts. */
  shown: boolean;
};
export type BookPage = { people: JsonObject[]; nextPageToken?: string; nextSyncToken?: string; isFull: boolean };

/** One page of a list of people, full or a sync, in the order asked for (BEHAVIOUR 1 and 5). */
export function listBook(call: Call, { list, book, mask, type, shown }: BookList): BookPage {
  const { params, world } = call;
  const size = pageSizeOf(call, 100);
  const order = params.text("sortOrder") || "LAST_MODIFIED_ASCENDING";
  const wantsToken = params.flag("requestSyncToken") || params.text("syncToken") !== undefined;
  if (wantsToken && order !== "LAST_MODIFIED_ASCENDING") throw invalidArgument();
  const parameters = JSON.stringify([list, mask, params.list("sources").sort(), order]);
  const walk = walkOf(call, list, parameters, newestSeen(call, book));
  const token = { kind: `${list}-page` as const, parameters, ...walk };
  let page: { contacts: Contact[]; nextPageToken?: string } = { contacts: [] };
  if (shown && order === "LAST_MODIFIED_ASCENDING") page = pageByChange(call, book, walk, size, token);
  else if (shown) page = pageByOrder(call, book, order as Order, walk, size, token);
  const view: PersonView = {
    mask,
    root: world.root,
    type,
    project: blindProject(call),
    cap: 100,
    isSync: walk.incremental,
  };
  const always = !world.switches.tombstoneFollowsMask;
  const people = page.contacts.map((contact) =>
    contact.deletedAt === null ? renderPerson(contact, view) : renderTombstone(contact, view, always),
  );
  const result: BookPage = { people, isFull: !walk.incremental };
  if (page.nextPageToken) result.nextPageToken = page.nextPageToken;
  else if (wantsToken) {
    result.nextSyncToken = encodeToken({ ...token, kind: `${list}-sync`, seq: walk.startSeq }, tokenOwner(call));
  }
  return result;
}

/**
 * The newest change that a list may show now. A walk's sync token stands for the moment of its first page: what changes while its pages
 * are read comes again with the next sync, so nothing falls between the two.
 */
function newestSeen({ account, world }: Call, book: ContactBook): number {
  const cutoff = world.listCutoff();
  if (cutoff === Number.POSITIVE_INFINITY) return account.seq;
  let newest = 0;
  for (const contact of book.changedSince(0, cutoff)) newest = contact.seq;
  return newest;
}
