import { describe, expect, it } from "vitest";
import { isTerminal, type Mdp } from "../mdp.js";
import { denseMdp } from "./dense.js";
import { graphWorld, reachGoal } from "./graph.js";
import { DIRECTIONS, gridworld } from "./gridworld.js";
import { arrivalReward, stateReward } from "./reward.js";

const transitions = (mdp: Mdp, state: number, action: number): Record<number, number> => {
  const row = mdp.actionStart[state] + action;
  const result: Record<number, number> = {};
  for (let t = mdp.transitionStart[row]; t < mdp.transitionStart[row + 1]; t++)
    result[mdp.successor[t]] = mdp.probability[t];
  return result;
};

const closeTo = (expected: Record<number, number>) =>
  Object.fromEntries(Object.entries(expected).map(([state, p]) => [state, expect.closeTo(p, 12)]));

describe("gridworld", () => {
  it("slips anywhere as IcyGrid does: 1 - p + p/4 and p/4, staying at edges", () => {
    const { mdp } = gridworld(["...", "...", "..."], { slip: 0.2 });
    expect(DIRECTIONS.map(({ name }) => name)).toEqual(["right", "left", "down", "up"]);
    expect(transitions(mdp, 4, 0)).toEqual(closeTo({ 5: 0.85, 3: 0.05, 7: 0.05, 1: 0.05 }));
    expect(transitions(mdp, 0, 1)).toEqual(closeTo({ 0: 0.9, 1: 0.05, 3: 0.05 }));
    expect(transitions(mdp, 0, 0)).toEqual(closeTo({ 0: 0.1, 1: 0.85, 3: 0.05 }));
  });

  it("slips sideways", () => {
    const { mdp } = gridworld(["...", "...", "..."], { slip: 0.2, slipTo: "sideways" });
    expect(transitions(mdp, 4, 3)).toEqual(closeTo({ 1: 0.8, 3: 0.1, 5: 0.1 }));
  });

  it("has no states in walls, and ends on terminal marks", () => {
    const { mdp, cells, stateAt } = gridworld([".#G", "..."], { terminal: "G" });
    expect(cells.map(({ x, y }) => [x, y])).toEqual([
      [0, 0],
      [2, 0],
      [0, 1],
      [1, 1],
      [2, 1],
    ]);
    expect(isTerminal(mdp, stateAt(2, 0))).toBe(true);
    expect(transitions(mdp, stateAt(1, 1), 3)).toEqual({ [stateAt(1, 1)]: 1 });
    expect(() => stateAt(1, 0)).toThrow(/no cell at x = 1, y = 0/);
    expect(() => stateAt(-1, 1)).toThrow(/no cell/);
  });

  it("names bad maps", () => {
    expect(() => gridworld(["..", "."])).toThrow(/line 1 of the map has 1 cells, line 0 has 2/);
    expect(() => gridworld(["##"])).toThrow(/at least one cell/);
    expect(() => gridworld(["."], { slip: 2 })).toThrow(/slip/);
  });
});

describe("graphWorld", () => {
  const links = [
    [2, 0],
    [0, 2],
    [0, 1],
    [1, 0],
  ] as const;

  it("has a row for each link, by target, and one for stopping", () => {
    const world = graphWorld(3, links);
    expect(world.mdp.states).toBe(4);
    expect(Array.from(world.mdp.successor)).toEqual([1, 2, 3, 0, 3, 0, 3]);
    expect(world.link(0, 2)).toBe(1);
    expect(world.stop(1)).toBe(4);
    expect(world.path([1, 0, 2], true)).toEqual([3, 1, 6]);
    expect(world.path([])).toEqual([]);
    expect(isTerminal(world.mdp, 3)).toBe(true);
  });

  it("makes each goal absorbing for itself alone", () => {
    const world = graphWorld(3, links);
    const { reward } = reachGoal(world, 0, "zero", 2);
    expect(Array.from(reward)).toEqual([-Infinity, -Infinity, 0, -2, -Infinity, -2, -Infinity]);
  });

  it("names bad links and paths", () => {
    expect(() => graphWorld(2, [[0, 2]])).toThrow(/link 0: expected nodes from 0 to 1, got 0 -> 2/);
    expect(() =>
      graphWorld(2, [
        [0, 1],
        [0, 1],
      ]),
    ).toThrow(/link 0 -> 1 is given twice/);
    const world = graphWorld(3, links);
    expect(() => world.link(1, 2)).toThrow(/no link 1 -> 2/);
    expect(() => world.link(0, 3)).toThrow(/expected a node from 0 to 2, got 3/);
    expect(() => world.path([0, 1, 2])).toThrow(/step 1 of the path: there is no link 1 -> 2/);
    expect(() => world.path([0, 7])).toThrow(/step 0 of the path: there is no link 0 -> 7/);
  });

  it("takes 10,000 nodes and 120,000 links", () => {
    const nodes = 10_000;
    const many = Array.from({ length: 120_000 }, (_, i) => [i % nodes, (i * 31 + 7) % nodes] as const);
    const distinct = [...new Map(many.map((link) => [link.join(), link])).values()];
    const { mdp } = graphWorld(nodes, distinct);
    expect(mdp.rows).toBe(distinct.length + nodes);
  });
});

describe("denseMdp", () => {
  it("leaves zeros out, and names bad tables", () => {
    const mdp = denseMdp([
      [
        [0, 1],
        [0.5, 0.5],
      ],
      [],
    ]);
    expect(Array.from(mdp.successor)).toEqual([1, 0, 1]);
    expect(() => denseMdp([[[1]], []])).toThrow(/state 0, action 0: expected 2 probabilities, got 1/);
    expect(() => denseMdp([[[0.5, 0.4]], []])).toThrow(/probabilities sum to 0.9/);
  });
});

describe("rewards", () => {
  const mdp = denseMdp([
    [
      [0, 1],
      [0.5, 0.5],
    ],
    [],
  ]);

  it("are given for being somewhere, or for arriving", () => {
    expect(Array.from(stateReward(mdp, [3, 5]))).toEqual([3, 3]);
    expect(Array.from(arrivalReward(mdp, [3, 5]))).toEqual([5, 4]);
    expect(() => stateReward(mdp, [1])).toThrow(/each of 2 states, got 1/);
  });
});
