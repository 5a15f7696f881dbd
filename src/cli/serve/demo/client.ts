import { setTimeout } from "node:timers/promises";
import type { Problem } from "../../../contracts/index.js";

/** One request to the service, its answer's body. */
export type Ask = (method: "GET" | "PUT" | "POST", path: string, body?: unknown) => Promise<unknown>;

/** The service refused a request. */
export class Refused extends Error {
  override readonly name = "Refused";

  constructor(
    readonly status: number,
    message: string,
  ) {
    super(message);
  }
}

/**
 * Asks a service over HTTP, as any client does: what it has no room for now is sent again when it says so.
 *
 * @param address "http://127.0.0.1:4318"
 * @throws Refused
 */
export function client(address: string, signal: AbortSignal): Ask {
  return async (method, path, body) => {
    for (;;) {
      const response = await fetch(new URL(path, address), {
        method,
        signal,
        ...(body !== undefined && {
          headers: { "content-type": "application/json" },
          body: JSON.stringify(body),
        }),
      });
      if (response.ok) return response.json();
      const after = response.headers.get("retry-after");
      const { detail } = (await response.json()) as Problem;
      if (after === null) throw new Refused(response.status, `${method} ${path}: ${detail}`);
      await setTimeout(1000 * Number(after), undefined, { signal });
    }
  };
}
