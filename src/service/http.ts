import fastify, { type FastifyInstance } from "fastify";
import type { JobState } from "./schedule.ts";

export type Health = {
  ok: boolean;
  /** While the account's long-lasting limit holds, RFC 3339: no job runs before. */
  pausedUntil: string | null;
  jobs: JobState[];
};

/** The service's HTTP side. `/healthz` is public by design and tells nothing of clients: whether the jobs run, and when they last did. */
export function httpServer(health: () => Health): FastifyInstance {
  const server = fastify({ logger: false, bodyLimit: 64 * 1024, requestTimeout: 10_000 });
  server.get("/healthz", (_request, reply) => {
    const state = health();
    reply
      .code(state.ok ? 200 : 503)
      .header("cache-control", "no-store")
      .send(state);
  });
  return server;
}
