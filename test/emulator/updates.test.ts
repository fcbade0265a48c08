import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type Body, emulator, good, invalid, notFound, stale } from "./support.ts";

const noEtag = (status: string): Body => ({
  error: {
    code: 400,
    message: "Request must set person.etag or person.metadata.sources.etag for the source that is being updated.",
    status,
  },
});

describe("an etag (BEHAVIOUR 4)", () => {
  it("holds the read mask's ids, the sources and the source etag, as in AMP's recording", async () => {
    const { create, read } = await emulator();
    const made = await create({ names: [{ givenName: "Patrick" }] });
    const bytes = (etag: string) => Buffer.from(etag.slice(1), "base64");
    const hash = made.metadata.sources[0].etag.slice(1);
    const recorded = Buffer.from(
      "EigBAgMEBQYHCAkKCwwNDg8QERITFBUWFxkfISIjJCUmJy40NTc9Pj9AGgQBAgUHIgxSUjBKd1IyLzdoaz0=",
      "base64",
    );
    expect(made.etag[0]).toBe("%");
    expect(bytes(made.etag).subarray(0, -12)).toEqual(recorded.subarray(0, -12));
    expect(bytes(made.etag).subarray(-12).toString()).toBe(hash);
    const names = await read(made.resourceName, "names");
    expect(names.etag).not.toBe(made.etag);
    expect([...bytes(names.etag).subarray(0, 7)]).toEqual([0x12, 5, 1, 2, 46, 55, 61]);
    expect((await read(made.resourceName, "names")).etag).toBe(names.etag);
  });

  it("of any read mask is good for an update, and so is the source's alone (BEHAVIOUR 4.1)", async () => {
    const { create, read, update, list } = await emulator();
    const { resourceName } = await create({});
    for (const look of [() => read(resourceName, "names"), async () => good(await list()).connections[0]]) {
      const { etag } = await look();
      good(
        await update({ resourceName, etag, biographies: [{ value: "x" }] }, "biographies", "&personFields=metadata"),
      );
      expect((await update({ resourceName, etag, biographies: [] }, "biographies")).body).toEqual(stale());
      const { metadata } = await read(resourceName, "metadata");
      good(await update({ resourceName, metadata, biographies: [] }, "biographies"));
    }
  });

  it("that is stale is refused, each kind in its own words; nothing is written (BEHAVIOUR 4.2, 4.3)", async () => {
    const { create, update, read } = await emulator();
    const first = await create({ biographies: [{ value: "one" }] });
    good(await update({ ...first, biographies: [{ value: "two" }] }, "biographies"));
    expect((await update({ ...first, biographies: [{ value: "three" }] }, "biographies")).body).toEqual(stale());
    const { resourceName, metadata } = first;
    expect((await update({ resourceName, metadata, biographies: [] }, "biographies")).body).toEqual(
      stale("person.metadata.sources.etag"),
    );
    expect((await read(resourceName)).biographies[0].value).toBe("two");
  });

  it("of the source in the place of the person's is a mismatch", async () => {
    const { create, update } = await emulator();
    const made = await create({});
    const { resourceName } = made;
    expect((await update({ resourceName, etag: made.metadata.sources[0].etag }, "names")).body).toEqual(stale());
    expect((await update({ resourceName, etag: "%AAAA" }, "names")).body).toEqual(stale());
    expect((await update({ resourceName, etag: "%" }, "names")).body).toEqual(stale());
  });

  it("is required: INVALID_ARGUMENT for one contact, FAILED_PRECONDITION in a batch, both settable", async () => {
    const { create, update, post, setSwitches } = await emulator();
    const { resourceName } = await create({});
    const batch = { contacts: { [resourceName]: {} }, updateMask: "names", readMask: "names" };
    expect((await update({ resourceName }, "names")).body).toEqual(noEtag("INVALID_ARGUMENT"));
    const { error } = (await post("/v1/people:batchUpdateContacts", batch)).body;
    expect({ ...error, details: undefined }).toEqual(noEtag("FAILED_PRECONDITION").error);
    setSwitches({ missingEtagStatus: { single: "FAILED_PRECONDITION", batch: "INVALID_ARGUMENT" } });
    expect((await update({ resourceName }, "names")).body).toEqual(noEtag("FAILED_PRECONDITION"));
  });

  it("is not enough when the sources beside it name no contact (BEHAVIOUR 4.6)", async () => {
    const { create, update } = await emulator();
    const { resourceName, etag } = await create({});
    const metadata = { sources: [{ type: "PROFILE", id: "1", etag: "#x" }] };
    expect((await update({ resourceName, etag, metadata }, "names")).body).toEqual(noEtag("INVALID_ARGUMENT"));
  });

  it("out of an update is good for the next, one after the other (BEHAVIOUR 1.12, 4.5)", async () => {
    const { create, update } = await emulator();
    let person = await create({ phoneNumbers: [{ value: "1" }] });
    for (const value of ["a", "b", "c"]) {
      person = good(await update({ ...person, biographies: [{ value }] }, "biographies"));
      expect(Object.keys(person)).toEqual([
        ...["resourceName", "etag", "metadata", "photos", "phoneNumbers", "biographies", "memberships"],
      ]);
    }
    const shown = good(await update({ ...person, biographies: [] }, "biographies", "&personFields=phoneNumbers"));
    expect(Object.keys(shown)).toEqual(["resourceName", "etag", "phoneNumbers"]);
  });

  it("is good once, however many writers come at the same time (BEHAVIOUR 6.5)", async () => {
    const { create, update, read } = await emulator();
    const made = await create({});
    const writers = ["a", "b", "c", "d"].map((value) => update({ ...made, biographies: [{ value }] }, "biographies"));
    const replies = await Promise.all(writers);
    const won = replies.filter(({ status }) => status === 200);
    expect(won).toHaveLength(1);
    for (const { status, body } of replies) if (status !== 200) expect(body).toEqual(stale());
    expect((await read(made.resourceName)).biographies[0].value).toBe(won[0]!.body.biographies[0].value);
  });

  it("must by a switch come from a read that showed the updated fields", async () => {
    const { create, read, update } = await emulator({ switches: { etagMustCoverMask: true } });
    const { resourceName } = await create({});
    const { etag } = await read(resourceName, "names");
    expect((await update({ resourceName, etag, biographies: [] }, "biographies")).body).toEqual(stale());
    good(await update({ resourceName, etag, names: [] }, "names"));
  });

  it("changes with an update that changes nothing, unless a switch says otherwise (§14)", async () => {
    const { create, update, setSwitches } = await emulator();
    const made = await create({ names: [{ givenName: "A" }] });
    const again = good(await update(made, "names"));
    expect(again.etag).not.toBe(made.etag);
    setSwitches({ noopUpdateTouches: false });
    expect(good(await update(again, "names")).etag).toBe(again.etag);
  });
});

describe("an update", () => {
  it("of a contact that is not there, or of a profile, is refused (BEHAVIOUR 4.7, 4.15)", async () => {
    const { update } = await emulator();
    expect((await update({ resourceName: "people/c1", etag: "%" }, "names")).body).toEqual(notFound);
    expect((await update({ resourceName: "people/me", etag: "%" }, "names")).status).toBe(400);
  });

  it("replaces every named field wholesale and touches no other (BEHAVIOUR 2.13)", async () => {
    const { create, update, read } = await emulator();
    const made = await create({
      names: [{ givenName: "A", familyName: "B", middleName: "C" }],
      phoneNumbers: [{ value: "1" }, { value: "2" }],
      biographies: [{ value: "note" }],
      clientData: [{ key: "k", value: "v" }],
    });
    const { resourceName, etag } = made;
    const sent = { resourceName, etag, names: [{ givenName: "Z" }], biographies: [{ value: "not named" }] };
    good(await update(sent, "names,phoneNumbers"));
    const now = await read(resourceName);
    expect(now.names[0]).toMatchObject({ givenName: "Z", displayName: "Z" });
    expect(now.names[0]).not.toHaveProperty("familyName");
    expect(now).not.toHaveProperty("phoneNumbers");
    expect(now.biographies[0].value).toBe("note");
    expect(now.clientData).toHaveLength(1);
  });

  it("writes back whatever it read without changing it: law over persons", async () => {
    const { create, update, read } = await emulator();
    const word = fc.string({ unit: "grapheme", minLength: 1, maxLength: 12 }).filter((text) => text.trim() !== "");
    const item = fc.record({ value: word, type: word }, { requiredKeys: ["value"] });
    const person = fc.record({
      names: fc.array(fc.record({ givenName: word, familyName: word }), { maxLength: 1 }),
      phoneNumbers: fc.array(item, { maxLength: 4 }),
      emailAddresses: fc.array(item, { maxLength: 3 }),
      biographies: fc.array(fc.record({ value: word }), { maxLength: 1 }),
      clientData: fc.array(fc.record({ key: word, value: word }), { maxLength: 3 }),
      organizations: fc.array(fc.record({ name: word, title: word }), { maxLength: 2 }),
    });
    const fields = "names,phoneNumbers,emailAddresses,biographies,clientData,organizations";
    await fc.assert(
      fc.asyncProperty(person, async (sent) => {
        const made = await create(sent);
        good(await update(made, fields));
        const { etag, metadata, ...now } = await read(made.resourceName, `${fields},metadata`);
        const { etag: _etag, metadata: _metadata, photos: _photos, memberships: _memberships, ...before } = made;
        expect(now).toEqual(before);
      }),
      { numRuns: 40, seed: 7 },
    );
  });

  it("of memberships: none is refused, an unknown group is a 404, a retired one a 400, myContacts sticks (BEHAVIOUR 4.8, 4.10, 4.11)", async () => {
    const { create, post, update, group, read } = await emulator();
    const label = await group("Clients");
    const membership = (name: string) => ({ contactGroupMembership: { contactGroupResourceName: name } });
    const made = await create({});
    const nowhere = { memberships: [membership("contactGroups/77")] };
    expect((await post("/v1/people:createContact", nowhere)).body).toEqual(notFound);
    expect((await update({ ...made, memberships: [] }, "memberships")).status).toBe(400);
    expect((await update({ ...made, memberships: [membership("contactGroups/77")] }, "memberships")).body).toEqual(
      notFound,
    );
    expect((await update({ ...made, memberships: [membership("contactGroups/friends")] }, "memberships")).body).toEqual(
      invalid("Cannot add contacts to deprecated system contact group"),
    );
    good(await update({ ...made, memberships: [membership(label.resourceName)] }, "memberships"));
    expect(groupsIn(await read(made.resourceName))).toEqual([label.resourceName, "contactGroups/myContacts"]);
  });
});

describe("a membership in a write", () => {
  it("is what contactGroupResourceName says; other members are not looked at (BEHAVIOUR 4.9)", async () => {
    const { create, update, group, read } = await emulator();
    const [a, b] = [await group("A"), await group("B")];
    const named = {
      contactGroupMembership: {
        contactGroupId: b.resourceName.slice("contactGroups/".length),
        contactGroupResourceName: a.resourceName,
      },
    };
    const made = await create({ memberships: [named, { domainMembership: { inViewerDomain: true } }] });
    expect(groupsIn(made)).toEqual([a.resourceName, "contactGroups/myContacts"]);
    const onlyId = { contactGroupMembership: { contactGroupId: "myContacts" } };
    expect((await update({ ...made, memberships: [onlyId] }, "memberships")).status).toBe(400);
    expect(groupsIn(await read(made.resourceName))).toEqual([a.resourceName, "contactGroups/myContacts"]);
  });
});

function groupsIn(person: Body): string[] {
  return person.memberships.map((item: Body) => item.contactGroupMembership.contactGroupResourceName);
}

describe("a batch (BEHAVIOUR 4)", () => {
  it("creates in order, in the groups that the bodies name", async () => {
    const { post, group, get } = await emulator();
    const { resourceName } = await group("Clients");
    const memberships = [{ contactGroupMembership: { contactGroupResourceName: resourceName } }];
    const contacts = ["A", "B", "C"].map((givenName) => ({ contactPerson: { names: [{ givenName }], memberships } }));
    const { createdPeople } = good(
      await post("/v1/people:batchCreateContacts", { contacts, readMask: "names,memberships" }),
    );
    expect(createdPeople.map((entry: Body) => entry.person.names[0].givenName)).toEqual(["A", "B", "C"]);
    for (const entry of createdPeople) {
      expect(entry).toMatchObject({
        httpStatusCode: 200,
        status: {},
        requestedResourceName: entry.person.resourceName,
      });
    }
    expect(good(await get(`/v1/${resourceName}?maxMembers=2`))).toMatchObject({
      memberCount: 3,
      memberResourceNames: createdPeople.slice(0, 2).map((entry: Body) => entry.person.resourceName),
    });
  });

  it("with an empty read mask answers {} (BEHAVIOUR 4.13)", async () => {
    const { post, list } = await emulator();
    expect(good(await post("/v1/people:batchCreateContacts", { contacts: [{ contactPerson: {} }] }))).toEqual({});
    const { resourceName, etag } = good(await list()).connections[0];
    const body = {
      contacts: { [resourceName]: { etag, names: [{ givenName: "A" }] } },
      updateMask: "names",
      readMask: "",
    };
    expect(good(await post("/v1/people:batchUpdateContacts", body))).toEqual({});
    expect(good(await list()).connections[0].names[0].givenName).toBe("A");
  });

  it("fails as a whole when one contact is stale, naming it; nothing is written (BEHAVIOUR 4.12)", async () => {
    const { create, post, read, update } = await emulator();
    const [fresh, old] = [await create({}), await create({})];
    good(await update(old, "names"));
    const contacts = Object.fromEntries(
      [fresh, old].map(({ resourceName, etag }) => [resourceName, { etag, names: [{ givenName: "New" }] }]),
    );
    const reply = await post("/v1/people:batchUpdateContacts", { contacts, updateMask: "names", readMask: "names" });
    const { error } = stale();
    expect(reply.status).toBe(400);
    expect(reply.body).toEqual({
      error: {
        ...error,
        details: [
          {
            "@type": "type.googleapis.com/google.people.v1.BatchUpdateContactsErrorDetails",
            contactErrors: { [old.resourceName]: { code: 9, message: error.message } },
          },
        ],
      },
    });
    expect(await read(fresh.resourceName)).not.toHaveProperty("names");
  });

  it("may by a switch fail item by item inside a 200", async () => {
    const { create, post, read, update, setSwitches } = await emulator();
    setSwitches({ batchFailure: "per-item" });
    const [fresh, old] = [await create({}), await create({})];
    good(await update(old, "names"));
    const contacts = Object.fromEntries(
      [fresh, old, { resourceName: "people/c9", etag: "%" }].map(({ resourceName, etag }) => [
        resourceName,
        { etag, names: [{ givenName: "New" }] },
      ]),
    );
    const { updateResult } = good(
      await post("/v1/people:batchUpdateContacts", { contacts, updateMask: "names", readMask: "names" }),
    );
    expect(updateResult[fresh.resourceName]).toMatchObject({
      httpStatusCode: 200,
      status: {},
      person: { names: [{ givenName: "New" }] },
    });
    expect(updateResult[old.resourceName]).toMatchObject({ httpStatusCode: 400, status: { code: 9 } });
    expect(updateResult["people/c9"]).toMatchObject({ httpStatusCode: 404, status: { code: 5 } });
    expect(await read(old.resourceName)).not.toHaveProperty("names");
    const created = await post("/v1/people:batchCreateContacts", {
      contacts: [{ contactPerson: {} }, { contactPerson: { names: [{ givenName: "A" }, { givenName: "B" }] } }],
      readMask: "names",
    });
    expect(good(created).createdPeople.map((entry: Body) => entry.httpStatusCode)).toEqual([200, 400]);
  });

  it("needs contacts, a mask, and names that are well formed", async () => {
    const { post } = await emulator();
    expect((await post("/v1/people:batchUpdateContacts", { contacts: {}, updateMask: "names" })).status).toBe(400);
    expect((await post("/v1/people:batchUpdateContacts", { contacts: { x: {} } })).body.error.message).toMatch(
      /^updateMask is required\./,
    );
    const bad = await post("/v1/people:batchUpdateContacts", {
      contacts: { x: {} },
      updateMask: "names",
      readMask: "names",
    });
    expect(bad.body.error.message).toBe("Invalid resource name");
    expect((await post("/v1/people:batchCreateContacts", {})).status).toBe(400);
  });
});
