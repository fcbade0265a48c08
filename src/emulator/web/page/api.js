import { byId, toast } from "./dom.js";

/** @typedef {{ id: string, name: string, phone: string, email: string, notes: string, groups: string[], deletedAt?: string }} Row */
/** @typedef {{ id: string, name: string, count: number }} Label */
/**
 * @typedef {{ revision: string, email: string, accounts: string[], contacts: number, starred: number, trash: number, labels: Label[] }} Overview
 */
/** @typedef {{ revision: string, total: number, offset: number, rows: Row[] }} Page */
/** @typedef {Record<string, any>} Item */
/** @typedef {{ id: string, person: Record<string, Item[]>, groups: string[], changedAt: string, deletedAt?: string }} Contact */

/** What the server would not do; its words are for people. */
export class Refused extends Error {
  /** @param {string} message @param {string} [status] the name of google.rpc.Code, when it is one of the API's refusals */
  constructor(message, status) {
    super(message);
    this.status = status;
  }
}

/** @param {string} action @param {Record<string, string>} query */
function address(action, query) {
  const params = new URLSearchParams(query);
  const account = new URLSearchParams(location.search).get("account");
  if (account) params.set("account", account);
  return `/web/api/${action}?${params}`;
}

/** @param {string} url @param {RequestInit} [init] */
async function exchange(url, init) {
  const offline = byId("offline");
  /** @type {Response} */
  let reply;
  try {
    reply = await fetch(url, init);
  } catch {
    offline.hidden = false;
    throw new Refused("The emulator does not answer.");
  }
  offline.hidden = true;
  const body = await reply.json().catch(() => ({ error: `The emulator answered ${reply.status}.` }));
  if (!reply.ok) throw new Refused(String(body.error ?? body.emulatorError ?? reply.status), body.status);
  return body;
}

/** @param {string} action @param {Record<string, string>} [query] */
export function ask(action, query = {}) {
  return exchange(address(action, query));
}

/** @param {string} action @param {unknown} body */
export function tell(action, body) {
  const headers = { "content-type": "application/json" };
  return exchange(address(action, {}), { method: "POST", headers, body: JSON.stringify(body) });
}

/** Does something and says what went wrong with it. @param {() => Promise<unknown>} work */
export async function attempt(work) {
  try {
    await work();
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
    toast(`Not done: ${error.message}`);
  }
}
