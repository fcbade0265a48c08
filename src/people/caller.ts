/** One call of the API from start to fate: in its lane, at its pace, counted, classified, tried again where that is safe. */
import { type AppError, appError, isAppError } from "../lib/errors.ts";
import type { Clock, Log } from "../ports.ts";
import { type CallSubject, classifyAnswer, classifyPeopleError } from "./classify.ts";
import { headerOf, isRecord, readAnswer, readFailure } from "./failure.ts";
import { Lane } from "./lane.ts";
import { type MethodName, methods, refusedQuotas } from "./methods.ts";
import type { Pacer } from "./pacer.ts";
import { type RetryPolicy, ruleFor, waitMs } from "./retry.ts";

export type CallerOptions = {
  /** Makes sure that there is a valid token; throws `auth` or `unavailable`. Nothing is sent before it resolves. */
  authorize: () => Promise<void>;
  pacer: Pacer | null;
  policy: RetryPolicy;
  clock: Clock;
  log: Log;
  sleep: (ms: number) => Promise<void>;
  /** In [0, 1). */
  random: () => number;
  /** Milliseconds since some beginning. */
  elapsed: () => number;
};

type Attempt =
  | { ok: true; data: Record<string, unknown> }
  | { ok: false; error: AppError; sent: boolean; stated: number | null };
/** The HTTP client throws for any status outside 2xx. */
type Send = () => Promise<{ status: number; data: unknown; headers?: unknown }>;
type Check = (() => Promise<void>) | null;

export class Caller {
  readonly #options: CallerOptions;
  readonly #writes = new Lane();
  readonly #counts = new Map<string, number>();
  /** What the server's clock said, and when that was by ours. */
  #serverTime: { said: number; at: number } | null = null;
  #beforeWrite: Check = null;

  constructor(options: CallerOptions) {
    this.#options = options;
  }

  /** The body of the answer. Throws what `ContactsAccount` promises. */
  call(method: MethodName, subject: CallSubject, send: Send): Promise<Record<string, unknown>> {
    if (methods[method].kind === "read") return this.#tryUntilDone(method, subject, send, null);
    return this.#writes.run(() => this.#tryUntilDone(method, subject, send, () => this.#beforeWrite?.()));
  }

  /** A write that others may be waiting for: out of turn and unguarded. */
  callAtOnce(method: MethodName, subject: CallSubject, send: Send): Promise<Record<string, unknown>> {
    return this.#tryUntilDone(method, subject, send, null);
  }

  /** `check` is awaited right before every try of a write. */
  guardWrites(check: Check): void {
    this.#beforeWrite = check;
  }

  /** The server's clock as it stands now. */
  serverTime(): Date | null {
    return this.#serverTime && new Date(this.#serverTime.said + this.#options.elapsed() - this.#serverTime.at);
  }

  /** Calls sent so far, by method name, repeated ones included. */
  counts(): Record<string, number> {
    return Object.fromEntries([...this.#counts].toSorted(([left], [right]) => (left < right ? -1 : 1)));
  }

  async #tryUntilDone(
    method: MethodName,
    subject: CallSubject,
    send: Send,
    check: (() => Promise<void> | undefined) | null,
  ): Promise<Record<string, unknown>> {
    const { policy, sleep, random, log } = this.#options;
    for (let failed = 1; ; failed++) {
      const attempt = await this.#attempt(method, subject, send, check);
      if (attempt.ok) return attempt.data;
      const rule = ruleFor(policy, methods[method].kind, attempt.error, attempt.sent);
      if (rule === null || failed >= rule.tries) throw attempt.error;
      const wait = waitMs(rule, failed, attempt.stated, random);
      log.warn({ method, code: attempt.error.code, failed, waitMs: wait }, "call failed, trying again");
      await sleep(wait);
    }
  }

  async #attempt(
    method: MethodName,
    subject: CallSubject,
    send: Send,
    check: (() => Promise<void> | undefined) | null,
  ): Promise<Attempt> {
    const { authorize, pacer, clock, log } = this.#options;
    try {
      await authorize();
      await pacer?.take(methods[method].costs);
      // After every wait: nothing but the sending itself comes between.
      await check?.();
    } catch (error) {
      return { ok: false, error: classifyPeopleError(error), sent: false, stated: null };
    }
    this.#counts.set(method, (this.#counts.get(method) ?? 0) + 1);
    try {
      const { status, data, headers } = await send();
      this.#hearTime(headers);
      if (isRecord(data)) return { ok: true, data };
      // A body that was cut off, or a page of something in between: what happened to a write is not known.
      return {
        ok: false,
        error: classifyAnswer(readAnswer(status, null, null, clock.now())),
        sent: true,
        stated: null,
      };
    } catch (error) {
      if (isRecord(error) && isRecord(error.response)) this.#hearTime(error.response.headers);
      const failure = readFailure(error, clock.now());
      const stated = failure?.kind === "answered" ? failure.answer.retryAfterMs : null;
      const sent = failure?.kind !== "unanswered" || failure.sent;
      const told = classifyPeopleError(error, subject, clock.now());
      log.debug(
        { method, code: told.code, status: failure?.kind === "answered" ? failure.answer.status : null },
        "call refused",
      );
      if (isAppError(told, "quota") && !told.fields.lasting)
        pacer?.refused(refusedQuotas(told.fields.detail, methods[method].costs));
      return { ok: false, error: told, sent, stated };
    }
  }

  /** RFC 9110, 6.6.1: a server with a clock says its time in every answer, to the second. */
  #hearTime(headers: unknown): void {
    const date = headerOf(headers, "date");
    const said = date === null ? Number.NaN : Date.parse(date);
    if (!Number.isNaN(said)) this.#serverTime = { said, at: this.#options.elapsed() };
  }
}

/** Splits a list into parts of at most `size`. */
export function partsOf<T>(items: T[], size: number): T[][] {
  return Array.from({ length: Math.ceil(items.length / size) }, (_, index) =>
    items.slice(index * size, (index + 1) * size),
  );
}

/** A batch larger than the API takes is a fault of the caller: splitting it here would hide where its fate is kept. */
export function assertBatch(count: number, most: number, what: string): void {
  if (count > most) throw appError({ code: "internal", detail: `${count} ${what} in one batch, at most ${most}` });
}
