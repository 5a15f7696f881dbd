import fc from "fast-check";
import { expect, it } from "vitest";
import { middleExtent } from "./extent.js";

it("leaves out what is far out at either end, but not the last", () => {
  const values = Array.from({ length: 100 }, (_, i) => (i < 3 ? 1000 * (i - 1) : i % 7));
  expect(middleExtent([values], 0.9)).toEqual([0, 6]);
  expect(middleExtent([values, [50]], 0.9)).toEqual([0, 50]);
});

it("takes all of a few, passes over what is not there, and says nothing of nothing", () => {
  expect(middleExtent([[null, 3, Number.NaN, -100]], 0.5)).toEqual([-100, 3]);
  expect(middleExtent([[null], []], 0.5)).toBeUndefined();
});

it("holds at least the share that it is to hold", () => {
  const values = fc.array(fc.double({ noNaN: true, noDefaultInfinity: true }), {
    minLength: 1,
    maxLength: 300,
  });
  fc.assert(
    fc.property(values, fc.double({ min: 0, max: 1, noNaN: true }), (list, share) => {
      const [low, high] = middleExtent([list], share)!;
      const held = list.filter((value) => value >= low && value <= high).length;
      expect(held).toBeGreaterThanOrEqual(Math.floor(share * list.length));
    }),
    { seed: 11 },
  );
});
