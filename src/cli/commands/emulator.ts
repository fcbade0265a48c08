import { AppError, appError } from "../../lib/errors.ts";
import { type Call, flag, portOption, textOption } from "../call.ts";
import { type ExitCode, exitCodes } from "../exit-codes.ts";
import { readWhole } from "../files.ts";
import type { Session } from "../session.ts";

type JsonObject = Record<string, unknown>;

/** `emulator`: a People API server alone, until somebody asks it to stop. */
export async function emulator(session: Session, call: Call): Promise<ExitCode> {
  const { asked } = session.interruptible();
  const server = await openServer(session, call);
  try {
    const { url, token, authorizeUrl, tokenUrl, revokeUrl, clientId, clientSecret, accountEmail } = server;
    const { emulator: said } = session.words.views;
    const contacts = server.showWeb();
    session.show(
      { url, token, contacts, authorizeUrl, tokenUrl, revokeUrl, clientId, clientSecret, accountEmail },
      () => [said.runs(url), said.token(token), said.contacts(contacts), said.stop].join("\n"),
    );
    await asked;
  } finally {
    await server.close();
  }
  return exitCodes.done;
}

async function openServer(session: Session, call: Call) {
  const data = textOption(call, "data");
  const seed = await jsonOption(session, call, "seed");
  const faults = await jsonOption(session, call, "faults");
  const { openEmulator } = await import("../../app.ts");
  const { settings } = await session.app();
  const options = {
    port: portOption(session, call) ?? 0,
    data: data === null ? null : session.path(data),
    control: flag(call, "control"),
    clock: () => settings.now ?? new Date(),
    ...(seed ? { seed: objectIn(seed) } : {}),
  };
  try {
    return await openEmulator(options, faults ? listIn(faults, "faults") : []);
  } catch (error) {
    // Whatever a foreign seed makes go wrong is the seed's fault; our own errors know better.
    if (!seed || error instanceof AppError) throw error;
    throw unusable(seed.file, error);
  }
}

type JsonFile = { file: string; value: unknown };

async function jsonOption(session: Session, call: Call, name: "seed" | "faults"): Promise<JsonFile | null> {
  const typed = textOption(call, name);
  if (typed === null) return null;
  const file = session.path(typed);
  const text = await readWhole(file);
  try {
    return { file, value: JSON.parse(text) };
  } catch (error) {
    throw unusable(file, error);
  }
}

function objectIn({ file, value }: JsonFile): JsonObject {
  if (!isObject(value)) throw unusable(file);
  return value;
}

/** A list, or an object that holds one under the option's name. */
function listIn({ file, value }: JsonFile, name: string): JsonObject[] {
  const list = isObject(value) ? value[name] : value;
  if (!Array.isArray(list) || !list.every(isObject)) throw unusable(file);
  return list;
}

function isObject(value: unknown): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function unusable(file: string, cause?: unknown): AppError {
  const detail = cause instanceof Error ? `JSON: ${cause.message}` : "JSON";
  return appError({ code: "input-file", file, reason: "unsupported", detail }, cause);
}
