/**
 * The methods in use, under the API's own names, and what each is charged against the quotas per minute (people-api reference, 6). An update
 * reads what it wrote, so it costs reads as well; a batch of creates or updates was seen to cost six of each whatever its size. That a batch
 * of reads costs the same six is deduced from that.
 */
export type QuotaClass = "criticalReads" | "criticalWrites" | "groupReads" | "groupWrites";
export type Costs = Partial<Record<QuotaClass, number>>;

/** The metrics that a refusal names (people-api reference, 6). */
const metrics: Record<string, QuotaClass> = {
  "people.googleapis.com/critical_read_requests": "criticalReads",
  "people.googleapis.com/critical_write_requests": "criticalWrites",
  "people.googleapis.com/read_requests": "groupReads",
  "people.googleapis.com/write_requests": "groupWrites",
};

/** The quotas that a refusal is about: the one it names, else all that the call is charged for. */
export function refusedQuotas(metric: string, costs: Costs): QuotaClass[] {
  const named = metrics[metric];
  return named ? [named] : (Object.keys(costs) as QuotaClass[]);
}

type Method = { kind: "read" | "write"; costs: Costs };

export const methods = {
  "people.connections.list": { kind: "read", costs: { criticalReads: 1 } },
  "people.getBatchGet": { kind: "read", costs: { criticalReads: 6 } },
  "people.batchCreateContacts": { kind: "write", costs: { criticalReads: 6, criticalWrites: 6 } },
  "people.batchUpdateContacts": { kind: "write", costs: { criticalReads: 6, criticalWrites: 6 } },
  "people.batchDeleteContacts": { kind: "write", costs: { groupWrites: 1 } },
  "contactGroups.list": { kind: "read", costs: { groupReads: 1 } },
  "contactGroups.get": { kind: "read", costs: { groupReads: 1 } },
  "contactGroups.create": { kind: "write", costs: { groupWrites: 1 } },
  "contactGroups.update": { kind: "write", costs: { groupWrites: 1 } },
  "contactGroups.delete": { kind: "write", costs: { groupWrites: 1 } },
  "contactGroups.members.modify": { kind: "write", costs: { groupWrites: 1 } },
} satisfies Record<string, Method>;

export type MethodName = keyof typeof methods;
