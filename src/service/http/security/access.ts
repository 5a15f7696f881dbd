/** Who asks, and whether they may. */
import type { Scope } from "../../../contracts/index.js";
import type { KeyRing } from "../../keys/key-ring.js";
import { HttpProblem } from "../problem.js";
import type { RateLimit } from "./rate-limit.js";

export interface AccessOptions {
  readonly ring: KeyRing;
  /** Requests with wrong keys, by address. */
  readonly failures: RateLimit;
  /** Whether a key is needed even while there is none: everywhere but on loopback. */
  readonly keysNeeded: boolean;
}

/** One who may ask, and by what name their requests are counted. */
export interface Actor {
  /** Name of the key, or "loopback". */
  readonly name: string;
  readonly counted: string;
  readonly scopes: readonly Scope[];
}

const EVERYTHING: readonly Scope[] = ["ingest", "read", "admin"];

/**
 * Without any key everyone on this machine may do everything; with one, every request needs one. A key of scope admin may
 * do what the others may.
 *
 * @throws HttpProblem 401, 403, 429
 */
export async function admit(
  headers: Headers,
  scope: Scope | null,
  address: string,
  { ring, failures, keysNeeded }: AccessOptions,
): Promise<Actor> {
  const anyone = { name: "loopback", counted: address, scopes: EVERYTHING };
  if (scope === null || (!keysNeeded && (await ring.empty()))) return anyone;
  const [, given] = /^Bearer +(\S+)$/i.exec(headers.get("authorization") ?? "") ?? [];
  const key = given === undefined ? undefined : await ring.find(given);
  if (key === undefined) {
    failures.take(address);
    const detail =
      given === undefined
        ? "expected a header 'authorization: Bearer telostat_...'"
        : "this key is not known";
    throw new HttpProblem(401, detail, undefined, { "www-authenticate": "Bearer" });
  }
  if (!key.scopes.includes(scope) && !key.scopes.includes("admin"))
    throw new HttpProblem(403, `key '${key.name}' has not the scope ${scope}`);
  return { name: key.name, counted: key.id, scopes: key.scopes };
}
