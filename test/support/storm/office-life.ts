/**
 * Some days of a simulated office, in one process on a clock that is moved: staff edit cards through Contacts web while the program syncs,
 * compacts and imports under bad weather; then the sky clears, the program gets its time, and everything is looked at.
 */
import { compileGrammar } from "../../../src/card/index.ts";
import type { Draft } from "../../../src/client/draft.ts";
import { startEmulator } from "../../../src/emulator/index.ts";
import { isAppError } from "../../../src/lib/errors.ts";
import { openPeopleAccount, staticToken } from "../../../src/people/index.ts";
import type { ContactsAccount } from "../../../src/ports.ts";
import { openSqliteStore } from "../../../src/store/index.ts";
import type { Road } from "../../../src/sync/road.ts";
import { type SyncOptions, syncOnce } from "../../../src/sync/sync-once.ts";
import { asWriter } from "../../../src/use-cases/writers.ts";
import { draft, importAll } from "../drafts.ts";
import { silent } from "../silent-log.ts";
import { shippedTemplate } from "../template.ts";
import { type Chance, chanceOf } from "./chance.ts";
import { Chronicle, wordsIn } from "./chronicle.ts";
import { stormFolder } from "./folder.ts";
import { type Violation, violations } from "./invariants.ts";
import { signIn } from "./sign-in.ts";
import { Staff } from "./staff.ts";
import { brew, climate } from "./weather.ts";

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const CLIENTS = 10;
/** What bad weather may end a sync with; the next one goes on. Anything else is a fault of the program. */
const WEATHER = ["unavailable", "quota", "auth", "locked"] as const;
const LAG = 10 * MINUTE;

type Unlocked = Omit<Road, "lock">;

export type LifeOptions = {
  seed: number;
  edits: number;
  /** Breaks the program on purpose, to see that it is noticed. */
  broken?: (road: Unlocked) => Unlocked;
  tell?: (edits: number) => void;
};

export async function liveThrough(options: LifeOptions): Promise<Violation[]> {
  const { path: folder, remove } = stormFolder();
  let at = Date.parse("2026-11-23T05:00:00Z");
  const now = () => new Date(at);
  const chance = chanceOf(options.seed);
  const emulator = await startEmulator({ data: null, clock: now, switches: climate(chance), control: true });
  const store = await openSqliteStore(folder);
  try {
    const life = new Life(options, chance, {
      folder,
      emulator,
      store,
      now,
      pass: (ms) => {
        at += ms;
      },
    });
    await life.open();
    return await life.live();
  } finally {
    await store.close();
    await emulator.close();
    remove();
  }
}

type World = {
  folder: string;
  emulator: Awaited<ReturnType<typeof startEmulator>>;
  store: Road["store"];
  now: () => Date;
  pass: (ms: number) => void;
};

class Life {
  readonly #options: LifeOptions;
  readonly #chance: Chance;
  readonly #world: World;
  readonly #chronicle = new Chronicle();
  readonly #staff: Staff;
  readonly #found: Violation[] = [];
  readonly #bases: Draft[][] = [];
  #road!: Unlocked;
  /** Whether people act while the program is at work. */
  #busy = false;

  constructor(options: LifeOptions, chance: Chance, world: World) {
    this.#options = options;
    this.#chance = chance;
    this.#world = world;
    world.emulator.showWeb();
    this.#staff = new Staff(world.emulator, chance, this.#chronicle);
  }

  async open(): Promise<void> {
    const { emulator, store, folder, now, pass } = this.#world;
    const template = shippedTemplate();
    const clock = { now };
    const account = openPeopleAccount({
      rootUrl: emulator.url,
      auth: await signIn(emulator, folder),
      clock,
      log: silent,
      quota: null,
      random: () => this.#chance.below(1000) / 1000,
      sleep: async (ms) => pass(ms),
    });
    const road: Unlocked = {
      account: this.#watched(account),
      store,
      clock,
      log: silent,
      template,
      grammar: compileGrammar(template.card),
      settingsHash: "storm",
      lagMs: LAG,
      progress() {},
      checkpoint() {},
    };
    this.#road = this.#options.broken?.(road) ?? road;
  }

  async live(): Promise<Violation[]> {
    const { edits, tell } = this.#options;
    for (let more = CLIENTS; more > 0; more--) await this.#staff.create();
    while (this.#staff.edits < edits + CLIENTS) {
      await this.#hour();
      tell?.(Math.min(edits, this.#staff.edits - CLIENTS));
    }
    return [...this.#found, ...(await this.#rest())];
  }

  async #hour(): Promise<void> {
    const chance = this.#chance;
    for (let acts = 1 + chance.below(5); acts > 0; acts--) {
      await this.#staff.act();
      this.#world.pass(chance.below(3 * MINUTE));
    }
    this.#world.pass(chance.pick([0, MINUTE, 6 * MINUTE, 15 * MINUTE]));
    if (chance.odds(0.1)) this.#world.pass(chance.below(30) * HOUR);
    if (chance.odds(0.6)) brew(this.#world.emulator, chance);
    this.#busy = chance.odds(0.5);
    await this.#work();
    this.#busy = false;
    this.#world.emulator.clearFaults();
  }

  async #work(): Promise<void> {
    const { odds } = this.#chance;
    try {
      if (odds(0.15) && this.#bases.length < 5) await this.#import(this.#newBase());
      else if (odds(0.15) && this.#bases.length > 0) await this.#import(this.#chance.pick(this.#bases));
      else await this.#sync({ compact: odds(0.25), full: odds(0.1), force: odds(0.05) });
    } catch (error) {
      if (!WEATHER.some((code) => isAppError(error, code))) this.#complain(error);
    }
  }

  /** One run of the program; the account's lock may be left behind by one before, whose answer was lost. */
  #asWriter<T>(work: (road: Road) => Promise<T>): Promise<T> {
    const { account, clock, log, store, progress, checkpoint } = this.#road;
    const options = { command: "storm", takeOver: false, leaseMs: null, lagMs: LAG, clock, log, progress, checkpoint };
    return asWriter({ ...options, ledger: store.ledger, account: async () => account }, (lock) =>
      work({ ...this.#road, lock }),
    );
  }

  async #sync(options: SyncOptions): Promise<void> {
    const { runs } = await this.#asWriter((road) => syncOnce(road, options));
    for (const { parked } of runs)
      if (parked.length > 0) this.#complain(new Error(`parked: ${JSON.stringify(parked)}`));
  }

  #complain(error: unknown): void {
    const { code, fields } = error as { code?: string; fields?: unknown };
    const what = `${error instanceof Error ? error.stack : String(error)} ${code ?? ""} ${JSON.stringify(fields ?? "")}`;
    this.#found.push({ rule: "program-broke", what });
  }

  /** Three clients in a base of the office's past, one of them without a remark. */
  #newBase(): Draft[] {
    const rows = [2, 3, 4].map((row) => {
      const client = this.#chronicle.begin();
      const word = this.#chronicle.word();
      if (row > 2) client.words.add(word);
      const name = `Client ${client.phone.slice(-4)}`;
      return draft({ row, name, phone: client.phone, notes: row > 2 ? [`knows all about ${word}`] : [] });
    });
    this.#bases.push(rows);
    return rows;
  }

  async #import(drafts: Draft[]): Promise<void> {
    await this.#asWriter((road) => importAll({ road }, drafts));
  }

  /** The sky clears, everybody goes home, lists catch up, and what waits for a person's word gets it. */
  async #rest(): Promise<Violation[]> {
    const { pass, emulator } = this.#world;
    const steps: (() => Promise<void>)[] = [
      () => this.#sync({}),
      () => this.#sync({ force: true }),
      ...this.#bases.map((base) => () => this.#import(base)),
      () => this.#sync({ compact: true }),
      () => this.#sync({}),
      () => this.#sync({ compact: true, full: true }),
      () => this.#sync({}),
    ];
    for (const step of steps) {
      pass(15 * MINUTE);
      await step().catch((error) => this.#complain(error));
    }
    pass(15 * MINUTE);
    const { clock } = this.#road;
    const account = openPeopleAccount({
      rootUrl: emulator.url,
      auth: staticToken(emulator.token),
      clock,
      log: silent,
      quota: null,
    });
    return this.#asWriter((road) => violations(road, account, this.#chronicle));
  }

  /** The account as the program has it: what it was shown is noted, and people may act between any two calls. */
  #watched(account: ContactsAccount): ContactsAccount {
    const between = async () => {
      while (this.#busy && this.#chance.odds(0.15)) await this.#staff.act();
    };
    const { seen } = this.#chronicle;
    const told = new Set<string>();
    this.#chronicle.told = told;
    let listed: string[] = [];
    const watched: ContactsAccount = {
      async *listPeople(token) {
        await between();
        listed = [];
        const words: string[] = [];
        for await (const page of account.listPeople(token)) {
          for (const { biographies } of page.people) words.push(...wordsIn(biographies?.[0]?.value ?? ""));
          for (const { resourceName } of page.people) told.add(resourceName!);
          yield page;
        }
        listed = words;
      },
      async listLabels() {
        await between();
        // It comes after the people: what they brought has been taken in.
        for (const word of listed) seen.add(word);
        return account.listLabels();
      },
      labelMembers: (label, limit) => between().then(() => account.labelMembers(label, limit)),
      getPeople: (names) => between().then(() => account.getPeople(names)),
      createPeople: async (people) => {
        await between();
        const results = await account.createPeople(people);
        for (const result of results) if (result.ok) told.add(result.person.resourceName!);
        return results;
      },
      updatePeople: (people, fields) => between().then(() => account.updatePeople(people, fields)),
      deletePeople: (names) => between().then(() => account.deletePeople(names)),
      createLabel: (name, data) => between().then(() => account.createLabel(name, data)),
      renameLabel: (label, name) => account.renameLabel(label, name),
      deleteLabel: (label) => account.deleteLabel(label),
      setLabelData: (label, data) => between().then(() => account.setLabelData(label, data)),
      serverTime: () => account.serverTime(),
      guardWrites: (check) => account.guardWrites(check),
      modifyMembers: (label, add, remove) => between().then(() => account.modifyMembers(label, add, remove)),
      calls: () => account.calls(),
    };
    return watched;
  }
}
