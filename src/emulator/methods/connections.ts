import type { Call } from "../call.ts";
import type { JsonObject } from "../json.ts";
import { invalidArgument } from "../refusal.ts";
import { listBook } from "./list-book.ts";
import { personFieldsOf, showsContacts } from "./read.ts";

/** people.connections.list: full walks, syncs, tombstones (BEHAVIOUR 1 and 5). Counts are those of a full list. */
export function listConnections(call: Call): JsonObject {
  const mask = personFieldsOf(call);
  if (call.resourceName !== "people/me") throw invalidArgument();
  const book = call.account.contacts;
  const shown = showsContacts(call.params.list("sources"));
  const { people, isFull, ...tokens } = listBook(call, { list: "connections", book, mask, type: "CONTACT", shown });
  const total = isFull ? book.liveCount : 0;
  return {
    ...(people.length > 0 ? { connections: people } : {}),
    ...tokens,
    ...(total > 0 ? { totalPeople: total, totalItems: total } : {}),
  };
}
