/**
 * Normalising the unchanged cards of a whole base, each read in full, beside JSON.parse of the same bytes: both go from the bytes that Google's
 * answer has to values. And the reading of long notes, which must cost in proportion to their length.
 */
import { normaliseCard, parseNotes } from "../src/card/index.ts";
import { generateCards, TODAY } from "./generate-cards.ts";
import type { Measured } from "./measure.ts";

const CARDS = 25_000;
const ROUNDS = 9;
/** Small enough to be done between two looks of the scheduler, so that the least of several times is the work's own. */
const BATCH = 25;

export async function run(): Promise<Measured[]> {
  const { grammar, cards } = generateCards(CARDS);
  const batches = Array.from({ length: CARDS / BATCH }, (_, at) => cards.slice(at * BATCH, (at + 1) * BATCH));
  const bytes = batches.map((batch) => Buffer.from(JSON.stringify(batch)));
  const strings = bytes.map(String);
  const normalise = (text: string) => {
    const asked = { text, previous: text, today: TODAY, edited: null, marker: "Retail", nextNumber: refuse };
    if (normaliseCard(grammar, asked).changed) throw new Error(`A card is not canonical:\n${text}`);
  };
  const [ours, parse, bare] = leastInTurns(batches.length, [
    (at) => batches[at]!.forEach(normalise),
    (at) => JSON.parse(bytes[at]!.toString()),
    (at) => JSON.parse(strings[at]!),
  ]);
  const note = `JSON.parse of decoded text alone: ${(ours! / bare!).toFixed(1)}×`;
  const lines = Array.from(
    { length: 5_000 },
    (_, at) => `0${1 + (at % 9)}.11.2026 called, asked about delivery (Anna)`,
  );
  const pasted = "От кого: склад, тел. 091 12-34-56, 2×3 м, 120-150 тыс, (см. ниже) - ".repeat(1_500);
  return [
    { name: "25,000 unchanged cards", value: ours!, unit: "ms", beside: parse!, limit: 25, note },
    inProportion("a note of 5,000 lines", lines.join("\n"), lines.slice(0, 500).join("\n")),
    inProportion("a line of 100 KB", pasted, pasted.slice(0, pasted.length / 10)),
  ];

  /** A long note beside ten times its tenth. */
  function inProportion(name: string, long: string, tenth: string): Measured {
    const read = (text: string) => parseNotes(grammar, text, { today: TODAY });
    const tenTimes = () => {
      for (let time = 0; time < 10; time++) read(tenth);
    };
    const [whole, parts] = leastInTurns(1, [() => read(long), tenTimes], 40);
    return { name, value: whole!, unit: "ms", beside: parts!, limit: 2, note: "beside ten times its tenth" };
  }
}

function refuse(): never {
  throw new Error("An unchanged card asks for no number.");
}

/** For each work the sum over its batches of the least time that one took, in milliseconds; the works take turns. */
function leastInTurns(batches: number, works: ((batch: number) => void)[], rounds = ROUNDS): number[] {
  const least = works.map(() => new Float64Array(batches).fill(Number.POSITIVE_INFINITY));
  for (let round = 0; round < rounds; round++)
    for (let at = 0; at < batches; at++)
      works.forEach((work, which) => {
        const start = performance.now();
        work(at);
        least[which]![at] = Math.min(least[which]![at]!, performance.now() - start);
      });
  return least.map((times) => times.reduce((sum, time) => sum + time, 0));
}
