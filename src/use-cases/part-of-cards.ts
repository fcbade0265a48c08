import { cardMaker, type NewCard, type NewClient } from "../reconcile/draft-client.ts";
import type { Office } from "../reconcile/reconcile-client.ts";

/** Makes cards in any thread: `null` for a client whose remarks tell of an order, for only one thread can number it. */
export function partMaker(place: Omit<Office, "nextNumber">): (clients: NewClient[]) => (NewCard | null)[] {
  let isShort = false;
  const make = cardMaker(place, () => {
    isShort = true;
    return 0;
  });
  return (clients) =>
    clients.map((client) => {
      isShort = false;
      const card = make(client);
      return isShort ? null : card;
    });
}
