import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { l2Energy } from "./index.js";

describe("l2Energy", () => {
  const vectors = fc
    .integer({ min: 1, max: 8 })
    .chain((n) =>
      fc.tuple(
        ...[0, 1].map(() =>
          fc.array(fc.double({ min: -5, max: 5, noNaN: true }), { minLength: n, maxLength: n }),
        ),
      ),
    );

  it("has the gradient of its value, and a proximal point that solves the implicit step (fast-check)", () => {
    fc.assert(
      fc.property(vectors, fc.double({ min: 0, max: 1e6, noNaN: true }), ([theta, reference], work) => {
        const gradient = l2Energy.gradient(theta, reference);
        expect(l2Energy.value(theta, reference)).toBeCloseTo(
          gradient.reduce((sum, g) => sum + g * g, 0) / 2,
          9,
        );
        // x = prox: (x - theta) + work grad E(x) = 0.
        const x = l2Energy.proximal(theta, reference, work);
        l2Energy.gradient(x, reference).forEach((g, i) => {
          expect(Math.abs(x[i] - theta[i] + work * g)).toBeLessThan(1e-9 * (1 + work));
        });
      }),
      { seed: 3 },
    );
  });
});
