/** What people may write in a template file. The defaults are those of docs/card.md; what code uses is `Template`. */
import { z } from "zod";
import { columnFields, ruleIds } from "./rules.ts";

/** Text that ends up as the name of a label or a word in a note: one line, nothing invisible. */
const text = z
  .string()
  .trim()
  .min(1)
  .max(100)
  .regex(/^[^\p{Cc}\p{Zl}\p{Zp}]*$/u, "one line, without control characters");

/** A name in brackets ends at the closing one, so it can't hold brackets itself (docs/card.md, Employee). */
const employeeName = text.regex(/^[^()]*$/, "without brackets");

const id = z.string().regex(/^[a-z][a-z0-9-]*$/, "small Latin letters, digits and dashes, e.g. new-client");

const label = z.strictObject({ id, label: text, aliases: z.array(text).max(200).default([]) });
const labelSet = z.array(label).min(1).max(50);

/** An empty `columns:` is null in YAML; people leave such headings standing. */
const orEmpty = <T extends z.ZodType>(schema: T) => z.preprocess((value) => value ?? {}, schema);

const screenName = z.string().regex(/^[\p{L}\p{N}][\p{L}\p{N} ._-]{0,39}$/u, "a short name of letters and digits");
const screen = z.strictObject({ lines: z.int().min(1).max(200), characters: z.int().min(10).max(400) });

const country = z
  .string()
  .regex(/^[A-Z]{2}$/, { error: "two capital letters (ISO 3166), e.g. AM", abort: true })
  .refine((code) => new Intl.DisplayNames("en", { type: "region", fallback: "none" }).of(code) !== undefined, {
    message: "a country of ISO 3166, e.g. AM",
  });

const currency = z
  .string()
  .refine((code) => Intl.supportedValuesOf("currency").includes(code), { message: "a currency of ISO 4217, e.g. AMD" });

const timeZone = z.string().refine(isTimeZone, { message: "a time zone such as Asia/Yerevan" });

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
  .regex(/^[\p{L}\p{M}'’]+(?:[ -][\p{L}\p{M}'’]+)*$/u, "words alone, without digits and signs")
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
  phrases: orEmpty(phrases),
  words: orEmpty(words),
  rules: orEmpty(rules),
  callBackDays: callBackDays.nullable().optional(),
});

export const templateSchema = z.strictObject({
  language: z.enum(["en", "ru", "hy"]),
  dateForm: z.enum(["dd.mm.yyyy", "dd/mm/yyyy", "iso"]).default("dd.mm.yyyy"),
  currency,
  country,
  timeZone: timeZone.optional(),
  employees: z
    .array(
      z.strictObject({
        name: employeeName,
        aliases: z.array(employeeName).max(50).default([]),
        left: z.boolean().default(false),
      }),
    )
    .max(500)
    .default([]),
  markers: z.strictObject({ default: id, returning: id.nullable().default(null), labels: labelSet }),
  kinds: z.strictObject({ default: id, labels: z.array(kind).min(1).max(50) }),
  statusLabels: z.strictObject({ inWork: text, callBack: text, checkCard: text }),
  callBackDays: callBackDays.default(14),
  staleDays: z.int().min(1).max(3650).default(30),
  quietMinutes: z.int().min(0).max(1440).default(5),
  stateLine: z.boolean().default(true),
  screens: orEmpty(z.record(screenName, screen)),
  compaction: orEmpty(
    z.strictObject({
      graceDays: z.int().min(0).max(3650).default(3),
      keepClosed: z.int().min(0).max(1000).default(5),
      keepLog: z.int().min(0).max(1000).default(5),
      maxLength: z.int().min(200).max(100_000).default(4000),
    }),
  ),
  rules: orEmpty(rules),
  guard: orEmpty(
    z.strictObject({
      maxLabelChanges: z.int().min(0).default(200),
      maxLabelShare: z.number().min(0).max(1).default(0.3),
      maxUnarchivedLines: z.int().min(0).default(0),
    }),
  ),
  words: orEmpty(words),
  columns: orEmpty(z.partialRecord(z.enum(columnFields), z.array(text).max(200))),
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
