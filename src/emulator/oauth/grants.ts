import { createHash, randomBytes } from "node:crypto";
import type { World } from "../world.ts";
import { knownScopes } from "./scopes.ts";

/** What a bearer token stands for. `expiresAt` null = a token handed out by the options, which does not expire. */
export type Session = { email: string; scopes: string[]; expiresAt: number | null; refresh: string | null };
export type CodeGrant = {
  email: string;
  scopes: string[];
  clientId: string;
  redirectUri: string;
  challenge: string | null;
  offline: boolean;
  nonce: string | null;
  expiresAt: number;
};
export type RefreshGrant = {
  email: string;
  scopes: string[];
  clientId: string;
  /** When it was issued or last used. */
  usedAt: number;
  expiresAt: number | null;
};

const accessLifeMs = 3_599_000;
const codeLifeMs = 600_000;
/** A refresh token that nobody uses for six months ends (BEHAVIOUR 11). */
const unusedLifeMs = 183 * 86_400_000;
/** Live refresh tokens per account and client; the oldest dies without a word (BEHAVIOUR 11). */
const refreshLimit = 100;

const secret = (prefix: string, bytes: number) => prefix + randomBytes(bytes).toString("base64url");
/** Secrets are kept as their hash, so that a copied data directory signs no one in. */
const digest = (token: string) => createHash("sha256").update(token).digest("hex");

/** Codes, access tokens and refresh tokens, durable with the emulator's state. */
export class Grants {
  readonly #world: World;
  readonly #access: Map<string, Session>;
  readonly #refresh: Map<string, RefreshGrant>;
  readonly #codes: Map<string, CodeGrant>;
  readonly #static = new Map<string, Session>();

  constructor(world: World) {
    this.#world = world;
    this.#access = world.database.grants("access");
    this.#refresh = world.database.grants("refresh");
    this.#codes = world.database.grants("code");
  }

  /** Accepts a token of the caller's choice with every scope, for as long as this process runs. */
  addStatic(token: string, email: string): void {
    this.#static.set(digest(token), { email, scopes: [...knownScopes], expiresAt: null, refresh: null });
  }

  /** The session of an access token, `null` when it is unknown, expired or revoked. */
  session(token: string): Session | null {
    const id = digest(token);
    const session = this.#static.get(id) ?? this.#access.get(id);
    if (!session) return null;
    return session.expiresAt !== null && session.expiresAt <= this.#world.now() ? null : session;
  }

  issueCode(grant: Omit<CodeGrant, "expiresAt">): string {
    const code = secret("4/0A", 48);
    this.#put("code", this.#codes, digest(code), { ...grant, expiresAt: this.#world.now() + codeLifeMs });
    return code;
  }

  /** Takes a code out of the world: it is good once. */
  takeCode(code: string): CodeGrant | null {
    const id = digest(code);
    const grant = this.#codes.get(id);
    if (!grant) return null;
    this.#drop("code", this.#codes, id);
    return grant.expiresAt <= this.#world.now() ? null : grant;
  }

  issueRefresh(grant: Omit<RefreshGrant, "usedAt" | "expiresAt">, lifeMs: number | null): string {
    const now = this.#world.now();
    const mine = [...this.#refresh].filter(
      ([, other]) => other.email === grant.email && other.clientId === grant.clientId,
    );
    for (const [id] of mine.slice(0, Math.max(0, mine.length - refreshLimit + 1)))
      this.#drop("refresh", this.#refresh, id);
    const token = secret("1//0", 64);
    const expiresAt = lifeMs === null ? null : now + lifeMs;
    this.#put("refresh", this.#refresh, digest(token), { ...grant, usedAt: now, expiresAt });
    return token;
  }

  /** What a refresh token stands for, which counts as its use; `null` when it is unknown, revoked, expired or was not used for too long. */
  useRefresh(token: string): RefreshGrant | null {
    const id = digest(token);
    const grant = this.#refresh.get(id);
    const now = this.#world.now();
    if (!grant || now - grant.usedAt > unusedLifeMs || (grant.expiresAt !== null && grant.expiresAt <= now))
      return null;
    this.#put("refresh", this.#refresh, id, { ...grant, usedAt: now });
    return grant;
  }

  /** `refresh` is the refresh token that it hangs on, so that revoking one ends the other. */
  issueAccess(email: string, scopes: string[], refresh: string | null): string {
    const now = this.#world.now();
    for (const [id, { expiresAt }] of this.#access) {
      if (expiresAt !== null && expiresAt < now - accessLifeMs) this.#drop("access", this.#access, id);
    }
    const token = secret("ya29.a0", 96);
    const session = { email, scopes, expiresAt: now + accessLifeMs, refresh: refresh && digest(refresh) };
    this.#put("access", this.#access, digest(token), session);
    return token;
  }

  /** Ends a refresh or access token and all that hangs on it. False when it is not known. */
  revoke(token: string): boolean {
    const id = digest(token);
    const refresh = this.#refresh.has(id) ? id : (this.#access.get(id)?.refresh ?? null);
    const known = this.#refresh.has(id) || this.#access.has(id) || this.#static.delete(id);
    this.#drop("access", this.#access, id);
    if (refresh) {
      this.#drop("refresh", this.#refresh, refresh);
      for (const [other, session] of this.#access)
        if (session.refresh === refresh) this.#drop("access", this.#access, other);
    }
    return known;
  }

  /** Ends every access token (`access`) or every grant (`all`): a fault to test with. */
  expire(what: "access" | "all"): void {
    for (const id of [...this.#access.keys()]) this.#drop("access", this.#access, id);
    if (what === "all") for (const id of [...this.#refresh.keys()]) this.#drop("refresh", this.#refresh, id);
  }

  #put<T>(kind: string, map: Map<string, T>, id: string, value: T): void {
    this.#world.database.putGrant(kind, id, value);
    map.set(id, value);
  }

  #drop(kind: string, map: Map<string, unknown>, id: string): void {
    if (!map.delete(id)) return;
    this.#world.database.deleteGrant(kind, id);
  }
}
