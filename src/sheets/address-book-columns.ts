/**
 * The columns of address books. Google's headers are those of its own export; Outlook's those of “Export to a file”, where each language
 * has its own. Pure.
 */

export type Place =
  | { kind: "field"; title: "First name" | "Middle name" | "Last name" | "Company" | "Group" | "Notes" }
  /** The whole name, for a contact whose name is not parted. */
  | { kind: "whole-name" }
  /** One of several values; `label` says whose or where, or the column of labels of the same `of` does. */
  | { kind: "value"; title: "Phone" | "E-mail"; of: string; label?: string }
  | { kind: "label"; of: string }
  | { kind: "address"; of: string; whole: boolean }
  /** Kept under its own title; `blank`: what the program writes where there is nothing to say. */
  | { kind: "other"; blank?: string[] }
  /** Pictures, and what a program works out for itself. */
  | { kind: "dropped" };

export type Book = { is(titles: string[]): boolean; placeOf(title: string): Place };

const field = (title: Extract<Place, { kind: "field" }>["title"]): Place => ({ kind: "field", title });
const dropped: Place = { kind: "dropped" };
const other: Place = { kind: "other" };

// ---------------------------------------------------------------------------------------------------------------- Google

const GOOGLE_PLAIN: Record<string, Place> = {
  "First Name": field("First name"),
  "Given Name": field("First name"),
  "Middle Name": field("Middle name"),
  "Additional Name": field("Middle name"),
  "Last Name": field("Last name"),
  "Family Name": field("Last name"),
  Name: { kind: "whole-name" },
  "Organization Name": field("Company"),
  "Organization 1 - Name": field("Company"),
  Notes: field("Notes"),
  Labels: field("Group"),
  "Group Membership": field("Group"),
  Photo: dropped,
};

export const GOOGLE: Book = {
  is: (titles) => {
    const has = (title: string) => titles.includes(title);
    const old = has("Given Name") && has("Family Name") && has("Group Membership");
    return old || (has("First Name") && has("Labels") && (has("File As") || has("Organization Name")));
  },
  placeOf: (title) => {
    const plain = GOOGLE_PLAIN[title];
    if (plain) return plain;
    const [, kind, number, part] = /^(Phone|E-mail|Address|Organization) (\d+) - (.+)$/.exec(title) ?? [];
    if (kind === undefined) return other;
    const of = `${kind} ${number}`;
    const isLabel = part === "Label" || part === "Type";
    if (kind === "Address") return isLabel ? dropped : { kind: "address", of, whole: part === "Formatted" };
    if (kind === "Organization") return isLabel ? dropped : other;
    if (isLabel) return kind === "Phone" ? { kind: "label", of } : dropped;
    return part === "Value" ? { kind: "value", title: kind === "Phone" ? "Phone" : "E-mail", of } : other;
  },
};

// --------------------------------------------------------------------------------------------------------------- Outlook

const NAMES: [Place, string[]][] = [
  [field("First name"), ["First Name", "Имя"]],
  [field("Middle name"), ["Middle Name", "Отчество"]],
  [field("Last name"), ["Last Name", "Фамилия"]],
  [field("Company"), ["Company", "Организация"]],
  [field("Group"), ["Categories", "Категории"]],
  [field("Notes"), ["Notes", "Заметки"]],
  [{ kind: "other", blank: ["Normal", "Обычная", "Обычный"] }, ["Priority", "Sensitivity", "Важность", "Пометка"]],
  [{ kind: "other", blank: ["False", "Ложь", "FALSE", "ЛОЖЬ"] }, ["Private", "Частное"]],
  [{ kind: "other", blank: ["Unspecified", "Не определен", "Не определён"] }, ["Gender", "Пол"]],
  [
    { kind: "other", blank: ["0/0/00", "0.0.00", "00.00.0000", "0/0/0000"] },
    ["Anniversary", "Birthday", "Годовщина", "День рождения"],
  ],
];
const OUTLOOK_PLAIN = new Map(NAMES.flatMap(([place, titles]) => titles.map((title) => [title, place] as const)));

/** Telephones, in the order in which the book has them; the label is what the office would say of one. */
const PHONE_LABELS: [RegExp, string][] = [
  [/fax|факс/i, "fax"],
  [/assistant|помощник/i, "assistant"],
  [/pager|пейджер/i, "pager"],
  [/mobile|car phone|переносн|мобильн|сотов|в машине/i, "mobile"],
  [/business|company|раб|организации/i, "work"],
  [/home|дом/i, "home"],
];

export const OUTLOOK: Book = {
  is: (titles) => {
    const has = (...titled: string[]) => titled.some((title) => titles.includes(title));
    return (
      has("First Name", "Имя") &&
      has("Last Name", "Фамилия") &&
      has("E-mail Address", "Адрес эл. почты") &&
      has("Business Phone", "Mobile Phone", "Рабочий телефон", "Телефон переносной", "Мобильный телефон")
    );
  },
  placeOf: (title) => {
    const plain = OUTLOOK_PLAIN.get(title);
    if (plain) return plain;
    if (/^(E-mail( \d)? (Type|Display Name)|(Тип|Краткое)( \d)?( имя)? эл\. почты|Initials|Инициалы)$/.test(title))
      return dropped;
    if (/^(E-mail( \d)? Address|Адрес( \d)? эл\. почты)$/.test(title))
      return { kind: "value", title: "E-mail", of: title };
    const address = addressOf(title);
    if (address !== null) return { kind: "address", of: address, whole: false };
    if (!/phone|fax|callback|pager|телефон|факс|обратный вызов|пейджер/i.test(title)) return other;
    const label = PHONE_LABELS.find(([words]) => words.test(title))?.[1] ?? "";
    return { kind: "value", title: "Phone", of: title, label };
  },
};

/** Parts of an address follow one another in the book: street, city, region, code, country. */
function addressOf(title: string): string | null {
  const [, kind] =
    /^(Business|Home|Other) (?:Street|City|State|Postal Code|Country|Address PO Box)/.exec(title) ??
    /\((раб|дом|друг)[^)]*\)$/.exec(title) ??
    [];
  return kind ?? null;
}
