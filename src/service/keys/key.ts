/** API keys. Only their SHA-256 is stored: a slow hash is for passwords, which can be guessed; 256 random bits cannot. */
import { createHash, randomBytes, timingSafeEqual } from "node:crypto";

export interface DrawnKey {
  /** Finds the key in the store; no secret. */
  readonly id: string;
  /** "telostat_<id>_<secret>", to be told once. */
  readonly key: string;
  /** What is stored of it, in hexadecimal. */
  readonly hash: string;
}

export function drawKey(): DrawnKey {
  const id = randomBytes(8).toString("hex");
  const key = `telostat_${id}_${randomBytes(32).toString("base64url")}`;
  return { id, key, hash: digest(key).toString("hex") };
}

/** The id in a key; undefined for what is no key. */
export const idOf = (key: string): string | undefined =>
  /^telostat_([0-9a-f]{16})_[A-Za-z0-9_-]{43}$/.exec(key)?.[1];

/** Takes the same time wherever the two differ. */
export const matches = (key: string, hash: string): boolean =>
  timingSafeEqual(digest(key), Buffer.from(hash, "hex"));

const digest = (key: string): Buffer => createHash("sha256").update(key).digest();
