import { attempt, tell } from "./api.js";
import { askLabels, askMerge, confirmed } from "./dialogs.js";
import { toast } from "./dom.js";

/** @typedef {import("./api.js").Row} Row */

/**
 * What the deeds need of the page.
 * @typedef {{
 *   list: import("./list.js").ContactList,
 *   contact: () => import("./api.js").Contact | null,
 *   labels: () => import("./api.js").Label[],
 *   inTrash: () => boolean,
 *   editing: () => boolean,
 *   refresh: () => Promise<void>,
 *   open: (id: string) => Promise<void>,
 *   close: () => Promise<void>,
 * }} Page
 */

/** What is done to the chosen contacts, or to the one that is looked at. @param {Page} page */
export function deedsOn(page) {
  const { list, refresh } = page;

  /** The chosen rows, else the open contact, else the row under the cursor. @returns {Row[]} */
  function targets() {
    if (list.chosen.size > 0) return [...list.chosen.values()];
    const contact = page.contact();
    if (!contact) return list.current ? [list.current] : [];
    return [{ id: contact.id, groups: contact.groups, name: "", phone: "", email: "", notes: "" }];
  }

  const mayChange = () => !page.editing() && !page.inTrash();

  async function remove() {
    const ids = targets().map(({ id }) => id);
    if (ids.length === 0 || !mayChange()) return;
    const question = `${ids.length} contacts go to the trash.`;
    if (ids.length > 1 && !(await confirmed("Delete contacts?", question, "Delete"))) return;
    await attempt(async () => {
      for (let at = 0; at < ids.length; at += 500) await tell("delete", { ids: ids.slice(at, at + 500) });
      list.clearChosen();
      await page.close();
      await refresh();
      const said = ids.length > 1 ? `${ids.length} contacts deleted.` : "Contact deleted.";
      toast(said, { text: "Undo", act: () => restoreAll(ids) });
    });
  }

  /** @param {string[]} ids */
  function restoreAll(ids) {
    return attempt(async () => {
      await tell("restore", { ids });
      list.clearChosen();
      await page.close();
      await refresh();
      toast("Restored.");
    });
  }

  async function restore() {
    const ids = targets().map(({ id }) => id);
    if (ids.length > 0 && page.inTrash()) await restoreAll(ids);
  }

  async function merge() {
    const rows = [...list.chosen.values()];
    if (!mayChange()) return;
    if (rows.length < 2) return toast("Choose two contacts with x, then merge them.");
    const keep = await askMerge(rows);
    if (!keep) return;
    await attempt(async () => {
      await tell("merge", { keep, others: rows.map(({ id }) => id).filter((id) => id !== keep) });
      list.clearChosen();
      toast("Merged.");
      await refresh();
      await page.open(keep);
    });
  }

  async function label() {
    const rows = targets();
    if (rows.length === 0 || !mayChange()) return;
    if (page.labels().length === 0) return toast("There are no labels yet.");
    const changes = await askLabels(rows, page.labels());
    await attempt(async () => {
      const ids = rows.map(({ id }) => id);
      for (const { id, on } of changes ?? []) {
        for (let at = 0; at < ids.length; at += 1000)
          await tell("label", { id, [on ? "add" : "remove"]: ids.slice(at, at + 1000) });
      }
      await refresh();
    });
  }

  async function star() {
    const contact = page.contact();
    if (!contact || !mayChange()) return;
    const list = contact.groups.includes("starred") ? "remove" : "add";
    await attempt(async () => {
      await tell("label", { id: "starred", [list]: [contact.id] });
      await refresh();
    });
  }

  return { remove, restore, merge, label, star };
}
