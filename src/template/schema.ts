/** What people may write in a template file. The defaults are those of docs/card.md; what code uses is `Template`. */
import { z } from "zod";
import { columnFields, ruleIds } from "./rules.ts";
import type { Hint } from "./words.ts";

/** Says by its name what a value should look like; `words.ts` has the sentence. */
const hint = (name: Hint) => name;

/** Text that ends up as the name of a label or a word in a note: one line, nothing invisible. */
const text = z
  .string()
  .trim()
  .min(1)
  .max(100)
  .regex(/^[^\p{Cc}\p{Zl}\p{Zp}]*$/u, hint("oneLine"));

/** A name in brackets ends at the closing one, so it can't hold brackets itself (docs/card.md, Employee). */
const employeeName = text.regex(/^[^()]*$/, hint("noBrackets"));

const id = z.string().regex(/^[a-z][a-z0-9-]*$/, hint("id"));

const label = z.strictObject({ id, label: text, aliases: z.array(text).max(200).default([]) });
const labelSet = z.array(label).min(1).max(50);

/** An empty `columns:` is null in YAML; people leave such headings standing. */
const orEmpty = <T extends z.ZodType>(schema: T) =>
  schema.nullish().transform((value): z.output<T> => value ?? schema.parse({}));

const screenName = z.string().regex(/^[\p{L}\p{N}][\p{L}\p{N} ._-]{0,39}$/u, hint("screenName"));
const screen = z.strictObject({ lines: z.int().min(1).max(200), characters: z.int().min(10).max(400) });

const country = z
  .string()
  .regex(/^[A-Z]{2}$/, { error: hint("country"), abort: true })
  .refine((code) => new Intl.DisplayNames("en", { type: "region", fallback: "none" }).of(code) !== undefined, {
    message: hint("country"),
  });

const currency = z
  .string()
  .regex(/^[A-Z]{3}$/, { error: hint("currency"), abort: true })
  .refine((code) => Intl.supportedValuesOf("currency").includes(code), { message: hint("currency") });

const timeZone = z.string().refine(isTimeZone, { message: hint("timeZone") });

const rules = z.partialRecord(z.enum(ruleIds), z.enum(["fix", "ask", "off"]));
const callBackDays = z.int().min(1).max(3650);

const wordList = z.array(text).max(200).optional();
const words = z.strictObject({
  order: wordList,
  done: wordList,
  lost: wordList,
  reopen: wordList,
  enquiry: wordList,
  offer: wordList,
  ordered: wordList,
  prepaid: wordList,
  paid: wordList,
  delivered: wordList,
});

/** Any sign in it could be read as one that parts the words of a line. */
const phrase = text
  .max(40)
  .regex(/^[\p{L}\p{M}'’]+(?:[ -][\p{L}\p{M}'’]+)*$/u, hint("phrase"))
  .optional();
const phrases = z.strictObject({
  order: phrase,
  done: phrase,
  lost: phrase,
  enquiry: phrase,
  offer: phrase,
  ordered: phrase,
  prepaid: phrase,
  paid: phrase,
  delivered: phrase,
});

const kind = label.extend({
  phrases: orEmpty(phrases).describe("What the program itself writes on cards of this kind."),
  words: orEmpty(words).describe("Further words that are read on cards of this kind."),
  rules: orEmpty(rules).describe("Other ways of findings than the office's."),
  callBackDays: callBackDays.nullable().optional().describe("Instead of the office's; null = never."),
});

const callerLine = z.strictObject({
  field: z.enum(["off", "phone-label"]).default("off"),
  parts: z
    .array(z.enum(["marker", "orders", "due", "last"]))
    .min(1)
    .max(4)
    .refine((parts) => new Set(parts).size === parts.length, { message: hint("callerPart") })
    .default(["marker", "orders", "due"]),
  length: z.int().min(8).max(60).default(26),
});

/** The descriptions are shown by editors (scripts/template-schema.ts). */
export const templateSchema = z.strictObject({
  language: z.enum(["en", "ru", "hy"]).describe("Language of the lines and messages that the program writes."),
  dateForm: z.enum(["dd.mm.yyyy", "dd/mm/yyyy", "iso"]).default("dd.mm.yyyy").describe("How dates are written."),
  currency: currency.describe("The office's currency, ISO 4217: for amounts without one."),
  country: country.describe("The office's country, ISO 3166: for phones without a country code."),
  timeZone: timeZone.optional().describe("The office's clock, such as Asia/Yerevan. Without it: the computer's."),
  employees: z
    .array(
      z.strictObject({
        name: employeeName.describe("The spelling that figures use."),
        aliases: z.array(employeeName).max(50).default([]).describe("What people also type in brackets."),
        left: z.boolean().default(false).describe("Works here no more; old lines keep their reading."),
      }),
    )
    .max(500)
    .default([])
    .describe("Who works here."),
  markers: z
    .strictObject({
      default: id.describe("Id of the marker that a client without one is given."),
      returning: id.nullable().default(null).describe("Id of the marker after the first finished order; null = never."),
      labels: labelSet,
    })
    .describe("Labels of which each client carries exactly one."),
  kinds: z
    .strictObject({
      default: id.describe("Id of the kind that carries no label."),
      labels: z.array(kind).min(1).max(50),
    })
    .describe("What a contact is: client, supplier, employee, partner."),
  statusLabels: z
    .strictObject({ inWork: text, callBack: text, checkCard: text })
    .describe("Labels that the program sets and removes by itself."),
  callBackDays: callBackDays.default(14).describe("Days without a touch after which a client is called back."),
  staleDays: z.int().min(1).max(3650).default(30).describe("Days without a touch after which an open order is stale."),
  quietMinutes: z.int().min(0).max(1440).default(5).describe("A contact edited within these minutes is left alone."),
  stateLine: z.boolean().default(true).describe("The line at the top of the notes that sums up the client."),
  screens: orEmpty(z.record(screenName, screen)).describe("Screens of the office's phones, by name."),
  callerLine: orEmpty(callerLine).describe("A short line that a phone shows while it rings."),
  compaction: orEmpty(
    z.strictObject({
      graceDays: z.int().min(0).max(3650).default(3).describe("Days that a finished order keeps its steps."),
      keepClosed: z.int().min(0).max(1000).default(5).describe("Closed orders that keep a line of their own."),
      keepLog: z.int().min(0).max(1000).default(5).describe("Newest lines of the log that stay."),
      maxLength: z.int().min(200).max(100_000).default(4000).describe("Characters of the whole note."),
    }),
  ).describe("When finished orders are shortened."),
  rules: orEmpty(rules).describe("What is done about a finding: fix, ask or off."),
  guard: orEmpty(
    z.strictObject({
      maxLabelChanges: z.int().min(0).default(200).describe("Removals from one label."),
      maxLabelShare: z.number().min(0).max(1).default(0.3).describe("… as a share of all clients."),
      maxDeletes: z.int().min(0).default(200).describe("Clients whom an undo deletes."),
      maxDeleteShare: z.number().min(0).max(1).default(0.5).describe("… as a share of all clients."),
      maxUnarchivedLines: z.int().min(0).default(0).describe("Lines that would be neither in card nor archive."),
    }),
  ).describe("A plan above these limits waits for a person's word."),
  words: orEmpty(words).describe("Words of this office, beside those that the program knows."),
  columns: orEmpty(z.partialRecord(z.enum(columnFields), z.array(text).max(200))).describe(
    "Column headers of the office's old bases, by field, beside those that the program knows.",
  ),
});

export type TemplateFile = z.output<typeof templateSchema>;

function isTimeZone(zone: string): boolean {
  try {
    // A bare offset (`+04:00`) is accepted by Intl, but it knows no summer time: it is no place's clock.
    return !/^[+-]/.test(zone) && new Intl.DateTimeFormat("en", { timeZone: zone }) !== null;
  } catch {
    return false;
  }
}
