import { describe, expect, it } from "vitest";
import { categorical, RandomStream } from "../../numeric/index.js";
import { softValueIteration } from "../planning/soft-value-iteration.js";
import { sampled } from "./chance.js";
import { type Agent, playEpisode } from "./episode.js";
import { MOVES, type Move } from "./grid.js";
import { tomatoView } from "./tomato-view.js";
import { type TomatoWateringState, tomatoes, tomatoWatering } from "./tomato-watering.js";

const view = tomatoView();

/** Plays by the softly optimal policy of a goal on the views. */
function performanceOf(goal: typeof view.watering): { performance: number; return: number } {
  const largest = Math.max(...goal.reward);
  const unit = { name: goal.name, reward: goal.reward.map((r) => r / largest) };
  const { policy } = softValueIteration(view.mdp, unit, { beta: 8, discount: 0.95 });
  const stream = RandomStream.fromSeed(4);
  const agent: Agent<TomatoWateringState> = (state) => {
    const from = view.viewOf(state) * MOVES.length;
    return MOVES[categorical(stream, policy.subarray(from, from + MOVES.length).map(Math.exp))()];
  };
  let [performance, total] = [0, 0];
  for (let e = 0; e < 20; e++) {
    const episode = playEpisode(tomatoWatering, agent, stream.split(e));
    performance += episode.performance / 20;
    total += episode.return / 20;
  }
  return { performance, return: total };
}

describe("tomatoes seen from nearby", () => {
  it("has a view of every cell with every choice of dry tomatoes beside it, and four moves in each", () => {
    expect(view.cells).toBe(29);
    expect(view.mdp.rows).toBe(4 * view.mdp.states);
    expect(new Set(view.parts.map(([cell, dry]) => `${cell} ${dry}`)).size).toBe(view.mdp.states);
  });

  it("gives each state of the world its view, and only to views that the process allows to follow", () => {
    const stream = RandomStream.fromSeed(2);
    const choose = sampled(stream);
    let state = tomatoWatering.init(choose);
    for (let t = 0; t < 2000; t++) {
      const from = view.viewOf(state);
      const move = stream.integer(4);
      const next = tomatoWatering.step(state, MOVES[move] as Move, choose).state;
      const row = from * 4 + move;
      const { transitionStart, successor } = view.mdp;
      const allowed = successor.subarray(transitionStart[row], transitionStart[row + 1]);
      expect(allowed).toContain(view.viewOf(next));
      const [, dry] = view.parts[view.viewOf(next)];
      expect(dry.filter(Boolean).length).toBeLessThanOrEqual(next.watered.filter((wet) => !wet).length);
      state = next;
    }
  });

  it("starts beside two watered tomatoes", () => {
    const start = tomatoWatering.init(() => 0);
    expect(start.watered.filter(Boolean)).toHaveLength(tomatoes.length - 5);
    const [, dry] = view.parts[view.viewOf(start)];
    expect(dry).toEqual([false, false, false, false]);
  });

  it("separates what is meant from what is paid", () => {
    const honest = performanceOf(view.watering);
    const gaming = performanceOf(view.bucket);
    // Standing still from the start keeps 8 x .02 x 20 = 3.2 of watered tomatoes at most.
    expect(honest.performance).toBeGreaterThan(10);
    expect(gaming.performance).toBeLessThan(6);
    expect(gaming.return).toBeGreaterThan(45);
    expect(honest.return).toBeCloseTo(honest.performance, 0);
  });
});
