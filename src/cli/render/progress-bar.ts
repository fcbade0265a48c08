import cliProgress from "cli-progress";
import type { ProgressStep } from "../../sync/road.ts";
import type { Catalogue } from "../text/catalogue.ts";
import { clockText, type Pace, paceOf } from "./pace.ts";

export type Bar = { show(step: ProgressStep, done: number, total: number | null): void; end(): void };

type Running = {
  step: ProgressStep;
  bar: cliProgress.SingleBar;
  pace: Pace;
  done: number;
  total: number | null;
  tick: NodeJS.Timeout;
};

/** The time left goes on by itself while a batch is on its way. */
const TICK_MS = 500;

/** One bar at a time; a step that is finished leaves no line behind. */
export function openBar(words: () => Catalogue): Bar {
  let running: Running | null = null;
  const end = () => {
    if (!running) return;
    clearInterval(running.tick);
    running.bar.stop();
    running = null;
  };
  const draw = () => {
    if (!running) return;
    const { step, bar, pace, done, total } = running;
    const { views, format } = words();
    const figures = pace.now(performance.now());
    const left = figures === null || figures.secondsLeft === null ? null : clockText(figures.secondsLeft);
    bar.update(total === null ? 0 : done, {
      what: views.progress[step],
      done: format.number(done),
      all: format.number(total ?? done),
      pace: figures === null ? "" : views.pace(format.number(rounded(figures.perSecond)), left),
    });
  };
  const begin = (step: ProgressStep, done: number, total: number | null): Running => {
    end();
    const bar = new cliProgress.SingleBar({
      format: total === null ? "{what} {done}  {pace}" : "{bar} {what} {done}/{all}  {pace}",
      stream: process.stderr,
      clearOnComplete: true,
      hideCursor: true,
      barsize: 24,
      barCompleteChar: "█",
      barIncompleteChar: "░",
      gracefulExit: false,
    });
    const tick = setInterval(draw, TICK_MS);
    tick.unref();
    bar.start(total ?? 1, 0, { what: "", done: "", all: "", pace: "" });
    return { step, bar, pace: paceOf(), done, total, tick };
  };
  return {
    show(step, done, total) {
      if (running?.step !== step || (running.total === null) !== (total === null)) running = begin(step, done, total);
      if (total !== null && total !== running.total) running.bar.setTotal(total);
      Object.assign(running, { done, total });
      running.pace.report(done, total, performance.now());
      draw();
      if (total !== null && done >= total) end();
    },
    end,
  };
}

function rounded(perSecond: number): number {
  return perSecond >= 10 ? Math.round(perSecond) : Math.round(perSecond * 10) / 10;
}
