import type { Call } from "../call.ts";
import type { ContactBook } from "../contact.ts";
import type { JsonObject } from "../json.ts";
import { otherContactPaths, readMask } from "../masks.ts";
import { renderPerson } from "../person-out.ts";
import { matches } from "../search-index.ts";
import { contactView, showsContacts } from "./read.ts";

const resultLimit = 30;

/** people.searchContacts: an empty query warms the index up and answers {} (BEHAVIOUR 9). */
export function searchContacts(call: Call): JsonObject {
  const mask = readMask(call.params.text("readMask"), "readMask");
  if (!showsContacts(call.params.list("sources"))) return {};
  return search(call, call.account.contacts, (contact) => renderPerson(contact, contactView(call, mask)));
}

/** otherContacts.search */
export function searchOtherContacts(call: Call): JsonObject {
  const valid = otherContactPaths.filter((path) => path !== "photos");
  const mask = readMask(call.params.text("readMask"), "readMask", valid);
  return search(call, call.account.others, (contact) =>
    renderPerson(contact, { mask, root: call.world.root, type: "OTHER_CONTACT" }),
  );
}

function search(
  call: Call,
  book: ContactBook,
  show: (contact: Parameters<typeof renderPerson>[0]) => JsonObject,
): JsonObject {
  const { account, world, params } = call;
  const query = params.text("query") ?? "";
  if (query.trim() === "") {
    account.warmedUpTo = account.seq;
    return {};
  }
  const size = Math.min(Math.max(params.number("pageSize"), 0) || 10, resultLimit);
  const results: JsonObject[] = [];
  for (const contact of book.liveAt(world.listCutoff())) {
    if (world.switches.searchNeedsWarmUp && contact.seq > account.warmedUpTo) continue;
    if (matches(contact, query)) results.push({ person: show(contact) });
    if (results.length === size) break;
  }
  return results.length > 0 ? { results } : {};
}
