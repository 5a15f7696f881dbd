import { describe, expect, it } from "vitest";
import { bounded, gammas } from "../../test/policies.js";
import { adaptiveKl, type Measurement } from "./index.js";

describe("adaptiveKl", () => {
  const policy = adaptiveKl({ target: 0.1, initial: 2, horizon: 100, maximum: 100 });
  const at = (step: number, divergence: number): Measurement => ({ step, divergence: bounded(divergence) });

  it("multiplies by 1 + clip(D / target - 1) n / horizon", () => {
    const [first, second, third] = gammas(policy, [at(0, 5), at(50, 0.11), at(75, 7)]);
    expect(first).toBe(2);
    expect(second).toBeCloseTo(2 * (1 + 0.1 * 0.5), 12);
    expect(third).toBeCloseTo(2 * 1.05 * (1 + 0.2 * 0.25), 12);
  });

  it("stays positive after a gap far longer than the horizon", () => {
    expect(gammas(policy, [at(0, 0), at(1e6, 0)])[1]).toBeCloseTo(1.6, 12);
  });
});
