import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { describe, expect, it } from "vitest";
import { appError } from "../../src/lib/errors.ts";
import { Sqlite } from "../../src/store/sqlite.ts";
import { isCorrupt, storeError } from "../../src/store/sqlite-errors.ts";
import { temporaryFolders } from "./folder.ts";

const folder = temporaryFolders();
const PATH = "/office/ledger.db";

describe("a failure of the disk", () => {
  it.each([
    ["ENOSPC", "full"],
    ["EDQUOT", "full"],
    ["EROFS", "read-only"],
    ["EACCES", "denied"],
    ["EPERM", "denied"],
    ["ENOTDIR", "denied"],
  ])("that the system calls %s is %s", (code, reason) => {
    const cause = Object.assign(new Error(`${code}: it failed`), { code });
    expect(storeError(cause, PATH)).toMatchObject({
      code: "disk",
      fields: { path: PATH, reason, detail: code },
      cause,
    });
  });

  it.each([
    ["SQLITE_FULL", 13, "full"],
    ["SQLITE_IOERR_SHMSIZE", 4874, "full"],
    ["SQLITE_READONLY", 8, "read-only"],
    ["SQLITE_READONLY_DBMOVED", 1032, "read-only"],
    ["SQLITE_PERM", 3, "denied"],
    ["SQLITE_CORRUPT", 11, "corrupt"],
    ["SQLITE_CORRUPT_VTAB", 267, "corrupt"],
    ["SQLITE_NOTADB", 26, "corrupt"],
    ["SQLITE_IOERR_READ", 266, "corrupt"],
  ])("that SQLite calls %s (%i) is %s", (_name, errcode, reason) => {
    const cause = Object.assign(new Error("it failed"), { code: "ERR_SQLITE_ERROR", errcode, errstr: "it failed" });
    const error = storeError(cause, PATH);
    expect(error).toMatchObject({ code: "disk", fields: { path: PATH, reason }, cause });
    expect(isCorrupt(error)).toBe(reason === "corrupt");
  });

  it("is looked up where SQLite says only that it cannot open the file", () => {
    const dir = folder();
    expect(() => new Sqlite(join(dir, "absent", "x.db"), "x.db")).toThrow(
      expect.objectContaining({ code: "disk", fields: expect.objectContaining({ reason: "denied" }) }),
    );
  });
});

describe("any other failure", () => {
  it("of a busy file is unavailable", () => {
    const path = join(folder(), "x.db");
    const holder = new DatabaseSync(path);
    holder.exec("BEGIN EXCLUSIVE");
    const waiting = new Sqlite(path, path, { busyMs: 1 });
    expect(() => waiting.exec("CREATE TABLE a (b)")).toThrow(expect.objectContaining({ code: "unavailable" }));
    waiting.close();
    holder.close();
  });

  it("is internal, and tells neither the statement nor its values", () => {
    const database = new Sqlite(":memory:", PATH);
    database.exec("CREATE TABLE people (phone TEXT UNIQUE) STRICT");
    const insert = () => database.run("INSERT INTO people (phone) VALUES (?)", "+37491123456");
    insert();
    expect(insert).toThrow(expect.objectContaining({ code: "internal" }));
    expect(insert).toThrow(expect.not.objectContaining({ message: expect.stringMatching(/37491|INSERT|people/) }));
    database.close();
  });

  it("that has its name already keeps it", () => {
    const error = appError({ code: "interrupted", what: "sync" });
    expect(storeError(error, PATH)).toBe(error);
  });
});
