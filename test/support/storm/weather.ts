/** What may go wrong between the program and the account: faults for a while, and how this account behaves at all. */
import type { Emulator, FaultRule, Switches } from "../../../src/emulator/index.ts";
import type { Chance } from "./chance.ts";

const MINUTE = 60_000;
const WRITES = [
  "people.batchUpdateContacts",
  "people.batchCreateContacts",
  "contactGroups.create",
  "contactGroups.members.modify",
];
const READS = ["people.connections.list", "people.getBatchGet", "contactGroups.list"];

/** An account as it may be: how far lists run behind, how a batch fails, what changes an etag. */
export function climate(chance: Chance): Partial<Switches> {
  return {
    lagMs: chance.pick([0, MINUTE, 4 * MINUTE]),
    staleReadMs: chance.pick([0, 0, MINUTE / 2]),
    syncTokenDays: chance.pick([7, 0.1]),
    expiredTokenStatus: chance.pick(["INVALID_ARGUMENT", "FAILED_PRECONDITION"]),
    batchFailure: chance.pick(["whole", "per-item"]),
    noopUpdateTouches: chance.odds(0.5),
    labelChangesTouchContacts: chance.odds(0.7),
    groupDeletionTouchesContacts: chance.odds(0.7),
    mergeNamesPrevious: chance.odds(0.5),
    formerNames: chance.pick(["answer", "gone"]),
  };
}

/** The faults of the next minutes. */
export function brew(emulator: Pick<Emulator, "addFault">, chance: Chance): void {
  for (let more = 1 + chance.below(3); more > 0; more--) emulator.addFault(fault(chance));
}

function fault(chance: Chance): FaultRule {
  const method = chance.pick([...WRITES, ...WRITES, ...READS]);
  const skip = chance.below(2);
  const times = 1 + chance.below(2);
  return chance.weigh<FaultRule>([
    [4, { method: chance.pick(WRITES), skip, times, action: { kind: "drop-after" } }],
    [2, { method: "people.batchCreateContacts", action: { kind: "drop-after" } }],
    [2, { method: chance.pick(WRITES), skip, times, action: { kind: "truncate" } }],
    [2, { method: chance.pick(WRITES), skip, action: { kind: "status-after", status: "UNAVAILABLE" } }],
    [3, { method, skip, times, action: { kind: "drop-before" } }],
    [3, { times: 1 + chance.below(8), skip, action: { kind: "status", status: "UNAVAILABLE" } }],
    [2, { times: 1 + chance.below(10), skip, action: { kind: "rate-limit", metric: "criticalWrite" } }],
    [1, { method, skip, action: { kind: "storage-limit" } }],
    [2, { method, skip, action: { kind: "expire-token" } }],
    [3, { method, skip, action: { kind: "storm" } }],
    [2, { method: chance.pick(READS), skip, times, action: { kind: "stale-read", ms: 2 * MINUTE } }],
    [1, { method: "people.batchUpdateContacts", skip, action: { kind: "duplicate" } }],
  ]);
}
