import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { isCalendarDay, isoDay } from "../../src/lib/day.ts";
import { datesSeen, readDay } from "../../src/sheets/read-day.ts";
import { readMoney } from "../../src/sheets/read-money.ts";
import { readNotes } from "../../src/sheets/read-notes.ts";
import { readEmails, readPhones } from "../../src/sheets/read-phones.ts";
import { readStatus } from "../../src/sheets/read-status.ts";
import { daySerial } from "../../src/sheets/serial-day.ts";
import { day, number, text } from "./raw-sheet.ts";

describe("a sum", () => {
  it.each([
    ["184 000 др.", 184_000, "AMD"],
    ["144 тыс", 144_000, null],
    ["144тыс.", 144_000, null],
    ["40т", 40_000, null],
    ["40 т.", 40_000, null],
    ["40 т.р.", 40_000, "RUB"],
    ["1,5 тр", 1_500, "RUB"],
    ["120к", 120_000, null],
    ["2,5 млн драм", 2_500_000, "AMD"],
    ["120 հզ.", 120_000, null],
    ["120 000 դրամ", 120_000, "AMD"],
    ["$300", 300, "USD"],
    ["5 000 р.", 5000, "RUB"],
    ["֏120 000", 120_000, "AMD"],
    ["1 200,50", 1200.5, null],
    ["1,200.50", 1200.5, null],
    ["12.500", 12_500, null],
    ["12.50", 12.5, null],
    ["1.234.567", 1_234_567, null],
    ["1’200’000", 1_200_000, null],
  ])("%s is %d", (typed, amount, currency) => {
    expect(readMoney(text(typed))).toEqual({ amount, currency, typed: null });
  });

  it.each(["сто тысяч", "100-200 тыс", "~5000", "-500", "10 %", "3 шт", "12 34", "аванс 5000", "по договору"])(
    "%s is none and stays as typed",
    (typed) => {
      expect(readMoney(text(typed))).toEqual({ amount: null, currency: null, typed });
    },
  );

  it("of a number cell is the number, in the currency that its format shows", () => {
    expect(readMoney(number(5000, '5 000 "др."'))).toEqual({ amount: 5000, currency: "AMD", typed: null });
    expect(readMoney(number(-5))).toEqual({ amount: null, currency: null, typed: "-5" });
    expect(readMoney(null)).toBeNull();
  });

  it("is read back however its thousands are grouped", () => {
    const mark = fc.constantFrom(" ", "\u00a0", ".", ",", "'", "");
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 999_999_999 }),
        mark,
        fc.constantFrom("", " др.", " AMD"),
        (amount, by, tail) => {
          const grouped = String(amount).replace(/\B(?=(\d{3})+$)/g, by);
          expect(readMoney(text(grouped + tail))?.amount).toBe(amount);
        },
      ),
    );
  });

  it("keeps what it does not understand: every text is an amount or stays as typed", () => {
    fc.assert(
      fc.property(fc.string({ unit: "grapheme", minLength: 1 }), (typed) => {
        const read = readMoney(text(typed))!;
        expect(read.amount === null ? read.typed : "read").toBe(read.amount === null ? typed.trim() : "read");
      }),
    );
  });
});

describe("a day", () => {
  it.each([
    ["3.11.26", "2026-11-03"],
    ["03/11/2026", "2026-11-03"],
    ["2026-11-03", "2026-11-03"],
    ["2026-11-03T10:00:00", "2026-11-03"],
    ["03.11.2026 14:05", "2026-11-03"],
    ["03.11.2026г.", "2026-11-03"],
    ["3 ноября 2026 г.", "2026-11-03"],
    ["Nov 3, 2026", "2026-11-03"],
    ["3 նոյեմբերի 2026 թ.", "2026-11-03"],
    ["2026 թ. նոյեմբերի 3", "2026-11-03"],
    ["2026 թվականի նոյեմբերի 3-ին", "2026-11-03"],
    ["29.02.2024", "2024-02-29"],
  ])("%s is %s", (typed, iso) => {
    expect(readDay(text(typed))).toEqual({ day: iso, typed: null });
  });

  it.each(["31.02.2024", "29.02.2023", "3.11", "нет", "ноябрь 2026", "12.05.2024 (перенос)", "1/1/1899", "20261103"])(
    "%s is none and stays as typed",
    (typed) => {
      expect(readDay(text(typed))).toEqual({ day: null, typed });
    },
  );

  it("of a date cell is the cell's, of a serial number the one that Excel shows", () => {
    expect(readDay(day("2024-08-24"))).toEqual({ day: "2024-08-24", typed: null });
    expect(readDay(number(45_528))).toEqual({ day: "2024-08-24", typed: null });
    expect(readDay(number(2024))).toEqual({ day: null, typed: "2024" });
  });

  it("is the same in every form", () => {
    const days = fc.date({ min: new Date("1990-01-01"), max: new Date("2060-12-31"), noInvalidDate: true });
    fc.assert(
      fc.property(days, (date) => {
        const [y, m, d] = [date.getUTCFullYear(), date.getUTCMonth() + 1, date.getUTCDate()];
        const iso = isoDay(y, m, d);
        const serial = Math.round((Date.UTC(y, m - 1, d) - Date.UTC(1899, 11, 30)) / 86_400_000);
        const forms = [text(iso), text(`${d}.${m}.${y}`), text(`${d}/${m}/${y}`), number(serial)];
        for (const form of forms) expect(readDay(form)?.day).toBe(iso);
      }),
    );
  });

  it("that the calendar lacks is never read", () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 40 }),
        fc.integer({ min: 1, max: 15 }),
        fc.integer({ min: 1990, max: 2050 }),
        (d, m, y) => {
          expect(readDay(text(`${d}.${m}.${y}`))?.day != null).toBe(isCalendarDay(y, m, d));
        },
      ),
    );
  });

  it("has the month first only in a column that says so", () => {
    expect(datesSeen(["11/23/2026", "1/2/2026", "12/31/2025"].map(text)).order).toBe("month-first");
    expect(datesSeen(["11/23/2026", "23/11/2026", "12/31/2025"].map(text)).order).toBe("day-first");
    expect(datesSeen(["1/2/2026", "3/4/2026"].map(text)).order).toBe("day-first");
    expect(readDay(text("11/23/2026"), "month-first")?.day).toBe("2026-11-23");
  });
});

describe("a serial number", () => {
  it.each([
    [1, false, "1900-01-01", null],
    [59, false, "1900-02-28", null],
    [61, false, "1900-03-01", null],
    [45_528, false, "2024-08-24", null],
    [45_528.75, false, "2024-08-24", "18:00"],
    [44_066, true, "2024-08-24", null],
    [45_528.999_999, false, "2024-08-25", null],
  ])("%d (1904: %s) is %s", (serial, system1904, iso, time) => {
    expect(daySerial(serial, system1904)).toEqual({ day: iso, time });
  });

  it.each([0, -1, Number.NaN, 200_000])("%d is none", (serial) => {
    expect(daySerial(serial, false)).toBeNull();
  });
});

describe("phones", () => {
  const numbers = (typed: string) =>
    readPhones(text(typed), "AM").phones.map(({ e164, type }) => (type ? `${e164} ${type}` : e164));

  it.each([
    ["091123456", ["+37491123456"]],
    ["091/123.456", ["+37491123456"]],
    ["8-10-374-91-123456", ["+37491123456"]],
    ["0037491123456", ["+37491123456"]],
    ["8 (916) 123-45-67", ["+79161234567"]],
    ["091 12-34-56 / 093 654321 (жена)", ["+37491123456", "+37493654321 жена"]],
    ["091123456/093654321", ["+37491123456", "+37493654321"]],
    ["091123456 093654321", ["+37491123456", "+37493654321"]],
    ["091123456 и 093654321", ["+37491123456", "+37493654321"]],
    ["+374 91 123456\n+7 916 123-45-67", ["+37491123456", "+79161234567"]],
    ["091-123456 моб., 060 12 34 56 раб.", ["+37491123456 mobile", "+37460123456 work"]],
    ["Арам 091123456 Анна 093654321", ["+37491123456 Арам", "+37493654321 Анна"]],
    ["тел. 091123456 доб. 12", ["+37491123456 доб. 12"]],
    ["091 123456 ք. Երևան", ["+37491123456 ք. Երևան"]],
    ["123", [null]],
  ])("%s", (typed, expected) => {
    expect(numbers(typed)).toEqual(expected);
  });

  it("typed as numbers keep a leading zero that is shown, and are never shown as powers", () => {
    const of = (cell: ReturnType<typeof number>) => readPhones(cell, "AM").phones;
    expect(of(number(37_491_123_456, "3.75E+10"))).toEqual([
      { value: "37491123456", e164: "+37491123456", type: null },
    ]);
    expect(of(number(91_123_456, "091123456"))).toEqual([{ value: "091123456", e164: "+37491123456", type: null }]);
  });

  it("without a number are a remark", () => {
    // Eight digits of a day are a number that could be called.
    expect(readPhones(text("25.10.2025 звонил"), "AM")).toEqual({
      phones: [],
      emails: [],
      remarks: ["25.10.2025 звонил"],
    });
    expect(readPhones(text("8-10-374-91-12-34-56"), "AM").phones).toHaveLength(1);
    expect(readPhones(text("нет"), "AM")).toEqual({ phones: [], emails: [], remarks: ["нет"] });
  });

  it("of one number at once are what they are when they are taken apart", () => {
    const spelling = fc.string({ unit: fc.constantFrom(..."0123456789379 ()-+."), minLength: 6, maxLength: 22 });
    fc.assert(
      fc.property(fc.constantFrom("+374", "0", "00374", "8-10-374-", "(0", "8 ", ""), spelling, (lead, rest) => {
        const typed = `${lead}${rest}`.replace(/\s+/g, " ").trim();
        for (const country of ["AM", "RU"])
          expect(readPhones(text(typed), country)).toEqual(readPhones(text(` ${typed} `), country));
      }),
      { numRuns: 3000 },
    );
  });

  it("lose no digit: every digit of the cell is in a number or a remark", () => {
    fc.assert(
      fc.property(
        fc.string({ unit: fc.constantFrom(..."0123456789+-()/,; .\nабвժ"), minLength: 1, maxLength: 40 }),
        (typed) => {
          const { phones, remarks } = readPhones(text(typed), "AM");
          // Remarks are told behind the numbers, wherever they stood.
          const digits = (said: string) => [...said.replace(/\D/g, "")].sort().join("");
          expect(digits([...phones.map(({ value }) => value), ...remarks].join(""))).toBe(digits(typed));
        },
      ),
    );
  });
});

describe("mail addresses", () => {
  it("are tidied, in small letters, and checked", () => {
    expect(readEmails(text(" A@B.AM ; c@d.ru\nbad@x"), "AM").emails).toEqual([
      { value: "a@b.am", valid: true },
      { value: "c@d.ru", valid: true },
      { value: "bad@x", valid: false },
    ]);
    expect(readEmails(text("нет почты"), "AM")).toEqual({ phones: [], emails: [], remarks: ["нет почты"] });
    expect(readEmails(text("Иван <i@x.ru>"), "AM")).toEqual({
      phones: [],
      emails: [{ value: "i@x.ru", valid: true }],
      remarks: ["Иван"],
    });
  });
});

describe("a cell with a phone and a mail", () => {
  const told = ({ phones, emails, remarks }: ReturnType<typeof readPhones>) => [
    phones.map(({ e164, type }) => (type ? `${e164} ${type}` : e164)),
    emails.map(({ value }) => value),
    remarks,
  ];

  it.each<[string, string[], string[], string[]]>([
    ["091 12 34 51, a@x.am", ["+37491123451"], ["a@x.am"], []],
    ["A@x.am 091 12 34 51", ["+37491123451"], ["a@x.am"], []],
    ["091123451/a@x.am", ["+37491123451"], ["a@x.am"], []],
    ["a@x.am/091123451", ["+37491123451"], ["a@x.am"], []],
    ["a@x.am - 091 12 34 51.", ["+37491123451"], ["a@x.am"], []],
    ["091 12 34 51 (a@x.am)", ["+37491123451"], ["a@x.am"], []],
    ["+374 91 12-34-51\n<mailto:a@x.am>.", ["+37491123451"], ["a@x.am"], []],
    ["091123451, 093654321 (жена); a@x.am; b@x.am", ["+37491123451", "+37493654321 жена"], ["a@x.am", "b@x.am"], []],
    ["091 12 34 51, a@x.am, звонить после обеда", ["+37491123451"], ["a@x.am"], ["звонить после обеда"]],
    ["Иван, Пётр <i@x.ru> ???", [], ["i@x.ru"], ["Иван, Пётр, ???"]],
    [
      "091123451 a@x.am (работа), b@x.am (дом)",
      ["+37491123451"],
      ["a@x.am", "b@x.am"],
      ["091123451 a@x.am (работа), b@x.am (дом)"],
    ],
  ])("gives both in a column of either: %s", (typed, phones, emails, remarks) => {
    expect(told(readPhones(text(typed), "AM"))).toEqual([phones, emails, remarks]);
    expect(told(readEmails(text(typed), "AM"))).toEqual([phones, emails, remarks]);
  });

  it("keeps a number that cannot be called, and a mail that is none, where its column is", () => {
    expect(told(readPhones(text("123, a@x.am"), "AM"))).toEqual([[null], ["a@x.am"], []]);
    expect(told(readEmails(text("123, a@x.am"), "AM"))).toEqual([[], ["a@x.am"], ["123"]]);
    expect(told(readPhones(text("091123451 @nick"), "AM"))).toEqual([["+37491123451 nick"], [], []]);
    expect(told(readEmails(text("091123451, a@x"), "AM"))).toEqual([["+37491123451"], ["a@x"], []]);
    expect(told(readEmails(number(37_491_123_451, "3.75E+10"), "AM"))).toEqual([["+37491123451"], [], []]);
    expect(told(readEmails(day("2024-08-24"), "AM"))).toEqual([[], [], ["24.08.2024"]]);
  });

  it("loses no letter and no digit", () => {
    const piece = fc.oneof(
      fc.constantFrom("091 12 34 51", "a@x.am", "<b@x.am>", "жена", "нет", "123", "a@x", "@", "(", ")", "mailto:"),
      fc.string({ unit: fc.constantFrom(..."09163@.+-()/,;:| абq"), maxLength: 8 }),
    );
    const between = fc.constantFrom(", ", " ", "/", "\n", ";", "");
    const signs = (said: string) => Map.groupBy(said.match(/[\p{L}\d]/gu) ?? [], (sign) => sign);
    fc.assert(
      fc.property(fc.array(piece, { minLength: 1, maxLength: 6 }), between, (pieces, by) => {
        const typed = pieces.join(by);
        for (const read of [readPhones(text(typed), "AM"), readEmails(text(typed), "AM")]) {
          const values = [...read.phones, ...read.emails].map(({ value }) => value);
          const said = signs([...values, ...read.remarks].join(" "));
          for (const [sign, all] of signs(typed.replaceAll("mailto:", "")))
            expect(said.get(sign)?.length ?? 0, `${sign} of ${typed}`).toBeGreaterThanOrEqual(all.length);
        }
      }),
      { numRuns: 1000 },
    );
  });
});

describe("a status", () => {
  it.each([
    ["Выполнено", "done", null],
    ["оплачен и отгружен", "done", null],
    ["доставлен", "done", null],
    ["ավարտված", "done", null],
    ["Closed won", "done", null],
    ["не выполнен", "open", null],
    ["ещё не закрыт", "open", null],
    ["ավարտված չէ", "open", null],
    ["отказ", "lost", null],
    ["не дозвонились - отказ", "lost", null],
    ["закрыт (отказ)", "lost", null],
    ["Closed lost", "lost", null],
    ["մերժված", "lost", null],
    ["ждет предоплату", "open", null],
    ["без оплаты", "open", null],
    ["предоплата получена", "open", "prepaid"],
    ["оплачено", "open", "paid"],
    ["производство", "open", "ordered"],
    ["արտադրության մեջ", "open", "ordered"],
    ["КП отправлено", "open", "offer"],
    ["думает", "open", "enquiry"],
    ["перезвонить", "open", "enquiry"],
    ["մտածում է", "open", "enquiry"],
    ["замер", "open", null],
    ["нечто неслыханное", "open", null],
  ])("%s is %s %s", (typed, state, stage) => {
    expect(readStatus(` ${typed} `)).toEqual({ typed, state, stage });
  });

  it("of an empty cell is none", () => {
    expect(readStatus("  ")).toBeNull();
  });
});

describe("remarks", () => {
  it("are parted at line breaks and before a dated one, and else stay as they are", () => {
    expect(readNotes("01.02.2024 звонил; уточнил (Анна); 02.02.2024 замер\r\n\r\n =ВАЖНО ")).toEqual([
      "01.02.2024 звонил; уточнил (Анна)",
      "02.02.2024 замер",
      "=ВАЖНО",
    ]);
    expect(readNotes("скидка 5; 10 шт")).toEqual(["скидка 5; 10 шт"]);
  });
});
