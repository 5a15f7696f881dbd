import type { Policy } from "./policy.js";

/** The same gamma whatever is measured; `constant(0)` is the run without alignment work. */
export function constant(gamma: number): Policy<null> {
  if (!(gamma >= 0 && Number.isFinite(gamma)))
    throw new RangeError(`gamma must be finite and >= 0, got ${gamma}`);
  return {
    name: "constant",
    settings: { gamma },
    init: () => null,
    step: () => ({ state: null, gamma, reason: `constant ${gamma}` }),
  };
}
