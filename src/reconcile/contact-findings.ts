import type { Finding, Severity } from "../card/model.ts";
import type { CardSettings, Language } from "../card/settings.ts";
import type { Client } from "../client/client.ts";
import { isLocalForm, isMendable } from "./mend-phones.ts";

export type ContactRule =
  | "name.missing"
  | "name.shouting"
  | "phone.missing"
  | "phone.invalid"
  | "phone.not-e164"
  | "email.invalid"
  | "marker.missing"
  | "marker.several"
  | "kind.several"
  | "contact.duplicate";

const severities: Record<ContactRule, Severity> = {
  "name.missing": "ask",
  "name.shouting": "off",
  "phone.missing": "ask",
  "phone.invalid": "ask",
  "phone.not-e164": "off",
  "email.invalid": "ask",
  "marker.missing": "fix",
  "marker.several": "ask",
  "kind.several": "ask",
  "contact.duplicate": "ask",
};

const texts: Record<Language, Record<ContactRule, (what: string) => string>> = {
  en: {
    "name.missing": () => "The client has no name.",
    "name.shouting": (what) => `The name is in capitals: ${what}.`,
    "phone.missing": () => "The client has no phone number.",
    "phone.invalid": (what) => `Not a valid phone number: ${what}.`,
    "phone.not-e164": (what) => `The phone number is not in the international form: ${what}.`,
    "email.invalid": (what) => `Not a valid e-mail address: ${what}.`,
    "marker.missing": (what) =>
      what === "" ? "The client has no marker label." : `The client had no marker label; it gets “${what}”.`,
    "marker.several": (what) => `The client has several marker labels: ${what}. Leave one.`,
    "kind.several": (what) => `The contact has labels of several kinds: ${what}. Leave one.`,
    "contact.duplicate": (what) => `May be one client with ${what}. clientcard duplicates says why.`,
  },
  ru: {
    "name.missing": () => "У клиента нет имени.",
    "name.shouting": (what) => `Имя набрано заглавными: ${what}.`,
    "phone.missing": () => "У клиента нет номера телефона.",
    "phone.invalid": (what) => `Неверный номер телефона: ${what}.`,
    "phone.not-e164": (what) => `Номер телефона не в международном виде: ${what}.`,
    "email.invalid": (what) => `Неверный адрес почты: ${what}.`,
    "marker.missing": (what) =>
      what === "" ? "У клиента нет ярлыка группы." : `У клиента не было ярлыка группы; ставится «${what}».`,
    "marker.several": (what) => `У клиента несколько ярлыков группы: ${what}. Оставьте один.`,
    "kind.several": (what) => `У контакта ярлыки нескольких видов: ${what}. Оставьте один.`,
    "contact.duplicate": (what) => `Возможно, это один клиент с ${what}. Почему, покажет clientcard duplicates.`,
  },
  hy: {
    "name.missing": () => "Հաճախորդն անուն չունի։",
    "name.shouting": (what) => `Անունը գրված է մեծատառերով՝ ${what}։`,
    "phone.missing": () => "Հաճախորդը հեռախոսահամար չունի։",
    "phone.invalid": (what) => `Սխալ հեռախոսահամար՝ ${what}։`,
    "phone.not-e164": (what) => `Հեռախոսահամարը միջազգային ձևով չէ՝ ${what}։`,
    "email.invalid": (what) => `Սխալ էլ. հասցե՝ ${what}։`,
    "marker.missing": (what) =>
      what === "" ? "Հաճախորդը խմբի պիտակ չունի։" : `Հաճախորդը խմբի պիտակ չուներ. դրվում է «${what}»։`,
    "marker.several": (what) => `Հաճախորդն ունի խմբի մի քանի պիտակ՝ ${what}։ Թողեք մեկը։`,
    "kind.several": (what) => `Կոնտակտն ունի մի քանի տեսակի պիտակ՝ ${what}։ Թողեք մեկը։`,
    "contact.duplicate": (what) => `Գուցե նույն հաճախորդն է, ինչ ${what}։ Պատճառը ցույց է տալիս clientcard duplicates։`,
  },
};

/**
 * A finding of a rule about the contact itself, or none when the office has switched the rule off for its kind. What the program would mend
 * but may not here (not `mended`) asks for a person.
 */
export function contactFinding(card: CardSettings, rule: ContactRule, what: string, mended = true): Finding[] {
  const own = contactSeverity(card, rule);
  if (own === "off") return [];
  const severity = own === "fix" && !mended ? "ask" : own;
  return [{ rule, severity, line: null, range: null, message: texts[card.language][rule](what) }];
}

/** Only what the program can mend is of `fix`; anything else that should be mended is for a person. */
export function contactSeverity({ severities: office }: CardSettings, rule: ContactRule): Severity {
  const own = office[rule] ?? severities[rule];
  return own === "fix" && !mendable.has(rule) ? "ask" : own;
}

const mendable = new Set<ContactRule>(["marker.missing", "phone.not-e164"]);

/** What is wrong with name, phones and mails. */
export function contactFindings(card: CardSettings, { name, phones, emails }: Client): Finding[] {
  const found: Finding[] = [];
  const say = (rule: ContactRule, what = "", mended = true) => {
    found.push(...contactFinding(card, rule, what, mended));
  };
  // Most offices do not ask these two, which are dear to find out.
  const isAsked = (rule: ContactRule) => contactSeverity(card, rule) !== "off";
  const shown = name.display.trim();
  if (!LETTER.test(shown)) say("name.missing");
  if (isAsked("name.shouting") && isShouting(shown)) say("name.shouting", shown);
  if (phones.length === 0) say("phone.missing");
  for (const phone of phones) {
    if (phone.e164 === null) say("phone.invalid", phone.value);
    else if (isAsked("phone.not-e164") && isLocalForm(phone)) say("phone.not-e164", phone.value, isMendable(phone));
  }
  for (const email of emails) if (!isEmail(email)) say("email.invalid", email);
  return found;
}

const LETTER = /\p{L}/u;

function isShouting(name: string): boolean {
  const letters = name.replace(/[^\p{L}]/gu, "");
  return letters.length > 3 && letters === letters.toUpperCase() && letters !== letters.toLowerCase();
}

/** Loose on purpose: an address that mail could reach. */
function isEmail(text: string): boolean {
  return /^[^\s@<>()",;:]+@[^\s@<>()",;:.]+(\.[^\s@<>()",;:.]+)+$/u.test(text.trim());
}
