/** What a sync has made of each client, as a person would like to read it. */
import { type Grammar, parseNotes, personLines } from "../../card/index.ts";
import type { Finding } from "../../card/model.ts";
import type { Office } from "../../reports/lookup.ts";
import type { Seen } from "../../sync/prepare.ts";
import type { SyncReport } from "../../sync/sync-once.ts";
import type { Session } from "../session.ts";
import { joined, type Look } from "./look.ts";
import { appliedView, parkedView } from "./plan-view.ts";
import { indented } from "./width.ts";

type Mark = "number" | "dated" | "shortened" | "rewritten" | "added";
type StoryLine = { typed: string | null; now: string; mark: Mark };

export type ClientStory = {
  resourceName: string;
  name: string;
  untouched: "quiet" | "html" | null;
  lines: StoryLine[];
  /** Lines that left the card for the archive, typed forms apart. */
  archived: number;
  labelsOn: string[];
  labelsOff: string[];
  findings: Finding[];
};

/** Clients whose stories a terminal shows; `--json` has them all. */
const SHOWN = 40;

/** Gathers the stories while the clients are looked at: of each as first seen, or as last changed. */
export class Stories {
  readonly #office: Office;
  readonly #most: number;
  readonly #looked = new Set<string>();
  readonly #worthy = new Set<string>();
  readonly #stories = new Map<string, ClientStory>();

  /** `most`: so many are kept, beside a count of all that are worth telling. */
  constructor(office: Office, most: number) {
    this.#office = office;
    this.#most = most;
  }

  readonly take = (look: Seen): void => {
    const { resourceName } = look.row.client;
    if (this.#looked.has(resourceName) && !look.change) return;
    this.#looked.add(resourceName);
    const story = clientStory(look, this.#office);
    if (!isWorthTelling(story)) return;
    this.#worthy.add(resourceName);
    if (this.#stories.size < this.#most || this.#stories.has(resourceName)) this.#stories.set(resourceName, story);
  };

  /** How many clients were looked at. */
  get looked(): number {
    return this.#looked.size;
  }

  /** How many of them have a story. */
  get count(): number {
    return this.#worthy.size;
  }

  told(nameOf: (label: string) => string): ClientStory[] {
    return [...this.#stories.values()].map((story) => ({
      ...story,
      labelsOn: story.labelsOn.map(nameOf),
      labelsOff: story.labelsOff.map(nameOf),
    }));
  }
}

/** For `--json` all stories, for a terminal those that it shows. */
export function storiesFor({ json }: Session, office: Office): Stories {
  return new Stories(office, json ? Number.POSITIVE_INFINITY : SHOWN);
}

export function storyDocument(report: SyncReport, stories: Stories, nameOf: (label: string) => string) {
  const { pulled, recovered, runs, held, parked } = report;
  return { pulled, recovered, looked: stories.looked, clients: stories.told(nameOf), held, parked, runs };
}

function clientStory({ row, result, change }: Seen, office: Office): ClientStory {
  const { client } = row;
  return {
    resourceName: client.resourceName,
    name: client.name.display,
    untouched: result.untouched,
    lines: change ? rewrites(office, client.notes, result.notes) : [],
    archived: change ? result.archive.filter(({ reason }) => reason !== "rewritten").length : 0,
    labelsOn: result.addLabels,
    labelsOff: result.removeLabels,
    findings: result.findings.filter(({ severity }) => severity === "ask"),
  };
}

function isWorthTelling({ lines, archived, labelsOn, labelsOff, untouched }: ClientStory): boolean {
  return lines.length + archived + labelsOn.length + labelsOff.length > 0 || untouched !== null;
}

/** Lines of the new text that were not in the old one, each beside what was typed. */
function rewrites({ grammar, today }: Office, before: string, after: string): StoryLine[] {
  const gone = without(personLines(grammar, before), personLines(grammar, after));
  return without(personLines(grammar, after), personLines(grammar, before)).map((now) => {
    const at = gone.findIndex((typed) => isFrom(now, typed));
    const [typed = null] = at < 0 ? [] : gone.splice(at, 1);
    return { typed, now, mark: typed === null ? "added" : markOf(grammar, today, typed, now) };
  });
}

function without(lines: string[], others: string[]): string[] {
  const left = new Map<string, number>();
  for (const line of others) left.set(line.trim(), (left.get(line.trim()) ?? 0) + 1);
  return lines.filter((line) => {
    const count = left.get(line.trim()) ?? 0;
    left.set(line.trim(), count - 1);
    return count <= 0;
  });
}

/** The letters of what was typed are all in the line that stands now, or the other way round. */
function isFrom(now: string, typed: string): boolean {
  const [ours, theirs] = [letters(now), letters(typed)];
  return theirs !== "" && ours !== "" && (ours.includes(theirs) || theirs.includes(ours));
}

function letters(line: string): string {
  return line.toLowerCase().replace(/\P{L}+/gu, "");
}

function markOf(grammar: Grammar, today: string, typed: string, now: string): Mark {
  const read = (line: string) => parseNotes(grammar, line, { today }).card;
  const [before, after] = [read(typed), read(now)];
  const number = after.orders[0]?.number ?? null;
  if (number !== null && (before.orders[0]?.number ?? null) === null) return "number";
  if (before.orders[0]?.state === "open" && after.orders[0]?.closed != null) return "shortened";
  const dateOf = ({ log, orders }: typeof after) => log[0]?.date ?? orders[0]?.steps[0]?.date ?? null;
  return dateOf(before) === null && dateOf(after) !== null ? "dated" : "rewritten";
}

// --------------------------------------------------------------------------------------------------------------- in words

export function syncView(story: ReturnType<typeof storyDocument>, stories: Stories, look: Look): string {
  const { words, style } = look;
  const { sync: said } = words.views;
  const { pulled, recovered, clients, looked, runs } = story;
  const head = [
    pulled.full ? said.pulledAll(pulled.named) : said.pulledChanges(pulled.named),
    ...(recovered.settled > 0 ? [said.recovered(recovered.settled)] : []),
  ];
  const deleted = pulled.deleted.map(({ display, resourceName }) => `  ${display || resourceName}`);
  const inOrder = stories.count === 0 ? said.inOrder : said.others(looked - stories.count);
  const parts = [
    head.join("\n"),
    deleted.length > 0 ? [style.warn(said.deleted), ...deleted].join("\n") : "",
    storiesView(clients, stories.count, look),
    stories.count < looked || stories.count === 0 ? style.dim(inOrder) : "",
    runs.map((run) => appliedView(run, look)).join("\n"),
    parkedView(story.parked, look).join("\n"),
    story.held.map(({ name, clients: count }) => style.warn(said.held(name, count))).join("\n"),
  ];
  return parts.filter((part) => part !== "").join("\n\n");
}

/** `count`: how many there are, those that are not kept included. */
export function storiesView(clients: ClientStory[], count: number, look: Look): string {
  const shown = clients.slice(0, SHOWN).map((client) => clientStoryView(client, look));
  const more = count > SHOWN ? [look.words.views.plan.noMore(count - SHOWN)] : [];
  return [...shown, ...more].join("\n");
}

function clientStoryView(client: ClientStory, { words, style, width }: Look): string {
  const { sync: said, noName } = words.views;
  const marks: Record<Mark, string> = {
    number: said.numberGiven,
    dated: said.dated,
    shortened: said.shortened,
    rewritten: said.rewritten,
    added: said.added,
  };
  const lines = client.lines.map(({ typed, now, mark }) => {
    const remark = style.dim(`(${marks[mark]})`);
    return typed === null ? `+ ${now} ${remark}` : `${style.dim(typed)} → ${now} ${remark}`;
  });
  const rest = joined([
    client.archived > 0 && said.archived(client.archived),
    client.labelsOn.length > 0 && said.labelsOn(client.labelsOn.join(", ")),
    client.labelsOff.length > 0 && said.labelsOff(client.labelsOff.join(", ")),
  ]);
  const facts = [
    ...lines,
    ...(rest ? [rest] : []),
    ...(client.untouched ? [said[client.untouched]] : []),
    ...client.findings.map(({ message }) => style.warn(`! ${message}`)),
  ];
  return [style.bold(client.name || noName), ...facts.map((fact) => indented(fact, 2, width))].join("\n");
}
