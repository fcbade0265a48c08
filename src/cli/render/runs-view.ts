import { wallClock } from "../../lib/day.ts";
import type { JournalEntry, Run } from "../../ports.ts";
import { joined, type Look } from "./look.ts";
import { noteDifference } from "./plan-view.ts";
import { table } from "./table.ts";
import { indented } from "./width.ts";

/** Changes of notes that are shown line by line; a longer run is listed only. */
const SHOWN = 30;

export function runsView(runs: Run[], timeZone: string, look: Look): string {
  const { views } = look.words;
  const { heads } = views;
  if (runs.length === 0) return views.noRuns;
  const rows = runs.map((run) => [
    String(run.id),
    views.kinds[run.kind],
    momentOf(run.startedAt, timeZone, look),
    stateOf(run, look),
    countsOf(run, look),
    run.about,
  ]);
  const columns = [
    { head: heads.run, align: "right" as const },
    { head: heads.kind },
    { head: heads.started },
    { head: heads.state },
    { head: heads.changes, wrap: true as const },
    { head: heads.about },
  ];
  return table(columns, rows, look);
}

export function runView(run: Run, entries: JournalEntry[], timeZone: string, look: Look): string {
  const { words, style, width } = look;
  const { views } = words;
  const title = views.runTitle(run.id, views.kinds[run.kind], views.runStates[run.state]);
  const head = [style.bold(title), joined([momentOf(run.startedAt, timeZone, look), run.about])];
  const rows = entries.map(({ action, display, subject, state, detail }) => [
    views.actions[action],
    display || subject,
    state === "confirmed" ? style.good(views.entryStates[state]) : style.warn(views.entryStates[state]),
    detail ?? "",
  ]);
  const { heads } = views;
  const columns = [{ head: heads.action }, { head: heads.name }, { head: heads.state }, { head: "" }];
  const updates = entries.filter(({ action }) => action === "update");
  const changes = updates.length > SHOWN ? [] : updates.flatMap((entry) => changedLines(entry, look));
  const hint =
    run.state === "done" && run.prunedAt === null && entries.length > 0
      ? ["", style.dim(indented(views.runHint(run.id), 0, width))]
      : [];
  const list = entries.length > 0 ? ["", table(columns, rows, look)] : [];
  return [...head, ...list, ...changes, ...hint].join("\n");
}

function changedLines({ display, subject, before, after }: JournalEntry, { style, width }: Look): string[] {
  const { added, removed } = noteDifference((before ?? {}) as object, (after ?? {}) as object);
  if (added.length + removed.length === 0) return [];
  return [
    "",
    style.bold(display || subject),
    ...removed.map((line) => style.bad(indented(`− ${line}`, 2, width))),
    ...added.map((line) => style.good(indented(`+ ${line}`, 2, width))),
  ];
}

/** An instant on the office's wall clock. */
export function momentOf(at: string, timeZone: string, { words }: Look): string {
  const { day, time } = wallClock(new Date(at), timeZone);
  return `${words.format.day(day)} ${time}`;
}

function stateOf({ state }: Run, { words, style }: Look): string {
  const said = words.views.runStates[state];
  if (state === "done") return style.good(said);
  return state === "undone" ? style.dim(said) : style.warn(said);
}

function countsOf({ summary }: Run, { words }: Look): string {
  const { applied } = words.views;
  const says: Record<string, (n: number) => string> = {
    labels: applied.labels,
    created: applied.created,
    updated: applied.updated,
    deleted: applied.deleted,
    membersAdded: applied.membersAdded,
    membersRemoved: applied.membersRemoved,
  };
  return Object.entries(says)
    .filter(([key]) => (summary[key] ?? 0) > 0)
    .map(([key, say]) => say(summary[key]!))
    .join(", ");
}
