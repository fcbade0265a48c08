import { avatar, button, h, when } from "./dom.js";

/** @typedef {import("./api.js").Contact} Contact */
/** @typedef {import("./api.js").Item} Item */

/** @param {Contact} contact */
export function titleOf({ person }) {
  const named = person.names?.[0]?.displayName ?? person.nicknames?.[0]?.value ?? person.organizations?.[0]?.name;
  return String(named ?? person.emailAddresses?.[0]?.value ?? person.phoneNumbers?.[0]?.value ?? "(No name)");
}

/**
 * A contact to be read. @param {Contact} contact @param {Map<string, string>} labelNames
 * @param {{ edit: () => void, star: () => void, label: () => void, remove: () => void, restore: () => void, close: () => void }} acts
 */
export function contactView(contact, labelNames, acts) {
  const { person, groups, deletedAt } = contact;
  const title = titleOf(contact);
  const photo = person.photos?.find((item) => !item.default)?.url;
  const starred = groups.includes("starred");
  const star = button(starred ? "★" : "☆", "", acts.star, "icon star");
  star.setAttribute("aria-label", starred ? "Remove the star" : "Star");
  const live = [
    star,
    button("Labels", "l", acts.label),
    button("Delete", "#", acts.remove),
    button("Edit", "e", acts.edit, "primary"),
  ];
  const head = h(
    "div",
    { className: "detail-head" },
    backButton(acts.close),
    h("div", { className: "buttons" }, ...(deletedAt ? [button("Restore", "r", acts.restore, "primary")] : live)),
  );
  const labels = groups.flatMap((id) => labelNames.get(id) ?? []);
  return h(
    "article",
    { className: "contact" },
    head,
    deletedAt
      ? h("p", { className: "trashed" }, `In the trash since ${when(deletedAt)}; it is kept for 30 days.`)
      : null,
    h("div", { className: "who" }, avatar(contact.id, title, photo), h("h2", { id: "contact-title" }, title)),
    h("div", { className: "chips" }, ...labels.map((name) => h("span", { className: "chip" }, name))),
    values("Phone", person.phoneNumbers),
    values("Email", person.emailAddresses),
    ...otherFields(person),
    notes(person),
    h("p", { className: "fine" }, `Last edited ${when(contact.changedAt)}`),
  );
}

/** Shown where the list is hidden behind the contact. @param {() => void} close */
export function backButton(close) {
  const back = button("‹", "", close, "icon back");
  back.setAttribute("aria-label", "Back");
  return back;
}

/** @param {string} title @param {Item[] | undefined} items */
function values(title, items) {
  if (!items) return null;
  const lines = items.map(({ value, formattedType }) =>
    h("li", {}, h("span", {}, String(value ?? "")), formattedType ? h("small", {}, formattedType) : null),
  );
  return h("section", {}, h("h3", {}, title), h("ul", {}, ...lines));
}

/** @param {Record<string, Item[]>} person */
function notes(person) {
  const note = person.biographies?.[0];
  const text = String(note?.value ?? "");
  const title = note?.contentType === "TEXT_HTML" ? "Notes (formatted text, shown as it is stored)" : "Notes";
  return h("section", {}, h("h3", {}, title), h("div", { className: "note", id: "note" }, text || "–"));
}

/** What the editor does not change, for reading. @param {Record<string, Item[]>} person */
function otherFields(person) {
  /** @type {[string, string, (item: Item) => string][]} */
  const fields = [
    ["organizations", "Company", ({ name, title }) => [name, title].filter(Boolean).join(", ")],
    ["addresses", "Address", ({ formattedValue }) => formattedValue],
    [
      "birthdays",
      "Birthday",
      ({ date, text }) => (date ? [date.day, date.month, date.year].filter(Boolean).join(".") : text),
    ],
    ["urls", "Website", ({ value }) => value],
    ["userDefined", "Custom fields", ({ key, value }) => `${key}: ${value}`],
  ];
  return fields.map(([path, title, text]) =>
    values(
      title,
      person[path]?.map((item) => ({ value: text(item), formattedType: item.formattedType })),
    ),
  );
}
