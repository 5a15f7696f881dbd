import { describe, expect, it } from "vitest";
import {
  above,
  agreement,
  type Check,
  distinct,
  each,
  execution,
  fraction,
  multipleOf,
  notEmpty,
  notNegative,
  numbersOf,
  positive,
  positives,
  problemIn,
  someOf,
  whole,
  wholes,
} from "./parameter-checks.js";

const p = { seeds: 3, rate: 0.1, widths: [4, 8], execution: "auto" };

describe("problemIn", () => {
  it("names the first parameter that fails, in the order of the tables", () => {
    const tables = [{ widths: notEmpty }, each(["seeds", "rate"], positive), { seeds: whole() }] as const;
    const problem = (change: Partial<typeof p>) => problemIn({ ...p, ...change }, ...tables);
    expect(problem({})).toBeUndefined();
    expect(problem({ seeds: 1.5 })).toBe("seeds must be a whole number from 1 to 1000000, got 1.5");
    expect(problem({ seeds: 1.5, rate: -1 })).toBe("rate must be positive and at most 1000000000, got -1");
    expect(problem({ rate: Number.NaN, widths: [] })).toBe("widths must not be empty, got []");
    expect(problem({ rate: Number.NaN })).toBe("rate must be positive and at most 1000000000, got NaN");
  });

  it("finds the numbers among parameters", () => {
    expect(numbersOf(p)).toEqual(["seeds", "rate"]);
    expect(numbersOf(p, "rate")).toEqual(["seeds"]);
  });
});

it.each<[string, Check<never>, unknown[], unknown[]]>([
  ["whole", whole(2), [2, 1e6], [1, 2.5, 1e6 + 1, Number.NaN, Number.POSITIVE_INFINITY]],
  ["positive", positive, [1e-9, 1e9], [0, -1, 2e9, Number.NaN, Number.POSITIVE_INFINITY]],
  ["notNegative", notNegative, [0, 1], [-1e-9, Number.NaN, Number.POSITIVE_INFINITY]],
  ["above", above(1), [1.1], [1, Number.NaN, Number.POSITIVE_INFINITY]],
  ["multipleOf", multipleOf(4), [0, 8], [6, Number.NaN]],
  ["fraction", fraction, [0.5], [0, 1, Number.NaN]],
  ["execution", execution, ["auto", "native", "wasm"], ["gpu", ""]],
  ["agreement", agreement(2), [[0, 1]], [[1], [0, 1.1], [0, Number.NaN], [0, 1, 1]]],
  ["distinct", distinct, [[], [1, 2]], [[1, 1]]],
  ["wholes", wholes, [[], [1, 1]], [[0], [1.5]]],
  ["positives", positives, [[], [0.1]], [[0], [1, Number.NaN]]],
  ["someOf", someOf(["a", "b"]), [["b"], ["b", "a"]], [[], ["a", "a"], ["c"]]],
])("%s holds for what it says and for nothing else", (_, check, good, bad) => {
  for (const value of good) expect(check.holds(value as never), JSON.stringify(value)).toBe(true);
  for (const value of bad) expect(check.holds(value as never), JSON.stringify(value)).toBe(false);
});
