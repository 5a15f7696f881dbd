import { describe, expect, it } from "vitest";
import { RandomStream } from "../numeric/index.js";
import { CueConflictTask } from "./cue-conflict.js";

const stream = RandomStream.fromSeed(1);
/** Without noise an input shows its cues' prototypes exactly. */
const clean = new CueConflictTask(stream.split("task"), { noise: 0 });

/** The cue vector k of row i, as a key. */
function cue(inputs: ArrayLike<number>, i: number, k: number): string {
  return Array.from({ length: 16 }, (_, d) => inputs[i * 64 + k * 16 + d]).join();
}

describe("CueConflictTask", () => {
  it("has cues that agree with the label as often as asked", () => {
    const size = 20_000;
    const { inputs, labels } = clean.batch(stream.split("batch"), size, [1, 0.3, 0.9, 0]);
    // Cue 1 always names the label, so its vector identifies the class that the other cues' vectors are compared by.
    const label = Array.from({ length: size }, (_, i) => labels.subarray(i * 10, (i + 1) * 10).indexOf(1));
    const seen = new Map<string, number>();
    for (const k of [1, 2, 3]) {
      const byClass = new Map<number, Map<string, number>>();
      label.forEach((c, i) => {
        const counts = byClass.get(c) ?? new Map<string, number>();
        counts.set(cue(inputs, i, k), (counts.get(cue(inputs, i, k)) ?? 0) + 1);
        byClass.set(c, counts);
      });
      const agreement = [0, 0.3, 0.9, 0][k];
      if (agreement > 0) {
        const named =
          [...byClass.values()].reduce((total, counts) => total + Math.max(...counts.values()), 0) / size;
        const expected = agreement + (1 - agreement) / 10;
        expect(Math.abs(named - expected)).toBeLessThan(4 * Math.sqrt((expected * (1 - expected)) / size));
      } else {
        for (const counts of byClass.values()) expect(counts.size).toBe(10);
      }
    }
    label.forEach((c, i) => {
      const key = cue(inputs, i, 0);
      expect(seen.get(key) ?? c).toBe(c);
      seen.set(key, c);
    });
    expect(seen.size).toBe(10);
  });

  it("makes conflict inputs whose cues name different, uniformly drawn classes", () => {
    const size = 5000;
    const { cueClasses } = clean.conflict(stream.split("conflict"), size);
    const counts = new Float64Array(40);
    for (let i = 0; i < size; i++) {
      const row = cueClasses.subarray(i * 4, i * 4 + 4);
      expect(new Set(row).size).toBe(4);
      row.forEach((c, k) => {
        counts[k * 10 + c] += 1;
      });
    }
    const chiSquare = counts.reduce((sum, count) => sum + (count - size / 10) ** 2 / (size / 10), 0);
    // 4 x 9 degrees of freedom: mean 36, sd sqrt(72).
    expect(Math.abs(chiSquare - 36)).toBeLessThan(4 * Math.sqrt(72));
  });

  it("adds noise of the standard deviation asked for", () => {
    const noisy = new CueConflictTask(stream.split("task"), { noise: 0.3 });
    const [a, b] = [clean, noisy].map((task) => task.conflict(stream.split("same"), 2000).inputs);
    const square = a.reduce((sum, x, i) => sum + (x - b[i]) ** 2, 0) / a.length;
    expect(Math.abs(square - 0.09)).toBeLessThan(4 * 0.09 * Math.sqrt(2 / a.length));
  });

  it("gives the same bytes from the same stream, and refuses what cannot be", () => {
    expect(clean.batch(stream.split("x"), 3, [1, 0, 0, 0])).toEqual(
      clean.batch(stream.split("x"), 3, [1, 0, 0, 0]),
    );
    expect(() => clean.batch(stream, 3, [1, 0])).toThrow(/an agreement for each of 4 cues, got 2/);
    expect(() => new CueConflictTask(stream, { cues: 4, classes: 3 })).toThrow(
      /at least as many classes as cues/,
    );
  });
});
