/** What people have done so far, written down beside the program: who is a client, and which words stand for what they wrote. */

/** Every remark holds a word of its own, which no office would write and no grammar reads as anything. */
const WORD = /\bzq[a-z]{4}\b/g;

export type Remembered = {
  phone: string;
  /** The words of what people wrote about the client and did not overwrite themselves before anybody could see it. */
  words: Set<string>;
  /** The name that the account has given it, as far as it is known. */
  resourceName: string | null;
  /** Names of contacts that staff have merged into it: what left their cards before is in their archives. */
  merged: string[];
  /** Clients with whom the program was told to make it one; an undo parts them again, and what was written meanwhile goes where it came from. */
  family: Set<Remembered>;
  /** Staff deleted it. */
  isGone: boolean;
  /** They did so before the program had heard of it, by a list or an answer: the base that it came with may bring it again. */
  mayReturn: boolean;
};

export class Chronicle {
  /** By phone, E.164: nobody changes that. Clients whom staff have merged are one, under the phones of both. */
  readonly clients = new Map<string, Remembered>();
  /** Words that the program has been shown, in a list that came to its end. */
  readonly seen = new Set<string>();
  /** Names of the contacts that the program has been told of; `null` where nobody listens. */
  told: Set<string> | null = null;
  #words = 0;

  /** A client of its own phone. */
  begin(): Remembered {
    const phone = `+3749${String(1_000_000 + this.clients.size).padStart(7, "0")}`;
    const fresh = { resourceName: null, merged: [], isGone: false, mayReturn: false };
    const client: Remembered = { phone, words: new Set(), family: new Set(), ...fresh };
    client.family.add(client);
    this.clients.set(phone, client);
    return client;
  }

  /** A word that was never used before. */
  word(): string {
    let letters = "";
    for (let left = this.#words++; letters.length < 4; left = Math.floor(left / 26))
      letters = String.fromCharCode(97 + (left % 26)) + letters;
    return `zq${letters}`;
  }

  /** A save: what it brings must stay; what it takes away before the program could see it, nobody else can have kept. */
  saved(client: Remembered, before: string, after: string): void {
    const kept = new Set(wordsIn(after));
    for (const word of kept) client.words.add(word);
    this.#overwrote(
      client,
      wordsIn(before).filter((word) => !kept.has(word)),
    );
  }

  /** The program is told to make one client of two. */
  joined(one: string, other: string): void {
    const [first, second] = [this.clients.get(one)!, this.clients.get(other)!];
    const family = new Set([...first.family, ...second.family]);
    for (const client of family) client.family = family;
  }

  /** Staff made one contact of two: what was written about the other is the first one's from then on. */
  merged(kept: Remembered, other: Remembered): void {
    for (const word of other.words) kept.words.add(word);
    kept.merged.push(...other.merged, ...(other.resourceName === null ? [] : [other.resourceName]));
    for (const [phone, client] of this.clients) if (client === other) this.clients.set(phone, kept);
  }

  deleted(client: Remembered, before: string): void {
    client.isGone = true;
    client.mayReturn = this.told !== null && !this.told.has(client.resourceName ?? "");
    this.#overwrote(client, wordsIn(before));
  }

  #overwrote(client: Remembered, words: string[]): void {
    for (const word of words) if (!this.seen.has(word)) client.words.delete(word);
  }
}

export function wordsIn(text: string): string[] {
  return text.match(WORD) ?? [];
}
