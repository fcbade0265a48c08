/** What a contact is to the office: client, supplier, employee, partner. Cards of each kind are read and written with the kind's own words. */
import { compileGrammar, type Grammar } from "../card/index.ts";
import type { Kind, Template } from "../template/template.ts";
import type { LabelView } from "./labels.ts";
import type { LabelRef } from "./plan.ts";

export type KindOf = {
  kind: Kind;
  grammar: Grammar;
  /** Ids of the kinds whose labels the contact carries; more than one is a question to a person. */
  carried: string[];
  /** The label to give it back: it had it when the label vanished from the account. */
  add: LabelRef | null;
};

/** Tells a contact's kind by its labels, and by those that it was last seen with. */
export type KindReader = (labels: LabelRef[], before?: LabelRef[]) => KindOf;

/** `grammar` is that of the default kind. */
export function kindReader(template: Template, view: LabelView, grammar: Grammar): KindReader {
  const among = (labels: LabelRef[]) => {
    const ids = labels.map((label) => idOf(view.roleOf.get(label))).filter((id) => id !== null);
    return ids.length === 0 ? [] : template.kinds.filter(({ id }) => ids.includes(id));
  };
  return (labels, before = []) => {
    const carried = among(labels.filter((label) => view.live.has(label) || label.startsWith("role:")));
    const [lost] = carried.length > 0 ? [] : among(before.filter((label) => !view.live.has(label)));
    const kind = carried[0] ?? lost ?? template.kinds.find(({ id }) => id === template.defaultKind)!;
    const add = lost ? (view.byRole.get(`kind:${lost.id}`) ?? null) : null;
    return { kind, grammar: grammarOf(template, grammar, kind.id), carried: carried.map(({ id }) => id), add };
  };
}

/** Grammars of other kinds than the default, by the grammar of that one: compiled when a contact of the kind is first met. */
const compiled = new WeakMap<Grammar, Map<string, Grammar>>();

/** The grammar of a kind of contact, by its id; of an unknown one, the default kind's. */
export function grammarOf(template: Template, grammar: Grammar, kind: string): Grammar {
  const card = template.kinds.find(({ id }) => id === kind)?.card;
  if (kind === template.defaultKind || !card) return grammar;
  const known = compiled.get(grammar) ?? new Map<string, Grammar>();
  compiled.set(grammar, known);
  const made = known.get(kind) ?? compileGrammar(card);
  known.set(kind, made);
  return made;
}

function idOf(role: string | undefined): string | null {
  return role?.startsWith("kind:") ? role.slice("kind:".length) : null;
}
