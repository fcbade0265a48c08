/** The card's grammar: the one face of this room. See docs/card.md. */
export { type CompactInput, compactCard } from "./compact.ts";
export {
  composeClosed,
  composeHeader,
  composeStep,
  outcomeWord,
  readDay,
  readEmployee,
  readMoney,
  stageWord,
} from "./compose.ts";
export { type ExpandOptions, expandCard } from "./expand.ts";
export { compileGrammar, type Grammar } from "./grammar.ts";
export { type Merged, mergeThreeWay, nearestBase } from "./merge.ts";
export { type Normalised, type NormaliseInput, normaliseCard } from "./normalise.ts";
export { type Notes, parseNotes, personLines, printNotes } from "./notes.ts";
