import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { RandomStream, standardNormal } from "../../numeric/index.js";
import { type RunningWeightsOptions, runningWeights } from "./running-weights.js";

/** Episodes as normal evidence of one of two goals, with `apart` standard deviations between them. */
function* episodes(seed: number, n: number, share: (t: number) => number, apart: number) {
  const stream = RandomStream.fromSeed(seed);
  for (let t = 0; t < n; t++) {
    const goal = stream.uniform() < share(t) ? 0 : 1;
    const x = goal * apart + standardNormal(stream);
    yield [-(x ** 2) / 2, -((x - apart) ** 2) / 2];
  }
}

function meanPosterior(
  rows: Iterable<number[]>,
  from: number,
  options: Partial<RunningWeightsOptions> = {},
): number {
  const weights = runningWeights({ goals: 2, ...options });
  let state = weights.init();
  let [sum, n, t] = [0, 0, 0];
  for (const row of rows) {
    const step = weights.step(JSON.parse(JSON.stringify(state)), row);
    state = step.state;
    if (t++ < from) continue;
    sum += step.posterior[0]!;
    n++;
  }
  return sum / n;
}

describe("runningWeights", () => {
  it("without openness has posteriors whose mean is the weight; equal prior weights draw it to the middle", () => {
    // The weights wander by about sqrt(0.09 / 200) = 0.02, over 20 memories: 0.005; four of them, and the evidence's doubt.
    const rows = () => episodes(5, 5000, () => 0.9, 1.5);
    expect(Math.abs(meanPosterior(rows(), 1000, { openness: 0 }) - 0.9)).toBeLessThan(0.03);
    const between = meanPosterior(rows(), 1000);
    const equal = meanPosterior(rows(), 1000, { openness: 1 });
    expect(equal).toBeLessThan(0.78);
    expect(between).toBeGreaterThan(0.9 - (0.9 - equal) / 2);
    expect(between).toBeLessThan(0.9);
  });

  it("notices a goal that begins to be pursued, where without openness it is taken for the usual one", () => {
    const onset = () => episodes(6, 2020, (t) => (t < 2000 ? 1 : 0), 3);
    expect(meanPosterior(onset(), 2000)).toBeLessThan(0.5);
    expect(meanPosterior(onset(), 2000, { openness: 0 })).toBeGreaterThan(0.5);
  });

  it("follows a change", () => {
    const changing = episodes(6, 4000, (t) => (t < 2000 ? 0.95 : 0.5), 1.5);
    expect(Math.abs(meanPosterior(changing, 3000) - 0.5)).toBeLessThan(0.05);
  });

  it("keeps posteriors that sum to one and counts that sum to the episodes, or to the memory", () => {
    const row = fc.array(fc.double({ min: -50, max: 0, noNaN: true }), { minLength: 3, maxLength: 3 });
    const property = fc.property(fc.array(row, { maxLength: 30 }), (rows) => {
      const weights = runningWeights({ goals: 3, memory: 20 });
      let state = weights.init();
      for (const one of rows) {
        const step = weights.step(state, one);
        expect(step.posterior.reduce((a, b) => a + b)).toBeCloseTo(1, 12);
        state = step.state;
      }
      expect(state.reduce((a, b) => a + b)).toBeCloseTo(Math.min(20, rows.length), 10);
    });
    fc.assert(property, { seed: 2, numRuns: 100 });
  });

  it("learns nothing from an episode that no goal allows", () => {
    const weights = runningWeights({ goals: 2 });
    const { state } = weights.step(weights.init(), [0, -1]);
    const none = [Number.NEGATIVE_INFINITY, Number.NEGATIVE_INFINITY];
    expect(weights.step(state, none).state).toEqual(state);
  });

  it("refuses what it cannot fold", () => {
    expect(() => runningWeights({ goals: 0 })).toThrow(/goals must be/);
    expect(() => runningWeights({ goals: 2, memory: 1 })).toThrow(/memory must be/);
    expect(() => runningWeights({ goals: 2, openness: 2 })).toThrow(/openness must be/);
    expect(() => runningWeights({ goals: 2 }).step([1], [0, 0])).toThrow(/expected 2 weights/);
  });
});
