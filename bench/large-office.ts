/** One office of `large.bench.ts`, in a process of its own: pulls everybody, puts every card in order, and has then nothing to do. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { openPeopleAccount, staticToken } from "../src/people/index.ts";
import { openSqliteStore } from "../src/store/index.ts";
import { pullChanges } from "../src/sync/pull.ts";
import { settleDown, syncOnce } from "../src/sync/sync-once.ts";
import { roadOf } from "../test/support/road.ts";
import { silent } from "../test/support/silent-log.ts";
import { shippedTemplate } from "../test/support/template.ts";

/** By phase: milliseconds of the processor, and the most memory that was in use until its end, MB. */
export type LargeOffice = Record<string, { cpuMs: number; peakMb: number }>;

const [url = "", token = ""] = process.argv.slice(2);
const template = shippedTemplate();
let today = "2026-11-23T12:00:00+04:00";
const clock = { now: () => new Date(today) };
const folder = mkdtempSync(join(tmpdir(), "clientcard-large-"));
const store = await openSqliteStore(folder);
const account = openPeopleAccount({ rootUrl: url, auth: staticToken(token), clock, log: silent, quota: null });
const road = roadOf({ account, store, template, clock, folder });
const phases: LargeOffice = {};
const phase = async (name: string, work: () => Promise<unknown>) => {
  const before = process.cpuUsage();
  await work();
  const { user, system } = process.cpuUsage(before);
  const { cpuMs, peakMb } = { cpuMs: (user + system) / 1000, peakMb: process.resourceUsage().maxRSS / 1024 };
  phases[name] = { cpuMs, peakMb };
  process.stderr.write(`  ${name}: ${Math.round(cpuMs)} ms, ${Math.round(peakMb)} MB\n`);
};
await phase("first pull", () => pullChanges(road));
await phase("every card brought in order", () => settleDown(road, {}));
await phase("the changes of that read again", () => syncOnce(road));
await phase("idle sync", () => syncOnce(road));
today = "2026-11-24T12:00:00+04:00";
await phase("every card looked at on the next day", () => syncOnce(road, { compact: true }));
await store.close();
rmSync(folder, { recursive: true, force: true });
process.send?.(phases, () => process.disconnect());
