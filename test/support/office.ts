/** A whole small office for a test: the real store on a fresh folder, the real People client, the emulator over HTTP, a clock that the test moves. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Client } from "../../src/client/client.ts";
import type { Person } from "../../src/client/person.ts";
import { readClient } from "../../src/client/read-client.ts";
import { type Emulator, startEmulator } from "../../src/emulator/index.ts";
import { openPeopleAccount, staticToken } from "../../src/people/index.ts";
import type { ContactsAccount, Store } from "../../src/ports.ts";
import { openSqliteStore } from "../../src/store/index.ts";
import type { Road } from "../../src/sync/road.ts";
import type { Template } from "../../src/template/template.ts";
import { roadOf } from "./road.ts";
import { silent } from "./silent-log.ts";
import { shippedTemplate } from "./template.ts";

export type TestOffice = {
  road: Road;
  store: Store;
  emulator: Emulator;
  /** The account as staff use it: another writer. */
  staff: ContactsAccount;
  folder: string;
  /** Moves the clock of the office and of the account. */
  setTime(rfc3339: string): void;
  /** A contact made by hand. */
  addContact(person: Person): Promise<Client>;
  /** Saves a note as Contacts web does, over whatever stands there. */
  saveNote(resourceName: string, note: string): Promise<void>;
  read(resourceName: string): Promise<Client | null>;
  /** Opens the same office again, as after a crash: new adapters on the same folder. */
  close(): Promise<void>;
};

export async function openOffice(
  options: { template?: Template; at?: string; emulator?: object } = {},
): Promise<TestOffice> {
  const template = options.template ?? shippedTemplate();
  let at = new Date(options.at ?? "2026-11-23T09:00:00+04:00");
  const clock = { now: () => at };
  const folder = mkdtempSync(join(tmpdir(), "clientcard-office-"));
  const emulator = await startEmulator({ data: null, clock: () => at, ...options.emulator });
  const open = () =>
    openPeopleAccount({
      rootUrl: emulator.url,
      auth: staticToken(emulator.token),
      clock,
      log: silent,
      quota: null,
      sleep: async () => undefined,
    });
  const [account, staff] = [open(), open()];
  const store = await openSqliteStore(folder);
  const road = roadOf({ account, store, template, clock, folder });

  const read = async (resourceName: string) => {
    const person = (await staff.getPeople([resourceName])).get(resourceName);
    return person ? readClient(person, template.country) : null;
  };
  return {
    road,
    store,
    emulator,
    staff,
    folder,
    setTime(rfc3339) {
      at = new Date(rfc3339);
    },
    async addContact(person) {
      const [result] = await staff.createPeople([person]);
      if (!result?.ok) throw result?.error ?? new Error("not created");
      return readClient(result.person, template.country);
    },
    async saveNote(resourceName, note) {
      const present = await read(resourceName);
      const person = {
        resourceName,
        etag: present!.etag,
        biographies: [{ value: note, contentType: "TEXT_PLAIN" as const }],
      };
      const [result] = await staff.updatePeople([person], ["biographies"]);
      if (!result?.ok) throw result?.error ?? new Error("not saved");
    },
    read,
    async close() {
      await store.close();
      await emulator.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
