import { randomBytes } from "node:crypto";
import type { JsonObject } from "./json.ts";
import type { PersonPath } from "./masks.ts";

/** The items of a contact by field, as stored: derived members included, metadata left out. */
export type Fields = Partial<Record<PersonPath, JsonObject[]>>;

/**
 * One version of a contact, never changed once it is made. `next` leads to the version after it, so that lists which lag behind
 * can still show the older one.
 */
export type Contact = {
  /** Decimal; `people/c<id>` (BEHAVIOUR 3). */
  id: string;
  /** Place in the account's order of changes. */
  seq: number;
  /** When it came to be, ms since epoch. */
  at: number;
  etag: string;
  deletedAt: number | null;
  /** Ids of its groups. */
  groups: string[];
  /** `Fields` as JSON text: 25,000 contacts are read at start without parsing one. */
  fields: string;
  /** Key of its photo, `null` for the default one. */
  photo: string | null;
  previousNames: string[];
  next: Contact | null;
};

export function fieldsOf(contact: Contact): Fields {
  return JSON.parse(contact.fields) as Fields;
}

export function resourceNameOf(contact: { id: string }): string {
  return `people/c${contact.id}`;
}

/** The id in a CONTACT source: the same number in lower-case hex, unpadded (BEHAVIOUR 3). */
export function sourceIdOf(contact: { id: string }): string {
  return BigInt(contact.id).toString(16);
}

/** A random number that fits a signed int64, as all ids seen do. */
export function newId(): bigint {
  return BigInt.asUintN(63, randomBytes(8).readBigUInt64BE()) | (1n << 60n);
}

/** One order of contacts: the live ones by id, and all versions by change, oldest first. */
export class ContactBook {
  readonly #byId = new Map<string, Contact>();
  /** Ids by the resource names that contacts had before. */
  readonly #byFormerName = new Map<string, string>();
  #log: Contact[] = [];
  #superseded = 0;
  #live = 0;
  #trash = 0;

  /** The newest version, deleted or not. */
  latest(id: string): Contact | undefined {
    return this.#byId.get(id);
  }

  live(id: string): Contact | undefined {
    const contact = this.#byId.get(id);
    return contact?.deletedAt === null ? contact : undefined;
  }

  /** The live contact that had this resource name before. */
  movedFrom(resourceName: string): Contact | undefined {
    const id = this.#byFormerName.get(resourceName);
    return id === undefined ? undefined : this.live(id);
  }

  get liveCount(): number {
    return this.#live;
  }

  get trashCount(): number {
    return this.#trash;
  }

  /** Takes in a version. One with the `seq` of the version before it replaces that in place: no list will show it as a change. */
  put(contact: Contact): void {
    const before = this.#byId.get(contact.id);
    if (before) this.#count(before, -1);
    this.#count(contact, 1);
    this.#byId.set(contact.id, contact);
    for (const name of contact.previousNames) this.#byFormerName.set(name, contact.id);
    if (before && before.seq === contact.seq) {
      this.#log[this.#indexAfter(contact.seq - 1)] = contact;
      return;
    }
    if (before) {
      before.next = contact;
      this.#superseded++;
    }
    this.#log.push(contact);
  }

  #count(contact: Contact, by: number): void {
    if (contact.deletedAt === null) this.#live += by;
    else this.#trash += by;
  }

  /** Lets go of versions that were superseded before `cutoff` (ms since epoch), once they outnumber the others. */
  forget(cutoff: number): void {
    if (this.#superseded < 1000 || this.#superseded * 2 < this.#log.length) return;
    this.#log = this.#log.filter((contact) => contact.next === null || contact.next.at > cutoff);
    this.#superseded = this.#log.filter((contact) => contact.next !== null).length;
  }

  /** Index in the log of the first version with a higher `seq`. */
  #indexAfter(seq: number): number {
    let low = 0;
    let high = this.#log.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.#log[middle]!.seq <= seq) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  /** Versions changed after `seq` that were the newest ones at `cutoff`, oldest change first, tombstones included. */
  *changedSince(seq: number, cutoff: number): Generator<Contact> {
    for (let index = this.#indexAfter(seq); index < this.#log.length; index++) {
      const contact = this.#log[index]!;
      if (contact.at <= cutoff && (contact.next === null || contact.next.at > cutoff)) yield contact;
    }
  }

  /** All contacts that were live at `cutoff`, oldest change first. */
  *liveAt(cutoff: number): Generator<Contact> {
    for (const contact of this.changedSince(0, cutoff)) if (contact.deletedAt === null) yield contact;
  }

  /** The version that was the newest at `cutoff`; the newest of all when none was older. */
  at(id: string, cutoff: number): Contact | undefined {
    const newest = this.#byId.get(id);
    if (!newest || newest.at <= cutoff) return newest;
    const older = this.#log.find((c) => c.id === id && c.at <= cutoff && c.next !== null && c.next.at > cutoff);
    return older ?? newest;
  }
}
