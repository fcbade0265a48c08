import { randomBytes } from "node:crypto";
import type { CountryCode } from "libphonenumber-js";
import { isSupportedCountry } from "libphonenumber-js";
import { appError } from "../lib/errors.ts";
import { Releaser } from "../lib/releaser.ts";
import { Database } from "./database.ts";
import { findEmulator, removeEndpoint, writeEndpoint } from "./endpoint.ts";
import { type FaultRule, Faults } from "./faults.ts";
import { CallLedger, type LedgerCall } from "./ledger.ts";
import { clientId, clientSecret } from "./oauth/client.ts";
import { Grants } from "./oauth/grants.ts";
import type { ServiceAccountKey } from "./oauth/service-account.ts";
import { serviceAccountKey } from "./oauth/service-account.ts";
import type { EmulatorOptions } from "./options.ts";
import { Quotas } from "./quota.ts";
import { createRoutes } from "./routes.ts";
import { applySeed } from "./seed.ts";
import { listen, stop } from "./server.ts";
import type { Switches } from "./switches.ts";
import { World } from "./world.ts";

export type { FaultRule } from "./faults.ts";
export type { LedgerCall } from "./ledger.ts";
export type { EmulatorOptions } from "./options.ts";
export type { Switches } from "./switches.ts";
export { findEmulator };

/** A running emulator. */
export type Emulator = {
  /** `http://127.0.0.1:PORT`, without a slash at the end. */
  url: string;
  /** A bearer token with every scope. */
  token: string;
  /** The OAuth endpoints, and the one client that they know: a desktop app, with any loopback address as its redirect. */
  authorizeUrl: string;
  tokenUrl: string;
  revokeUrl: string;
  clientId: string;
  clientSecret: string;
  /** The account that `token` stands for. */
  accountEmail: string;
  /** Calls of the API since the state was made or `resetCalls`, oldest first. */
  calls(): LedgerCall[];
  resetCalls(): void;
  /** Sets the emulator's time: expiry of tokens, minutes of quotas, lags, update times. */
  setClock(clock: () => Date): void;
  /** Changes behaviour while it runs. */
  setSwitches(switches: Partial<Switches>): void;
  /** Arms a fault; the first rule that strikes a call decides. */
  addFault(rule: FaultRule): void;
  clearFaults(): void;
  /** A bearer token with every scope for another account, which is made on first sight. */
  tokenFor(email: string): string;
  /** Shows the stand-in for Contacts web from now on, and says where. */
  showWeb(): string;
  /** The key file of a service account that the token endpoint knows; `delegatedDomain` says for whom it may stand. */
  serviceAccountKey(): ServiceAccountKey;
  /** Stops listening, ends open connections and lets go of the data directory. Closing twice is no error. */
  close(): Promise<void>;
};

/**
 * Starts a People API server on the loopback address. Throws `locked` when another emulator holds the data directory
 * (`findEmulator` tells where it is reached), `disk` when the directory can't be used, `usage` for a taken port or unknown region.
 */
export async function startEmulator(options: EmulatorOptions = {}): Promise<Emulator> {
  const data = options.data ?? null;
  const accountEmail = options.accountEmail ?? "office@example.com";
  const releaser = new Releaser();
  try {
    const database = releaser.add(new Database(data), (db) => db.close());
    const ledger = releaser.add(new CallLedger(data), (calls) => calls.close());
    const world = new World(
      database,
      options.clock ?? (() => new Date()),
      regionOf(options.region),
      options.switches ?? {},
    );
    const grants = new Grants(world);
    const tokens = options.tokens?.length ? options.tokens : [newToken()];
    for (const token of tokens) grants.addStatic(token, accountEmail);
    const account = world.account(accountEmail);
    const faults = new Faults();
    if (options.seed && account.seq === 0) applySeed(world, account, options.seed);
    const quotas = new Quotas();
    const shown = { ...options };
    const routes = createRoutes({ world, grants, ledger, faults, quotas, accountEmail, options: shown });
    const { server, root } = await listen(options.port ?? 0, routes);
    releaser.add(server, stop);
    world.root = root;
    const token = tokens[0]!;
    if (data) {
      writeEndpoint(data, { url: root, token, pid: process.pid });
      releaser.add(root, (url) => removeEndpoint(data, url));
    }
    return {
      url: root,
      token,
      authorizeUrl: `${root}/o/oauth2/v2/auth`,
      tokenUrl: `${root}/token`,
      revokeUrl: `${root}/revoke`,
      clientId,
      clientSecret,
      accountEmail,
      calls: () => ledger.all(),
      resetCalls: () => ledger.clear(),
      setClock: (clock) => world.setClock(clock),
      setSwitches: (switches) => void Object.assign(world.switches, switches),
      addFault: (rule) => faults.add(rule),
      clearFaults: () => faults.clear(),
      tokenFor(email) {
        const other = newToken();
        grants.addStatic(other, email);
        return other;
      },
      showWeb() {
        shown.web = true;
        return `${root}/`;
      },
      serviceAccountKey: () => serviceAccountKey(world),
      close: () => releaser.release(),
    };
  } catch (error) {
    await releaser.release();
    throw error;
  }
}

function newToken(): string {
  return `ya29.emulator-${randomBytes(24).toString("base64url")}`;
}

function regionOf(region = "AM"): CountryCode {
  if (isSupportedCountry(region)) return region;
  throw appError({
    code: "usage",
    problem: `unknown region ${region}`,
    next: "give a country as in ISO 3166, e.g. AM",
  });
}
