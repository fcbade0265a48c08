import { describe, expect, test } from "vitest";
import { isSameVersion } from "../../src/client/etag.ts";
import type { Person } from "../../src/client/person.ts";
import { isTombstone, readClient } from "../../src/client/read-client.ts";

const contact = { source: { type: "CONTACT", id: "1" } };
const profile = { source: { type: "PROFILE", id: "2" } };

describe("a client read from a Person", () => {
  test("takes the contact's own name and note where a linked profile has others", () => {
    const person: Person = {
      resourceName: "people/c1",
      etag: "%x",
      metadata: { sources: [{ type: "PROFILE" }, { type: "CONTACT", updateTime: "2026-11-23T10:00:00Z" }] },
      names: [
        { metadata: profile, displayName: "Somebody Else" },
        { metadata: contact, displayName: "Anna Petrosyan", givenName: "Anna", familyName: "Petrosyan" },
      ],
      biographies: [
        { metadata: profile, value: "about me" },
        { metadata: contact, value: "Order 1: table" },
      ],
    };
    const client = readClient(person, "AM");
    expect(client.name.display).toBe("Anna Petrosyan");
    expect(client.notes).toBe("Order 1: table");
    expect(client.updateTime).toBe("2026-11-23T10:00:00Z");
  });

  test("a company without a personal name goes by its organization", () => {
    expect(readClient({ resourceName: "people/c1", organizations: [{ name: "Nor Tun" }] }, "AM").name.display).toBe(
      "Nor Tun",
    );
  });

  test("keeps phones as typed, with the number they mean beside it", () => {
    const { phones } = readClient(
      { resourceName: "people/c1", phoneNumbers: [{ value: "091 12-34-56", type: "mobile" }, { value: "123" }] },
      "AM",
    );
    expect(phones).toEqual([
      { value: "091 12-34-56", e164: "+37491123456", type: "mobile" },
      { value: "123", e164: null, type: null },
    ]);
  });

  test("lists each label once, sorted, and finds the program's key among foreign entries", () => {
    const membership = (name: string) => ({ contactGroupMembership: { contactGroupResourceName: name } });
    const client = readClient(
      {
        resourceName: "people/c1",
        memberships: ["contactGroups/b", "contactGroups/a", "contactGroups/b"].map(membership),
        clientData: [
          { key: "other", value: "1" },
          { key: "clientcard", value: "k" },
        ],
      },
      "AM",
    );
    expect(client.labels).toEqual(["contactGroups/a", "contactGroups/b"]);
    expect(client.key).toBe("k");
  });

  test("an empty contact is a client with nothing in it", () => {
    expect(readClient({ resourceName: "people/c1" }, "AM")).toMatchObject({
      notes: "",
      phones: [],
      labels: [],
      key: null,
      updateTime: null,
    });
  });

  test("a tombstone is told from a living contact", () => {
    expect(isTombstone({ resourceName: "people/c1", metadata: { deleted: true } })).toBe(true);
    expect(isTombstone({ resourceName: "people/c1" })).toBe(false);
  });
});

describe("etags of one contact", () => {
  /** Built as recorded ones are: read mask, sources, and the 12-character hash of the version (people-api reference, section 4). */
  const etag = (mask: number[], hash: string) =>
    `%${btoa(String.fromCharCode(0x12, mask.length, ...mask, 0x1a, 4, 1, 2, 5, 7, 0x22, 12) + hash)}`;

  test("name the same version when only the read mask differs", () => {
    expect(isSameVersion(etag([1, 2], "RR0JwR2/7hk="), etag([1, 2, 3], "RR0JwR2/7hk="))).toBe(true);
  });

  test("name different versions when the hash differs, and are never equal when one is missing", () => {
    expect(isSameVersion(etag([1], "RR0JwR2/7hk="), etag([1], "Zm4YfTizA7M="))).toBe(false);
    expect(isSameVersion(undefined, undefined)).toBe(false);
    expect(isSameVersion("%not base64!", "%not base64?")).toBe(false);
  });
});
