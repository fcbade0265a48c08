import type { Progress } from "../../use-cases/context.ts";
import type { Io } from "../io.ts";
import type { Catalogue } from "../text/catalogue.ts";
import type { Bar } from "./progress-bar.ts";

export type ShownProgress = {
  report: Progress;
  /** Takes the bar off the screen, before anything else is printed there. */
  end(): void;
};

/** Shown only when a command takes long enough for somebody to wonder. */
const PATIENCE_MS = 400;

/** A progress bar on stderr for a person at a terminal; for everybody else nothing. */
export function progressTo(io: Io, words: () => Catalogue, quiet: boolean): ShownProgress {
  if (quiet || !io.tty.err) return { report: () => {}, end: () => {} };
  let last: Parameters<Progress> | null = null;
  let bar: Bar | null = null;
  let isAwaited = false;
  // A step may say nothing for long: what it said last is shown all the same.
  const open = async () => {
    const { openBar } = await import("./progress-bar.ts");
    bar = openBar(words);
    if (last) bar.show(...last);
  };
  return {
    report(...report) {
      last = report;
      bar?.show(...report);
      if (isAwaited) return;
      isAwaited = true;
      setTimeout(() => void open(), PATIENCE_MS).unref();
    },
    end() {
      last = null;
      bar?.end();
    },
  };
}
