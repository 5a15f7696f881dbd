import { describe, expect, it } from "vitest";
import { buildMdp, rowOf, sparseMdp } from "./mdp.js";

/** State 0 goes to 1 and 2 alike, or to 1; the others are terminal. */
const arrays = {
  actionStart: [0, 2, 2, 2],
  transitionStart: [0, 2, 3],
  successor: [1, 2, 1],
  probability: [0.5, 0.5, 1],
};

describe("a process from its arrays", () => {
  it("is the process of the same lists", () => {
    const lists = buildMdp([
      [
        [
          [1, 0.5],
          [2, 0.5],
        ],
        [[1, 1]],
      ],
      [],
      [],
    ]);
    expect(sparseMdp(arrays)).toEqual(lists);
    expect(lists).toMatchObject({ states: 3, rows: 2, probability: Float64Array.of(0.5, 0.5, 1) });
    expect(rowOf(lists, 0, 1)).toBe(1);
  });

  it.each([
    [{ probability: [0.5, 0.4, 1] }, "state 0, action 0: probabilities sum to 0.9, not 1"],
    [{ probability: [0.5, 0.5, 0] }, "state 0, action 1: expected a probability in (0, 1], got 0"],
    [{ probability: [0.5, 0.5, Number.NaN] }, "state 0, action 1: expected a probability in (0, 1], got NaN"],
    [{ probability: [0.5, 0.5] }, "a probability for each of 3 successors, got 2"],
    [{ successor: [1, 3, 1] }, "state 0, action 0: expected a successor from 0 to 2, got 3"],
    [{ successor: [1, 2, 0.5] }, "state 0, action 1: expected a successor from 0 to 2, got 0.5"],
    [{ actionStart: [0, 2, 1, 2] }, "actionStart[2]: expected whole numbers that do not fall, got 1"],
    [{ actionStart: [0, 2, 2, 3] }, "actionStart: expected to run from 0 to 2, got 0 to 3"],
    [{ transitionStart: [1, 2, 3] }, "transitionStart: expected to run from 0 to 3, got 1 to 3"],
    [{ transitionStart: [0, 3, 3] }, "state 0, action 0: probabilities sum to 2, not 1"],
  ])("names what is wrong: %j", (wrong, message) => {
    expect(() => sparseMdp({ ...arrays, ...wrong })).toThrow(message);
  });

  it("knows its states and actions", () => {
    const mdp = sparseMdp(arrays);
    expect(() => rowOf(mdp, 3, 0)).toThrow("expected a state from 0 to 2, got 3");
    expect(() => rowOf(mdp, 0, 2)).toThrow("state 0 has 2 actions, no action 2");
    expect(() => rowOf(mdp, 0, 0.5)).toThrow("state 0 has 2 actions, no action 0.5");
    expect(() => rowOf(mdp, 1, 0)).toThrow("state 1 has 0 actions, no action 0");
  });
});
