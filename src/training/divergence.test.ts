import { describe, expect, it } from "vitest";
import { RandomStream } from "../numeric/index.js";
import { mlp } from "./architectures/mlp.js";
import { Diverged, DivergenceWatch, untilDiverged } from "./divergence.js";
import { type Batch, Learner } from "./learner.js";

const rates = { eta: 0.5, gamma: 0 };

/** How many losses are seen before the watch speaks; undefined when it does not. */
function seen(losses: readonly number[], classes = 4): Diverged | undefined {
  const watch = new DivergenceWatch(classes);
  try {
    for (const loss of losses) watch.see(loss, rates);
  } catch (error) {
    return error as Diverged;
  }
  return undefined;
}
const flat = (length: number, loss: number): number[] => Array<number>(length).fill(loss);
const limit = 10 * Math.log(4);

describe("training counts as diverged", () => {
  it("at once when the loss is not finite", () => {
    expect(seen([1, 1, Number.NaN])).toMatchObject({ name: "Diverged", step: 2, loss: Number.NaN });
    expect(seen([Infinity])).toMatchObject({ step: 0, loss: Infinity });
  });

  it("after 25 steps far above what guessing costs, and no sooner", () => {
    expect(seen([1, ...flat(25, limit + 1)])).toMatchObject({ step: 25, loss: limit + 1 });
    expect(seen([1, ...flat(24, limit + 1), 1, ...flat(24, limit + 1)])).toBeUndefined();
    expect(seen(flat(100, limit - 1))).toBeUndefined();
  });

  it("against where it began, where that was worse than guessing", () => {
    expect(seen(flat(200, 5 * limit))).toBeUndefined();
    expect(seen([limit, ...flat(25, 10.1 * limit)])).toMatchObject({ step: 25 });
  });

  it("names what to lower, gamma too where there is any", () => {
    const watch = new DivergenceWatch(4);
    expect(() => watch.see(Number.NaN, { eta: 1, gamma: 3 })).toThrow(
      "the loss is NaN after 0 steps: lower the learning rate (now 1) or gamma (now 3)",
    );
  });
});

describe("a learner", () => {
  const architecture = mlp([3, 5, 4]);
  const stream = RandomStream.fromSeed(1);
  const batch: Batch = {
    size: 8,
    inputs: Float32Array.from({ length: 24 }, (_, i) => Math.sin(i)),
    labels: Float32Array.from({ length: 32 }, (_, i) => (i % 4 === (i >> 2) % 4 ? 1 : 0)),
  };
  const learner = () =>
    new Learner(architecture, new Float32Array(architecture.initialise(stream.split("x"))));

  it("that diverges says so within 50 steps", () => {
    const one = learner();
    const train = (): void => {
      for (let i = 0; i < 50; i++) one.step(batch, { eta: 1e4, gamma: 0 });
    };
    expect(train).toThrow(Diverged);
  });

  it("hands divergence over as an outcome, and nothing else", async () => {
    const work = async () => learner().train(Array(60).fill(batch), { eta: 1e4, gamma: 0 });
    expect(await untilDiverged(work)).toMatchObject({ diverged: { step: expect.any(Number) } });
    const infinite = async () => Promise.reject(new Diverged("m", 7, Infinity));
    expect(await untilDiverged(infinite)).toEqual({ diverged: { step: 7, loss: null, message: "m" } });
    expect(await untilDiverged(async () => 3)).toBe(3);
    await expect(untilDiverged(async () => Promise.reject(new RangeError("other")))).rejects.toThrow("other");
  });
});
