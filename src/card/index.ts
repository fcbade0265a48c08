/** The card's grammar: the one face of this room. See docs/card.md. */
export { type CallKind, composeCall, type PhoneCall, readCall } from "./call-line.ts";
export { compactCard } from "./compact.ts";
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
export { expandCard } from "./expand.ts";
export { compileGrammar, type Grammar } from "./grammar.ts";
export { joinNotes } from "./join.ts";
export { beginsOrder, hasLogLine, hasUnnumberedOrder, readClosedLine } from "./lone-line.ts";
export { mergeThreeWay } from "./merge.ts";
export { printMoney } from "./money.ts";
export { nearestBase } from "./nearest.ts";
export { type Normalised, type NormaliseInput, normaliseCard, removedLines } from "./normalise.ts";
export { personLines } from "./notes.ts";
export { parseNotes, printNotes } from "./parse.ts";
export { viewOnScreen } from "./screen.ts";
export { lastTouch } from "./state-line.ts";
