import { describe, expect, it } from "vitest";
import type { RawBase } from "../../src/sheets/cell.ts";
import { parseCsv } from "../../src/sheets/csv.ts";
import { readDrafts } from "../../src/sheets/index.ts";
import { baseOf, sheetOf } from "./raw-sheet.ts";
import { officeContext } from "./read-sample.ts";

const baseFrom = (csv: string): RawBase => baseOf(sheetOf([...parseCsv(csv)].map(({ fields }) => fields)));
const draftsFrom = (csv: string) => readDrafts(baseFrom(csv), officeContext());
const csvOf = (header: string, ...rows: Record<string, string>[]) => {
  const titles = [...parseCsv(header, ",")][0]!.fields;
  const quoted = (value: string) => `"${value.replaceAll('"', '""')}"`;
  return [titles, ...rows.map((row) => titles.map((title) => row[title] ?? ""))]
    .map((fields) => fields.map(quoted).join(","))
    .join("\r\n");
};

const GOOGLE =
  "First Name,Middle Name,Last Name,Phonetic First Name,Phonetic Middle Name,Phonetic Last Name,Name Prefix,Name Suffix,Nickname,File As,Organization Name,Organization Title,Organization Department,Birthday,Notes,Photo,Labels,E-mail 1 - Label,E-mail 1 - Value,Phone 1 - Label,Phone 1 - Value,Phone 2 - Label,Phone 2 - Value,Address 1 - Label,Address 1 - Formatted,Address 1 - Street,Address 1 - City,Address 1 - PO Box,Address 1 - Region,Address 1 - Postal Code,Address 1 - Country,Address 1 - Extended Address,Website 1 - Label,Website 1 - Value";
const GOOGLE_BEFORE_2024 =
  "Name,Given Name,Additional Name,Family Name,Yomi Name,Given Name Yomi,Additional Name Yomi,Family Name Yomi,Name Prefix,Name Suffix,Initials,Nickname,Short Name,Maiden Name,Birthday,Gender,Location,Billing Information,Directory Server,Mileage,Occupation,Hobby,Sensitivity,Priority,Subject,Notes,Language,Photo,Group Membership,E-mail 1 - Type,E-mail 1 - Value,Phone 1 - Type,Phone 1 - Value,Address 1 - Type,Address 1 - Formatted,Address 1 - Street,Organization 1 - Type,Organization 1 - Name,Organization 1 - Title";
const OUTLOOK =
  "Title,First Name,Middle Name,Last Name,Suffix,Company,Department,Job Title,Business Street,Business Street 2,Business City,Business State,Business Postal Code,Business Country/Region,Home Street,Home City,Assistant's Phone,Business Fax,Business Phone,Business Phone 2,Home Phone,Mobile Phone,Primary Phone,Anniversary,Birthday,Categories,E-mail Address,E-mail Type,E-mail Display Name,E-mail 2 Address,E-mail 2 Type,Gender,Initials,Notes,Priority,Private,Sensitivity,Web Page";
const OUTLOOK_RU =
  "Обращение,Имя,Отчество,Фамилия,Суффикс,Организация,Отдел,Должность,Улица (раб. адрес),Город (раб. адрес),Страна или регион (раб. адрес),Улица (дом. адрес),Рабочий факс,Рабочий телефон,Домашний телефон,Телефон переносной,Важность,Годовщина,День рождения,Заметки,Инициалы,Категории,Пол,Пометка,Частное,Адрес эл. почты,Тип эл. почты,Краткое имя эл. почты";

describe("an address book of Google", () => {
  it("since 2024 gives names by their parts, every number with its label, the group and what else is in it", () => {
    const { drafts, rejected } = draftsFrom(
      csvOf(GOOGLE, {
        "First Name": "Арам",
        "Last Name": "Григорян",
        "Organization Name": "Арарат",
        Birthday: "1980-01-02",
        Notes: "01.02.2024 звонил (Анна)\nне звонить утром",
        Photo: "https://lh3.googleusercontent.com/x",
        Labels: "* myContacts ::: VIP ::: Опт",
        "E-mail 1 - Label": "* Work",
        "E-mail 1 - Value": "aram@example.am ::: a.g@example.am",
        "Phone 1 - Label": "Mobile",
        "Phone 1 - Value": "+374 91 123456 ::: 093 654321",
        "Phone 2 - Label": "жена",
        "Phone 2 - Value": "094 111222",
        "Address 1 - Label": "Home",
        "Address 1 - Formatted": "ул. Туманяна 3\nЕреван",
        "Address 1 - Street": "ул. Туманяна 3",
        "Address 1 - City": "Ереван",
        "Website 1 - Value": "https://ararat.example",
      }),
    );
    expect(rejected).toEqual([]);
    expect(drafts).toMatchObject([
      {
        name: { given: "Арам", family: "Григорян", middle: "" },
        organization: "Арарат",
        phones: [
          { e164: "+37491123456", type: "mobile" },
          { e164: "+37493654321", type: "mobile" },
          { e164: "+37494111222", type: "жена" },
        ],
        emails: [{ value: "aram@example.am" }, { value: "a.g@example.am" }],
        addresses: ["ул. Туманяна 3, Ереван"],
        marker: "wholesale",
      },
    ]);
    expect(drafts[0]!.notes.map(({ text }) => text)).toEqual([
      "01.02.2024 звонил (Анна)",
      "не звонить утром",
      "Group: VIP",
      "Birthday: 1980-01-02",
      "Website 1 - Value: https://ararat.example",
    ]);
  });

  it("before 2024 as well, with a whole name where the parts are missing", () => {
    const { drafts } = draftsFrom(
      csvOf(
        GOOGLE_BEFORE_2024,
        {
          Name: "Нина Саркисян",
          "Given Name": "Нина",
          "Family Name": "Саркисян",
          "Group Membership": "Розница ::: * myContacts",
          "Phone 1 - Type": "Work",
          "Phone 1 - Value": "060123456",
        },
        { Name: "Без фамилии", "Group Membership": "* myContacts", "Phone 1 - Value": "091123456" },
        { "Organization 1 - Name": "Ararat Trade", "Phone 1 - Value": "093654321" },
      ),
    );
    expect(drafts).toMatchObject([
      {
        name: { given: "Нина", family: "Саркисян" },
        marker: "retail",
        phones: [{ e164: "+37460123456", type: "work" }],
        notes: [],
      },
      { name: { display: "Без фамилии" }, phones: [{ e164: "+37491123456", type: null }], notes: [] },
      { name: { display: "Ararat Trade" }, organization: "Ararat Trade" },
    ]);
  });
});

describe("an address book of Outlook", () => {
  it("in English gives numbers by their kind, addresses put together, and leaves out what Outlook writes for everybody", () => {
    const { drafts } = draftsFrom(
      csvOf(OUTLOOK, {
        "First Name": "Igor",
        "Last Name": "Petrov",
        Company: "Hotel Ararat",
        "Business Street": "Tumanyan 3",
        "Business City": "Yerevan",
        "Business Country/Region": "Armenia",
        "Home Street": "Abovyan 5",
        "Business Fax": "060 111222",
        "Business Phone": "060 123456",
        "Mobile Phone": "091 123456",
        Anniversary: "0/0/00",
        Birthday: "1/2/1980",
        Categories: "Wholesale;Friends of the house",
        "E-mail Address": "igor@example.am",
        "E-mail Type": "SMTP",
        "E-mail Display Name": "Igor Petrov (igor@example.am)",
        Gender: "Unspecified",
        Initials: "I.P.",
        Notes: "prefers calls after 18:00",
        Priority: "Normal",
        Private: "False",
        Sensitivity: "Normal",
      }),
    );
    expect(drafts).toMatchObject([
      {
        name: { given: "Igor", family: "Petrov" },
        organization: "Hotel Ararat",
        phones: [
          { e164: "+37460111222", type: "fax" },
          { e164: "+37460123456", type: "work" },
          { e164: "+37491123456", type: "mobile" },
        ],
        emails: [{ value: "igor@example.am" }],
        addresses: ["Tumanyan 3, Yerevan, Armenia", "Abovyan 5"],
        marker: "wholesale",
      },
    ]);
    expect(drafts[0]!.notes.map(({ text }) => text)).toEqual([
      "prefers calls after 18:00",
      "Group: Friends of the house",
      "Birthday: 1/2/1980",
    ]);
  });

  it("in Russian as well", () => {
    const { drafts } = draftsFrom(
      csvOf(OUTLOOK_RU, {
        Имя: "Игорь",
        Отчество: "Иванович",
        Фамилия: "Петров",
        Организация: "Гостиница",
        "Город (раб. адрес)": "Ереван",
        "Рабочий телефон": "060 123456",
        "Телефон переносной": "091 123456",
        Важность: "Обычная",
        Годовщина: "0.0.00",
        "День рождения": "0.0.00",
        Заметки: "просил скидку",
        Инициалы: "И.П.",
        Категории: "Опт",
        Пол: "Не определен",
        Пометка: "Обычная",
        Частное: "Ложь",
        "Адрес эл. почты": "igor@example.am",
        "Тип эл. почты": "SMTP",
        "Краткое имя эл. почты": "Петров (igor@example.am)",
      }),
    );
    expect(drafts).toMatchObject([
      {
        name: { given: "Игорь", family: "Петров", middle: "Иванович" },
        phones: [
          { e164: "+37460123456", type: "work" },
          { e164: "+37491123456", type: "mobile" },
        ],
        emails: [{ value: "igor@example.am" }],
        addresses: ["Ереван"],
        marker: "wholesale",
        notes: [{ text: "просил скидку" }],
      },
    ]);
  });
});
