/**
 * Some days of a small office whose program is killed again and again in the middle of its work: real processes, the account in another,
 * lists that run behind, answers that get lost. In the end the program may finish, and everything is looked at.
 */
import { appendFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { compileGrammar } from "../../../src/card/index.ts";
import { openPeopleAccount, staticToken } from "../../../src/people/index.ts";
import { openSqliteStore } from "../../../src/store/index.ts";
import { asWriter } from "../../../src/use-cases/writers.ts";
import { silent } from "../silent-log.ts";
import { shippedTemplate } from "../template.ts";
import { type Chance, chanceOf } from "./chance.ts";
import { Chronicle } from "./chronicle.ts";
import { stormFolder } from "./folder.ts";
import { type Violation, violations } from "./invariants.ts";
import { type Ended, endOf, startEmulatorProcess, startProgram } from "./program.ts";
import { Staff } from "./staff.ts";
import { type Moment, Wire } from "./wire.ts";

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;
/** How often one piece of work is tried under fire before it may come to its end. */
const TRIES = 4;
/** How long one command may take. */
const PATIENCE = 60_000;

export type KilledLifeOptions = { seed: number; kills: number; tell?: (kills: number) => void };

export async function surviveKills(options: KilledLifeOptions): Promise<Violation[]> {
  const { path: folder, keep, remove } = stormFolder();
  const chance = chanceOf(options.seed);
  const begin = Date.parse("2026-11-23T05:00:00Z");
  const emulator = await startEmulatorProcess(folder, new Date(begin).toISOString());
  const wire = new Wire(emulator.url, chance);
  try {
    await wire.open();
    const found = await new KilledLife(options, chance, { folder, emulator, wire, begin }).live();
    return found.length === 0 ? [] : [...found, { rule: "kept", what: keep(`kill-${options.seed}`) }];
  } finally {
    wire.close();
    emulator.stop();
    remove();
  }
}

type World = {
  folder: string;
  emulator: Awaited<ReturnType<typeof startEmulatorProcess>>;
  wire: Wire;
  begin: number;
};

class KilledLife {
  readonly #options: KilledLifeOptions;
  readonly #chance: Chance;
  readonly #world: World;
  readonly #chronicle = new Chronicle();
  readonly #staff: Staff;
  readonly #home: string;
  readonly #found: Violation[] = [];
  readonly #files: string[] = [];
  /** Phones of clients who are to be made again, until the end: a command that comes too early is refused. */
  readonly #restoring: string[] = [];
  #at: number;
  #kills = 0;

  constructor(options: KilledLifeOptions, chance: Chance, world: World) {
    this.#options = options;
    this.#chance = chance;
    this.#world = world;
    this.#at = world.begin;
    this.#home = join(world.folder, "home");
    this.#staff = new Staff(world.emulator, chance, this.#chronicle);
  }

  async live(): Promise<Violation[]> {
    const chance = this.#chance;
    const lagMs = chance.pick([0, MINUTE, 4 * MINUTE]);
    await this.#world.emulator.control("PATCH", "switches", {
      lagMs,
      batchFailure: chance.pick(["whole", "per-item"]),
    });
    for (let more = 8; more > 0; more--) await this.#staff.create();
    await this.#pass(10 * MINUTE);
    await this.#import();
    while (this.#kills < this.#options.kills) {
      const work = chance.pick([
        () => this.#import(),
        () => this.#underFire(["sync"]),
        () => this.#compact(),
        () => this.#merge(),
        () => this.#undo(),
        () => this.#restoreClient(),
        () => this.#underFire(["rebuild"]),
      ]);
      await work();
      await this.#pass(chance.pick([0, 6 * MINUTE, 20 * MINUTE]));
      for (let acts = chance.below(4); acts > 0; acts--) await this.#staff.goOn();
      await this.#pass(chance.pick([0, 6 * MINUTE]));
    }
    return [...this.#found, ...(await this.#rest())];
  }

  // ----------------------------------------------------------------------------------------------------------------- the work

  async #import(): Promise<void> {
    if (this.#files.length > 0 && this.#chance.odds(0.3)) return this.#underFire(this.#importing(this.#files.at(-1)!));
    const rows = Array.from({ length: 5 }, () => {
      const client = this.#chronicle.begin();
      const word = this.#chronicle.word();
      client.words.add(word);
      return `Client ${client.phone.slice(-4)};${client.phone};knows all about ${word}`;
    });
    const file = join(this.#world.folder, `base-${this.#files.length}.csv`);
    writeFileSync(file, `Name;Phone;Notes\n${rows.join("\n")}\n`);
    this.#files.push(file);
    await this.#underFire(this.#importing(file));
  }

  #importing(file: string): string[] {
    return ["import", file, "--yes", "--quiet"];
  }

  async #compact(): Promise<void> {
    for (let acts = 6; acts > 0; acts--) await this.#staff.goOn();
    await this.#pass(5 * DAY);
    await this.#underFire(["compact"]);
  }

  async #merge(): Promise<void> {
    const two = await this.#staff.twoClients();
    if (!two) return;
    this.#chronicle.joined(...two);
    await this.#underFire(["merge", ...two, "--yes", "--force", "--quiet"]);
  }

  /** Not of an import: whom it made would go again, and so would what was written about them. */
  async #undo(): Promise<void> {
    const store = await openSqliteStore(this.#home, { readonly: true });
    const runs = await store.ledger.runs(8);
    await store.close();
    const run = runs.find(({ kind, state }) => kind !== "import" && state !== "undone");
    if (run) await this.#underFire(["undo", String(run.id), "--yes", "--force", "--quiet"]);
  }

  /** The program has seen the client whole before staff delete it by mistake. */
  async #restoreClient(): Promise<void> {
    await this.#settled();
    const client = await this.#staff.deleteOne();
    if (!client) return;
    await this.#pass(10 * MINUTE);
    await this.#run(["sync"]);
    client.isGone = false;
    this.#restoring.push(client.phone);
    await this.#underFire(["restore-client", client.phone]);
  }

  /** Everything that stands in the account has been taken in. */
  async #settled(): Promise<void> {
    await this.#pass(15 * MINUTE);
    await this.#run(["sync"]);
    for (const { words } of this.#chronicle.clients.values()) for (const word of words) this.#chronicle.seen.add(word);
  }

  // ------------------------------------------------------------------------------------------------------------- under fire

  async #underFire(args: string[]): Promise<void> {
    for (let tries = 0; tries < TRIES && this.#kills < this.#options.kills; tries++) {
      const { isKilled } = await this.#run(args, this.#moment(), 0.08);
      if (!isKilled) return;
      this.#kills++;
      this.#options.tell?.(this.#kills);
      await this.#pass(this.#chance.pick([0, MINUTE / 2, 3 * MINUTE, 12 * MINUTE]));
    }
    await this.#run(args, null, 0.08);
  }

  /** Somewhere in the work: a command makes two calls before it writes anything, and few make more than twenty. */
  #moment(): Moment {
    const chance = this.#chance;
    const call = 1 + chance.below(chance.pick([4, 10, 20]));
    return { call, when: chance.pick(["before", "unanswered", "answered"]), afterMs: chance.below(30) };
  }

  async #run(args: string[], moment: Moment | null = null, loses = 0): Promise<Ended> {
    const { wire, folder, emulator } = this.#world;
    const child = startProgram(args, folder, {
      CLIENTCARD_HOME: this.#home,
      CLIENTCARD_NOW: new Date(this.#at).toISOString(),
      CLIENTCARD_ACCOUNT: "google",
      CLIENTCARD_PEOPLE_URL: wire.url,
      CLIENTCARD_ACCESS_TOKEN: emulator.token,
      CLIENTCARD_CRITICAL_READS_PER_MINUTE: "100000",
      CLIENTCARD_CRITICAL_WRITES_PER_MINUTE: "100000",
      CLIENTCARD_GROUP_READS_PER_MINUTE: "100000",
      CLIENTCARD_GROUP_WRITES_PER_MINUTE: "100000",
    });
    wire.watch(moment, () => void child.kill("SIGKILL"), loses);
    let hangs = false;
    const patience = setTimeout(() => {
      hangs = true;
      child.kill("SIGKILL");
    }, PATIENCE);
    const ended = await endOf(child);
    clearTimeout(patience);
    this.#tell(args, moment, ended);
    wire.watch(null, () => {}, 0);
    if (hangs) this.#found.push({ rule: "program-broke", what: `${args.join(" ")} hangs\n${ended.out}\n${ended.err}` });
    if (/internal|corrupt/i.test(ended.err) || ended.code === 6)
      this.#found.push({ rule: "program-broke", what: `${args.join(" ")}: ${ended.code}\n${ended.out}\n${ended.err}` });
    return ended;
  }

  /** The story of this life, beside its home: a broken one is kept, and read. */
  #tell(args: string[], moment: Moment | null, { code, isKilled, out, err }: Ended): void {
    const fate = isKilled ? "killed" : `ended with ${code}`;
    const line = [
      new Date(this.#at).toISOString(),
      args.join(" "),
      JSON.stringify(moment),
      fate,
      out.trim(),
      err.trim(),
    ];
    appendFileSync(join(this.#world.folder, "story.txt"), `${line.join(" · ")}\n`);
  }

  async #pass(ms: number): Promise<void> {
    this.#at += ms;
    await this.#world.emulator.control("POST", "clock", { now: new Date(this.#at).toISOString() });
  }

  // ---------------------------------------------------------------------------------------------------------------- the end

  async #rest(): Promise<Violation[]> {
    for (const phone of this.#restoring) {
      await this.#pass(15 * MINUTE);
      await this.#run(["sync"]);
      await this.#run(["restore-client", phone]);
    }
    // Status labels that an undo has put back follow their cards again by the next day.
    await this.#pass(DAY);
    for (const args of [["sync"], ...this.#files.map((file) => this.#importing(file)), ["sync", "--full"], ["sync"]]) {
      await this.#pass(15 * MINUTE);
      const { code, out, err } = await this.#run(args);
      if (code !== 0) this.#found.push({ rule: "program-broke", what: `${args.join(" ")}: ${code}\n${out}\n${err}` });
    }
    await this.#pass(15 * MINUTE);
    return this.#look();
  }

  async #look(): Promise<Violation[]> {
    const { url, token } = this.#world.emulator;
    const clock = { now: () => new Date(this.#at) };
    const account = openPeopleAccount({ rootUrl: url, auth: staticToken(token), clock, log: silent, quota: null });
    const store = await openSqliteStore(this.#home);
    const template = shippedTemplate();
    try {
      const grammar = compileGrammar(template.card);
      const quiet = { progress() {}, checkpoint() {}, log: silent };
      const lagMs = 10 * MINUTE;
      const writer = { command: "storm", takeOver: false, leaseMs: null, lagMs, clock, ...quiet };
      return await asWriter({ ...writer, ledger: store.ledger, account: async () => account }, (lock) => {
        const road = { ...quiet, account, lock, store, clock, template, grammar, settingsHash: "storm", lagMs };
        return violations(road, account, this.#chronicle);
      });
    } finally {
      await store.close();
    }
  }
}
