/** "Completing" and "Compaction" of the card's description as far as a whole office is needed to see them: days, numbers, the summary. */
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { withSeen } from "../../src/sync/looks.ts";
import { prepareSync } from "../../src/sync/prepare.ts";
import { catchUp, syncOnce } from "../../src/sync/sync-once.ts";
import { check } from "../../src/use-cases/keep-up.ts";
import { contextOf } from "../support/context.ts";
import { openOffice, type TestOffice } from "../support/office.ts";

let office: TestOffice;
beforeEach(async () => {
  office = await openOffice();
});
afterEach(() => office.close());

const note = (text: string) => [{ value: text, contentType: "TEXT_PLAIN" as const }];
function later(time: string) {
  office.setTime(`2026-11-${time}+04:00`);
}
async function newClient(name: string, text: string): Promise<string> {
  return (await office.addContact({ names: [{ givenName: name }], biographies: note(text) })).resourceName;
}
const notesOf = async (client: string) => (await office.read(client))!.notes;
const order = "Order 5: table, 40 000 AMD\n20.11.2026 asked (Anna)";

describe("Completing", () => {
  test("a line has the day of the pull where it first appeared, though its writer went on the next day", async () => {
    const client = await newClient("Nare", order);
    later("23T10:00:00");
    await syncOnce(office.road);
    later("23T23:57:00");
    await office.saveNote(client, `${await notesOf(client)}\ncame to the shop (Anna)`);
    later("23T23:58:00");
    await syncOnce(office.road);
    later("24T00:01:00");
    await office.saveNote(client, `${await notesOf(client)}\ntook a sample (Aram)`);
    later("24T00:20:00");
    await syncOnce(office.road);
    expect(await notesOf(client)).toContain("23.11.2026 came to the shop (Anna)\n24.11.2026 took a sample (Aram)");
  });

  test("days are those of the office's time zone, and the program's own write gives none", async () => {
    const client = await newClient("Nare", order);
    later("23T10:00:00");
    await syncOnce(office.road);
    await office.saveNote(client, `${await notesOf(client)}\ncalled (Anna)`);
    office.setTime("2026-11-23T20:30:00Z");
    await syncOnce(office.road);
    const written = await notesOf(client);
    expect(written).toContain("24.11.2026 called (Anna)");
    later("26T10:00:00");
    await syncOnce(office.road);
    expect(await notesOf(client)).toBe(written);
  });

  test("a typed number far above the sequence does not move it, and is never given again when it gets there", async () => {
    const far = await newClient("Nare", "Order 2000: table, 40 000 AMD\n20.11.2026 asked (Anna)");
    await newClient("Ani", "Order 1998: bed\n20.11.2026 asked (Anna)\n\nOrder: lamp");
    later("23T10:00:00");
    await syncOnce(office.road);
    expect(await office.store.ledger.lastNumber()).toBe(1);
    await office.store.ledger.reserveNumbers(1, 995);
    const orders = Array.from({ length: 1004 }, (_, n) => `Order: thing ${n}`).join("\n\n");
    await newClient("Karen", orders);
    later("23T11:00:00");
    await catchUp(office.road);
    const { plan } = await prepareSync(office.road);
    expect(plan.numbers).toHaveLength(1004);
    expect(plan.numbers).toContain(1999);
    expect(plan.numbers).not.toContain(1998);
    expect(plan.numbers).not.toContain(2000);
    expect(await notesOf(far)).toContain("Order 2000: table");
  });

  test("one number on two cards is a warning of check, and no finding of either card", async () => {
    const first = await newClient("Nare", order);
    const second = await newClient("Ani", "Order 5: bed, 20 000 AMD\n20.11.2026 asked (Anna)");
    await newClient("Karen", "Order 6: lamp, 5 000 AMD\n20.11.2026 asked (Anna)");
    later("23T10:00:00");
    const { sharedNumbers, clients } = await check(await contextOf(office), { fix: false });
    expect(sharedNumbers.map(({ number }) => number)).toEqual([5]);
    expect(sharedNumbers[0]!.clients.map(({ resourceName }) => resourceName).sort()).toEqual([first, second].sort());
    expect(clients.flatMap(({ findings }) => findings.map(({ rule }) => rule))).not.toContain("order.number-twice");
  });

  test("a follow-up is the same after the mirror was lost", async () => {
    const client = await newClient("Nare", `${order}\n→ 24.11.2026 call (Anna)`);
    later("23T10:00:00");
    await syncOnce(office.road);
    const written = await notesOf(client);
    await office.store.mirror.remove([client]);
    later("30T10:00:00");
    const { seen } = await withSeen((look) => syncOnce(office.road, { full: true, look }));
    expect(await notesOf(client)).toBe(written);
    expect(seen[0]!.result.findings.map(({ rule }) => rule)).toContain("followup.overdue");
  });
});

describe("Compaction", () => {
  const closed = (n: number) => `Order ${n}: t${n}, ${n} 000 AMD – done 0${n}.10.2026 (Anna)`;

  test("the summary is made again from the archive when it was lost with the mirror", async () => {
    const client = await newClient("Nare", [1, 2, 3, 4, 5, 6, 7].map(closed).join("\n"));
    later("23T10:00:00");
    await syncOnce(office.road);
    await syncOnce(office.road, { compact: true });
    expect(await notesOf(client)).toContain("Earlier: 2 done, 3 000 AMD; 2026");
    await office.saveNote(client, [2, 3, 4, 5, 6, 7].map((n) => closed(n + 1)).join("\n"));
    await office.store.mirror.remove([client]);
    later("23T12:00:00");
    await syncOnce(office.road, { full: true, compact: true });
    expect(await notesOf(client)).toContain("Earlier: 3 done, 6 000 AMD; 2026");
  });

  test("a summary that a person changed or deleted is put right by the next sync", async () => {
    const client = await newClient("Nare", `${order}\n\nEarlier: 17 done, 1 240 000 AMD; 2021–2025`);
    later("23T10:00:00");
    await syncOnce(office.road);
    const written = await notesOf(client);
    for (const [hour, saved] of [
      ["11", written.replace("Earlier: 17", "Earlier: 71")],
      ["12", written.replace(/\n\nEarlier.*/, "")],
    ] as const) {
      await office.saveNote(client, saved);
      later(`23T${hour}:30:00`);
      await syncOnce(office.road);
      expect(await notesOf(client)).toBe(written);
    }
    const archive = await office.store.ledger.archiveOf(client);
    expect(archive.map(({ text }) => text)).toContain("Earlier: 71 done, 1 240 000 AMD; 2021–2025");
  });
});
