/**
 * A room with K exits, each the goal of some agents: a gridworld whose border cells other than the corners can be
 * exits. An episode starts in the middle; the agent of goal g acts by the soft-optimal policy for a reward of -1 a
 * step and -wrongExit at another's exit. Short episodes and a low beta leave the goal in doubt.
 */
import { type Gridworld, gridworld, type Policy, softValueIteration } from "../../goals/index.js";
import type { RandomStream } from "../../numeric/index.js";
import type { CalibrateEntropyParameters } from "./parameters.js";

export interface ExitWorld {
  readonly goals: number;
  readonly names: readonly string[];
  /** Walks one episode of `goal` and adds its log-likelihood under each goal to out[at], ..., out[at + goals - 1]. */
  walk(stream: RandomStream, goal: number, out: Float64Array, at: number): void;
}

export function exitWorld(
  goals: number,
  beta: number,
  { side, wrongExit, steps }: CalibrateEntropyParameters,
): ExitWorld {
  const { world, exits } = room(side, goals);
  const { mdp } = world;
  const policies = exits.map((own, g): Policy => {
    const reward = new Float64Array(mdp.rows).fill(-1);
    const terminalValue = new Float64Array(mdp.states);
    for (const exit of exits) terminalValue[exit] = exit === own ? 0 : -wrongExit;
    const plan = softValueIteration(
      mdp,
      { name: `exit ${g}`, reward, terminalValue },
      { beta, discount: 1, tolerance: 1e-12 },
    );
    if (!plan.converged) throw new Error(`planning for exit ${g}: ${plan.message}`);
    return plan.policy;
  });
  const chances = policies.map((policy) => policy.map(Math.exp));
  const start = world.stateAt((side - 1) / 2, (side - 1) / 2);
  const { actionStart, successor, transitionStart } = mdp;
  return {
    goals,
    names: exits.map((_, g) => `exit ${g}`),
    walk(stream, goal, out, at) {
      const chance = chances[goal] as Float64Array;
      let state = start;
      for (let step = 0; step < steps; step++) {
        const last = (actionStart[state + 1] as number) - 1;
        let row = actionStart[state] as number;
        if (row > last) return;
        let left = stream.uniform();
        while (row < last && left >= (chance[row] as number)) left -= chance[row++] as number;
        for (let g = 0; g < goals; g++) out[at + g]! += (policies[g] as Policy)[row] as number;
        state = successor[transitionStart[row] as number] as number;
      }
    },
  };
}

/** The map, and the states of the exits, spread evenly round the border. */
function room(side: number, goals: number): { world: Gridworld; exits: readonly number[] } {
  const inner = Array.from({ length: side - 2 }, (_, i) => i + 1);
  const far = side - 1;
  const border = [
    ...inner.map((i) => [i, 0] as const),
    ...inner.map((i) => [far, i] as const),
    ...inner.map((i) => [far - i, far] as const),
    ...inner.map((i) => [0, far - i] as const),
  ];
  const places = Array.from({ length: goals }, (_, g) => border[Math.floor((g * border.length) / goals)]!);
  const map = Array.from({ length: side }, (_, y) =>
    Array.from({ length: side }, (_, x) => (places.some(([a, b]) => a === x && b === y) ? "E" : ".")).join(
      "",
    ),
  );
  const world = gridworld(map, { terminal: "E" });
  return { world, exits: places.map(([x, y]) => world.stateAt(x, y)) };
}
