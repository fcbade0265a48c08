import { describe, expect, it } from "vitest";
import { type Body, emulator } from "./support.ts";

/** An answer with what differs from account to account replaced: ids, etags and the picture's address. */
function withoutChance(person: Body): Body {
  const { id, etag } = person.metadata.sources[0];
  const text = JSON.stringify(person)
    .replaceAll(id, "ID")
    .replaceAll(etag, "SOURCE ETAG")
    .replaceAll(person.etag, "ETAG");
  const named = text.replace(person.resourceName, "people/NAME");
  return JSON.parse(named.replace(/"http[^"]+\/cm\/[\w-]+=s100"/, '"PICTURE"')) as Body;
}

const source = { type: "CONTACT", id: "ID" };
const first = { primary: true, source };
const myContacts = {
  metadata: { source },
  contactGroupMembership: { contactGroupId: "myContacts", contactGroupResourceName: "contactGroups/myContacts" },
};
const head = {
  resourceName: "people/NAME",
  etag: "ETAG",
  metadata: {
    sources: [{ ...source, etag: "SOURCE ETAG", updateTime: "2026-11-23T12:00:00.000000Z" }],
    objectType: "PERSON",
  },
};
const photos = [{ metadata: first, url: "PICTURE", default: true }];

describe("a created contact as a whole", () => {
  it("with a given name only is as recorded in 2025 (BEHAVIOUR 3.12, 3.14, 3.15)", async () => {
    const { create } = await emulator();
    const made = withoutChance(await create({ names: [{ givenName: "Patrick" }] }));
    expect(JSON.stringify(made)).toBe(
      JSON.stringify({
        ...head,
        names: [
          {
            metadata: { ...first, sourcePrimary: true },
            ...{ displayName: "Patrick", givenName: "Patrick" },
            ...{ displayNameLastFirst: "Patrick", unstructuredName: "Patrick" },
          },
        ],
        photos,
        memberships: [myContacts],
      }),
    );
  });

  it("with every usual field is as recorded in 2023, but for sourcePrimary (BEHAVIOUR 3.5, 3.8, 3.16)", async () => {
    const { create } = await emulator({ region: "ES" });
    const name = {
      familyName: "Sargsyan",
      givenName: "Ani",
      middleName: "A.",
      honorificPrefix: "Dr.",
      honorificSuffix: "III",
    };
    const address = {
      type: "home",
      streetAddress: "Calle 1",
      city: "Málaga",
      postalCode: "29001",
      country: "ES",
      countryCode: "ES",
    };
    const made = await create({
      sipAddresses: [{ value: "123456789", type: "home" }],
      userDefined: [{ key: "Custom field", value: "one" }],
      relations: [{ person: "Davit", type: "spouse" }],
      imClients: [
        { username: "ani", protocol: "googleTalk" },
        { username: "ani", protocol: "jabber" },
      ],
      events: [{ date: { year: 2023, month: 2, day: 24 }, type: "other" }],
      memberships: [{ contactGroupMembership: { contactGroupResourceName: "contactGroups/myContacts" } }],
      organizations: [{ name: "KDE", department: "PIM", title: "Developer" }],
      urls: [
        { value: "kde.org", type: "work" },
        { value: "ani.example", type: "blog" },
      ],
      biographies: [{ value: "Ani is awesome!", contentType: "TEXT_PLAIN" }],
      phoneNumbers: [{ value: "666 12 34 90", type: "mobile" }, { value: "765858768687687" }],
      emailAddresses: [
        { value: "ani@kde.example", type: "work" },
        { value: "ani@home.example", type: "home" },
      ],
      addresses: [address],
      birthdays: [{ date: { year: 1999, month: 11, day: 3 } }],
      nicknames: [{ value: "Anush", type: "DEFAULT" }],
      names: [{ ...name, phoneticGivenName: "ani" }],
    });
    const second = { source };
    expect(JSON.stringify(withoutChance(made))).toBe(
      JSON.stringify({
        ...head,
        names: [
          {
            metadata: { ...first, sourcePrimary: true },
            ...{ displayName: "Dr. Ani A. Sargsyan III", ...name, phoneticGivenName: "ani" },
            ...{ displayNameLastFirst: "Sargsyan, Dr. Ani A., III", unstructuredName: "Dr. Ani A. Sargsyan III" },
          },
        ],
        nicknames: [{ metadata: first, value: "Anush" }],
        photos,
        birthdays: [{ metadata: first, date: { year: 1999, month: 11, day: 3 } }],
        addresses: [
          {
            metadata: first,
            ...{ formattedValue: "Calle 1\n29001 Málaga\nES", type: "home", formattedType: "Home" },
            ...{ streetAddress: "Calle 1", city: "Málaga", postalCode: "29001", country: "ES", countryCode: "ES" },
          },
        ],
        emailAddresses: [
          { metadata: first, value: "ani@kde.example", type: "work", formattedType: "Work" },
          { metadata: second, value: "ani@home.example", type: "home", formattedType: "Home" },
        ],
        phoneNumbers: [
          {
            metadata: first,
            value: "666 12 34 90",
            canonicalForm: "+34666123490",
            type: "mobile",
            formattedType: "Mobile",
          },
          { metadata: second, value: "765858768687687" },
        ],
        biographies: [{ metadata: first, value: "Ani is awesome!", contentType: "TEXT_PLAIN" }],
        urls: [
          { metadata: first, value: "kde.org", type: "work", formattedType: "Work" },
          { metadata: second, value: "ani.example", type: "blog", formattedType: "Blog" },
        ],
        organizations: [{ metadata: first, name: "KDE", department: "PIM", title: "Developer" }],
        memberships: [myContacts],
        events: [{ metadata: first, date: { year: 2023, month: 2, day: 24 }, type: "other", formattedType: "Other" }],
        imClients: [
          { metadata: first, username: "ani", protocol: "googleTalk", formattedProtocol: "Google Talk" },
          { metadata: second, username: "ani", protocol: "jabber", formattedProtocol: "Jabber" },
        ],
        relations: [{ metadata: first, person: "Davit", type: "spouse", formattedType: "Spouse" }],
        userDefined: [{ metadata: first, key: "Custom field", value: "one" }],
        sipAddresses: [{ metadata: first, value: "123456789", type: "home", formattedType: "Home" }],
      }),
    );
  });

  it("has etags and times of one form, and the type of the object (BEHAVIOUR 3.2, 3.3, 3.4)", async () => {
    const { create, group } = await emulator();
    const { etag, metadata } = await create({});
    expect(metadata.sources[0].etag).toMatch(/^#[A-Za-z0-9+/]{11}=$/);
    expect(etag).toMatch(/^%[A-Za-z0-9+/]+=*$/);
    const time = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z$/;
    expect(metadata.sources[0].updateTime).toMatch(time);
    expect(metadata.objectType).toBe("PERSON");
    const label = await group("A");
    expect(label.etag).toMatch(/^[A-Za-z0-9+/]{11}=$/);
    expect(label.metadata.updateTime).toMatch(time);
  });

  it("has one primary item in each field, also after an update in another order (BEHAVIOUR 3.7)", async () => {
    const { create, update, read } = await emulator();
    const emailAddresses = ["a", "b", "c"].map((name) => ({ value: `${name}@example.com` }));
    const made = await create({ emailAddresses, phoneNumbers: [{ value: "1" }, { value: "2" }] });
    await update({ ...made, emailAddresses: made.emailAddresses.toReversed() }, "emailAddresses");
    const now = await read(made.resourceName);
    for (const field of ["emailAddresses", "phoneNumbers"]) {
      expect(now[field].filter(({ metadata }: Body) => metadata.primary === true)).toHaveLength(1);
    }
    expect(now.emailAddresses[0].value).toBe("c@example.com");
  });
});
