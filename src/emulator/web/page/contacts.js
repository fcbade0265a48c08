import { ask, attempt, Refused, tell } from "./api.js";
import { deedsOn } from "./deeds.js";
import { backButton, contactView } from "./detail.js";
import { confirmed, showHelp } from "./dialogs.js";
import { button, byId, Drawn, h, toast } from "./dom.js";
import { Editor } from "./editor.js";
import { handleKeys, shortcuts } from "./keys.js";
import { labelNav } from "./labels.js";
import { ContactList } from "./list.js";
import { watchWrites } from "./watch.js";

/** @typedef {import("./api.js").Row} Row */
/** @typedef {import("./api.js").Contact} Contact */
/** @typedef {import("./api.js").Overview} Overview */

const search = /** @type {HTMLInputElement} */ (byId("search"));
const accounts = /** @type {HTMLSelectElement} */ (byId("account"));
const detail = byId("detail");
const drawn = new Drawn();

/** Where the page stands: `label`, `q`, `trash`, `open` (a contact's id, or `new`), `edit`. */
let route = new URLSearchParams(location.hash.slice(1));
/** @type {Overview | null} */
let overview = null;
/** @type {Contact | null} */
let contact = null;
/** @type {Editor | null} */
let editor = null;

const list = new ContactList(byId("list"), { opened: (row) => void openContact(row.id), changed: drawListHead });
const deeds = deedsOn({
  list,
  contact: () => contact,
  labels: () => overview?.labels ?? [],
  inTrash: () => (contact && list.chosen.size === 0 ? Boolean(contact.deletedAt) : route.has("trash")),
  editing: () => editor !== null,
  refresh,
  open: openContact,
  close: closeContact,
});

// ------------------------------------------------------------------------------------------------------------------ moving about

/**
 * Goes somewhere within what is listed, or elsewhere; `typing` leaves no trace in the history.
 * @param {Record<string, string>} to
 */
async function go(to, typing = false) {
  if (!(await mayLeave())) return;
  editor = null;
  const next = new URLSearchParams(to);
  if (typing && route.has("q")) history.replaceState(null, "", `#${next}`);
  else if (next.toString() !== route.toString()) history.pushState(null, "", `#${next}`);
  route = next;
  await attempt(follow);
}

/** Where the list stands, without what is open beside it. */
function listRoute() {
  const kept = ["label", "q", "trash"].flatMap((key) => (route.get(key) ? [[key, route.get(key) ?? ""]] : []));
  return /** @type {Record<string, string>} */ (Object.fromEntries(kept));
}

/** @param {string} id */
function openContact(id) {
  return go({ ...listRoute(), open: id });
}

function closeContact() {
  return go(listRoute());
}

const openEditor = () => contact && !contact.deletedAt && go({ ...listRoute(), open: contact.id, edit: "1" });
const openNew = () => go({ ...listRoute(), open: "new" });

/** A form with changes is not left without a word. */
async function mayLeave() {
  if (!editor?.dirty) return true;
  return confirmed("Discard changes?", "What you changed has not been saved.", "Discard");
}

async function hashChanged() {
  const next = location.hash.slice(1);
  if (next === route.toString()) return;
  if (editor?.dirty) {
    history.pushState(null, "", `#${route}`);
    if (!(await mayLeave())) return;
    history.replaceState(null, "", `#${next}`);
  }
  editor = null;
  route = new URLSearchParams(next);
  await attempt(follow);
}

/** Makes the page what the route says. */
async function follow() {
  document.body.classList.remove("menu-open");
  if (document.activeElement !== search) search.value = route.get("q") ?? "";
  const open = route.get("open") ?? "";
  list.open = open;
  if (!overview) await readOverview();
  drawNav();
  const listed = list.show(listRoute());
  if (open === "new") newEditor();
  else if (!open) showDetail(null);
  else await readContact(open);
  await listed;
  if (document.activeElement === document.body) list.scroller.focus();
}

async function readOverview() {
  overview = /** @type {Overview} */ (await ask("overview"));
  list.labelNames = new Map(overview.labels.map(({ id, name }) => [id, name]));
}

/** @param {string} id */
async function readContact(id) {
  const found = /** @type {Contact | null} */ (await ask("contact", { id }).catch(() => null));
  // Meanwhile the person may have gone elsewhere.
  if (route.get("open") !== id || editor) return;
  contact = found;
  if (!contact) return showDetail(goneNote());
  if (route.get("edit") && !contact.deletedAt) return openForm(contact);
  drawContact();
}

// ------------------------------------------------------------------------------------------------------------------ drawing

function drawNav() {
  if (!overview) return;
  const { revision: _revision, ...shown } = overview;
  if (!drawn.isNew("nav", [shown, route.toString()])) return;
  byId("labels").replaceChildren(...labelNav(overview, route, { create: openNew, attempt: act, open: go }));
  accounts.replaceChildren(
    ...overview.accounts.map((email) => h("option", { value: email, selected: email === overview?.email }, email)),
  );
  accounts.hidden = overview.accounts.length < 2;
}

function listTitle() {
  if (route.get("q")) return `Results for “${route.get("q")}”`;
  if (route.get("trash")) return "Trash";
  if (route.get("label") === "starred") return "Starred";
  return list.labelNames.get(route.get("label") ?? "") ?? (route.get("label") ? "Label" : "Contacts");
}

function drawListHead() {
  const count = list.chosen.size;
  const title = h(
    "h2",
    { id: "list-title" },
    listTitle(),
    h("span", { className: "count" }, ` ${list.total.toLocaleString()}`),
  );
  const actions = route.get("trash")
    ? [button("Restore", "r", deeds.restore, "primary")]
    : [button("Labels", "l", deeds.label), button("Merge", "m", deeds.merge), button("Delete", "#", deeds.remove)];
  const bar = [h("span", {}, `${count} chosen`), ...actions, button("Clear", "Esc", () => list.clearChosen(), "quiet")];
  byId("list-head").replaceChildren(...(count > 0 ? bar : [title]));
}

/** @param {HTMLElement | null} element */
function showDetail(element) {
  if (!element) contact = null;
  drawn.forget("contact");
  detail.hidden = !element;
  document.body.classList.toggle("detail-open", Boolean(element));
  detail.replaceChildren(element ?? "");
  list.draw();
}

function drawContact() {
  if (!contact) return;
  const acts = {
    edit: openEditor,
    ...deeds,
    close: closeContact,
  };
  const content = [contact, [...list.labelNames]];
  if (!drawn.isNew("contact", content)) return;
  const kept = detail.scrollTop;
  showDetail(contactView(contact, list.labelNames, acts));
  detail.scrollTop = kept;
  drawn.isNew("contact", content);
}

function goneNote() {
  const head = h("div", { className: "detail-head" }, backButton(closeContact));
  return h("article", { className: "contact" }, head, h("p", {}, "This contact was deleted."));
}

// ------------------------------------------------------------------------------------------------------------------ the form

/** @param {Contact | null} known @param {string[]} groups */
function makeEditor(known, groups) {
  const labels = [{ id: "starred", name: "★ Starred" }, ...(overview?.labels ?? [])];
  editor = new Editor(known, { labels, groups, save: () => act(saveEditor), cancel: () => void leaveEditor() });
  showDetail(editor.element);
  editor.focus();
}

/** @param {Contact} known */
const openForm = (known) => makeEditor(known, known.groups);
const newEditor = () => makeEditor(null, [route.get("label") ?? ""].filter(Boolean));

async function saveEditor() {
  if (!editor || editor.saving) return;
  const form = editor;
  form.saving = true;
  try {
    const { id } = await tell(form.id ? "save" : "create", { id: form.id, ...form.draft() });
    editor = null;
    toast("Saved.");
    await openContact(id);
  } catch (error) {
    if (!(error instanceof Refused && error.status === "NOT_FOUND")) throw error;
    toast("This contact was deleted meanwhile. Restore it from the trash, then save again: your text stays here.");
  } finally {
    form.saving = false;
  }
}

const leaveEditor = () => (editor?.id ? openContact(editor.id) : closeContact());

// ------------------------------------------------------------------------------------------------------------------ what others write

/** Shows what there is now; an open form stays as it is. */
async function refresh() {
  await readOverview();
  drawNav();
  await (list.wanted ? list.refresh() : follow());
  if (contact && !editor) await readContact(contact.id);
}

/** @param {() => Promise<unknown>} work */
function act(work) {
  void attempt(async () => {
    await work();
    await refresh();
  });
}

// ------------------------------------------------------------------------------------------------------------------ beginning

/** @type {ReturnType<typeof setTimeout> | undefined} */
let typing;

function searchTyped() {
  clearTimeout(typing);
  typing = setTimeout(() => {
    const q = search.value.trim();
    void go(q ? { q } : {}, true);
  }, 120);
}

handleKeys({
  editing: () => editor !== null,
  save: () => act(saveEditor),
  leave: () => {
    if (editor) void leaveEditor();
    else if (contact || route.get("open")) void closeContact();
    else if (list.chosen.size > 0) list.clearChosen();
    else if (route.get("q")) void go({});
  },
  move: (by) => {
    list.move(by);
    if (contact && !editor && list.current) void openContact(list.current.id);
  },
  screenful: () => list.screenful,
  open: () => list.current && void openContact(list.current.id),
  choose: () => list.toggle(list.current),
  search: () => search.select(),
  create: () => void openNew(),
  edit: async () => {
    if (!contact && list.current) await openContact(list.current.id);
    await openEditor();
  },
  ...deeds,
  help: () => void showHelp(shortcuts),
});

search.addEventListener("input", searchTyped);
byId("search-form").addEventListener("submit", (event) => {
  event.preventDefault();
  byId("list").focus();
});
byId("help").addEventListener("click", () => void showHelp(shortcuts));
byId("menu").addEventListener("click", () => document.body.classList.toggle("menu-open"));
accounts.addEventListener("change", async () => {
  const chosen = accounts.value;
  if (await mayLeave()) {
    editor = null;
    location.assign(`/?${new URLSearchParams({ account: chosen })}`);
  } else drawNav();
});
addEventListener("hashchange", () => void hashChanged());
addEventListener("beforeunload", (event) => {
  if (editor?.dirty) event.preventDefault();
});

await attempt(follow);
list.scroller.focus();
watchWrites(refresh);
