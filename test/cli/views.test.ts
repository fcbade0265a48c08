import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { compileGrammar, parseNotes, viewOnScreen } from "../../src/card/index.ts";
import { cardDocument } from "../../src/cli/render/card-document.ts";
import { cardView } from "../../src/cli/render/card-view.ts";
import { clientBrief, clientCard } from "../../src/cli/render/client-view.ts";
import { figuresView } from "../../src/cli/render/figures-view.ts";
import { historyView } from "../../src/cli/render/history-view.ts";
import type { Look } from "../../src/cli/render/look.ts";
import { appliedView, isIncomplete, noteDifference, planView } from "../../src/cli/render/plan-view.ts";
import { reportView } from "../../src/cli/render/report-view.ts";
import { runsView, runView } from "../../src/cli/render/runs-view.ts";
import { screenView } from "../../src/cli/render/screen-view.ts";
import { styleFor } from "../../src/cli/render/style.ts";
import { table } from "../../src/cli/render/table.ts";
import { cutTo, indented, textWidth, wrap } from "../../src/cli/render/width.ts";
import { en } from "../../src/cli/text/en.ts";
import { hy } from "../../src/cli/text/hy.ts";
import { ru } from "../../src/cli/text/ru.ts";
import type { Plan } from "../../src/reconcile/plan.ts";
import { dueFollowUps, lastTouch } from "../../src/reconcile/status.ts";
import type { ClientView } from "../../src/reports/lookup.ts";
import type { Applied } from "../../src/sync/applied.ts";
import { shippedTemplate } from "../support/template.ts";

const style = styleFor(false, {});
const look: Look = { words: en, style, width: null };
const grammar = compileGrammar(shippedTemplate().card);
const today = "2026-11-23";

const NOTES = `Wholesale · #12 prepaid 50 000 of 120 000 AMD · last 20.11.2026 · due 01.12.2026

Order 12: sofa "Milan", 120 000 AMD
03.11.2026 asked for the price (Anna)
10.11.2026 prepaid 50 000 (Aram)
→ 18.11.2026 ask about the colour (Anna)
→ 01.12.2026 call about delivery (Anna)

Order 9: 2 chairs, 40 000 AMD – done 14.08.2026 (Anna)
Order 7: table – lost 02.05.2026: too expensive (Aram)

Prefers calls after 18:00.`;

function viewOf(notes: string, fields: Partial<ClientView> = {}): ClientView {
  const { card } = parseNotes(grammar, notes, { today });
  return {
    resourceName: "people/c1",
    name: "Арам Григорян",
    marker: "Wholesale",
    labels: ["In work"],
    phones: ["+37491234567"],
    emails: ["aram@example.am"],
    addresses: [],
    notes,
    card,
    kind: "client",
    lastTouch: lastTouch(card),
    due: dueFollowUps(card, today),
    link: "https://contacts.google.com/person/c1",
    ...fields,
  };
}

describe("a client at a call", () => {
  it("shows who it is, what is open, what is overdue and the last touch", () => {
    expect(clientBrief(viewOf(NOTES), look)).toBe(
      `Арам Григорян · Wholesale · +37491234567
  Order 12: sofa "Milan" · prepaid · 50,000 of 120,000 AMD paid
  5 days overdue: ask about the colour (Anna) (#12)
  last touch 10 Nov 2026: prepaid 50 000 (Aram)
  1 done · 1 lost
  In work`,
    );
  });

  it("is told in Russian and Armenian", () => {
    const [russian, armenian] = [ru, hy].map((words) => clientBrief(viewOf(NOTES), { ...look, words }));
    expect(russian).toContain('Заказ 12: sofa "Milan" · предоплата · оплачено 50 000 из 120 000 AMD');
    expect(russian).toContain("просрочено на 5 дней: ask about the colour (Anna)");
    expect(russian).toContain("последнее событие 10.11.2026");
    expect(armenian).toContain("Պատվեր 12");
    expect(armenian).toContain("5 օր ուշացած");
  });

  it("of a client without name, notes or labels is one line", () => {
    expect(clientBrief(viewOf("", { name: "", marker: null, labels: [] }), look)).toBe("(no name) · +37491234567");
  });

  it("shows the first free line of a client without orders", () => {
    expect(clientBrief(viewOf("Prefers calls after 18:00.", { labels: [] }), look)).toBe(
      "Арам Григорян · Wholesale · +37491234567\n  Prefers calls after 18:00.",
    );
  });
});

describe("a client's card", () => {
  const shown = clientCard(viewOf(NOTES), look);

  it("has the notes as they stand, each line beside a rule", () => {
    for (const line of NOTES.split("\n")) expect(shown).toContain(`  │ ${line}`.trimEnd());
  });

  it("names what is overdue and what comes next", () => {
    expect(shown).toContain("5 days overdue: ask about the colour (Anna) (#12)");
    expect(shown).toContain("due 1 Dec 2026: call about delivery (Anna)");
    expect(shown).toContain("Mail: aram@example.am");
    expect(shown).toContain("https://contacts.google.com/person/c1");
  });

  it("is never cut, however narrow the terminal", () => {
    const narrow = clientCard(viewOf(NOTES), { ...look, width: 30 });
    for (const word of NOTES.split(/\s+/)) expect(narrow).toContain(word);
    expect(narrow).not.toContain("…");
  });
});

describe("a history", () => {
  const line = { time: null, employee: null, order: null, title: null, kind: "step", from: "card" } as const;

  it("is a dated table, and says what came from the archive", () => {
    const shown = historyView(
      "Арам",
      [
        { ...line, date: null, text: "old remark" },
        {
          ...line,
          date: "2026-11-03",
          time: "14:05",
          text: "asked",
          employee: "Anna",
          order: 12,
          title: "диван",
          from: "archive",
        },
        { ...line, date: "2026-11-09", text: "lost: too dear", kind: "closed", order: 12, title: "диван" },
        { ...line, date: "2026-12-01", text: "call", kind: "plan" },
      ],
      look,
    );
    expect(shown.split("\n")).toEqual([
      "Арам",
      "",
      "Date              Order      What            Who   From",
      "undated                      old remark",
      "3 Nov 2026 14:05  #12 диван  asked           Anna  archive",
      "9 Nov 2026        #12 диван  lost: too dear",
      "1 Dec 2026                   → call",
    ]);
  });

  it("keeps every word on a narrow terminal", () => {
    const text = "a long remark about the colour of the sofa and when it should be delivered";
    const shown = historyView("A", [{ ...line, date: "2026-11-03", text }], { ...look, width: 50 });
    for (const word of text.split(" ")) expect(shown).toContain(word);
    for (const row of shown.split("\n")) expect(textWidth(row)).toBeLessThanOrEqual(50);
  });

  it("says the outcome in the reader's language", () => {
    const closed = { ...line, date: "2026-11-09", text: "lost: дорого", kind: "closed" } as const;
    expect(historyView("A", [closed], { ...look, words: ru })).toContain("отказ: дорого");
  });

  it("of nothing says so", () => {
    expect(historyView("", [], look)).toBe("Nothing is known of (no name) beyond the contact.");
  });
});

describe("a plan", () => {
  const plan: Plan = {
    version: 1,
    seen: {},
    kind: "import",
    at: "2026-11-23T14:00:00Z",
    changes: [
      { type: "create-label", role: "marker:new", name: "New" },
      { type: "create", key: "k", display: "Ani", person: {}, labels: [], archive: [], findings: [], sources: [] },
      {
        type: "members",
        label: "contactGroups/1",
        name: "Call back",
        add: ["people/c1"],
        remove: ["people/c2", "people/c3"],
      },
    ],
    numbers: [12, 13],
    accounted: [],
    clients: 3,
  };

  it("is told in counts", () => {
    expect(planView(plan, [], look)).toBe(
      `The plan:
  create 1 label: New
  create 1 client
  label “Call back”: put on 1 client, take off 2 clients
  order numbers 12–13 are given out`,
    );
  });

  it("tells what the guard objects to", () => {
    const risk = { kind: "label-changes", label: "New", count: 300, limit: 200 } as const;
    expect(planView(plan, [risk], look)).toContain(
      "(only --force applies it):\n  takes the label “New” from 300 clients (limit 200)",
    );
  });

  it("without changes says so", () => {
    expect(planView({ ...plan, changes: [], numbers: [] }, [], look)).toBe("Nothing to change.");
  });
});

describe("what a run did", () => {
  const applied: Applied = {
    run: 3,
    labels: 0,
    created: 2,
    updated: 1,
    deleted: 0,
    membersAdded: 0,
    membersRemoved: 0,
    stale: [],
    parked: [],
    inDoubt: [],
  };

  it("is one line when all went well", () => {
    expect(appliedView(applied, look)).toBe("Run 3: 2 clients created, 1 client changed");
    expect(isIncomplete([applied])).toBe(false);
  });

  it("names the clients that were refused, and what to do", () => {
    const parked = [{ subject: "people/c9", display: "Ani", detail: "x" }];
    expect(appliedView({ ...applied, parked, inDoubt: [{ subject: "people/c8", display: "Aram" }] }, look)).toBe(
      `Run 3: 2 clients created, 1 client changed
Google refuses these clients:
  Ani: x
  Mend them in Contacts, then run clientcard sync.
No answer came for these; the next run looks up what became of them:
  Aram`,
    );
    expect(isIncomplete([applied, { ...applied, parked }])).toBe(true);
  });
});

describe("the journal", () => {
  const run = {
    id: 4,
    kind: "sync",
    startedAt: "2026-11-23T14:00:00Z",
    endedAt: null,
    state: "done",
    about: "sync",
    summary: { updated: 1, created: 0 },
    prunedAt: null,
  } as const;

  it("is a table with the office's wall clock", () => {
    expect(runsView([run], "Asia/Yerevan", look).split("\n")).toEqual([
      "Run  Kind  Started            State  Changes           About",
      "  4  sync  23 Nov 2026 18:00  done   1 client changed  sync",
    ]);
    expect(runsView([], "UTC", look)).toBe("No runs yet.");
  });

  it("shows the lines that a run changed", () => {
    const note = (value: string) => ({ biographies: [{ value }] });
    const entry = {
      id: 1,
      run: 4,
      subject: "people/c1",
      action: "update",
      display: "Ani",
      before: note("Order: lamp\nfree"),
      after: note("Order 13: lamp\nfree"),
      archive: [],
      sources: [],
      state: "confirmed",
      at: "",
      sentAt: null,
      detail: null,
    } as const;
    const shown = runView(run, [{ ...entry, archive: [], sources: [] }], "UTC", look);
    expect(shown).toContain("Run 4: sync, done");
    expect(shown).toContain("\nAni\n  − Order: lamp\n  + Order 13: lamp\n");
    expect(shown).toContain("clientcard undo 4 puts it back");
  });

  it("finds no difference where only blanks changed", () => {
    expect(noteDifference({ biographies: [{ value: "a\n\nb" }] }, { biographies: [{ value: "a\nb\n" }] })).toEqual({
      added: [],
      removed: [],
    });
  });
});

describe("a report", () => {
  it("has headings, money and days in the reader's language", () => {
    const report = {
      name: "orders" as const,
      columns: ["number", "client", "state", "stage", "amount", "currency", "paid", "opened"],
      rows: [
        {
          number: 12,
          client: "Арам",
          state: "open",
          stage: "prepaid",
          amount: 120000,
          currency: "AMD",
          paid: 50000,
          opened: "2026-11-03",
        },
        {
          number: null,
          client: "Ani",
          state: "lost",
          stage: null,
          amount: null,
          currency: null,
          paid: 0,
          opened: null,
        },
      ],
    };
    expect(reportView(report, { ...look, words: ru }).split("\n")).toEqual([
      "  №  Клиент  Состояние  Этап              Сумма  Оплачено  Открыт",
      "#12  Арам    открыт     предоплата  120 000 AMD    50 000  03.11.2026",
      "     Ani     отказ",
      "",
      "2 строки",
    ]);
  });

  it("of the whole office has sums by currency", () => {
    const shown = figuresView(
      {
        clients: 2,
        byMarker: { New: 2 },
        orders: { open: 1, done: 1, lost: 0 },
        openSum: { AMD: 120000 },
        doneSum: { AMD: 1240000, USD: 300 },
        lostSum: {},
        callBacksDue: 1,
        doneByMonth: {},
        findings: { "order.stale": 2 },
        byEmployee: { Anna: { done: 1, doneSum: { AMD: 5 }, steps: 4 } },
      },
      look,
    );
    expect(shown).toContain("1,240,000 AMD + 300 USD");
    expect(shown).toMatch(/Anna +1 +5 AMD +4/);
    expect(shown).toMatch(/order\.stale +2/);
  });
});

describe("the meaning of notes", () => {
  it("has the promised shape, and no more", () => {
    const document = cardDocument(parseNotes(grammar, NOTES, { today }).card);
    expect(Object.keys(document)).toEqual(["orders", "log", "earlier", "free", "findings"]);
    expect(Object.keys(document.orders[0]!)).toEqual([
      "number",
      "title",
      "amount",
      "currency",
      "paid",
      "state",
      "stage",
      "opened",
      "closed",
      "reason",
      "employee",
      "steps",
    ]);
    expect(Object.keys(document.orders[0]!.steps[0]!)).toEqual(["date", "time", "text", "employee", "kind"]);
  });

  it("is readable", () => {
    const shown = cardView(parseNotes(grammar, NOTES, { today }).card, look);
    expect(shown).toContain("Order 7: table · lost, 2 May 2026, too expensive, Aram");
    expect(shown).toContain("→ 1 Dec 2026  call about delivery (Anna)");
    expect(shown).toContain("Free text\n  Prefers calls after 18:00.");
  });

  it("on a phone is broken and cut as the phone would", () => {
    const screen = { lines: 2, characters: 10 };
    const text = "Order 12: диван\nx";
    expect(screenView(viewOnScreen(grammar, text, screen, today), text, screen, look).split("\n")).toEqual([
      "┌────────────┐",
      "│ Order 12:  │",
      "│ диван      │",
      "└────────────┘",
      "… 1 more row below the screen, from line 2: x",
    ]);
  });
});

describe("widths", () => {
  it("count letters of every alphabet as one, marks as none, East Asian ones as two", () => {
    expect([..."aяԱ漢"].map(textWidth)).toEqual([1, 1, 1, 2]);
    expect(textWidth("e\u0301")).toBe(1);
    expect(textWidth("\u001b[31mab\u001b[39m")).toBe(2);
  });

  it("tables align Cyrillic and Armenian", () => {
    const rows = [
      ["Арам", "1"],
      ["Անահիտ", "22"],
      ["Aram", "333"],
    ];
    const lines = table([{ head: "Name" }, { head: "N", align: "right" }], rows, { style, width: null }).split("\n");
    expect(lines).toEqual(["Name      N", "Арам      1", "Անահիտ   22", "Aram    333"]);
  });

  it("tables fit any terminal that has room for them", () => {
    const cell = fc.string({ unit: fc.constantFrom("a", "я", "Ա", "漢", " ", "\u0301"), maxLength: 40 });
    const rows = fc.array(fc.tuple(cell, cell, cell), { minLength: 1, maxLength: 5 });
    fc.assert(
      fc.property(rows, fc.integer({ min: 24, max: 90 }), (cells, width) => {
        const shown = table([{ head: "A" }, { head: "B" }, { head: "C", align: "right" }], cells, { style, width });
        for (const line of shown.split("\n")) expect(textWidth(line)).toBeLessThanOrEqual(width);
      }),
      { numRuns: 200 },
    );
  });

  it("a table cuts nothing where there is no terminal", () => {
    const long = "слово ".repeat(60).trim();
    expect(table([{ head: "A" }, { head: "B" }], [[long, "x"]], { style, width: null })).toContain(long);
  });

  it("a cut text never is wider than it may be, and says that it was cut", () => {
    fc.assert(
      fc.property(
        fc.string({ unit: fc.constantFrom("a", "Ա", "漢", "e\u0301") }),
        fc.integer({ min: 1, max: 12 }),
        (text, width) => {
          const cut = cutTo(text, width);
          expect(textWidth(cut)).toBeLessThanOrEqual(width);
          if (cut !== text) expect(cut.endsWith("…")).toBe(true);
        },
      ),
    );
  });

  it("wrapping keeps every word and never breaks a number", () => {
    const word = fc.constantFrom("диван", "1 240 000", "AMD", "a", "պատվեր");
    fc.assert(
      fc.property(fc.array(word, { minLength: 1, maxLength: 30 }), fc.integer({ min: 10, max: 60 }), (words, width) => {
        const text = words.join(" ");
        const lines = wrap(text, width);
        expect(lines.join(" ")).toBe(text);
        expect(indented(text, 2, width).split(/\s+/).filter(Boolean)).toEqual(text.split(/\s+/));
        for (const line of lines) expect(line).not.toMatch(/^\d{3}(?!\d)/);
      }),
    );
  });
});

describe("colours", () => {
  it("are for terminals only, and not for those who want none", () => {
    expect(styleFor(true, {}).bad("x")).toBe("\u001b[31mx\u001b[39m");
    expect(styleFor(false, {}).bad("x")).toBe("x");
    expect(styleFor(true, { NO_COLOR: "1" }).bad("x")).toBe("x");
    expect(styleFor(true, { TERM: "dumb" }).bad("x")).toBe("x");
  });
});
