/** The program with one of its promises taken away, by ports that betray it: to see that the storms notice. */
import { isAppError } from "../../../src/lib/errors.ts";
import type { ContactsAccount, Ledger } from "../../../src/ports.ts";
import type { Road } from "../../../src/sync/road.ts";

type Ports = Omit<Road, "lock">;

/** Nothing is recorded of what is about to be sent, nor of its fate. */
export function withoutJournal(road: Ports): Ports {
  const ledger = changed<Ledger>(road.store.ledger, {
    intend: async (_run, intents) => intents.map(() => 0),
    markSent: async () => {},
    settle: async () => {},
  });
  return { ...road, store: { ...road.store, ledger } };
}

/** Whatever etag was read, the one of the moment is sent: no write is ever stale. */
export function lastWriterWins(road: Ports): Ports {
  const { account } = road;
  return withAccount(road, {
    async updatePeople(people, fields) {
      const present = await account.getPeople(people.map(({ resourceName }) => resourceName!));
      const etagOf = (name: string) => present.get(name)?.etag;
      const forced = people.map((person) => ({ ...person, etag: etagOf(person.resourceName!) ?? person.etag }));
      return account.updatePeople(forced, fields);
    },
  });
}

/** A create whose answer was lost is sent once more. */
export function retriedPost(road: Ports): Ports {
  const { account } = road;
  return withAccount(road, {
    async createPeople(people) {
      try {
        return await account.createPeople(people);
      } catch (error) {
        if (!isAppError(error, "unavailable")) throw error;
        return account.createPeople(people);
      }
    },
  });
}

/** Whole lists lack their last contact, and what the list lacks is believed to be gone. */
export function shortListTaken(road: Ports): Ports {
  const { account } = road;
  let lacking: string | undefined;
  return withAccount(road, {
    async *listPeople(token) {
      const isShort = token === null;
      for await (const page of account.listPeople(token)) {
        lacking = isShort ? page.people.at(-1)?.resourceName : undefined;
        yield isShort ? { ...page, people: page.people.slice(0, -1) } : page;
      }
    },
    async getPeople(names) {
      const people = await account.getPeople(names);
      return new Map([...people].map(([name, person]) => [name, name === lacking ? null : person]));
    },
  });
}

function withAccount(road: Ports, changes: Partial<ContactsAccount>): Ports {
  return { ...road, account: changed(road.account, changes) };
}

function changed<T extends object>(port: T, changes: Partial<T>): T {
  return { ...port, ...changes };
}
