import { describe, expect, it } from "vitest";
import { parseCalls } from "../../src/sheets/call-log.ts";
import { readBase, readDrafts } from "../../src/sheets/index.ts";
import { scratch } from "./make-files.ts";
import { officeContext } from "./read-sample.ts";

const { put } = scratch();
const at = (when: string) => String(Date.parse(when));
const call = (attributes: Record<string, string>) =>
  `  <call ${Object.entries(attributes)
    .map(([name, value]) => `${name}="${value}"`)
    .join(" ")} />`;
const one = (number: string, date: string, more: Record<string, string> = {}) =>
  call({
    number,
    duration: "154",
    date: at(date),
    type: "1",
    presentation: "1",
    subscription_id: "1",
    post_dial_digits: "",
    subscription_component_name: "com.android.phone/com.android.services.telephony.TelephonyConnectionService",
    readable_date: "20 Nov 2026 14:05:00",
    contact_name: "(Unknown)",
    ...more,
  });
const logOf = (...calls: string[]) =>
  `<?xml version='1.0' encoding='UTF-8' standalone='yes' ?>
<!--File Created By SMS Backup & Restore v10.20.002 on 20/11/2026 18:00:00-->
<?xml-stylesheet type="text/xsl" href="calls.xsl"?>
<calls count="${calls.length}" backup_set="a-b" backup_date="1795186800000" type="full">
${calls.join("\n")}
</calls>`;
const readLog = async (name: string, text: string) => readDrafts(await readBase(put(name, text)), officeContext("en"));

describe("a telephone's calls", () => {
  it("are lines of the log, by number, at the office's hour", async () => {
    const { drafts, rejected, sheets } = await readLog(
      "calls-20261120.xml",
      logOf(
        one("+37491123456", "2026-11-20T10:05:00Z", { contact_name: "Арам &amp; сын &#55357;&#56833;" }),
        one("091123456", "2026-11-20T11:30:00Z", { type: "3", duration: "0" }),
        one("093654321", "2026-11-20T20:30:00Z", { type: "2", duration: "42" }),
      ),
    );
    expect(rejected).toEqual([]);
    expect(sheets).toMatchObject([{ name: "calls", content: "calls", rows: 3 }]);
    expect(drafts).toMatchObject([
      {
        name: { display: "Арам & сын 😁" },
        phones: [{ e164: "+37491123456" }],
        notes: [{ text: "20.11.2026 14:05 incoming call, 3 min" }, { text: "20.11.2026 15:30 missed call" }],
        ofCalls: true,
      },
      { name: { display: "" }, notes: [{ text: "21.11.2026 00:30 outgoing call, 42 s" }] },
    ]);
  });

  it("that are of nobody are told, each with its reason", async () => {
    const { drafts, rejected } = await readLog(
      "odd.xml",
      logOf(
        one("", "2026-11-20T10:05:00Z", { presentation: "2" }),
        one("-2", "2026-11-20T10:05:00Z"),
        one("100", "2026-11-20T10:05:00Z"),
        one("091123456", "2026-11-20T10:05:00Z", { date: "soon" }),
        one("091123456", "2026-11-20T10:05:00Z", { type: "99" }),
        one("091123456", "2026-11-20T10:05:00Z"),
      ),
    );
    expect(rejected.map(({ reason, source }) => [source.row, reason])).toEqual([
      [1, "no-name-no-phone"],
      [2, "no-name-no-phone"],
      [3, "phone-invalid-only"],
      [4, "unreadable"],
      [5, "unreadable"],
    ]);
    expect(drafts).toHaveLength(1);
  });

  it("are the same calls in the next backup, whatever its name and whatever the telephone calls them now", async () => {
    const first = await readLog("calls-1.xml", logOf(one("091123456", "2026-11-20T10:05:00Z")));
    const second = await readLog(
      "calls-2.xml",
      logOf(
        one("093654321", "2026-11-21T10:05:00Z"),
        one("091123456", "2026-11-20T10:05:00Z", { contact_name: "Арам", readable_date: "Nov 20" }),
      ),
    );
    const hashes = (read: typeof first) => read.drafts.flatMap(({ sources }) => sources.map(({ hash }) => hash));
    expect(hashes(second)).toContain(hashes(first)[0]);
  });

  it("with anything else in the file are read for what they are", () => {
    expect([...parseCalls(`<calls><call number='a"b' date = "1" type="&#x41;&lt;&nope;"/><call`)]).toEqual([
      ['a"b', "", "A<&nope;", "", "1"],
    ]);
    expect([...parseCalls(`<call number="never closed`)]).toEqual([["never closed", "", "", "", ""]]);
    expect([...parseCalls(`<call ${"<call x=".repeat(50_000)}`)].length).toBeLessThanOrEqual(50_001);
  });
});
