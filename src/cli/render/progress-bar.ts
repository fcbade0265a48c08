import cliProgress from "cli-progress";
import type { ProgressStep } from "../../sync/road.ts";
import type { Catalogue } from "../text/catalogue.ts";

export type Bar = { show(step: ProgressStep, done: number, total: number | null): void; end(): void };

type Shown = { what: string; done: string; all: string };

/** One bar at a time; a step that is finished leaves no line behind. */
export function openBar(words: () => Catalogue): Bar {
  let bar: cliProgress.SingleBar | null = null;
  let current: ProgressStep | null = null;
  const end = () => {
    bar?.stop();
    bar = null;
    current = null;
  };
  const begin = (step: ProgressStep, total: number | null, shown: Shown) => {
    end();
    current = step;
    bar = new cliProgress.SingleBar({
      format: total === null ? "{what} {done}" : "{bar} {what} {done}/{all}",
      stream: process.stderr,
      clearOnComplete: true,
      hideCursor: true,
      barsize: 24,
      barCompleteChar: "█",
      barIncompleteChar: "░",
      gracefulExit: false,
    });
    bar.start(total ?? 1, 0, shown);
  };
  return {
    show(step, done, total) {
      const { views, format } = words();
      const shown = { what: views.progress[step], done: format.number(done), all: format.number(total ?? done) };
      if (step !== current) begin(step, total, shown);
      bar?.update(total === null ? 0 : done, shown);
      if (total !== null && done >= total) end();
    },
    end,
  };
}
