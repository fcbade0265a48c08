import { askText } from "./dialogs.js";
import { button, h } from "./dom.js";

/** @typedef {import("./api.js").Contact} Contact */
/** @typedef {import("./api.js").Item} Item */
/** @typedef {{ person: Record<string, Item[]>, groups: string[] }} Draft */

const phoneTypes = {
  mobile: "Mobile",
  work: "Work",
  home: "Home",
  main: "Main",
  workFax: "Work Fax",
  homeFax: "Home Fax",
  googleVoice: "Google Voice",
  pager: "Pager",
  other: "Other",
};
const emailTypes = { home: "Home", work: "Work", other: "Other" };

/** Stands for a type that is typed in; no type is called so. */
const custom = "\0";

/** Parts of a name, the usual two first; the others show when they are filled or asked for. */
const mainParts = { givenName: "First name", familyName: "Last name" };
const moreParts = { honorificPrefix: "Prefix", middleName: "Middle name", honorificSuffix: "Suffix" };

/**
 * The form of a contact, new or known. It holds what it was opened with until it is saved: what others write meanwhile it neither shows nor
 * minds, as in Contacts web.
 */
export class Editor {
  /** A save is on its way: a second one would make a second contact. */
  saving = false;

  /**
   * @param {Contact | null} contact `null` for a new one
   * @param {{ labels: { id: string, name: string }[], groups: string[], save: () => void, cancel: () => void }} options
   */
  constructor(contact, { labels, groups, save, cancel }) {
    this.id = contact?.id ?? "";
    this.person = contact?.person ?? {};
    const name = this.person.names?.[0] ?? {};
    this.parts = new Map(
      Object.entries({ ...mainParts, ...moreParts }).map(([part, label]) => [
        part,
        h("input", { value: name[part] ?? "", placeholder: label, "aria-label": label, autocomplete: "off" }),
      ]),
    );
    this.phones = new Entries("Phone", "tel", phoneTypes, this.person.phoneNumbers ?? []);
    this.emails = new Entries("Email", "email", emailTypes, this.person.emailAddresses ?? []);
    this.rawNotes = String(this.person.biographies?.[0]?.value ?? "");
    this.notes = h("textarea", { id: "notes", value: this.rawNotes, spellcheck: "false", rows: "14" });
    this.shownNotes = this.notes.value;
    this.boxes = labels.map(({ id, name: text }) => {
      const box = h("input", { type: "checkbox", checked: groups.includes(id), value: id });
      return { id, box, element: h("label", { className: "chip choice" }, box, text) };
    });
    // A group that the form does not show stays as it is.
    this.hiddenGroups = groups.filter((id) => !labels.some((label) => label.id === id));
    this.element = this.#form(contact ? "Edit contact" : "New contact", save, cancel);
    this.opened = JSON.stringify(this.draft());
  }

  /** @param {string} title @param {() => void} save @param {() => void} cancel */
  #form(title, save, cancel) {
    const form = h("form", { className: "editor", autocomplete: "off", novalidate: true });
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      save();
    });
    const part = (/** @type {string} */ name) => /** @type {HTMLInputElement} */ (this.parts.get(name));
    const more = h("div", { className: "fields", hidden: true }, ...Object.keys(moreParts).map(part));
    const reveal = button("More of the name", "", () => {
      more.hidden = false;
      reveal.hidden = true;
      part("honorificPrefix").focus();
    });
    reveal.className = "quiet";
    if (Object.keys(moreParts).some((name) => part(name).value)) {
      more.hidden = false;
      reveal.hidden = true;
    }
    const send = h("button", { type: "submit", className: "primary" }, "Save", h("kbd", {}, "Ctrl ⏎"));
    form.append(
      h(
        "div",
        { className: "detail-head" },
        h("h2", {}, title),
        h("div", { className: "buttons" }, button("Cancel", "Esc", cancel), send),
      ),
      h("div", { className: "fields" }, ...Object.keys(mainParts).map(part)),
      more,
      reveal,
      this.phones.element,
      this.emails.element,
      h(
        "fieldset",
        {},
        h("legend", {}, "Labels"),
        h("div", { className: "chips" }, ...this.boxes.map((b) => b.element)),
      ),
      h("label", { className: "stack" }, "Notes", this.notes),
    );
    return form;
  }

  focus() {
    const target = this.id ? this.notes : this.parts.get("givenName");
    target?.focus();
    // The office writes at the end of a card.
    if (target === this.notes) this.notes.setSelectionRange(this.notes.value.length, this.notes.value.length);
  }

  get dirty() {
    return JSON.stringify(this.draft()) !== this.opened;
  }

  /** @returns {Draft} */
  draft() {
    const name = { ...this.person.names?.[0] };
    let given = false;
    for (const [part, input] of this.parts) {
      name[part] = input.value;
      given ||= input.value.trim() !== "";
    }
    // A text field has its own line ends; notes that nobody touched go back as they came.
    const untouched = this.notes.value === this.shownNotes;
    const value = untouched ? this.rawNotes : this.notes.value;
    const contentType = untouched ? this.person.biographies?.[0]?.contentType : undefined;
    const chosen = this.boxes.filter(({ box }) => box.checked).map(({ id }) => id);
    return {
      person: {
        names: given ? [name] : [],
        phoneNumbers: this.phones.items(),
        emailAddresses: this.emails.items(),
        biographies: value === "" ? [] : [{ value, contentType: contentType ?? "TEXT_PLAIN" }],
      },
      groups: [...this.hiddenGroups, ...chosen],
    };
  }
}

/** Numbers or addresses, each with its type; one empty line waits at the end. */
class Entries {
  /** @param {string} title @param {string} kind @param {Record<string, string>} types @param {Item[]} items */
  constructor(title, kind, types, items) {
    this.title = title;
    this.kind = kind;
    this.types = types;
    /** @type {{ item: Item, input: HTMLInputElement, select: HTMLSelectElement, element: HTMLElement }[]} */
    this.lines = [];
    this.list = h("div", { className: "lines" });
    const add = button(`Add ${title.toLowerCase()}`, "", () => this.#add({}).input.focus(), "quiet");
    this.element = h("fieldset", {}, h("legend", {}, title), this.list, add);
    for (const item of items.length > 0 ? items : [{}]) this.#add(item);
  }

  /** @param {Item} item */
  #add(item) {
    const input = h("input", {
      type: this.kind,
      value: item.value ?? "",
      placeholder: this.title,
      "aria-label": this.title,
      autocomplete: "off",
    });
    const select = this.#select(String(item.type ?? ""));
    const remove = button("×", "", () => {
      this.lines = this.lines.filter((other) => other.element !== element);
      element.remove();
    });
    remove.className = "icon";
    remove.setAttribute("aria-label", `Remove this ${this.title.toLowerCase()}`);
    const element = h("div", { className: "line" }, input, select, remove);
    const line = { item, input, select, element };
    this.lines.push(line);
    this.list.append(element);
    return line;
  }

  /** @param {string} type */
  #select(type) {
    const select = h("select", { "aria-label": `Type of ${this.title.toLowerCase()}` });
    const add = (/** @type {string} */ value, /** @type {string} */ text) =>
      select.append(h("option", { value, selected: value === type }, text));
    add("", "No label");
    for (const [value, text] of Object.entries(this.types)) add(value, text);
    if (type && !Object.hasOwn(this.types, type)) add(type, type);
    add(custom, "Custom…");
    let before = type;
    select.addEventListener("change", () => {
      if (select.value !== custom) {
        before = select.value;
        return;
      }
      select.value = before;
      void askText(`Label of this ${this.title.toLowerCase()}`, "Label", "", "Use").then((typed) => {
        if (!typed) return;
        select.add(h("option", { value: typed }, typed), select.options.length - 1);
        select.value = typed;
        before = typed;
      });
    });
    return select;
  }

  /** @returns {Item[]} */
  items() {
    return this.lines
      .filter(({ input }) => input.value.trim() !== "")
      .map(({ item, input, select }) => {
        const { canonicalForm: _canonical, formattedType: _formatted, ...kept } = item;
        return { ...kept, value: input.value, type: select.value };
      });
  }
}
