import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { entropyAt, gammas } from "../../test/policies.js";
import { constant, critical, feedback, type Measurement, type Policy } from "./index.js";

const at = (value: number, step: number): Measurement => entropyAt(step, value);
const settings = { target: 0.5, goals: 5, gain: 2, integralTime: 50, maximum: 4 };
const pi = feedback(settings);

describe("feedback", () => {
  it("is proportional at once and integrates over time", () => {
    // e = 0.1: P = 0.2; after 25 steps I = 2 x 0.1 x 25 / 50 = 0.1.
    const [first, second] = gammas(pi, [at(0.6, 0), at(0.6, 25)]);
    expect(first).toBeCloseTo(0.2, 12);
    expect(second).toBeCloseTo(0.3, 12);
  });

  it("does not wind up: after a long saturation it comes down at the first low measurement", () => {
    const saturated = Array.from({ length: 200 }, (_, i) => at(1.6, i * 25));
    const sequence = [...saturated, at(0.4, 5000)];
    expect(
      gammas(pi, saturated)
        .slice(5)
        .every((gamma) => gamma === 4),
    ).toBe(true);
    expect(gammas(pi, sequence)[200]).toBeLessThan(4);
    expect(gammas(pi, [...sequence, at(0.4, 5025)])[201]).toBeLessThan(3.7);
  });

  it("winds up neither at a bound nor behind the rate: however long it was held back, it recovers alike (fast-check)", () => {
    const slow = feedback({ ...settings, rate: 0.01, minimum: 0.5 });
    const afterSaturation = (policy: Policy<unknown>, S: number, length: number): number[] => {
      const held = Array.from({ length }, (_, i) => at(S, i * 25));
      const back = Array.from({ length: 20 }, (_, i) => at(1 - S, (length + i) * 25));
      return gammas(policy, [...held, ...back]).slice(length);
    };
    const entropies = fc.oneof(
      fc.double({ min: 0.8, max: 1, noNaN: true }),
      fc.double({ min: 0, max: 0.2, noNaN: true }),
    );
    fc.assert(
      fc.property(
        entropies,
        fc.constantFrom(pi, slow),
        fc.integer({ min: 60, max: 400 }),
        (S, policy, length) => {
          const [once, longer] = [
            afterSaturation(policy as Policy, S, 60),
            afterSaturation(policy as Policy, S, length),
          ];
          longer.forEach((gamma, i) => {
            expect(gamma).toBeCloseTo(once[i], 9);
          });
        },
      ),
      { seed: 4, numRuns: 60 },
    );
  });

  it("holds gamma through missing measurements and counts the time they took", () => {
    const sequence = [at(0.6, 0), { step: 25 }, at(Number.NaN, 30), at(0.6, 50)];
    const [first, held, heldAgain, after] = gammas(pi, sequence);
    expect([held, heldAgain]).toEqual([first, first]);
    expect(after).toBeCloseTo(0.2 + 0.2, 12);
  });

  it("settles a saturating plant on its target without steady error", () => {
    // S relaxes to 1.6 / (1 + gamma) with one interval of lag.
    let entropy = 0;
    let state = pi.init();
    for (let step = 0; step < 5000; step += 25) {
      const decision = pi.step(state, at(entropy, step));
      state = decision.state;
      entropy += 0.7 * (1.6 / (1 + decision.gamma) - entropy);
    }
    expect(entropy).toBeCloseTo(0.5, 6);
  });

  it("takes over without a bump, whatever the error, then moves by its integral alone (fast-check)", () => {
    fc.assert(
      fc.property(
        fc.double({ min: 0, max: 4, noNaN: true }),
        fc.double({ min: 0, max: 1.6, noNaN: true }),
        (gamma, S) => {
          const taken = pi.track?.(pi.init(), gamma) ?? pi.init();
          const first = pi.step(taken, at(S, 100));
          expect(first.gamma).toBeCloseTo(gamma, 12);
          const next = pi.step(first.state, at(S, 125)).gamma;
          expect(next).toBeCloseTo(Math.min(4, Math.max(0, gamma + (2 * (S - 0.5) * 25) / 50)), 12);
        },
      ),
      { seed: 5 },
    );
  });

  it("refuses settings that make no sense", () => {
    expect(() => feedback({ ...settings, target: -1 })).toThrow(/target must be finite/);
    expect(() => feedback({ ...settings, gain: 0 })).toThrow(/gain must be positive/);
    expect(() => feedback({ ...settings, initial: Number.NaN })).toThrow(/initial must be finite/);
    expect(() => constant(Number.NaN)).toThrow(/gamma must be finite/);
    expect(() => critical({ criticalWork: (x) => x, margin: 0 })).toThrow(/margin must be positive/);
  });
});
