/** The people of a simulated office at Contacts web: they type into cards, rename, delete, relabel, and save forms that were open for long. */
import type { Body } from "../../emulator/support.ts";
import { webPage } from "../../emulator/web-support.ts";
import type { Chance } from "./chance.ts";
import type { Chronicle, Remembered } from "./chronicle.ts";

/** An editor as it was opened. */
type Form = { client: Remembered; id: string; person: Body; groups: string[] };
type Row = { id: string; phone: string; notes: string };

const ORDER = /^(?!.* – (done|lost))Order\b.*:/;
const HOMEMADE = ["Family", "Football"];

export class Staff {
  edits = 0;
  readonly #url: string;
  readonly #page: ReturnType<typeof webPage>;
  readonly #chance: Chance;
  readonly #chronicle: Chronicle;
  /** Forms that were left open. */
  readonly #open: Form[] = [];

  /** `emulator` shows Contacts web, and takes orders. */
  constructor(emulator: { url: string }, chance: Chance, chronicle: Chronicle) {
    this.#url = emulator.url;
    this.#page = webPage(emulator);
    this.#chance = chance;
    this.#chronicle = chronicle;
  }

  /** One person does one thing. */
  async act(): Promise<void> {
    const act = this.#chance.weigh([
      [40, () => this.#edit((notes) => this.#addLine(notes))],
      [12, () => this.#edit((notes) => this.#openOrder(notes))],
      [12, () => this.#edit((notes) => this.#closeOrder(notes))],
      [5, () => this.#edit((notes) => this.#dropLine(notes))],
      [4, () => this.#edit((notes) => this.#moveLine(notes))],
      [3, () => this.#rename()],
      [8, () => this.#relabel()],
      [10, () => this.#leaveOpen()],
      [12, () => this.#saveStale()],
      [3, () => this.create()],
      [1, () => this.#delete()],
      [1, () => this.#deleteLabel()],
      [1, () => this.#merge()],
      [1, () => this.#relink()],
    ] as const);
    await act();
  }

  /** One person goes on with what stands there now, and takes nothing away. */
  async goOn(): Promise<void> {
    const { weigh } = this.#chance;
    const change = weigh([
      [4, (notes: string) => this.#addLine(notes)],
      [2, (notes: string) => this.#openOrder(notes)],
      [3, (notes: string) => this.#closeOrder(notes)],
    ] as const);
    await this.#edit(change);
  }

  /** The phones of two contacts. */
  async twoClients(): Promise<[string, string] | null> {
    const [one, other] = [await this.#anyForm(), await this.#anyForm()];
    return one && other && one.id !== other.id ? [one.client.phone, other.client.phone] : null;
  }

  async deleteOne(): Promise<Remembered | null> {
    const form = await this.#anyForm();
    if (form) await this.#deleteForm(form);
    return form?.client ?? null;
  }

  async create(): Promise<void> {
    const client = this.#chronicle.begin();
    const notes = this.#addLine(this.#chance.odds(0.5) ? this.#openOrder("") : "");
    const name = { givenName: `Client ${client.phone.slice(-4)}` };
    const person = { names: [name], phoneNumbers: [{ value: client.phone }], biographies: noteOf(notes) };
    await this.#page.tell("create", { person, groups: [] });
    this.#chronicle.saved(client, "", notes);
    this.edits++;
  }

  // ---------------------------------------------------------------------------------------------------------- who and where

  async #rows(): Promise<Row[]> {
    const { rows } = await this.#page.ask("list", { limit: "500" });
    return rows as Row[];
  }

  async #anyForm(): Promise<Form | null> {
    const rows = await this.#rows();
    return rows.length === 0 ? null : this.#formOf(this.#chance.pick(rows).id);
  }

  async #formOf(id: string): Promise<Form | null> {
    const { status, body } = await this.#page.look("contact", { id });
    if (status !== 200 || body.deletedAt !== undefined) return null;
    const person = body.person as Body;
    const phone = phonesOf(person).find((value) => this.#chronicle.clients.has(value));
    const client = phone === undefined ? undefined : this.#chronicle.clients.get(phone);
    if (!client) return null;
    client.resourceName = `people/c${id}`;
    return { client, id, person, groups: body.groups as string[] };
  }

  async #save(form: Form, notes: string): Promise<void> {
    const present = await this.#formOf(form.id);
    if (!present) return;
    const person = { ...form.person, biographies: noteOf(notes) };
    await this.#page.tell("save", { id: form.id, person, groups: form.groups });
    this.#chronicle.saved(form.client, notesOf(present), notes);
    this.edits++;
  }

  async #edit(change: (notes: string) => string): Promise<void> {
    const form = await this.#anyForm();
    if (form) await this.#save(form, change(notesOf(form)));
  }

  // ------------------------------------------------------------------------------------------------------------- what is typed

  #addLine(notes: string): string {
    const chance = this.#chance;
    const about = `about ${this.#chronicle.word()}`;
    const who = chance.pick(["(Anna)", "(Aram)", "(Suren)"]);
    const line = chance.weigh([
      [5, `asked ${about} ${who}`],
      [2, `prepaid ${1 + chance.below(9)}0 000, ${about} ${who}`],
      [2, `offer sent ${about} ${who}`],
      [2, `1.12 call ${about} ${who}`],
      [1, `→ 05.12.2026 visit ${about} ${who}`],
      [2, `${20 + chance.below(4)}.11 called ${about} ${who}`],
      [2, `knows all ${about}`],
    ] as const);
    const lines = notes.split("\n");
    const headers = ordersOf(lines);
    if (headers.length > 0 && chance.odds(0.6)) {
      const at = endOfBlock(lines, chance.pick(headers));
      return lines.toSpliced(at, 0, line).join("\n");
    }
    if (chance.odds(0.2)) return `${line}\n\n${notes}`;
    return notes === "" ? line : `${notes}${chance.odds(0.7) ? "\n" : ""}\n${line}`;
  }

  #openOrder(notes: string): string {
    const line = `Order: table ${this.#chronicle.word()}, ${1 + this.#chance.below(90)} 000`;
    return this.#chance.odds(0.5) || notes === "" ? `${line}\n\n${notes}`.trim() : `${notes}\n\n${line}`;
  }

  #closeOrder(notes: string): string {
    const lines = notes.split("\n");
    const headers = ordersOf(lines);
    if (headers.length === 0) return this.#openOrder(notes);
    const outcome = this.#chance.pick(["done (Anna)", "done", "lost: too expensive (Aram)", "22.11 done (Suren)"]);
    return lines.toSpliced(endOfBlock(lines, this.#chance.pick(headers)), 0, outcome).join("\n");
  }

  #dropLine(notes: string): string {
    const lines = notes.split("\n");
    return lines.toSpliced(this.#chance.below(lines.length), 1).join("\n");
  }

  #moveLine(notes: string): string {
    const lines = notes.split("\n");
    const [line] = lines.splice(this.#chance.below(lines.length), 1);
    return lines.toSpliced(this.#chance.below(lines.length + 1), 0, line!).join("\n");
  }

  // ------------------------------------------------------------------------------------------------------------- what else is done

  async #rename(): Promise<void> {
    const form = await this.#anyForm();
    if (!form) return;
    const name = { givenName: `${this.#chance.pick(["Mr", "Mrs", "Dr"])} Client ${form.client.phone.slice(-4)}` };
    await this.#save({ ...form, person: { ...form.person, names: [name] } }, notesOf(form));
  }

  async #relabel(): Promise<void> {
    const form = await this.#anyForm();
    if (!form) return;
    const labels = (await this.#page.ask("overview")).labels as { id: string; name: string }[];
    const label = this.#chance.pick(labels);
    if (labels.length < 8 || this.#chance.odds(0.1))
      await this.#page.attempt("create-label", { name: this.#chance.pick(HOMEMADE) });
    if (!label) return;
    const list = form.groups.includes(label.id) ? "remove" : "add";
    await this.#page.tell("label", { id: label.id, [list]: [form.id] });
    this.edits++;
  }

  async #leaveOpen(): Promise<void> {
    const form = await this.#anyForm();
    if (form) this.#open.push(form);
  }

  async #saveStale(): Promise<void> {
    if (this.#open.length === 0) return this.#leaveOpen();
    const [form] = this.#open.splice(this.#chance.below(this.#open.length), 1);
    await this.#save(form!, this.#addLine(notesOf(form!)));
  }

  async #delete(): Promise<void> {
    const form = await this.#anyForm();
    if (form) await this.#deleteForm(form);
  }

  async #deleteForm(form: Form): Promise<void> {
    this.#chronicle.deleted(form.client, notesOf(form));
    await this.#page.tell("delete", { ids: [form.id] });
    this.edits++;
  }

  /** "Merge duplicates" of Contacts web. Whoever had one of them open sees that, and begins anew. */
  async #merge(): Promise<void> {
    const [kept, other] = [await this.#anyForm(), await this.#anyForm()];
    if (!kept || !other || kept.id === other.id) return;
    await this.#page.tell("merge", { keep: kept.id, others: [other.id] });
    this.#chronicle.merged(kept.client, other.client);
    for (const form of this.#open.splice(0)) if (form.id !== kept.id && form.id !== other.id) this.#open.push(form);
    this.edits++;
  }

  /** The account gives a contact another resource name, as when a verified mail links it to a profile. */
  async #relink(): Promise<void> {
    const form = await this.#anyForm();
    if (form) await order(this.#url, "relink", { resourceNames: [`people/c${form.id}`] });
  }

  async #deleteLabel(): Promise<void> {
    const labels = (await this.#page.ask("overview")).labels as { id: string; name: string }[];
    if (labels.length === 0) return;
    await this.#page.tell("delete-label", { id: this.#chance.pick(labels).id });
    this.edits++;
  }
}

async function order(url: string, what: string, body: unknown): Promise<void> {
  const headers = { "content-type": "application/json" };
  const reply = await fetch(`${url}/emulator/${what}`, { method: "POST", headers, body: JSON.stringify(body) });
  if (!reply.ok) throw new Error(await reply.text());
}

function noteOf(value: string) {
  return value === "" ? [] : [{ value, contentType: "TEXT_PLAIN" }];
}

function notesOf({ person }: Form): string {
  return (person.biographies as { value: string }[] | undefined)?.[0]?.value ?? "";
}

function phonesOf({ phoneNumbers }: Body): string[] {
  return ((phoneNumbers ?? []) as { value: string }[]).map(({ value }) => value.replaceAll(" ", ""));
}

/** Where the headers of open orders stand. */
function ordersOf(lines: string[]): number[] {
  return lines.flatMap((line, index) => (ORDER.test(line) ? [index] : []));
}

function endOfBlock(lines: string[], from: number): number {
  const blank = lines.findIndex((line, index) => index > from && line.trim() === "");
  return blank < 0 ? lines.length : blank;
}
