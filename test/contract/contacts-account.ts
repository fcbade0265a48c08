/** What every implementation of `ContactsAccount` has to do. Run it with `contactsAccountContract("…", open)` inside a test file. */
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { Person } from "../../src/client/person.ts";
import { appError, isAppError } from "../../src/lib/errors.ts";
import type { ContactsAccount } from "../../src/ports.ts";
import {
  createMany,
  failureOf,
  fullPerson,
  labelsOf,
  meaningOf,
  membership,
  personOf,
  readAll,
  refusalOf,
  simplePerson,
  tokenOf,
} from "./contacts-account-builders.ts";

export type AccountBench = {
  /** Empty when it is opened. */
  account: ContactsAccount;
  /** Another writer on the same account, with a count of its own. */
  other: ContactsAccount;
  /** Lets more than the life of a sync token go by. */
  outliveTokens(): void;
  close(): Promise<void>;
};

export function contactsAccountContract(name: string, open: () => Promise<AccountBench>): void {
  describe(`${name} keeps the contract of ContactsAccount`, () => {
    let bench: AccountBench;
    let account: ContactsAccount;
    beforeEach(async () => {
      bench = await open();
      account = bench.account;
    });
    afterEach(() => bench.close());

    describe("lists of contacts", () => {
      it("are empty, but with a token, on an empty account", async () => {
        const { people, tokens } = await readAll(account, null);
        expect(people).toEqual([]);
        expect(tokens).toEqual([expect.any(String)]);
      });

      it("hold every contact once, over pages, and give the token on the last page only", async () => {
        const names = await createMany(account, 1_205);
        const { people, tokens } = await readAll(account, null);
        expect(people.map(({ resourceName }) => resourceName).toSorted()).toEqual(names.toSorted());
        expect(tokens.slice(0, -1)).toEqual([null]);
        expect(tokens.at(-1)).toEqual(expect.any(String));
      });

      it("show what has changed since a token, by whomever, and what was deleted as tombstones", async () => {
        const [kept, changed, deleted] = (await createMany(account, 3)) as [string, string, string];
        const token = await tokenOf(account, null);
        const now = (await account.getPeople([changed])).get(changed)!;
        await bench.other.updatePeople([{ ...now, biographies: [{ value: "called" }] }], ["biographies"]);
        await bench.other.deletePeople([deleted]);
        const [added] = await createMany(bench.other, 1, "new");

        const { people } = await readAll(account, token);
        const byName = new Map(people.map((person) => [person.resourceName, person]));
        expect(byName.has(kept)).toBe(false);
        expect(byName.get(changed)?.biographies?.[0]?.value).toBe("called");
        expect(byName.get(deleted)?.metadata?.deleted).toBe(true);
        expect(byName.get(added!)?.metadata?.deleted).toBeUndefined();
      });

      it("say nothing twice: a delta right after a delta is empty", async () => {
        await createMany(account, 2);
        const first = await tokenOf(account, null);
        const second = await tokenOf(account, first);
        const { people } = await readAll(account, second);
        expect(people).toEqual([]);
      });

      it("refuse a token that has outlived its days with sync-token-expired", async () => {
        const token = await tokenOf(account, null);
        bench.outliveTokens();
        const error = await failureOf(tokenOf(account, token));
        expect(isAppError(error, "sync-token-expired") && error.fields.list).toBe("connections");
      });

      it("refuse a token that is none, without calling it expired", async () => {
        const error = await failureOf(tokenOf(account, "no-token"));
        expect(isAppError(error, "account")).toBe(true);
      });

      it("carry everything that the program needs of a contact", async () => {
        await account.createPeople([fullPerson("Full")]);
        const { people } = await readAll(account, null);
        const [person] = people;
        expect(person).toMatchObject({ ...meaningOf(fullPerson("Full")) });
        expect(person?.etag).toEqual(expect.any(String));
        expect(person?.metadata?.sources?.[0]?.updateTime).toMatch(/^\d{4}-\d\d-\d\dT/);
      });
    });

    describe("creating contacts", () => {
      it("answers for each in the order given, with what the account now holds", async () => {
        const people = Array.from({ length: 200 }, (_, index) => simplePerson(`Client ${index}`, `k${index}`));
        const results = await account.createPeople(people);
        expect(results.map((result) => personOf(result).clientData?.[0]?.value)).toEqual(
          people.map((_, index) => `k${index}`),
        );
        expect(account.calls()).toEqual({ "people.batchCreateContacts": 1 });
      });

      it("honours the labels in the body", async () => {
        const label = await account.createLabel("Wholesale", []);
        const [result] = await account.createPeople([
          { ...simplePerson("Ani", "k"), memberships: [membership(label.resourceName)] },
        ]);
        expect(labelsOf(personOf(result))).toContain(label.resourceName);
      });

      it("takes a contact as it was read before its deletion, with all its fields", async () => {
        const [first] = await account.createPeople([fullPerson("Gone")]);
        const before = personOf(first);
        await account.deletePeople([before.resourceName!]);
        const [second] = await account.createPeople([before]);
        const after = personOf(second);
        expect(after.resourceName).not.toBe(before.resourceName);
        expect(meaningOf(after)).toEqual(meaningOf(before));
      });

      it("sends nothing for an empty list, and refuses more than 200 before sending", async () => {
        expect(await account.createPeople([])).toEqual([]);
        const many = Array.from({ length: 201 }, (_, index) => simplePerson(`C${index}`, `k${index}`));
        expect(isAppError(await failureOf(account.createPeople(many)), "internal")).toBe(true);
        expect(account.calls()).toEqual({});
      });
    });

    describe("updating contacts", () => {
      it("changes the named fields and no other, and gives an etag for the next write", async () => {
        const [created] = await account.createPeople([fullPerson("Ani")]);
        let person = personOf(created);
        for (const note of ["first", "second", "third"]) {
          const edited = {
            ...person,
            biographies: [{ value: note }],
            phoneNumbers: [{ value: "not named, not sent" }],
          };
          const [result] = await account.updatePeople([edited], ["biographies"]);
          person = personOf(result);
          expect(person.biographies?.[0]?.value).toBe(note);
        }
        const { biographies: _, ...rest } = meaningOf(fullPerson("Ani"));
        expect(person).toMatchObject(rest);
      });

      it("clears a field that is named and absent", async () => {
        const [created] = await account.createPeople([fullPerson("Ani")]);
        const { biographies: _, ...person } = personOf(created);
        const [result] = await account.updatePeople([person as Person], ["biographies"]);
        expect(personOf(result).biographies).toBeUndefined();
        expect(personOf(result).phoneNumbers).toBeDefined();
      });

      it("answers for 200 in the order given, in one call", async () => {
        const names = await createMany(account, 200);
        const read = await account.getPeople(names);
        const edited = names
          .toReversed()
          .map((name) => ({ ...read.get(name)!, biographies: [{ value: `note of ${name}` }] }));
        const before = account.calls()["people.batchUpdateContacts"] ?? 0;
        const results = await account.updatePeople(edited, ["biographies"]);
        expect(results.map((result) => personOf(result).biographies?.[0]?.value)).toEqual(
          names.toReversed().map((name) => `note of ${name}`),
        );
        expect((account.calls()["people.batchUpdateContacts"] ?? 0) - before).toBe(1);
      });

      it("refuses a version that somebody has changed since, and changes nothing of it", async () => {
        const [created] = await account.createPeople([simplePerson("Ani", "k")]);
        const mine = personOf(created);
        await bench.other.updatePeople([{ ...mine, biographies: [{ value: "theirs" }] }], ["biographies"]);
        const error = await refusalOf(
          account.updatePeople([{ ...mine, biographies: [{ value: "mine" }] }], ["biographies"]),
        );
        expect(isAppError(error, "stale-etag") && error.fields.resourceNames).toEqual([mine.resourceName]);
        const now = await account.getPeople([mine.resourceName!]);
        expect(now.get(mine.resourceName!)?.biographies?.[0]?.value).toBe("theirs");
      });

      it("says of a contact that is gone that it is not found", async () => {
        const [created] = await account.createPeople([simplePerson("Ani", "k")]);
        const person = personOf(created);
        await bench.other.deletePeople([person.resourceName!]);
        const error = await refusalOf(
          account.updatePeople([{ ...person, biographies: [{ value: "late" }] }], ["biographies"]),
        );
        expect(isAppError(error, "not-found")).toBe(true);
      });
    });

    describe("reading contacts by name", () => {
      it("gives null for one that is gone, and reads beyond one batch", async () => {
        const names = await createMany(account, 205);
        await bench.other.deletePeople([names[3]!]);
        const found = await account.getPeople([...names, names[0]!]);
        expect(found.size).toBe(205);
        expect(found.get(names[3]!)).toBeNull();
        expect(found.get(names[204]!)?.resourceName).toBe(names[204]);
        expect(account.calls()["people.getBatchGet"]).toBe(2);
      });

      it("asks nothing for nobody", async () => {
        expect((await account.getPeople([])).size).toBe(0);
        expect(account.calls()).toEqual({});
      });
    });

    describe("deleting contacts", () => {
      it("takes those away that are there, whoever is gone already", async () => {
        const names = await createMany(account, 4);
        await bench.other.deletePeople([names[1]!]);
        await account.deletePeople(names.slice(0, 3));
        const { people } = await readAll(account, null);
        expect(people.map(({ resourceName }) => resourceName)).toEqual([names[3]]);
      });

      it("is done when all are gone already, and asks nothing for nobody", async () => {
        const names = await createMany(account, 2);
        await account.deletePeople(names);
        await expect(account.deletePeople(names)).resolves.toBeUndefined();
        await expect(bench.other.deletePeople([])).resolves.toBeUndefined();
        expect(bench.other.calls()).toEqual({});
      });
    });

    describe("the account's clock", () => {
      it("is known from the first answer on, and goes on with the account's", async () => {
        expect(account.serverTime()).toBeNull();
        await account.listLabels();
        const label = await account.createLabel("Lock", []);
        const first = account.serverTime()!;
        expect(Math.abs(first.getTime() - Date.parse(label.updatedAt!))).toBeLessThan(5_000);
        bench.outliveTokens();
        await account.listLabels();
        expect(account.serverTime()!.getTime() - first.getTime()).toBeGreaterThan(7 * 86_400_000 - 5_000);
      });
    });

    describe("guarded writes", () => {
      it("ask before each, and send nothing when the answer is an error; reads are not asked about", async () => {
        const [name] = (await createMany(account, 1)) as [string];
        const label = await account.createLabel("Red", []);
        const before = account.calls();
        let asked = 0;
        account.guardWrites(async () => {
          asked += 1;
          throw appError({ code: "locked", why: "taken-over", holder: "serve", since: "" });
        });
        for (const write of [
          () => account.createPeople([simplePerson("Ani", "k2")]),
          () => account.deletePeople([name]),
          () => account.createLabel("Blue", []),
          () => account.renameLabel(label.resourceName, "Blue"),
          () => account.deleteLabel(label.resourceName),
          () => account.modifyMembers(label.resourceName, [name], []),
        ])
          expect(isAppError(await failureOf(write()), "locked")).toBe(true);
        const [person] = (await account.getPeople([name])).values();
        expect(isAppError(await failureOf(account.updatePeople([person!], ["names"])), "locked")).toBe(true);
        expect(asked).toBe(7);
        const reads = ["people.getBatchGet", "contactGroups.get"];
        const sent = Object.entries(account.calls()).filter(([method]) => !reads.includes(method));
        expect(Object.fromEntries(sent)).toEqual(before);

        account.guardWrites(null);
        await account.modifyMembers(label.resourceName, [name], []);
      });

      it("may wait for data that the check itself sets", async () => {
        const label = await account.createLabel("Lock", []);
        account.guardWrites(async () => {
          account.guardWrites(null);
          await account.setLabelData(label, [{ key: "by", value: "us" }]);
        });
        await account.createLabel("Red", []);
        expect((await account.listLabels()).map(({ name }) => name)).toContain("Red");
      });
    });

    describe("labels", () => {
      it("are listed with their data, system groups included", async () => {
        const made = await account.createLabel("Опт", [{ key: "role", value: "marker:wholesale" }]);
        const labels = await account.listLabels();
        const found = labels.find(({ resourceName }) => resourceName === made.resourceName);
        expect(found).toMatchObject({
          name: "Опт",
          system: false,
          deleted: false,
          clientData: [{ key: "role", value: "marker:wholesale" }],
        });
        expect(found?.etag).toEqual(expect.any(String));
        const mine = labels.find(({ resourceName }) => resourceName === "contactGroups/myContacts");
        expect(mine).toMatchObject({ system: true, etag: null });
      });

      it("tell who carries them, as many as are asked for", async () => {
        const { resourceName } = await account.createLabel("Опт", []);
        expect(await account.labelMembers(resourceName, 10)).toEqual([]);
        const names = await createMany(account, 3);
        await account.modifyMembers(resourceName, names, []);
        expect((await account.labelMembers(resourceName, 10)).toSorted()).toEqual(names.toSorted());
        expect(await account.labelMembers(resourceName, 2)).toHaveLength(2);
        await account.deleteLabel(resourceName);
        expect(isAppError(await failureOf(account.labelMembers(resourceName, 10)), "not-found")).toBe(true);
      });

      it("refuse a name that is taken", async () => {
        await account.createLabel("New", []);
        const error = await failureOf(account.createLabel("New", []));
        expect(isAppError(error, "account") && error.fields.reason).toBe("ALREADY_EXISTS");
      });

      it("take data as a whole, if nobody has changed them meanwhile, and keep name and members", async () => {
        const label = await account.createLabel("Lock", [{ key: "theirs", value: "kept" }]);
        const [name] = (await createMany(account, 1)) as [string];
        await account.modifyMembers(label.resourceName, [name], []);
        const read = async () =>
          (await bench.other.listLabels()).find(({ resourceName }) => resourceName === label.resourceName)!;

        const data = [...label.clientData, { key: "ours", value: "1" }];
        const changed = await account.setLabelData(await read(), data);
        expect(changed).toMatchObject({ resourceName: label.resourceName, name: "Lock", clientData: data });
        expect(await read()).toEqual({ ...changed, memberCount: 1 });
        expect(Date.parse(changed.updatedAt!)).toEqual(expect.any(Number));

        const late = await failureOf(account.setLabelData(label, []));
        expect(isAppError(late, "stale-etag")).toBe(true);
        expect((await read()).clientData).toEqual(data);
        await account.setLabelData(changed, []);
        expect((await read()).clientData).toEqual([]);
        const gone = await failureOf(account.setLabelData({ resourceName: "contactGroups/77", etag: "x" }, []));
        expect(isAppError(gone, "not-found")).toBe(true);
      });

      it("let one of two writers win who set data at once", async () => {
        const label = await account.createLabel("Lock", []);
        const set = (writer: ContactsAccount, value: string) =>
          writer.setLabelData(label, [{ key: "by", value }]).then(
            () => value,
            (error: unknown) => (isAppError(error, "stale-etag") ? null : Promise.reject(error)),
          );
        const won = (await Promise.all([set(account, "one"), set(bench.other, "other")])).filter(Boolean);
        expect(won).toHaveLength(1);
        const now = (await account.listLabels()).find(({ resourceName }) => resourceName === label.resourceName);
        expect(now?.clientData).toEqual([{ key: "by", value: won[0] }]);
      });

      it("keep their members and data under a new name", async () => {
        const label = await account.createLabel("New", [{ key: "role", value: "marker:new" }]);
        const [name] = (await createMany(account, 1)) as [string];
        await account.modifyMembers(label.resourceName, [name], []);
        const renamed = await account.renameLabel(label.resourceName, "Новый");
        expect(renamed).toMatchObject({ resourceName: label.resourceName, name: "Новый" });
        const listed = (await account.listLabels()).find(({ resourceName }) => resourceName === label.resourceName);
        expect(listed).toMatchObject({
          name: "Новый",
          memberCount: 1,
          clientData: [{ key: "role", value: "marker:new" }],
        });
      });

      it("leave the contacts when they are deleted, and are not found afterwards", async () => {
        const label = await account.createLabel("Old", []);
        const [name] = (await createMany(account, 1)) as [string];
        await account.modifyMembers(label.resourceName, [name], []);
        await account.deleteLabel(label.resourceName);
        expect((await account.getPeople([name])).get(name)?.resourceName).toBe(name);
        expect((await account.listLabels()).some(({ resourceName }) => resourceName === label.resourceName)).toBe(
          false,
        );
        for (const late of [
          () => account.renameLabel(label.resourceName, "X"),
          () => account.modifyMembers(label.resourceName, [name], []),
        ])
          expect(isAppError(await failureOf(late()), "not-found")).toBe(true);
      });
    });

    describe("members", () => {
      it("join and leave without touching other labels", async () => {
        const [red, blue] = [await account.createLabel("Red", []), await account.createLabel("Blue", [])];
        const names = await createMany(account, 2);
        await account.modifyMembers(red.resourceName, names, []);
        await account.modifyMembers(blue.resourceName, [names[0]!], []);
        await account.modifyMembers(red.resourceName, [], [names[0]!]);
        const found = await account.getPeople(names);
        expect(labelsOf(found.get(names[0]!)!)).toEqual([blue.resourceName, "contactGroups/myContacts"].toSorted());
        expect(labelsOf(found.get(names[1]!)!)).toEqual([red.resourceName, "contactGroups/myContacts"].toSorted());
      });

      it("that are there already, or not there, are no error", async () => {
        const label = await account.createLabel("Red", []);
        const names = await createMany(account, 2);
        await account.modifyMembers(label.resourceName, [names[0]!], []);
        await expect(account.modifyMembers(label.resourceName, [names[0]!], [names[1]!])).resolves.toEqual({
          notFound: [],
        });
      });

      it("that the account does not know come back by name", async () => {
        const label = await account.createLabel("Red", []);
        const names = await createMany(account, 2);
        await bench.other.deletePeople([names[0]!]);
        const { notFound } = await account.modifyMembers(label.resourceName, names, []);
        expect(notFound).toEqual([names[0]]);
        expect(labelsOf((await account.getPeople(names)).get(names[1]!)!)).toContain(label.resourceName);
      });

      it("leave their last label for My Contacts", async () => {
        const label = await account.createLabel("Red", []);
        const [name] = (await createMany(account, 1)) as [string];
        await account.modifyMembers(label.resourceName, [name], []);
        await account.modifyMembers("contactGroups/myContacts", [], [name]);
        await account.modifyMembers(label.resourceName, [], [name]);
        expect(labelsOf((await account.getPeople([name])).get(name)!)).toEqual(["contactGroups/myContacts"]);
      });

      it("change at most 1,000 at once, in one call", async () => {
        const label = await account.createLabel("Red", []);
        const names = await createMany(account, 1_000);
        await account.modifyMembers(label.resourceName, names, []);
        expect(account.calls()["contactGroups.members.modify"]).toBe(1);
        expect(
          (await account.listLabels()).find(({ resourceName }) => resourceName === label.resourceName)?.memberCount,
        ).toBe(1_000);
        const error = await failureOf(account.modifyMembers(label.resourceName, names, ["people/c1"]));
        expect(isAppError(error, "internal")).toBe(true);
      });
    });
  });
}
