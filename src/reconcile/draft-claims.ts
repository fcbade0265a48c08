/** Which client each draft of one import is, so that no client is created or written twice. */
import type { Draft } from "../client/draft.ts";
import { type ImportView, subjectOfRow } from "./import-drafts.ts";

export class Claims {
  /** Drafts by the client that holds rows of theirs, or that was made of them, whatever comes of them in this import. */
  readonly #made = new Map<string, Set<Draft>>();
  /** Clients that a draft has been found to be. */
  readonly #taken = new Map<string, Draft>();
  /** Drafts that have come, by their phones, mails and keys: most of these are one draft's alone. */
  readonly #contacts = new Map<string, Draft | Draft[]>();
  readonly #keyOf: ImportView["keyOf"];

  constructor(drafts: Draft[], view: ImportView) {
    const { byKey, keyOf, subjectByHash, edited } = view;
    this.#keyOf = keyOf;
    // Of a base that is new to the office, no client holds anything yet.
    if (byKey.size + subjectByHash.size + edited.size === 0) return;
    for (const draft of drafts) {
      const known = draft.sources.flatMap(({ hash }) => subjectOfRow(view, hash) ?? []);
      const made = byKey.get(keyOf(draft));
      for (const subject of made === undefined ? known : [...known, made]) {
        const holders = this.#made.get(subject);
        if (holders) holders.add(draft);
        else this.#made.set(subject, new Set([draft]));
      }
    }
  }

  /** Takes a client for a draft. Where only a phone or mail says so, a draft whose rows the client holds goes first, wherever it stands. */
  claim(subject: string, draft: Draft, certainty: "sure" | "likely"): boolean {
    if (this.#taken.has(subject)) return false;
    if (certainty === "likely" && this.isMadeByOthers(subject, draft)) return false;
    this.#taken.set(subject, draft);
    return true;
  }

  /** Whether a client holds rows of another draft of this import. */
  isMadeByOthers(subject: string, draft: Draft): boolean {
    return [...(this.#made.get(subject) ?? [])].some((other) => other !== draft);
  }

  /** Of the drafts that came before and have a phone, a mail or the key in common with this one, which is the next: asks whether one is such. */
  meet(draft: Draft): (isSuch: (earlier: Draft) => boolean) => boolean {
    const met: { sharing: Draft[]; count: number }[] = [];
    this.#eachContact(draft, (contact) => {
      const sharing = this.#contacts.get(contact);
      if (sharing === undefined) this.#contacts.set(contact, draft);
      else if (Array.isArray(sharing)) met.push({ sharing, count: sharing.push(draft) - 1 });
      else {
        const both = [sharing, draft];
        this.#contacts.set(contact, both);
        met.push({ sharing: both, count: 1 });
      }
    });
    if (met.length === 0) return nobody;
    return (isSuch) =>
      met.some(({ sharing, count }) =>
        sharing.some((earlier, at) => at < count && earlier !== draft && isSuch(earlier)),
      );
  }

  /** No key looks like a phone or a mail. */
  #eachContact(draft: Draft, see: (contact: string) => void): void {
    see(this.#keyOf(draft));
    for (const { e164 } of draft.phones) if (e164 !== null) see(e164);
    for (const { value, valid } of draft.emails) if (valid) see(value.toLowerCase());
  }
}

const nobody = () => false;
