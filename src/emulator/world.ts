import { randomBytes } from "node:crypto";
import type { CountryCode } from "libphonenumber-js";
import { Account } from "./account.ts";
import type { Database } from "./database.ts";
import type { Switches } from "./switches.ts";
import { defaultSwitches } from "./switches.ts";

/** Everything that the methods share: the accounts, the clock, the switches and where the server is reached. */
export class World {
  readonly database: Database;
  readonly switches: Switches;
  readonly region: CountryCode;
  readonly accounts = new Map<string, Account>();
  /** Random text of this state: tokens of any other (or of this one before a reset) are foreign. */
  instance: string;
  /** `http://127.0.0.1:PORT`, set when the server listens. */
  root = "";
  #clock: () => Date;
  #behindMs = 0;

  constructor(database: Database, clock: () => Date, region: CountryCode, switches: Partial<Switches>) {
    this.database = database;
    this.#clock = clock;
    this.region = region;
    this.switches = { ...defaultSwitches, ...switches };
    this.instance = database.meta("instance") ?? this.#newInstance();
    for (const row of database.accounts()) this.accounts.set(row.email, new Account(row, database));
  }

  /** Milliseconds since epoch by the emulator's clock. */
  now(): number {
    return this.#clock().getTime();
  }

  setClock(clock: () => Date): void {
    this.#clock = clock;
  }

  /** The account of an address; it is made on first sight. */
  account(email: string): Account {
    const known = this.accounts.get(email);
    if (known) return known;
    const digits = BigInt(`0x${randomBytes(8).toString("hex")}`).toString();
    const row = { email, profileId: `1${digits.padStart(20, "0").slice(-20)}` };
    this.database.addAccount(row);
    const account = new Account(row, this.database);
    this.accounts.set(email, account);
    return account;
  }

  /** Time up to which lists show writes; no bound without lag, so a clock that is set back hides nothing. */
  listCutoff(): number {
    return this.#cutoff(this.switches.lagMs);
  }

  readCutoff(): number {
    return this.#cutoff(this.switches.staleReadMs);
  }

  #cutoff(ms: number): number {
    const behind = Math.max(ms, this.#behindMs);
    return behind > 0 ? this.now() - behind : Number.POSITIVE_INFINITY;
  }

  /** What `read` finds when it looks at the state of so many milliseconds ago. */
  behind<T>(ms: number, read: () => T): T {
    this.#behindMs = ms;
    try {
      return read();
    } finally {
      this.#behindMs = 0;
    }
  }

  /** How far back any read may still have to look. */
  keepSince(): number {
    return this.now() - Math.max(this.switches.lagMs, this.switches.staleReadMs);
  }

  /** Empties every account. */
  reset(): void {
    this.database.clearAccounts();
    this.reload();
  }

  /** Reads the accounts anew from the database; tokens given out before are foreign from then on. */
  reload(): void {
    this.accounts.clear();
    for (const row of this.database.accounts()) this.accounts.set(row.email, new Account(row, this.database));
    this.instance = this.#newInstance();
  }

  #newInstance(): string {
    const instance = randomBytes(12).toString("hex");
    this.database.setMeta("instance", instance);
    return instance;
  }
}
