/** Laws of bringing versions together: three-way by line, and saves from an editor that was open for long. */
import { mergeThreeWay, nearestBase } from "../../../src/card/index.ts";
import { flat, type Law, linesOf, mayBeOwn, none, same, without } from "./law.ts";
import { editText, type Note, shuffled } from "./note.ts";

/** Lines of people, as often as they stand there. */
const own = (text: string): string[] =>
  text
    .split(/\r*\n/)
    .map(composed)
    .filter((line) => line !== "" && !mayBeOwn(line));
const composed = (line: string): string => flat(line.normalize("NFC"));
const count = (lines: readonly string[], line: string): number => lines.filter((each) => each === line).length;

/** Spellings of one line. */
const respelled = [
  ["03.11.2026 called (Anna)", "3.11.2026 called (Анна)", "3 nov 2026 called (аня)"],
  ["Order 878: lamp, 500 AMD", "order 878: lamp, 500 AMD", "Order №878: Lamp, 500 AMD"],
];

/** A text and two edits of it. */
function edits(note: Note): { base: string; ours: string; theirs: string } {
  const { ours, theirs, shuffle } = note.parts;
  const base = shuffle[0]! % 2 === 0 ? note.card : note.previous;
  return { base, ours: editText(base, ours), theirs: editText(base, theirs) };
}

const merged = ({ grammar }: Note, base: string, ours: string, theirs: string) =>
  mergeThreeWay(grammar, base, ours, theirs);

export const mergeLaws: Law[] = [
  {
    about: "merge",
    title: "with an unchanged side it gives the other side",
    holds: (note) => {
      const { base, ours } = edits(note);
      same(merged(note, base, ours, base).text, ours, "theirs did not change");
      same(merged(note, base, base, ours).text, ours, "ours did not change");
      same(merged(note, base, ours, ours).text, ours, "both are the same");
      // A side that is unchanged but for blank lines is merged line by line.
      const loose = `${base.replaceAll("\n", "\n\n")}\n`;
      if (loose === base || !base.trim()) return;
      for (const { text, removed, conflicts } of [merged(note, base, ours, loose), merged(note, base, loose, ours)]) {
        same(own(text).sort(), own(ours).sort(), "blank lines changed what the other side typed");
        none(conflicts, "blank lines are no conflict");
        none(
          removed.filter((line) => !linesOf(base).map(composed).includes(composed(line.text))),
          "removed, but never there",
        );
      }
    },
  },
  {
    about: "merge",
    title:
      "nothing is dropped: each line of either side is in the text or among the removed ones, as often as it stood there",
    holds: (note) => {
      const { base, ours, theirs } = edits(note);
      const { text, removed } = merged(note, base, ours, theirs);
      const there = [...own(text), ...removed.flatMap((line) => own(line.text))];
      none(without(own(ours), there), "lines of ours were dropped");
      none(without(own(theirs), there), "lines of theirs were dropped");
    },
  },
  {
    about: "merge",
    title: "what either side added is there, what either took away is gone, and nothing stands there twice",
    holds: (note) => {
      const { base, ours, theirs } = edits(note);
      const { text, removed } = merged(note, base, ours, theirs);
      const [lines, before, first, second] = [own(text), own(base), own(ours), own(theirs)];
      const told = new Set(removed.filter(({ reason }) => reason === "rewritten").map((line) => composed(line.text)));
      // Another spelling of a line that was there, without its day or number or with its day in another form, says the same: it is
      // deleted with it.
      const bare = (line: string) =>
        own(note.sight(line).text)
          .map((each) => editText(each, [{ do: "undate", at: 0, line: "" }]).replace(/\s/g, ""))
          .map((each) => each.replace(/^(\p{L}+)\d+(?=[:–—-])/u, "$1"))
          .join("\n");
      const deleted = new Set(removed.filter(({ reason }) => reason === "removed").map((line) => composed(line.text)));
      const spelled = new Set(deleted.size > 0 ? before.map(bare) : []);
      for (const line of deleted) if (spelled.has(bare(line))) told.add(line);
      for (const line of new Set([...lines, ...before, ...first, ...second])) {
        const [was, a, b, now] = [count(before, line), count(first, line), count(second, line), count(lines, line)];
        if (now > Math.max(a, b)) same(now, Math.max(a, b), `more often than typed: ${line}`);
        if ((a > was || b > was) && now === 0 && !told.has(line))
          same(now, Math.max(a, b), `an added line is missing: ${line}`);
        const taken = (a === 0 && b <= was) || (b === 0 && a <= was);
        if (was > 0 && taken) same(now, 0, `a removed line came back: ${line}`);
      }
      const [hat, more] = [`${base}\n\nWears a hat.`, `${base}\n\nWears a hat.\n\nDrinks tea.`];
      for (const one of [merged(note, base, hat, more), merged(note, base, more, hat)])
        same(count(own(one.text), "Wears a hat."), count(own(hat), "Wears a hat."), "added by both, not there once");
    },
  },
  {
    about: "merge",
    title: "it is commutative for people's lines, and for what it says of them",
    holds: (note) => {
      const { base, ours, theirs } = edits(note);
      const [one, two] = [merged(note, base, ours, theirs), merged(note, base, theirs, ours)];
      same(own(two.text).sort(), own(one.text).sort(), "not the same lines");
      same(two.conflicts.length, one.conflicts.length, "not as many conflicts");
      const texts = ({ removed }: typeof one) =>
        removed
          .map(({ text }) => composed(text))
          .filter((line) => !mayBeOwn(line))
          .sort();
      same(texts(two), texts(one), "not the same lines are told as removed");
      for (const spellings of respelled) {
        const [was, first, second] = shuffled(spellings, note.parts.shuffle).map((line) => `${base}\n\n${line}`);
        const [forth, back] = [merged(note, was!, first!, second!), merged(note, was!, second!, first!)];
        same(own(back.text).sort(), own(forth.text).sort(), "not the same of two spellings");
      }
    },
  },
  {
    about: "merge",
    title: "a line that both changed stays in both forms, with a finding; edits of different lines are no conflict",
    holds: (note) => {
      const [at, other] = note.parts.shuffle;
      const free = ["Prefers calls.", "Has a dog.", "Lives on the hill.", "Likes oak."];
      const gap = note.parts.days % 2 === 0 ? "\n\n" : "\n";
      const base = `${note.card}\n\n${free.join(gap)}`;
      const change = (line: number, word: string) => base.replace(free[line]!, free[line]!.replace(/ .*/, ` ${word}.`));
      const mine = at! % free.length;
      const both = merged(note, base, change(mine, "tea"), change(mine, "coffee"));
      const first = free[mine]!.replace(/ .*/, " tea.");
      const second = free[mine]!.replace(/ .*/, " coffee.");
      same([count(own(both.text), first), count(own(both.text), second)], [1, 1], "one of the two forms is gone");
      same(
        both.conflicts.map(({ rule }) => rule),
        ["notes.conflict"],
        "the conflict is not told",
      );
      const theirs = (mine + 1 + ((other ?? 0) % (free.length - 1))) % free.length;
      none(merged(note, base, change(mine, "tea"), change(theirs, "coffee")).conflicts, "no conflict, but told as one");
      const typed = base.replace(free[mine]!, `Wears a hat.${gap}${free[mine]}`);
      none(merged(note, base, change(mine, "tea"), typed).conflicts, "one only added a line, but told as a conflict");
      none(merged(note, base, typed, change(mine, "tea")).conflicts, "the other only added a line, but told as one");
      const [below, also] = [`${base}${gap}Wears a hat.`, `${base}${gap}Drinks tea.`];
      none(merged(note, base, below, also).conflicts, "both only added a line, but told as a conflict");
    },
  },
  {
    about: "merge",
    title:
      "an order that both changed stays in both forms, with a finding; a number given meanwhile and a change go together",
    holds: (note) => {
      const orders = (sum: string) => `${note.card}\n\nOrder 77: lamp${sum}\n03.11.2026 asked (Anna)`;
      const both = merged(note, orders(""), orders(", 100 AMD"), orders(", 120 AMD"));
      same(
        both.conflicts.map(({ rule }) => rule),
        ["notes.conflict"],
        "the conflict is not told",
      );
      same(
        without(["Order 77: lamp, 100 AMD", "Order 77: lamp, 120 AMD"], own(both.text)),
        [],
        "one of the two forms is gone",
      );
      const [before, more] = [orders(""), orders(", 100 AMD")];
      for (const one of [merged(note, before, more, note.card), merged(note, before, note.card, more)]) {
        same(one.conflicts.length, 1, "deleted here and changed there, but not told as one conflict");
        same(count(own(one.text), "Order 77: lamp, 100 AMD"), 1, "deleted here and changed there, but it is gone");
      }
      const typed = `${note.card}\n\nOrder: lamp\n3.11 asked (Anna)`;
      const written = note.save(typed, note.card).text;
      const sum = note.save(typed.replace("Order: lamp", "Order: lamp, 100 AMD"), written, [typed]);
      const wanted = own(written).map((line) => (line === "Order 501: lamp" ? "Order 501: lamp, 100 AMD" : line));
      same(own(sum.text).sort(), wanted.sort(), "the number and the sum did not come together");
    },
  },
  {
    about: "merge",
    title: "a save from an older version drops nothing, whatever happened since, and is a fixed point",
    holds: (note) => {
      const { base, ours, theirs } = edits(note);
      const written = note.save(ours, note.save(base, "").text, [base]).text;
      const recent = [ours, base];
      const result = note.save(theirs, written, recent);
      const there = [...own(result.text), ...result.archived.flatMap(({ text }) => own(text))];
      none(
        own(theirs).filter((line) => !there.includes(line)),
        "lines of the save were dropped",
      );
      none(
        own(written).filter((line) => !there.includes(line)),
        "lines that stood there were dropped",
      );
      same(note.save(result.text, result.text, [written, ...recent]).text, result.text, "no fixed point");
    },
  },
  {
    about: "merge",
    title: "a save belongs to the recent version that it was made from",
    holds: (note) => {
      const versions = [note.card, note.first.text, note.previous].map(
        (text, at) => `${text}\n\nversion ${at}\n\nalso ${at}`,
      );
      versions.forEach((version, at) => {
        same(nearestBase(versions, version), at, "not the version itself");
        same(nearestBase(versions, `${version}\n\ncalled`), at, "not the version that the line was added to");
      });
      const [short, long] = [versions[0]!, `${versions[0]}\n\none more`];
      same(
        [nearestBase([short, long], long), nearestBase([long, short], short)],
        [1, 1],
        "of two, not the version itself",
      );
      same(nearestBase([versions[0]!, versions[0]!], versions[0]!), 0, "of equals, not the newest");
    },
  },
  {
    about: "merge",
    title: "compacted lines do not come back with a stale save, and what it added stays",
    holds: (note) => {
      const short = note.compact(note.card, note.later);
      const added = "Prefers calls after nine.";
      const result = note.save(`${note.card}\n\n${added}`, short.text, [note.card], note.later);
      same(own(result.text).sort(), [...own(short.text), added].sort(), "not what stood there and the added line");
      none(
        without(own(note.card), [
          ...own(result.text),
          ...result.archived.flatMap(({ text }) => own(text)),
          ...short.archived.flatMap(({ text }) => own(text)),
        ]),
        "lines were dropped",
      );
    },
  },
  {
    about: "merge",
    title: "an order of a stale save keeps the number, and a stamped line the day, that the program gave meanwhile",
    holds: (note) => {
      const typed = `${note.card}\n\nOrder: lamp\n\ncalled (Anna)`;
      const written = note.save(typed, note.card).text;
      const added = "Prefers calls after nine.";
      for (const recent of [[], [note.card], [typed, note.card]]) {
        const result = note.save(`${typed}\n\n${added}`, written, recent, note.later);
        same(own(result.text).sort(), [...own(written), added].sort(), "not what stood there and the added line");
      }
    },
  },
];
