import type { Language } from "../../card/settings.ts";

const rules = new Map<Language, Intl.PluralRules>();

function ruleOf(language: Language, count: number): Intl.LDMLPluralRule {
  let rule = rules.get(language);
  if (!rule) {
    rule = new Intl.PluralRules(language);
    rules.set(language, rule);
  }
  return rule.select(count);
}

/** `1 client`, `2 clients`. */
export function englishForm(count: number, one: string, other: string): string {
  return ruleOf("en", count) === "one" ? one : other;
}

/** `1 клиент`, `2 клиента`, `5 клиентов`; `few` also stands for fractions (`1,5 клиента`). */
export function russianForm(count: number, one: string, few: string, many: string): string {
  const form = ruleOf("ru", count);
  return form === "one" ? one : form === "many" ? many : few;
}

/**
 * A noun counted by a numeral stays singular in Armenian (`5 հաճախորդ`); the rules still tell nought and one from more, for sentences whose
 * verb or pronoun follows the number.
 */
export function armenianForm(count: number, one: string, other: string): string {
  return ruleOf("hy", count) === "one" ? one : other;
}
