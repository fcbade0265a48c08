/** The calls in a client's life: those that a telephone's log told of, and those that people wrote down. Pure. */
import { type CallKind, readCall } from "../card/index.ts";
import type { HistoryLine } from "./lookup.ts";

export type CallLine = HistoryLine & {
  /** `noted`: a person wrote it down. */
  call: CallKind | "noted";
  /** Rounded as it stands; `null` where nobody said how long. */
  minutes: number | null;
};

/** How people write of a call, in the languages of the program; whole beginnings of words. */
const TOLD =
  /(?<!\p{L})(?:call(?:ed|s|ing)?(?!\p{L})|phoned|rang(?!\p{L})|(?:по|до|пере|со|от|вы)?звон|набирал|набрал|զանգ|zang|zvon|pozvon)/iu;

export function callsAmong(history: HistoryLine[]): CallLine[] {
  return history.flatMap((line): CallLine[] => {
    if (line.kind === "plan" || line.date === null) return [];
    const call = readCall(line.text);
    if (call) return [{ ...line, call: call.kind, minutes: call.seconds === 0 ? null : call.seconds / 60 }];
    return TOLD.test(line.text) ? [{ ...line, call: "noted", minutes: null }] : [];
  });
}
