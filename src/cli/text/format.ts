import type { Language } from "../../card/settings.ts";

/** Numbers, money and days as readers of one language write them. Blanks are plain ones, so that what is shown can be searched for. */
export type Format = {
  number(value: number): string;
  /** `120 000 AMD`; a sum without a currency stays a number. */
  money(amount: number, currency: string | null): string;
  /** From `YYYY-MM-DD`; `null` is a dash. */
  day(iso: string | null): string;
  percent(share: number): string;
};

const MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

export function formatOf(language: Language): Format {
  const [group, point] = language === "en" ? [",", "."] : [" ", ","];
  const number = (value: number): string => {
    const [whole = "0", fraction] = String(Math.round(Math.abs(value) * 100) / 100).split(".");
    const grouped = whole.replace(/\B(?=(\d{3})+$)/g, group);
    return `${value < 0 ? "−" : ""}${grouped}${fraction ? point + fraction : ""}`;
  };
  const day = (iso: string | null): string => {
    const [year, month, date] = iso?.split("-") ?? [];
    if (!year || !month || !date) return "–";
    return language === "en" ? `${Number(date)} ${MONTHS[Number(month) - 1]} ${year}` : `${date}.${month}.${year}`;
  };
  return {
    number,
    day,
    money: (amount, currency) => (currency ? `${number(amount)} ${currency}` : number(amount)),
    percent: (share) => `${number(Math.round(share * 100))}%`,
  };
}

/** `2026-11-23 18:00` by the office's clock, which is the process's, from RFC 3339; anything else as it is. */
export function momentText(rfc3339: string): string {
  const at = new Date(rfc3339);
  if (Number.isNaN(at.getTime())) return rfc3339;
  const two = (value: number) => String(value).padStart(2, "0");
  const day = `${at.getFullYear()}-${two(at.getMonth() + 1)}-${two(at.getDate())}`;
  return `${day} ${two(at.getHours())}:${two(at.getMinutes())}`;
}
