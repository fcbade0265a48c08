import type { Grammar } from "../card/index.ts";
import { type WallClock, wallClock } from "../lib/day.ts";
import type { Clock, ContactsAccount, Log, Store } from "../ports.ts";
import type { Template } from "../template/template.ts";
import type { AccountLock } from "./account-lock.ts";

/** Everything that the engine works with: ports, and the office's rules. */
export type Road = {
  account: ContactsAccount;
  /** Held from the first write of a run on; nobody else writes to the account then. */
  lock: AccountLock;
  store: Store;
  clock: Clock;
  log: Log;
  template: Template;
  grammar: Grammar;
  /** Names the settings that a reconciliation depends on: a change of the template makes every client due. */
  settingsHash: string;
  /** So long may the account's lists run behind writes. */
  lagMs: number;
  /** Told of progress: what is being done, how many of how many. */
  progress: (what: ProgressStep, done: number, total: number | null) => void;
  /** Throws `interrupted` when a person asked to stop; called at safe points only. */
  checkpoint: () => void;
};

export type ProgressStep =
  | "read"
  | "pull"
  | "reconcile"
  | "create-labels"
  | "create"
  | "update"
  | "members"
  | "undo"
  | "wait"
  | "export";

export function now(road: Road): string {
  return road.clock.now().toISOString();
}

/** The office's wall clock. */
export function officeTime(road: Road, at: string = now(road)): WallClock {
  return wallClock(new Date(at), road.template.timeZone);
}

/** The mark of a reconciliation: what it found stays true on the same day under the same settings. */
export function reconciledMark(road: Road): string {
  return `${officeTime(road).day} ${road.settingsHash}`;
}
