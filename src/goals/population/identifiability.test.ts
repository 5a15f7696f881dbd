import { describe, expect, it } from "vitest";
import { normal, RandomStream } from "../../numeric/index.js";
import { episodeLikelihoods } from "./episode-likelihoods.js";
import { confoundedGoals } from "./identifiability.js";

const noise = normal(RandomStream.fromSeed(41), 0, 2);
const [a, b, c, d] = Array.from({ length: 4 }, () => Array.from({ length: 60 }, noise)) as [
  number[],
  number[],
  number[],
  number[],
];

/** Episodes from one log-likelihood column a goal. */
const from = (goals: readonly (readonly number[])[]) =>
  episodeLikelihoods(
    a.flatMap((_, e) => goals.map((column) => column[e]!)),
    goals.length,
  );

describe("confounded goals", () => {
  it("are none when goals are certain, or predict different behaviour", () => {
    expect(confoundedGoals(episodeLikelihoods([0, -Infinity, -Infinity, 0], 2))).toEqual([]);
    expect(confoundedGoals(from([a, b, c, d]))).toEqual([]);
  });

  it("are goals that predict the same behaviour", () => {
    const nearly = a.map((x) => x - 0.01);
    expect(confoundedGoals(from([a, b, a, c]))).toEqual([[0, 2]]);
    expect(confoundedGoals(from([a, b, nearly, c, b, d]))).toEqual([
      [0, 2],
      [1, 4],
    ]);
    expect(confoundedGoals(from([a, a, a]))).toEqual([[0, 1, 2]]);
  });

  it("are also a goal and the goals that it mixes", () => {
    const mixed = a.map((x, e) => Math.log((Math.exp(x) + Math.exp(b[e]!)) / 2));
    expect(confoundedGoals(from([a, b, c, mixed]))).toEqual([[0, 1, 3]]);
  });

  it("are not goals that every episode makes unlikely, in fewer ways than there are goals", () => {
    const unlikelier = a.map((x) => x - 1);
    expect(confoundedGoals(from([a, b, unlikelier]))).toEqual([]);
    const certain = [0, -9, -3, 0, -9, -3, -9, 0, -2, -9, 0, -2];
    expect(confoundedGoals(episodeLikelihoods(certain, 3))).toEqual([]);
    const [one, two] = [Math.log(0.9), Math.log(0.1)];
    const half = Math.log(0.5);
    expect(confoundedGoals(episodeLikelihoods([one, two, half, two, one, half], 3))).toEqual([[0, 1, 2]]);
  });

  it("leave out goals that no episode speaks for", () => {
    const never = a.map(() => -Infinity);
    expect(confoundedGoals(from([a, never, never]))).toEqual([]);
    expect(confoundedGoals(episodeLikelihoods([], 3))).toEqual([]);
  });
});
