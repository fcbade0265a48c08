import { beforeEach, describe, expect, it } from "vitest";
import type { Client } from "../../src/client/client.ts";
import type { Mirror, Store } from "../../src/ports.ts";
import {
  applyDelta,
  client,
  collect,
  label,
  MONDAY,
  named,
  namesOf,
  phone,
  type StoreUnderTest,
  TUESDAY,
  takeIn,
  WEDNESDAY,
} from "./store-builders.ts";

/** What every mirror does: taking in changes, walking over clients, remembering what was settled. */
export function mirrorContract(opened: () => StoreUnderTest): void {
  let store: Store;
  let mirror: Mirror;
  beforeEach(() => {
    store = opened().store;
    mirror = store.mirror;
  });

  describe("a delta", () => {
    it("finds a new mirror empty", async () => {
      expect(await mirror.state()).toEqual({ peopleToken: null, fullAt: null, pulledAt: null });
      expect(await mirror.count()).toBe(0);
      expect(await collect(mirror.all())).toEqual([]);
      expect(await mirror.labels()).toEqual([]);
    });

    it("is read back whole, foreign fields and odd characters included, also after the store was closed", async () => {
      const anna = client("people/c1", {
        name: { display: "Աննա «Ani» Пет\u0000росян 🛋", given: "Աննա", family: "", middle: "X" },
        phones: [phone("091 12 34 56", "+37491123456"), phone("?", null, null)],
        emails: ["Anna@Example.com"],
        notes: "Order 12: sofa\r\n\u2028 '; DROP TABLE clients; -- \ud800",
        labels: ["contactGroups/a", "contactGroups/myContacts"],
        key: "k1",
        previousResourceNames: ["people/c0"],
        person: { birthdays: [{ date: { year: 1990 } }], etag: "x" },
      });
      await applyDelta(mirror, { upserts: [anna], deleted: [], peopleToken: "t1", at: MONDAY });
      const row = { client: anna, seenAt: MONDAY, base: null, reconciled: null };
      expect(await mirror.get("people/c1")).toEqual(row);
      const again = await opened().reopen();
      expect(await again.mirror.get("people/c1")).toEqual(row);
      expect(await again.mirror.state()).toEqual({ peopleToken: "t1", fullAt: null, pulledAt: MONDAY });
    });

    it("takes the new etag and keeps all that was known when nothing that the program reads has changed", async () => {
      const before = client("people/c1", { labels: ["contactGroups/a", "contactGroups/myContacts"] });
      await takeIn(store, [before]);
      const after = client("people/c1", {
        etag: "%EgUBAi4=2",
        updateTime: TUESDAY,
        labels: ["contactGroups/a", "contactGroups/all", "contactGroups/chatBuddies", "contactGroups/myContacts"],
        person: { metadata: { sources: [{ type: "CONTACT", etag: "#2", updateTime: TUESDAY }] }, photos: [{}] },
      });
      await applyDelta(mirror, { upserts: [after], deleted: [], peopleToken: "t2", at: TUESDAY });
      expect(await mirror.get("people/c1")).toEqual({
        client: after,
        seenAt: MONDAY,
        base: { notes: "", labels: before.labels },
        reconciled: "monday",
      });
      expect(await collect(mirror.due("monday"))).toEqual([]);
    });

    const edits: [what: string, parts: Partial<Client>][] = [
      ["a name", { name: named("Anna Grigoryan") }],
      ["a phone as typed", { phones: [phone("091 12-34-57")] }],
      ["a phone's type", { phones: [phone("091 12-34-56", null, "work")] }],
      ["an e-mail", { emails: ["anna@example.am"] }],
      ["the notes", { notes: "Order 1: chair" }],
      ["a label", { labels: ["contactGroups/a", "contactGroups/myContacts"] }],
      ["the program's key", { key: "k2" }],
      ["an address", { person: { addresses: [{ formattedValue: "Abovyan 5" }] } }],
      ["an organisation", { person: { organizations: [{ name: "Milan LLC" }] } }],
    ];
    it.each(edits)("with %s changed is a new content, due again, over the same base", async (_what, parts) => {
      await takeIn(store, [client("people/c1", { phones: [phone("091 12-34-56")] })]);
      const edited = client("people/c1", { phones: [phone("091 12-34-56")], ...parts });
      await applyDelta(mirror, { upserts: [edited], deleted: [], peopleToken: "t2", at: TUESDAY });
      const row = await mirror.get("people/c1");
      expect(row).toEqual({
        client: edited,
        seenAt: TUESDAY,
        base: { notes: "", labels: ["contactGroups/myContacts"] },
        reconciled: null,
      });
    });

    it("takes out the deleted, and passes over a name that it never had", async () => {
      await takeIn(store, [client("people/c1", { phones: [phone("1", "+37491123456")] }), client("people/c2")]);
      await applyDelta(mirror, { upserts: [], deleted: ["people/c1", "people/c9"], peopleToken: "t2", at: TUESDAY });
      expect(namesOf(await collect(mirror.all()))).toEqual(["people/c2"]);
      expect(await mirror.byPhones(["+37491123456"])).toEqual(new Map());
      expect(namesOf(await mirror.find("anna", 5))).toEqual(["people/c2"]);
    });

    it("keeps the base of a client that comes under a new resource name", async () => {
      await takeIn(store, [client("people/c1", { notes: "kept" })]);
      const moved = client("people/c2", { notes: "kept", previousResourceNames: ["people/c0", "people/c1"] });
      await applyDelta(mirror, { upserts: [moved], deleted: ["people/c1"], peopleToken: "t2", at: TUESDAY });
      expect(await collect(mirror.all())).toEqual([
        { client: moved, seenAt: MONDAY, base: { notes: "kept", labels: moved.labels }, reconciled: "monday" },
      ]);
      expect(namesOf(await mirror.find("petrosyan", 5))).toEqual(["people/c2"]);
    });

    it("leaves a client with its own row its own base when another is merged into it", async () => {
      await takeIn(store, [client("people/c1", { notes: "one" }), client("people/c2", { notes: "two" })]);
      const merged = client("people/c2", { notes: "two", previousResourceNames: ["people/c1"] });
      await applyDelta(mirror, { upserts: [merged], deleted: ["people/c1"], peopleToken: "t2", at: TUESDAY });
      expect((await collect(mirror.all())).map((row) => row.base?.notes)).toEqual(["two"]);
    });

    it("does not take the row of an old name that still lives by itself", async () => {
      await takeIn(store, [client("people/c1", { notes: "one" })]);
      const split = client("people/c2", { previousResourceNames: ["people/c1"] });
      const upserts = [split, client("people/c1", { notes: "one" })];
      await applyDelta(mirror, { upserts, deleted: [], peopleToken: "t2", at: TUESDAY });
      expect((await mirror.get("people/c1"))?.base?.notes).toBe("one");
      expect((await mirror.get("people/c2"))?.base).toBeNull();
    });
  });

  describe("between lists", () => {
    it("a contact read by itself is taken in as in a delta, and the token stays", async () => {
      await takeIn(store, [client("people/c1")]);
      const edited = client("people/c1", { notes: "new line", etag: "e9" });
      await mirror.refresh([edited], TUESDAY);
      expect(await mirror.get("people/c1")).toMatchObject({ client: edited, seenAt: TUESDAY, reconciled: null });
      expect(await mirror.state()).toMatchObject({ peopleToken: "token-1", pulledAt: MONDAY });
    });

    it("a confirmed change of members reaches content and base, so that the next list brings nothing new", async () => {
      const contact = client("people/c1", { labels: ["contactGroups/b", "contactGroups/myContacts"] });
      await takeIn(store, [contact, client("people/c2")]);
      await mirror.changeMembers("contactGroups/a", ["people/c1", "people/c9"], []);
      await mirror.changeMembers("contactGroups/b", [], ["people/c1", "people/c2"]);
      const labels = ["contactGroups/a", "contactGroups/myContacts"];
      const row = await mirror.get("people/c1");
      expect(row).toMatchObject({ client: { labels }, base: { labels }, seenAt: MONDAY, reconciled: "monday" });
      expect(row?.client.person.memberships).toEqual([
        { contactGroupMembership: { contactGroupId: "a", contactGroupResourceName: "contactGroups/a" } },
      ]);
      const listed = client("people/c1", { labels, etag: "e2" });
      await applyDelta(mirror, { upserts: [listed], deleted: [], peopleToken: "t2", at: TUESDAY });
      expect(await mirror.get("people/c1")).toMatchObject({ client: listed, seenAt: MONDAY, reconciled: "monday" });
    });

    it("members that others changed reach the content as in a delta, and the base stays", async () => {
      const contact = client("people/c1", { labels: ["contactGroups/b"], notes: 'says "contactGroups/a"' });
      await takeIn(store, [contact, client("people/c2", { labels: ["contactGroups/a"] })]);
      expect(await mirror.membersOf("contactGroups/a")).toEqual(["people/c2"]);
      await mirror.takeInMembers("contactGroups/a", ["people/c1", "people/c9"], [], TUESDAY);
      await mirror.takeInMembers("contactGroups/a", ["people/c2"], [], TUESDAY);
      const labels = ["contactGroups/a", "contactGroups/b"];
      const was = { labels: ["contactGroups/b"] };
      const row = await mirror.get("people/c1");
      expect(row).toMatchObject({ client: { labels }, base: was, seenAt: TUESDAY, reconciled: null });
      expect(await mirror.get("people/c2")).toMatchObject({ seenAt: MONDAY, reconciled: "monday" });
      expect(await mirror.membersOf("contactGroups/a")).toEqual(["people/c1", "people/c2"]);
      await mirror.takeInMembers("contactGroups/b", [], ["people/c1"], TUESDAY);
      expect((await mirror.get("people/c1"))?.client.labels).toEqual(["contactGroups/a"]);
      expect(await mirror.get("people/c1")).toMatchObject({ base: was });
    });

    it("a confirmed write sets content, base and mark, and keeps the day of the staff's edit before it", async () => {
      await takeIn(store, [client("people/c1")]);
      const written = client("people/c1", { notes: "Order 13: table", etag: "e2" });
      const base = { notes: written.notes, labels: written.labels };
      await mirror.settle([
        { resourceName: "people/c1", client: written, base, reconciled: null, at: TUESDAY },
        { resourceName: "people/c2", client: client("people/c2"), base, reconciled: "tuesday", at: TUESDAY },
        { resourceName: "people/c9", base, reconciled: "tuesday", at: TUESDAY },
      ]);
      expect(await collect(mirror.all())).toEqual([
        { client: written, seenAt: MONDAY, base, reconciled: null },
        { client: client("people/c2"), seenAt: TUESDAY, base, reconciled: "tuesday" },
      ]);
      expect(namesOf(await mirror.find("table", 5))).toEqual(["people/c1"]);
    });

    it("a confirmed write whose answer has a new resource name moves the row", async () => {
      await takeIn(store, [client("people/c1", { notes: "old" })]);
      const base = { notes: "new", labels: [] };
      const moved = client("people/c2", { notes: "new" });
      await mirror.settle([{ resourceName: "people/c1", client: moved, base, reconciled: "tuesday", at: TUESDAY }]);
      expect(await collect(mirror.all())).toEqual([{ client: moved, seenAt: MONDAY, base, reconciled: "tuesday" }]);
    });

    it("removes clients with all that is looked up by them", async () => {
      await takeIn(store, [client("people/c1", { key: "k1", emails: ["a@b.am"] })]);
      await mirror.remove(["people/c1", "people/c9"]);
      expect(await mirror.count()).toBe(0);
      expect(await mirror.byKeys(["k1"])).toEqual(new Map());
      expect(await mirror.byEmails(["a@b.am"])).toEqual(new Map());
      expect(await mirror.find("anna", 5)).toEqual([]);
    });

    it("keeps the labels as they were last put, in their order", async () => {
      await mirror.putLabels([label("contactGroups/b", "Новый"), label("contactGroups/a", "Old")]);
      await mirror.putLabels([label("contactGroups/c", "Third"), label("contactGroups/b", "Նոր")]);
      expect((await mirror.labels()).map(({ name }) => name)).toEqual(["Third", "Նոր"]);
      expect(await mirror.labels()).toContainEqual(label("contactGroups/b", "Նոր"));
    });
  });

  describe("a walk", () => {
    it("gives every client, and every client that is due, by resource name", async () => {
      await takeIn(store, [client("people/c3"), client("people/c1"), client("people/c20"), client("people/c2")]);
      await mirror.settle([
        { resourceName: "people/c2", base: { notes: "", labels: [] }, reconciled: "tuesday", at: TUESDAY },
        { resourceName: "people/c3", base: { notes: "", labels: [] }, reconciled: null, at: TUESDAY },
      ]);
      expect(namesOf(await collect(mirror.all()))).toEqual(["people/c1", "people/c2", "people/c20", "people/c3"]);
      expect(namesOf(await collect(mirror.due("tuesday")))).toEqual(["people/c1", "people/c20", "people/c3"]);
      expect(namesOf(await collect(mirror.due("monday")))).toEqual(["people/c2", "people/c3"]);
      expect(namesOf(await collect(mirror.changed()))).toEqual(["people/c3"]);
      expect([await mirror.countDue("tuesday"), await mirror.countDue("monday")]).toEqual([3, 2]);
    });

    it("gives each client once and as it is at its turn while the rows are written to", async () => {
      const count = 1_203;
      const contacts = Array.from({ length: count }, (_, index) => client(`people/c${10_000 + index}`));
      await applyDelta(mirror, { upserts: contacts, deleted: [], peopleToken: "t1", at: MONDAY });
      const seen: string[] = [];
      for await (const row of mirror.due("tuesday")) {
        const { resourceName } = row.client;
        seen.push(resourceName);
        if (seen.length === 1) {
          await mirror.remove(["people/c10005"]);
          await mirror.refresh([client("people/c10007", { notes: "edited" })], WEDNESDAY);
        }
        if (resourceName === "people/c10007") expect(row.client.notes).toBe("edited");
        await mirror.settle([{ resourceName, base: { notes: "", labels: [] }, reconciled: "tuesday", at: TUESDAY }]);
      }
      const expected = contacts.map(({ resourceName }) => resourceName).filter((name) => name !== "people/c10005");
      expect(seen).toEqual(expected);
      expect(await collect(mirror.due("tuesday"))).toEqual([]);
    });

    it("reads many by name, in the order asked, the unknown left out", async () => {
      await takeIn(store, [client("people/c1"), client("people/c2"), client("people/c3")]);
      const rows = await mirror.getMany(["people/c3", "people/c9", "people/c1"]);
      expect([...rows.keys()]).toEqual(["people/c3", "people/c1"]);
      expect(rows.get("people/c1")).toEqual(await mirror.get("people/c1"));
      expect(await mirror.get("people/c9")).toBeNull();
      expect(await mirror.has(["people/c3", "people/c9", "people/c1"])).toEqual(new Set(["people/c1", "people/c3"]));
    });
  });
}
