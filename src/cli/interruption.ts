import { appError } from "../lib/errors.ts";
import { exitCodes } from "./exit-codes.ts";
import type { Io } from "./io.ts";
import type { Catalogue } from "./text/catalogue.ts";

export type Interruption = {
  /** Throws `interrupted` once a person asked to stop. */
  checkpoint(): void;
  /** Resolves when a person asks to stop: for commands that run until then. */
  asked: Promise<void>;
  signal: AbortSignal;
  release(): void;
};

const SIGNALS = ["SIGINT", "SIGTERM"] as const;

/** The first Ctrl-C (or SIGTERM) asks to stop at the next safe point; the second stops at once. */
export function watchInterruption(words: () => Catalogue, io: Pick<Io, "err">): Interruption {
  const abort = new AbortController();
  const asked = Promise.withResolvers<void>();
  const onSignal = () => {
    const { views } = words();
    if (abort.signal.aborted) {
      io.err(`\n${views.stopped}\n`);
      process.exit(exitCodes.failed);
    }
    io.err(`\n${views.stopping}\n`);
    abort.abort();
    asked.resolve();
  };
  for (const signal of SIGNALS) process.on(signal, onSignal);
  return {
    checkpoint() {
      if (abort.signal.aborted) throw appError({ code: "interrupted", what: "" });
    },
    asked: asked.promise,
    signal: abort.signal,
    release() {
      for (const signal of SIGNALS) process.off(signal, onSignal);
    },
  };
}
