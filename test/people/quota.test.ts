import { expect, it } from "vitest";
import { startEmulator } from "../../src/emulator/index.ts";
import { openPeopleAccount, staticToken } from "../../src/people/index.ts";
import { quietLog } from "./quiet-log.ts";

const day = new Date("2026-11-23T18:00:00+04:00").getTime();

/** An account that counts, in a time that passes only while the program sleeps. */
async function countedAccount(quota: null | undefined) {
  let ms = 0;
  const now = () => new Date(day + ms);
  const emulator = await startEmulator({ data: null, clock: now, switches: { quotas: true } });
  const account = openPeopleAccount({
    rootUrl: emulator.url,
    auth: staticToken(emulator.token),
    clock: { now },
    log: quietLog,
    quota,
    elapsed: () => ms,
    random: () => 0,
    sleep: async (wait) => {
      ms += wait;
    },
  });
  /** So many batches of another program, none of which creates a contact. */
  const other = async (batches: number) => {
    for (let n = 0; n < batches; n++)
      await fetch(`${emulator.url}/v1/people:batchCreateContacts`, {
        method: "POST",
        headers: { authorization: `Bearer ${emulator.token}`, "content-type": "application/json" },
        body: JSON.stringify({ contacts: [] }),
      });
  };
  const refused = () => emulator.calls().filter(({ status }) => status === 429).length;
  return { account, refused, other, minutes: () => ms / 60_000, close: () => emulator.close() };
}

const clients = (count: number) =>
  Array.from({ length: count }, (_, index) => ({ names: [{ givenName: `Client ${index}` }] }));

it("at its usual pace the account is never asked too much", async () => {
  const { account, refused, minutes, close } = await countedAccount(undefined);
  for (let batch = 0; batch < 40; batch++) await account.createPeople(clients(1));
  expect(refused()).toBe(0);
  // 15 batches of six writes fit into a minute.
  expect(minutes()).toBeGreaterThan(2);
  expect(minutes()).toBeLessThan(2.1);
  await close();
});

it("when another program spends of the same quota, the pace gives way and everything arrives once", async () => {
  const { account, refused, other, close } = await countedAccount(undefined);
  for (let batch = 0; batch < 60; batch++) {
    // The other one takes a third of the minute's writes.
    if (batch % 10 === 0) await other(5);
    await account.createPeople(clients(1));
  }
  expect(refused()).toBeGreaterThan(0);
  expect(refused()).toBeLessThan(12);
  let count = 0;
  for await (const page of account.listPeople(null)) count += page.people.length;
  expect(count).toBe(60);
  await close();
});

it("without a pace a refusal is waited out, and nothing is written twice", async () => {
  const { account, refused, close } = await countedAccount(null);
  for (let batch = 0; batch < 20; batch++) await account.createPeople(clients(2));
  expect(refused()).toBeGreaterThan(0);
  let count = 0;
  for await (const page of account.listPeople(null)) count += page.people.length;
  expect(count).toBe(40);
  await close();
});
