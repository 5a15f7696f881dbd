import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { leastHolding, type Probe, type SearchOptions } from "./least-holding.js";

const options: SearchOptions = { target: 0.5, start: 1, expansion: 4, expansions: 8, resolution: 1.25 };

/** S falls from 1.5 to 0.2 around gamma = `middle`. */
const response = (middle: number) => (gamma: number) => 0.2 + 1.3 / (1 + (gamma / middle) ** 2);
const at =
  (entropy: (gamma: number) => number | null) =>
  async (gamma: number): Promise<Probe> => {
    const value = entropy(gamma);
    return { gamma, entropy: value, divergedAt: value === null ? 7 : null };
  };

describe("leastHolding", () => {
  it("brackets the crossing from any start, to the resolution asked for", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.double({ min: -3, max: 3, noNaN: true }),
        fc.double({ min: 1.01, max: 2, noNaN: true }),
        async (power, resolution) => {
          const middle = 10 ** power;
          // 0.2 + 1.3 / (1 + x^2) = 0.5
          const crossing = middle * Math.sqrt(1.3 / 0.3 - 1);
          const found = await leastHolding(at(response(middle)), { ...options, resolution });
          expect(found.outcome).toBe("measured");
          const { gamma, lower, upper, probes } = found;
          expect(upper! / lower!).toBeLessThanOrEqual(resolution);
          expect(lower!).toBeLessThan(crossing);
          expect(upper!).toBeGreaterThanOrEqual(crossing);
          expect(gamma! >= lower! && gamma! <= upper!).toBe(true);
          expect(Math.abs(Math.log(gamma! / crossing))).toBeLessThan(0.1 * Math.log(upper! / lower!) + 1e-9);
          expect(probes[0]?.gamma).toBe(0);
        },
      ),
      { seed: 8, numRuns: 40 },
    );
  });

  it("says when there is nothing to find", async () => {
    const outcome = async (entropy: (gamma: number) => number | null) =>
      (await leastHolding(at(entropy), options)).outcome;
    expect(await outcome(() => 0.4)).toBe("held without work");
    expect(await outcome(() => 0.6)).toBe("held by no gamma");
    expect(await outcome((gamma) => (gamma === 0 ? 0.6 : 0.4))).toBe("held by every gamma");
    expect(await outcome(() => null)).toBe("held by no gamma");
  });

  it("takes a diverged run for one that does not hold", async () => {
    const found = await leastHolding(
      at((gamma) => (gamma < 3 ? null : 0.3)),
      options,
    );
    expect(found.lower).toBeLessThan(3);
    expect(found.upper).toBeGreaterThanOrEqual(3);
    expect(found.gamma).toBeCloseTo(Math.sqrt(found.lower! * found.upper!), 12);
    expect(found.probes.filter(({ divergedAt }) => divergedAt === 7).length).toBeGreaterThan(1);
  });
});
