import { describe, expect, it } from "vitest";
import { figureText } from "./tables.js";

describe("figureText", () => {
  it.each([
    [0.37654, 0.36912, 0.38488, "0.377 [0.369, 0.385]"],
    [0.2, 2.1e-50, 0.41, "0.2 [<1e-7, 0.41]"],
    [0.00176, 1.1e-14, 0.0113, "0.00176 [<1e-8, 0.0113]"],
    [3.2e-9, 2.1e-10, 4e-9, "3.2e-9 [2.1e-10, 4.0e-9]"],
    [0.0131, 1.2e-5, 0.0272, "0.0131 [1.2e-5, 0.0272]"],
    [0.5, 0, 1, "0.5 [0, 1]"],
    [0, 0, 0, "0 [0, 0]"],
    [-0.2, -0.4, 1e-12, "-0.2 [-0.4, <1e-7]"],
  ])("%d [%d, %d] reads %s", (value, lower, upper, text) => {
    expect(figureText({ value, lower, upper })).toBe(text);
  });
});
