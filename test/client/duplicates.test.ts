import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Client } from "../../src/client/client.ts";
import { findDuplicates } from "../../src/client/duplicates.ts";
import { readClient } from "../../src/client/read-client.ts";

let last = 0;
function client(name: string, contacts: { phones?: string[]; emails?: string[] } = {}): Client {
  last += 1;
  return readClient(
    {
      resourceName: `people/c${String(last).padStart(6, "0")}`,
      names: name === "" ? [] : [{ displayName: name, givenName: name }],
      phoneNumbers: contacts.phones?.map((value) => ({ value })),
      emailAddresses: contacts.emails?.map((value) => ({ value })),
    },
    "AM",
  );
}

const reasons = (clients: Client[], notSame: [string, string][] = []) =>
  findDuplicates(clients, notSame).flatMap(({ pairs }) =>
    pairs.flatMap((pair) => pair.reasons.map(({ kind }) => kind)),
  );

const PHONE = "091 23-45-67";

describe("two contacts are proposed as one client", () => {
  test("for the same number, however it is typed", () => {
    const clients = [client("Anna", { phones: [PHONE] }), client("Anna Petrosyan", { phones: ["+374 91 234567"] })];
    expect(findDuplicates(clients)).toEqual([
      {
        clients: clients.map(({ resourceName }) => resourceName),
        pairs: [
          {
            one: clients[0]!.resourceName,
            other: clients[1]!.resourceName,
            reasons: [{ kind: "phone", value: "+37491234567" }],
          },
        ],
      },
    ]);
  });

  test("for the same number where one has no name", () => {
    expect(reasons([client("", { phones: [PHONE] }), client("Anna", { phones: [PHONE] })])).toEqual(["phone"]);
  });

  test("for the same mail, small or capital letters", () => {
    const emails = (email: string) => ({ emails: [email] });
    expect(reasons([client("Anna", emails("Anna@Example.am")), client("Ann", emails("anna@example.am "))])).toEqual([
      "email",
    ]);
  });

  test("for nearly the same name in another alphabet with a number that was typed without its code", () => {
    expect(
      reasons([
        client("Арам Григорян", { phones: ["+37491234567"] }),
        client("Արամ Գրիգորյան", { phones: ["91234567"] }),
      ]),
    ).toContain("phone");
    expect(
      reasons([
        client("Aram Grigorian", { phones: ["+37491234567"] }),
        client("Арам Григорян", { phones: ["0000091234567"] }),
      ]),
    ).toEqual(["phone-end"]);
  });

  test("for the same full name where one has neither number nor mail", () => {
    expect(reasons([client("Aram Grigoryan", { phones: [PHONE] }), client("Григорян Арам")])).toEqual(["name"]);
  });

  test("three of them as one group", () => {
    const groups = findDuplicates([
      client("Anna", { phones: [PHONE] }),
      client("Anna P.", { phones: [PHONE], emails: ["a@b.am"] }),
      client("Petrosyan", { emails: ["a@b.am"] }),
    ]);
    expect(groups).toMatchObject([{ clients: { length: 3 }, pairs: { length: 2 } }]);
  });
});

describe("two contacts are not proposed", () => {
  test("whom a person has told apart, in either order", () => {
    const clients = [client("Anna", { phones: [PHONE] }), client("Anna", { phones: [PHONE] })];
    const [one, other] = clients.map(({ resourceName }) => resourceName);
    expect(reasons(clients, [[other!, one!]])).toEqual([]);
  });

  test("who share a number under clearly different names", () => {
    expect(
      reasons([client("Anahit Petrosyan", { phones: [PHONE] }), client("Boris Ivanov", { phones: [PHONE] })]),
    ).toEqual([]);
  });

  test("for a name alone", () => {
    expect(
      reasons([client("Aram Grigoryan", { phones: [PHONE] }), client("Aram Grigoryan", { phones: ["093111222"] })]),
    ).toEqual([]);
    expect(reasons([client("Anna"), client("Anna")])).toEqual([]);
  });

  test("for an office's number that many share; only of one name they are", () => {
    const phones = [PHONE];
    const office = ["Anna", "Boris", "Gayane", "Suren", "Vardan"].map((name) => client(name, { phones }));
    expect(reasons(office)).toEqual([]);
    const twice = [...office, client("Гаянэ", { phones })];
    const [group] = findDuplicates(twice);
    expect(group?.pairs).toMatchObject([
      { one: office[2]!.resourceName, other: twice[5]!.resourceName, reasons: [{ kind: "shared-phone" }] },
    ]);
  });

  test("whose numbers end alike, each whole", () => {
    expect(
      reasons([
        client("Aram Grigoryan", { phones: ["+37491234567"] }),
        client("Aram Grigoryan", { phones: ["+74991234567"] }),
      ]),
    ).toEqual([]);
  });

  test("that are told apart by a number in the name", () => {
    const phones = [PHONE];
    expect(reasons([client("Client 12", { phones }), client("Client 15", { phones })])).toEqual([]);
  });
});

test("the proposals do not depend on the order of the contacts", () => {
  const any = fc.array(
    fc
      .record({
        name: fc.constantFrom("", "Anna", "Анна", "Aram Grigoryan", "Арам Григорян", "Boris Ivanov"),
        phone: fc.constantFrom("091234567", "093111222", "234567", ""),
        email: fc.constantFrom("a@b.am", "", ""),
      })
      .map(({ name, phone, email }) => client(name, { phones: phone ? [phone] : [], emails: email ? [email] : [] })),
    { maxLength: 8 },
  );
  const told = (clients: Client[]) =>
    findDuplicates(clients).map(({ clients: names, pairs }) => [names, pairs.map(({ one, other }) => [one, other])]);
  fc.assert(
    fc.property(any, (clients) => {
      expect(told(clients.toReversed())).toEqual(told(clients));
    }),
    { seed: 20261123, numRuns: 200 },
  );
});

test("a base in which everybody has the office's number takes no longer for each than any other", () => {
  const many = (count: number, phoneOf: (n: number) => string) =>
    Array.from({ length: count }, (_, n) => client(`Client${n % 977} Name${n}`, { phones: [phoneOf(n)] }));
  const time = (clients: Client[]) => {
    const from = performance.now();
    findDuplicates(clients);
    return performance.now() - from;
  };
  const usual = many(4000, (n) => `+3749${1000000 + n}`);
  const shared = many(4000, () => "+37491234567");
  time(usual);
  expect(time(shared)).toBeLessThan(20 * time(usual) + 500);
});
