import { ask } from "./api.js";

/** How often the page looks whether anything was written. */
const POLL_MS = 1000;

/** Calls `refresh` when anything was written, by whomever; not while nobody looks at the page. @param {() => Promise<void>} refresh */
export function watchWrites(refresh) {
  let seen = "";
  async function look() {
    if (document.hidden) return;
    const { revision: now } = await ask("revision");
    if (now === seen) return;
    await refresh();
    seen = now;
  }
  // When the emulator does not answer a banner says so; the next look may find it again.
  const lookOn = () => look().catch(() => {});
  const again = () => setTimeout(() => lookOn().then(again), POLL_MS);
  document.addEventListener("visibilitychange", lookOn);
  again();
}
