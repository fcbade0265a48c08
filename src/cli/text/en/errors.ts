import type { InputFileReason, MappingQuestion, RefusalReason } from "../../../lib/errors.ts";
import type { ErrorWords, Told } from "../catalogue.ts";
import type { ColumnField } from "../column-field.ts";
import { formatOf, momentText } from "../format.ts";
import { englishForm } from "../plural.ts";
import { riskOf } from "../risk.ts";
import { asked } from "./mapping.ts";
import { views } from "./views.ts";

const format = formatOf("en");
const clients = (count: number) => `${format.number(count)} ${englishForm(count, "client", "clients")}`;
const lines = (count: number) => `${format.number(count)} ${englishForm(count, "line", "lines")}`;

type FileError = { file: string; sheet?: string; detail?: string };
const files: Record<InputFileReason, (error: FileError) => Told> = {
  missing: ({ file }) => ({ what: `There is no file ${file}.`, next: "Check the path and the name." }),
  empty: ({ file }) => ({ what: `${file} is empty.`, next: "Save it again from the program it comes from." }),
  directory: ({ file }) => ({ what: `${file} is a folder, not a file.`, next: "Name the file in it." }),
  "not-a-spreadsheet": ({ file }) => ({
    what: `${file} is no spreadsheet that can be read.`,
    next: "Save it as .xlsx, .ods or .csv and give that file.",
  }),
  "password-protected": ({ file }) => ({
    what: `${file} is protected by a password.`,
    next: "Open it, save a copy without a password and give that file.",
  }),
  truncated: ({ file }) => ({
    what: `${file} is damaged: its end is missing.`,
    next: "Copy or download it again.",
  }),
  "no-header": ({ file }) => ({
    what: `${file} has no row with column names, so nobody can tell what its columns mean.`,
    next: "Put names such as “Name” and “Phone” above the columns, choose another sheet with --sheet, or give a mapping (--mapping) that says “header: 0” and what columns A, B … hold.",
  }),
  "no-rows": ({ file }) => ({
    what: `${file} has no rows below its column names.`,
    next: "Check that it is the right file and sheet.",
  }),
  "all-skipped": ({ file }) => ({
    what: `Every sheet of ${file} is left aside: the mapping says “skip: true” of each.`,
    next: "Take “skip: true” out for the sheet that should be read, or give another mapping (--mapping).",
  }),
  "too-large": ({ file }) => ({
    what: `${file} is too large to be read safely.`,
    next: "Split it into several files.",
  }),
  "sheet-missing": ({ file, sheet, detail }) => ({
    what: `${file} has no sheet “${sheet ?? ""}”.`,
    details: detail ? [`Its sheets: ${detail}`] : [],
    next: "Name one of its sheets with --sheet, or leave --sheet out to read them all.",
  }),
  "not-a-plan": ({ file }) => ({
    what: `${file || "The file"} is no plan, or was changed after it was written.`,
    next: "Make a new one: clientcard plan --out PLAN.json",
  }),
  "not-an-archive": ({ file }) => ({
    what: `${file} holds no list of archived lines.`,
    next: "Give a file that `clientcard card compact --json` has written.",
  }),
  "not-utf8": ({ file }) => ({ what: `${file} is no text in UTF-8.`, next: "Save it as UTF-8 text." }),
  "unknown-encoding": ({ file, detail }) => ({
    what: `There is no encoding “${detail ?? ""}” to read ${file} by.`,
    next: "Give --encoding utf-8, utf-16le, windows-1251, koi8-r, cp866 or armscii-8, or leave it out: then the program finds it by itself.",
  }),
  denied: ({ file }) => ({
    what: `${file} cannot be read: permission denied.`,
    next: "Check whom it belongs to and who may read it.",
  }),
  "not-a-backup": ({ file }) => ({
    what: `${file} is no backup of clientcard.`,
    next: "Name a file that clientcard backup wrote.",
  }),
  "damaged-backup": ({ file, detail }) => ({
    what: `The backup ${file} is damaged${detail ? `: ${detail}` : ""}.`,
    next: "Nothing was touched. Take another copy of it, or an older backup.",
  }),
  "newer-backup": ({ file }) => ({
    what: `The backup ${file} was written by a newer clientcard.`,
    next: "Bring this program up to date first.",
  }),
  "other-account": ({ file, detail }) => ({
    what: `The backup ${file} is of another account${detail ? ` (${detail})` : ""}.`,
    next: "Put it back in the home of that account (CLIENTCARD_HOME, CLIENTCARD_ACCOUNT).",
  }),
  unsupported: ({ file, detail }) => ({
    what: `${file} cannot be read${detail ? ` (${detail})` : ""}.`,
    next: "Save it as .xlsx, .ods or as .csv in UTF-8 and give that file.",
  }),
};

const signIn = "Sign in again: clientcard login";
const auth: Record<string, Told> = {
  missing: { what: "Nobody is signed in to Google here.", next: "Sign in: clientcard login" },
  refused: { what: "Google refuses the credentials.", next: signIn },
  expired: { what: "The sign-in to Google has expired or was withdrawn.", next: signIn },
  scope: {
    what: "The sign-in to Google does not allow the contacts to be read and changed.",
    next: `${signIn} and allow access to the contacts.`,
  },
  disabled: {
    what: "The People API is switched off in the Google Cloud project.",
    next: "Switch it on in the Google Cloud console (APIs & Services), wait a few minutes and try again.",
  },
};

const disks = {
  full: ["The disk is full", "Make room and run the command again; it goes on where it stopped."],
  "read-only": ["The disk is read-only", "Choose a folder that can be written to (CLIENTCARD_HOME)."],
  "no-folder": ["There is no such folder", "Check the path, or make the folder first."],
  denied: ["Permission denied", "Check whom the folder belongs to, or choose another (CLIENTCARD_HOME)."],
  corrupt: [
    "The file is damaged",
    "mirror.db may be deleted, the next sync fetches it again. ledger.db holds the history: copy it away and put back a good copy.",
  ],
} as const;

function movedOnText(reason: string): string {
  const [, taken] = /^order number (\d+) is taken$/.exec(reason) ?? [];
  return taken ? `has taken the order number ${taken} meanwhile` : (movedOn[reason] ?? reason);
}

const movedOn: Record<string, string> = {
  gone: "deleted meanwhile",
  "edited since": "edited meanwhile",
  "created already": "exists already",
  "label created already": "the label exists already",
  "label gone": "the label is gone",
};

const nouns: Record<string, string> = {
  client: "client",
  "deleted client": "deleted client",
  number: "client with the number",
  run: "run",
  order: "open order",
  label: "label",
  file: "file",
};

const refusals = {
  merge: "Nothing was merged.",
  "restore-client": "The client was not made again.",
  undo: "The run cannot be put back.",
};

const afterRefusal = {
  merge: "Nothing was changed. Run the command again when that is settled.",
  "restore-client": "Nothing was changed. If it is somebody else, --force makes the client all the same.",
  undo: "Nothing was changed. clientcard runs lists the runs.",
};

const whyRefused: Record<RefusalReason, (detail: string) => string> = {
  "being-edited": () => "edited minutes ago, someone may still be typing: try again later",
  "formatted-note": () => "the note is formatted text: save it as plain text in Google Contacts first",
  "write-undecided": () =>
    "it is not known yet whether a write arrived: clientcard sync finds out, some minutes later at the most; then try again",
  "named-twice": () => "named twice",
  alive: () => "is there",
  merged: (run) => `lives on in another client: clientcard undo ${run}`,
  "same-contact": () => "is there with the same number or mail",
  "too-old": () => "the run is so old that what stood before is no longer kept",
  "nothing-left": () => "has nothing left to put back",
};

/** In words, and as it is written in a mapping. */
const fieldOf = (question: MappingQuestion) => {
  const field = "field" in question ? question.field : "date";
  return `${views.import.fields[field as ColumnField]} (${field})`;
};

export const errors: ErrorWords = {
  usage: ({ problem, next }) => ({ what: problem, next }),
  config: ({ problems }) => ({
    what: `${format.number(problems.length)} ${englishForm(problems.length, "setting needs", "settings need")} to be mended:`,
    details: problems.map(({ where, problem, next }) => `${where}: ${problem}${next ? ` – ${next}` : ""}`),
    next: "Nothing was changed. Mend this and run the command again.",
  }),
  "input-file": (error) => {
    const told = files[error.reason]({ ...error, file: error.file === "-" ? "The input" : error.file });
    const place = [error.sheet && `sheet “${error.sheet}”`, error.row && `row ${error.row}`].filter(Boolean).join(", ");
    return {
      ...told,
      details: [...(place && error.reason !== "sheet-missing" ? [place] : []), ...(told.details ?? [])],
    };
  },
  "mapping-unsure": ({ questions, lines }) => ({
    what: asked.unsure,
    details: [
      ...questions.map((question) => asked.question(question, fieldOf(question))),
      ...(lines.length > 0 ? [asked.answer, ...lines] : []),
    ],
    next: asked.next,
  }),
  "mapping-sheets": ({ missing, sheets }) => ({
    what: `The mapping names what no file has: ${missing.map(({ sheet, meant }) => `sheet “${sheet}”${meant === null ? "" : ` (did you mean “${meant}”?)`}`).join(", ")}.`,
    details: [`There are the sheets: ${sheets.join(", ")}`],
    next: 'Nothing was changed. Mend the name in the mapping, or write "*" in its place: that is any sheet which is not named.',
  }),
  auth: ({ reason, detail }) => ({ ...auth[reason]!, details: detail ? [detail] : [] }),
  "stale-etag": ({ resourceNames }) => ({
    what: `${clients(resourceNames.length)} changed in Google while they were being written.`,
    next: "Nothing was overwritten. Run the command again.",
  }),
  "sync-token-expired": () => ({
    what: "Google has forgotten up to where the contacts were read.",
    next: "Read them whole once: clientcard sync --full",
  }),
  quota: ({ lasting, retryAfterMs, detail }) => ({
    what: lasting ? "The account's allowance of calls is used up for today." : "Google asks to slow down.",
    details: [detail],
    next: `Try again ${retryAfterMs > 0 ? `in ${wait(retryAfterMs)}` : "later"}; the command goes on where it stopped.`,
  }),
  "unsafe-plan": ({ reasons }) => ({
    what: "The plan was not applied: it would change more than the template lets pass unasked.",
    details: reasons.map(riskLine),
    next: "Look at it with --dry-run; if it is what you want, --force applies it.",
  }),
  "plan-refused": ({ reasons }) => ({
    what: "The plan was not applied: the account has moved on since it was made.",
    details: reasons.map(({ client, reason }) => `${client}: ${movedOnText(reason)}`),
    next: "Make a new one: clientcard plan --out PLAN.json",
  }),
  "approval-needed": ({ what }) => ({
    what: `Nothing was changed: ${what} waits for approval.`,
    next: "Look at the plan above; --yes applies it.",
  }),
  "not-found": ({ what, query, candidates = [] }) => {
    const noun = nouns[what] ?? what;
    if (candidates.length > 1 && what.endsWith("client"))
      return {
        what: `“${query}” may be any of ${clients(candidates.length)}:`,
        details: candidates,
        next: "Name the one you mean by its number or by the name in brackets.",
      };
    return {
      what: `There is no ${noun} “${query}”.`,
      details: candidates.length > 0 ? [`There is: ${candidates.join(", ")}`] : [],
      next:
        what === "client"
          ? "clientcard find TEXT searches names, numbers and notes; clientcard sync fetches what is new."
          : undefined,
    };
  },
  refused: ({ what, reasons }) => ({
    what: refusals[what],
    details: reasons.map(({ client, reason, detail }) => `${client}: ${whyRefused[reason](detail ?? "")}`),
    next: afterRefusal[what],
  }),
  "formatted-note": ({ client }) => ({
    what: `The note of “${client}” is formatted text, and nothing is added to it.`,
    next: "Save it as plain text in Google Contacts and run the command again.",
  }),
  locked: ({ holder, since, why, until = "" }) => {
    const details = holder === "" ? [] : [`${holder}, since ${momentText(since)}`];
    if (why === "taken-over")
      return {
        what: "Another run has taken the place of this one.",
        details,
        next: "What is done is done and written down. When the other one has ended, run the command again: it goes on where this one stopped.",
      };
    if (why === "settling")
      return {
        what: "Another computer has just created clients, and Google’s lists need not show them yet.",
        details,
        next: `Creating now could make the same clients twice: run the command again after ${momentText(until)}.`,
      };
    return {
      what: "Another run is working on this account.",
      details,
      next: "Wait until it has ended and run the command again. If it will not end any more, --take-over takes its place.",
    };
  },
  disk: ({ path, reason, detail }) => {
    const [what, next] = disks[detail === "ENOENT" ? "no-folder" : reason];
    return {
      what: `${what}: ${path}${detail ? ` (${detail})` : ""}`,
      next,
    };
  },
  unavailable: ({ detail, status }) => ({
    what: `The account cannot be reached${status ? ` (HTTP ${status})` : ""}.`,
    details: [detail],
    next: "Check the connection and run the command again; it finds out by itself what had arrived.",
  }),
  account: ({ status, reason, detail }) => ({
    what: `Google refused the request (${[status, reason].filter(Boolean).join(" ")}).`,
    details: [detail],
    next: "clientcard doctor checks settings, sign-in and account.",
  }),
  interrupted: ({ what }) => ({
    what: `Stopped${what ? `: ${what}` : ""}.`,
    next: "What is done is done and written down. Run the command again: it goes on where it stopped.",
  }),
  internal: ({ detail }) => ({
    what: `Something went wrong that should not have: ${detail}`,
    next: "Nothing half-done is left behind: the next run puts the account in order. Please report this with the lines above.",
  }),
};

function wait(ms: number): string {
  const seconds = Math.ceil(ms / 1000);
  if (seconds < 90) return `${seconds} ${englishForm(seconds, "second", "seconds")}`;
  const minutes = Math.ceil(seconds / 60);
  return `${minutes} ${englishForm(minutes, "minute", "minutes")}`;
}

/** A reason of the guard, in words; also for plans that are only shown. */
function riskLine(reason: string): string {
  const risk = riskOf(reason);
  if (!risk) return reason;
  switch (risk.kind) {
    case "label-changes":
      return `takes the label “${risk.label}” from ${clients(risk.count)} (limit ${format.number(risk.limit)})`;
    case "label-share":
      return `takes the label “${risk.label}” from ${format.percent(risk.share)} of all clients (limit ${format.percent(risk.limit)})`;
    case "deletes":
      return `deletes ${clients(risk.count)} (limit ${format.number(risk.limit)})`;
    case "delete-share":
      return `deletes ${format.percent(risk.share)} of all clients (limit ${format.percent(risk.limit)})`;
    case "lines":
      return `${lines(risk.count)} that people wrote would be neither in the card nor in the archive: ${risk.clients.join(", ")}`;
  }
}
