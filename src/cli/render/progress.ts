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
  const start = performance.now();
  let loading = false;
  let bar: Bar | null = null;
  return {
    report(step, done, total) {
      if (performance.now() - start < PATIENCE_MS) return;
      bar?.show(step, done, total);
      if (loading) return;
      loading = true;
      void import("./progress-bar.ts").then(({ openBar }) => {
        bar = openBar(words);
      });
    },
    end: () => bar?.end(),
  };
}
