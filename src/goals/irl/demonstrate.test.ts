import { describe, expect, it } from "vitest";
import { RandomStream } from "../../numeric/index.js";
import { buildMdp } from "../mdp.js";
import { demonstrate } from "./demonstrate.js";

/** Stay or leave; leaving ends in one of two states. */
const mdp = buildMdp([
  [
    [[0, 1]],
    [
      [1, 0.3],
      [2, 0.7],
    ],
  ],
  [[[3, 1]]],
  [[[3, 1]]],
  [],
]);
const log = (...probabilities: number[]) => Float64Array.from(probabilities, Math.log);

describe("demonstrate", () => {
  it("takes actions and transitions as often as they are probable, and ends where the process does", () => {
    const n = 4000;
    const stream = RandomStream.fromSeed(1);
    const episodes = Array.from({ length: n }, () => demonstrate(mdp, log(0.4, 0.6, 1, 1), 0, 1000, stream));
    const share = (of: (rows: number[]) => boolean) => episodes.filter(of).length / n;
    expect(Math.abs(share((rows) => rows[0] === 0) - 0.4)).toBeLessThan(4 * Math.sqrt((0.4 * 0.6) / n));
    expect(Math.abs(share((rows) => rows.at(-1) === 2) - 0.3)).toBeLessThan(4 * Math.sqrt((0.3 * 0.7) / n));
    expect(share((rows) => rows.at(-1)! >= 2)).toBe(1);
  });

  it("stops after as many steps as asked, or as there are policies", () => {
    const stream = RandomStream.fromSeed(2);
    const stay = log(1, 0, 1, 1);
    expect(demonstrate(mdp, stay, 0, 5, stream)).toEqual([0, 0, 0, 0, 0]);
    expect(demonstrate(mdp, [stay, stay, log(0, 1, 1, 1)], 0, 9, stream)).toEqual([0, 0, 1]);
    expect(demonstrate(mdp, stay, 3, 5, stream)).toEqual([]);
  });

  it("refuses a start that does not exist, and a plan that allows nothing", () => {
    expect(() => demonstrate(mdp, log(1, 0, 1, 1), 4, 5, RandomStream.fromSeed(3))).toThrow(
      "start: expected a state from 0 to 3, got 4",
    );
    expect(() => demonstrate(mdp, log(0, 0, 1, 1), 0, 5, RandomStream.fromSeed(3))).toThrow(
      "step 0: no action is allowed in state 0",
    );
  });
});
