/** @typedef {Node | string | null | undefined | false} Child */

/** Members that are set and not written as attributes. */
const members = new Set(["value", "checked", "disabled", "selected", "indeterminate", "className", "htmlFor"]);

/**
 * Makes an element. `on…` are listeners; text is only ever text.
 * @template {keyof HTMLElementTagNameMap} T
 * @param {T} tag
 * @param {Record<string, unknown>} [props]
 * @param {...Child} children
 * @returns {HTMLElementTagNameMap[T]}
 */
export function h(tag, props = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(props)) {
    if (value === undefined || value === null || value === false) continue;
    if (name.startsWith("on")) element.addEventListener(name.slice(2), /** @type {EventListener} */ (value));
    else if (members.has(name)) Object.assign(element, { [name]: value });
    else element.setAttribute(name, value === true ? "" : String(value));
  }
  for (const child of children) if (child) element.append(child);
  return element;
}

/**
 * @param {string} id
 * @returns {HTMLElement}
 */
export function byId(id) {
  const element = document.getElementById(id);
  if (!element) throw new Error(`the page has no #${id}`);
  return element;
}

/** @param {string} text @param {string} key @param {(event: Event) => void} act @param {string} [className] */
export function button(text, key, act, className = "") {
  const hint = key ? h("kbd", { "aria-hidden": "true" }, key) : null;
  return h("button", { type: "button", className, onclick: act }, text, hint);
}

/** A round picture: the photo, or the first letter in a colour of its own. @param {string} id @param {string} name @param {string} [photo] */
export function avatar(id, name, photo) {
  if (photo) return h("img", { className: "avatar", src: photo, alt: "" });
  const letter = /\p{L}|\p{N}/u.exec(name)?.[0]?.toUpperCase() ?? "·";
  const hue = Number(BigInt(id || "0") % 8n);
  return h("span", { className: `avatar hue${hue}`, "aria-hidden": "true" }, letter);
}

/** @param {string} text */
export function when(text) {
  return new Date(text).toLocaleString([], { dateStyle: "medium", timeStyle: "short" });
}

/** @type {number | undefined} */
let toastTimer;

/** Says something in passing, with one thing that can be done about it. @param {string} text @param {{ text: string, act: () => void }} [action] */
export function toast(text, action) {
  const box = byId("toast");
  const undo = action
    ? button(action.text, "", () => {
        box.replaceChildren();
        action.act();
      })
    : null;
  box.replaceChildren(h("span", {}, text), undo ?? "");
  clearTimeout(toastTimer);
  toastTimer = setTimeout(() => box.replaceChildren(), 8000);
}

/** What stands on the page already is left alone, with its focus and its place. */
export class Drawn {
  /** @type {Map<string, string>} */
  #parts = new Map();

  /** Whether a part is to be drawn anew. @param {string} part @param {unknown} content */
  isNew(part, content) {
    const text = JSON.stringify(content);
    if (this.#parts.get(part) === text) return false;
    this.#parts.set(part, text);
    return true;
  }

  /** @param {string} part */
  forget(part) {
    this.#parts.delete(part);
  }
}
