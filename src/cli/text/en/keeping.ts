import { formatOf } from "../format.ts";
import { englishForm as form } from "../plural.ts";

const { number } = formatOf("en");

/** Words about clients who are kept twice, deleted clients, backups and the copy of the account. */
export const keeping = {
  duplicates: {
    none: "Nobody seems to be kept twice.",
    total: (n: number) => `${number(n)} ${form(n, "group", "groups")} of contacts that may be one client.`,
    hint: "Two that are not the same: clientcard duplicates --not A B",
    orders: (n: number) => `${number(n)} ${form(n, "order", "orders")}`,
    toldApart: (one: string, other: string) => `Not the same, from now on: ${one} and ${other}.`,
    reasons: {
      phone: (value: string) => `the same number: ${value}`,
      email: (value: string) => `the same mail: ${value}`,
      "shared-phone": (value: string) => `the same name and a number that many have: ${value}`,
      "shared-email": (value: string) => `the same name and a mail that many have: ${value}`,
      "phone-end": (value: string) => `the same name and numbers that end alike: …${value}`,
      name: (value: string) => `the same name, one of them without number and mail: ${value}`,
    },
  },
  merge: {
    title: (name: string) => `To make one client, ${name} stays.`,
    goes: (name: string) => `${name} goes: all of it is joined, then the contact is deleted`,
    gains: "New on the card:",
    approve: "Make them one?",
  },
  restoreClient: {
    would: (name: string, day: string) => `${name}, deleted on ${day}, would be made again.`,
    done: (name: string) => `${name} is there again.`,
  },
  backup: {
    done: (file: string, size: string) =>
      `The backup is in ${file} (${size} MB when unpacked). Keep a copy on another disk.`,
    would: (file: string) => `The backup would be written to ${file}.`,
  },
  restore: {
    title: (file: string) => `${file} is a whole backup:`,
    runs: (n: number, last: string) => `${number(n)} ${form(n, "run", "runs")}, the last on ${last}`,
    noRuns: "no runs",
    replaces: (path: string) => `It takes the place of ${path}, which is kept beside it.`,
    approve: "Put it in place?",
    done: "The backup is in place. Run clientcard sync next.",
    kept: (path: string) => `What was there before: ${path}`,
    dryRun: "Nothing was changed: this was a dry run.",
    waits: "Nothing was changed: --yes puts the backup in place.",
  },
  rebuild: {
    done: (n: number) => `The copy was read anew: ${number(n)} ${form(n, "client", "clients")}.`,
    same: (n: number) => `Copy and account agree: ${number(n)} ${form(n, "client", "clients")}.`,
    differs: "Copy and account differ:",
    missing: "only in the account",
    extra: "only in the copy",
    fields: (names: string) => `differs in: ${names}`,
    next: "clientcard rebuild reads the copy anew.",
  },
};
