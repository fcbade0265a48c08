import type { Cost, Metric } from "./cost.ts";
import type { JsonObject } from "./json.ts";
import { errorInfo, project, Refusal } from "./refusal.ts";
import type { Switches } from "./switches.ts";

type Names = { display: string; metric: string; limit: string };

/** BEHAVIOUR 6: names of metrics and limits; those of the last two limits are inferred. */
const names: Record<Metric, Names> = {
  criticalRead: {
    display: "Critical read requests (Contact and Profile Reads)",
    metric: "critical_read_requests",
    limit: "CriticalReadsPerMinutePerProjectPerUser",
  },
  criticalWrite: {
    display: "Critical write requests (contact writes)",
    metric: "critical_write_requests",
    limit: "CriticalWritesPerMinutePerProjectPerUser",
  },
  read: {
    display: "Read requests (contact groups)",
    metric: "read_requests",
    limit: "ReadsPerMinutePerProjectPerUser",
  },
  write: {
    display: "Write requests (groups, deletes)",
    metric: "write_requests",
    limit: "WritesPerMinutePerProjectPerUser",
  },
};
/** Reads first: an update out of both is refused for its read (FLEA-16). */
const metrics: Metric[] = ["criticalRead", "criticalWrite", "read", "write"];

const minuteMs = 60_000;
const dayMs = 86_400_000;

/** The real 429 of a quota per minute and user; there is no Retry-After (BEHAVIOUR 6, MRM #1). */
export function rateLimitExceeded(metric: Metric): Refusal {
  const { display, metric: id, limit } = names[metric];
  const metadata: JsonObject = {
    service: "people.googleapis.com",
    consumer: `projects/${project}`,
    quota_metric: `people.googleapis.com/${id}`,
    quota_limit: limit,
  };
  const message =
    `Quota exceeded for quota metric '${display}' and limit '${display} per minute per user' of service ` +
    `'people.googleapis.com' for consumer 'project_number:${project}'.`;
  return new Refusal("RESOURCE_EXHAUSTED", message, [errorInfo("RATE_LIMIT_EXCEEDED", "googleapis.com", metadata)]);
}

/** The other 429, which lasts for hours (BEHAVIOUR 6, RAPID-45); also the candidate for the full-sync quota. */
export function storageExhausted(): Refusal {
  return new Refusal("RESOURCE_EXHAUSTED", "Resource has been exhausted (e.g. check quota).", [
    {
      "@type": "type.googleapis.com/google.rpc.QuotaFailure",
      violations: [{ subject: "QUOTA_EXCEEDED", description: "FBS quota limit exceeded" }],
    },
  ]);
}

/** Counts of one process; a restart begins new windows. */
export class Quotas {
  readonly #spent = new Map<string, { window: number; amount: number }>();

  /** Takes the cost of a call out of the current minute, all of it or nothing. Throws the 429. */
  spend(account: string, cost: Cost, now: number, { quotas, quotaPerMinute }: Switches): void {
    if (!quotas) return;
    const minute = Math.floor(now / minuteMs);
    const due = metrics.filter((metric) => cost[metric]);
    for (const metric of due) {
      if (this.#amount(`${account} ${metric}`, minute) + cost[metric]! > quotaPerMinute[metric])
        throw rateLimitExceeded(metric);
    }
    for (const metric of due) this.#add(`${account} ${metric}`, minute, cost[metric]!);
  }

  /** One more first page of a full sync. */
  beginFullSync(account: string, now: number, { fullSyncsPerMinute: limit }: Switches): void {
    this.#take(`${account} full`, Math.floor(now / minuteMs), 1, limit);
  }

  /** Writes of contacts against the account's daily allowance. */
  writeContacts(account: string, count: number, now: number, { writesPerDay: limit }: Switches): void {
    this.#take(`${account} day`, Math.floor(now / dayMs), count, limit);
  }

  #take(key: string, window: number, count: number, limit: number): void {
    if (limit === 0) return;
    if (this.#amount(key, window) + count > limit) throw storageExhausted();
    this.#add(key, window, count);
  }

  #amount(key: string, window: number): number {
    const spent = this.#spent.get(key);
    return spent?.window === window ? spent.amount : 0;
  }

  #add(key: string, window: number, amount: number): void {
    this.#spent.set(key, { window, amount: this.#amount(key, window) + amount });
  }
}
