import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type ArgumentPattern, patternTest } from "./pattern.js";

describe("patternTest", () => {
  it.each<[ArgumentPattern, unknown[], unknown[]]>([
    [{ exact: 3 }, [3], ["3", undefined, null]],
    [
      { exact: { a: [1, { b: null }], c: "x" } },
      [{ c: "x", a: [1, { b: null }] }],
      [{ a: [1, { b: null }] }, { a: [], c: "x" }],
    ],
    [{ exact: [1, 2] }, [[1, 2]], [[2, 1], [1], { 0: 1, 1: 2 }]],
    [{ oneOf: ["gold", 2] }, ["gold", 2], ["silver", undefined]],
    [{ regex: "^A\\d+$" }, ["A1"], ["B1", "xA1", undefined]],
    [{ regex: "HAT" }, ["HAT1", [{ flight: "HAT1" }]], ["hat", undefined]],
    [{ glob: "*.txt" }, ["a.txt", ".txt", "a\nb.txt"], ["a.txt.gz", "atxt"]],
    [{ glob: "a?c[1]" }, ["abc[1]"], ["ac[1]", "abc1"]],
    [{ any: true }, [0, "", null, false], [undefined]],
  ])("%j", (pattern, fitting, others) => {
    const test = patternTest(pattern);
    for (const value of fitting) expect([value, test(value)]).toEqual([value, true]);
    for (const value of others) expect([value, test(value)]).toEqual([value, false]);
  });

  it("any JSON value equals its copy, and a glob of a text without wildcards is that text", () => {
    const copies = fc.property(fc.jsonValue(), (value) => {
      const copy = JSON.parse(JSON.stringify(value));
      expect(patternTest({ exact: copy })(JSON.parse(JSON.stringify(value)))).toBe(true);
    });
    const texts = fc.property(fc.string(), fc.string(), (a, b) => {
      const plain = a.replace(/[*?]/g, "");
      expect(patternTest({ glob: plain })(plain)).toBe(true);
      expect(patternTest({ glob: plain })(b)).toBe(plain === b);
    });
    fc.assert(copies, { seed: 8, numRuns: 200 });
    fc.assert(texts, { seed: 8, numRuns: 200 });
  });
});
