/** `card …`: the grammar on its own. Nothing here opens a store or an account. */
import {
  compactCard,
  compileGrammar,
  expandCard,
  type Grammar,
  normaliseCard,
  parseNotes,
  viewOnScreen,
} from "../../card/index.ts";
import type { ArchivedLine, Finding } from "../../card/model.ts";
import type { Screen } from "../../card/screen.ts";
import type { CardSettings } from "../../card/settings.ts";
import { readSettings } from "../../config/settings.ts";
import { readTemplateFile } from "../../config/template-file.ts";
import { wallClock } from "../../lib/day.ts";
import { appError } from "../../lib/errors.ts";
import type { MarkerLabel, Template } from "../../template/template.ts";
import { type Call, type Command, momentFrom, numberOption, textOption } from "../call.ts";
import { type ExitCode, exitCodes } from "../exit-codes.ts";
import { readWhole } from "../files.ts";
import { cardDocument } from "../render/card-document.ts";
import { cardView, findingLines } from "../render/card-view.ts";
import { lookOf } from "../render/look.ts";
import { screenView } from "../render/screen-view.ts";
import type { Session } from "../session.ts";

type Desk = {
  grammar: Grammar;
  template: Template;
  today: string;
  marker: string | null;
  screen: Screen | null;
  text: string;
};

export const cardVerbs: Record<"parse" | "format" | "check" | "compact" | "expand", Command> = {
  parse,
  format,
  check,
  compact,
  expand,
};

async function parse(session: Session, call: Call): Promise<ExitCode> {
  const { grammar, today, text } = await openDesk(session, call);
  const { card } = parseNotes(grammar, text, { today });
  session.show(cardDocument(card), () => cardView(card, lookOf(session)));
  return exitCodes.done;
}

async function format(session: Session, call: Call): Promise<ExitCode> {
  const desk = await openDesk(session, call);
  const { text, card, findings, archived, changed } = await normalise(session, call, desk);
  showNotes(session, desk, text, { changed, archive: archived, findings, card: cardDocument(card) });
  return exitCodes.done;
}

async function check(session: Session, call: Call): Promise<ExitCode> {
  const desk = await openDesk(session, call);
  const findings = textOption(call, "previous")
    ? (await normalise(session, call, desk)).findings
    : parseNotes(desk.grammar, desk.text, { today: desk.today }).card.findings;
  session.show({ findings }, () => findingLines(findings, lookOf(session)));
  return findings.some(isOpen) ? exitCodes.findings : exitCodes.done;
}

async function compact(session: Session, call: Call): Promise<ExitCode> {
  const desk = await openDesk(session, call);
  const { grammar, marker, today, text } = desk;
  const folded = (await archiveOption(session, call))?.filter(({ reason }) => reason === "folded");
  const result = compactCard(grammar, { text, today, marker, folded });
  const { archived, changed, findings, card } = result;
  showNotes(session, desk, result.text, { changed, archive: archived, findings, card: cardDocument(card) });
  return exitCodes.done;
}

async function expand(session: Session, call: Call): Promise<ExitCode> {
  const desk = await openDesk(session, call);
  const { grammar, marker, today, text } = desk;
  const archived = await archiveOption(session, call);
  if (!archived) throw appError({ code: "usage", problem: session.words.usage.missingArgument("--archive") });
  const notes = expandCard(grammar, text, archived, { today, marker: marker ?? undefined });
  const { card } = parseNotes(grammar, notes, { today });
  showNotes(session, desk, notes, { changed: notes !== text, findings: card.findings, card: cardDocument(card) });
  return exitCodes.done;
}

// ------------------------------------------------------------------------------------------------------------ what is needed

/** Settings, template and the notes from stdin. */
async function openDesk(session: Session, call: Call): Promise<Desk> {
  const { io } = session;
  const settings = await readSettings({ env: io.env, flags: call.options, cwd: io.cwd });
  const template = await readTemplateFile(settings.template, {
    cacheDir: null,
    timeZone: settings.timeZone,
    language: settings.lang,
  });
  await session.speak(settings.lang);
  const { marker, card } = markerOption(call, template);
  const grammar = compileGrammar(card);
  const today = wallClock(settings.now ?? new Date(), template.timeZone).day;
  const screen = screenOption(session, call, template);
  if (io.tty.in) io.err(`${session.words.views.typeNotes}\n`);
  return { grammar, template, today, marker, screen, text: withoutLastEnd(await io.readInput()) };
}

/** A note in Google has no line end after its last line; a text file has one. */
function withoutLastEnd(text: string): string {
  return text.replace(/\r?\n$/, "");
}

async function normalise(session: Session, call: Call, { grammar, template, today, marker, text }: Desk) {
  const file = textOption(call, "previous");
  const previous = file === null ? null : withoutLastEnd(await readWhole(session.path(file)));
  let next = numberOption(session, call, "nextNumber", "--next-number") ?? highestNumber(grammar, [text, previous]) + 1;
  return normaliseCard(grammar, {
    text,
    previous,
    today,
    edited: editedOption(session, call, template),
    nextNumber: () => next++,
    marker,
  });
}

function highestNumber(grammar: Grammar, texts: (string | null)[]): number {
  const orders = texts.flatMap((text) =>
    text === null ? [] : parseNotes(grammar, text, { today: null }).card.orders.flatMap(({ number }) => number ?? []),
  );
  return orders.reduce((highest, number) => Math.max(highest, number), 0);
}

/** A day, or an instant with its offset, which is taken to the office's day. */
function editedOption({ words }: Session, call: Call, { timeZone }: Template): string | null {
  const typed = textOption(call, "edited");
  if (typed === null) return null;
  if (/T.*(?:Z|[+-]\d\d:\d\d)$/i.test(typed) && !Number.isNaN(Date.parse(typed)))
    return wallClock(new Date(typed), timeZone).day;
  const moment = momentFrom(typed);
  if (!moment) throw appError({ code: "usage", problem: words.usage.badTime("--edited", typed) });
  return moment.day;
}

/**
 * A marker by id, label or alias; any other name stays as typed, for staff may rename labels. The name of a kind of contact (`supplier`)
 * reads and writes the card as one of that kind, whose first line begins so where there is no marker.
 */
function markerOption(call: Call, { markers, kinds, card }: Template): { marker: string | null; card: CardSettings } {
  const typed = textOption(call, "marker");
  if (typed === null) return { marker: null, card };
  const fold = (name: string) => name.normalize("NFC").trim().toLowerCase();
  const isMeant = ({ id, label, aliases }: MarkerLabel) =>
    [id, label, ...aliases].some((name) => fold(name) === fold(typed));
  const marker = markers.find(isMeant);
  if (marker) return { marker: marker.label, card };
  const kind = kinds.find(isMeant);
  return { marker: kind?.label ?? typed, card: kind?.card ?? card };
}

/** Archived lines: a list, or the JSON of `card compact`. */
async function archiveOption(session: Session, call: Call): Promise<ArchivedLine[] | null> {
  const typed = textOption(call, "archive");
  if (typed === null) return null;
  const file = session.path(typed);
  const refusal = (cause?: unknown) => appError({ code: "input-file", file, reason: "not-an-archive" }, cause);
  let read: unknown;
  try {
    read = JSON.parse(await readWhole(file));
  } catch (error) {
    throw error instanceof SyntaxError ? refusal(error) : error;
  }
  const lines = Array.isArray(read) ? read : (read as { archive?: unknown } | null)?.archive;
  const archived = Array.isArray(lines) ? lines.map(archivedLine) : [null];
  if (archived.includes(null)) throw refusal();
  return archived as ArchivedLine[];
}

const REASONS = new Set(["compacted", "folded", "pruned", "met", "rewritten", "removed", "imported"]);

/** A line as `card compact --json` prints it; what is unknown may be left out. `null` for anything else. */
function archivedLine(value: unknown): ArchivedLine | null {
  const { reason, text, now = null, order = null, title = null, date = null } = (value ?? {}) as Partial<ArchivedLine>;
  const isText = (part: unknown) => part === null || typeof part === "string";
  if (typeof text !== "string" || !REASONS.has(reason!) || !isText(now) || !isText(title)) return null;
  if (order !== null && !Number.isSafeInteger(order)) return null;
  if (date !== null && !(isText(date) && momentFrom(date)?.day === date)) return null;
  return { reason: reason!, text, now, order, title, date };
}

/** The notes as they are, or as the phone that `--screen` names shows them. */
function showNotes(session: Session, desk: Desk, notes: string, more: Record<string, unknown>): void {
  const { screen } = desk;
  if (screen === null) {
    session.show({ notes, ...more }, () => notes);
    return;
  }
  const view = viewOnScreen(desk.grammar, notes, screen, desk.today);
  session.show({ notes, ...more, screen: { ...screen, ...view } }, () =>
    screenView(view, notes, screen, lookOf(session)),
  );
}

/** A screen of the template by its name, or one that is given as `6x38`. */
function screenOption({ words }: Session, call: Call, { card }: Template): Screen | null {
  const typed = textOption(call, "screen");
  if (typed === null) return null;
  const name = Object.keys(card.screens).find((known) => known.toLowerCase() === typed.trim().toLowerCase());
  if (name !== undefined) return card.screens[name]!;
  const [, lines, characters] = /^(\d{1,3})[x×*](\d{1,3})$/i.exec(typed.trim()) ?? [];
  if (!Number(lines) || !Number(characters))
    throw appError({ code: "usage", problem: words.usage.badScreen(typed, Object.keys(card.screens).join(", ")) });
  return { lines: Number(lines), characters: Number(characters) };
}

function isOpen({ severity }: Finding): boolean {
  return severity === "ask";
}
