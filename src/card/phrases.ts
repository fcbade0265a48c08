/** What the program itself writes on a card, in the template's language; read back in any of the three. */
import type { Stage } from "./model.ts";
import type { Language } from "./settings.ts";

export type Phrases = {
  order: string;
  earlier: string;
  done: string;
  lost: string;
  /** Counted in the `Earlier` line and in the state line. */
  countDone: string;
  countLost: string;
  /** State line: last touch, next due day, `50 000 of 120 000`. */
  last: string;
  due: string;
  of: string;
  stages: Record<Stage, string>;
};

export const phrases: Record<Language, Phrases> = {
  en: {
    order: "Order",
    earlier: "Earlier",
    done: "done",
    lost: "lost",
    countDone: "done",
    countLost: "lost",
    last: "last",
    due: "due",
    of: "of",
    stages: {
      enquiry: "enquiry",
      offer: "offer",
      ordered: "ordered",
      prepaid: "prepaid",
      paid: "paid",
      delivered: "delivered",
    },
  },
  ru: {
    order: "Заказ",
    earlier: "Ранее",
    done: "выполнен",
    lost: "отказ",
    countDone: "выполнено",
    countLost: "отказ",
    last: "контакт",
    due: "срок",
    of: "из",
    stages: {
      enquiry: "запрос",
      offer: "предложение",
      ordered: "заказан",
      prepaid: "предоплата",
      paid: "оплачен",
      delivered: "доставлен",
    },
  },
  hy: {
    order: "Պատվեր",
    earlier: "Ավելի վաղ",
    done: "ավարտված",
    lost: "մերժված",
    countDone: "ավարտված",
    countLost: "մերժված",
    last: "վերջին",
    due: "ժամկետ",
    of: "/",
    stages: {
      enquiry: "հարցում",
      offer: "առաջարկ",
      ordered: "պատվիրված",
      prepaid: "կանխավճար",
      paid: "վճարված",
      delivered: "առաքված",
    },
  },
};

/** Phrases that an office has of its own for the cards of one kind of contact: `Purchase` for `Order`. */
export type OwnPhrases = Partial<Record<"order" | "done" | "lost" | Stage, string>>;

export const stageNames: readonly Stage[] = ["enquiry", "offer", "ordered", "prepaid", "paid", "delivered"];

/** The language's phrases with the office's own in their place. */
export function phrasesFor(language: Language, own: OwnPhrases): Phrases {
  const known = phrases[language];
  const stages = Object.fromEntries(stageNames.map((stage) => [stage, own[stage] ?? known.stages[stage]]));
  return {
    ...known,
    order: own.order ?? known.order,
    done: own.done ?? known.done,
    lost: own.lost ?? known.lost,
    stages: stages as Phrases["stages"],
  };
}
