/** Run as a process of its own: an emulator on the directory given, which says where it is and is then killed by the test. */
import { startEmulator } from "../../src/emulator/index.ts";

const emulator = await startEmulator({ data: process.argv[2]!, clock: () => new Date("2026-11-23T12:00:00Z") });
process.stdout.write(`${JSON.stringify({ url: emulator.url, token: emulator.token })}\n`);
