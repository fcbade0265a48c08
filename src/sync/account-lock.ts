/**
 * One writer per account, wherever it runs: the lock is an entry in a label of the account (writer-entry.ts), and taking it is a
 * compare-and-set by the label's etag. It is held from the first write of a run to the run's end, and only there; so a run costs two calls
 * more, and one that writes nothing none.
 *
 * The lock is a lease. Its holder writes only while the last renewal is younger than half of the lease by a clock of its own that counts
 * sleep, and renews it before the next write otherwise. Others take it over when it is older than the whole lease by the account's clock, or
 * when its holder is a process of this system that is gone; taken by force, they wait the whole lease out before they write. So between
 * the last thing that the former holder can send and the first that the next one sends lies half a lease, whatever the clocks of the two say.
 */
import type { Label } from "../client/person.ts";
import { type AppError, appError, isAppError } from "../lib/errors.ts";
import type { Clock, ContactsAccount, Log } from "../ports.ts";
import {
  freeEntry,
  LOCK_LABEL,
  type LockEntry,
  lockLabel,
  readEntry,
  shortly,
  type Writer,
  withEntry,
} from "./writer-entry.ts";

/** How long a writer that says nothing is believed to be at work. */
export const LEASE_MS = 180_000;
/** Others may write to the label meanwhile, and reads may lag; after this many tries something else is wrong. */
const TRIES = 4;

export type AccountLockOptions = {
  account: ContactsAccount;
  writer: Writer;
  clock: Clock;
  log: Log;
  /** Takes the lock from whoever holds it. */
  takeOver: boolean;
  leaseMs: number;
  /** So long may lists run behind writes: what another writer has made need not be in them (people-api reference, 5). */
  lagMs: number;
  /** Milliseconds since some beginning, sleep of the machine included. */
  elapsed: () => number;
  sleep: (ms: number) => Promise<void>;
  /** Whether a process that said to be of a host of this name is seen to be gone from this very system. */
  isGone: (process: Pick<Writer, "pid" | "started">) => boolean;
  /** Names this run; never given twice. */
  token: string;
  /** Called every second of a wait: throws `interrupted` when a person asked to stop. */
  waiting: (doneMs: number, totalMs: number) => void;
};

type Held = { label: Label; entry: LockEntry; renewedAt: number };
type Seen = { label: Label | null; listedAt: Date };

export class AccountLock {
  readonly #options: AccountLockOptions;
  #held: Held | null = null;
  #seen: Seen | null = null;
  #hasMade = false;

  constructor(options: AccountLockOptions) {
    this.#options = options;
  }

  /** Told of every whole list of labels, and for how long (milliseconds) the lists of clients before it had been read. */
  listed(labels: Label[], readForMs: number): void {
    const listedAt = new Date(this.#now().getTime() - readForMs);
    this.#seen = { label: lockLabel(labels), listedAt };
  }

  elapsed(): number {
    return this.#options.elapsed();
  }

  /**
   * Takes the lock, or sees that it is still held; `creates` when clients are to be created. Throws `locked` when another writer holds it,
   * has taken it over, or has just created clients that the lists need not show yet.
   */
  async hold(creates: boolean): Promise<void> {
    if (!this.#held) await this.#take(creates);
    if (creates && !this.#held!.entry.by!.creates) await this.#renew(true);
    else await this.check();
    if (creates) this.#assertListed(this.#held!.entry);
    this.#hasMade ||= creates;
  }

  /** Right before a write: renews what is half over. Throws `locked` when another writer has the lock by now. */
  async check(): Promise<void> {
    if (!this.#held) return;
    const age = this.elapsed() - this.#held.renewedAt;
    if (age >= this.#options.leaseMs / 2) await this.#renew(this.#held.entry.by!.creates);
  }

  /** Lets go. What goes wrong here does no harm: the lease runs out. */
  async release(): Promise<void> {
    const held = this.#held;
    this.#held = null;
    // What was seen of the label says that it is ours.
    this.#seen = null;
    this.#options.account.guardWrites(null);
    if (!held) return;
    const { writer } = this.#options;
    const made = this.#hasMade
      ? { home: writer.home, host: writer.host, at: this.#now().toISOString() }
      : held.entry.made;
    try {
      await this.#write(held.label, { by: null, made, n: held.entry.n + 1 });
    } catch (error) {
      const code = isAppError(error) ? error.code : "internal";
      this.#options.log.warn({ code }, "the lock of the account was not given back; it runs out by itself");
    }
  }

  // -------------------------------------------------------------------------------------------------------------- taking

  async #take(creates: boolean): Promise<void> {
    let refused: string | null = null;
    for (let tries = 0; tries < TRIES; tries++) {
      const { label } = this.#seen ?? (await this.#look());
      if (label && this.#isOurs(label)) return this.#keep(label, readEntry(label), this.elapsed());
      if (label && refused === label.etag) break;
      const entry = label ? readEntry(label) : freeEntry;
      const isForced = label !== null && this.#assertFree(label, entry);
      const mine = this.#entryOf(entry, label, creates);
      const sentAt = this.elapsed();
      try {
        this.#keep(label ? await this.#write(label, mine) : await this.#make(mine), mine, sentAt);
        if (isForced) await this.#waitOut(sentAt);
        return;
      } catch (error) {
        if (!isChanged(error)) throw error;
        if (isAppError(error, "stale-etag")) refused = label?.etag ?? null;
        this.#seen = null;
      }
    }
    // Somebody changes the label under our hands, and reads do not show yet who.
    throw locked(null);
  }

  /** Whether somebody has to be driven out; throws `locked` when that was not asked for. */
  #assertFree(label: Label, { by }: LockEntry): boolean {
    if (!by || this.#isGone(by) || this.#isExpired(label)) return false;
    if (!this.#options.takeOver) throw locked(by);
    return true;
  }

  #isGone(by: Writer): boolean {
    return by.host === this.#options.writer.host && this.#options.isGone(by);
  }

  /** Both times are the account's own. Where it does not tell them, nothing runs out by itself. */
  #isExpired({ updatedAt }: Label): boolean {
    const now = this.#options.account.serverTime();
    return now !== null && updatedAt !== undefined && now.getTime() - Date.parse(updatedAt) >= this.#options.leaseMs;
  }

  #entryOf({ by, made, n }: LockEntry, label: Label | null, creates: boolean): LockEntry {
    const { writer, token, clock } = this.#options;
    // A holder that was cut off may have created until its lease ran out.
    const until = new Date(Date.parse(label?.updatedAt ?? clock.now().toISOString()) + this.#options.leaseMs);
    const left = by?.creates ? { home: by.home, host: by.host, at: until.toISOString() } : made;
    const holder = { ...shortly(writer), token, since: clock.now().toISOString(), creates };
    return { by: holder, made: left, n: n + 1 };
  }

  async #waitOut(since: number): Promise<void> {
    const { leaseMs, sleep, waiting } = this.#options;
    for (let gone = this.elapsed() - since; gone < leaseMs; gone = this.elapsed() - since) {
      waiting(gone, leaseMs);
      await sleep(Math.min(1_000, leaseMs - gone));
      await this.check();
    }
  }

  /** What another home has created and our lists need not show would be created twice. */
  #assertListed({ made }: LockEntry): void {
    const { home, host } = this.#options.writer;
    if (!made || (made.home === home && made.host === host)) return;
    const until = Date.parse(made.at) + this.#options.lagMs;
    if ((this.#seen?.listedAt ?? this.#now()).getTime() >= until) return;
    const since = made.at;
    throw appError({
      code: "locked",
      why: "settling",
      holder: made.host,
      since,
      until: new Date(until).toISOString(),
    });
  }

  // ------------------------------------------------------------------------------------------------------------ renewing

  /** Throws what a waiting write can't take for its own refusal. */
  async #renew(creates: boolean): Promise<void> {
    for (let tries = 0; tries < TRIES; tries++) {
      const { label, entry } = this.#held!;
      const sentAt = this.elapsed();
      const mine = { ...entry, by: { ...entry.by!, creates }, n: entry.n + 1 };
      try {
        return this.#keep(await this.#write(label, mine), mine, sentAt);
      } catch (error) {
        if (!isChanged(error)) throw isAppError(error, "account") ? unrenewed(error) : error;
      }
      const now = (await this.#look()).label;
      if (!now) return this.#takeAgain(creates);
      if (!this.#isOurs(now)) throw this.#lost(now);
      // Somebody has renamed the label, or written an entry of theirs: the lock is still ours.
      this.#held = { ...this.#held!, label: now };
    }
    throw unrenewed();
  }

  /** Somebody has deleted the label: it is made anew, if no other writer was quicker. */
  #takeAgain(creates: boolean): Promise<void> {
    this.#held = null;
    return this.#take(creates);
  }

  #lost(now: Label): AppError {
    const { by } = readEntry(now);
    const lost = appError({
      code: "locked",
      why: "taken-over",
      holder: by ? nameOf(by) : "",
      since: by?.since ?? "",
    });
    this.#held = null;
    this.#options.account.guardWrites(() => Promise.reject(lost));
    return lost;
  }

  // ---------------------------------------------------------------------------------------------------------------- label

  #isOurs(label: Label): boolean {
    return readEntry(label).by?.token === this.#options.token;
  }

  #keep(label: Label, entry: LockEntry, renewedAt: number): void {
    this.#held = { label, entry, renewedAt };
    this.#seen = { label, listedAt: this.#seen?.listedAt ?? this.#now() };
    this.#options.account.guardWrites(() => this.check());
  }

  #write(label: Label, entry: LockEntry): Promise<Label> {
    return this.#options.account.setLabelData(label, withEntry(label.clientData, entry));
  }

  #make(entry: LockEntry): Promise<Label> {
    return this.#options.account.createLabel(LOCK_LABEL, withEntry([], entry));
  }

  async #look(): Promise<Seen> {
    const label = lockLabel(await this.#options.account.listLabels());
    this.#seen = { label, listedAt: this.#seen?.listedAt ?? this.#now() };
    return this.#seen;
  }

  #now(): Date {
    return this.#options.account.serverTime() ?? this.#options.clock.now();
  }
}

/** The label is another by now, or what became of the write is not known: to be looked at again. */
function isChanged(error: unknown): boolean {
  if (isAppError(error, "account")) return error.fields.reason === "ALREADY_EXISTS";
  return isAppError(error, "stale-etag") || isAppError(error, "not-found") || isAppError(error, "unavailable");
}

function unrenewed(cause?: unknown): AppError {
  return appError({ code: "unavailable", detail: "the lock of the account cannot be renewed" }, cause);
}

function nameOf({ command, pid, host }: Writer): string {
  return `${command} (process ${pid} on ${host})`;
}

function locked(by: LockEntry["by"]): AppError {
  return appError({ code: "locked", holder: by ? nameOf(by) : "", since: by?.since ?? "" });
}
