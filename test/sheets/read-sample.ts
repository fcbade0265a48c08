/** The sample base as the tests read it: with the Russian template that the shop would use, and what is really in it. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { Draft } from "../../src/client/draft.ts";
import { hashOf } from "../../src/lib/hash.ts";
import type { DraftContext, DraftsRead, RawBase } from "../../src/sheets/index.ts";
import { readBase, readDrafts } from "../../src/sheets/index.ts";
import { shippedTemplate } from "../support/template.ts";

export const samples = join(import.meta.dirname, "../../samples");

export type TrueOrder = { title: string; amount: number | null; status: string; date: string; employee: string };
export type TruePerson = {
  name: string;
  group: string;
  phones: string[];
  email: string;
  orders?: TrueOrder[];
  note?: string;
};
export type Truth = {
  mainRows: number;
  clients: number;
  clientsBySecondSheet: number;
  phonesE164: number;
  orders: { total: number; won: number; lost: number; open: number; enquiry: number; amountWon: number };
  byGroup: Record<string, number>;
  people: TruePerson[];
  peopleHy: TruePerson[];
};

export const truth = JSON.parse(readFileSync(join(samples, "office-base.truth.json"), "utf8")) as Truth;

export function officeContext(language: "en" | "ru" | "hy" = "ru"): DraftContext {
  const template = shippedTemplate(language);
  return {
    country: template.country,
    currency: template.card.currency,
    language,
    timeZone: template.timeZone,
    markers: template.markers,
    kinds: template.kinds,
    columns: template.columns,
    hash: hashOf,
  };
}

export async function readSample(file: string): Promise<{ base: RawBase; read: DraftsRead }> {
  const base = await readBase(join(samples, file));
  return { base, read: readDrafts(base, officeContext()) };
}

export function byPhone(drafts: Draft[]): Map<string, Draft> {
  return new Map(drafts.flatMap((draft) => draft.phones.flatMap(({ e164 }) => (e164 ? [[e164, draft] as const] : []))));
}
