import { describe, expect, it } from "vitest";
import { readTime, timeIfAny } from "./time.js";

const position = { source: "f", line: 3 };

describe("readTime", () => {
  it.each<[unknown, string]>([
    ["2026-01-05", "2026-01-05T00:00:00Z"],
    ["2026-01-05 10:00", "2026-01-05T10:00:00Z"],
    ["2026-01-05T10:00:00.5", "2026-01-05T10:00:00.500Z"],
    ["2026-01-05T10:00:00+02:00", "2026-01-05T08:00:00Z"],
    ["2026-01-05T10:00:00Z", "2026-01-05T10:00:00Z"],
    [1767607200, "2026-01-05T10:00:00Z"],
    [1767607200000, "2026-01-05T10:00:00Z"],
    ["1767607200", "2026-01-05T10:00:00Z"],
    [0, "1970-01-01T00:00:00Z"],
  ])("%j is %s", (value, expected) => {
    expect(readTime(value, "time", position)).toBe(Date.parse(expected) / 1000);
    expect(timeIfAny(value)).toBe(Date.parse(expected) / 1000);
  });

  it.each([["yesterday"], ["2026-13-45"], [""], [null], [Number.NaN], [{}], [true], ["05/01/2026"]])(
    "%j is refused at its place",
    (value) => {
      expect(() => readTime(value, "when", position)).toThrow(/^f:3: field 'when': expected a time/);
      expect(timeIfAny(value)).toBeUndefined();
    },
  );
});
