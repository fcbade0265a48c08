import { tell } from "./api.js";
import { askText, buttonRow, openDialog } from "./dialogs.js";
import { button, h } from "./dom.js";

/** @typedef {import("./api.js").Overview} Overview */
/** @typedef {import("./api.js").Label} Label */

/**
 * The labels with their counts, and what can be done with them.
 * @param {Overview} overview
 * @param {URLSearchParams} route
 * @param {{ create: () => void, attempt: (work: () => Promise<unknown>) => void, open: (route: Record<string, string>) => void }} acts
 */
export function labelNav(overview, route, { create, attempt, open }) {
  const entry = (/** @type {string} */ text, /** @type {number} */ count, /** @type {Record<string, string>} */ to) => {
    const here = !route.get("q") && ["label", "trash"].every((key) => (route.get(key) ?? "") === (to[key] ?? ""));
    return h(
      "a",
      { href: `#${new URLSearchParams(to)}`, "aria-current": here ? "page" : null },
      h("span", { className: "text", title: text }, text),
      h("span", { className: "count" }, count.toLocaleString()),
    );
  };
  const labels = overview.labels.map((label) => {
    const change = button("⋯", "", () => attempt(() => changeLabel(label, open)), "icon");
    change.setAttribute("aria-label", `Rename or delete ${label.name}`);
    return h("div", { className: "label" }, entry(label.name, label.count, { label: label.id }), change);
  });
  const add = button("New label", "", () => attempt(() => createLabel(open)), "quiet");
  return [
    button("Create contact", "c", create, "primary create"),
    entry("Contacts", overview.contacts, {}),
    entry("Starred", overview.starred, { label: "starred" }),
    h("h2", {}, "Labels"),
    ...labels,
    add,
    h("h2", {}, "More"),
    entry("Trash", overview.trash, { trash: "1" }),
  ];
}

/** @param {(route: Record<string, string>) => void} open */
async function createLabel(open) {
  const name = await askText("New label", "Name", "", "Create");
  if (name === null) return;
  const { id } = await tell("create-label", { name });
  open({ label: id });
}

/** @param {Label} label @param {(route: Record<string, string>) => void} open */
async function changeLabel({ id, name, count }, open) {
  const choice = await openDialog(name, (end) => {
    const rename = button("Rename…", "", () => end("rename"));
    rename.autofocus = true;
    return [
      h(
        "div",
        { className: "stack" },
        rename,
        button("Delete the label, keep its contacts", "", () => end("delete")),
        count > 0
          ? button(`Delete the label and its contacts (${count})`, "", () => end("delete-all"), "danger")
          : null,
      ),
      buttonRow(end),
    ];
  });
  if (choice === "rename") {
    const wanted = await askText("Rename label", "Name", name, "Rename");
    if (wanted !== null) await tell("rename-label", { id, name: wanted });
  } else if (choice) {
    await tell("delete-label", { id, deleteContacts: choice === "delete-all" });
    open({});
  }
}
