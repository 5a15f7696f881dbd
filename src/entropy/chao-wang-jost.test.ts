import { expect, it } from "vitest";
import golden from "../../test/reference/entropy/entropy.golden.json" with { type: "json" };
import { unseenTail } from "./chao-wang-jost.js";

// test/reference/entropy/generate.py: the sum as printed in 1100 digits, or for n > 1e4 the integral it equals.
it.each(golden.unseenTail)("unseenTail($n, $A)", ({ n, A, value }) => {
  expect(Math.abs(unseenTail(n, A) / value - 1)).toBeLessThan(1e-12);
});

it("unseenTail leaves nothing unseen at A = 1", () => {
  expect(unseenTail(5, 1)).toBe(0);
});
