import { describe, expect, it } from "vitest";
import { predefinedTypes } from "./schema.ts";
import { type Body, emulator, good, invalid } from "./support.ts";

/** What an item of each field needs beside its type. */
const bare: Record<string, Body> = {
  addresses: { city: "Gyumri" },
  calendarUrls: { url: "example.com" },
  events: { date: { month: 5, day: 9 } },
  imClients: { username: "u" },
  organizations: { name: "Workshop" },
  relations: { person: "Davit" },
};
/** How the answer spells a type: gone for some members and fields, see BEHAVIOUR.md. */
const formatted: Record<string, string> = {
  type: "formattedType",
  protocol: "formattedProtocol",
  value: "formattedValue",
};

describe("a type", () => {
  const typed = predefinedTypes().filter(
    ({ field }) => !["relationshipInterests", "relationshipStatuses"].includes(field),
  );

  it("was found for the fields that have one", () => {
    expect(new Set(typed.map(({ field }) => field)).size).toBe(13);
  });

  it.each(typed)(
    "of $field ($member) is predefined, with words for it, or custom (BEHAVIOUR 3.10, 10.3)",
    async (field) => {
      const { create } = await emulator();
      const shown = async (type: string) => {
        const person = await create({
          [field.field]: [{ ...(bare[field.field] ?? { value: "1" }), [field.member]: type }],
        });
        return person[field.field][0] as Body;
      };
      for (const type of [...field.types, "of my own"]) {
        const item = await shown(type);
        expect(item[field.member]).toBe(type);
        if (field.field === "locations") expect(item).not.toHaveProperty("formattedType");
        else if (type === "of my own") expect(item[formatted[field.member]!]).toBe(type);
        else expect(item[formatted[field.member]!]).toMatch(/^[A-Z]/);
      }
    },
  );

  it("of nicknames, keywords and notes is one of a closed list (BEHAVIOUR 3.11, 10.8)", async () => {
    const { create, post } = await emulator();
    const made = await create({
      nicknames: [
        { value: "N", type: "DEFAULT" },
        { value: "M", type: "MAIDEN_NAME" },
      ],
      miscKeywords: [{ value: "k", type: "OUTLOOK_USER" }],
      biographies: [{ value: "note" }],
    });
    expect(made.nicknames.map(({ type }: Body) => type)).toEqual([undefined, "MAIDEN_NAME"]);
    expect(made.miscKeywords[0].type).toBe("OUTLOOK_USER");
    expect(made.biographies[0].contentType).toBe("TEXT_PLAIN");
    const wrong: [string, string, Body][] = [
      ["nicknames[0].type", "Nickname.NicknameType", { nicknames: [{ value: "N", type: "PET_NAME" }] }],
      ["misc_keywords[0].type", "MiscKeyword.KeywordType", { miscKeywords: [{ value: "k", type: "OF_MY_OWN" }] }],
      ["biographies[0].content_type", "Biography.ContentType", { biographies: [{ value: "x", contentType: "RTF" }] }],
    ];
    for (const [path, type, person] of wrong) {
      const { body } = await post("/v1/people:createContact", person);
      expect(body.error.message).toContain(
        `Invalid value at 'person.${path}' (type.googleapis.com/google.people.v1.${type}), "`,
      );
    }
  });
});

describe("fields of the client's and the user's own", () => {
  it("clientData keeps what is said twice, in its order (BEHAVIOUR 10.1)", async () => {
    const { create, update } = await emulator();
    const clientData = [
      { key: "id", value: "1" },
      { key: "id", value: "1" },
      { key: "id", value: "2" },
      { key: "other", value: "1" },
    ];
    const plain = (person: Body) => person.clientData.map(({ key, value }: Body) => ({ key, value }));
    const made = await create({ clientData });
    expect(plain(made)).toEqual(clientData);
    expect(plain(good(await update({ ...made, clientData: clientData.slice(1) }, "clientData")))).toEqual(
      clientData.slice(1),
    );
  });

  it.each(["shown", "hidden"] as const)(
    "clientData of another project is %s by a switch, and never lost (§14)",
    async (foreignClientData) => {
      const { create, send, read, update, get, group, setSwitches } = await emulator({
        switches: { foreignClientData },
      });
      const headers = { "x-goog-user-project": "another" };
      const entry = (value: string) => ({ key: "id", value });
      const made = await create({ clientData: [entry("ours")] });
      const path = `/v1/${made.resourceName}`;
      const theirs = good(await send("GET", `${path}?personFields=clientData`, undefined, headers));
      const values = ({ clientData = [] }: Body) => clientData.map(({ value }: Body) => value);
      expect(values(theirs)).toEqual(foreignClientData === "shown" ? ["ours"] : []);
      const clientData = [...(theirs.clientData ?? []), entry("theirs")];
      const body = { etag: theirs.etag, clientData };
      good(await send("PATCH", `${path}:updateContact?updatePersonFields=clientData`, body, headers));
      const now = await read(made.resourceName, "clientData,metadata");
      expect(values(now)).toEqual(foreignClientData === "shown" ? ["ours", "theirs"] : ["ours"]);
      good(await update({ ...now, clientData: [...now.clientData, entry("more")] }, "clientData"));

      const label = await group("A");
      const change = { etag: label.etag, clientData: [entry("theirs")] };
      const sent = { contactGroup: change, updateGroupFields: "clientData", readGroupFields: "clientData" };
      expect(values(good(await send("PUT", `/v1/${label.resourceName}`, sent, headers)))).toEqual(["theirs"]);
      const shown = good(await get(`/v1/${label.resourceName}?groupFields=clientData`));
      expect(values(shown)).toEqual(foreignClientData === "shown" ? ["theirs"] : []);
      setSwitches({ foreignClientData: "shown" });
      expect(values(await read(made.resourceName, "clientData")).toSorted()).toEqual(["more", "ours", "theirs"]);
    },
  );

  it("userDefined holds any key and value (BEHAVIOUR 10.2)", async () => {
    const { create } = await emulator();
    const { userDefined } = await create({
      userDefined: [
        { key: "Չափս", value: "38" },
        { key: "size", value: "M\nL" },
      ],
    });
    expect(userDefined.map(({ key, value }: Body) => [key, value])).toEqual([
      ["Չափս", "38"],
      ["size", "M\nL"],
    ]);
  });

  it("a gender's addressMeAs and a mail's displayName stay; formattedValue is the server's (BEHAVIOUR 10.9)", async () => {
    const { create } = await emulator();
    const made = await create({
      genders: [{ value: "female", addressMeAs: "she", formattedValue: "x" }],
      emailAddresses: [{ value: "a@example.com", displayName: "Ani S." }],
    });
    expect(made.genders[0]).toMatchObject({ value: "female", addressMeAs: "she", formattedValue: "Female" });
    expect(made.emailAddresses[0].displayName).toBe("Ani S.");
  });

  it("what only the server says is not taken from a client (BEHAVIOUR 10.10)", async () => {
    const { create, read } = await emulator();
    const { resourceName } = await create({
      metadata: { linkedPeopleResourceNames: ["people/c1"], previousResourceNames: ["people/c2"], objectType: "PAGE" },
      ageRanges: [{ ageRange: "TWENTY_ONE_OR_OLDER" }],
      coverPhotos: [{ url: "http://example.com" }],
      skills: [{ value: "juggling" }],
      phoneNumbers: [{ value: "1", formattedType: "x", metadata: { verified: true, primary: true } }],
    });
    const shown = await read(resourceName, "metadata,ageRanges,coverPhotos,skills,phoneNumbers");
    expect(Object.keys(shown)).toEqual(["resourceName", "etag", "metadata", "phoneNumbers"]);
    expect(shown.metadata).toEqual({ sources: [expect.any(Object)], objectType: "PERSON" });
    expect(Object.keys(shown.phoneNumbers[0])).toEqual(["metadata", "value"]);
    expect(shown.phoneNumbers[0].metadata).not.toHaveProperty("verified");
  });

  it("a list of fields that the API has retired is not read (BEHAVIOUR 2.3)", async () => {
    const { create, read, get } = await emulator();
    const { resourceName } = await create({ fileAses: [{ value: "Under Z" }] });
    expect(await read(resourceName, "names")).not.toHaveProperty("fileAses");
    expect((await get(`/v1/${resourceName}?personFields=taglines`)).body).toEqual(
      invalid(
        'Invalid personFields mask path: "taglines". Valid paths are documented at https://developers.google.com/people/api/rest/v1/people/get.',
      ),
    );
  });
});

describe("a date (BEHAVIOUR 10.7)", () => {
  it.each([
    [
      { year: 1990, month: 11, day: 3 },
      { year: 1990, month: 11, day: 3 },
    ],
    [
      { year: 0, month: 5, day: 9 },
      { month: 5, day: 9 },
    ],
    [{ year: 1990, month: 0, day: 0 }, { year: 1990 }],
    [
      { year: 1990, month: 5 },
      { year: 1990, month: 5 },
    ],
  ])("%j comes back as %j", async (date, shown) => {
    const { create } = await emulator();
    const made = await create({ birthdays: [{ date, text: "as told" }], events: [{ date, type: "anniversary" }] });
    expect(made.birthdays[0]).toMatchObject({ date: shown, text: "as told" });
    expect(made.birthdays[0].date).toEqual(shown);
    expect(made.events[0].date).toEqual(shown);
  });
});
