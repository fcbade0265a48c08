import type { AppErrorCode, AppErrorShape, InputFileReason } from "../../src/lib/errors.ts";

const reasons: Record<InputFileReason, true> = {
  missing: true,
  empty: true,
  directory: true,
  "not-a-spreadsheet": true,
  "password-protected": true,
  truncated: true,
  "no-header": true,
  "no-rows": true,
  "all-skipped": true,
  "too-large": true,
  "sheet-missing": true,
  "not-a-plan": true,
  "not-an-archive": true,
  "not-utf8": true,
  "unknown-encoding": true,
  denied: true,
  unsupported: true,
  "not-a-backup": true,
  "damaged-backup": true,
  "newer-backup": true,
  "other-account": true,
};

/** Every error that can be raised, with every reason it can have, and the words of it that a person must be told. */
export const sampleErrors: { [C in AppErrorCode]: { shape: Extract<AppErrorShape, { code: C }>; names: string[] }[] } =
  {
    usage: [
      {
        shape: { code: "usage", problem: "strange flag", next: "try another" },
        names: ["strange flag", "try another"],
      },
    ],
    config: [
      {
        shape: {
          code: "config",
          problems: [
            { where: "office.yaml:3:5", problem: "no such label", next: "write one" },
            { where: "CLIENTCARD_NOW", problem: "no time" },
          ],
        },
        names: ["office.yaml:3:5", "no such label", "write one", "CLIENTCARD_NOW", "no time"],
      },
    ],
    "input-file": (Object.keys(reasons) as InputFileReason[]).map((reason) => ({
      shape: { code: "input-file", file: "/base/clients.xls", reason, sheet: "Лист3", row: 17 },
      names: ["/base/clients.xls", "Лист3", ...(reason === "sheet-missing" ? [] : ["17"])],
    })),
    "mapping-sheets": [
      {
        shape: {
          code: "mapping-sheets",
          missing: [
            { sheet: "Базза", meant: "База" },
            { sheet: "Архив", meant: null },
          ],
          sheets: ["База", "Лист3"],
        },
        names: ["Базза", "База", "Архив", "Лист3"],
      },
    ],
    "mapping-unsure": [
      {
        shape: {
          code: "mapping-unsure",
          questions: [
            {
              kind: "column",
              file: "a.xls",
              sheet: "База",
              column: "C",
              title: "Связь",
              field: "phone",
              samples: ["12"],
            },
            { kind: "dates", file: "a.xls", sheet: "База", column: "D", title: "Когда", samples: ["3/11/2026"] },
            {
              kind: "no-header",
              file: "c.csv",
              sheet: "c",
              title: "",
              columns: [{ title: "A", field: "name" }],
              samples: ["Арам Григорян", "091123456"],
            },
            { kind: "missing-column", file: "b.xls", sheet: "Лист1", title: "Тел.", field: "phone", titles: ["Имя"] },
          ],
          lines: ["sheets:", '  "База":'],
        },
        names: [
          "a.xls",
          "База",
          "Связь",
          "phone",
          "12",
          "3/11/2026",
          "day-first",
          "b.xls",
          "Тел.",
          "Имя",
          "sheets:",
          "--mapping",
        ],
      },
    ],
    auth: (["missing", "refused", "expired", "scope", "disabled"] as const).map((reason) => ({
      shape: { code: "auth", reason, detail: "invalid_grant" },
      names: ["Google", "invalid_grant"],
    })),
    "stale-etag": [
      { shape: { code: "stale-etag", resourceNames: ["people/c1", "people/c2"] }, names: ["2", "Google"] },
    ],
    "sync-token-expired": [
      { shape: { code: "sync-token-expired", list: "connections" }, names: ["clientcard sync --full"] },
    ],
    quota: [
      {
        shape: { code: "quota", lasting: false, retryAfterMs: 61_000, detail: "criticalWrites" },
        names: ["61", "criticalWrites"],
      },
      { shape: { code: "quota", lasting: true, retryAfterMs: 0, detail: "per day" }, names: ["per day"] },
      { shape: { code: "quota", lasting: false, retryAfterMs: 600_000, detail: "x" }, names: ["10"] },
    ],
    "unsafe-plan": [
      {
        shape: {
          code: "unsafe-plan",
          reasons: [
            JSON.stringify({ kind: "label-changes", label: "Wholesale", count: 1201, limit: 200 }),
            JSON.stringify({ kind: "label-share", label: "New", share: 0.45, limit: 0.3 }),
            JSON.stringify({ kind: "lines", count: 3, limit: 0, clients: ["Aram", "Ani"] }),
          ],
        },
        names: ["Wholesale", "200", "New", "45%", "30%", "3", "Aram, Ani", "--force"],
      },
    ],
    "plan-refused": [
      {
        shape: {
          code: "plan-refused",
          reasons: [
            { client: "Ani", reason: "gone" },
            { client: "Aram", reason: "order number 7 is taken" },
          ],
        },
        names: ["Ani", "Aram", "7", "clientcard plan --out"],
      },
    ],
    "approval-needed": [{ shape: { code: "approval-needed", what: "import" }, names: ["import", "--yes"] }],
    "not-found": [
      { shape: { code: "not-found", what: "client", query: "Арам" }, names: ["Арам", "clientcard find"] },
      {
        shape: {
          code: "not-found",
          what: "client",
          query: "Арам",
          candidates: ["Арам А (people/c1)", "Арам Б (people/c2)"],
        },
        names: ["Арам А (people/c1)", "Арам Б (people/c2)", "2"],
      },
      { shape: { code: "not-found", what: "number", query: "091", candidates: [] }, names: ["091"] },
      { shape: { code: "not-found", what: "run", query: "9", candidates: ["3", "2"] }, names: ["9", "3, 2"] },
      { shape: { code: "not-found", what: "order", query: "#12", candidates: ["#11"] }, names: ["#12", "#11"] },
    ],
    refused: (
      [
        "being-edited",
        "formatted-note",
        "write-undecided",
        "named-twice",
        "alive",
        "merged",
        "same-contact",
        "too-old",
        "nothing-left",
      ] as const
    ).flatMap((reason) =>
      (["merge", "restore-client", "undo"] as const).map((what) => ({
        shape: { code: "refused" as const, what, reasons: [{ client: "Ani", reason, detail: "17" }] },
        names: ["Ani", ...(reason === "merged" ? ["clientcard undo 17"] : [])],
      })),
    ),
    "formatted-note": [{ shape: { code: "formatted-note", client: "Ani" }, names: ["Ani"] }],
    locked: [
      { shape: { code: "locked", holder: "sync (pid 41)", since: "18:00" }, names: ["sync (pid 41)", "18:00"] },
      {
        shape: { code: "locked", why: "taken-over", holder: "serve (pid 7)", since: "18:00" },
        names: ["serve (pid 7)"],
      },
      {
        shape: { code: "locked", why: "settling", holder: "warehouse", since: "18:00", until: "18:10" },
        names: ["warehouse", "18:10"],
      },
    ],
    disk: (["full", "read-only", "denied", "corrupt"] as const).map((reason) => ({
      shape: { code: "disk", path: "/home/office/ledger.db", reason, detail: "E1" },
      names: ["/home/office/ledger.db", "E1"],
    })),
    unavailable: [{ shape: { code: "unavailable", detail: "ECONNRESET", status: 503 }, names: ["ECONNRESET", "503"] }],
    account: [
      {
        shape: { code: "account", status: 400, reason: "INVALID_ARGUMENT", detail: "bad mask" },
        names: ["400", "INVALID_ARGUMENT", "bad mask"],
      },
    ],
    interrupted: [
      { shape: { code: "interrupted", what: "" }, names: [] },
      { shape: { code: "interrupted", what: "login" }, names: ["login"] },
    ],
    internal: [{ shape: { code: "internal", detail: "TypeError: x" }, names: ["TypeError: x"] }],
  };
