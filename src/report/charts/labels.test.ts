import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { spread } from "./labels.js";

describe("spread", () => {
  it("leaves alone what is apart already", () => {
    expect(spread([0.1, 1.5, 0.8], 0.2, 0, 2)).toEqual([0.1, 1.5, 0.8]);
  });

  it("moves a crowd evenly from its middle, in its order", () => {
    expect(spread([5, 5.1, 4.9], 1, 0, 10)).toEqual([5, 6, 4]);
  });

  it("keeps within its bounds", () => {
    expect(spread([0, 0, 10, 10], 1, 0, 10)).toEqual([0, 1, 9, 10]);
  });

  it("keeps the gap and the order wherever there is room", () => {
    const positions = fc.array(fc.double({ min: -5, max: 15, noNaN: true }), { maxLength: 10 });
    fc.assert(
      fc.property(positions, (wanted) => {
        const placed = spread(wanted, 1, 0, 10);
        const sorted = placed.slice().sort((a, b) => a - b);
        for (let i = 1; i < sorted.length; i++) expect(sorted[i] - sorted[i - 1]).toBeGreaterThan(1 - 1e-9);
        for (const position of placed) {
          expect(position).toBeGreaterThan(-1e-9);
          expect(position).toBeLessThan(10 + 1e-9);
        }
        wanted.forEach((a, i) => {
          wanted.forEach((b, j) => {
            if (a < b) expect(placed[i]).toBeLessThan(placed[j]);
          });
        });
      }),
      { seed: 1 },
    );
  });
});
