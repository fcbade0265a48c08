import { describe, expect, it } from "vitest";
import { readBase, readDrafts } from "../../src/sheets/index.ts";
import { parseVcards } from "../../src/sheets/vcard.ts";
import { scratch } from "./make-files.ts";
import { officeContext } from "./read-sample.ts";

const { put } = scratch();
const card = (...lines: string[]) => ["BEGIN:VCARD", ...lines, "END:VCARD"].join("\r\n");
const draftsOf = async (text: string) => readDrafts(await readBase(put("contacts.vcf", text)), officeContext()).drafts;

describe("business cards", () => {
  it("of version 3.0 and 4.0 are clients, with every phone, mail, address and note", async () => {
    const text = [
      card(
        "VERSION:3.0",
        "N:Петров;Игорь;Иванович;;",
        "FN:Петров Игорь Иванович",
        "TEL;TYPE=CELL:+374 91 123456",
        "TEL;TYPE=WORK,VOICE:060 12 34 56",
        "EMAIL;TYPE=INTERNET:I.Petrov@Example.am",
        "ADR;TYPE=HOME:;;ул. Туманяна 3;Ереван;;;Армения",
        "ADR;TYPE=WORK:;;ул. Абовяна 5;;;;",
        "X-PHONETIC-LAST-NAME:Petrov",
        "ORG:Ararat Trade\\, LLC;Отдел продаж",
        "CATEGORIES:Опт",
        "NOTE:01.02.2024 звонил (Анна)\\nне звонить утром\\; занят",
        "BDAY:1980-01-02",
      ),
      card(
        "VERSION:4.0",
        "FN:Արամ Գրի",
        " գորյան",
        'TEL;VALUE=uri;TYPE="voice,home":tel:+374-93-654321',
        "UID:urn:uuid:1",
      ),
    ].join("\r\n");
    expect(await draftsOf(text)).toMatchObject([
      {
        name: { display: "Петров Игорь Иванович", family: "Петров", given: "Игорь", middle: "Иванович" },
        phones: [
          { e164: "+37491123456", type: null },
          { e164: "+37460123456", type: "work" },
        ],
        emails: [{ value: "i.petrov@example.am" }],
        addresses: ["ул. Туманяна 3, Ереван, Армения", "ул. Абовяна 5"],
        organization: "Ararat Trade, LLC, Отдел продаж",
        marker: "wholesale",
        notes: [
          "01.02.2024 звонил (Анна)",
          "не звонить утром; занят",
          "X-PHONETIC-LAST-NAME: Petrov",
          "BDAY: 1980-01-02",
        ].map((line) => expect.objectContaining({ text: line })),
      },
      { name: { display: "Արամ Գրիգորյան" }, phones: [{ e164: "+37493654321" }] },
    ]);
  });

  it("of version 2.1 have their quoted-printable letters read, over folded lines", async () => {
    const text = card(
      "VERSION:2.1",
      "N;CHARSET=UTF-8;ENCODING=QUOTED-PRINTABLE:=D0=98=D0=B2=D0=B0=D0=BD=D0=BE=D0=B2;=D0=98=D0=B2=",
      "=D0=B0=D0=BD;;;",
      "TEL;CELL:091123456",
    );
    expect(await draftsOf(text)).toMatchObject([
      { name: { display: "Иванов Иван" }, phones: [{ e164: "+37491123456" }] },
    ]);
  });

  it("leave pictures and what programs write for themselves aside", () => {
    const [header] = parseVcards(
      card("VERSION:3.0", "PRODID:x", "FN:A", "PHOTO;ENCODING=b;TYPE=JPEG:/9j/4AAQ", "X-SKYPE:aram"),
    );
    expect(header?.slice(-2)).toEqual(["Notes", "X-SKYPE"]);
  });

  it("keep the parts of the name as they were typed, and a whole one that says more", async () => {
    const text = [
      card("VERSION:3.0", "N:Григорян;Арам;;Dr.;", "FN:Dr. Арам Григорян", "TEL:091123456"),
      card("VERSION:3.0", "N:Саркисян;Нина;;;", "FN:Нина диван", "TEL:093654321"),
      card("VERSION:3.0", "N:;;;;", "FN:Ararat Trade", "ORG:Ararat Trade", "TEL:060123456"),
    ].join("\n");
    expect(await draftsOf(text)).toMatchObject([
      { name: { display: "Григорян Арам", family: "Григорян", given: "Арам" }, notes: [{ text: "HONORIFIC: Dr." }] },
      { name: { family: "Саркисян", given: "Нина" }, notes: [{ text: "FN: Нина диван" }] },
      { name: { display: "Ararat Trade" }, organization: "Ararat Trade" },
    ]);
  });

  it("of Apple keep the label that a person gave a number", async () => {
    const text = card(
      "VERSION:3.0",
      "N:;Арам;;;",
      "item1.TEL:091123456",
      "item1.X-ABLabel:жена",
      "item2.TEL;type=CELL:093654321",
      "item2.X-ABLabel:_$!<Mobile>!$_",
    );
    expect(await draftsOf(text)).toMatchObject([
      {
        phones: [
          { e164: "+37491123456", type: "жена" },
          { e164: "+37493654321", type: null },
        ],
        notes: [],
      },
    ]);
  });
});
