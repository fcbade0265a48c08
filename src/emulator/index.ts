import { randomBytes } from "node:crypto";
import type { CountryCode } from "libphonenumber-js";
import { isSupportedCountry } from "libphonenumber-js";
import { appError } from "../lib/errors.ts";
import { Releaser } from "../lib/releaser.ts";
import { Database } from "./database.ts";
import { findEmulator, removeEndpoint, writeEndpoint } from "./endpoint.ts";
import { CallLedger, type LedgerCall } from "./ledger.ts";
import { clientId, clientSecret } from "./oauth/client.ts";
import { Grants } from "./oauth/grants.ts";
import type { EmulatorOptions } from "./options.ts";
import { createRoutes } from "./routes.ts";
import { listen, stop } from "./server.ts";
import type { Switches } from "./switches.ts";
import { World } from "./world.ts";

export type { Endpoint } from "./endpoint.ts";
export type { LedgerCall } from "./ledger.ts";
export type { EmulatorOptions } from "./options.ts";
export type { Switches } from "./switches.ts";
export { findEmulator };

export type Emulator = {
  /** `http://127.0.0.1:PORT`, without a slash at the end. */
  url: string;
  /** A bearer token with every scope. */
  token: string;
  authorizeUrl: string;
  tokenUrl: string;
  revokeUrl: string;
  clientId: string;
  clientSecret: string;
  accountEmail: string;
  /** Calls of the API since the state was made or `resetCalls`, oldest first. */
  calls(): LedgerCall[];
  resetCalls(): void;
  setClock(clock: () => Date): void;
  /** Changes behaviour while it runs. */
  setSwitches(switches: Partial<Switches>): void;
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
    const tokens = options.tokens?.length ? options.tokens : [`ya29.emulator-${randomBytes(24).toString("base64url")}`];
    for (const token of tokens) grants.addStatic(token, accountEmail);
    world.account(accountEmail);
    const routes = createRoutes({ world, grants, ledger, accountEmail, options });
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
      close: () => releaser.release(),
    };
  } catch (error) {
    await releaser.release();
    throw error;
  }
}

function regionOf(region = "AM"): CountryCode {
  if (isSupportedCountry(region)) return region;
  throw appError({
    code: "usage",
    problem: `unknown region ${region}`,
    next: "give a country as in ISO 3166, e.g. AM",
  });
}
