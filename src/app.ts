/**
 * The composition root: makes the adapters from the settings, hands out the context of the use-cases, and lets go of everything in the end.
 * What a quick command does not need is neither loaded nor opened.
 */

import { mkdir } from "node:fs/promises";
import { dirname, join } from "node:path";
import { compileGrammar } from "./card/index.ts";
import { readSettings, type Settings } from "./config/settings.ts";
import { readTemplateFile } from "./config/template-file.ts";
import type { Emulator, EmulatorOptions } from "./emulator/index.ts";
import type { JsonObject } from "./emulator/json.ts";
import { isoDay } from "./lib/day.ts";
import { appError } from "./lib/errors.ts";
import { oneAtATime } from "./lib/one-at-a-time.ts";
import { Releaser } from "./lib/releaser.ts";
import type { AccountOwner } from "./people/index.ts";
import type { Clock, ContactsAccount, Log, Store } from "./ports.ts";
import type { BackupContents } from "./store/backup.ts";
import { backUpStore, openSqliteStore, restoreStore } from "./store/index.ts";
import type { Road } from "./sync/road.ts";
import { unlessPaused } from "./use-cases/account-pause.ts";
import { officeRules } from "./use-cases/caller-line.ts";
import type { Context, Progress } from "./use-cases/context.ts";
import { asWriter } from "./use-cases/writers.ts";

export type AppIo = {
  env: Record<string, string | undefined>;
  flags: Record<string, unknown>;
  cwd: string;
  log: Log;
  progress: Progress;
  /** Throws `interrupted` when a person asked to stop; called at safe points. */
  checkpoint: () => void;
  /** The embedded account's own clock, where it differs from the program's (the demonstration moves it through a day). */
  accountClock?: Clock;
};

export type OpenAccount = {
  account: ContactsAccount;
  /** The embedded account when this process started it; `null` for Google, or when another process runs it. */
  emulator: Emulator | null;
  /** Another writer on the same account, with its own count of calls: what Contacts web or a phone would be. */
  openWriter(): ContactsAccount;
};

export type App = {
  settings: Settings;
  /** Store and template, opened at the first call. */
  context(): Promise<Context>;
  /** The account of the settings. Embedded, it is looked for anew where another process runs it: that process may end before this one. */
  account(): Promise<OpenAccount>;
  /** Signs in to Google: `show` is given the address to open. Returns the file that keeps the sign-in, and who has signed in. */
  signIn(show: (url: string) => void, signal: AbortSignal): Promise<{ file: string; owner: AccountOwner | null }>;
  /** The account that the settings name, and who has signed in to it where the sign-in says so. */
  accountName(): Promise<string>;
  /** `revoked` is false when Google could not be told. */
  signOut(): Promise<{ signedIn: boolean; revoked: boolean }>;
  /** Writes the ledger into one file, by default a new one in the home, while others may go on working. */
  backUp(file: string | null): Promise<{ file: string; bytes: number; sha256: string }>;
  backupFile(file: string | null): string;
  /** Puts a backup in the place of the ledger, once it is approved; `null` when it was not. To be called before `context`. */
  restore(
    file: string,
    approve: (contents: BackupContents) => Promise<boolean>,
  ): Promise<{ kept: string | null } | null>;
  release(): Promise<void>;
};

export async function openApp(io: AppIo): Promise<App> {
  const settings = await readSettings({ env: io.env, flags: io.flags, cwd: io.cwd });
  const held = new Releaser();
  const clock = { now: () => settings.now ?? new Date() };
  const account = accountOpener(settings, clock, io, held);
  const context = once(() => openContext(settings, clock, io, account, held));
  const backupFile = (file: string | null) =>
    file ?? join(settings.home, "backups", `clientcard-${stampOf(clock)}.backup`);
  return {
    settings,
    context,
    account,
    async signIn(show, signal) {
      const { login } = await import("./people/index.ts");
      return login({ settings, show, signal, lang: settings.lang });
    },
    async accountName() {
      const owner = await ownerOf(settings);
      return owner ? `${accountName(settings)}, ${owner.name}` : accountName(settings);
    },
    async signOut() {
      const { logout } = await import("./people/index.ts");
      return logout(settings);
    },
    backupFile,
    async backUp(file) {
      const target = backupFile(file);
      if (file === null) await mkdir(dirname(target), { recursive: true, mode: 0o700 });
      return { file: target, ...(await backUpStore(settings.home, target)) };
    },
    restore: (file, approve) =>
      restoreStore(file, settings.home, clock.now().toISOString(), { account: accountName(settings), approve }),
    release: () => held.release(),
  };
}

/** `20261123T140000Z`: names that sort by time. */
function stampOf(clock: Clock): string {
  return clock
    .now()
    .toISOString()
    .replace(/[-:]|\.\d+/g, "");
}

async function openContext(
  settings: Settings,
  clock: Clock,
  io: AppIo,
  account: () => Promise<OpenAccount>,
  held: Releaser,
): Promise<Context> {
  const template = await readTemplateFile(settings.template, {
    cacheDir: join(settings.home, "cache"),
    timeZone: settings.timeZone,
    language: settings.lang,
  });
  // The office's clock becomes the process's: a look-up then tells the day without loading ICU's formats (some 20 ms).
  process.env.TZ = template.timeZone;
  const grammar = compileGrammar(template.card);
  const store = held.add(await openSqliteStore(settings.home), (opened) => opened.close());

  // The lock is the process's: within it, one road at a time.
  const lane = oneAtATime();
  const withRoad = <T>(command: string, work: (road: Road) => Promise<T>): Promise<T> =>
    lane(() => unlessPaused({ ledger: store.ledger, clock }, () => underLock(command, work)));
  const { progress, checkpoint, log } = io;
  const lagMs = settings.listLagMinutes * 60_000;
  // For the writer that is met first: the runs of a service that come later wait as others do.
  let takeOver = io.flags.takeOver === true;
  const underLock = <T>(command: string, work: (road: Road) => Promise<T>): Promise<T> => {
    const first = takeOver;
    takeOver = false;
    return asWriter(
      {
        ledger: store.ledger,
        account: async () => {
          await assertSameAccount(settings, store);
          return (await account()).account;
        },
        clock,
        log,
        command,
        takeOver: first,
        leaseMs: settings.leaseMs,
        lagMs,
        progress,
        checkpoint,
      },
      async (lock) => {
        const { account: contacts } = await account();
        return work({
          account: contacts,
          lock,
          store,
          clock,
          log,
          ...(await officeRules(store.ledger, template)),
          grammar,
          lagMs,
          progress,
          checkpoint,
        });
      },
    );
  };

  return {
    settings,
    clock,
    log: io.log,
    template,
    grammar,
    get today() {
      const at = clock.now();
      return isoDay(at.getFullYear(), at.getMonth() + 1, at.getDate());
    },
    store,
    progress,
    readyRoad() {
      void preload(settings).catch(() => {});
    },
    withRoad,
  };
}

/** A home is one account's: the mirror of one held against another would read as the loss of every client. */
async function assertSameAccount(settings: Settings, { ledger }: Store): Promise<void> {
  const account = accountName(settings);
  const known = await ledger.getSetting("account");
  if (known === null) await ledger.putSetting("account", account);
  if (known === null || known === account) return assertSameOwner(settings, ledger);
  const problem = `the home ${settings.home} belongs to the account “${known}”, and the settings say “${account}”`;
  throw appError({
    code: "config",
    problems: [
      {
        where: "CLIENTCARD_ACCOUNT",
        problem,
        next: "set CLIENTCARD_HOME to a folder of its own for the other account",
      },
    ],
  });
}

/** Once a sign-in has said whose the account is, no other one is taken for it. */
async function assertSameOwner(settings: Settings, ledger: Store["ledger"]): Promise<void> {
  const owner = await ownerOf(settings);
  if (!owner) return;
  const kept = await ledger.getSetting("account.owner");
  const known = kept === null ? null : (JSON.parse(kept) as AccountOwner);
  if (known === null || (known.id === owner.id && known.name !== owner.name))
    return ledger.putSetting("account.owner", JSON.stringify(owner));
  if (known.id === owner.id) return;
  throw appError({
    code: "config",
    problems: [
      {
        where: "clientcard login",
        problem: `the home ${settings.home} belongs to the account of ${known.name}, and you are signed in as ${owner.name}`,
        next: `sign in as ${known.name}, or set CLIENTCARD_HOME to a folder of its own for ${owner.name}`,
      },
    ],
  });
}

async function ownerOf(settings: Settings): Promise<AccountOwner | null> {
  const isGoogle = settings.account === "google" || settings.peopleUrl !== null;
  if (!isGoogle || settings.accessToken !== null) return null;
  const { signedInAs } = await import("./people/index.ts");
  return signedInAs(settings.home);
}

function accountName({ peopleUrl, account }: Settings): string {
  return peopleUrl !== null ? `server ${new URL(peopleUrl).hostname}` : account;
}

function accountOpener(settings: Settings, clock: Clock, io: AppIo, held: Releaser): () => Promise<OpenAccount> {
  if (settings.account === "google" || settings.peopleUrl !== null) return once(() => openGoogle(settings, clock, io));
  const lane = oneAtATime();
  let opened: { url: string; account: OpenAccount } | null = null;
  return () =>
    lane(async () => {
      if (opened?.account.emulator) return opened.account;
      const { url, token, emulator } = await embeddedAccount(settings, io.accountClock ?? clock, held);
      if (opened?.url === url) return opened.account;
      const { openPeopleAccount, staticToken } = await import("./people/index.ts");
      const openWriter = () =>
        openPeopleAccount({ rootUrl: url, auth: staticToken(token), clock, log: io.log, quota: null });
      opened = { url, account: { account: openWriter(), emulator, openWriter } };
      return opened.account;
    });
}

async function openGoogle(settings: Settings, clock: Clock, { log }: AppIo): Promise<OpenAccount> {
  const { authFor, openPeopleAccount } = await import("./people/index.ts");
  const auth = authFor(settings);
  const openWriter = () => openPeopleAccount({ rootUrl: settings.peopleUrl, auth, clock, log, quota: settings.quota });
  return { account: openWriter(), emulator: null, openWriter };
}

async function preload(settings: Settings): Promise<void> {
  const { preloadApi } = await import("./people/index.ts");
  await preloadApi();
  if (settings.account !== "google" && settings.peopleUrl === null) await import("./emulator/index.ts");
}

/** The embedded account: started in this process, or the one that another process of the office already runs on the same folder. */
async function embeddedAccount(settings: Settings, clock: Clock, held: Releaser) {
  const { findEmulator, startEmulator } = await import("./emulator/index.ts");
  const data = join(settings.home, "account");
  const running = await findEmulator(data);
  if (running) return { ...running, emulator: null };
  const emulator = held.add(await startEmulator({ data, clock: () => clock.now() }), (started) => started.close());
  return { url: emulator.url, token: emulator.token, emulator };
}

/** A People API server of its own, for whoever wants to test against one; `faults` as its control page takes them. */
export async function openEmulator(
  options: EmulatorOptions,
  faults: Record<string, unknown>[] = [],
): Promise<Emulator> {
  const { startEmulator } = await import("./emulator/index.ts");
  const { readFault } = await import("./emulator/control/input.ts");
  const rules = faults.map((fault) => readFault(fault as JsonObject));
  const emulator = await startEmulator(options);
  for (const rule of rules) emulator.addFault(rule);
  return emulator;
}

function once<T>(make: () => Promise<T>): () => Promise<T> {
  let made: Promise<T> | null = null;
  return () => {
    made ??= make();
    return made;
  };
}
