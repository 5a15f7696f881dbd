import fc from "fast-check";
import { type Action, buildMdp, type Goal, type Mdp } from "../src/goals/index.js";

export interface RandomProcess {
  readonly mdp: Mdp;
  readonly goal: Goal;
}

/**
 * Processes of 2 to 8 states, the last one terminal, and a goal on each. Every action ends the episode with some
 * probability, so that undiscounted values exist.
 */
export const randomProcess: fc.Arbitrary<RandomProcess> = fc
  .record({
    states: fc.integer({ min: 2, max: 8 }),
    draws: fc.infiniteStream(fc.double({ min: 0.05, max: 1, noNaN: true })),
  })
  .map(({ states, draws }) => {
    const draw = (): number => draws.next().value!;
    const action = (): Action => {
      const reached = [states - 1, ...Array.from({ length: 2 }, () => Math.floor(draw() * (states - 1)))];
      const weights = reached.map(draw);
      const total = weights.reduce((a, b) => a + b, 0);
      const merged = new Map<number, number>();
      reached.forEach((next, i) => {
        merged.set(next, (merged.get(next) ?? 0) + weights[i] / total);
      });
      return [...merged];
    };
    const mdp = buildMdp(
      Array.from({ length: states }, (_, s) =>
        s === states - 1 ? [] : Array.from({ length: 1 + Math.floor(3.9 * draw()) }, action),
      ),
    );
    const reward = Float64Array.from({ length: mdp.rows }, () => 2 * draw() - 1);
    const terminalValue = new Float64Array(states);
    terminalValue[states - 1] = 2 * draw() - 1;
    return { mdp, goal: { name: "random", reward, terminalValue } };
  });
