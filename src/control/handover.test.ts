import { describe, expect, it } from "vitest";
import { entropyAt, gammas } from "../../test/policies.js";
import { constant, feedback, handover, limited, schedule } from "./index.js";

describe("handover", () => {
  const pi = feedback({ target: 0.5, goals: 5, gain: 2, integralTime: 50, maximum: 9 });

  it("leaves gamma where it was, and lets the second policy count its own steps", () => {
    const linear = schedule([
      { step: 0, gamma: 3 },
      { step: 100, gamma: 5 },
    ]);
    expect(
      gammas(handover(constant(3), linear, { step: 100 }), [
        entropyAt(0, 1),
        entropyAt(100, 1),
        entropyAt(150, 1),
      ]),
    ).toEqual([3, 3, 4]);
    expect(gammas(handover(constant(7), pi, { step: 50 }), [entropyAt(0, 1), entropyAt(50, 1.2)])).toEqual([
      7, 7,
    ]);
  });

  it("happens at S above or below a value, once, and not by a late measurement", () => {
    const policy = handover(constant(1), constant(2), { entropyAbove: 0.8 });
    expect(
      gammas(policy, [
        entropyAt(0, 0.5),
        entropyAt(50, 0.7),
        entropyAt(20, 0.9),
        { step: 60 },
        entropyAt(75, 0.9),
        entropyAt(100, 0.1),
      ]),
    ).toEqual([1, 1, 1, 1, 2, 2]);
    expect(
      gammas(handover(constant(1), constant(2), { entropyBelow: 0.8 }), [
        entropyAt(0, 0.9),
        entropyAt(1, 0.7),
      ]),
    ).toEqual([1, 2]);
  });

  it("leads up to a policy without a past at the rate of `limited`", () => {
    const policy = handover(constant(1), limited(constant(2), { maximum: 9, rate: 0.01 }), { step: 50 });
    expect(gammas(policy, [entropyAt(0, 1), entropyAt(50, 1), entropyAt(100, 1), entropyAt(500, 1)])).toEqual(
      [1, 1, 1.5, 2],
    );
  });
});
