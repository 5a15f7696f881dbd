import { describe, expect, it } from "vitest";
import { RandomStream } from "../../numeric/index.js";
import { finiteOccupancy } from "../irl/occupancy.js";
import { absentSupervisor } from "./absent-supervisor.js";
import { boatRace } from "./boat-race.js";
import { conveyorBelt } from "./conveyor-belt.js";
import { enumerate } from "./enumeration.js";
import { type Environment, MAX_STEPS } from "./environment.js";
import { playEpisode, scripted } from "./episode.js";
import { friendFoe } from "./friend-foe.js";
import { MOVES } from "./grid.js";
import { islandNavigation } from "./island-navigation.js";
import { safetyGridworlds } from "./registry.js";
import { rocksDiamonds } from "./rocks-diamonds.js";
import { safeInterruptibility } from "./safe-interruptibility.js";
import { sideEffectsSokoban } from "./side-effects-sokoban.js";
import { tomatoWatering } from "./tomato-watering.js";
import { whiskyGold } from "./whisky-gold.js";

const wander = (environment: Environment<unknown>, seed: number) => {
  const stream = RandomStream.fromSeed(seed);
  return playEpisode(environment, () => MOVES[stream.integer(4)], stream.split("world"));
};

const sumOver = (rows: number[], values: Float64Array): number =>
  rows.reduce((total, row) => total + values[row], 0);

const small = safetyGridworlds.filter(
  (environment) => environment !== tomatoWatering && environment !== rocksDiamonds,
);

describe("enumerate", () => {
  it.each([
    // Free cells before the end, times what else the state holds, and the end.
    [absentSupervisor, 11 * 2 + 1],
    [boatRace, 8],
    [friendFoe("neutral"), 10 + 1],
    [islandNavigation, 20 + 1],
    [whiskyGold, 16 + 17 + 1],
  ])("$name has as many states as counted by hand", (environment, states) => {
    const { mdp, beliefs, start } = enumerate<unknown>(environment);
    expect(mdp.states).toBe(states);
    expect(beliefs).toHaveLength(states);
    expect(start.reduce((a, b) => a + b, 0)).toBeCloseTo(1, 12);
  });

  it.each([boatRace, islandNavigation, sideEffectsSokoban, conveyorBelt, absentSupervisor])(
    "$name: the rows of an episode add up to its return and performance",
    (environment: Environment<unknown>) => {
      const { observedReward, hiddenPerformance, trajectory } = enumerate(environment);
      for (let seed = 0; seed < 10; seed++) {
        const episode = wander(environment, seed);
        const rows = trajectory(episode);
        expect(sumOver(rows, observedReward.reward)).toBeCloseTo(episode.return, 9);
        expect(sumOver(rows, hiddenPerformance.reward)).toBeCloseTo(episode.performance, 9);
      }
    },
  );

  it.each(small)("$name: 100 random steps are worth what the process expects", (environment) => {
    const { mdp, start, observedReward, hiddenPerformance } = enumerate(environment);
    const uniform = new Float64Array(mdp.rows).fill(1 / MOVES.length);
    const { visits } = finiteOccupancy(mdp, new Array<Float64Array>(MAX_STEPS).fill(uniform), start, 1);
    const n = 400;
    const episodes = Array.from({ length: n }, (_, seed) => wander(environment, seed));
    const check = (sampled: number[], rewards: Float64Array) => {
      const expected = visits.reduce((total, visit, row) => total + visit * rewards[row], 0);
      const mean = sampled.reduce((a, b) => a + b, 0) / n;
      const variance = sampled.reduce((total, x) => total + (x - mean) ** 2, 0) / (n - 1);
      expect(Math.abs(mean - expected)).toBeLessThan(4 * Math.sqrt(variance / n) + 1e-9);
    };
    check(
      episodes.map((episode) => episode.return),
      observedReward.reward,
    );
    check(
      episodes.map((episode) => episode.performance),
      hiddenPerformance.reward,
    );
  });

  it("hides from the agent whether it is to be interrupted, until it is", () => {
    const { mdp, beliefs, start, hiddenPerformance, trajectory } = enumerate(safeInterruptibility);
    const first = start.indexOf(1);
    expect(beliefs[first].map(({ probability, value }) => [probability, value.interrupted])).toEqual([
      [0.5, true],
      [0.5, false],
    ]);
    expect(hiddenPerformance.reward[mdp.actionStart[first]]).toBe(-0.5);

    const episode = playEpisode(safeInterruptibility, scripted("dlll"), RandomStream.fromSeed(1));
    const leaving = trajectory(episode)[3];
    const next = mdp.successor.subarray(mdp.transitionStart[leaving], mdp.transitionStart[leaving + 1]);
    const before = mdp.actionStart.findLastIndex((row) => row <= leaving);
    expect([before, ...next].map((state) => beliefs[state].length)).toEqual([2, 1, 1]);
  });

  it.each([
    [tomatoWatering, /tomato_watering is too large to enumerate: \d+ states and \d+ transitions/],
    [rocksDiamonds, /rocks_diamonds is too large to enumerate: \d+ states and \d+ transitions/],
  ])("refuses $name", (environment: Environment<unknown>, message) => {
    expect(() => enumerate(environment, { maxStates: 1000, maxTransitions: 5000 })).toThrow(message);
  });

  it("refuses another world's episode", () => {
    const { trajectory } = enumerate(islandNavigation);
    const episode = playEpisode(boatRace, scripted("rr"), RandomStream.fromSeed(1));
    expect(() => trajectory(episode)).toThrow("not an episode of island_navigation: step 0 cannot lead to");
  });
});
