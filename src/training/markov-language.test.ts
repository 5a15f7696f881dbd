import { describe, expect, it } from "vitest";
import { RandomStream } from "../numeric/index.js";
import { MarkovLanguage } from "./markov-language.js";

describe("MarkovLanguage", () => {
  const stream = RandomStream.fromSeed(1);
  const language = new MarkovLanguage(stream.split("language"), {
    vocabulary: 6,
    successors: 2,
    contexts: 3,
  });

  it("labels every token with the one after it, which is one of two per context", () => {
    const [size, tokens] = [2000, 5];
    const { inputs, labels } = language.batch(stream.split("batch"), size, tokens);
    const followers = new Map<string, Set<number>>();
    for (let text = 0; text < size; text++) {
      for (let t = 0; t < tokens; t++) {
        const row = text * tokens + t;
        const label = labels.subarray(row * 6, row * 6 + 6).indexOf(1);
        if (t + 1 < tokens) expect(inputs[row + 1]).toBe(label);
        if (t === 0) continue;
        const context = `${inputs[row]} after class ${inputs[row - 1] % 3}`;
        followers.set(context, (followers.get(context) ?? new Set()).add(label));
      }
    }
    const counts = [...followers.values()].map(({ size: count }) => count);
    expect(Math.max(...counts)).toBe(2);
    // A rare successor may be missing from a sample, but not half of them.
    expect(counts.filter((count) => count === 2).length).toBeGreaterThan(counts.length / 2);
  });

  it("gives the same bytes from the same stream, and refuses what cannot be", () => {
    expect(language.batch(stream.split("x"), 3, 4)).toEqual(language.batch(stream.split("x"), 3, 4));
    expect(() => new MarkovLanguage(stream, { vocabulary: 3, successors: 4 })).toThrow(
      /at most 3 successors/,
    );
  });
});
