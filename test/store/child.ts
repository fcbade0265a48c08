/** What the tests run in a process of its own: `node child.ts ACTION DIR …`. Says on stdout when a promise of the ledger resolved. */
import { openSqliteStore } from "../../src/store/index.ts";
import { applyDelta, client, intent, line, MONDAY } from "../contract/store-builders.ts";

const [action, dir = "", ...rest] = process.argv.slice(2);

/** Each line says what was promised before it was written; then waits to be killed. */
function say(text: string): void {
  process.stdout.write(`${text}\n`);
}

async function promiseAndWait(): Promise<void> {
  const { ledger } = await openSqliteStore(dir);
  const { id: run } = await ledger.beginRun("sync", "killed", MONDAY);
  for (let number = 1; ; number += 1) {
    const written = intent(`people/c${number}`, { archive: [line(`line ${number}`)] });
    const [id] = await ledger.intend(run, [written], MONDAY);
    say(`intended ${id}`);
    await ledger.markSent([id!], MONDAY);
    say(`sent ${id}`);
    await ledger.settle([{ id: id!, state: "confirmed", version: `text ${number}` }], MONDAY);
    say(`confirmed ${id}`);
    const [reserved] = await ledger.reserveNumbers(1, 0);
    say(`number ${reserved}`);
  }
}

async function reserve(): Promise<void> {
  const store = await openSqliteStore(dir);
  const numbers: number[] = [];
  for (let round = 0; round < Number(rest[0]); round += 1)
    numbers.push(...(await store.ledger.reserveNumbers(2, round)));
  await store.mirror.refresh([client(`people/c${process.pid}`)], MONDAY);
  await store.close();
  say(JSON.stringify(numbers));
}

async function stageAndWait(): Promise<void> {
  const { mirror } = await openSqliteStore(dir);
  await applyDelta(mirror, { upserts: [client("people/c1")], deleted: [], peopleToken: "t1", at: MONDAY });
  await mirror.stage([client("people/c2")]);
  say("staged");
  setInterval(() => {}, 1_000);
}

async function lockAndWait(): Promise<void> {
  const { ledger } = await openSqliteStore(dir);
  const locked = await ledger.lock({ pid: process.pid, host: rest[0] ?? "", command: "serve", at: MONDAY });
  say(JSON.stringify(locked));
  setInterval(() => {}, 1_000);
}

const actions: Record<string, () => Promise<void>> = { promiseAndWait, reserve, stageAndWait, lockAndWait };
await actions[action ?? ""]!();
