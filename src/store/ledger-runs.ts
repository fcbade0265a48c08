import { appError } from "../lib/errors.ts";
import type { Ledger, Run } from "../ports.ts";
import type { Sqlite } from "./sqlite.ts";

type RunRow = {
  id: number;
  kind: Run["kind"];
  about: string;
  started_at: string;
  ended_at: string | null;
  state: Run["state"];
  summary: string;
  pruned_at: string | null;
};

export function ledgerRuns(
  database: Sqlite,
  assertWriter: () => void,
): Pick<Ledger, "beginRun" | "endRun" | "runs" | "run"> {
  return {
    async beginRun(kind, about, at) {
      const { id } = database.transaction(() => {
        assertWriter();
        return database.run(
          "INSERT INTO runs (kind, about, started_at, state, summary) VALUES (?, ?, ?, 'running', '{}')",
          kind,
          about,
          at,
        );
      });
      return { id, kind, about, startedAt: at, endedAt: null, state: "running", summary: {}, prunedAt: null };
    },

    async endRun(id, state, summary, at) {
      const { changes } = database.run(
        "UPDATE runs SET state = ?, summary = ?, ended_at = ? WHERE id = ?",
        state,
        JSON.stringify(summary),
        at,
        id,
      );
      if (changes === 0) throw appError({ code: "internal", detail: `there is no run ${id} to end` });
    },

    async runs(limit) {
      return database.all<RunRow>("SELECT * FROM runs ORDER BY id DESC LIMIT ?", limit).map(readRun);
    },

    async run(id) {
      const row = database.get<RunRow>("SELECT * FROM runs WHERE id = ?", id);
      return row ? readRun(row) : null;
    },
  };
}

function readRun(row: RunRow): Run {
  return {
    id: row.id,
    kind: row.kind,
    about: row.about,
    startedAt: row.started_at,
    endedAt: row.ended_at,
    state: row.state,
    summary: JSON.parse(row.summary) as Run["summary"],
    prunedAt: row.pruned_at,
  };
}
