import { readSettings } from "../../src/config/settings.ts";
import { wallClock } from "../../src/lib/day.ts";
import type { Context } from "../../src/use-cases/context.ts";
import type { TestOffice } from "./office.ts";

/** The context of the use-cases, on the real parts of a test office. */
export async function contextOf({ road, store, folder }: TestOffice): Promise<Context> {
  const { clock, log, template, grammar } = road;
  return {
    settings: await readSettings({ env: {}, flags: { home: folder }, cwd: folder }),
    clock,
    log,
    template,
    grammar,
    get today() {
      return wallClock(clock.now(), template.timeZone).day;
    },
    store,
    progress: road.progress,
    readyRoad() {},
    withRoad: (_command, work) => work(road),
  };
}
