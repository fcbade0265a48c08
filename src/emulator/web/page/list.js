import { ask } from "./api.js";
import { avatar, h } from "./dom.js";

/** @typedef {import("./api.js").Row} Row */
/** @typedef {import("./api.js").Page} Page */

/** Height of a row; the stylesheet has the same. */
const ROW = 56;
/** Rows fetched at once: some screens around what is looked at. */
const WINDOW = 200;

/** A list of any length of which only what is looked at is fetched and drawn. */
export class ContactList {
  /** What is listed, as the server's `list` takes it. @type {Record<string, string> | null} */
  wanted = null;
  total = 0;
  /** Index of the row that the keys act on. */
  cursor = 0;
  /** Chosen rows by id. @type {Map<string, Row>} */
  chosen = new Map();
  /** Id of the contact that stands open beside the list. */
  open = "";
  /** Names of labels by id. @type {Map<string, string>} */
  labelNames = new Map();

  /** @type {Page | null} */
  #page = null;
  #asking = false;
  #stale = false;
  #generation = 0;
  /** @type {Map<number, { element: HTMLElement, drawn: string }>} */
  #drawn = new Map();
  #spacer = h("div", { className: "spacer", role: "presentation" });
  #empty = h("p", { className: "empty", role: "presentation" });

  /**
   * @param {HTMLElement} scroller
   * @param {{ opened: (row: Row) => void, changed: () => void }} events `changed`: another length or another choice
   */
  constructor(scroller, events) {
    this.scroller = scroller;
    this.events = events;
    scroller.append(this.#spacer, this.#empty);
    scroller.addEventListener("scroll", () => this.draw(), { passive: true });
    new ResizeObserver(() => this.draw()).observe(scroller);
  }

  /** Lists something; from its top if it is something else than before. @param {Record<string, string>} wanted */
  async show(wanted) {
    if (JSON.stringify(wanted) === JSON.stringify(this.wanted)) return this.draw();
    this.wanted = wanted;
    this.#generation++;
    this.#page = null;
    this.cursor = 0;
    this.chosen.clear();
    this.scroller.scrollTop = 0;
    await this.refresh();
  }

  /** Fetches again what is looked at. */
  async refresh() {
    this.#stale = true;
    await this.#fetch();
  }

  /** @param {number} index @returns {Row | undefined} */
  rowAt(index) {
    return this.#page?.rows[index - this.#page.offset];
  }

  /** @returns {Row | undefined} */
  get current() {
    return this.rowAt(this.cursor);
  }

  /** Moves the cursor by so many rows and brings it into sight. @param {number} by */
  move(by) {
    this.cursor = Math.min(Math.max(this.cursor + by, 0), Math.max(this.total - 1, 0));
    const top = this.cursor * ROW;
    const { scrollTop, clientHeight } = this.scroller;
    if (top < scrollTop) this.scroller.scrollTop = top;
    else if (top + ROW > scrollTop + clientHeight) this.scroller.scrollTop = top + ROW - clientHeight;
    this.draw();
  }

  /** Rows that fit on the screen. */
  get screenful() {
    return Math.max(Math.floor(this.scroller.clientHeight / ROW) - 1, 1);
  }

  /** @param {Row | undefined} row */
  toggle(row) {
    if (!row) return;
    if (!this.chosen.delete(row.id)) this.chosen.set(row.id, row);
    this.draw();
    this.events.changed();
  }

  clearChosen() {
    this.chosen.clear();
    this.draw();
    this.events.changed();
  }

  #range() {
    const first = Math.floor(this.scroller.scrollTop / ROW);
    const last = Math.ceil((this.scroller.scrollTop + this.scroller.clientHeight) / ROW);
    return { first: Math.max(first - 4, 0), last: last + 4 };
  }

  /** One request at a time; what came to be wanted meanwhile is fetched after it. */
  async #fetch() {
    if (this.#asking || !this.wanted) return;
    this.#asking = true;
    try {
      while (this.#stale || this.#missing()) {
        this.#stale = false;
        const generation = this.#generation;
        const offset = Math.max(this.#range().first - WINDOW / 4, 0);
        const page = await ask("list", { ...this.wanted, offset: String(offset), limit: String(WINDOW) });
        if (generation === this.#generation) this.#take(page);
        else this.#stale = true;
      }
    } finally {
      this.#asking = false;
    }
  }

  #missing() {
    if (!this.#page) return true;
    const { first, last } = this.#range();
    const end = Math.min(last, this.total);
    return first < end && (first < this.#page.offset || end > this.#page.offset + this.#page.rows.length);
  }

  /** @param {Page} page */
  #take(page) {
    const under = this.current?.id;
    this.#page = page;
    this.total = page.total;
    // The cursor stays on its contact, wherever the change has put it.
    const moved = page.rows.findIndex(({ id }) => id === under);
    if (under && moved >= 0) this.cursor = page.offset + moved;
    this.cursor = Math.min(this.cursor, Math.max(page.total - 1, 0));
    for (const row of page.rows) if (this.chosen.has(row.id)) this.chosen.set(row.id, row);
    this.draw();
    this.events.changed();
  }

  draw() {
    this.#spacer.style.height = `${this.total * ROW}px`;
    this.#empty.hidden = this.total > 0 || !this.#page;
    this.#empty.textContent = this.wanted?.q ? "Nothing found." : "Nobody here yet.";
    const { first, last } = this.#range();
    for (const [index, { element }] of this.#drawn) {
      if (index >= first && index < last && index < this.total) continue;
      element.remove();
      this.#drawn.delete(index);
    }
    for (let index = first; index < Math.min(last, this.total); index++) this.#drawRow(index);
    const active = this.#drawn.get(this.cursor)?.element.id;
    if (active) this.scroller.setAttribute("aria-activedescendant", active);
    else this.scroller.removeAttribute("aria-activedescendant");
    if (this.#page && this.#missing()) void this.#fetch().catch(() => {});
  }

  /** @param {number} index */
  #drawRow(index) {
    const row = this.rowAt(index);
    const state = [index === this.cursor, this.chosen.has(row?.id ?? ""), row?.id === this.open];
    const drawn = JSON.stringify([row, state, row?.groups.map((id) => this.labelNames.get(id))]);
    const before = this.#drawn.get(index);
    if (before?.drawn === drawn) return;
    const element = row ? this.#rowElement(row, index) : h("div", { className: "row waiting", role: "presentation" });
    element.style.transform = `translateY(${index * ROW}px)`;
    if (row && before && changedMeanwhile(before.drawn, row)) element.classList.add("changed");
    if (before) before.element.replaceWith(element);
    else this.#spacer.append(element);
    this.#drawn.set(index, { element, drawn });
  }

  /** @param {Row} row @param {number} index */
  #rowElement(row, index) {
    const chosen = this.chosen.has(row.id);
    const labels = row.groups.flatMap((id) => this.labelNames.get(id) ?? []);
    const tick = h("span", {
      className: "tick",
      "aria-hidden": "true",
      onclick: (/** @type {Event} */ event) => {
        event.stopPropagation();
        this.cursor = index;
        this.toggle(row);
      },
    });
    const title = row.name || row.email || row.phone || "(No name)";
    const classes = ["row", index === this.cursor && "cursor", row.id === this.open && "open", chosen && "chosen"];
    return h(
      "div",
      {
        className: classes.filter(Boolean).join(" "),
        id: `row-${row.id}`,
        role: "option",
        "aria-selected": String(chosen),
        onclick: () => {
          this.cursor = index;
          this.events.opened(row);
          this.draw();
        },
      },
      tick,
      avatar(row.id, title),
      h("span", { className: "name" }, title, row.groups.includes("starred") && h("span", { className: "star" }, " ★")),
      h("span", { className: "phone" }, row.name || row.email ? row.phone : ""),
      h("span", { className: "email" }, row.name ? row.email : ""),
      h("span", { className: "notes" }, row.notes),
      h("span", { className: "chips" }, ...labels.map((name) => h("span", { className: "chip" }, name))),
    );
  }
}

/** The same contact with other contents: somebody has written. @param {string} drawn @param {Row} row */
function changedMeanwhile(drawn, row) {
  const before = JSON.parse(drawn)[0];
  return before?.id === row.id && JSON.stringify(before) !== JSON.stringify(row);
}
