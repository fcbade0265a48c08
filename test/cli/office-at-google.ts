/** An office whose account is the emulator over HTTP, for commands that are run in this process. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Emulator, startEmulator } from "../../src/emulator/index.ts";
import { openPeopleAccount, staticToken } from "../../src/people/index.ts";
import type { ContactsAccount } from "../../src/ports.ts";
import { silent } from "../support/silent-log.ts";
import { type Ran, run, type Terminal } from "./support.ts";

export type OfficeAtGoogle = {
  folder: string;
  emulator: Emulator;
  /** The account as staff use it: another writer. */
  staff: ContactsAccount;
  run(args: string[], terminal?: Terminal): Promise<Ran>;
  /** Calls so far that change something in the account. */
  writes(): number;
  close(): Promise<void>;
};

/** `at`: what the account's clock says, RFC 3339. */
export async function openOfficeAtGoogle(at: string): Promise<OfficeAtGoogle> {
  const folder = mkdtempSync(join(tmpdir(), "clientcard-cli-"));
  const clock = () => new Date(at);
  const emulator = await startEmulator({ clock });
  const { url, token } = emulator;
  const staff = openPeopleAccount({
    rootUrl: url,
    auth: staticToken(token),
    clock: { now: clock },
    log: silent,
    quota: null,
  });
  const env = {
    CLIENTCARD_HOME: join(folder, "home"),
    CLIENTCARD_PEOPLE_URL: url,
    CLIENTCARD_ACCESS_TOKEN: token,
    CLIENTCARD_ACCOUNT: "google",
  };
  return {
    folder,
    emulator,
    staff,
    run: (args, terminal = {}) => run(args, { cwd: folder, ...terminal, env: { ...env, ...terminal.env } }),
    writes: () => emulator.calls().filter(({ method }) => /create|update|delete|modify/i.test(method)).length,
    async close() {
      await emulator.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
