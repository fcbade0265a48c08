import { button, h } from "./dom.js";

/**
 * A question over the page. `fill` gets a function that ends it with an answer; Esc ends it with `null`.
 * @template T
 * @param {string} title
 * @param {(end: (answer: T | null) => void) => import("./dom.js").Child[]} fill
 * @returns {Promise<T | null>}
 */
export function openDialog(title, fill) {
  return new Promise((resolve) => {
    /** @type {T | null} */
    let given = null;
    const end = (/** @type {T | null} */ answer) => {
      given = answer;
      dialog.close();
    };
    const head = h("h2", { id: "dialog-title" }, title);
    const dialog = h("dialog", { "aria-labelledby": "dialog-title" }, head);
    dialog.append(...fill(end).filter((child) => child instanceof Node || typeof child === "string"));
    dialog.addEventListener("close", () => {
      dialog.remove();
      resolve(given);
    });
    document.body.append(dialog);
    dialog.showModal();
  });
}

/** @param {(answer: any) => void} end @param {...HTMLElement} actions */
export function buttonRow(end, ...actions) {
  return h(
    "div",
    { className: "buttons" },
    button("Cancel", "", () => end(null)),
    ...actions,
  );
}

/** @param {string} title @param {string} text @param {string} yes */
export async function confirmed(title, text, yes) {
  const answer = await openDialog(title, (end) => {
    const go = button(yes, "", () => end(true), "primary");
    go.autofocus = true;
    return [h("p", {}, text), buttonRow(end, go)];
  });
  return answer === true;
}

/** A line of text; `null` when it was not given. @param {string} title @param {string} label @param {string} value @param {string} yes @returns {Promise<string | null>} */
export function askText(title, label, value, yes) {
  return openDialog(title, (end) => {
    const input = h("input", { value, required: true, autofocus: true, autocomplete: "off" });
    const send = h("button", { type: "submit", className: "primary" }, yes);
    const form = h("form", { method: "dialog" }, h("label", {}, label, input), buttonRow(end, send));
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      if (input.value.trim()) end(input.value.trim());
    });
    queueMicrotask(() => input.select());
    return [form];
  });
}

/** @param {[string, string][]} keys */
export function showHelp(keys) {
  const rows = keys.map(([key, text]) => h("tr", {}, h("th", {}, ...keyCaps(key)), h("td", {}, text)));
  return openDialog("Keyboard shortcuts", (end) => {
    const close = button("Close", "Esc", () => end(null), "primary");
    close.autofocus = true;
    return [h("table", { className: "keys" }, h("tbody", {}, ...rows)), h("div", { className: "buttons" }, close)];
  });
}

/** @param {string} keys */
function keyCaps(keys) {
  return keys.split(" ").map((key) => (key === "or" ? " or " : h("kbd", {}, key)));
}

/**
 * Which of the contacts stays. @param {import("./api.js").Row[]} rows
 * @returns {Promise<string | null>}
 */
export function askMerge(rows) {
  return openDialog("Merge contacts", (end) => {
    const options = rows.map((row, index) =>
      h(
        "label",
        { className: "choice" },
        h("input", { type: "radio", name: "keep", value: row.id, checked: index === 0, autofocus: index === 0 }),
        h("span", {}, row.name || row.email || row.phone || "(No name)", h("small", {}, row.phone)),
      ),
    );
    const go = h("button", { type: "submit", className: "primary" }, "Merge");
    const about =
      "The one you choose stays and takes in the numbers, mails, labels and notes of the others. This can't be undone.";
    const form = h("form", { method: "dialog" }, h("p", {}, about), ...options, buttonRow(end, go));
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      end(String(new FormData(form).get("keep")));
    });
    return [form];
  });
}

/**
 * Labels of some contacts: ticked for all, for none, or left as they are.
 * @param {import("./api.js").Row[]} rows
 * @param {{ id: string, name: string }[]} labels
 * @returns {Promise<{ id: string, on: boolean }[] | null>}
 */
export function askLabels(rows, labels) {
  return openDialog("Labels", (end) => {
    const boxes = labels.map(({ id, name }, index) => {
      const held = rows.filter(({ groups }) => groups.includes(id)).length;
      const state = { checked: held === rows.length, indeterminate: held > 0 && held < rows.length };
      const box = h("input", { type: "checkbox", ...state, autofocus: index === 0 });
      return { id, name, box, before: held === rows.length ? true : held === 0 ? false : null };
    });
    const choices = boxes.map(({ name, box }) => h("label", { className: "choice" }, box, h("span", {}, name)));
    const go = h("button", { type: "submit", className: "primary" }, "Apply");
    const list = h("div", { className: "scroll" }, ...choices);
    const form = h("form", { method: "dialog" }, list, buttonRow(end, go));
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      const changed = boxes.filter(({ box, before }) => !box.indeterminate && box.checked !== before);
      end(changed.map(({ id, box }) => ({ id, on: box.checked })));
    });
    return [form];
  });
}
