import { startEmulator } from "../../src/emulator/index.ts";
import { openPeopleAccount, staticToken } from "../../src/people/index.ts";
import { contactsAccountContract } from "../contract/contacts-account.ts";
import { quietLog } from "./quiet-log.ts";

for (const batchFailure of ["whole", "per-item"] as const) {
  contactsAccountContract(`the People API (batches fail ${batchFailure})`, async () => {
    let now = new Date("2026-11-23T18:00:00+04:00");
    const clock = { now: () => now };
    const emulator = await startEmulator({ data: null, clock: clock.now, switches: { batchFailure } });
    const open = () =>
      openPeopleAccount({
        rootUrl: emulator.url,
        auth: staticToken(emulator.token),
        clock,
        log: quietLog,
        quota: null,
      });
    return {
      account: open(),
      other: open(),
      outliveTokens() {
        now = new Date(now.getTime() + 8 * 86_400_000);
      },
      close: () => emulator.close(),
    };
  });
}
