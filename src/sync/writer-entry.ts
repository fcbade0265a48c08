/**
 * What the lock of the account says: an entry in the `clientData` of a label of the program's own. Whoever writes, wherever, finds it there
 * with the list of labels that every pull reads anyway. Entries of others stay as they are.
 */
import type { Label } from "../client/person.ts";
import { ROLE_KEY } from "../reconcile/labels.ts";

/** Name of the label; known by its role afterwards, so that staff may rename it. */
export const LOCK_LABEL = "clientcard";
const LOCK_ROLE = "lock";
const WRITER_KEY = "clientcard.writer";
/** Far more than any command or host needs; how much an entry may hold is not documented. */
const MOST_CHARS = 80;

/** Who writes. `home` names the ledger, which outlives the process. */
export type Writer = { home: string; host: string; pid: number; started: string | null; command: string };

/** `by`: who holds the lock, `null` = nobody. `made`: who has made clients last, and when by the account's clock. */
export type LockEntry = {
  by: (Writer & { token: string; since: string; creates: boolean }) | null;
  made: { home: string; host: string; at: string } | null;
  /** Counts the writes, so that each is a change. */
  n: number;
};

export const freeEntry: LockEntry = { by: null, made: null, n: 0 };

/** The lock's label among all; of several (two machines may have begun at once) the one that sorts first. */
export function lockLabel(labels: Label[]): Label | null {
  const tagged = labels.filter(({ clientData }) => clientData.some(isRole));
  const named = labels.filter(({ system, name }) => !system && name === LOCK_LABEL);
  const [first] = (tagged.length > 0 ? tagged : named).toSorted((a, b) => (a.resourceName < b.resourceName ? -1 : 1));
  return first ?? null;
}

/** An entry that nobody can read is nobody's. */
export function readEntry({ clientData }: Label): LockEntry {
  const value = clientData.find(({ key }) => key === WRITER_KEY)?.value;
  if (value === undefined) return freeEntry;
  try {
    const read = JSON.parse(value) as Partial<LockEntry>;
    const by = typeof read.by?.token === "string" ? read.by : null;
    const made = typeof read.made?.at === "string" ? read.made : null;
    return { by, made, n: typeof read.n === "number" ? read.n : 0 };
  } catch {
    return freeEntry;
  }
}

/** The label's entries with ours in place; those of other programs as they were. */
export function withEntry(clientData: Label["clientData"], entry: LockEntry): Label["clientData"] {
  const others = clientData.filter((item) => item.key !== WRITER_KEY && !isRole(item));
  return [...others, { key: ROLE_KEY, value: LOCK_ROLE }, { key: WRITER_KEY, value: JSON.stringify(entry) }];
}

/** What an entry says of its writer: the command without the folders of its files. */
export function shortly(writer: Writer): Writer {
  const command = writer.command.replace(/[^\s]*[/\\]/g, "");
  return { ...writer, command: command.slice(0, MOST_CHARS), host: writer.host.slice(0, MOST_CHARS) };
}

function isRole({ key, value }: { key: string; value: string }): boolean {
  return key === ROLE_KEY && value === LOCK_ROLE;
}
