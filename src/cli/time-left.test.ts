import { expect, it } from "vitest";
import { duration } from "./time-left.js";

it("says how long it will take", () => {
  expect([0, 44.2, 200, 7530].map(duration)).toEqual(["0s", "45s", "3m20s", "2h05m"]);
  expect([Number.NaN, Infinity, -1].map(duration)).toEqual(["?", "?", "?"]);
});
