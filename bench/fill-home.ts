/** The home of an office with so many clients in its mirror, as a pull would have left it: `node bench/fill-home.ts FOLDER CLIENTS`. */
import { readClient } from "../src/client/read-client.ts";
import { openSqliteStore } from "../src/store/index.ts";
import { generateCards } from "./generate-cards.ts";

/** Cards that differ; more clients have them again. */
const CARDS = 2_000;
const AT_ONCE = 1_000;

export async function fillHome(folder: string, clients: number): Promise<void> {
  const { cards } = generateCards(Math.min(CARDS, clients));
  const store = await openSqliteStore(folder);
  await store.mirror.clearStage();
  for (let from = 0; from < clients; from += AT_ONCE) {
    const numbers = Array.from({ length: Math.min(AT_ONCE, clients - from) }, (_, at) => from + at);
    const listed = numbers.map((n) => readClient(personOf(n, cards[n % cards.length]!), "AM"));
    await store.mirror.stage(listed);
  }
  const at = "2026-11-23T08:00:00Z";
  await store.mirror.commitStage({ peopleToken: "bench", fullAt: at, at });
  await store.close();
}

function personOf(n: number, notes: string) {
  return {
    resourceName: `people/c${1_000_000 + n}`,
    etag: `%${n}`,
    names: [{ displayName: `Client ${n}`, givenName: "Client", familyName: String(n) }],
    phoneNumbers: [{ value: `+374${91_000_000 + n}` }],
    emailAddresses: n % 3 === 0 ? [{ value: `client${n}@example.am` }] : [],
    addresses: n % 2 === 0 ? [{ formattedValue: `Tumanyan ${n % 90}\nYerevan` }] : [],
    biographies: [{ value: notes, contentType: "TEXT_PLAIN" as const }],
  };
}

if (import.meta.main) {
  const [folder = ".", clients = "25000"] = process.argv.slice(2);
  await fillHome(folder, Number(clients));
}
