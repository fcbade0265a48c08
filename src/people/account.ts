/** The People API as the program's `ContactsAccount`. */
import type { people_v1 } from "@googleapis/people";
import type { Label, Person, PersonField } from "../client/person.ts";
import { appError, isAppError } from "../lib/errors.ts";
import type { Clock, ContactsAccount, ItemResult, Log, PeoplePage } from "../ports.ts";
import type { PeopleAuth } from "./auth.ts";
import { bodyForCreate, bodyForUpdate, unsendable } from "./bodies.ts";
import { assertBatch, Caller, partsOf } from "./caller.ts";
import type { CallSubject } from "./classify.ts";
import { isRecord } from "./failure.ts";
import { asPerson, inOrderSent, itemResult, readItem } from "./items.ts";
import { asLabel } from "./labels.ts";
import { type Api, loadApi } from "./load-api.ts";
import { BATCH, GROUP_MASK, NEW_GROUP_MASK, PAGE_SIZE, PERSON_MASK, SOURCES } from "./masks.ts";
import { type Pace, Pacer, usualPace } from "./pacer.ts";
import { itemsOf, pagesOf } from "./pages.ts";
import { type RetryPolicy, usualRetryPolicy } from "./retry.ts";

export type PeopleAccountOptions = {
  /** Root of the API, e.g. `http://127.0.0.1:8080/`; Google's when left out. */
  rootUrl?: string | null;
  auth: PeopleAuth;
  clock: Clock;
  log: Log;
  /** Calls a minute by class; `null` = as fast as it goes, for an account of our own. Google's usual figures when left out. */
  quota?: Partial<Pace> | null;
  sleep?: (ms: number) => Promise<void>;
  /** Milliseconds since some beginning; must go on even when `clock` is fixed. */
  elapsed?: () => number;
  random?: () => number;
  policy?: RetryPolicy;
};

const MY_CONTACTS = "contactGroups/myContacts";

type Body = people_v1.Schema$Person;

/** Opens nothing by itself: the client library is loaded with the first call. */
export function openPeopleAccount(options: PeopleAccountOptions): ContactsAccount {
  return new PeopleAccount(options);
}

class PeopleAccount implements ContactsAccount {
  readonly #options: PeopleAccountOptions;
  readonly #caller: Caller;
  #api: Promise<Api> | null = null;

  constructor(options: PeopleAccountOptions) {
    this.#options = options;
    const sleep = options.sleep ?? ((ms) => new Promise((resolve) => setTimeout(resolve, ms)));
    const elapsed = options.elapsed ?? (() => performance.now());
    const { quota, clock, log } = options;
    this.#caller = new Caller({
      authorize: () => options.auth.authorize(),
      pacer: quota === null ? null : new Pacer({ pace: { ...usualPace, ...withoutGaps(quota ?? {}) }, elapsed, sleep }),
      policy: options.policy ?? usualRetryPolicy,
      clock,
      log,
      sleep,
      random: options.random ?? Math.random,
      elapsed,
    });
  }

  async *listPeople(syncToken: string | null): AsyncGenerator<PeoplePage> {
    const api = await this.#open();
    const subject = { ...aboutClients([]), list: "connections" as const };
    // Every parameter but the page token stays the same from the first call to the last increment (people-api reference, 5).
    const ask = (pageToken: string | undefined) =>
      this.#caller.call("people.connections.list", subject, () =>
        api.people.connections.list({
          resourceName: "people/me",
          personFields: PERSON_MASK,
          sources: SOURCES,
          pageSize: PAGE_SIZE,
          requestSyncToken: true,
          ...(syncToken === null ? {} : { syncToken }),
          ...(pageToken === undefined ? {} : { pageToken }),
        }),
      );
    for await (const { page, last } of pagesOf(ask)) {
      const token = typeof page.nextSyncToken === "string" && page.nextSyncToken !== "" ? page.nextSyncToken : null;
      if (last && token === null)
        throw appError({ code: "unavailable", detail: "the list ended without its sync token" });
      yield { people: itemsOf(page, "connections").map(asPerson), syncToken: last ? token : null };
    }
  }

  async listLabels(): Promise<Label[]> {
    const api = await this.#open();
    const ask = (pageToken: string | undefined) =>
      this.#caller.call("contactGroups.list", aboutLabel(""), () =>
        api.contactGroups.list({
          pageSize: PAGE_SIZE,
          groupFields: GROUP_MASK,
          ...(pageToken === undefined ? {} : { pageToken }),
        }),
      );
    const labels: Label[] = [];
    for await (const { page } of pagesOf(ask)) labels.push(...itemsOf(page, "contactGroups").map(asLabel));
    return labels.filter(({ deleted }) => !deleted);
  }

  async labelMembers(label: string, limit: number): Promise<string[]> {
    const api = await this.#open();
    const data = await this.#caller.call("contactGroups.get", aboutLabel(label), () =>
      api.contactGroups.get({ resourceName: label, maxMembers: limit, groupFields: GROUP_MASK }),
    );
    return itemsOf(data, "memberResourceNames").map(String);
  }

  async getPeople(resourceNames: string[]): Promise<Map<string, Person | null>> {
    const found = new Map<string, Person | null>();
    for (const part of partsOf([...new Set(resourceNames)], BATCH.get)) {
      for (const [name, person] of await this.#getPart(part)) found.set(name, person);
    }
    return found;
  }

  /** One batch of reads. Should the API refuse it as a whole because one contact is gone, halving finds out which. */
  async #getPart(names: string[]): Promise<[string, Person | null][]> {
    const api = await this.#open();
    try {
      const data = await this.#caller.call("people.getBatchGet", aboutClients(names), () =>
        api.people.getBatchGet({ resourceNames: names, personFields: PERSON_MASK, sources: SOURCES }),
      );
      const responses = itemsOf(data, "responses").filter(isRecord);
      const byName = new Map(responses.map((response) => [response.requestedResourceName, response]));
      return names.map((name) => {
        const response = byName.get(name);
        if (!response)
          throw appError({ code: "unavailable", detail: "the answer leaves out a contact that was asked for" });
        return [name, underItsName(readItem(response, name), name)];
      });
    } catch (error) {
      if (!isAppError(error, "not-found")) throw error;
      if (names.length === 1) return [[names[0]!, null]];
      const middle = Math.ceil(names.length / 2);
      return [...(await this.#getPart(names.slice(0, middle))), ...(await this.#getPart(names.slice(middle)))];
    }
  }

  async createPeople(people: Person[]): Promise<ItemResult[]> {
    if (people.length === 0) return [];
    assertBatch(people.length, BATCH.create, "contacts to create");
    const api = await this.#open();
    const bodies = people.map(bodyForCreate);
    const dropped = bodies.reduce((sum, body) => sum + body.dropped, 0);
    if (dropped > 0)
      this.#options.log.warn(
        { organizations: dropped },
        "dates of organizations were left out: Google does not take them",
      );
    const contacts = bodies.map(({ body }) => ({ contactPerson: body as Body }));
    const data = await this.#caller.call("people.batchCreateContacts", aboutClients([]), () =>
      api.people.batchCreateContacts({ requestBody: { contacts, readMask: PERSON_MASK, sources: SOURCES } }),
    );
    return inOrderSent(people, itemsOf(data, "createdPeople")).map((response) => itemResult(response, "a new client"));
  }

  async updatePeople(people: Person[], fields: PersonField[]): Promise<ItemResult[]> {
    assertBatch(people.length, BATCH.update, "contacts to update");
    const refusals = people.map((person) => unsendable(person, fields));
    const sendable = people.filter((_, index) => refusals[index] === null);
    const answered = sendable.length === 0 ? {} : await this.#sendUpdates(sendable, fields);
    return people.map((person, index) => {
      const refusal = refusals[index];
      return refusal ? { ok: false, error: refusal } : itemResult(answered[person.resourceName!], person.resourceName!);
    });
  }

  async #sendUpdates(people: Person[], fields: PersonField[]): Promise<Record<string, unknown>> {
    const api = await this.#open();
    const contacts = Object.fromEntries(
      people.map((person) => [person.resourceName!, bodyForUpdate(person, fields) as Body]),
    );
    const names = Object.keys(contacts);
    if (names.length !== people.length)
      throw appError({ code: "internal", detail: "one contact twice in a batch of updates" });
    const updateMask = fields.toSorted().join(",");
    const data = await this.#caller.call("people.batchUpdateContacts", aboutClients(names), () =>
      api.people.batchUpdateContacts({
        requestBody: { contacts, updateMask, readMask: PERSON_MASK, sources: SOURCES },
      }),
    );
    return isRecord(data.updateResult) ? data.updateResult : {};
  }

  async deletePeople(resourceNames: string[]): Promise<void> {
    assertBatch(resourceNames.length, BATCH.delete, "contacts to delete");
    try {
      await this.#deleteBatch(resourceNames);
    } catch (error) {
      if (!isAppError(error, "not-found")) throw error;
      // One that is gone refuses the whole batch (people-api reference, 4). A read may lag behind, so what it still shows goes one by one.
      const present = await this.getPeople(resourceNames);
      for (const name of resourceNames.filter((name) => present.get(name))) await this.#deleteOne(name);
    }
  }

  async #deleteOne(name: string): Promise<void> {
    try {
      await this.#deleteBatch([name]);
    } catch (error) {
      if (!isAppError(error, "not-found")) throw error;
    }
  }

  async #deleteBatch(names: string[]): Promise<void> {
    if (names.length === 0) return;
    const api = await this.#open();
    await this.#caller.call("people.batchDeleteContacts", aboutClients(names), () =>
      api.people.batchDeleteContacts({ requestBody: { resourceNames: names } }),
    );
  }

  async createLabel(name: string, clientData: { key: string; value: string }[]): Promise<Label> {
    const api = await this.#open();
    const requestBody = { contactGroup: { name, clientData }, readGroupFields: NEW_GROUP_MASK };
    return asLabel(
      await this.#caller.call("contactGroups.create", aboutLabel(name), () =>
        api.contactGroups.create({ requestBody }),
      ),
    );
  }

  async renameLabel(resourceName: string, name: string): Promise<Label> {
    try {
      return await this.#rename(resourceName, name);
    } catch (error) {
      // Someone changed the label between our read and our write: the name that is wanted is still the same.
      if (!isAppError(error, "stale-etag")) throw error;
      return this.#rename(resourceName, name);
    }
  }

  async #rename(resourceName: string, name: string): Promise<Label> {
    const api = await this.#open();
    const subject = aboutLabel(resourceName);
    const { etag } = await this.#caller.call("contactGroups.get", subject, () =>
      api.contactGroups.get({ resourceName, groupFields: GROUP_MASK }),
    );
    const contactGroup = { name, ...(typeof etag === "string" ? { etag } : {}) };
    const requestBody = { contactGroup, updateGroupFields: "name", readGroupFields: GROUP_MASK };
    return asLabel(
      await this.#caller.call("contactGroups.update", subject, () =>
        api.contactGroups.update({ resourceName, requestBody }),
      ),
    );
  }

  async setLabelData(
    { resourceName, etag }: Pick<Label, "resourceName" | "etag">,
    clientData: Label["clientData"],
  ): Promise<Label> {
    const api = await this.#open();
    const contactGroup = { clientData, ...(etag === null ? {} : { etag }) };
    const requestBody = { contactGroup, updateGroupFields: "clientData", readGroupFields: GROUP_MASK };
    return asLabel(
      await this.#caller.callAtOnce("contactGroups.update", aboutLabel(resourceName), () =>
        api.contactGroups.update({ resourceName, requestBody }),
      ),
    );
  }

  async deleteLabel(resourceName: string): Promise<void> {
    const api = await this.#open();
    await this.#caller.call("contactGroups.delete", aboutLabel(resourceName), () =>
      api.contactGroups.delete({ resourceName, deleteContacts: false }),
    );
  }

  async modifyMembers(label: string, add: string[], remove: string[]): Promise<{ notFound: string[] }> {
    assertBatch(add.length + remove.length, BATCH.members, "members to change");
    if (add.length + remove.length === 0) return { notFound: [] };
    const { notFound, lastGroup } = await this.#modify(label, add, remove);
    if (lastGroup.length === 0) return { notFound };
    if (label === MY_CONTACTS)
      throw appError({
        code: "account",
        status: 200,
        reason: "LAST_GROUP",
        detail: `${lastGroup.length} contacts have no other label`,
      });
    // A contact has to be in some group (people-api reference, 4): My Contacts is where one without labels belongs.
    await this.#modify(MY_CONTACTS, lastGroup, []);
    const again = await this.#modify(label, [], lastGroup);
    return { notFound: [...new Set([...notFound, ...again.notFound])] };
  }

  async #modify(label: string, add: string[], remove: string[]): Promise<{ notFound: string[]; lastGroup: string[] }> {
    const api = await this.#open();
    const requestBody = { resourceNamesToAdd: add, resourceNamesToRemove: remove };
    const data = await this.#caller.call("contactGroups.members.modify", aboutLabel(label), () =>
      api.contactGroups.members.modify({ resourceName: label, requestBody }),
    );
    return {
      notFound: itemsOf(data, "notFoundResourceNames").map(String),
      lastGroup: itemsOf(data, "canNotRemoveLastContactGroupResourceNames").map(String),
    };
  }

  calls(): Record<string, number> {
    return this.#caller.counts();
  }

  serverTime(): Date | null {
    return this.#caller.serverTime();
  }

  guardWrites(check: (() => Promise<void>) | null): void {
    this.#caller.guardWrites(check);
  }

  #open(): Promise<Api> {
    this.#api ??= loadApi(this.#options.auth, this.#options.rootUrl ?? null);
    return this.#api;
  }
}

/** A contact that answers under another name than it was asked for says that it had that one before (people-api reference, 1). */
function underItsName(person: Person | null, asked: string): Person | null {
  if (person === null || person.resourceName === asked) return person;
  const { metadata } = person;
  const previous = new Set([...(metadata?.previousResourceNames ?? []), asked]);
  return { ...person, metadata: { ...metadata, previousResourceNames: [...previous] } };
}

function aboutClients(names: string[]): CallSubject {
  return { what: "client", names, list: "connections" };
}

function aboutLabel(name: string): CallSubject {
  return { what: "label", names: [name], list: "contactGroups" };
}

function withoutGaps(pace: Partial<Pace>): Partial<Pace> {
  return Object.fromEntries(Object.entries(pace).filter(([, figure]) => figure !== undefined));
}
