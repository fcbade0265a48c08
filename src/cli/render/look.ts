import type { Session } from "../session.ts";
import type { Catalogue } from "../text/catalogue.ts";
import type { Style } from "./style.ts";

/** What every view needs: the words, the colours, the room. */
export type Look = { words: Catalogue; style: Style; width: number | null };

export function lookOf({ words, style, width }: Session): Look {
  return { words, style, width };
}

export function joined(parts: (string | null | undefined | false)[], separator = " · "): string {
  return parts.filter((part) => part).join(separator);
}
