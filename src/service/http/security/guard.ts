import { KeyRing } from "../../keys/key-ring.js";
import type { Service } from "../../service.js";
import type { AccessOptions } from "./access.js";
import { checkHost, checkOrigin, isLoopback } from "./origin.js";
import { RateLimit } from "./rate-limit.js";

export interface GuardOptions {
  /** What the server listens on. Default 127.0.0.1. */
  readonly host?: string | undefined;
  /** More names under which it may be asked. */
  readonly allowedHosts?: readonly string[] | undefined;
  /** Most bytes of a body, packed or unpacked. Default 16 MiB. */
  readonly mostBytes?: number | undefined;
  /** Requests of one key, or of one address where there are no keys. Default 500 a second, 1000 at once. */
  readonly rate?: number | undefined;
  readonly burst?: number | undefined;
}

/** What a request has to pass. */
export interface Guard extends AccessOptions {
  readonly requests: RateLimit;
  readonly mostBytes: number;
  /** @throws HttpProblem */
  check(url: URL, headers: Headers): void;
}

export function guard(
  { database, now }: Service,
  { host = "127.0.0.1", allowedHosts = [], mostBytes = 2 ** 24, rate = 500, burst = 2 * rate }: GuardOptions,
): Guard {
  const clock = () => performance.now() / 1000;
  return {
    ring: new KeyRing(database, now),
    failures: new RateLimit({ rate: 5, burst: 20, clock }),
    requests: new RateLimit({ rate, burst, clock }),
    keysNeeded: !isLoopback(host),
    mostBytes,
    check(url, headers) {
      checkHost(url, host, allowedHosts);
      checkOrigin(url, headers);
    },
  };
}
