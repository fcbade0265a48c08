/** Where the program keeps its things, and which folder's settings files count. */
import { existsSync, statSync } from "node:fs";
import { homedir } from "node:os";
import { dirname, join } from "node:path";

export const HOME_FOLDER = ".clientcard";
export const SETTINGS_FILE = "clientcard.yaml";

/** `cwd` and the folders above it, nearest first. */
function upwards(cwd: string): string[] {
  const folders = [cwd];
  for (let at = cwd; dirname(at) !== at; at = dirname(at)) folders.push(dirname(at));
  return folders;
}

/** The nearest folder, `cwd` included, that holds a home or a settings file; `null` if none does. */
export function findProject(cwd: string): string | null {
  return (
    upwards(cwd).find((folder) => isFolder(join(folder, HOME_FOLDER)) || existsSync(join(folder, SETTINGS_FILE))) ??
    null
  );
}

/** The user's own data directory, by the custom of the system. */
function userDataDir(env: NodeJS.ProcessEnv, platform: NodeJS.Platform = process.platform): string {
  const user = env.HOME || env.USERPROFILE || homedir();
  if (platform === "win32") return join(env.APPDATA || join(user, "AppData", "Roaming"), "clientcard");
  if (platform === "darwin") return join(user, "Library", "Application Support", "clientcard");
  return join(env.XDG_DATA_HOME || join(user, ".local", "share"), "clientcard");
}

export type DefaultHome =
  | { ok: true; home: string }
  /** `wanted` would be new although `existing` holds a store: a person has to say which one is meant. */
  | { ok: false; wanted: string; existing: string };

/**
 * The home when nobody named one: the nearest folder's `.clientcard`, else the one beside the nearest `clientcard.yaml`, else the user's
 * data directory. A new home never silently hides one that exists: the program would look as if every client were gone.
 */
export function defaultHome(cwd: string, env: NodeJS.ProcessEnv, platform?: NodeJS.Platform): DefaultHome {
  const folders = upwards(cwd);
  const own = userDataDir(env, platform);
  const existing = folders.find((folder) => isFolder(join(folder, HOME_FOLDER)));
  const declared = folders.find((folder) => existsSync(join(folder, SETTINGS_FILE)));
  if (existing === undefined && declared === undefined) return { ok: true, home: own };
  if (existing !== undefined && (declared === undefined || declared.length <= existing.length))
    return { ok: true, home: join(existing, HOME_FOLDER) };
  const wanted = join(declared!, HOME_FOLDER);
  const hidden = existing === undefined ? (isFolder(own) ? own : null) : join(existing, HOME_FOLDER);
  return hidden === null ? { ok: true, home: wanted } : { ok: false, wanted, existing: hidden };
}

export function isFolder(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isDirectory() ?? false;
}
