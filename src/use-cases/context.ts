/** What every use-case is handed: the store for looking up, the road for anything that reads or writes the account. */
import type { Grammar } from "../card/index.ts";
import type { Settings } from "../config/settings.ts";
import type { Clock, Log, Store } from "../ports.ts";
import type { ProgressStep, Road } from "../sync/road.ts";
import type { Template } from "../template/template.ts";

export type Context = {
  settings: Settings;
  clock: Clock;
  log: Log;
  template: Template;
  grammar: Grammar;
  /** The office's day, `YYYY-MM-DD`. */
  today: string;
  store: Store;
  progress: Progress;
  /** Loads what a road needs, while something else is waited for. What is wrong with it is told when it is needed. */
  readyRoad(): void;
  /**
   * Opens the account and takes the writer's lock for the time of `work`; throws `locked` when another run holds it. `command` is what the
   * other one is told.
   */
  withRoad<T>(command: string, work: (road: Road) => Promise<T>): Promise<T>;
};

/** Told of progress; `total` is `null` while it is unknown. */
export type Progress = (step: ProgressStep, done: number, total: number | null) => void;

/** Asks a person whether to go on; never called in a dry run. `false` leaves everything as it is. */
export type Approve<T> = (proposal: T) => Promise<boolean>;
