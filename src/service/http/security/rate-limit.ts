import { HttpProblem } from "../problem.js";

export interface RateLimitOptions {
  /** Requests a second, in the long run. */
  readonly rate: number;
  /** Requests at once. */
  readonly burst: number;
  /** Seconds, of a clock that never goes back. */
  readonly clock: () => number;
}

/** Senders remembered; those that were silent the longest are forgotten first, and have a full bucket again. */
const REMEMBERED = 10_000;

/** A token bucket for every sender. */
export class RateLimit {
  readonly #options: RateLimitOptions;
  readonly #buckets = new Map<string, { tokens: number; at: number }>();

  constructor(options: RateLimitOptions) {
    this.#options = options;
  }

  /** @throws HttpProblem 429 where the bucket of `sender` is empty. */
  take(sender: string): void {
    const { rate, burst, clock } = this.#options;
    const now = clock();
    const { tokens, at } = this.#buckets.get(sender) ?? { tokens: burst, at: now };
    const left = Math.min(burst, tokens + (now - at) * rate);
    this.#buckets.delete(sender);
    this.#buckets.set(sender, { tokens: Math.max(0, left - 1), at: now });
    if (this.#buckets.size > REMEMBERED) this.#buckets.delete(this.#buckets.keys().next().value!);
    if (left < 1)
      throw new HttpProblem(429, `more than ${rate} requests a second`, undefined, {
        "retry-after": String(Math.max(1, Math.ceil((1 - left) / rate))),
      });
  }
}
