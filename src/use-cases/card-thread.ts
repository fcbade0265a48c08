/** A second thread that makes cards: started with a `Place`, it answers every `Part` with a `MadePart`. */
import { parentPort, workerData } from "node:worker_threads";
import { compileGrammar } from "../card/index.ts";
import type { NewCard, NewClient } from "../reconcile/draft-client.ts";
import { kindReader } from "../reconcile/kinds.ts";
import type { Office } from "../reconcile/reconcile-client.ts";
import { partMaker } from "./part-of-cards.ts";

/** What it must know of the office. */
export type Place = Pick<Office, "template" | "labels" | "today" | "now">;
/** Clients, from the one at `from` on. */
export type Part = { from: number; clients: NewClient[] };
export type MadePart = { from: number; cards: (NewCard | null)[] };

const { template, labels, today, now } = workerData as Place;
const grammar = compileGrammar(template.card);
const kindOf = kindReader(template, labels, grammar);
const make = partMaker({ template, grammar, kindOf, labels, today, now, compact: false });
parentPort!.on("message", ({ from, clients }: Part) => {
  parentPort!.postMessage({ from, cards: make(clients) } satisfies MadePart);
});
