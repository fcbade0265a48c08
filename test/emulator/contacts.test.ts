import { describe, expect, it } from "vitest";
import { type Body, emulator, fixedClock, good, invalid, notFound } from "./support.ts";

/** A made-up person with every kind of field whose place in an answer is known (BEHAVIOUR 3, "Order of keys in recordings"). */
const full: Body = {
  sipAddresses: [{ value: "sip:ani@example.com", type: "home" }],
  userDefined: [{ key: "Shoe size", value: "38" }],
  relations: [{ person: "Davit", type: "spouse" }],
  imClients: [{ username: "ani", protocol: "jabber" }],
  events: [{ date: { year: 2026, month: 2, day: 3 }, type: "anniversary" }],
  memberships: [{ contactGroupMembership: { contactGroupResourceName: "contactGroups/myContacts" } }],
  organizations: [{ title: "Carpenter", name: "Workshop" }],
  urls: [{ value: "example.com", type: "blog" }],
  biographies: [{ value: "notes" }],
  phoneNumbers: [{ value: "091 123456", type: "mobile" }, { value: "010 521234" }],
  emailAddresses: [{ value: "ani@example.com", type: "work" }],
  addresses: [{ city: "Yerevan", streetAddress: "Abovyan 1", type: "home" }],
  birthdays: [{ date: { year: 1990, month: 11, day: 3 } }],
  nicknames: [{ value: "Anush" }],
  names: [
    { givenName: "Ani", familyName: "Sargsyan", middleName: "A.", honorificPrefix: "Dr.", honorificSuffix: "III" },
  ],
};
const inOrder = [
  ...["resourceName", "etag", "metadata", "names", "nicknames", "photos", "birthdays", "addresses", "emailAddresses"],
  ...["phoneNumbers", "biographies", "urls", "organizations", "memberships", "events", "imClients", "relations"],
  ...["userDefined", "sipAddresses"],
];

describe("a new contact", () => {
  it("is answered with its fields in the order of recordings, each item with its metadata first (BEHAVIOUR 3.5, 3.6, 3.8)", async () => {
    const { create } = await emulator();
    const made = await create(full);
    expect(Object.keys(made)).toEqual(inOrder);
    const source = { type: "CONTACT", id: made.metadata.sources[0].id };
    for (const field of inOrder.slice(3)) {
      for (const [index, item] of (made[field] as Body[]).entries()) {
        expect(Object.keys(item)[0], field).toBe("metadata");
        expect(item.metadata.source, field).toEqual(source);
        expect(item.metadata.primary ?? false, field).toBe(index === 0 && field !== "memberships");
      }
    }
    expect(Object.entries(made.phoneNumbers[0]).slice(1)).toEqual([
      ["value", "091 123456"],
      ["canonicalForm", "+37491123456"],
      ["type", "mobile"],
      ["formattedType", "Mobile"],
    ]);
    expect(Object.keys(made.names[0]).slice(1)).toEqual([
      ...["displayName", "familyName", "givenName", "middleName", "honorificPrefix", "honorificSuffix"],
      ...["displayNameLastFirst", "unstructuredName"],
    ]);
    expect(made.names[0]).toMatchObject({
      displayName: "Dr. Ani A. Sargsyan III",
      displayNameLastFirst: "Sargsyan, Dr. Ani A., III",
      unstructuredName: "Dr. Ani A. Sargsyan III",
    });
  });

  it("has one number as decimal name, hex source id and int64", async () => {
    const { create } = await emulator();
    for (let n = 0; n < 20; n++) {
      const { resourceName, metadata } = await create({});
      const number = BigInt(resourceName.slice("people/c".length));
      expect(metadata.sources[0].id).toBe(number.toString(16));
      expect(number).toBeLessThan(2n ** 63n);
    }
  });

  it("may be empty", async () => {
    const { create, read } = await emulator();
    const { resourceName } = await create({});
    expect(Object.keys(await read(resourceName, "names,phoneNumbers,biographies"))).toEqual(["resourceName", "etag"]);
  });

  it("shows only what personFields names (BEHAVIOUR 1.11)", async () => {
    const { create } = await emulator();
    const made = await create(
      { names: [{ givenName: "A" }], biographies: [{ value: "x" }] },
      "?personFields=biographies",
    );
    expect(Object.keys(made)).toEqual(["resourceName", "etag", "biographies"]);
    expect(Object.keys(await create({ names: [{ givenName: "A" }] }))).toEqual([
      ...["resourceName", "etag", "metadata", "names", "photos", "memberships"],
    ]);
  });

  it("ignores what the server derives (BEHAVIOUR 3.8)", async () => {
    const { create } = await emulator();
    const made = await create({
      resourceName: "people/c1",
      names: [{ givenName: "A", displayName: "Z", metadata: { primary: false } }],
      phoneNumbers: [{ value: "093 111222", canonicalForm: "+1", formattedType: "X", type: "mobile" }],
      photos: [{ url: "http://example.com" }],
      metadata: { sources: [{ type: "CONTACT", id: "1" }] },
    });
    expect(made.resourceName).not.toBe("people/c1");
    expect(made.names[0].displayName).toBe("A");
    expect(made.phoneNumbers[0]).toMatchObject({ canonicalForm: "+37493111222", formattedType: "Mobile" });
    expect(made.photos).toHaveLength(1);
  });

  it.each(["names", "biographies", "birthdays", "genders"])("has one of %s at most (BEHAVIOUR 2.14)", async (field) => {
    const { post, create, update, list } = await emulator();
    const two = {
      [field]: [
        { value: "a", givenName: "a" },
        { value: "b", givenName: "b" },
      ].map((item) => sample(field, item)),
    };
    const refusal = invalid(`Cannot have more than one person.${field} per source.`);
    expect((await post("/v1/people:createContact", two)).body).toEqual(refusal);
    const made = await create({});
    expect((await update({ ...made, ...two }, field)).body).toEqual(refusal);
    expect((await list()).body.totalItems).toBe(1);
  });

  it("may not carry an organization's dates: 500, by a switch accepted (BEHAVIOUR 6.7)", async () => {
    const { post, setSwitches } = await emulator();
    const person = { organizations: [{ name: "X", startDate: { year: 2020 } }] };
    const reply = await post("/v1/people:createContact", person);
    expect(reply.body).toEqual({ error: { code: 500, message: "Internal error encountered.", status: "INTERNAL" } });
    setSwitches({ organizationDates: "accept" });
    expect(good(await post("/v1/people:createContact", person)).organizations[0].startDate).toEqual({ year: 2020 });
  });

  it("beyond the account's limit is refused (BEHAVIOUR 8), and the trash may count", async () => {
    const { create, post, remove, setSwitches } = await emulator({ switches: { contactLimit: 2 } });
    const first = await create({});
    await create({});
    const reply = await post("/v1/people:createContact", {});
    expect(reply.body.error.message).toContain("MY_CONTACTS_OVERFLOW_COUNT");
    good(await remove(`/v1/${first.resourceName}:deleteContact`));
    setSwitches({ trashCounts: true });
    expect((await post("/v1/people:createContact", {})).status).toBe(429);
    setSwitches({ trashCounts: false });
    await create({});
  });
});

function sample(field: string, item: { value: string; givenName: string }): Body {
  if (field === "names") return { givenName: item.givenName };
  return field === "birthdays" ? { date: { year: 2000, month: 1, day: 1 } } : { value: item.value };
}

describe("derived members (BEHAVIOUR 3 and 10)", () => {
  it.each([
    [{ givenName: "Josh", familyName: "Brown" }, "Josh Brown", "Brown, Josh"],
    [{ unstructuredName: "Անի Սարգսյան" }, "Անի Սարգսյան", "Սարգսյան, Անի"],
    [{ unstructuredName: "Konqui" }, "Konqui", "Konqui"],
  ])("a name %j", async (name, displayName, displayNameLastFirst) => {
    const { create } = await emulator();
    expect((await create({ names: [name] })).names[0]).toMatchObject({ displayName, displayNameLastFirst });
  });

  it.each([
    ["666 12 34 90", "ES", "+34666123490"],
    ["765858768687687", "ES", undefined],
    ["(091) 12-34-56", "AM", "+37491123456"],
    ["+7 916 123-45-67", "AM", "+79161234567"],
    ["123", "AM", undefined],
    ["call after six", "AM", undefined],
  ])("the canonical form of %s in %s is %s (BEHAVIOUR 10.4)", async (value, region, canonicalForm) => {
    const { create } = await emulator({ region });
    const [phone] = (await create({ phoneNumbers: [{ value }] })).phoneNumbers;
    expect(phone.canonicalForm).toBe(canonicalForm);
    expect(phone).not.toHaveProperty("type");
    expect(phone).not.toHaveProperty("formattedType");
  });

  it("types: predefined ones in English, custom ones as they are (BEHAVIOUR 3.10)", async () => {
    const { create } = await emulator();
    const made = await create({
      phoneNumbers: [
        { value: "1", type: "workMobile" },
        { value: "2", type: "jhgjh" },
        { value: "3", type: "constructor" },
      ],
      genders: [{ value: "female" }],
      imClients: [{ username: "u", protocol: "googleTalk" }],
    });
    expect(made.phoneNumbers.map((phone: Body) => phone.formattedType)).toEqual([
      "Work Mobile",
      "jhgjh",
      "constructor",
    ]);
    expect(made.genders[0].formattedValue).toBe("Female");
    expect(made.imClients[0].formattedProtocol).toBe("Google Talk");
  });

  it("an address is put together unless the client gave its text (BEHAVIOUR 10.5, 10.6)", async () => {
    const { create } = await emulator();
    const made = await create({
      addresses: [
        { streetAddress: "Abovyan 1", extendedAddress: "flat 2", city: "Yerevan", country: "Armenia" },
        {
          ...{ streetAddress: "rue des Grouettes", poBox: "26", postalCode: "78790", city: "Courgent" },
          ...{ region: "Yvelines, Ile de France", country: "France", countryCode: "FR" },
        },
        { formattedValue: "by the fountain", city: "Gyumri" },
      ],
    });
    expect(made.addresses.map((address: Body) => address.formattedValue)).toEqual([
      "Abovyan 1\nflat 2\nYerevan\nArmenia",
      "rue des Grouettes\n26\n78790 Courgent, Yvelines, Ile de France\nFrance",
      "by the fountain",
    ]);
  });

  it("a date without a year or with zeros leaves them out (BEHAVIOUR 10.7)", async () => {
    const { create } = await emulator();
    const { birthdays } = await create({ birthdays: [{ date: { year: 0, month: 5, day: 9 } }] });
    expect(birthdays[0].date).toEqual({ month: 5, day: 9 });
  });

  it("empty items are dropped, empty fields are absent (BEHAVIOUR 3.11)", async () => {
    const { create } = await emulator();
    const made = await create({
      phoneNumbers: [{}, { value: "" }, { type: "home" }],
      emailAddresses: [],
      nicknames: [{ value: "N", type: "DEFAULT" }],
    });
    expect(made).not.toHaveProperty("phoneNumbers");
    expect(made).not.toHaveProperty("emailAddresses");
    expect(made.nicknames[0]).not.toHaveProperty("type");
  });

  it("notes come back as they were sent; by switches trimmed and with one kind of line end (§14)", async () => {
    const { create, setSwitches } = await emulator();
    const value = "  first\r\nsecond\rthird \n";
    expect((await create({ biographies: [{ value }] })).biographies[0]).toMatchObject({
      value,
      contentType: "TEXT_PLAIN",
    });
    setSwitches({ trimNotes: true, noteLineEnds: "lf" });
    expect((await create({ biographies: [{ value }] })).biographies[0].value).toBe("first\nsecond\nthird");
    expect(await create({ biographies: [{ value: "   " }] })).not.toHaveProperty("biographies");
  });

  it("notes of TEXT_HTML stay so or turn plain, and long ones may be refused, by switches (§14)", async () => {
    const { create, post, setSwitches } = await emulator();
    const person = { biographies: [{ value: "<b>x</b>", contentType: "TEXT_HTML" }] };
    expect((await create(person)).biographies[0]).toMatchObject({ value: "<b>x</b>", contentType: "TEXT_HTML" });
    setSwitches({ htmlNotes: "as-plain", notesLimit: 8 });
    expect((await create(person)).biographies[0]).toMatchObject({ value: "<b>x</b>", contentType: "TEXT_PLAIN" });
    const reply = await post("/v1/people:createContact", { biographies: [{ value: "123456789" }] });
    expect(reply.body).toEqual(invalid("Request contains an invalid argument."));
  });

  it("an e-mail marked as default keeps its mark (BEHAVIOUR 3.6)", async () => {
    const { create } = await emulator();
    const { emailAddresses } = await create({
      emailAddresses: [{ value: "a@example.com" }, { value: "b@example.com", metadata: { sourcePrimary: true } }],
    });
    expect(emailAddresses.map((email: Body) => email.metadata.sourcePrimary ?? false)).toEqual([false, true]);
  });
});

describe("people.get and getBatchGet", () => {
  it("answer 404 for a well-formed name that is not there (BEHAVIOUR 4.15)", async () => {
    const { get, create, remove } = await emulator();
    expect((await get("/v1/people/c1?personFields=names")).body).toEqual(notFound);
    expect((await get("/v1/people/123456789012345678901?personFields=names")).body).toEqual(notFound);
    const { resourceName } = await create({});
    expect(good(await remove(`/v1/${resourceName}:deleteContact`))).toEqual({});
    expect((await get(`/v1/${resourceName}?personFields=names`)).body).toEqual(notFound);
  });

  it("give each name of a batch its own fate, in the order asked (BEHAVIOUR 1.10)", async () => {
    const { get, create } = await emulator();
    const { resourceName } = await create({ names: [{ givenName: "A" }] });
    const names = ["people/c7", resourceName, "people/zzz"].map((name) => `&resourceNames=${name}`).join("");
    const { responses } = good(await get(`/v1/people:batchGet?personFields=names${names}`));
    expect(responses.map((entry: Body) => [entry.httpStatusCode, entry.requestedResourceName])).toEqual([
      [404, "people/c7"],
      [200, resourceName],
      [400, "people/zzz"],
    ]);
    expect(responses[0].status).toEqual({ code: 5, message: "Requested entity was not found." });
    expect(responses[1]).toMatchObject({ status: {}, person: { resourceName } });
  });

  it("show all e-mails and phones, lists a hundred of each (BEHAVIOUR 3.13)", async () => {
    const { create, read, list } = await emulator();
    const many = Array.from({ length: 101 }, (_, n) => ({ value: `a${n}@example.com` }));
    const phones = Array.from({ length: 101 }, (_, n) => ({ value: `0911${n}` }));
    const { resourceName } = await create({ emailAddresses: many, phoneNumbers: phones });
    const one = await read(resourceName);
    expect([one.emailAddresses.length, one.phoneNumbers.length]).toEqual([101, 101]);
    const [listed] = good(await list()).connections;
    expect([listed.emailAddresses.length, listed.phoneNumbers.length]).toEqual([100, 100]);
  });

  it("may lag behind an update (staleReadMs)", async () => {
    const clock = fixedClock();
    const { create, read, update } = await emulator({ clock: clock.now, switches: { staleReadMs: 5_000 } });
    const made = await create({ biographies: [{ value: "old" }] });
    clock.advance(10_000);
    good(await update({ ...made, biographies: [{ value: "new" }] }, "biographies"));
    expect((await read(made.resourceName)).biographies[0].value).toBe("old");
    clock.advance(5_001);
    expect((await read(made.resourceName)).biographies[0].value).toBe("new");
  });
});

describe("deleting (BEHAVIOUR 4)", () => {
  const missing = (...indexes: number[]) => ({
    error: {
      code: 404,
      message: "<eye3 title='NOT_FOUND'/> generic::NOT_FOUND: Contact person resources are not found.",
      status: "NOT_FOUND",
      details: [
        {
          "@type": "type.googleapis.com/google.rpc.BadRequest",
          fieldViolations: indexes.map((index) => ({
            field: `resourceNames[${index}]`,
            description: "Resource not found.",
          })),
        },
      ],
    },
  });

  it("an absent contact leaks Google's internal string, in single and batch (BEHAVIOUR 4.14)", async () => {
    const { remove, post, create, list } = await emulator();
    const alone = await remove("/v1/people/c1:deleteContact");
    expect([alone.status, alone.body]).toEqual([404, missing(0)]);
    const { resourceName } = await create({});
    const reply = await post("/v1/people:batchDeleteContacts", {
      resourceNames: ["people/c5", resourceName, "people/c6"],
    });
    expect(reply.body).toEqual(missing(0, 2));
    expect(good(await list()).totalItems).toBe(1);
  });

  it("five hundred at once answers {} (BEHAVIOUR 1.16)", async () => {
    const { post, list } = await emulator();
    const contacts = Array.from({ length: 200 }, () => ({ contactPerson: {} }));
    const names: string[] = [];
    for (let n = 0; n < 3; n++) {
      const { createdPeople } = good(await post("/v1/people:batchCreateContacts", { contacts, readMask: "metadata" }));
      names.push(...createdPeople.map((entry: Body) => entry.person.resourceName));
    }
    expect(good(await post("/v1/people:batchDeleteContacts", { resourceNames: names.slice(0, 500) }))).toEqual({});
    expect(good(await list()).totalItems).toBe(100);
  });
});
