/** The account of `large.bench.ts`, in a process of its own: so many clients, each with a card. Tells its address and token. */
import { startEmulator } from "../src/emulator/index.ts";

const clients = Number(process.argv[2]);
const emulator = await startEmulator({
  data: null,
  clock: () => new Date("2026-11-23T09:00:00+04:00"),
  switches: { contactLimit: clients },
  seed: {
    people: Array.from({ length: clients }, (_, n) => ({
      person: {
        names: [{ givenName: "Client", familyName: String(n) }],
        phoneNumbers: [{ value: `+374${91_000_000 + n}` }],
        biographies: [
          {
            value: `Order: table ${n}, 40 000\n10.11.2026 called (Anna)\n11.11.2026 offer sent (Anna)\n\nPrefers calls after 18:00.`,
            contentType: "TEXT_PLAIN",
          },
        ],
      },
    })),
  },
});
process.send?.({ url: emulator.url, token: emulator.token });
process.once("disconnect", () => void emulator.close());
