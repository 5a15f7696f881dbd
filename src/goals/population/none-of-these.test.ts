import { describe, expect, it } from "vitest";
import { buildMdp } from "../mdp.js";
import { appendGoal, uniformPolicyLogLikelihood } from "./none-of-these.js";

/** State 0 has three actions, state 1 two, state 2 none. */
const mdp = buildMdp([[[[0, 1]], [[1, 1]], [[2, 1]]], [[[0, 1]], [[2, 1]]], []]);

describe("none of these", () => {
  it("picks any available action alike", () => {
    const values = uniformPolicyLogLikelihood(mdp, [[0, 1, 4], [2], []]);
    expect(values[0]).toBeCloseTo(-Math.log(18), 12);
    expect(values[1]).toBeCloseTo(-Math.log(3), 12);
    expect(values[2]! + 0).toBe(0);
    expect(() => uniformPolicyLogLikelihood(mdp, [[0], [1, 5]])).toThrow("episode 1, step 1");
  });

  it("becomes the last goal", () => {
    expect([...appendGoal([1, 2, 3, 4], 2, [5, 6])]).toEqual([1, 2, 5, 3, 4, 6]);
    expect(() => appendGoal([1, 2, 3, 4], 2, [5])).toThrow("each of 2 episodes, got 1");
  });
});
