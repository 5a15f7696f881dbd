import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { scanJson } from "./json-scan.js";

const parses = (text: string): boolean => {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
};
/** Text that is nearly JSON: a token is put in or taken out. */
const nearly = fc
  .tuple(
    fc.json({ maxDepth: 3 }),
    fc.nat(),
    fc.constantFrom("", ",", ":", "]", "}", "[", '"', "1", "x", " ", "-", "."),
    fc.nat(2),
  )
  .map(([text, at, put, gone]) => {
    const place = at % (text.length + 1);
    return text.slice(0, place) + put + text.slice(place + gone);
  })
  // Escapes and control characters are not looked at.
  .filter((text) => [...text].every((c) => c >= " " && c !== "\\"));

describe("scanJson", () => {
  it("finds something wrong exactly where JSON.parse does, and nothing wrong before", () => {
    const property = fc.property(nearly, (text) => {
      const { wrong } = scanJson(text);
      const unterminated = (text.match(/"/g)?.length ?? 0) % 2 === 1;
      if (!unterminated) expect(wrong === undefined).toBe(parses(text));
      if (wrong === undefined) return;
      // What stands before can be gone on with: closed, it has no bad token.
      expect(scanJson(text.slice(0, wrong)).wrong ?? wrong).toBe(wrong);
    });
    fc.assert(property, { seed: 9, numRuns: 3000 });
  });

  it.each<[string, number | undefined]>([
    ['{"a": [1, 2,, 3]}', 12],
    ['{"a" 1}', 5],
    ['{"a": 1,}', 8],
    ["[1 2]", 3],
    ["[1]]", 3],
    ["{]", 1],
    ["[01]", 1],
    ["[1", 2],
    ["", 0],
    ['["\\"", "\\\\"]', undefined],
    ['["\\"]', 5],
    ["[nul]", 1],
  ])("%s", (text, wrong) => {
    expect(scanJson(text).wrong).toBe(wrong);
  });

  it("takes Python's constants for values, and not in strings", () => {
    expect(scanJson('[NaN, "NaN", -Infinity]')).toEqual({
      wrong: undefined,
      constants: [
        [1, 4],
        [13, 22],
      ],
    });
  });

  it("takes time in proportion to the text", () => {
    for (const text of [
      "[".repeat(2 ** 20),
      `["${'\\"'.repeat(2 ** 19)}`,
      `["${"\\\\".repeat(2 ** 19)}`,
      "1".repeat(2 ** 20),
      `[${" ".repeat(2 ** 20)}`,
    ])
      expect(scanJson(`${text}x`).wrong).toBeDefined();
  });
});
