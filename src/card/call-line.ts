/**
 * How a telephone call stands in a card when the program writes it: `incoming call, 3 min`. No employee is named, for the telephone does not
 * know who held it. Read back in every language, whatever the template's. Pure.
 */
import type { Language } from "./settings.ts";

export type CallKind = "incoming" | "outgoing" | "missed" | "declined" | "blocked" | "voicemail" | "elsewhere";
export type PhoneCall = {
  kind: CallKind;
  /** 0 when nobody spoke. */
  seconds: number;
};

type CallWords = Record<CallKind, string> & { unanswered: string; second: string; minute: string };

const words: Record<Language, CallWords> = {
  en: {
    incoming: "incoming call",
    outgoing: "outgoing call",
    missed: "missed call",
    declined: "incoming call, not taken",
    blocked: "incoming call, blocked",
    voicemail: "voicemail",
    elsewhere: "incoming call, taken on another device",
    unanswered: "no answer",
    second: "s",
    minute: "min",
  },
  ru: {
    incoming: "входящий звонок",
    outgoing: "исходящий звонок",
    missed: "пропущенный звонок",
    declined: "входящий звонок, не принят",
    blocked: "входящий звонок, заблокирован",
    voicemail: "голосовая почта",
    elsewhere: "входящий звонок, принят на другом устройстве",
    unanswered: "без ответа",
    second: "с",
    minute: "мин",
  },
  hy: {
    incoming: "մուտքային զանգ",
    outgoing: "ելքային զանգ",
    missed: "բաց թողնված զանգ",
    declined: "մուտքային զանգ, չի ընդունվել",
    blocked: "մուտքային զանգ, արգելափակված",
    voicemail: "ձայնային հաղորդագրություն",
    elsewhere: "մուտքային զանգ, ընդունվել է այլ սարքով",
    unanswered: "անպատասխան",
    second: "վրկ",
    minute: "րոպե",
  },
};

export function composeCall(language: Language, { kind, seconds }: PhoneCall): string {
  const said = words[language];
  if (seconds <= 0) return kind === "outgoing" ? `${said.outgoing}, ${said.unanswered}` : said[kind];
  const length = seconds < 60 ? `${Math.round(seconds)} ${said.second}` : `${Math.round(seconds / 60)} ${said.minute}`;
  return `${said[kind]}, ${length}`;
}

const LENGTH = /^(.+), (\d{1,6}) (\S+)$/u;
const units = new Map(Object.values(words).flatMap(({ second, minute }) => [[second, 1] as const, [minute, 60]]));
const phrases = new Map(
  Object.values(words).flatMap(({ unanswered, second, minute, ...kinds }) => [
    ...Object.entries(kinds).map(([kind, phrase]) => [phrase, kind as CallKind] as const),
    [`${kinds.outgoing}, ${unanswered}`, "outgoing"] as const,
  ]),
);

/** The call of a step's text in the exact form of `composeCall`, with minutes rounded as they stand; `null` for anything else. */
export function readCall(text: string): PhoneCall | null {
  const whole = phrases.get(text);
  if (whole !== undefined) return { kind: whole, seconds: 0 };
  const [, phrase = "", count = "", unit = ""] = LENGTH.exec(text) ?? [];
  const kind = phrases.get(phrase);
  const seconds = units.get(unit);
  return kind === undefined || seconds === undefined ? null : { kind, seconds: Number(count) * seconds };
}
