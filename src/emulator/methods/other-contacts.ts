import type { Call } from "../call.ts";
import { commit, textOf } from "../call.ts";
import { fieldsOf } from "../contact.ts";
import type { JsonObject } from "../json.ts";
import type { PersonPath } from "../masks.ts";
import { optionalReadMask, otherContactPaths, readMask } from "../masks.ts";
import { renderPerson } from "../person-out.ts";
import { invalid, notFound } from "../refusal.ts";
import { listBook } from "./list-book.ts";
import { contactView } from "./read.ts";
import { requireRoom } from "./write.ts";

/** Fields that can be copied (BEHAVIOUR 1, otherContacts). */
const copyable: PersonPath[] = ["names", "emailAddresses", "phoneNumbers"];

/** otherContacts.list: with contacts as the only source just five fields may be asked for. */
export function listOtherContacts(call: Call): JsonObject {
  const sources = call.params.list("sources");
  const withProfiles = sources.includes("READ_SOURCE_TYPE_PROFILE");
  if (withProfiles && !sources.includes("READ_SOURCE_TYPE_CONTACT")) {
    throw invalid("READ_SOURCE_TYPE_PROFILE must be used together with READ_SOURCE_TYPE_CONTACT.");
  }
  const mask = readMask(call.params.text("readMask"), "readMask", withProfiles ? undefined : otherContactPaths);
  const book = call.account.others;
  const { people, isFull, ...tokens } = listBook(call, {
    list: "others",
    book,
    mask,
    type: "OTHER_CONTACT",
    shown: true,
  });
  const total = isFull ? book.liveCount : 0;
  return {
    ...(people.length > 0 ? { otherContacts: people } : {}),
    ...tokens,
    ...(total > 0 ? { totalSize: total } : {}),
  };
}

/** otherContacts.copyOtherContactToMyContactsGroup: a new contact of the copied fields; the other contact stays. */
export function copyOtherContact(call: Call): JsonObject {
  const copyMask = readMask(textOf(call.body, "copyMask"), "copyMask", copyable);
  const mask = optionalReadMask(textOf(call.body, "readMask"), "readMask") ?? ["metadata", ...copyMask, "memberships"];
  const digits = /^otherContacts\/c([1-9]\d{0,18})$/.exec(call.resourceName)?.[1];
  if (!digits) throw invalid("Invalid resource name");
  const other = call.account.others.live(digits);
  if (!other) throw notFound();
  requireRoom(call, 1);
  const known = fieldsOf(other);
  const fields = Object.fromEntries(copyMask.flatMap((path) => (known[path] ? [[path, known[path]]] : [])));
  const id = call.account.freeId();
  const write = { id, groups: ["myContacts"], fields: JSON.stringify(fields), photo: null, previousNames: [] };
  commit(call, { contacts: [{ ...write, deleted: false, touch: true }] });
  return renderPerson(call.account.contacts.live(id)!, contactView(call, mask));
}
