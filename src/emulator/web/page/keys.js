/** What the keys do, for the help. @type {[string, string][]} */
export const shortcuts = [
  ["j or ↓", "next contact"],
  ["k or ↑", "previous contact"],
  ["Enter or o", "open"],
  ["Esc", "back; clear the choice or the search"],
  ["/", "search"],
  ["c", "create a contact"],
  ["e", "edit"],
  ["Ctrl Enter", "save"],
  ["x", "choose, for several at once"],
  ["l", "labels"],
  ["m", "merge the chosen contacts"],
  ["# or Delete", "delete"],
  ["r", "restore, in the trash"],
  ["?", "this help"],
];

/**
 * @typedef {{
 *   editing: () => boolean, save: () => void, leave: () => void, move: (by: number) => void, screenful: () => number, open: () => void,
 *   choose: () => void, search: () => void, create: () => void, edit: () => void, remove: () => void, merge: () => void, label: () => void,
 *   restore: () => void, help: () => void
 * }} Acts
 */

/** @param {Acts} acts */
export function handleKeys(acts) {
  const far = 1e9;
  /** @type {Record<string, () => void>} */
  const plain = {
    j: () => acts.move(1),
    ArrowDown: () => acts.move(1),
    k: () => acts.move(-1),
    ArrowUp: () => acts.move(-1),
    PageDown: () => acts.move(acts.screenful()),
    PageUp: () => acts.move(-acts.screenful()),
    Home: () => acts.move(-far),
    End: () => acts.move(far),
    Enter: acts.open,
    o: acts.open,
    x: acts.choose,
    "/": acts.search,
    c: acts.create,
    e: acts.edit,
    "#": acts.remove,
    Delete: acts.remove,
    m: acts.merge,
    l: acts.label,
    r: acts.restore,
    "?": acts.help,
  };
  addEventListener("keydown", (event) => {
    if (event.isComposing || document.querySelector("dialog[open]")) return;
    const act = actOf(event, acts, plain);
    if (!act) return;
    event.preventDefault();
    act();
  });
}

/** @param {KeyboardEvent} event @param {Acts} acts @param {Record<string, () => void>} plain */
function actOf(event, acts, plain) {
  const target = event.target instanceof HTMLElement ? event.target : document.body;
  if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) return acts.editing() ? acts.save : undefined;
  if (event.ctrlKey || event.metaKey || event.altKey) return undefined;
  const inSearch = target.id === "search";
  if (event.key === "Escape") {
    if (!inSearch) return acts.leave;
    return () => {
      document.getElementById("list")?.focus();
      acts.leave();
    };
  }
  if (inSearch && event.key === "ArrowDown") return () => document.getElementById("list")?.focus();
  if (acts.editing() || target.matches("input, textarea, select")) return undefined;
  // A button or a link that has the focus keeps its own key.
  if (event.key === "Enter" && target.matches("button, a, summary")) return undefined;
  const key = keyOf(event);
  return Object.hasOwn(plain, key) ? plain[key] : undefined;
}

/** The key by its Latin letter where the layout is Armenian or Russian, as an office's is. @param {KeyboardEvent} event */
function keyOf({ key, code }) {
  if (/^Key[A-Z]$/.test(code) && !/^[a-z]$/i.test(key)) return code.slice(3).toLowerCase();
  return key.length === 1 ? key.toLowerCase() : key;
}
