import { createHash } from "node:crypto";
import { decodeFields, encodeFields } from "./wire.ts";

/**
 * What page and sync tokens carry: opaque base64url protobufs with times inside (BEHAVIOUR 5). They name the state, the account and the
 * parameters they were made for, so that a foreign, corrupt or mismatched one is seen.
 */
export type TokenContent = {
  /** Which list and whether it is a page of it or a sync. */
  kind: "connections-page" | "connections-sync" | "groups-page" | "groups-sync" | "others-page" | "others-sync";
  /** The last change that the client has seen, or on a page the place from which the next one goes on. */
  seq: number;
  /** The change up to which the walk's first page had seen, which the sync token at its end stands for. */
  startSeq: number;
  /** A page of an incremental list. */
  incremental: boolean;
  /** When the full sync happened, ms since epoch. */
  fullAt: number;
  /** The parameters of the first call, in one line. */
  parameters: string;
};

const kinds: TokenContent["kind"][] = [
  "connections-page",
  "connections-sync",
  "groups-page",
  "groups-sync",
  "others-page",
  "others-sync",
];

const digest = (...parts: (string | Uint8Array)[]): Buffer => {
  const hash = createHash("sha256");
  for (const part of parts) hash.update(part).update("\0");
  return hash.digest().subarray(0, 8);
};

/** `owner` is the state and the account; a token is good only there. */
export function encodeToken(content: TokenContent, owner: string): string {
  const message = encodeFields([
    { field: 1, value: BigInt(kinds.indexOf(content.kind)) },
    { field: 2, value: BigInt(Math.round(content.fullAt * 1000)) },
    { field: 3, value: BigInt(content.seq) },
    { field: 4, value: BigInt(content.startSeq) },
    { field: 5, value: content.incremental ? 1n : 0n },
    { field: 6, value: digest(content.parameters) },
  ]);
  return Buffer.concat([message, encodeFields([{ field: 15, value: digest(owner, message) }])]).toString("base64url");
}

export type ReadToken = Omit<TokenContent, "parameters"> & { matches(parameters: string): boolean };

/** The content of a token of this kind and owner, `null` for any other text. */
export function decodeToken(token: string, kind: TokenContent["kind"], owner: string): ReadToken | null {
  const bytes = Buffer.from(token, "base64url");
  const fields = decodeFields(bytes);
  const seal = fields?.at(-1);
  if (!fields || seal?.field !== 15 || !(seal.value instanceof Uint8Array)) return null;
  const message = bytes.subarray(0, bytes.length - 10);
  if (!digest(owner, message).equals(seal.value)) return null;
  const [which, fullAt, seq, startSeq, incremental, parameters] = fields.map((field) => field.value);
  if (kinds[Number(which)] !== kind) return null;
  return {
    kind,
    fullAt: Number(fullAt) / 1000,
    seq: Number(seq),
    startSeq: Number(startSeq),
    incremental: incremental === 1n,
    matches: (text) => digest(text).equals(parameters as Uint8Array),
  };
}
