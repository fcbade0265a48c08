/** What a status cell means, by words in three languages. Pure. */
import type { Stage } from "../card/model.ts";
import { builtInWords, negations } from "../card/vocabulary.ts";
import type { DraftStatus } from "../client/draft.ts";
import { remembered } from "../lib/remembered.ts";
import { fold, type WordList, wordList } from "./words.ts";

/**
 * Words of status columns beside those of the card: a column says `производство` where a line says `в производстве`, and a base calls an
 * order finished once it is delivered, handed over or sold.
 */
const DONE = wordList(
  builtInWords.done,
  builtInWords.delivered,
  "заверш*, успешно, реализован*, продан*, продаж*, выдан*, вручен*, сдан*, товар получен, заказ получен, получил*, отгружен*, доставлен*, исполнен*, установлен*, архив",
  "sold, won, success*, shipped, installed, handed over, ավարտ*, կատարվ*, վաճառվ*, հանձնվ*, առաքվ*, տրված",
);
const LOST = wordList(
  builtInWords.lost,
  "отказ*, отмен*, передума*, потерян*, не купил*, не нужн*, неактуальн*, не актуальн*, сорвал*, аннулирован*, возврат*, провал*",
  "cancel*, refus*, declin*, reject*, lost*, refund*, failed, dead, մերժ*, հրաժար*, չեղ*, կորած, կորցր*, վերադարձվ*",
);
const STAGES: [Stage, WordList][] = [
  ["paid", wordList(builtInWords.paid)],
  ["prepaid", wordList(builtInWords.prepaid)],
  [
    "ordered",
    wordList(
      builtInWords.ordered,
      "производств*, изготовлен*, изготавлива*, делаем, делается, в работе, в процессе, выполняется, сборк*, собира*, готов*, оформлен*, договор*, доставка, монтаж*",
      "in progress, in work, production, processing, ready, active, ընթացք*, արտադր*, պատրաստ*, աշխատանք*",
    ),
  ],
  ["offer", wordList(builtInWords.offer, "счет выставлен, выставлен счет, просчет*, расчет*, invoice*, հաշվարկ*")],
  [
    "enquiry",
    wordList(
      builtInWords.enquiry,
      "дума*, подума*, перезвон*, позвон*, узна*, уточн*, консультац*, интерес*, сравнива*, выбира*, заявк*, лид, обращени*, цен*, прайс*",
      "think*, call back, callback, to call, lead, interest*, consult*, price*, considering, մտած*, զանգ*, հետաքրքր*, գին*, խորհրդ*, հարց*",
    ),
  ],
];

/** What is awaited or wanted is not there yet: `ждет предоплату`, `без оплаты`. */
const AWAITED = wordList(
  "жде*, жду*, ожида*, нужн*, надо, без, до, просит, должн*, await*, wait*, pending, needs, before, without, սպաս*, առանց, պետք",
);

/**
 * State and stage of a status as typed. An outcome beats a stage, a refusal beats everything, a later stage an earlier one; negated and
 * awaited words say nothing. A status that nobody knows is open and keeps its text. `null` for an empty one.
 */
export const readStatus = remembered((text: string): DraftStatus | null => {
  const typed = text.replace(/\s+/g, " ").trim();
  if (typed === "") return null;
  const folded = fold(typed);
  if (speaks(folded, LOST)) return { typed, state: "lost", stage: null };
  if (speaks(folded, DONE)) return { typed, state: "done", stage: null };
  const stage = STAGES.find(([, words]) => speaks(folded, words))?.[0] ?? null;
  return { typed, state: "open", stage };
});

/** Whether one of the words stands there, neither negated nor awaited. */
function speaks(folded: string, words: WordList): boolean {
  for (let from = 0; from < folded.length; ) {
    const rest = folded.slice(from);
    const index = words.indexIn(rest);
    if (index === -1) return false;
    const before =
      folded
        .slice(0, from + index)
        .trim()
        .split(" ")
        .at(-1) ?? "";
    const after = rest.slice(index).split(" ").slice(1, 3);
    const negated =
      negations.has(before) || after.some((word) => word !== "не" && word !== "no" && isTrailingNegation(word));
    if (!negated && AWAITED.indexIn(before) === -1) return true;
    const next = rest.indexOf(" ", index);
    if (next === -1) return false;
    from += next + 1;
  }
  return false;
}

/** Armenian negates behind the word: `ավարտված չէ`. */
function isTrailingNegation(word: string): boolean {
  return /^\p{Script=Armenian}+$/u.test(word) && negations.has(word);
}
