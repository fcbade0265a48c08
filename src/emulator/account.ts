import type { Contact } from "./contact.ts";
import { ContactBook, newId } from "./contact.ts";
import type { AccountRow, Database } from "./database.ts";
import { newEtagHash } from "./etag.ts";
import type { Group } from "./group.ts";

export type BookName = "contacts" | "others";

/** A new version of a contact. `touch: false` keeps its etag, updateTime and place in the order of changes. */
export type ContactWrite = Pick<Contact, "id" | "groups" | "fields" | "photo" | "previousNames"> & {
  deleted: boolean;
  touch: boolean;
  book?: BookName;
};
export type GroupWrite = Pick<Group, "id" | "name" | "clientData" | "deleted">;
/** What one request changes; it becomes durable as a whole or not at all. */
export type Changes = {
  contacts?: ContactWrite[];
  groups?: GroupWrite[];
  photo?: { key: string; bytes: Buffer; type: string };
};

/** One Google account: its contacts, other contacts and groups. All reads are from memory, every write is durable before it shows. */
export class Account {
  readonly email: string;
  /** 21 digits: `people/<profileId>`. */
  readonly profileId: string;
  readonly contacts = new ContactBook();
  readonly others = new ContactBook();
  readonly groups = new Map<string, Group>();
  /** Place of the newest change when search was last warmed up (BEHAVIOUR 9). */
  warmedUpTo = 0;
  readonly #members = new Map<string, Set<string>>();
  readonly #database: Database;
  #seq: number;
  #writes = 0;
  readonly #watchers: ((contacts: Contact[]) => void)[] = [];

  constructor(row: AccountRow, database: Database) {
    this.email = row.email;
    this.profileId = row.profileId;
    this.#database = database;
    this.#seq = 0;
    for (const group of database.groupsOf(row.email)) {
      this.groups.set(group.id, group);
      this.#seq = Math.max(this.#seq, group.seq);
    }
    for (const { book, contact } of database.contactsOf(row.email)) {
      this.#take(book, contact);
      this.#seq = Math.max(this.#seq, contact.seq);
    }
  }

  /** Place of the newest change. */
  get seq(): number {
    return this.#seq;
  }

  /** How often anything was written since the account was opened: equal for as long as nothing changes. */
  get writes(): number {
    return this.#writes;
  }

  /** Tells the new versions of contacts, tombstones too, after each write. */
  onWrite(watch: (contacts: Contact[]) => void): void {
    this.#watchers.push(watch);
  }

  members(groupId: string): ReadonlySet<string> {
    return this.#members.get(groupId) ?? new Set();
  }

  liveGroups(): Group[] {
    return [...this.groups.values()].filter((group) => !group.deleted);
  }

  liveGroup(id: string): Group | undefined {
    const group = this.groups.get(id);
    return group?.deleted ? undefined : group;
  }

  /** A contact id that was never given. */
  freeId(): string {
    for (;;) {
      const id = newId().toString();
      if (!this.contacts.latest(id) && !this.others.latest(id)) return id;
    }
  }

  freeGroupId(): string {
    for (;;) {
      const id = newId().toString(16);
      if (!this.groups.has(id)) return id;
    }
  }

  /** Makes the changes durable, then visible. `at` is ms since epoch, `keepSince` how far back lists may still look. */
  write(changes: Changes, at: number, keepSince: number): void {
    const contacts = (changes.contacts ?? []).map((write) => ({
      book: write.book ?? ("contacts" as const),
      contact: this.#version(write, at),
    }));
    const groups = (changes.groups ?? []).map((write) => ({ ...write, seq: ++this.#seq, at, etag: newEtagHash() }));
    this.#database.save(this.email, { contacts, groups, photo: changes.photo });
    for (const { book, contact } of contacts) this.#take(book, contact);
    for (const group of groups) this.groups.set(group.id, group);
    this.contacts.forget(keepSince);
    this.#writes++;
    const written = contacts.filter(({ book }) => book === "contacts").map(({ contact }) => contact);
    for (const watch of this.#watchers) watch(written);
  }

  #version(write: ContactWrite, at: number): Contact {
    const { deleted, touch, book, ...kept } = write;
    const before = this[book ?? "contacts"].latest(write.id);
    const stamp =
      touch || !before
        ? { seq: ++this.#seq, at, etag: newEtagHash() }
        : { seq: before.seq, at: before.at, etag: before.etag };
    return { ...kept, ...stamp, deletedAt: deleted ? at : null, next: null };
  }

  #take(book: BookName, contact: Contact): void {
    const before = this[book].latest(contact.id);
    for (const group of before?.groups ?? []) this.#members.get(group)?.delete(contact.id);
    if (contact.deletedAt === null) {
      for (const group of contact.groups) {
        const members = this.#members.get(group);
        if (members) members.add(contact.id);
        else this.#members.set(group, new Set([contact.id]));
      }
    }
    this[book].put(contact);
  }
}
