import type { Call } from "./call.ts";
import type { Contact, ContactBook } from "./contact.ts";
import { fieldsOf } from "./contact.ts";
import { invalid, invalidArgument, syncTokenExpired } from "./refusal.ts";
import type { ReadToken, TokenContent } from "./tokens.ts";
import { decodeToken, encodeToken } from "./tokens.ts";

const dayMs = 86_400_000;

/** BEHAVIOUR 1 and 2: 0 is the default, above the limit an error (`clampPageSize` for clients of an older limit). */
export function pageSizeOf(call: Call, fallback: number): number {
  const size = call.params.number("pageSize");
  if (size < 0) throw invalid("Page size must be greater than or equal to 0.");
  if (size > 1000 && !call.world.switches.clampPageSize) throw invalid("Page size must be less than or equal to 1000.");
  return Math.min(size || fallback, 1000);
}

/** Where a list of one kind stands: in a full walk or a sync, and after which change. */
export type Walk = { incremental: boolean; after: number; startSeq: number; fullAt: number; firstPage: boolean };

export function tokenOwner(call: Call): string {
  return `${call.world.instance}/${call.account.email}`;
}

/**
 * Reads page and sync tokens of a call. Refuses foreign and corrupt ones (400, FLEA-2), those of other parameters (§14, switch) and
 * expired sync tokens (400 EXPIRED_SYNC_TOKEN; the life is counted from the full sync unless `incrementalTokensRenew`).
 */
export function walkOf(
  call: Call,
  list: "connections" | "others" | "groups",
  parameters: string,
  newest: number,
): Walk {
  const page = call.params.text("pageToken");
  const sync = call.params.text("syncToken");
  const start = sync ? syncStart(call, list, parameters, sync) : null;
  if (page) {
    const token = checked(call, decodeToken(page, `${list}-page`, tokenOwner(call)), parameters);
    const strict = call.world.switches.parameterMismatch === "refuse";
    if (strict && token.incremental !== (start !== null)) throw invalidArgument();
    return {
      incremental: token.incremental,
      after: token.seq,
      startSeq: token.startSeq,
      fullAt: token.fullAt,
      firstPage: false,
    };
  }
  const now = call.world.now();
  if (!start) return { incremental: false, after: 0, startSeq: newest, fullAt: now, firstPage: true };
  const fullAt = call.world.switches.incrementalTokensRenew ? now : start.fullAt;
  return { incremental: true, after: start.seq, startSeq: newest, fullAt, firstPage: true };
}

function syncStart(call: Call, list: "connections" | "others" | "groups", parameters: string, text: string): ReadToken {
  const { switches } = call.world;
  const token = checked(call, decodeToken(text, `${list}-sync`, tokenOwner(call)), parameters);
  if (call.world.now() - token.fullAt > switches.syncTokenDays * dayMs)
    throw syncTokenExpired(switches.expiredTokenStatus);
  return token;
}

function checked(call: Call, token: ReadToken | null, parameters: string): ReadToken {
  if (!token) throw invalidArgument();
  if (!token.matches(parameters) && call.world.switches.parameterMismatch === "refuse") throw invalidArgument();
  return token;
}

type Page = { contacts: Contact[]; nextPageToken?: string };

/** One page of a walk in the order of changes, which stays whole whatever is written between its pages. */
export function pageByChange(call: Call, book: ContactBook, walk: Walk, size: number, token: PageToken): Page {
  const contacts: Contact[] = [];
  for (const contact of book.changedSince(walk.after, call.world.listCutoff())) {
    if (!walk.incremental && contact.deletedAt !== null) continue;
    if (contacts.length === size) {
      return { contacts, nextPageToken: encodeToken({ ...token, seq: contacts.at(-1)!.seq }, tokenOwner(call)) };
    }
    contacts.push(contact);
  }
  return { contacts };
}

export type PageToken = Omit<TokenContent, "seq">;
export type Order = "LAST_MODIFIED_DESCENDING" | "FIRST_NAME_ASCENDING" | "LAST_NAME_ASCENDING";

/** One page of a full list in another order. The token counts contacts, as no change has a place in these orders. */
export function pageByOrder(
  call: Call,
  book: ContactBook,
  order: Order,
  walk: Walk,
  size: number,
  token: PageToken,
): Page {
  const all = sortContacts([...book.liveAt(call.world.listCutoff())], order);
  const contacts = all.slice(walk.after, walk.after + size);
  const next = walk.after + contacts.length;
  if (next >= all.length) return { contacts };
  return { contacts, nextPageToken: encodeToken({ ...token, seq: next }, tokenOwner(call)) };
}

function sortContacts(contacts: Contact[], order: Order): Contact[] {
  if (order === "LAST_MODIFIED_DESCENDING") return contacts.reverse();
  const [first, second] = order === "FIRST_NAME_ASCENDING" ? ["givenName", "familyName"] : ["familyName", "givenName"];
  const keyed = contacts.map((contact) => {
    const name = fieldsOf(contact).names?.[0] ?? {};
    return { contact, key: `${name[first!] ?? ""}\0${name[second!] ?? ""}` };
  });
  const collator = new Intl.Collator("en");
  return keyed.sort((a, b) => collator.compare(a.key, b.key)).map(({ contact }) => contact);
}
