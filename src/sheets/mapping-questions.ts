/** What a guess leaves to a person: columns that nothing surely names, dates that read both ways, columns that a mapping names in vain. Pure. */
import type { MappingQuestion } from "../lib/errors.ts";
import { columnLetter } from "./cell.ts";
import type { Field } from "./column-words.ts";
import type { MappedColumn, SheetMapping } from "./map-sheet.ts";
import type { MappingProfile, SheetProfile } from "./mapping-profile.ts";
import type { DatesSeen } from "./read-day.ts";

/** Below it a guess is a question. */
const SURE = 0.65;

export type SheetLook = { file: string; mapping: SheetMapping; dates: DatesSeen };

/** `isAny`: the profile was not made for this sheet by its name. */
export function questionsOf(
  { file, mapping, dates }: SheetLook,
  { isAny, ...profile }: SheetProfile & { isAny: boolean },
): MappingQuestion[] {
  const { sheet, columns, headerRow } = mapping;
  // Where nothing is named, that is all that is asked: the guesses stand in the answer.
  if (headerRow === 0 && profile.header === undefined) {
    const guessed = columns.map(({ title, field }) => ({ title, field }));
    const samples = columns.flatMap((column) => column.samples.slice(0, 1));
    return [{ kind: "no-header", file, sheet, title: "", columns: guessed, samples }];
  }
  const at = ({ column, title, samples }: MappedColumn) => ({
    file,
    sheet,
    column: columnLetter(column),
    title,
    samples,
  });
  const unsure = columns.filter(
    ({ field, by, confidence }) => field !== "other" && (by === "words" || by === "contents") && confidence < SURE,
  );
  const dated = columns.find(({ field }) => field === "date");
  const titles = columns.map(({ title }) => title);
  const named = Object.entries(profile.columns ?? {});
  // A mapping of any sheet says nothing of one that has none of its columns.
  const isMeant = !isAny || named.some(([title]) => titles.includes(title));
  const missing = named.filter(([title, field]) => isMeant && field !== "other" && !titles.includes(title));
  return [
    ...unsure.map((column) => ({ kind: "column" as const, ...at(column), field: column.field })),
    ...(dated && dates.unsure.length > 0 && profile.dates === undefined
      ? [{ kind: "dates" as const, ...at(dated), samples: dates.unsure.slice(0, SAMPLES) }]
      : []),
    ...missing.map(([title, field]) => ({ kind: "missing-column" as const, file, sheet, title, field, titles })),
  ];
}

const SAMPLES = 4;

/** The lines of a mapping that would answer: the guesses as they stand, to be changed where they are wrong. */
export function answerTo(questions: MappingQuestion[]): MappingProfile {
  const sheets: MappingProfile["sheets"] = {};
  for (const question of questions) {
    sheets[question.sheet] ??= {};
    const sheet = sheets[question.sheet]!;
    if (question.kind === "dates") sheet.dates = "day-first";
    else if (question.kind === "no-header") {
      sheet.header = 0;
      sheet.columns = Object.fromEntries(question.columns.map(({ title, field }) => [title, field as Field]));
    } else if (question.kind === "column")
      sheet.columns = { ...sheet.columns, [question.title]: question.field as Field };
  }
  return { sheets };
}
