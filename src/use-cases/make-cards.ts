/** The cards of many new clients, made by two threads: whoever imports a large base waits for its plan. */
import { availableParallelism } from "node:os";
import { setImmediate } from "node:timers/promises";
import { Worker } from "node:worker_threads";
import { cardMaker, type NewCard, type NewClient } from "../reconcile/draft-client.ts";
import type { Office } from "../reconcile/reconcile-client.ts";
import type { MadePart, Part, Place } from "./card-thread.ts";
import { partMaker } from "./part-of-cards.ts";

const THREAD = new URL("./card-thread.ts", import.meta.url);
/** Fewer are made sooner than a thread is under way. */
const MANY = 1_500;
/** Clients that are handed over at a time: so few that both threads end together. */
const PART = 100;

/** In the order of the clients. Orders that only remarks tell of get their numbers after all others. */
export async function makeCards(office: Office, clients: NewClient[]): Promise<NewCard[]> {
  const cards = clients.length < MANY || availableParallelism() < 2 ? [] : await makeMost(office, clients);
  const make = cardMaker(office, office.nextNumber);
  return clients.map((client, index) => cards[index] ?? make(client));
}

/** All but those that need numbers which only this thread can give. */
async function makeMost(office: Office, clients: NewClient[]): Promise<(NewCard | null)[]> {
  const cards: (NewCard | null)[] = clients.map(() => null);
  let taken = 0;
  const next = (): Part | null => {
    const from = taken;
    taken = Math.min(from + PART, clients.length);
    return from === taken ? null : { from, clients: clients.slice(from, taken) };
  };
  const put = ({ from, cards: made }: MadePart) => {
    for (const [index, card] of made.entries()) cards[from + index] = card;
  };
  const { template, labels, today, now } = office;
  const thread = new Worker(THREAD, { workerData: { template, labels, today, now } satisfies Place });
  try {
    const other = keepBusy(thread, next, put);
    const make = partMaker(office);
    for (let part = next(); part !== null; part = next()) {
      put({ from: part.from, cards: make(part.clients) });
      // What the other thread has made is taken in meanwhile, and it goes on.
      await Promise.race([setImmediate(), other]);
    }
    await other;
  } finally {
    await thread.terminate();
  }
  return cards;
}

/** Hands over part after part, one ahead, until none is left and all are answered. Rejects when the thread fails. */
function keepBusy(thread: Worker, next: () => Part | null, put: (made: MadePart) => void): Promise<void> {
  return new Promise((resolve, reject) => {
    let open = 0;
    const handOver = () => {
      const part = next();
      if (part === null) return open === 0 && resolve();
      open += 1;
      thread.postMessage({ from: part.from, clients: part.clients.map(withoutRows) } satisfies Part);
    };
    thread.on("error", reject);
    thread.on("message", (made: MadePart) => {
      open -= 1;
      put(made);
      handOver();
    });
    handOver();
    handOver();
  });
}

/** Cards are made of what the rows say, not of the rows. */
function withoutRows({ draft, numbers }: NewClient): NewClient {
  const { sources: _, ...said } = draft as NewClient["draft"] & { sources?: unknown };
  return { draft: said, numbers };
}
